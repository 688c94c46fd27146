"""A restored backup sends nobody what they may have already; and the outbox by command."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import NullPool

from bot import backups
from bot.administration import decide, hold_restored
from bot.config import Settings
from bot.sandbox import Sandbox, serving
from bot.schedule import tick
from models import Account, InboxUpdate, Notification
from models.enums import InboxState, NotificationState
from services.operations.decisions import Act
from services.operations.overview import Trouble
from tests.test_cli import TOKEN, nastavnik
from tests.test_schedule import OPENING, deliver, make_town

Sessions = async_sessionmaker[AsyncSession]


@pytest.fixture
async def sessions(fresh_database: str) -> AsyncIterator[Sessions]:
    engine = create_async_engine(fresh_database, poolclass=NullPool)
    yield async_sessionmaker(engine, expire_on_commit=False)
    await engine.dispose()


async def states(sessions: Sessions) -> Counter[str]:
    async with sessions() as session:
        return Counter(state.value for state in await session.scalars(select(Notification.state)))


async def owe(sessions: Sessions, *states: str, **values: Any) -> None:
    """A message in each of the states, to the first account there is."""
    async with sessions.begin() as session:
        account_id = await session.scalar(select(func.min(Account.id)))
        if account_id is None:
            account = Account(address=1, created_at=OPENING)
            session.add(account)
            await session.flush()
            account_id = account.id
        lease = await session.scalar(select(func.clock_timestamp() + timedelta(seconds=30)))
        for number, state in enumerate(states):
            taken = {"lease_until": lease, "owner": 5, "epoch": 1}
            given = values | (taken if state in ("leased", "dispatching") else {})
            key = f"{state}:{number}:{values.get('kind')}"
            row = Notification(
                account_id=account_id, dedupe_key=key, state=NotificationState(state),
                created_at=OPENING, due_at=OPENING,
                **{"kind": "help_request", "args": {}, "lane": 1} | given,
            )  # fmt: skip
            session.add(row)


async def test_what_was_still_to_be_sent_waits_for_a_human(
    sessions: Sessions, fresh_database: str, tmp_path: Path
) -> None:
    file, given = str(tmp_path / "bot.dump"), {"DATABASE_URL": fresh_database}
    await owe(sessions, "pending", "leased", "dispatching", "sent", "cancelled", "unknown")
    reply = {"kind": "reply", "lane": 0, "args": {"text": "x", "rows": []}}
    await owe(sessions, "pending", "dispatching", **reply)
    await nastavnik("backup", file, **given)
    async with sessions.begin() as session:  # and the old machine went on
        sent = {"state": NotificationState.SENT, "lease_until": None}
        await session.execute(update(Notification).values(sent))
    status, printed = await nastavnik("restore", file, "--overwrite", **given)
    assert status == 0, printed
    assert "Held: 5 messages" in printed
    assert "outbox release --state held" in printed
    assert await states(sessions) == Counter(held=5, sent=1, cancelled=1, unknown=1)
    async with sessions() as session:
        held = await session.scalars(
            select(Notification).where(Notification.state == NotificationState.HELD)
        )
        assert {(row.owner, row.lease_until) for row in held} == {(None, None)}


async def test_what_the_schedule_would_catch_up_on_waits_too(
    sessions: Sessions,
    fresh_database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A wave opened and told after the backup was made is not told again."""
    settings = Settings(database_url=fresh_database, _env_file=None)  # type: ignore[call-arg]
    await make_town(sessions, pairs=2, schools=1)
    await asyncio.to_thread(backups.backup, settings, tmp_path / "bot.dump")
    await tick(sessions, OPENING)
    await deliver(sessions, OPENING)
    assert await states(sessions) == Counter(sent=4)
    await asyncio.to_thread(backups.restore, settings, tmp_path / "bot.dump", True)
    assert await states(sessions) == Counter()
    later = OPENING + timedelta(hours=1)
    monkeypatch.setattr("bot.administration.utc_now", lambda: later)
    assert await hold_restored(settings) == 4
    for hours in range(4):
        await tick(sessions, later + timedelta(hours=hours))
    assert await states(sessions) == Counter(held=4)


async def test_a_restore_without_messages_says_so(
    sessions: Sessions, fresh_database: str, tmp_path: Path
) -> None:
    file, given = str(tmp_path / "bot.dump"), {"DATABASE_URL": fresh_database}
    await nastavnik("backup", file, **given)
    status, printed = await nastavnik("restore", file, "--overwrite", **given)
    assert (status, printed) == (0, "Restored. No message was waiting.\n")


async def test_a_database_on_which_the_bot_runs_is_not_restored(
    sessions: Sessions, fresh_database: str, tmp_path: Path
) -> None:
    file, given = str(tmp_path / "bot.dump"), {"DATABASE_URL": fresh_database}
    await nastavnik("backup", file, **given)
    async with sessions() as running:
        await running.execute(text("select pg_advisory_lock(1)"))
        status, printed = await nastavnik("restore", file, "--overwrite", **given)
    assert status == 1
    assert printed == "nastavnik: the bot runs on this database: stop it first\n"


