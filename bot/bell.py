"""Wakes one of several waiting workers, instead of all of them for one piece of work."""

import asyncio
from contextlib import suppress


class Bell:
    """Each ring lets one waiting worker go on; rung while nobody waits, it lets the next one.

    `most` rings are kept: one where a ring says "look", as many as there may be pieces of work
    where it says "one more".
    """

    def __init__(self, most: int = 1) -> None:
        self._rung = asyncio.Queue[None](maxsize=most)

    def ring(self, times: int = 1) -> None:
        with suppress(asyncio.QueueFull):
            for _ in range(times):
                self._rung.put_nowait(None)

    async def wait(self, seconds: float, most: int = 1) -> int:
        """How many rings there were, at most so many; 0 after `seconds`: other processes ring no
        bell here."""
        # Not `wait_for`: in Python 3.11 it swallows a cancellation that comes with the ring.
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._rung.get()
                return 1 + self._more(most - 1)
        return 0

    def _more(self, most: int) -> int:
        found = min(most, self._rung.qsize())
        for _ in range(found):
            self._rung.get_nowait()
        return found


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Returns after `seconds`, or as soon as `stop` is set."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()
