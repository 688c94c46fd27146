"""Active, ended, several and no pairs."""

from datetime import date, timedelta

import pytest

from models import Mentorship
from models.enums import MeetingStatus, MentorshipStatus, Role
from services import meetings, pairs
from services.errors import UserError
from services.meetings import Entry
from tests.conftest import NOW
from tests.conversation import World
from tests.factories import School, make_joined, make_pair, make_person, make_school
from tests.pair import TODAY, join_mentee, log_of, logs, set_term, states

DAY = date(2026, 9, 14)
TERM_START = date(2026, 9, 1)


@pytest.fixture
async def made(world: World) -> School:
    return await make_school(world)


async def test_whoever_is_both_chooses_between_the_pairs(world: World, made: School) -> None:
    """Boris is Anna's mentee and a mentor himself; a mentor and a namesake are told apart."""
    async with world.sessions.begin() as session:
        namesake = await make_person(session, made.school, "Ёжикова Анна Петровна", Role.MENTEE)
        await make_pair(session, made.people["boris"], namesake)
    await made.boris.says("/meeting")

    assert made.boris.last.buttons[:2] == ["Ёжикова Анна Петровна", "Иванова Анна Петровна"]


@pytest.mark.parametrize(
    ("term", "status", "active"),
    [
        ((TERM_START, DAY), MentorshipStatus.ACTIVE, True),
        ((DAY, date(2027, 5, 31)), MentorshipStatus.ACTIVE, True),
        ((TERM_START, DAY - timedelta(days=1)), MentorshipStatus.ACTIVE, False),
        ((DAY + timedelta(days=1), date(2027, 5, 31)), MentorshipStatus.ACTIVE, False),
        ((TERM_START, date(2027, 5, 31)), MentorshipStatus.SUSPENDED, False),
        ((TERM_START, date(2027, 5, 31)), MentorshipStatus.ENDED_EARLY, False),
    ],
)
async def test_only_an_active_pair_logs(
    world: World,
    made: School,
    term: tuple[date, date],
    status: MentorshipStatus,
    active: bool,
) -> None:
    await set_term(world, made, *term)
    async with world.sessions.begin() as session:
        (await session.get_one(Mentorship, made.pair.id)).status = status
    anna = made.people["anna"].id
    async with world.sessions() as session:
        assert len(await pairs.active_pairs(session, anna, DAY)) == active
        if not active:
            with pytest.raises(UserError, match="meeting-pair-ended"):
                await meetings.log(session, anna, made.pair.id, Entry(DAY, 45, "lesson"), NOW, DAY)
    sees = await made.anna.says("/meeting")

    assert ("Когда вы встречались" in sees) == active
    assert ("нет действующей пары" in sees) == (not active)


async def test_a_button_of_a_pair_that_has_ended_says_so(world: World, made: School) -> None:
    await logs(made.anna, *TODAY[:2])
    await set_term(world, made, TERM_START, DAY - timedelta(days=1))

    assert "Эта пара сейчас не действует" in await made.anna.clicks("Урок")
    assert await log_of(world) == []


async def test_an_ended_pair_stays_readable(world: World, made: School) -> None:
    await logs(made.anna, *TODAY)
    world.waits(days=300)

    assert "45 мин · урок — ждёт подтверждения" in await made.anna.says("/meetings")
    assert "только читать" in made.anna.sees
    await made.anna.clicks("14 сентября")
    assert made.anna.last.buttons == ["‹ К встречам", "☰ Меню"]


async def test_an_answer_is_taken_after_the_pair_has_ended(world: World, made: School) -> None:
    await logs(made.anna, *TODAY)
    world.waits(days=300)
    await made.boris.clicks("Была")
    assert await states(world) == [MeetingStatus.CONFIRMED]


async def test_who_has_no_pair_at_all_is_told_so(world: World, made: School) -> None:
    async with world.sessions.begin() as session:
        person = await make_person(session, made.school, "Лях Дина Львовна", Role.MENTOR)
    dina = await make_joined(world, person, 300)

    for command in ("/meeting", "/meetings"):
        assert "нет действующей пары" in await dina.says(command)


async def test_several_pairs_are_chosen_first_and_ended_ones_show_their_year(
    world: World, made: School
) -> None:
    await join_mentee(world, made, "Юдин Глеб Олегович", 300)
    async with world.sessions.begin() as session:
        pair = await session.get_one(Mentorship, made.pair.id)
        pair.starts_on, pair.ends_on = date(2026, 1, 12), date(2026, 5, 31)
    await made.anna.says("/meetings")

    assert made.anna.last.buttons[:2] == ["Глеб Олегович", "Борис Ильич · 2025/26"]
    assert "Встречи: Борис Ильич" in await made.anna.clicks("Борис Ильич")
    assert "Встреч не записано" in made.anna.sees
