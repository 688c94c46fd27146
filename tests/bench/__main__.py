"""`python -m tests.bench NAME [--size N]`: words first, one JSON object in the last line."""

import argparse
import asyncio
import json
import signal
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, NamedTuple

from tests.bench import clicks, export, footprint, planning, push, summary

LIMIT = 1800.0
"""Seconds after which a benchmark has failed."""


class Bench(NamedTuple):
    run: Callable[[int], Awaitable[dict[str, Any]]]
    size: int
    short: int


BENCHES = {
    "delivery": Bench(push.delivery, 900, 450),
    "paid": Bench(push.paid, 10_000, 3_000),
    "inbound": Bench(clicks.inbound, 6_000, 2_400),
    "latency": Bench(clicks.latency, 2_000, 1_000),
    "plan": Bench(planning.plan, 100_000, 20_000),
    "summary": Bench(summary.summary, 100_000, 20_000),
    "export": Bench(export.export, 100_000, 20_000),
    "memory": Bench(footprint.memory, 100, 30),
    "start": Bench(footprint.start, 5, 2),
}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("name", choices=[*BENCHES, "all"], help="all: a short form of each")
    parser.add_argument("--size", type=int, help="of what the benchmark counts")
    parser.add_argument(
        "--kill-every", type=float, default=0, help="seconds between kills, for delivery"
    )
    return parser.parse_args()


async def one(name: str, size: int | None, kill_every: float = 0) -> dict[str, Any]:
    bench = BENCHES[name]
    run = partial(push.delivery, kill_every=kill_every) if kill_every else bench.run
    size = size or bench.size
    print(f"{name}, size {size}", flush=True)
    async with asyncio.timeout(LIMIT):
        return await run(size)


async def stoppable(work: Awaitable[dict[str, Any]]) -> dict[str, Any]:
    """SIGTERM, like Ctrl+C, ends it and with it every process that it started."""
    task = asyncio.ensure_future(work)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await task


async def every() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, bench in BENCHES.items():
        began = time.monotonic()
        found[name] = await one(name, bench.short)
        print(f"{json.dumps(found[name])}  ({time.monotonic() - began:.0f} s)", flush=True)
    return found


def main() -> None:
    given = arguments()
    if given.name == "all":
        work: Awaitable[dict[str, Any]] = every()
    else:
        work = one(given.name, given.size, given.kill_every)
    print(json.dumps(asyncio.run(stoppable(work))))


if __name__ == "__main__":
    main()
