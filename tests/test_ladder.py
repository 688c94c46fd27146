"""The ladder of each kind of round: how many reminders, when, and to whom never more."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import delete, update

from models import Wave
from models.enums import Role, WaveCode
from services import joining
from services.reminders import ladder
from tests.conversation import World
from tests.factories import School, make_pair, make_person
from tests.pair import join_mentee
from tests.surveys import answer, answer_all, choices_on, make_wave
from tests.year import at, comes, days, make_new_pair, parts, told

WAITS = "вас ждёт «Вводная анкета"


@pytest.fixture
async def school(world: World) -> School:
    """Boris has blocked the bot and is out of the way."""
    school = await make_new_pair(world)
    await school.boris.blocks()
    return school


@pytest.mark.parametrize(
    ("code", "most"),
    [("intro", 3), ("check-4", 1), ("curator", 2), ("own-17", 3), ("deficits_again", 3)],
)
def test_every_round_has_a_ladder_of_three_at_most(code: str, most: int) -> None:
    assert ladder.of_round(code).most == most


def test_no_ladder_is_longer_than_three() -> None:
    assert all(ladder.of_round(code.value).most <= 3 for code in WaveCode)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("check-1", [("29.09", 3)]),
        ("curator", [("24.09", 1), ("29.09", 3)]),
        ("own-5", [("18.09", 1), ("24.09", 2), ("29.09", 3)]),
    ],
)
async def test_steps_of_a_round_by_its_kind(
    world: World, school: School, code: str, expected: list[tuple[str, int]]
) -> None:
    await comes(world, "2026-09-15 10:00")
    await renamed(world, school, code)
    found = await days(world, "2026-09-16", "2026-09-30")
    assert list(zip(found, [part["step"] for part in await parts(world)], strict=True)) == expected


async def renamed(world: World, school: School, code: str) -> None:
    """The open round is of another kind, and the one of September was never held."""
    async with world.sessions.begin() as session:
        await session.execute(update(Wave).where(Wave.opened_at.is_not(None)).values(code=code))
        missed = await make_wave(session, school.school, opened_at=None)
        missed.wave.closed_at = world.now


async def test_who_is_asked_in_two_roles_gets_no_more_than_three(
    world: World, school: School
) -> None:
    """Anna becomes a mentee too, a week after she was asked as a mentor."""
    await comes(world, "2026-09-15 10:00")
    found = await days(world, "2026-09-16", "2026-09-21")
    async with world.sessions.begin() as session:
        lead = await make_person(session, school.school, "Юдина Рина Олеговна", Role.MENTOR)
        await make_pair(session, lead, school.people["anna"])
    found += await days(world, "2026-09-22", "2026-09-30")
    assert found == ["18.09", "24.09", "29.09"]
    roles = {(part["role"], part["step"]) for part in await parts(world)}
    assert ("mentee", 3) in roles
    assert ("mentor", 3) in roles


async def test_a_new_phone_begins_no_new_ladder(world: World, school: School) -> None:
    await comes(world, "2026-09-15 10:00")
    assert await days(world, "2026-09-16", "2026-09-18") == ["18.09"]
    async with world.sessions.begin() as session:
        token = await joining.invite_person(session, school.people["anna"].id, world.now)
    phone = world.user(200)
    await phone.says(f"/start {token}")
    assert await days(world, "2026-09-19", "2026-09-30") == ["24.09", "29.09"]
    assert WAITS in phone.sees


async def test_on_the_day_of_a_new_round_an_older_one_is_not_recalled_too(
    world: World, school: School
) -> None:
    await comes(world, "2026-09-15 10:00")
    await opens_another(world, school, at("2026-09-18 09:00"), date(2026, 10, 9))
    assert await days(world, "2026-09-18", "2026-09-23") == ["21.09", "23.09"]
    assert [part["step"] for part in await parts(world)] == [1, 1]


async def test_the_last_reminder_comes_on_that_day_too(world: World, school: School) -> None:
    await comes(world, "2026-09-15 10:00")
    await days(world, "2026-09-16", "2026-09-28")
    await opens_another(world, school, at("2026-09-29 09:00"), date(2026, 10, 9))
    assert [part["step"] for part in await parts(world)] == [1, 2, 3]


async def opens_another(
    world: World, school: School, opened_at: datetime, closes_on: date
) -> None:
    world.moves_to(opened_at - timedelta(hours=1))
    async with world.sessions.begin() as session:
        await session.execute(delete(Wave).where(Wave.code == WaveCode.INTERIM))
        await make_wave(
            session,
            school.school,
            WaveCode.INTERIM,
            opened_at.date(),
            closes_on,
            opened_at,
            [(school.people["anna"], Role.MENTOR)],
        )
    await comes(world, f"{opened_at:%Y-%m-%d} 09:00")


async def test_the_button_leads_to_the_very_question_about_the_very_colleague(
    world: World, school: School
) -> None:
    """Anna has answered about Boris and has the second question about Gleb before her."""
    await join_mentee(world, school, "Юдин Глеб Олегович", 300)
    await comes(world, "2026-09-15 10:00")
    anna = school.anna
    await anna.clicks("Начать")
    await anna.clicks("Начать")
    while "Глеб" not in anna.sees:
        await answer(anna, next(iter(choices_on(anna.last))))
    question = anna.sees
    await comes(world, "2026-09-18 09:00")
    assert "осталось" in anna.sees or "остался" in anna.sees
    world.restart()
    assert await anna.clicks("Продолжить анкету") == question


async def test_two_rounds_at_once_are_one_reminder_with_a_button_each(
    world: World, school: School
) -> None:
    await comes(world, "2026-09-14 12:00")
    await opens_another(world, school, at("2026-09-15 10:00"), date(2026, 9, 30))
    """She is told of them on two days, so they go apart till the day before the last."""
    await comes(world, "2026-09-15 10:00")
    await comes(world, "2026-09-16 10:00")
    assert len(await told(world, "survey_open")) == 2
    found = await days(world, "2026-09-17", "2026-09-29")
    assert found == ["18.09", "21.09", "24.09", "25.09", "29.09"]
    assert "напоминаю сразу обо всём" in school.anna.sees
    assert school.anna.last.buttons.count("Начать") == 2
    await answers(school)
    assert await days(world, "2026-09-30", "2026-10-01") == []


async def answers(school: School) -> None:
    for label in ("Начать", "Начать"):
        await school.anna.clicks(label)
    await answer_all(school.anna, {})
    await school.anna.clicks("Отправить")
