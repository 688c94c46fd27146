"""Answers to people's own actions: committed with their updates, and sent from memory."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    Boolean,
    ColumnElement,
    DateTime,
    Integer,
    SmallInteger,
    String,
    TableValuedAlias,
    and_,
    bindparam,
    case,
    exists,
    literal,
    null,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningInsert

from models import Account, Notification
from services.notifications import Lane
from services.people import Sender
from services.sending import DISPATCHING, LEASE, LEASED, PENDING, Owed
from services.tables import NOW, rows_given, table


class Reply(NamedTuple):
    """A message that is owed to an account; `key` names the update and the screen."""

    account: Sender
    key: str
    args: dict[str, Any]


async def owe(
    session: AsyncSession, replies: Sequence[Reply], now: datetime, owner: int | None = None
) -> dict[str, Owed]:
    """Owes the replies, in one statement; those of one account in their order.

    Where the chat is free, the first one is taken at once for the process `owner`, as
    `dispatching`: whoever commits sends it straight after. Returns these by their keys; the
    others wait in the line.
    """
    rows, known = [], set[int]()
    for one in replies:
        row = {"account": one.account.id, "key": one.key, "args": one.args}
        rows.append(row | {"first": one.account.id not in known})
        known.add(one.account.id)
    given = {"rows": rows, "now": now, "process": owner}
    by_key = {one.key: one for one in replies}
    return {
        row.key: _owed(by_key[row.key], row, now)
        for row in await session.execute(_owe(), given)
        if row.state == "dispatching"
    }


def _owed(one: Reply, row: Any, now: datetime) -> Owed:
    account = one.account
    taken = (account.id, account.address, "reply", one.args, row.attempts, row.epoch, None)
    return Owed(Lane.REPLY, now, row.id, *taken)


@cache
def _owe() -> ReturningInsert[Any]:
    row = table(Notification)
    given = rows_given(account=Integer, key=String, args=JSONB, first=Boolean)
    taken = _taken(given)
    free = taken.c.id.is_not(None)
    now = bindparam("now", type_=DateTime(timezone=True))
    values: dict[str, ColumnElement[Any]] = {
        "account_id": given.c.account,
        "kind": literal("reply", String),
        "dedupe_key": given.c.key,
        "args": given.c.args,
        "lane": literal(int(Lane.REPLY), SmallInteger),
        "created_at": now,
        "due_at": now,
        "state": case((free, DISPATCHING), else_=PENDING),
        "attempts": case((free, literal(1, SmallInteger)), else_=literal(0, SmallInteger)),
        "epoch": case((free, literal(1, Integer)), else_=literal(0, Integer)),
        "owner": case((free, bindparam("process", type_=Integer)), else_=null()),
        "lease_until": case((free, NOW + LEASE), else_=null()),
    }
    mine = and_(given.c.first, taken.c.id == given.c.account)
    new = select(*values.values()).select_from(given.outerjoin(taken, mine))
    return (
        insert(row)
        .from_select(list(values), new)
        .returning(
            row.c.id, row.c.state, row.c.attempts, row.c.epoch, row.c.dedupe_key.label("key")
        )
    )


def _taken(given: TableValuedAlias) -> CTE:
    """The accounts whose chat is free and for whom no earlier reply waits."""
    row, account = table(Notification), table(Account)
    waiting = exists().where(
        row.c.account_id == account.c.id,
        row.c.lane == int(Lane.REPLY),
        row.c.state.in_((PENDING, LEASED, DISPATCHING)),
    )
    return (
        update(account)
        .where(account.c.id == given.c.account, given.c.first)
        .where(bindparam("process", type_=Integer).is_not(None))
        .where(account.c.free_at.is_(None) | (account.c.free_at <= NOW), ~waiting)
        .values(free_at=NOW + LEASE)
        .returning(account.c.id)
        .cte("taken")
    )
