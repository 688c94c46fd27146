"""What a tick of the schedule does: parts that look for what is due and not yet done.

Each part runs in a transaction of its own and alone in the whole installation. Run again, or
in two processes at once, it changes nothing more.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import help_requests, reach
from services.attention import monday
from services.decisions import asking
from services.operations import alerts, retention
from services.programme import NOBODYS, Programme
from services.reminders import due
from services.results import keeping
from services.waves import lifecycle

Part = Callable[[AsyncSession, datetime], Awaitable[object]]

PARTS: dict[str, Part] = {
    "plan_year": lifecycle.plan_year,
    "close_waves": lifecycle.close_due,
    "open_waves": lifecycle.open_due,
    "assign_missing": lifecycle.assign_missing,
    "hold_till_morning": reach.hold_till_morning,
    "help_requests": help_requests.look_after,
    "ask_decisions": asking.ask,
    "attention": monday.tell,
    "remind": due.remind,
    "keep_counts": keeping.keep,
    "forget": retention.forget,
}
"""In this order: a wave that is over is closed before anybody is reminded of it."""


def parts(programme: Programme) -> dict[str, Part]:
    """All parts of an installation, in order."""
    promised = programme.min_group
    return PARTS | {
        "open_waves": partial(lifecycle.open_due, min_group=promised),
        "assign_missing": partial(lifecycle.assign_missing, min_group=promised),
        "alert": partial(alerts.alert, admin_ids=programme.admin_ids),
    }


async def alone(session: AsyncSession, name: str) -> bool:
    """Takes the part for this transaction; False when another process is at it."""
    key = func.hashtextextended(f"schedule:{name}", 0)
    return bool(await session.scalar(select(func.pg_try_advisory_xact_lock(key))))


async def run(
    session: AsyncSession, name: str, now: datetime, programme: Programme = NOBODYS
) -> None:
    """Runs one part unless another process does so."""
    if await alone(session, name):
        await parts(programme)[name](session, now)