async def test_a_restore_that_could_not_hold_says_not_to_start(
    sessions: Sessions, fresh_database: str, tmp_path: Path
) -> None:
    file, given = str(tmp_path / "bot.dump"), {"DATABASE_URL": fresh_database}
    async with sessions.begin() as session:
        await session.execute(text("update alembic_version set version_num = 'unknown'"))
    await nastavnik("backup", file, **given)
    status, printed = await nastavnik("restore", file, "--overwrite", **given)
    assert status == 1
    assert "do not start the bot" in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize(
    ("state", "command", "becomes"),
    [
        ("held", "release", "pending"),
        ("held", "drop", "cancelled"),
        ("dead", "release", "pending"),
        ("dead", "drop", "cancelled"),
        ("unknown", "release", "pending"),
        ("unknown", "drop", "sent"),
    ],
)
async def test_the_outbox_is_decided_by_command(
    sessions: Sessions, fresh_database: str, state: str, command: str, becomes: str
) -> None:
    settings = Settings(database_url=fresh_database, _env_file=None)  # type: ignore[call-arg]
    act = Act.AGAIN if command == "release" else Act.DROP
    others = {"held", "dead", "unknown"} - {state}
    await owe(sessions, state, state, *others, last_error="Bad Request: no")
    assert await decide(settings, Trouble(state), act) == 2
    assert await states(sessions) == Counter({becomes: 2} | dict.fromkeys(others, 1))
    assert await decide(settings, Trouble(state), act) == 0


async def test_release_and_drop_say_how_many(sessions: Sessions, fresh_database: str) -> None:
    given = {"DATABASE_URL": fresh_database}
    await owe(sessions, "held", "held", "dead")
    ended, printed = await nastavnik("outbox", "release", "--state", "held", **given)
    assert (ended, printed) == (0, "Released: 2.\n")
    ended, printed = await nastavnik("outbox", "drop", "--state", "dead", **given)
    assert (ended, printed) == (0, "Dropped: 1.\n")
    assert await states(sessions) == Counter(pending=2, cancelled=1)


async def test_the_outbox_is_listed_without_contents(
    sessions: Sessions, fresh_database: str
) -> None:
    secret = {"text": "СЕКРЕТ", "rows": []}
    await owe(sessions, "pending", *["dead"] * 21, args=secret, last_error="Bad Request: no")
    await owe(sessions, "held", kind="reply", args=secret)
    await dead_update(sessions, "СЕКРЕТ")
    status, printed = await nastavnik("outbox", "list", DATABASE_URL=fresh_database)
    assert status == 0
    assert "messages queued: 1, the oldest since 2026-09-15" in printed
    assert "waiting for a human: 1 updates, 21 dead, 0 unknown, 1 held" in printed
    assert "help_request  2026-09-15 05:00 UTC  0 tries  Bad Request: no" in printed
    assert "and 1 more" in printed
    assert "message  2026-09-15 05:00 UTC  5 tries  KeyError" in printed
    assert "СЕКРЕТ" not in printed


async def dead_update(sessions: Sessions, words: str) -> None:
    async with sessions.begin() as session:
        session.add(
            InboxUpdate(
                update_id=1, sender=1, raw={"update_id": 1, "message": {"text": words}},
                state=InboxState.DEAD, received_at=OPENING, attempts=5, last_error="KeyError",
            )
        )  # fmt: skip


async def test_a_state_that_does_not_exist_is_refused(fresh_database: str) -> None:
    status, printed = await nastavnik(
        "outbox", "drop", "--state", "sent", DATABASE_URL=fresh_database
    )
    assert status != 0
    assert "'sent' is not one of" in printed


async def test_the_doctor_says_what_to_do_now(sessions: Sessions, fresh_database: str) -> None:
    given = {"DATABASE_URL": fresh_database, "BOT_TOKEN": TOKEN}
    await owe(sessions, "held", "held", "dead")
    await dead_update(sessions, "x")
    async with serving(Sandbox()) as address:
        status, printed = await nastavnik("doctor", TELEGRAM_API_URL=address, **given)
        assert status == 1
        assert "1 updates could not be handled" in printed
        assert "messages need a look (1 dead, 2 held)" in printed
        assert printed.count("/status in the chat, or see `python -m bot outbox list`") == 2
        async with sessions.begin() as session:
            await session.execute(update(Notification).values(state=NotificationState.SENT))
            await session.execute(update(InboxUpdate).values(state=InboxState.DONE))
        status, printed = await nastavnik("doctor", TELEGRAM_API_URL=address, **given)
        assert status == 0, printed
