"""Tells the other processes that this one lives."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.bell import pause
from bot.database import AWAY
from bot.logs import report
from services import presence

LOOK_SECONDS = 1


@dataclass
class Presence:
    """`number` is this process's own, None while it cannot be seen by the others. `leads`: it
    is the one that polls; only one that `wants` to is."""

    engine: AsyncEngine
    wants: bool = True
    number: int | None = None
    leads: bool = False

    def __post_init__(self) -> None:
        self._own = secrets.randbits(31)

    async def keep(self, leaving: asyncio.Event) -> None:
        """Holds a connection until `leaving` is set, and a new one when it breaks."""
        while not leaving.is_set():
            try:
                async with self.engine.connect() as connection:
                    await self._hold(connection, leaving)
            except AWAY as error:
                report("presence is not shown", error)
                await pause(leaving, 1)

    async def _hold(self, connection: AsyncConnection, leaving: asyncio.Event) -> None:
        while not await presence.announce(connection, self._own):
            self._own = secrets.randbits(31)
        try:
            self.number = self._own
            while not leaving.is_set():
                if self.wants and not self.leads:
                    self.leads = await presence.lead(connection)
                await connection.commit()
                await pause(leaving, LOOK_SECONDS)
                await connection.execute(select(1))
        finally:
            self.number, self.leads = None, False
            # Closed, not given back to the pool: its locks end with it.
            await connection.invalidate()


@asynccontextmanager
async def present(engine: AsyncEngine, wants: bool = True) -> AsyncIterator[Presence]:
    """Present from beginning to end: what was taken is to be settled before it ends."""
    here, leaving = Presence(engine, wants), asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(here.keep(leaving))
        try:
            yield here
        finally:
            leaving.set()
