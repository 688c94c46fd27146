"""What waits, and what waits for a human."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import InboxUpdate, Notification
from models.enums import InboxState, NotificationState
from services.notifications import LIVE, Lane


class Trouble(StrEnum):
    """What waits for a human: updates not handled, and messages by their state."""

    UPDATES = "updates"
    DEAD = "dead"
    UNKNOWN = "unknown"
    HELD = "held"


STATES = {
    Trouble.DEAD: NotificationState.DEAD,
    Trouble.UNKNOWN: NotificationState.UNKNOWN,
    Trouble.HELD: NotificationState.HELD,
}


@dataclass(frozen=True)
class Overview:
    """`queued`: due now, by lane, of which `oldest` is due since then; `later`: not due yet."""

    updates: int
    oldest_update: datetime | None
    queued: Mapping[Lane, int]
    oldest: datetime | None
    later: int
    leased: int
    dispatching: int
    troubles: Mapping[Trouble, int]


async def overview(session: AsyncSession, now: datetime) -> Overview:
    waiting = InboxUpdate.state == InboxState.PENDING
    updates, oldest_update = (
        await session.execute(
            select(func.count(), func.min(InboxUpdate.received_at)).where(waiting)
        )
    ).one()
    live = await _live(session, now)
    pending = {key: row for key, row in live.items() if key[0] == NotificationState.PENDING}
    due = {Lane(lane): row for (_, lane, is_due), row in pending.items() if is_due}
    return Overview(
        updates,
        oldest_update,
        {lane: due[lane][0] if lane in due else 0 for lane in Lane},
        min((oldest for _, oldest in due.values()), default=None),
        sum(row[0] for (_, _, is_due), row in pending.items() if not is_due),
        sum(row[0] for key, row in live.items() if key[0] == NotificationState.LEASED),
        sum(row[0] for key, row in live.items() if key[0] == NotificationState.DISPATCHING),
        await troubles(session),
    )


async def _live(
    session: AsyncSession, now: datetime
) -> dict[tuple[NotificationState, int, bool], tuple[int, datetime]]:
    """By state, lane and whether it is due: how many, and the earliest `due_at`."""
    is_due = Notification.due_at <= now
    rows = await session.execute(
        select(
            Notification.state,
            Notification.lane,
            is_due,
            func.count(),
            func.min(Notification.due_at),
        )
        .where(Notification.state.in_(LIVE))
        .group_by(Notification.state, Notification.lane, is_due)
    )
    return {(state, lane, due): (count, oldest) for state, lane, due, count, oldest in rows}


async def troubles(session: AsyncSession) -> dict[Trouble, int]:
    """How many wait for a human, by trouble; zero ones too."""
    found = select(Notification.state, func.count()).group_by(Notification.state)
    rows = await session.execute(found.where(Notification.state.in_(STATES.values())))
    counts = {state: count for state, count in rows}
    dead = select(func.count()).where(InboxUpdate.state == InboxState.DEAD)
    updates = await session.scalar(dead) or 0
    return {Trouble.UPDATES: updates} | {
        trouble: counts.get(state, 0) for trouble, state in STATES.items()
    }
