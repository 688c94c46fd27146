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
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    SmallInteger,
    String,
    Table,
    any_,
    bindparam,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy import cast as cast_as
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, Insert, insert
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Notification
from models.enums import AccountStatus, NotificationState

RESENT_KINDS = frozenset({"reply"})
"""Kinds sent again when their outcome is unknown; the others are held for a human, because
a second copy of a push is worse than a missing one that the next reminder covers."""


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


async def notify(
    session: AsyncSession, person_ids: Sequence[int], notice: Notice, now: datetime
) -> int:
    """Owes each person the message; returns how many are new.

    Those who have no active account are left out: who has never started, or blocked the bot,
    cannot be written to, and whoever plans comes back for them when they join.
    """
    given = {
        "people": list(person_ids),
        "kind": notice.kind,
        "key": f"{notice.key}:",
        "args": notice.args,
        "lane": notice.lane,
        "now": now,
        "due_at": notice.due_at or now,
        "expires_at": notice.expires_at,
    }
    added = int((await session.execute(_plan(), given)).rowcount)  # type: ignore[attr-defined]
    if added:
        session.info[PLANNED] = True
    return added


@cache
def _plan() -> Insert:
    """One statement for any number of people; the database puts the rows together."""
    row = cast(Table, Notification.__table__)
    moment = DateTime(timezone=True)
    now = bindparam("now", type_=moment)
    key = bindparam("key", type_=String).concat(cast_as(Account.person_id, String))
    values: dict[str, ColumnElement[Any]] = {
        "account_id": Account.id.expression,
        "kind": bindparam("kind", type_=String),
        "dedupe_key": key,
        "args": bindparam("args", type_=JSONB),
        "lane": bindparam("lane", type_=SmallInteger),
        "created_at": now,
        "due_at": bindparam("due_at", type_=moment),
        "expires_at": bindparam("expires_at", type_=moment),
        "state": literal(NotificationState.PENDING.value, String),
        "attempts": literal(0, SmallInteger),
        "epoch": literal(0, Integer),
    }
    people = any_(bindparam("people", type_=ARRAY(Integer)))
    readers = select(*values.values()).where(
        Account.person_id == people,
        Account.status == AccountStatus.ACTIVE,
        Account.muted_at.is_(None),
    )
    return insert(row).from_select(list(values), readers).on_conflict_do_nothing()


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
