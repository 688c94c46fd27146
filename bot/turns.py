"""When this process may send: at the slots it has, one message after the other."""

import asyncio
from collections.abc import Callable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.together import Together
from services import pace

UNPACED = 100
"""Messages a second from which on the event loop's clock is too coarse to space them."""

SOON = 0.5
"""Seconds that a reply waits for its slot in memory; a longer line stays in the database."""


class Turns:
    """Slots are seconds on the clock `monotonic`; `per_second` is shared by all processes."""

    def __init__(
        self,
        statements: async_sessionmaker[AsyncSession],
        per_second: float,
        monotonic: Callable[[], float],
    ) -> None:
        self._statements, self._per_second, self._now = statements, per_second, monotonic
        self._slot = Together(self._reserve)
        self._turn = asyncio.Lock()
        self._gap = 0.99 / per_second if per_second < UNPACED else 0.0
        self._last = 0.0

    async def wait(self, slot: float) -> None:
        """Returns at the slot. After a delay the next ones catch up without a burst."""
        async with self._turn:
            await asyncio.sleep(max(slot, self._last + self._gap) - self._now())
            self._last = self._now()

    async def soon(self) -> float | None:
        """The next free slot, if there is one soon."""
        delay = await self._slot(None)
        return None if delay is None else self._now() + delay

    async def _reserve(self, wanted: Sequence[None]) -> Sequence[float | None]:
        async with self._statements.begin() as session:
            rate, count = self._per_second, len(wanted)
            first = await pace.reserve(session, count, rate, within=SOON)
        return [None if first is None else first + n / rate for n in range(count)]
