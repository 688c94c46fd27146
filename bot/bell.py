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
        # Not `wait_for`: in Python 3.11 it swallows a cancellation that comes with the ring.
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._rung.get()


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Returns after `seconds`, or as soon as `stop` is set."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()
