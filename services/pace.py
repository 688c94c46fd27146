"""One rate for all processes: when the next messages may leave, in the database's time."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, case, func, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models import Pace
from services.tables import NOW

LONGEST = timedelta(seconds=30)
"""For how long all stop at most; each refused chat waits as long as Telegram says."""

TOGETHER = timedelta(seconds=1)
"""Two chats refused within that time: it is the bot that sends too much, not one busy chat."""

FAR = timedelta(seconds=5)
"""No slot is further away; one that is comes from a clock that was set back."""


def all_paused() -> ColumnElement[bool]:
    """A pause longer than one is made comes from a clock that was set back."""
    return and_(Pace.paused_until > NOW, Pace.paused_until <= NOW + LONGEST)


async def reserve(
    session: AsyncSession, count: int, per_second: float, within: float | None = None
) -> float | None:
    """Seconds until the first of `count` slots, which follow each other at `per_second`.

    None, and nothing is reserved, when all are paused or it is further away than `within`
    seconds. The rule is GCRA (the generic cell rate algorithm): one time, that of the next free
    slot.
    """
    gap = timedelta(seconds=1 / per_second)
    first = func.greatest(func.least(Pace.next_at, NOW + FAR), NOW)
    near = None
    if within is not None:
        running = func.coalesce(~all_paused(), true())
        near = and_(running, Pace.next_at < NOW + timedelta(seconds=within))
    until_end = await session.scalar(
        insert(Pace)
        .values(id=1, next_at=NOW + count * gap)
        .on_conflict_do_update(
            index_elements=[Pace.id], set_={"next_at": first + count * gap}, where=near
        )
        .returning(func.extract("epoch", Pace.next_at - NOW))
    )
    return None if until_end is None else max(0.0, float(until_end) - count / per_second)


async def refused(session: AsyncSession, account_id: int, seconds: float) -> None:
    """Telegram refused a message to this chat (429): the second chat in a moment stops all."""
    most = NOW + LONGEST
    until = func.least(func.greatest(Pace.paused_until, NOW + timedelta(seconds=seconds)), most)
    another = and_(Pace.refused_account != account_id, Pace.refused_at > NOW - TOGETHER)
    await session.execute(
        insert(Pace)
        .values(id=1, next_at=NOW, refused_at=NOW, refused_account=account_id)
        .on_conflict_do_update(
            index_elements=[Pace.id],
            set_={
                "refused_at": NOW,
                "refused_account": account_id,
                "paused_until": case((another, until), else_=Pace.paused_until),
            },
        )
    )
