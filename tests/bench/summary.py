"""The summary of a closed round for a whole region, beside the bare aggregate of its answers."""

import statistics
import time
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.enums import Role
from services.results import figures
from services.results.cells import Results
from tests.bench.region import K, make_region, whole
from tests.bench.stage import stage

RUNS = 3

BARE = """
select item, avg(number), count(*) from answers
where assignment_id in (select id from assignments where submitted_at is not null)
group by item
"""


async def summary(size: int) -> dict[str, Any]:
    """Seconds of each, the median of a few in turn after one that fills the caches."""
    async with stage() as on:
        await make_region(on, size)
        bare, seconds = [], []
        async with on.sessions() as session:
            for _ in range(1 + RUNS):
                bare.append(await timed(aggregated, session))
                seconds.append(await timed(summarised, session))
            made = await summarised(session)
            people, answers = [
                await session.scalar(text(f"select count(*) from {table}"))
                for table in ("persons", "answers")
            ]
        assert not made.nothing_of(Role.MENTOR)
        assert not made.nothing_of(Role.MENTEE)
        middle, other = statistics.median(seconds[1:]), statistics.median(bare[1:])
        return {
            "seconds": round(middle, 3), "bare_seconds": round(other, 3),
            "ratio": round(middle / other, 3), "people": people, "answers": answers,
        }  # fmt: skip


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
