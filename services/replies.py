"""Answers to a person's own action: committed with the update, and sent from memory."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    DateTime,
    Integer,
    SmallInteger,
    String,
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
from services.tables import NOW, table


async def reply(
    session: AsyncSession,
    account: Sender,
    key: str,
    args: dict[str, Any],
    now: datetime,
    owner: int | None = None,
) -> Owed | None:
    """Owes the account a message; `key` names the update and the screen.

    When its chat is free, the message is taken at once for the process `owner`, as
    `dispatching`: whoever commits sends it straight after. None: it waits in the line.
    """
    given = {"account": account.id, "key": key, "args": args, "now": now, "process": owner}
    row = (await session.execute(_owe(), given)).one()
    if row.state != "dispatching":
        return None
    taken = (account.id, account.address, "reply", args, row.attempts, row.epoch, None)
    return Owed(Lane.REPLY, now, row.id, *taken)


@cache
def _owe() -> ReturningInsert[Any]:
    row, taken = table(Notification), _taken()
    free = exists(select(taken.c.id))
    now = bindparam("now", type_=DateTime(timezone=True))
    values: dict[str, ColumnElement[Any]] = {
        "account_id": bindparam("account", type_=Integer),
        "kind": literal("reply", String),
        "dedupe_key": bindparam("key", type_=String),
        "args": bindparam("args", type_=JSONB),
        "lane": literal(int(Lane.REPLY), SmallInteger),
        "created_at": now,
        "due_at": now,
        "state": case((free, DISPATCHING), else_=PENDING),
        "attempts": case((free, literal(1, SmallInteger)), else_=literal(0, SmallInteger)),
        "epoch": case((free, literal(1, Integer)), else_=literal(0, Integer)),
        "owner": case((free, bindparam("process", type_=Integer)), else_=null()),
        "lease_until": case((free, NOW + LEASE), else_=null()),
    }
    return (
        insert(row)
        .from_select(list(values), select(*values.values()))
        .returning(row.c.id, row.c.state, row.c.attempts, row.c.epoch)
    )


def _taken() -> CTE:
    """The account, if its chat is free and no earlier reply waits for it."""
    row, account = table(Notification), table(Account)
    number = bindparam("account", type_=Integer)
    waiting = exists().where(
        row.c.account_id == number,
        row.c.lane == int(Lane.REPLY),
        row.c.state.in_((PENDING, LEASED, DISPATCHING)),
    )
    return (
        update(account)
        .where(account.c.id == number, bindparam("process", type_=Integer).is_not(None))
        .where(account.c.free_at.is_(None) | (account.c.free_at <= NOW), ~waiting)
        .values(free_at=NOW + LEASE)
        .returning(account.c.id)
        .cte("taken")
    )
