"""The summary of a closed round for a whole region, beside the bare aggregate of its answers."""

import statistics
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.enums import Role
from services.results import figures, keeping
from services.results.cells import Results
from tests.bench.region import K, make_region, whole
from tests.bench.stage import START, Stage, execute, stage

RUNS = 3

BARE = """
select item, avg(number), count(*) from answers
where assignment_id in (select id from assignments where submitted_at is not null)
group by item
"""


async def summary(size: int) -> dict[str, Any]:
    """Seconds of each, the median of a few in turn after one that fills the caches: before the
    schedule has counted the round (`direct_seconds`), and after it."""
    async with stage() as on:
        await make_region(on, size)
        async with on.sessions() as session:
            direct, _, made = await turns(session)
        keeping_seconds = await kept(on)
        async with on.sessions() as session:
            seconds, bare, found = await turns(session)
            people, answers = [
                await session.scalar(text(f"select count(*) from {table}"))
                for table in ("persons", "answers")
            ]
        assert (found.rows, found.paper) == (made.rows, made.paper)
        assert not made.nothing_of(Role.MENTOR)
        assert not made.nothing_of(Role.MENTEE)
        return {
            "seconds": round(seconds, 3), "bare_seconds": round(bare, 3),
            "ratio": round(seconds / bare, 3), "direct_seconds": round(direct, 3),
            "keeping_seconds": round(sum(keeping_seconds), 3),
            "longest_tick_seconds": round(max(keeping_seconds), 3),
            "people": people, "answers": answers,
        }  # fmt: skip


async def turns(session: AsyncSession) -> tuple[float, float, Results]:
    """Seconds of the summary and of the bare aggregate, and what the summary is."""
    bare, seconds = [], []
    for _ in range(1 + RUNS):
        bare.append(await timed(aggregated, session))
        seconds.append(await timed(summarised, session))
    made = await summarised(session)
    return statistics.median(seconds[1:]), statistics.median(bare[1:]), made


async def kept(on: Stage) -> list[float]:
    """Seconds of each tick until the whole round is counted."""
    seconds = []
    while True:
        async with on.sessions.begin() as session:
            before = await counted(session)
            seconds.append(await timed(partial(keeping.keep, now=START), session))
            if await counted(session) == before:
                break
    await execute(on.url, "vacuum analyze answer_counts, counted_waves")
    return seconds


async def counted(session: AsyncSession) -> int:
    return int(await session.scalar(text("select count(*) from counted_waves")))


async def timed(work: Callable[[AsyncSession], Awaitable[Any]], session: AsyncSession) -> float:
    began = time.perf_counter()
    await work(session)
    return time.perf_counter() - began


async def aggregated(session: AsyncSession) -> None:
    (await session.execute(text(BARE))).all()


async def summarised(session: AsyncSession) -> Results:
    """As the chat does for a press: the place, the response, the numbers."""
    _, place = await whole(session)
    await figures.responses(session, place)
    made = await figures.results(session, place, K, with_texts=False)
    assert made is not None
    return made
