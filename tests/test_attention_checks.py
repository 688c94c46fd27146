"""Low answers to the short check: told by school, and never of so few that they might be known."""

from collections.abc import Sequence

import pytest

from models import Organisation, Wave
from models.enums import Role
from tests.attending import add_school, make_calm
from tests.conversation import User, World
from tests.factories import School, make_coordinator
from tests.polls import make_round
from tests.surveys import specs
from tests.year import at

HARD = "Молодым педагогам сейчас тяжело"


@pytest.fixture
async def school(world: World) -> School:
    return await make_calm(world)


async def check(
    world: World, place: Organisation, moods: Sequence[int | None], promised: int = 5
) -> Wave:
    """A short check of September that is over, with these answers."""
    sheets = {Role.MENTEE: [None if mood is None else {"MOOD": mood} for mood in moods]}
    async with world.sessions.begin() as session:
        asked = [specs()["mentee-check"]]
        wave = await make_round(session, place, "check-1", asked, sheets, promised)
    world.moves_to(at("2026-10-01 12:00"))
    return wave


async def today(user: User) -> str:
    return await user.says("/today")


async def test_five_answers_are_told_together(world: World, school: School) -> None:
    await check(world, school.school, [1, 2, 2, 3, 4])

    seen = await today(school.curator)
    assert f"{HARD}: в среднем 2,4 из 5" in seen
    assert "ответили: 5" in seen
    assert "Как дела" in await school.curator.clicks("🌧")


@pytest.mark.parametrize(
    ("moods", "promised"),
    [
        ([1, 1, 1, 1], 5),
        ([1, 1, 1, 1, None, None], 5),
        ([1] * 7, 8),
        ([3, 3, 3, 3, 3], 5),
        ([], 5),
    ],
)
async def test_of_fewer_and_of_better_answers_nothing_is_said(
    world: World, school: School, moods: list[int | None], promised: int
) -> None:
    await check(world, school.school, moods, promised)

    assert "🌧" not in await today(school.curator)


async def test_nothing_is_said_before_the_round_is_over_or_long_after(
    world: World, school: School
) -> None:
    wave = await check(world, school.school, [1] * 5)
    async with world.sessions.begin() as session:
        (await session.get_one(Wave, wave.id)).closed_at = None
    world.moves_to(at("2026-09-30 17:00"))
    assert HARD not in await today(school.curator)
    world.moves_to(at("2026-10-01 09:00"))
    assert HARD in await today(school.curator)
    world.moves_to(at("2026-10-15 09:00"))
    assert HARD not in await today(school.curator)


async def test_a_coordinator_hears_of_schools_each_by_its_own_answers(
    world: World, school: School
) -> None:
    """Two schools of four would be eight together; they stay silent all the same."""
    inna = await make_coordinator(world, school.town)
    await check(world, school.school, [1] * 4)
    second, third = [await add_school(world, school, f"МБОУ СОШ № {n}", 0) for n in (2, 3)]
    await check(world, second, [1, 1, 1, 1])
    assert "🌧" not in await today(inna)

    await check(world, third, [2] * 6)
    seen = await today(inna)
    assert "Школы, где молодым педагогам сейчас тяжело: 1" in seen
    await inna.clicks("🌧")
    assert inna.last.buttons[0] == "МБОУ СОШ № 3 · 2,0"
    assert len(inna.last.buttons) == 3
