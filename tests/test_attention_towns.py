"""What needs attention in a town: sums, and under each the schools, the worst first."""

from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection

from handlers.attention.buttons import BySchool
from models.enums import Role
from tests.attending import MONDAY, add_school, make_calm
from tests.conversation import User, World
from tests.factories import School, make_coordinator
from tests.surveys import make_wave
from tests.year import at

CALM = "Сейчас всё спокойно"


@pytest.fixture
async def school(world: World) -> School:
    return await make_calm(world)


async def today(user: User) -> str:
    return await user.says("/today")


async def test_a_coordinator_sees_sums_and_schools_the_worst_first(
    world: World, school: School
) -> None:
    inna = await make_coordinator(world, school.town)
    await add_school(world, school, "МБОУ СОШ № 2", 3)
    await add_school(world, school, "МБОУ СОШ № 10", 2)
    world.moves_to(at(MONDAY))
    assert "Пары без встреч три недели и дольше: 6" in await today(inna)
    await inna.clicks("Пары без встреч")

    assert inna.last.buttons[:3] == ["МБОУ СОШ № 2 · 3", "МБОУ СОШ № 10 · 2", "МБОУ СОШ № 1 · 1"]
    assert "Пары без встреч: 2" in await inna.clicks("№ 10")
    await inna.clicks("Назад")
    assert "Что требует внимания" in inna.sees
    await inna.clicks("Кто не на связи")
    assert inna.last.buttons[:2] == ["МБОУ СОШ № 2 · 6", "МБОУ СОШ № 10 · 4"]


async def test_schools_come_in_pages(world: World, school: School) -> None:
    inna = await make_coordinator(world, school.town)
    for number in range(2, 12):
        await add_school(world, school, f"МБОУ СОШ № {number}", 1)
    world.moves_to(at(MONDAY))
    await today(inna)
    await inna.clicks("Пары без встреч")
    assert inna.last.buttons[7:9] == ["МБОУ СОШ № 8 · 1", "2 / 2 ›"]
    await inna.clicks("2 / 2")
    assert inna.last.buttons[:3] == ["МБОУ СОШ № 9 · 1", "МБОУ СОШ № 10 · 1", "МБОУ СОШ № 11 · 1"]


async def test_the_response_by_school_the_lowest_first(world: World, school: School) -> None:
    inna = await make_coordinator(world, school.town)
    place = await add_school(world, school, "МБОУ СОШ № 2", 0)
    people = [(school.people["anna"], Role.MENTOR), (school.people["boris"], Role.MENTEE)]
    async with world.sessions.begin() as session:
        made = await make_wave(session, school.school, people=people)
        made.assignments[people[0][0].id, Role.MENTOR].submitted_at = world.now
        await make_wave(session, place, people=people[:1])
    world.moves_to(at("2026-09-21 09:00"))

    assert "Вводная анкета: ответили 1 из 3" in await today(inna)
    await inna.clicks("📝")
    assert inna.last.buttons[:2] == ["МБОУ СОШ № 2 · 0 из 1", "МБОУ СОШ № 1 · 1 из 2"]
    assert "МБОУ СОШ № 1" in await inna.clicks("№ 1")


async def test_a_stale_button_of_a_kind_shows_what_there_is(world: World, school: School) -> None:
    inna = await make_coordinator(world, school.town)
    for kind in ("quiet", "requests", "nonsense"):
        await inna.presses(BySchool(kind=kind).pack())
        assert CALM in inna.sees
        assert inna.toasts[-1] == "Здесь уже всё улажено"


async def test_more_schools_take_no_more_statements(
    world: World, school: School, connection: AsyncConnection
) -> None:
    inna = await make_coordinator(world, school.town)
    world.moves_to(at(MONDAY))
    numbers = []
    for number in range(2, 6):
        await add_school(world, school, f"МБОУ СОШ № {number}", number)
        numbers.append(await _statements(connection, inna))

    assert len(set(numbers[1:])) == 1


async def _statements(connection: AsyncConnection, user: User) -> int:
    seen: list[str] = []

    def note(_: Any, cursor: Any, statement: str, *more: Any) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(connection.sync_connection, "before_cursor_execute", note)
    await today(user)
    event.remove(connection.sync_connection, "before_cursor_execute", note)
    return len(seen)
