"""The sender's side of the outbox: takes what is due.

It runs all the time: each step is one statement, built once, in plain SQL without entities.
Leases and pauses are in the database's time; `now` is the programme's.
"""

from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    DateTime,
    Integer,
    String,
    and_,
    bindparam,
    exists,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningUpdate

from models import Account, Notification
from services.notifications import Lane
from services.pace import all_paused
from services.tables import NOW, table

LEASE = timedelta(seconds=30)
"""The last resort: a process that died or froze is missed sooner (see `services.presence`)."""

MAX_ATTEMPTS = 8

AT_MOST = timedelta(seconds=10)
"""Further away no push is put off; one that is comes from a clock that was set back."""

PENDING = literal_column("'pending'", String)
LEASED = literal_column("'leased'", String)
DISPATCHING = literal_column("'dispatching'", String)
SENT = literal_column("'sent'", String)
UNKNOWN = literal_column("'unknown'", String)
"""Spelt out, like the limit: so PostgreSQL keeps one plan, with the index of what is live."""


class Owed(NamedTuple):
    """A message taken to be sent; `address` is the account's. What leaves first sorts first."""

    lane: int
    due_at: datetime
    id: int
    account_id: int
    address: int
    kind: str
    args: dict[str, Any]
    attempts: int
    epoch: int
    expires_at: datetime | None


async def claim(
    session: AsyncSession, now: datetime, owner: int, lane: Lane, limit: int
) -> list[Owed]:
    """Takes up to `limit` messages of a lane that are due, as `leased` to the process `owner`.

    At most one message of a chat is under way, in the order of lane and time. The caller
    commits before it does anything with them.
    """
    given = {"now": now, "process": owner}
    rows = await session.execute(_take_due(lane, limit), given)
    return sorted(Owed._make(row) for row in rows)


@cache
def _take_due(lane: Lane, limit: int) -> ReturningUpdate[Any]:
    row, due, account = table(Notification), _due(lane, limit), table(Account)
    busy = (
        update(account)
        .where(account.c.id == due.c.account_id)
        .values(free_at=NOW + LEASE)
        .cte("busy")
    )
    told = (row.c.kind, row.c.args, row.c.attempts, row.c.epoch, row.c.expires_at)
    return (
        update(row)
        .where(row.c.id == due.c.id)
        .values(
            state=LEASED,
            owner=bindparam("process", type_=Integer),
            epoch=row.c.epoch + 1,
            attempts=row.c.attempts + 1,
            lease_until=NOW + LEASE,
        )
        .returning(row.c.lane, row.c.due_at, row.c.id, due.c.account_id, due.c.address, *told)
        .add_cte(busy)
    )


def _due(lane: Lane, limit: int) -> CTE:
    """A CTE, as it must run once: run again, it would lock and take other rows.

    The account is locked with its message, and a claim changes both: so of two that see the
    same chat as free, the second finds it busy, however old its snapshot is.
    """
    now = bindparam("now", type_=DateTime(timezone=True))
    account, row = table(Account), table(Notification)
    mine, other = row.alias("mine"), row.alias("other")
    order = ("lane", "due_at", "id")
    is_before = tuple_(*(other.c[name] for name in order)) < tuple_(
        *(mine.c[name] for name in order)
    )
    waits = exists().where(
        other.c.account_id == mine.c.account_id,
        other.c.state.in_((PENDING, LEASED, DISPATCHING)),
        or_(other.c.state != PENDING, and_(other.c.due_at <= now, is_before)),
    )
    free = [_passed(account.c.free_at), ~exists().where(all_paused())]
    if lane is not Lane.REPLY:
        free.append(or_(_passed(account.c.push_at), account.c.push_at > NOW + AT_MOST))
    return (
        select(mine.c.id, account.c.id.label("account_id"), account.c.address)
        .join(account, account.c.id == mine.c.account_id)
        .where(mine.c.state == PENDING, mine.c.due_at <= now)
        .where(mine.c.lane == literal_column(str(int(lane)), Integer), ~waits, *free)
        .order_by(mine.c.due_at, mine.c.id)
        .limit(literal_column(str(limit), Integer))
        .with_for_update(skip_locked=True, key_share=True, of=[mine, account])
        .cte("due")
    )


def _passed(moment: ColumnElement[datetime | None]) -> ColumnElement[bool]:
    return or_(moment.is_(None), moment <= NOW)
