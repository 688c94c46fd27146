"""What a process of the bot costs, beside one of a bare bot: memory, and time to be there."""

import statistics
import time
from asyncio import gather
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from tests.bench.clicks import click, open_questionnaires, populate
from tests.bench.people import FIRST
from tests.bench.stage import Town, stage, stop

Json = dict[str, Any]
Start = Callable[[Town], Awaitable[Process]]


async def memory(size: int) -> Json:
    """Resident megabytes after `size` people have answered three questions each."""
    async with stage() as on:
        await populate(on, size)
        bare, bot = [await resident(await on.town(), how, size) for how in (on.bare, on.bot)]
        return {
            "ratio": round(bot / bare, 3), "megabytes": round(bot, 1),
            "bare_megabytes": round(bare, 1),
        }  # fmt: skip


async def resident(town: Town, start: Start, people: int) -> float:
    process = await start(town)
    await open_questionnaires(town, people)
    await click(town, people, 3 * people)
    size = megabytes(process.pid)
    await stop(process)
    return size


def megabytes(pid: int) -> float:
    """Resident, of a process."""
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    size = next(line for line in status if line.startswith("VmRSS:"))
    return int(size.split()[1]) / 1024


async def start(size: int) -> Json:
    """Seconds from the start of the process to the first answer, the median of `size` starts."""
    async with stage() as on:
        await populate(on, 1)
        ours, theirs = await on.town(), await on.town()
        bare, bot = [], []
        for _ in range(size):
            bare.append(await until_answered(theirs, on.bare))
            bot.append(await until_answered(ours, on.bot))
        middle, other = statistics.median(bot), statistics.median(bare)
        return {
            "ratio": round(middle / other, 3), "seconds": round(middle, 2),
            "bare_seconds": round(other, 2),
        }  # fmt: skip


async def until_answered(town: Town, start: Start) -> float:
    """The message waits when the process begins."""

    async def begin() -> tuple[float, Process]:
        return time.monotonic(), await start(town)

    answer, (began, process) = await gather(
        town.ask("write", text="/survey", first=FIRST, count=1), begin()
    )
    await stop(process)
    return float(answer["at"]) - began
