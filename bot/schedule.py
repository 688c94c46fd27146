"""The clock's hand: one job that ticks. What is due stands in the database."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.bell import Bell
from bot.logs import report
from services import schedule
from services.programme import NOBODYS, Programme


async def tick(
    sessions: async_sessionmaker[AsyncSession], now: datetime, programme: Programme = NOBODYS
) -> None:
    """Does what is due, each part in its own transaction: one that fails stops no other."""
    for name in schedule.parts(programme):
        try:
            async with sessions.begin() as session:
                await schedule.run(session, name, now, programme)
        except Exception as error:
            report("a part of the schedule failed", error, part=name)


@asynccontextmanager
async def ticking(
    sessions: async_sessionmaker[AsyncSession],
    clock: Callable[[], datetime],
    seconds: float,
    enabled: bool,
    owed: Bell,
    programme: Programme = NOBODYS,
) -> AsyncIterator[None]:
    """Ticks at once and then every `seconds`, and rings `owed`; a tick under way is finished.

    The scheduler's times are real ones; `clock` is the programme's.
    """
    under_way = asyncio.Lock()

    async def job() -> None:
        async with under_way:
            await tick(sessions, clock(), programme)
        owed.ring()

    if not enabled:
        yield
        return
    scheduler = build_scheduler(job, seconds)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.pause()
        async with under_way:
            scheduler.shutdown(wait=False)


def build_scheduler(job: Callable[[], object], seconds: float) -> AsyncIOScheduler:
    """One job in memory. Its defaults would drop a tick that is a second late."""
    scheduler = AsyncIOScheduler(jobstores={"default": MemoryJobStore()}, timezone=UTC)
    scheduler.add_job(
        job,
        "interval",
        seconds=seconds,
        timezone=UTC,
        next_run_time=datetime.now(UTC),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
        id="tick",
    )
    return scheduler
