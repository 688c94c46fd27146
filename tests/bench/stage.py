"""What a benchmark plays on: PostgreSQL, sandboxes and bots, each a process of its own."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.pool import NullPool

from bot.database import connect, embedded, migrate, normalised, session_maker

ROOT = Path(__file__).parents[2]
START = datetime(2026, 9, 14, 6, 0, tzinfo=UTC)
"""A Monday, 11:00 in the school."""

TOKEN = "7000000001:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB"
ANSWER_LIMIT = 1 << 28
STARTING, STOPPING = 60.0, 20.0


class Town:
    """The sandbox in its process; `ask` gives it a command (see tests/bench/town.py)."""

    def __init__(self, process: Process, address: str) -> None:
        self.process, self.address = process, address

    async def ask(self, do: str, seconds: float = 300, **how: Any) -> Any:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": do, **how}).encode() + b"\n")
        async with asyncio.timeout(seconds):
            return await answer_of(self.process)


async def answer_of(process: Process) -> Any:
    assert process.stdout is not None
    line = await process.stdout.readline()
    if not line:
        raise RuntimeError("the sandbox has stopped")
    return json.loads(line)


@dataclass
class Stage:
    """`url` is the database's address; what is started here is stopped with the stage."""

    folder: Path
    url: str
    engine: AsyncEngine
    stack: AsyncExitStack
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    logs: dict[int, Path] = field(default_factory=dict)

    @property
    def sessions(self) -> async_sessionmaker[Any]:
        return session_maker(self.engine)

    def now(self) -> datetime:
        """The time in the town and for the bots."""
        return START + (datetime.now(UTC) - self.began)

    async def town(self, rate: int = 0, chat_rate: float = 0) -> Town:
        """A sandbox with these limits; 0 switches one off."""
        limits = ["--rate", str(rate), "--chat-rate", str(chat_rate)]
        command = ["tests.bench.town", "--start", self.now().isoformat(), *limits]
        process = await self._start(command, stdin=PIPE, stdout=PIPE, limit=ANSWER_LIMIT)
        return Town(process, await answer_of(process))

    async def bot(self, town: Town, *parts: str, rate: float = 1000) -> Process:
        """A replica: all parts of the bot, or these only."""
        only = [word for part in parts for word in ("--only", part)]
        more = {
            "MESSAGES_PER_SECOND": str(rate), "DATABASE_URL": self.url, "HTTP_PORT": "0",
            "LOG_LEVEL": "INFO", "LOG_FORMAT": "json", "DATA_DIR": str(self.folder),
            "BENCH_AHEAD": str((START - self.began).total_seconds()),
        }  # fmt: skip
        return await self._serve(["tests.bench.replica", "run", *only], town, more)

    async def bare(self, town: Town) -> Process:
        return await self._serve(["tests.bench.bare"], town, {})

    async def _serve(self, command: list[str], town: Town, more: dict[str, str]) -> Process:
        env = os.environ | {"TELEGRAM_API_URL": town.address, "BOT_TOKEN": TOKEN} | more
        written = self.folder / f"{len(self.logs)}.log"
        with written.open("wb") as log:
            process = await self._start(command, stdin=DEVNULL, stdout=log, stderr=log, env=env)
        self.logs[process.pid] = written
        return process

    async def _start(self, command: list[str], **how: Any) -> Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *command, cwd=ROOT, **how
        )
        self.stack.push_async_callback(stop, process)
        return process

    async def ready(self, bots: Iterable[Process]) -> None:
        """Waits until the bots say that they have started."""
        async with asyncio.timeout(STARTING):
            for bot in bots:
                while "started" not in self.logs[bot.pid].read_text():
                    await asyncio.sleep(0.05)

    def tell_complaints(self) -> None:
        """Prints what the bots wrote besides having started and stopping."""
        lines = [line for log in self.logs.values() for line in log.read_text().splitlines()]
        unusual = [line for line in lines if '"info"' not in line and "SIGTERM" not in line]
        for line in unusual[:20]:
            print(line[:2000], file=sys.stderr)


def cpu_seconds(process: Process) -> float:
    """What a process has used of the processors; other work on the machine changes it little."""
    told = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


async def stop(process: Process) -> None:
    """SIGTERM, and SIGKILL to one that does not listen; it is gone when this returns."""
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(STOPPING):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


@asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    """An empty, migrated database; all that was started on it ends with the block."""
    with ExitStack() as around:
        folder = Path(around.enter_context(TemporaryDirectory(prefix="nastavnik-bench-")))
        server = around.enter_context(given_or_embedded(folder / "postgres"))
        async with database(server) as url, AsyncExitStack() as stack:
            engine = connect(url)
            await migrate(engine)
            stack.push_async_callback(engine.dispose)
            on = Stage(folder, url, engine, stack)
            stack.callback(on.tell_complaints)
            yield on


@contextmanager
def given_or_embedded(folder: Path) -> Iterator[str]:
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield normalised(given)
        return
    with embedded(folder) as url:
        yield url


@asynccontextmanager
async def database(server: str) -> AsyncIterator[str]:
    """A database of its own on the server."""
    name = f"bench_{os.getpid()}"
    await execute(server, f"create database {name}")
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        await execute(server, f"drop database {name} with (force)")


async def execute(url: str, statement: str) -> None:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()
