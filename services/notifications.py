"""The outbox: messages owed to people, written in the transaction of their cause.

A dedupe key is kept for ever, so planning the same message twice adds nothing. The life of a
row: pending -> dispatching (committed before the request) -> sent | unreachable | dead, or
`unknown` when a crash or a lost answer leaves it open whether the person got it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    DateTime,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, contains_eager

from models import Account, Notification, Pace
from models.enums import AccountStatus, NotificationState

RESENT_KINDS = frozenset({"reply"})
"""Kinds sent again when their outcome is unknown; the others are held for a human, because
a second copy of a push is worse than a missing one that the next reminder covers."""

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 8
LIVE = (NotificationState.PENDING, NotificationState.DISPATCHING)


class Lane(IntEnum):
    """Lower leaves first: a push to many never makes a person wait for an answer."""

    REPLY = 0
    PERSONAL = 1
    PUSH = 2


@dataclass(frozen=True)
class Notice:
    """A message to be owed. `key` says what it is about (such as `wave:7`); the person's id
    is added to it. Not sent before `due_at` (now, when empty) nor after `expires_at`."""

    kind: str
    key: str
    args: dict[str, Any] = field(default_factory=dict)
    due_at: datetime | None = None
    expires_at: datetime | None = None
    lane: Lane = Lane.PERSONAL


async def reply(
    session: AsyncSession, account_id: int, key: str, args: dict[str, Any], now: datetime
) -> None:
    """The answer to the account's own action; `key` names the update and the screen."""
    notice = Notice("reply", key, args, lane=Lane.REPLY)
    await _plan(session, [_row(account_id, key, notice, now)])


async def notify(
    session: AsyncSession, person_ids: Sequence[int], notice: Notice, now: datetime
) -> int:
    """Owes each person the message; returns how many are new.

    Those who have no active account are left out: who has never started, or blocked the bot,
    cannot be written to, and whoever plans comes back for them when they join.
    """
    accounts = await session.execute(
        select(Account.id, Account.person_id).where(
            Account.person_id.in_(person_ids),
            Account.status == AccountStatus.ACTIVE,
            Account.muted_at.is_(None),
        )
    )
    rows = [
        _row(account_id, f"{notice.key}:{person_id}", notice, now)
        for account_id, person_id in accounts
    ]
    return await _plan(session, rows)


def _row(account_id: int, key: str, notice: Notice, now: datetime) -> dict[str, Any]:
    return {
        "account_id": account_id,
        "kind": notice.kind,
        "dedupe_key": key,
        "args": notice.args,
        "lane": notice.lane,
        "created_at": now,
        "due_at": notice.due_at or now,
        "expires_at": notice.expires_at,
        "state": NotificationState.PENDING,
        "attempts": 0,
        "epoch": 0,
    }


async def _plan(session: AsyncSession, rows: list[dict[str, Any]]) -> int:
    """Adds the rows whose key is new. Core, not ORM: a push has many rows, a reply is often."""
    if not rows:
        return 0
    table = Notification.__table__
    statement = insert(table).on_conflict_do_nothing().returning(table.c.id)
    return len((await session.execute(statement, rows)).all())


async def claim(session: AsyncSession, now: datetime, limit: int) -> list[Notification]:
    """Takes up to `limit` messages that are due, as `dispatching` under a lease.

    Each comes with its `account`. At most one message of an account is under way, in the
    order of lane and number. The caller commits before it sends anything.
    """
    rows = await session.scalars(_next_due(), {"now": now, "count": limit})
    claimed = list(rows)
    for notification in claimed:
        notification.state = NotificationState.DISPATCHING
        notification.epoch += 1
        notification.attempts += 1
        notification.lease_until = func.clock_timestamp() + LEASE
    await session.flush()
    return claimed


