"""The outbox: messages owed to people, written in the transaction of their cause.

A dedupe key is kept for ever, so planning the same message twice adds nothing. The life of a
row: pending -> leased (taken by a process) -> dispatching (committed before the request) ->
sent | unreachable | dead, or `unknown` when a crash or a lost answer leaves it open whether the
person got it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    FromClause,
    Integer,
    SmallInteger,
    String,
    TableValuedAlias,
    and_,
    any_,
    bindparam,
    cast,
    column,
    func,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, Insert, insert
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Notification
from models.enums import AccountStatus, NotificationState
from services.tables import rows_given, table

RESENT_KINDS = frozenset({"reply"})
"""Kinds sent again when their outcome is unknown; the others are held for a human, because
a second copy of a push is worse than a missing one that the next reminder covers."""

LIVE = (NotificationState.PENDING, NotificationState.LEASED, NotificationState.DISPATCHING)
"""It will leave by itself."""

PLANNED = "planned"
"""Set in `session.info` when the transaction owes somebody something new."""


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


@dataclass(frozen=True)
class Batch:
    """People who are told the same. The people and, in the same order, their accounts are arrays
    as PostgreSQL writes them (`{7,8}`): however many they are, they pass through unread."""

    notice: Notice
    people: str
    accounts: str


async def notify(
    session: AsyncSession, person_ids: Sequence[int], notice: Notice, now: datetime
) -> int:
    """Owes each person the message; returns how many are new.

    Those who have no active account are left out: who has never started, or blocked the bot,
    cannot be written to, and whoever plans comes back for them when they join.
    """
    given = {"rows": [_row(notice, now)], "people": list(person_ids)}
    return await _owe(session, _plan(), given, now)


async def notify_new(session: AsyncSession, batches: Sequence[Batch], now: datetime) -> int:
    """Owes each batch its message, one after the other: one statement for however many people.

    None of the messages may be known yet. The caller has looked, and keeps everybody else from
    adding them meanwhile; so the database need not look again, which takes it a third longer.
    """
    rows = [
        _row(batch.notice, now) | {"people": batch.people, "accounts": batch.accounts}
        for batch in batches
    ]
    return await _owe(session, _plan_new(), {"rows": rows}, now)


async def _owe(session: AsyncSession, plan: Insert, given: dict[str, Any], now: datetime) -> int:
    result = await session.execute(plan, given | {"now": now})
    added = int(result.rowcount)  # type: ignore[attr-defined]
    if added:
        session.info[PLANNED] = True
    return added


def _row(notice: Notice, now: datetime) -> dict[str, Any]:
    return {
        "kind": notice.kind,
        "key": f"{notice.key}:",
        "args": notice.args,
        "lane": notice.lane,
        "due_at": (notice.due_at or now).isoformat(),
        "expires_at": notice.expires_at and notice.expires_at.isoformat(),
    }


@cache
def _plan() -> Insert:
    """One statement for any number of people; the database puts the rows together."""
    people = any_(bindparam("people", type_=ARRAY(Integer)))
    active = and_(Account.status == AccountStatus.ACTIVE, Account.muted_at.is_(None))
    readers = select(Account.id, Account.person_id).where(Account.person_id == people, active)
    new = _messages(_notices(), readers.subquery("readers"))
    return new.on_conflict_do_nothing(index_elements=[Notification.dedupe_key])


@cache
def _plan_new() -> Insert:
    notice = _notices()
    lists = [cast(ids, ARRAY(Integer)) for ids in (notice.c.accounts, notice.c.people)]
    names = [column(name, Integer) for name in ("id", "person_id")]
    one = func.unnest(*lists).table_valued(*names).render_derived()
    return _messages(notice, select(one).order_by(one.c.person_id).lateral("readers"))


def _notices() -> TableValuedAlias:
    moment = DateTime(timezone=True)
    times = {"due_at": moment, "expires_at": moment}
    to_whom = {"people": String, "accounts": String}
    return rows_given(kind=String, key=String, args=JSONB, lane=SmallInteger, **times, **to_whom)


def _messages(notice: TableValuedAlias, readers: FromClause) -> Insert:
    """A message for each of the readers: `id` of the account, and `person_id`."""
    values: dict[str, ColumnElement[Any]] = {
        "account_id": readers.c.id,
        "dedupe_key": notice.c.key.concat(cast(readers.c.person_id, String)),
        "created_at": bindparam("now", type_=DateTime(timezone=True)),
        "state": literal(NotificationState.PENDING.value, String),
        "attempts": literal(0, SmallInteger),
        "epoch": literal(0, Integer),
    }
    same = ("kind", "args", "lane", "due_at", "expires_at")
    values |= {name: notice.c[name] for name in same}
    rows = select(*values.values()).select_from(notice).join(readers, true())
    return insert(table(Notification)).from_select(list(values), rows)


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
