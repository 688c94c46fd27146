"""What a schedule is played in: a database, a sandbox, proxies before both, and the bot."""

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from signal import SIGCONT, SIGKILL, SIGTERM
from typing import Any

import aiohttp
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from tests.crash import child
from tests.crash.players import Controls
from tests.crash.processes import Child
from tests.crash.proxy import Proxy, relaying
from tests.crash.schedule import LEASE
from tests.crash.server import Server

RATE = 50
LATENCY = 0.03
"""Of the proxy before the sandbox, each way: so requests are on their way at any moment."""

TOKEN = "123456:crash-test-of-the-delivery-of-nastavnik"
DRAIN = 16.0
"""Seconds in which a process ends after SIGTERM."""


@dataclass
class World:
    """`doubtful`: rows under way when something happened; `broken`: requests that the test
    itself spoilt. Only those may end as unknown, or be answered twice."""

    server: Server
    engine: AsyncEngine
    database: Proxy
    telegram: Proxy
    controls: Controls
    logs: Path
    mutant: str
    bots: list[Child] = field(default_factory=list)
    doubtful: set[int] = field(default_factory=set)
    broken: int = 0
    starts: Counter[int] = field(default_factory=Counter)
    missed: int = 0
    kills: int = 0
    kills_in_flight: int = 0
    remarks: list[str] = field(default_factory=list)
    began: str = field(default_factory=lambda: datetime.now(UTC).isoformat())

    def close(self) -> None:
        for bot in self.bots:
            bot.close()

    def supervise(self) -> None:
        """Starts again who could not go on: a supervisor would, when the database is away."""
        for number, bot in enumerate(self.bots):
            if bot.exit_code:
                if self._has_begun(number):
                    self.remarks.append(f"bot {number} ended by itself with {bot.exit_code}")
                self.start(number)

    async def rows(self, query: str) -> list[Any]:
        async with self.engine.connect() as connection:
            return list((await connection.execute(text(query))).mappings())

    async def look(self) -> None:
        """Remembers what is under way in the database at this moment."""
        with suppress(DBAPIError, OSError):
            rows = await self.rows("select id from notifications where state = 'dispatching'")
            self.doubtful |= {row["id"] for row in rows}

    def _has_begun(self, number: int) -> bool:
        """Whether it has got so far that it has something to finish."""
        begun = self._log(number).read_text("utf-8").count('"event": "started"')
        return begun == self.starts[number]

    def start(self, number: int) -> None:
        """Starts (or starts again) a process of the bot."""
        self.starts[number] += 1
        log = str(self._log(number))
        bot = Child(child.run_bot, log, self._environment(), self.mutant)
        if number < len(self.bots):
            self.bots[number].close()
            self.bots[number] = bot
        else:
            self.bots.append(bot)

    def _log(self, number: int) -> Path:
        return self.logs / f"bot{number}.log"

    def _environment(self) -> dict[str, str]:
        name = self.engine.url.database
        return {
            "BOT_TOKEN": TOKEN,
            "DATABASE_URL": f"postgresql://postgres@127.0.0.1:{self.database.port}/{name}",
            "TELEGRAM_API_URL": f"http://127.0.0.1:{self.telegram.port}",
            "HTTP_PORT": "0",
            "MESSAGES_PER_SECOND": str(RATE),
            "LOG_FORMAT": "json",
            "CRASH_LEASE": str(LEASE),
            "CRASH_BEGAN": self.began,
        }

    async def kill(self, number: int) -> None:
        self.kills += 1
        self.kills_in_flight += self.telegram.in_flight > 0
        before = self.telegram.given_up
        self.bots[number].send(SIGKILL)
        await self.bots[number].ended(5)
        await self.look()
        await asyncio.sleep(0.2)  # what it sent last may be committed after its death
        await self.look()
        self.telegram.given_up = before

    async def terminate(self, number: int) -> None:
        """Asks the process to end, and remarks when it does not do so well and in time."""
        bot = self.bots[number]
        bot.send(SIGTERM)
        bot.tell("go")
        bot.send(SIGCONT)
        if not await bot.ended(DRAIN):
            self.remarks.append(f"bot {number} has not ended within {DRAIN} s")
        elif bot.exit_code and self._has_begun(number):
            self.remarks.append(f"bot {number} ended with {bot.exit_code}")

    async def crash_database(self, seconds: float) -> None:
        """Stopped at once; nobody gets through before it was looked at."""
        await self.look()
        await self.server.crash()
        self.database.refuse()
        await asyncio.sleep(seconds)
        await self.server.start()
        await self.look()
        await self.database.listen()


@asynccontextmanager
async def made(
    server: Server, template: str, name: str, logs: Path, mutant: str
) -> AsyncIterator[World]:
    """The world of one schedule; all that it started has ended when the block ends."""
    emptied(logs)
    async with AsyncExitStack() as stack:
        url = await server.create(name, template)
        stack.push_async_callback(server.drop, name)
        engine = create_async_engine(url, poolclass=NullPool)
        stack.push_async_callback(engine.dispose)
        port = await free_port()
        sandbox = Child(child.run_sandbox, str(logs / "sandbox.log"), port)
        stack.callback(sandbox.close)
        telegram = await stack.enter_async_context(
            relaying(lambda: asyncio.open_connection("127.0.0.1", port), LATENCY)
        )
        socket = server.socket
        database = await stack.enter_async_context(
            relaying(lambda: asyncio.open_unix_connection(str(socket)))
        )
        http = await stack.enter_async_context(aiohttp.ClientSession())
        controls = Controls(http, f"http://127.0.0.1:{port}")
        await answering(controls)
        world = World(server, engine, database, telegram, controls, logs, mutant)
        stack.callback(world.close)
        yield world


def emptied(directory: Path) -> None:
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)


async def answering(controls: Controls) -> None:
    """Waits until the sandbox answers."""
    for _ in range(500):
        with suppress(aiohttp.ClientError):
            return await controls.read()
        await asyncio.sleep(0.02)
    raise RuntimeError("the sandbox has not started")


async def free_port() -> int:
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port = int(server.sockets[0].getsockname()[1])
    server.close()
    await server.wait_closed()
    return port
