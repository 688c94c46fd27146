"""What is not needed any more is forgotten, a batch at a tick.

Raw updates, replies and files hold what people typed and read; three days are enough to tell a
repetition (Telegram keeps an update for one day) and to look into a fault. Messages of other
kinds stay: their dedupe keys say for ever that they were planned.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Integer, cast, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Export, File, InboxUpdate, Notification
from models.enums import InboxState, NotificationState
from services.exporting import UNENDED

KEPT = timedelta(hours=72)
BATCH = 10_000
FUTURE = timedelta(days=1)

UNFINISHED = (
    (NotificationState.PENDING, NotificationState.LEASED, NotificationState.DISPATCHING),
    (NotificationState.HELD, NotificationState.UNKNOWN, NotificationState.DEAD),
)
"""Each has an index of its own."""

FINISHED = (
    NotificationState.SENT,
    NotificationState.UNREACHABLE,
    NotificationState.CANCELLED,
    NotificationState.EXPIRED,
)


async def forget(session: AsyncSession, now: datetime) -> None:
    """A part of the schedule; of each kind at most a batch."""
    await expire_held(session, now)
    await release_numbers(session, now)
    await forget_updates(session, now)
    await forget_replies(session, now)
    await forget_files(session, now)
    await forget_exports(session, now)


async def forget_updates(session: AsyncSession, now: datetime) -> None:
    """Those that were handled; a dead one stays until an administrator has decided.

    The search ends at the first update that is kept, so it never reads through all of them. One
    of the far future does not end it: it came while the machine's clock was wrong.
    """
    oldest_kept = (
        select(InboxUpdate.id)
        .where(InboxUpdate.received_at.between(now - KEPT, now + FUTURE))
        .order_by(InboxUpdate.id)
        .limit(1)
    )
    end = await session.scalar(oldest_kept)
    old = select(InboxUpdate.id).where(
        InboxUpdate.state == InboxState.DONE, InboxUpdate.received_at < now - KEPT
    )
    if end is not None:
        old = old.where(InboxUpdate.id < end)
    old = old.order_by(InboxUpdate.id).limit(BATCH)
    await session.execute(delete(InboxUpdate).where(InboxUpdate.id.in_(old)))


async def release_numbers(
    session: AsyncSession, now: datetime, numbers: Sequence[int] | None = None
) -> None:
    """Takes Telegram's number from old updates (the dead ones, or those with these `numbers`).

    Telegram numbers anew, at random, after a quiet week: an old row must not pass for the new
    update of the same number. No repetition comes that late. The row's own number, negated, is
    put in its place.
    """
    which = (
        InboxUpdate.state == InboxState.DEAD
        if numbers is None
        else InboxUpdate.update_id.in_(numbers)
    )
    await session.execute(
        update(InboxUpdate)
        .where(which, InboxUpdate.received_at < now - KEPT, InboxUpdate.update_id > 0)
        .values(update_id=-InboxUpdate.id)
        .execution_options(synchronize_session=False)
    )


async def forget_replies(session: AsyncSession, now: datetime) -> None:
    """Answers to people's own actions: an update is never handled again after so long."""
    old = (
        select(Notification.id)
        .where(Notification.kind == "reply", Notification.state.in_(FINISHED))
        .where(Notification.created_at < now - KEPT)
        .order_by(Notification.created_at)
        .limit(BATCH)
    )
    await session.execute(delete(Notification).where(Notification.id.in_(old)))


async def forget_files(session: AsyncSession, now: datetime) -> None:
    """Documents and pictures that no message still to be sent refers to."""
    old = select(File.id).where(File.created_at < now - KEPT).order_by(File.id).limit(BATCH)
    found = list(await session.scalars(old))
    if not found:
        return
    needed = exists().where(
        or_(*(Notification.state.in_(states) for states in UNFINISHED)),
        cast(Notification.args["file"].astext, Integer) == File.id,
    )
    await session.execute(delete(File).where(File.id.in_(found), ~needed))


async def forget_exports(session: AsyncSession, now: datetime) -> None:
    """Those that have ended; an old button of one says that there is nothing to cancel."""
    ended = Export.state.not_in(UNENDED)
    await session.execute(delete(Export).where(ended, Export.created_at < now - KEPT))


async def expire_held(session: AsyncSession, now: datetime) -> None:
    """What waited for a human until it was too late is not sent any more."""
    await session.execute(
        update(Notification)
        .where(Notification.state == NotificationState.HELD, Notification.expires_at <= now)
        .values(state=NotificationState.EXPIRED)
        .execution_options(synchronize_session=False)
    )
