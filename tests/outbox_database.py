"""A PostgreSQL with a clock that the test sets, and the outbox's rows in it as they stand."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, Self, TypeVar

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from models import Account, Notification
from models.enums import AccountStatus, NotificationState
from services import notifications, outcomes, presence, sending
from services.notifications import Lane, Notice
from services.outcomes import Outcome
from services.sending import Owed
from tests.factories import make_organisation, make_person, owe_one

MONDAY = datetime(2026, 9, 14, 5, 0, tzinfo=UTC)
NAMES = ("Иванова Анна", "Орлов Борис", "Котова Клара")

CLOCK = """
create schema fake;
create table fake.clock (moment timestamptz);
insert into fake.clock values (now());
create function fake.clock_timestamp() returns timestamptz language sql stable
    as 'select moment from fake.clock'
"""
"""Found before PostgreSQL's own by the search path below."""

FORGET = """
delete from notifications;
delete from pace;
update accounts set status = 'active', free_at = null, push_at = null
"""

Result = TypeVar("Result")


class Row(NamedTuple):
    """A notification as the database has it."""

    id: int
    account_id: int
    dedupe_key: str
    kind: str
    lane: int
    state: NotificationState
    epoch: int
    attempts: int
    owner: int | None
    lease_until: datetime | None
    due_at: datetime


class OutboxDatabase:
    """Coroutines run on a loop of its own. `accounts`: account -> person, of three people."""

    accounts: dict[int, int]

    def __init__(self, url: str) -> None:
        path = {"search_path": "fake,pg_catalog,public", "synchronous_commit": "off"}
        self.engine = create_async_engine(url, connect_args={"server_settings": path})
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self.runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)

    def __enter__(self) -> Self:
        self.runner.run(self._make())
        return self

    def __exit__(self, *_: object) -> None:
        self.runner.run(self._leave())
        self.runner.close()

    async def _make(self) -> None:
        await self._execute(CLOCK)
        async with self.sessions.begin() as session:
            school = await make_organisation(session)
            for address, name in enumerate(NAMES, start=1):
                person = await make_person(session, school, name)
                session.add(Account(person_id=person.id, address=address, created_at=MONDAY))
        async with self.sessions() as session:
            found = await session.execute(select(Account.id, Account.person_id))
            self.accounts = dict(sorted((number, person or 0) for number, person in found))
        self.locks = await self.engine.connect()

    async def _leave(self) -> None:
        await self.locks.close()
        await self.engine.dispose()

    async def _execute(self, script: str) -> None:
        async with self.engine.begin() as connection:
            for statement in script.split(";\n"):
                await connection.execute(text(statement))

    def do(self, work: Callable[[AsyncSession], Awaitable[Result]]) -> Result:
        """`work` in a transaction of its own."""
        return self.runner.run(self._do(work))

    async def _do(self, work: Callable[[AsyncSession], Awaitable[Result]]) -> Result:
        async with self.sessions.begin() as session:
            return await work(session)

    def forget(self) -> None:
        self.runner.run(self._execute(FORGET))
        self.runner.run(self._lock("select pg_advisory_unlock_all()"))

    def set_clock(self, moment: datetime) -> None:
        self.runner.run(self._execute(f"update fake.clock set moment = '{moment.isoformat()}'"))

    def starts(self, owner: int) -> None:
        """A process makes itself known."""
        self.runner.run(self._announce(owner))

    async def _announce(self, owner: int) -> None:
        assert await presence.announce(self.locks, owner)
        await self.locks.execute(text("set idle_session_timeout = 0"))
        await self.locks.commit()

    def dies(self, owner: int) -> None:
        self.runner.run(self._lock(f"select pg_advisory_unlock({presence.PRESENT}, {owner})"))

    async def _lock(self, statement: str) -> None:
        await self.locks.execute(text(statement))
        await self.locks.commit()

    def plan(self, people: Sequence[int], notice: Notice, now: datetime) -> int:
        return self.do(lambda session: notifications.notify(session, people, notice, now))

    def reply(self, account_id: int, key: str, now: datetime, owner: int | None) -> Owed | None:
        async def answer(session: AsyncSession) -> Owed | None:
            account: Any = await session.get_one(Account, account_id)
            return await owe_one(session, account, key, {"text": "…"}, now, owner)

        return self.do(answer)

    def claim(
        self, owners: Sequence[int], now: datetime, lane: Lane, limit: int
    ) -> list[list[Owed]]:
        """What each takes; of several nobody sees the others': none is committed till the end."""
        return self.runner.run(self._claim(owners, now, lane, limit))

    async def _claim(
        self, owners: Sequence[int], now: datetime, lane: Lane, limit: int
    ) -> list[list[Owed]]:
        sessions = [self.sessions() for _ in owners]
        each = zip(sessions, owners, strict=True)
        taken = [await sending.claim(session, now, one, lane, limit) for session, one in each]
        for session in sessions:
            await session.commit()
            await session.close()
        return taken

    def intend(self, owed: Owed) -> bool:
        [granted] = self.do(lambda session: outcomes.intend(session, [(owed.id, owed.epoch)]))
        return granted

    def settle(self, owed: Owed, outcome: Outcome) -> bool:
        [written] = self.do(lambda session: outcomes.settle(session, [(owed, outcome)]))
        return written

    def block(self, account_id: int) -> None:
        status = AccountStatus.BLOCKED
        self.do(lambda session: notifications.unreachable(session, account_id, status))

    def unblock(self, account_id: int, now: datetime) -> None:
        async def back(session: AsyncSession) -> None:
            account = await session.get_one(Account, account_id)
            account.status = AccountStatus.ACTIVE
            await notifications.reachable_again(session, account_id, now)

        self.do(back)

    def rows(self) -> dict[int, Row]:
        return self.runner.run(self._rows())

    async def _rows(self) -> dict[int, Row]:
        columns = [getattr(Notification, name) for name in Row._fields]
        async with self.sessions() as session:
            found = await session.execute(select(*columns).order_by(Notification.id))
            return {row.id: Row(*row) for row in found}
