"""Many single requests as one: alone at once, under load together, a failure apart."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.bell import Bell, pause
from bot.together import Together


class Press:
    """Doubles numbers, holds the first batch till told, refuses what is negative."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.go = asyncio.Event()

    async def __call__(self, items: Sequence[int]) -> list[int]:
        self.batches.append(list(items))
        await self.go.wait()
        if any(item < 0 for item in items):
            raise ValueError(items)
        return [2 * item for item in items]


async def test_what_comes_meanwhile_is_written_together() -> None:
    press = Press()
    together = Together(press)
    first = asyncio.ensure_future(together(1))
    await asyncio.sleep(0)
    others = [asyncio.ensure_future(together(n)) for n in (2, 3, 4)]
    await asyncio.sleep(0)
    press.go.set()

    assert await asyncio.gather(first, *others) == [2, 4, 6, 8]
    assert press.batches == [[1], [2, 3, 4]]


async def test_one_that_fails_spoils_nothing_for_the_others() -> None:
    press = Press()
    together = Together(press)
    press.go.set()
    results = await asyncio.gather(together(1), together(-2), together(3), return_exceptions=True)

    assert [results[0], results[2]] == [2, 6]
    assert isinstance(results[1], ValueError)
    assert await together(5) == 10


async def test_who_gives_up_waiting_holds_up_nobody() -> None:
    press = Press()
    together = Together(press)
    gone = asyncio.ensure_future(together(1))
    await asyncio.sleep(0)
    gone.cancel()
    waiting = asyncio.ensure_future(together(2))
    press.go.set()

    assert await waiting == 4


async def test_a_bell_does_not_swallow_a_cancellation() -> None:
    bell = Bell()
    waiting = asyncio.ensure_future(bell.wait(60))
    await asyncio.sleep(0)
    bell.ring()
    waiting.cancel()

    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_a_pause_ends_when_told_to_stop() -> None:
    stop = asyncio.Event()
    pausing = asyncio.ensure_future(pause(stop, 60))
    await asyncio.sleep(0)
    stop.set()

    await asyncio.wait_for(pausing, 1)
