"""A push to many: its rate, and whether everybody got it once. The sandbox's log is the judge."""

import asyncio
import itertools
import time
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from sqlalchemy import func, select

from models import Account, Notification
from models.enums import NotificationState
from services.waves import pushes
from tests.bench.figures import busiest_second, per_second
from tests.bench.people import FIRST, make_people, make_wave
from tests.bench.stage import Stage, Town, stage

FREE_RATE = 29.7
PAID_RATE = 1000
UNDER_WAY = ("pending", "leased", "dispatching")
Json = dict[str, Any]


async def delivery(size: int, kill_every: float = 0) -> Json:
    """A push at the default rate; with `kill_every` a replica of two is killed so often."""
    async with stage() as on:
        town = await on.town(rate=30, chat_rate=1)
        replicas = [await on.bot(town, rate=FREE_RATE) for _ in range(2 if kill_every else 1)]
        await on.ready(replicas)
        await plan(on, town, size)
        async with killing(on, town, replicas, kill_every) as kills:
            await over(on, size / FREE_RATE)
        pushed = await judged(on, town, size)
        share = round(pushed["per_second"] / FREE_RATE, 4)
        return {"rate_share": share, **pushed} | ({"kills": len(kills)} if kill_every else {})


async def paid(size: int) -> Json:
    """Two processes that only send, at the rate of paid broadcasts."""
    async with stage() as on:
        town = await on.town()
        await on.ready([await on.bot(town, "deliver", rate=PAID_RATE) for _ in range(2)])
        await plan(on, town, size)
        await over(on, size / PAID_RATE)
        return await judged(on, town, size)


async def plan(on: Stage, town: Town, size: int) -> None:
    """So many people, and the push that tells them of their questionnaire."""
    await town.ask("people", first=FIRST, count=size)
    async with on.sessions.begin() as session:
        wave = await make_wave(session, on.now())
        await make_people(session, wave, size, on.now())
        await pushes.tell(session, on.now())


async def over(on: Stage, seconds: float) -> None:
    """Until nothing is under way; three times as long as it should take, and a minute."""
    live = select(func.count()).where(Notification.state.in_(UNDER_WAY))
    deadline = time.monotonic() + 3 * seconds + 60
    while time.monotonic() < deadline:
        async with on.sessions() as session:
            if not await session.scalar(live):
                return
        await asyncio.sleep(0.5)


@asynccontextmanager
async def killing(
    on: Stage, town: Town, replicas: list[Process], every: float
) -> AsyncIterator[list[int]]:
    """kill -9 and a new start of one replica after the other; yields the numbers killed."""
    killed: list[int] = []
    enough = asyncio.Event()

    async def kill() -> None:
        for turn in itertools.cycle(range(len(replicas))):
            with suppress(TimeoutError):
                await asyncio.wait_for(enough.wait(), every)
                return
            replicas[turn].kill()
            killed.append(replicas[turn].pid)
            replicas[turn] = await on.bot(town, rate=FREE_RATE)

    async with asyncio.TaskGroup() as tasks:
        if every:
            tasks.create_task(kill())
        yield killed
        enough.set()


async def judged(on: Stage, town: Town, size: int) -> Json:
    """Lost: never arrived, and no human is told that it may not have (`unknown`)."""
    log = await town.ask("log")
    moments = [at for at, _, method in log["entries"] if method == "sendmessage"]
    got = Counter(chat for _, chat, method in log["entries"] if method == "sendmessage")
    unknown = await unknown_addresses(on)
    everybody = range(FIRST, FIRST + size)
    return {
        "per_second": round(per_second(moments), 2),
        "max_in_one_second": busiest_second(moments),
        "lost": sum(not got[chat] and chat not in unknown for chat in everybody),
        "doubled": sum(count - 1 for count in got.values()),
        "unknown": len(unknown),
        "refused": log["refused"],
    }


async def unknown_addresses(on: Stage) -> set[int]:
    query = select(Account.address).join(Notification, Notification.account_id == Account.id)
    async with on.sessions() as session:
        return set(
            await session.scalars(query.where(Notification.state == NotificationState.UNKNOWN))
        )
