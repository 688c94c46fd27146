"""Logging a meeting, its card, and /meetings."""

import asyncio
from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from models.enums import MeetingStatus
from services import meetings
from services.errors import NotFound
from services.meetings import Entry, Outcome
from tests.conftest import NOW
from tests.conversation import World
from tests.factories import (
    School,
    make_school,
)
from tests.pair import TODAY, join_mentee, log_of, logs, only

DAY = date(2026, 9, 14)


@pytest.fixture
async def made(world: World) -> School:
    return await make_school(world)


async def test_with_one_mentee_a_meeting_is_three_taps(world: World, made: School) -> None:
    assert await logs(made.anna, *TODAY) == 3

    assert "Записано: пн, 14 сентября · 45 мин · урок" in made.anna.sees
    assert "Борис Ильич · встреча ждёт подтверждения" in made.anna.sees
    meeting = await only(world)
    assert (meeting.held_on, meeting.minutes, meeting.topic) == (DAY, 45, "lesson")
    assert meeting.status == MeetingStatus.WAITING


async def test_with_several_mentees_a_meeting_is_four_taps(world: World, made: School) -> None:
    _, pair = await join_mentee(world, made, "Юдин Глеб Олегович", 300)

    assert await logs(made.anna, "Глеб Олегович", "пт 11", "90 мин", "Родители") == 4
    meeting = await only(world)
    assert (meeting.mentorship_id, meeting.held_on) == (pair.id, date(2026, 9, 11))


async def test_a_day_from_the_calendar_is_four_taps_with_one_mentee(
    world: World, made: School
) -> None:
    assert await logs(made.anna, "Другой день", "2", "30 мин", "Документы") == 4
    assert (await only(world)).held_on == date(2026, 9, 2)


async def test_every_choice_survives_a_restart(world: World, made: School) -> None:
    await made.anna.says("/meeting")
    for label in TODAY:
        world.restart()
        await made.anna.clicks(label)

    assert "Записано" in made.anna.sees


async def test_one_can_step_back(made: School) -> None:
    await logs(made.anna, "Сегодня", "45 мин", "Назад", "Назад", "Вчера")
    assert "вс, 13 сентября" in made.anna.sees


async def test_a_double_tap_is_one_meeting_and_one_question(world: World, made: School) -> None:
    await logs(made.anna, *TODAY[:2])
    data = made.anna.last.data("Урок")
    before = len(made.boris.chat)
    await made.anna.presses(data)
    await made.anna.presses(data)

    assert "Записано" in made.anna.sees
    assert len(await log_of(world)) == 1
    assert len(made.boris.chat) == before + 1


async def test_the_same_day_again_shows_what_is_there(world: World, made: School) -> None:
    await logs(made.anna, *TODAY)
    await logs(made.anna, "Сегодня")

    assert "уже записана: пн, 14 сентября · 45 мин" in made.anna.sees
    assert "Исправить" in made.anna.last.buttons
    await made.anna.presses(f"mt:{made.pair.id}:{DAY.toordinal()}:90:other")
    assert "уже записана: пн, 14 сентября · 45 мин" in made.anna.sees
    assert len(await log_of(world)) == 1


async def test_a_mentee_logs_as_well_and_the_mentor_is_asked(made: School) -> None:
    await logs(made.boris, *TODAY)

    assert "Анна Петровна · встреча ждёт" in made.boris.sees
    assert "Борис Ильич пишет, что вы встречались" in made.anna.sees


async def test_strangers_and_forged_buttons_get_nothing(world: World, made: School) -> None:
    await logs(made.anna, *TODAY)
    gleb, _ = await join_mentee(world, made, "Юдин Глеб Олегович", 300)
    meeting, day = await only(world), DAY.toordinal()
    before = (meeting.status, meeting.held_on, meeting.minutes, meeting.note)

    for user in (gleb, made.curator):
        for data in (
            f"mw:log:{made.pair.id}",
            f"mt:{made.pair.id}:{day - 1}:45:lesson",
            f"mp:{made.pair.id}:0",
            f"mm:log:{made.pair.id}:{day}",
            f"mc:{meeting.id}:show",
            f"mc:{meeting.id}:note",
            f"ma:{meeting.id}:yes:waiting:{day}",
            f"ma:{meeting.id}:cancel:waiting:{day}",
            f"md:correct:{meeting.id}:{day - 1}",
            f"md:answer:{meeting.id}:{day - 1}",
            f"md:plan:{made.pair.id}:{day + 1}",
            f"me:{meeting.id}:90::",
        ):
            await user.presses(data)
            assert "Этого уже нет" in user.sees, data
    for data in (
        f"mt:{made.pair.id}:{day - 1}:17:lesson",
        f"mt:{made.pair.id}:{day - 1}:45:gossip",
        f"mc:{2**31 - 1}:show",
        f"md:log:{2**40}:{day}",
        f"md:log:{made.pair.id}:0",
        f"md:dance:{made.pair.id}:{day}",
        f"mm:{'x' * 50}:1:1",
        f"ml:{made.pair.id}:{day}:{10**30}",
        f"ma:{meeting.id}:yes:glorious:{day}",
        f"ma:{meeting.id}:dance:waiting:{day}",
    ):
        await made.boris.presses(data)
    meeting = await only(world)
    assert (meeting.status, meeting.held_on, meeting.minutes, meeting.note) == before


async def test_the_curator_has_no_section_for_it(made: School) -> None:
    assert "Не понял" in await made.curator.says("/meeting")


async def test_both_sides_logging_at_once_make_one_confirmed_meeting(
    fresh_database: str,
) -> None:
    engine = create_async_engine(fresh_database, pool_size=10)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    made = await make_school(World(sessions, now=NOW), join=False)
    entry = Entry(DAY, 45, "lesson")

    async def log(who: str) -> Outcome:
        async with sessions.begin() as session:
            person_id = made.people[who].id
            _, outcome = await meetings.log(session, person_id, made.pair.id, entry, NOW, DAY)
            return outcome

    outcomes = await asyncio.gather(*(log(who) for who in ("anna", "boris") * 4))
    rows = await log_of(World(sessions, now=NOW))
    await engine.dispose()

    assert [row.status for row in rows] == [MeetingStatus.CONFIRMED]
    assert outcomes.count(Outcome.CONFIRMED) == 1


async def test_nobody_else_reads_a_meeting(session: AsyncSession, world: World) -> None:
    made = await make_school(world, join=False)
    anna, curator = made.people["anna"].id, made.people["curator"].id
    entry = Entry(DAY, 45, "lesson")
    meeting, _ = await meetings.log(session, anna, made.pair.id, entry, NOW, DAY)

    assert (await meetings.get_own(session, anna, meeting.id)).mentorship.mentee.full_name
    with pytest.raises(NotFound):
        await meetings.get_own(session, curator, meeting.id)


async def test_a_meeting_is_logged_in_english(world: World, made: School) -> None:
    await made.anna.says("/language")
    await made.anna.clicks("English")
    await made.anna.says("/meeting")
    await made.anna.clicks("Yesterday")
    await made.anna.clicks("60 min")
    await made.anna.clicks("Discipline")

    assert "Logged: Sun, 13 September · 60 min · discipline" in made.anna.sees
    assert "вс, 13 сентября · 60 мин · дисциплина" in made.boris.sees
