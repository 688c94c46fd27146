"""Administrators are told of what waits for a human: once, and at most once an hour."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, InboxUpdate, Notification
from models.enums import AccountStatus, InboxState, NotificationState
from services.notifications import Lane
from services.operations.overview import STATES

KIND = "alert"
PAUSE = timedelta(hours=1)
WORTH = timedelta(days=1)
"""How long an alert that could not leave is still worth sending."""


async def alert(session: AsyncSession, now: datetime, admin_ids: Collection[int]) -> int:
    """A part of the schedule; returns how many administrators will be told.

    What came within the hour waits for the next alert, and as long as there is nobody to tell.
    """
    accounts = await reachable(session, admin_ids)
    if not accounts or await _just_told(session, accounts, now) or not await _news(session, now):
        return 0
    session.add_all(_message(account, now) for account in accounts)
    await session.flush()
    return len(accounts)


async def reachable(session: AsyncSession, admin_ids: Collection[int]) -> list[int]:
    """The accounts of administrators who have written to the bot and not asked for silence."""
    found = select(Account.id).where(
        Account.messenger == "telegram",
        Account.address.in_(admin_ids),
        Account.status == AccountStatus.ACTIVE,
        Account.muted_at.is_(None),
    )
    return list(await session.scalars(found.order_by(Account.id)))


async def _just_told(session: AsyncSession, accounts: Collection[int], now: datetime) -> bool:
    recently = exists().where(
        Notification.account_id.in_(accounts),
        Notification.kind == KIND,
        Notification.created_at > now - PAUSE,
        Notification.created_at <= now,  # one of the future: the clock was wrong
    )
    return bool(await session.scalar(select(recently)))


async def _news(session: AsyncSession, now: datetime) -> bool:
    """Whether there is anything administrators were not told of; now it counts as told."""
    updates = (
        update(InboxUpdate)
        .where(InboxUpdate.state == InboxState.DEAD, InboxUpdate.told_at.is_(None))
        .values(told_at=now)
    )
    # An alert that fails is no news: it would bring the next one.
    messages = (
        update(Notification)
        .where(Notification.state.in_(STATES.values()), Notification.told_at.is_(None))
        .where(Notification.kind != KIND)
        .values(told_at=now)
    )
    results = [
        await session.execute(found.execution_options(synchronize_session=False))
        for found in (updates, messages)
    ]
    return any(result.rowcount for result in results)  # type: ignore[attr-defined]


def _message(account_id: int, now: datetime) -> Notification:
    """The words are chosen when it is sent; that may be at any hour (see `reach`)."""
    return Notification(
        account_id=account_id,
        kind=KIND,
        dedupe_key=f"{KIND}:{account_id}:{now.isoformat()}",
        args={},
        lane=Lane.PERSONAL,
        state=NotificationState.PENDING,
        created_at=now,
        due_at=now,
        expires_at=now + WORTH,
    )
