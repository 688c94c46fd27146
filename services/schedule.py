"""What a tick of the schedule does: parts that look for what is due and not yet done.

Each part runs in a transaction of its own and alone in the whole installation. Run again, or
in two processes at once, it changes nothing more.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import help_requests, notifications, reach
from services.reminders import due
from services.waves import lifecycle

Part = Callable[[AsyncSession, datetime], Awaitable[object]]


async def recover(session: AsyncSession, now: datetime) -> int:
    return await notifications.recover(session)


PARTS: dict[str, Part] = {
    "recover": recover,
    "plan_year": lifecycle.plan_year,
    "close_waves": lifecycle.close_due,
    "open_waves": lifecycle.open_due,
    "assign_missing": lifecycle.assign_missing,
    "hold_till_morning": reach.hold_till_morning,
    "tell_newcomers": help_requests.tell_newcomers,
    "remind": due.remind,
}
"""In this order: a wave that is over is closed before anybody is reminded of it."""


async def alone(session: AsyncSession, name: str) -> bool:
    """Takes the part for this transaction; False when another process is at it."""
    key = func.hashtextextended(f"schedule:{name}", 0)
    return bool(await session.scalar(select(func.pg_try_advisory_xact_lock(key))))


async def run(session: AsyncSession, name: str, now: datetime) -> None:
    """Runs one part unless another process does so."""
    if await alone(session, name):
        await PARTS[name](session, now)
