"""Tells the other processes that this one lives."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.database import AWAY
from services import presence

log = structlog.get_logger()

LOOK_SECONDS = 2


@dataclass
class Presence:
    """`number` is this process's own, None while it cannot be seen by the others."""

    engine: AsyncEngine
    number: int | None = None

    async def keep(self, leaving: asyncio.Event) -> None:
        """Holds a connection until `leaving` is set, and a new one when it breaks."""
        while not leaving.is_set():
            try:
                async with self.engine.connect() as connection:
                    await self._hold(connection, leaving)
            except AWAY:
                log.warning("the connection that shows our presence broke")
                await asyncio.sleep(1)

    async def _hold(self, connection: AsyncConnection, leaving: asyncio.Event) -> None:
        number = secrets.randbits(31)
        await presence.announce(connection, number)
        try:
            self.number = number
            while not leaving.is_set():
                await connection.commit()
                with suppress(TimeoutError):
                    await asyncio.wait_for(leaving.wait(), LOOK_SECONDS)
                await connection.execute(select(1))
        finally:
            self.number = None


@asynccontextmanager
async def present(engine: AsyncEngine) -> AsyncIterator[Presence]:
    """Present from beginning to end: what was taken is to be settled before it ends."""
    here, leaving = Presence(engine), asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(here.keep(leaving))
        try:
            yield here
        finally:
            leaving.set()
