"""Takes updates from Telegram: kept in the inbox and committed before they are confirmed."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

import structlog
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker

from bot.bell import Bell
from bot.database import AWAY
from bot.logs import report
from bot.together import Together
from bot.transport import Ambiguous, NotSent, Telegram, TelegramError
from services import inbox

log = structlog.get_logger()

ALLOWED = json.dumps(["message", "callback_query", "my_chat_member"])
"""Always said: Telegram would otherwise keep whatever was asked for last."""

POLL_SECONDS = 25
POLLER_LOCK = 0x6E617374
"""One poller a database: the advisory lock its connection holds, freed when it dies."""


@dataclass
class Receiving:
    """`poll` fetches one batch; the batch before is confirmed by it, never earlier.

    `statements`: sessions for single statements.
    """

    statements: async_sessionmaker[AsyncSession]
    telegram: Telegram
    clock: Callable[[], datetime]
    arrived: Bell
    offset: int | None = None

    def __post_init__(self) -> None:
        self._store = Together(self._stored)

    async def poll(self, stop: asyncio.Event) -> None:
        """Waits for updates (or for `stop`), keeps them, moves the offset on."""
        params: dict[str, Any] = {"timeout": POLL_SECONDS, "allowed_updates": ALLOWED}
        if self.offset is not None:
            params["offset"] = self.offset
        call = self.telegram.call("getUpdates", params, seconds=POLL_SECONDS + 10)
        updates = await unless(stop, call)
        if updates:
            await self.keep(updates)
            self.offset = max(int(update["update_id"]) for update in updates) + 1

    async def keep(self, updates: list[dict[str, Any]]) -> None:
        """Commits raw updates to the inbox; from here on they cannot be lost."""
        await self._store(updates)
        self.arrived.ring()

    async def _stored(self, batches: Sequence[list[dict[str, Any]]]) -> Sequence[None]:
        """Many webhook requests that come at once are kept in one commit."""
        async with self.statements.begin() as session:
            await inbox.store(session, list(chain.from_iterable(batches)), self.clock())
        return [None] * len(batches)


async def unless(stop: asyncio.Event, work: Coroutine[Any, Any, Any]) -> Any:
    """The result of `work`, or None when `stop` is set first (the work is given up)."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        for task in (working, stopping):
            task.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)


@asynccontextmanager
async def only_poller(
    engine: AsyncEngine, stop: asyncio.Event
) -> AsyncIterator[AsyncConnection | None]:
    """Waits until no other process polls; the connection that it yields keeps the lock.

    Yields None when told to stop before the turn came.
    """
    async with engine.connect() as connection:
        lock = select(func.pg_try_advisory_lock(POLLER_LOCK))
        while not await connection.scalar(lock):
            await connection.rollback()
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), 3)
            if stop.is_set():
                yield None
                return
        await connection.commit()
        try:
            yield connection
        finally:
            await connection.execute(select(func.pg_advisory_unlock(POLLER_LOCK)))


async def keep_polling(engine: AsyncEngine, receiving: Receiving, stop: asyncio.Event) -> None:
    """Polls until told to stop, as the only process that does. A revoked token ends it."""
    while not stop.is_set():
        try:
            async with only_poller(engine, stop) as lock:
                while lock and not stop.is_set():
                    async with patience(stop):
                        await receiving.poll(stop)
                    # A broken connection has let go of the lock: another process may poll.
                    await lock.execute(select(1))
                    await lock.commit()
        except AWAY as error:
            report("receiving paused", error)
            await asyncio.sleep(2)


@asynccontextmanager
async def patience(stop: asyncio.Event) -> AsyncIterator[None]:
    """Waits a little when Telegram is away or asks to; a revoked token is not waited for."""
    wait = 0.0
    try:
        yield
    except TelegramError as error:
        if error.code in (401, 404):
            raise
        log.warning("Telegram refused", reason=error.description)
        wait = error.retry_after or 3
    except (NotSent, Ambiguous) as error:
        log.warning("Telegram is away", reason=str(error))
        wait = 1
    if wait:
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), wait)


async def patiently_call(
    telegram: Telegram, stop: asyncio.Event, method: str, params: dict[str, Any]
) -> Any:
    """The result of a call that is repeated until it succeeds; None when told to stop."""
    while not stop.is_set():
        async with patience(stop):
            return await telegram.call(method, params)
    return None
