"""Takes updates from Telegram: kept in the inbox and committed before they are confirmed."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.bell import Bell, pause
from bot.database import AWAY
from bot.logs import report
from bot.together import Together
from bot.transport import Ambiguous, NotSent, Telegram, TelegramError
from services import inbox

log = structlog.get_logger()

ALLOWED = json.dumps(["message", "callback_query", "my_chat_member"])
"""Always said: Telegram would otherwise keep whatever was asked for last."""

POLL_SECONDS = 25


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
            # Only what was kept is confirmed: what has no number says nothing about the others.
            kept = inbox.numbers(updates)
            self.offset = max(kept) + 1 if kept else self.offset

    async def keep(self, updates: list[dict[str, Any]]) -> None:
        """Commits raw updates to the inbox; from here on they cannot be lost."""
        await self._store(updates)
        self.arrived.ring(len(updates))

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


async def keep_polling(
    receiving: Receiving, leads: Callable[[], bool], stop: asyncio.Event
) -> None:
    """Polls until told to stop, as long as this process is the one that does. A revoked token
    ends it."""
    while not stop.is_set():
        if not leads():
            await pause(stop, 0.5)
            continue
        try:
            async with patience(stop):
                await receiving.poll(stop)
        except AWAY as error:
            report("receiving paused", error)
            await pause(stop, 2)


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
        await pause(stop, wait)


async def patiently_call(
    telegram: Telegram, stop: asyncio.Event, method: str, params: dict[str, Any]
) -> Any:
    """The result of a call that is repeated until it succeeds; None when told to stop."""
    while not stop.is_set():
        async with patience(stop):
            return await telegram.call(method, params)
    return None
