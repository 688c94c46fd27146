"""The outbox: messages owed to people, written in the transaction of their cause.

A dedupe key is kept for ever, so planning the same message twice adds nothing. The life of a
row: pending -> dispatching (committed before the request) -> sent | unreachable | dead, or
`unknown` when a crash or a lost answer leaves it open whether the person got it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from functools import cache
from typing import Any, cast

from sqlalchemy import Table, and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Notification
from models.enums import AccountStatus, NotificationState

RESENT_KINDS = frozenset({"reply"})
"""Kinds sent again when their outcome is unknown; the others are held for a human, because
a second copy of a push is worse than a missing one that the next reminder covers."""


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
    await session.execute(_new(), _row(account_id, key, notice, now))


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
    """Adds the rows whose key is new, and says how many were."""
    if not rows:
        return 0
    number = Notification.__table__.c.id
    return len((await session.execute(_new().returning(number), rows)).all())


@cache
def _new() -> Insert:
    """Core, not ORM: a push has many rows, a reply is often."""
    return insert(cast(Table, Notification.__table__)).on_conflict_do_nothing()


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
