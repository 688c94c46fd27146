"""The sender's side of the outbox: takes what is due, keeps the pace, writes the outcomes.

It runs all the time: each step is one statement, built once, in plain SQL without entities.
"""

from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    CTE,
    DateTime,
    Integer,
    String,
    Table,
    Update,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningUpdate

from models import Account, Notification, Pace
from models.enums import NotificationState

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 8

PENDING = literal_column("'pending'", String)
DISPATCHING = literal_column("'dispatching'", String)
"""Spelt out, like the limit: so PostgreSQL keeps one plan, with the index of what is live."""


class Owed(NamedTuple):
    """A message taken to be sent; `address` is the account's. What leaves first sorts first."""

    lane: int
    id: int
    account_id: int
    address: int
    kind: str
    args: dict[str, Any]
    attempts: int
    epoch: int
    expires_at: datetime | None


async def claim(session: AsyncSession, now: datetime, limit: int) -> list[Owed]:
    """Takes up to `limit` messages that are due, as `dispatching` under a lease.

    At most one message of an account is under way, in the order of lane and number. The caller
    commits before it sends anything.
    """
    rows = await session.execute(_take_due(limit), {"now": now})
    return sorted(Owed._make(row) for row in rows)


@cache
def _take_due(limit: int) -> ReturningUpdate[Any]:
    row, due = _table(), _due(limit)
    told = (row.c.kind, row.c.args, row.c.attempts, row.c.epoch, row.c.expires_at)
    return (
        update(row)
        .where(row.c.id == due.c.id)
        .values(
            state=NotificationState.DISPATCHING,
            epoch=row.c.epoch + 1,
            attempts=row.c.attempts + 1,
            lease_until=func.clock_timestamp() + LEASE,
        )
        .returning(row.c.lane, row.c.id, row.c.account_id, due.c.address, *told)
    )


def _due(limit: int) -> CTE:
    """A CTE, as it must run once: run again, it would lock and take other rows."""
    now = bindparam("now", type_=DateTime(timezone=True))
    account, mine, other = Account.__table__, _table().alias("mine"), _table().alias("other")
    is_before = tuple_(other.c.lane, other.c.id) < tuple_(mine.c.lane, mine.c.id)
    waits = exists().where(
        other.c.account_id == mine.c.account_id,
        other.c.state.in_((PENDING, DISPATCHING)),
        or_(other.c.state == DISPATCHING, and_(other.c.due_at <= now, is_before)),
    )
    return (
        select(mine.c.id, account.c.address)
        .join(account, account.c.id == mine.c.account_id)
        .where(mine.c.state == PENDING, mine.c.due_at <= now)
        .where(~waits, or_(account.c.paused_until.is_(None), account.c.paused_until <= now))
        .order_by(mine.c.lane, mine.c.id)
        .limit(literal_column(str(limit), Integer))
        .with_for_update(skip_locked=True, of=mine)
        .cte("due")
    )


def _table() -> Table:
    return cast(Table, Notification.__table__)


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
    session: AsyncSession, owed: Owed, state: NotificationState, **values: Any
) -> bool:
    """Writes the outcome, unless the lease was lost meanwhile; True when it was written."""
    values |= {"state": state, "lease_until": None, "number": owed.id, "mine": owed.epoch}
    written = await session.execute(_outcome(), values)
    return bool(written.rowcount)  # type: ignore[attr-defined]


@cache
def _outcome() -> Update:
    """The columns to set are those it is given when it runs."""
    row = _table()
    mine = and_(row.c.id == bindparam("number"), row.c.epoch == bindparam("mine"))
    return update(row).where(mine, row.c.state == DISPATCHING)


def next_try(attempts: int, now: datetime) -> datetime:
    """Doubling back-off from one second to ten minutes."""
    return now + timedelta(seconds=min(600, 2 ** (attempts - 1)))
