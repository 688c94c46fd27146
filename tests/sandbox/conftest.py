import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.sandbox import MovableClock, Player, Sandbox, serving
from tests.sandbox.desk import ANNA, BORIS, MONDAY, Desk, RealTime


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    time, slept = RealTime(), []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await asyncio.sleep(0)

    clock = MovableClock(MONDAY, ticking=False)
    sandbox = Sandbox(clock, monotonic=time, sleep=sleep)
    sandbox.add_player(Player(ANNA, "Анна", "наставник", "anna-link"))
    sandbox.add_player(Player(BORIS, "Борис", "молодой педагог"))
    for user_id in (ANNA, BORIS):
        sandbox.start(user_id, "")
    sandbox.updates.clear()
    async with serving(sandbox) as url, aiohttp.ClientSession() as http:
        yield Desk(sandbox, time, http, url, slept)