@cache
def _next_due() -> Select[Notification]:
    """Built once: it runs all the time."""
    now = bindparam("now", type_=DateTime(timezone=True))
    other = aliased(Notification)
    waits = exists().where(
        other.account_id == Notification.account_id,
        other.state.in_(LIVE),
        or_(
            other.state == NotificationState.DISPATCHING,
            and_(
                other.due_at <= now,
                tuple_(other.lane, other.id) < tuple_(Notification.lane, Notification.id),
            ),
        ),
    )
    return (
        select(Notification)
        .join(Notification.account)
        .options(contains_eager(Notification.account))
        .where(Notification.state == NotificationState.PENDING, Notification.due_at <= now)
        .where(~waits, or_(Account.paused_until.is_(None), Account.paused_until <= now))
        .order_by(Notification.lane, Notification.id)
        .limit(bindparam("count", type_=Integer))
        .with_for_update(skip_locked=True, of=Notification)
    )


async def reserve(session: AsyncSession, count: int, per_second: float) -> float:
    """Seconds until the first of `count` sending slots; all processes share one rate."""
    gap = timedelta(seconds=1 / per_second)
    first = func.greatest(Pace.next_at, func.clock_timestamp())
    until_last = await session.scalar(
        insert(Pace)
        .values(id=1, next_at=func.clock_timestamp() + count * gap)
        .on_conflict_do_update(index_elements=[Pace.id], set_={"next_at": first + count * gap})
        .returning(func.extract("epoch", Pace.next_at - func.clock_timestamp()))
    )
    return max(0.0, float(until_last or 0) - count / per_second)


async def settle(
    session: AsyncSession,
    notification: Notification,
    state: NotificationState,
    **values: Any,
) -> bool:
    """Writes the outcome, unless the lease was lost meanwhile; True when it was written."""
    table = Notification.__table__
    written = await session.execute(
        update(table)
        .where(table.c.id == notification.id, table.c.epoch == notification.epoch)
        .where(table.c.state == NotificationState.DISPATCHING)
        .values(state=state, lease_until=None, **values)
    )
    return bool(written.rowcount)  # type: ignore[attr-defined]


def next_try(attempts: int, now: datetime) -> datetime:
    """Doubling back-off from one second to ten minutes."""
    return now + timedelta(seconds=min(600, 2 ** (attempts - 1)))


async def recover(session: AsyncSession) -> int:
    """After a crash: what was under way is sent again or set aside as unknown, by its kind."""
    over = and_(
        Notification.state == NotificationState.DISPATCHING,
        Notification.lease_until < func.clock_timestamp(),
    )
    resent = update(Notification).where(over, Notification.kind.in_(RESENT_KINDS))
    await session.execute(resent.values(state=NotificationState.PENDING, lease_until=None))
    held = (
        update(Notification)
        .where(over)
        .values(
            state=NotificationState.UNKNOWN,
            lease_until=None,
            last_error="the sender stopped midway",
        )
    )
    result = await session.execute(held)
    return int(result.rowcount)  # type: ignore[attr-defined]


async def wait(session: AsyncSession, account_id: int, until: datetime) -> None:
    """Telegram asked to leave this chat alone until then."""
    await session.execute(
        update(Account).where(Account.id == account_id).values(paused_until=until)
    )


async def unreachable(session: AsyncSession, account_id: int, status: AccountStatus) -> None:
    """The person blocked the bot or deleted the account: nothing waits for them any more."""
    await session.execute(update(Account).where(Account.id == account_id).values(status=status))
    await session.execute(
        update(Notification)
        .where(Notification.account_id == account_id)
        .where(Notification.state == NotificationState.PENDING)
        .values(state=NotificationState.UNREACHABLE, last_error=status.value)
    )


async def reachable_again(session: AsyncSession, account_id: int, now: datetime) -> None:
    """The person is back: what has not expired meanwhile is owed again."""
    await session.execute(
        update(Notification)
        .where(Notification.account_id == account_id, Notification.kind != "reply")
        .where(Notification.state == NotificationState.UNREACHABLE)
        .where(or_(Notification.expires_at.is_(None), Notification.expires_at > now))
        .values(state=NotificationState.PENDING, last_error=None)
    )
