"""The message of Monday: once a week, in working hours, and only when there is something."""

import pytest
from sqlalchemy import select

from models import Meeting, Vacation
from models.enums import MeetingStatus
from services.attention import monday
from tests.attending import (
    MONDAY,
    add_curator,
    add_quiet,
    add_school,
    disagree,
    ends,
    make_calm,
)
from tests.conversation import World
from tests.factories import School, make_coordinator
from tests.helping import Asking, times
from tests.year import at, comes, told

SAYS = "Что требует внимания на этой неделе"
QUIET = "Пары без встреч три недели и дольше: 1"


@pytest.fixture
async def school(world: World) -> School:
    return await make_calm(world)


async def test_on_monday_at_the_first_working_hour_and_once(world: World, school: School) -> None:
    for hour in ("2026-09-27 12:00", "2026-09-28 08:59"):
        await comes(world, hour)
    assert times(school.curator, SAYS) == 0
    for hour in (MONDAY, MONDAY, "2026-09-28 15:00", "2026-09-29 09:05", "2026-10-02 12:00"):
        await comes(world, hour)
    assert times(school.curator, SAYS) == 1
    said = next(message for message in school.curator.chat if SAYS in message.plain)
    assert "Вера Олеговна, здравствуйте!" in said.plain
    assert QUIET in said.plain
    assert "с 1 сентября" in await school.curator.clicks("Пары без встреч", said)

    await comes(world, "2026-10-05 09:05")
    assert await told(world, monday.KIND) == [("Вера", "sent")] * 2
    assert times(school.anna, SAYS) == times(school.boris, SAYS) == 0


async def test_with_nothing_to_say_nothing_is_said(world: World, school: School) -> None:
    await comes(world, "2026-09-21 09:05")

    assert times(school.curator, SAYS) == 0
    assert await told(world, monday.KIND) == [("Вера", "cancelled")]


async def test_coordinators_hear_of_all_their_schools(world: World, school: School) -> None:
    inna = await make_coordinator(world, school.town)
    await add_school(world, school, "МБОУ СОШ № 2", 2)
    await comes(world, MONDAY)

    assert times(inna, SAYS) == 1
    assert "Пары без встреч три недели и дольше: 3" in inna.sees
    await inna.clicks("Пары без встреч")
    assert inna.last.buttons[0] == "МБОУ СОШ № 2 · 2"


async def test_each_reader_by_their_own_clock(world: World, school: School) -> None:
    east = await add_school(world, school, "Лицей", 1, timezone="Asia/Vladivostok")
    west = await add_school(world, school, "Гимназия", 1, timezone="Europe/Kaliningrad")
    users = [await add_curator(world, east, 701), await add_curator(world, west, 702)]
    heard = []
    for hour in ("04:05", "09:05", "12:05"):  # 9:05 in the far east, here, in the far west
        await comes(world, f"2026-09-28 {hour}")
        heard.append([times(user, SAYS) for user in (users[0], school.curator, users[1])])

    assert heard == [[1, 0, 0], [1, 1, 0], [1, 1, 1]]


async def test_after_a_day_off_it_comes_on_the_next_working_day(
    world: World, school: School
) -> None:
    async with world.sessions.begin() as session:
        session.add(
            Vacation(
                organisation_id=school.town.id,
                name="Юбилей",
                starts_on=at("2026-09-28 12:00").date(),
                ends_on=at("2026-09-29 12:00").date(),
            )
        )
    for hour in (MONDAY, "2026-09-29 12:00"):
        await comes(world, hour)
    assert times(school.curator, SAYS) == 0
    for hour in ("2026-09-30 09:05", "2026-10-01 09:05"):
        await comes(world, hour)
    assert times(school.curator, SAYS) == 1


async def test_a_week_of_vacation_and_the_summer_are_silent(world: World, school: School) -> None:
    async with world.sessions.begin() as session:
        session.add(
            Vacation(
                organisation_id=school.school.id,
                name="Осенние",
                starts_on=at("2026-10-26 12:00").date(),
                ends_on=at("2026-11-01 12:00").date(),
            )
        )
    for day in ("2026-10-26", "2026-10-30", "2027-07-05", "2027-08-02"):
        await comes(world, f"{day} 09:05")
    assert await told(world, monday.KIND) == []
    await comes(world, "2026-11-02 09:05")
    assert times(school.curator, SAYS) == 1


async def test_what_was_settled_before_it_left_is_not_in_it(world: World, school: School) -> None:
    await disagree(school)
    world.moves_to(at(MONDAY))
    async with world.sessions.begin() as session:
        await add_quiet(session, school.school, "Белова Ольга Ю", "Уваров Пётр Ю")
        await monday.tell(session, world.now)
        meeting = await session.scalar(select(Meeting))
        assert meeting
        meeting.status = MeetingStatus.CONFIRMED
    await world.settle()

    assert SAYS in school.curator.sees
    assert QUIET in school.curator.sees
    assert "❗" not in school.curator.sees


async def test_cancelled_when_all_was_settled_meanwhile(world: World, school: School) -> None:
    world.moves_to(at(MONDAY))
    async with world.sessions.begin() as session:
        assert await monday.tell(session, world.now) == 1
        assert await monday.tell(session, world.now) == 0
    await ends(world, school)
    await world.settle()

    assert await told(world, monday.KIND) == [("Вера", "cancelled")]


async def test_it_is_not_read_on_tuesday(world: World, school: School) -> None:
    world.moves_to(at(MONDAY))
    async with world.sessions.begin() as session:
        await monday.tell(session, world.now)
    await comes(world, "2026-09-29 09:05")

    assert await told(world, monday.KIND) == [("Вера", "expired")]


async def test_who_is_muted_has_blocked_or_is_away_hears_nothing(
    world: World, school: School
) -> None:
    asking = Asking(world, school)
    await asking.sets_account(school.curator, muted_at=world.now)
    await comes(world, MONDAY)
    assert await told(world, monday.KIND) == []
    await asking.sets_account(school.curator, muted_at=None)
    await asking.withdraws("curator")
    await comes(world, "2026-10-05 09:05")
    assert times(school.curator, SAYS) == 0


async def test_whoever_runs_nothing_any_more_hears_nothing(world: World, school: School) -> None:
    world.moves_to(at(MONDAY))
    async with world.sessions.begin() as session:
        await monday.tell(session, world.now)
    await Asking(world, school).loses_role("curator")
    await world.settle()

    assert times(school.curator, SAYS) == 0
