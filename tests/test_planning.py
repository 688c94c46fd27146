"""Planning a push: one statement for everybody, and everybody once, whoever plans it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from bot.database import connect, embedded, session_maker
from models import Account, Notification
from services import notifications
from services.notifications import Batch, Notice
from services.waves import pushes
from tests.bench.people import make_people, make_wave
from tests.factories import make_organisation, make_person

WAITING = text("""select count(*) from pg_locks join pg_stat_activity using (pid)
                  where not granted and datname = current_database()""")


@pytest.fixture
async def engine(fresh_database: str) -> AsyncIterator[AsyncEngine]:
    engine = connect(fresh_database)
    yield engine
    await engine.dispose()


@pytest.fixture
async def sessions(engine: AsyncEngine, now: datetime) -> async_sessionmaker[AsyncSession]:
    """Three mentees whose wave has opened, none of them told."""
    sessions = session_maker(engine)
    async with sessions.begin() as session:
        await make_people(session, await make_wave(session, now), 3, now)
    return sessions


async def make_account(session: AsyncSession, name: str, now: datetime) -> Account:
    person = await make_person(session, await make_organisation(session, name), name)
    account = Account(person_id=person.id, address=person.id, created_at=now)
    session.add(account)
    await session.flush()
    return account


async def test_of_two_who_tell_at_once_the_second_waits_and_finds_everybody_told(
    sessions: async_sessionmaker[AsyncSession], now: datetime
) -> None:
    """A curator opens a wave while the schedule looks for newcomers, in another process."""

    async def tell() -> None:
        async with sessions.begin() as session:
            await pushes.tell(session, now)

    async with asyncio.TaskGroup() as tasks, sessions() as watching:
        async with sessions.begin() as first:
            await pushes.tell(first, now)
            second = tasks.create_task(tell())
            while not await watching.scalar(WAITING):
                assert not second.done()
        await second
        assert await watching.scalar(select(func.count()).select_from(Notification)) == 3


async def test_every_batch_has_its_own_message_and_hours(
    session: AsyncSession, now: datetime
) -> None:
    anna, boris = [await make_account(session, name, now) for name in ("Анна", "Борис")]
    later = now + timedelta(days=2)
    batches = [
        Batch(Notice("survey_open", "a", {"n": 1}, now, later), *arrays(anna, boris)),
        Batch(Notice("survey_open", "b", {"n": 2}, later), *arrays(boris)),
    ]

    assert await notifications.notify_new(session, batches, now) == 3
    rows = await session.scalars(select(Notification).order_by(Notification.dedupe_key))
    assert [
        (row.account_id, row.dedupe_key, row.args["n"], row.due_at, row.expires_at) for row in rows
    ] == [
        (anna.id, f"a:{anna.person_id}", 1, now, later),
        (boris.id, f"a:{boris.person_id}", 1, now, later),
        (boris.id, f"b:{boris.person_id}", 2, later, None),
    ]
    assert session.info[notifications.PLANNED]


def arrays(*accounts: Account) -> tuple[str, str]:
    lists = [account.person_id for account in accounts], [account.id for account in accounts]
    people, ids = ("{" + ",".join(map(str, numbers)) + "}" for numbers in lists)
    return people, ids


@pytest.mark.parametrize(
    "gone",
    ["delete from accounts where id = :id", "update accounts set id = id + 1000 where id = :id"],
)
async def test_an_account_stays_as_long_as_it_has_messages(
    session: AsyncSession, now: datetime, gone: str
) -> None:
    """There is no foreign key: it would be looked up for each of a hundred thousand people."""
    anna, boris = [await make_account(session, name, now) for name in ("Анна", "Борис")]
    await notifications.notify(session, [anna.person_id or 0], Notice("push", "k"), now)

    with pytest.raises(IntegrityError, match="has messages"):
        async with session.begin_nested():
            await session.execute(text(gone), {"id": anna.id})
    await session.execute(text(gone), {"id": boris.id})
    left = select(Account.id).where(Account.id.in_([anna.id, boris.id]))
    assert list(await session.scalars(left)) == [anna.id]


async def test_the_embedded_server_keeps_what_is_committed(tmp_path: Path) -> None:
    """Its log is written in another way than by default, but always before a commit is done."""
    durable = ("fsync", "synchronous_commit", "full_page_writes")
    settings = text("select name, setting from pg_settings where name = any(:names)")
    for _ in ("the first start", "another"):
        with embedded(tmp_path / "postgres") as url:
            engine = connect(url)
            async with engine.connect() as connection:
                names = [*durable, "wal_init_zero", "wal_writer_delay"]
                found = dict((await connection.execute(settings, {"names": names})).all())
            await engine.dispose()
        assert [found[name] for name in durable] == ["on", "on", "on"]
        assert (found["wal_init_zero"], found["wal_writer_delay"]) == ("off", "10")
