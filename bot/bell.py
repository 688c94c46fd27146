"""Wakes one of several waiting workers, instead of all of them for one piece of work."""

import asyncio
from contextlib import suppress


class Bell:
    """`ring` lets one waiting worker go on; rung while nobody waits, it lets the next one."""

    def __init__(self) -> None:
        self._rung = asyncio.Queue[None](maxsize=1)

    def ring(self) -> None:
        with suppress(asyncio.QueueFull):
            self._rung.put_nowait(None)

    async def wait(self, seconds: float) -> None:
        """Returns when rung, or after `seconds`: other processes ring no bell here."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._rung.get(), seconds)
