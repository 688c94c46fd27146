"""The sandbox as a process of its own: a JSON command a line comes in, its result goes out.

People are played inside it: a driver in another process would double the requests, and measure
itself. It ends when nobody is left to give commands.
"""

import argparse
import asyncio
import gc
import json
import sys
import time
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from bot.sandbox import MovableClock, Sandbox, serving
from bot.sandbox.errors import ApiError
from bot.sandbox.limits import FloodLimits
from tests.bench.fingers import Fingers

PATIENCE = 60.0
Json = dict[str, Any]


class CountingLimits(FloodLimits):
    """Telegram's limits, and how often somebody ran into them."""

    refused = 0

    def spend(self, chat_id: int) -> None:
        try:
            super().spend(chat_id)
        except ApiError:
            self.refused += 1
            raise


class Town(Sandbox):
    """The sandbox, and what the parent process asks of it: each `on_…` is a command."""

    def __init__(self, options: argparse.Namespace) -> None:
        start = datetime.fromisoformat(options.start)
        super().__init__(MovableClock(start), rate=options.rate, chat_rate=options.chat_rate)
        self.limits = CountingLimits(options.rate, options.chat_rate, 5, self.monotonic)
        self.fingers = Fingers(self)

    def record(self, method: str, chat_id: int, text: str, message_id: int) -> None:
        super().record(method, chat_id, text, message_id)
        self.fingers.shown(chat_id, message_id)

    async def on_people(self, first: int, count: int) -> int:
        """So many people who have started the bot, numbered on from `first`."""
        for user in range(first, first + count):
            self.person(user).started = True
        return count

    async def on_write(self, first: int, count: int, text: str, together: int = 1) -> Json:
        """Each writes and waits for an answer; `together` at a time. Answers when it was done."""
        limit = asyncio.Semaphore(together)

        async def one(user: int) -> None:
            async with limit:
                said = self.text(user, text)[-1].id
                await self.until(lambda: next(reversed(self.person(user).messages)) > said)

        async with asyncio.TaskGroup() as tasks:
            for user in range(first, first + count):
                tasks.create_task(one(user))
        return {"at": time.monotonic()}

    async def until(self, done: Any, seconds: float = PATIENCE) -> None:
        async with asyncio.timeout(seconds):
            while not done():
                await asyncio.sleep(0.002)

    async def on_click(self, **how: Any) -> Json:
        return await self.fingers.click(**how)

    async def on_limits(self, rate: int, chat_rate: float) -> None:
        self.limits = CountingLimits(rate, chat_rate, 5, self.monotonic)

    async def on_log(self, since: int = 0) -> Json:
        """What reached people: monotonic seconds, chat and method of each."""
        entries = [(one.monotonic, one.chat_id, one.method) for one in self.delivered(since)]
        refused = self.limits.refused if isinstance(self.limits, CountingLimits) else 0
        return {"entries": entries, "refused": refused}


def calm_collector() -> None:
    """What happened is kept, so a full collection would only find more of it every time."""
    gc.freeze()
    gc.set_threshold(50_000, 50, 1000)


async def commands() -> AsyncIterator[Json]:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        yield json.loads(line)


async def serve(options: argparse.Namespace) -> None:
    town = Town(options)
    async with serving(town) as address:
        print(json.dumps(address), flush=True)
        calm_collector()
        async for command in commands():
            run = getattr(town, f"on_{command.pop('do')}")
            print(json.dumps(await run(**command)), flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.town", description=__doc__)
    parser.add_argument("--start", required=True, help="what time it is here, ISO")
    parser.add_argument("--rate", type=int, default=30)
    parser.add_argument("--chat-rate", type=float, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(serve(arguments()))
