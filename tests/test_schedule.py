"""The tick: idempotent, alone, every part by itself; and the one job that ticks."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import event, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import NullPool

from bot.bell import Bell
from bot.schedule import build_scheduler, tick, ticking
from models import Account, Assignment, Consent, Notification, Wave
from models.enums import AccountStatus, ConsentKind, Role
from services import calendar, schedule
from tests.conversation import World
from tests.factories import make_organisation, make_pair, make_person, make_school
from tests.year import FINAL, INTERIM, INTRO, at, comes, wave_of

OPENING = at("2026-09-15 10:00")


@pytest.fixture
async def sessions(fresh_database: str) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    engine = create_async_engine(fresh_database, poolclass=NullPool)
    yield async_sessionmaker(engine, expire_on_commit=False)
    await engine.dispose()


async def make_town(sessions: async_sessionmaker[AsyncSession], pairs: int, schools: int) -> None:
    """Schools with pairs whose people have all joined, and the opening round."""
    async with sessions.begin() as session:
        for number in range(schools):
            place = await make_organisation(session, f"МБОУ СОШ № {number}")
            for pair in range(pairs):
                mentor = await make_person(session, place, f"Иванова Анна {pair}", Role.MENTOR)
                mentee = await make_person(session, place, f"Орлов Борис {pair}", Role.MENTEE)
                await make_pair(session, mentor, mentee, starts_on=date(2026, 9, 14))
                for person in (mentor, mentee):
                    joined(session, person.id)


def joined(session: AsyncSession, person_id: int) -> None:
    now = at("2026-09-14 10:00")
    session.add(
        Account(
            person_id=person_id, address=person_id, created_at=now, status=AccountStatus.ACTIVE
        )
    )
    session.add(
        Consent(
            person_id=person_id,
            kind=ConsentKind.PERSONAL_DATA,
            version="1",
            text_hash="",
            given_at=now,
        )
    )


async def counted(sessions: async_sessionmaker[AsyncSession]) -> list[int]:
    async with sessions() as session:
        tables = (Wave, Assignment, Notification)
        return [
            await session.scalar(select(func.count()).select_from(table)) or 0 for table in tables
        ]


async def test_two_processes_ticking_at_once_do_everything_once(
    sessions: async_sessionmaker[AsyncSession],
) -> None:
    await make_town(sessions, pairs=3, schools=4)
    for moment in (OPENING, OPENING, at("2026-09-18 09:00"), at("2026-09-18 09:00")):
        await asyncio.gather(*(tick(sessions, moment) for _ in range(3)))
        await tick(sessions, moment)
        await deliver(sessions, moment)
    # A push and a reminder each.
    assert await counted(sessions) == [4 * len(calendar.DEFAULTS), 24, 48]


async def deliver(sessions: async_sessionmaker[AsyncSession], moment: datetime) -> None:
    async with sessions.begin() as session:
        await session.execute(
            text("update notifications set state = 'sent', sent_at = :now"), {"now": moment}
        )


async def test_a_process_leaves_a_part_to_the_one_that_is_at_it(
    sessions: async_sessionmaker[AsyncSession],
) -> None:
    async with sessions.begin() as first, sessions.begin() as second:
        assert await schedule.alone(first, "remind")
        assert not await schedule.alone(second, "remind")
        assert await schedule.alone(second, "open_waves")
    async with sessions.begin() as third:
        assert await schedule.alone(third, "remind")


async def test_a_part_that_fails_stops_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await make_school(world)

    async def broken(session: AsyncSession, now: datetime) -> None:
        session.add(Wave())
        await session.flush()

    monkeypatch.setitem(schedule.PARTS, "close_waves", broken)
    await comes(world, "2026-09-15 10:00")
    assert "Открылась" in made.anna.sees
    assert (await wave_of(world)).opened_at == world.now


async def test_a_year_of_ticks_is_the_same_however_often_they_come(world: World) -> None:
    """Once a week or in bursts: what has been said is said once."""
    await make_school(world)
    moment = at("2026-09-14 10:00")
    while moment < at("2027-06-15 10:00"):
        world.moves_to(moment)
        for _ in range(3):
            await tick(world.sessions, world.now)
        await world.settle()
        moment += timedelta(days=7)
    async with world.sessions() as session:
        keys = list(await session.scalars(select(Notification.dedupe_key)))
        waves = list(await session.scalars(select(Wave)))
    assert len(keys) == len(set(keys))
    assert all(wave.closed_at for wave in waves)
    assert {INTRO, INTERIM, FINAL} <= {wave.code for wave in waves if wave.opened_at}


async def test_a_tick_makes_no_statement_for_each_person_or_school(
    sessions: async_sessionmaker[AsyncSession],
) -> None:
    await make_town(sessions, pairs=1, schools=1)
    few = await statements(sessions)
    await make_more(sessions)
    assert await statements(sessions) == few


async def make_more(sessions: async_sessionmaker[AsyncSession]) -> None:
    async with sessions.begin() as session:
        for number in range(20):
            place = await make_organisation(session, f"Лицей № {number}")
            mentor = await make_person(session, place, "Иванова Анна", Role.MENTOR)
            mentee = await make_person(session, place, "Орлов Борис", Role.MENTEE)
            await make_pair(session, mentor, mentee)


async def statements(sessions: async_sessionmaker[AsyncSession]) -> int:
    """How many statements a tick takes that finds everything done."""
    for _ in range(2):
        await tick(sessions, OPENING)
        await deliver(sessions, OPENING)
    seen: list[str] = []
    engine = sessions.kw["bind"].sync_engine

    def note(_connection: object, _cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    await tick(sessions, OPENING)
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)


async def test_the_first_tick_comes_at_once_and_wakes_the_delivery(
    sessions: async_sessionmaker[AsyncSession],
) -> None:
    await make_town(sessions, pairs=1, schools=1)
    owed = Bell()
    async with ticking(sessions, lambda: OPENING, 3600, True, owed):
        await owed.wait(20)
    assert (await counted(sessions))[2] == 2


async def test_a_tick_under_way_is_finished_before_the_process_ends(
    sessions: async_sessionmaker[AsyncSession], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_go_on, done = asyncio.Event(), asyncio.Event(), []

    async def slow(session: AsyncSession, now: datetime) -> None:
        begun.set()
        await may_go_on.wait()
        done.append(now)

    monkeypatch.setattr(schedule, "PARTS", {"slow": slow})
    async with (
        asyncio.TaskGroup() as tasks,
        ticking(sessions, lambda: OPENING, 3600, True, Bell()),
    ):
        await asyncio.wait_for(begun.wait(), 20)
        tasks.create_task(let(may_go_on))
    assert done == [OPENING]


async def let(waiting: asyncio.Event) -> None:
    waiting.set()


async def test_a_process_with_other_parts_does_not_tick(
    sessions: async_sessionmaker[AsyncSession], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "PARTS", None)  # a tick would fail
    async with ticking(sessions, lambda: OPENING, 0.001, False, Bell()):
        await asyncio.sleep(0)


def test_the_job_says_what_its_defaults_would_get_wrong() -> None:
    scheduler = build_scheduler(lambda: None, 30)
    (job,) = [job for job, *_ in scheduler._pending_jobs]
    assert isinstance(job.trigger, IntervalTrigger)
    assert job.trigger.interval == timedelta(seconds=30)
    assert job.trigger.timezone is UTC
    assert scheduler.timezone is UTC
    assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None)
