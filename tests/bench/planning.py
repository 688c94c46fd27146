"""Planning a push to a whole region, and planning it once more."""

import time
from typing import Any

from sqlalchemy import func, select

from models import Account, Notification, Wave
from models.enums import Role
from services.notifications import Lane, Notice, notify
from services.waves import pushes
from tests.bench.people import make_people, make_wave
from tests.bench.stage import Stage, execute, stage


async def plan(size: int) -> dict[str, Any]:
    """Seconds with the commit. Planned again twice: as the schedule does, which finds nobody,
    and to the same people by name, as a careless caller might."""
    async with stage() as on:
        async with on.sessions.begin() as session:
            wave = await make_wave(session, on.now())
            await make_people(session, wave, size, on.now())
        await execute(on.url, "vacuum analyze")
        seconds = await timed(on)
        planned = await rows(on)
        again = await timed(on)
        await careless(on, wave)
        return {
            "seconds": round(seconds, 3),
            "planned": planned,
            "again_seconds": round(again, 3),
            "added_again": await rows(on) - planned,
        }


async def timed(on: Stage) -> float:
    began = time.perf_counter()
    async with on.sessions.begin() as session:
        await pushes.tell(session, on.now())
    return time.perf_counter() - began


async def careless(on: Stage, wave: Wave) -> None:
    key = pushes.push_key(wave.id, Role.MENTEE)
    notice = Notice(pushes.KIND, key, {"wave": wave.id, "role": "mentee"}, lane=Lane.PUSH)
    async with on.sessions.begin() as session:
        query = select(Account.person_id).where(Account.person_id.is_not(None))
        people = [number for number in await session.scalars(query) if number]
        await notify(session, people, notice, on.now())


async def rows(on: Stage) -> int:
    async with on.sessions() as session:
        return await session.scalar(select(func.count()).select_from(Notification)) or 0
