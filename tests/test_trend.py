"""«По годам» and the lists of earlier school years."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from models import Organisation
from models.enums import Role
from services.people import organisations_below
from services.results import figures, rounds
from services.results.trend import Point, series, trend
from tests.conversation import User, World
from tests.factories import make_joined, make_organisation, make_person
from tests.polls import make_poll, make_town
from tests.surveys import make_joined_school

MENTOR, MENTEE = Role.MENTOR, Role.MENTEE
JUNE = datetime(2027, 6, 15, tzinfo=UTC)
K = 5
DAYS = {"intro": (9, 15, 30), "interim": (12, 10, 20), "final": (5, 10, 25)}


async def held(
    session: AsyncSession, school: Organisation, year: int, code: str, marks: Sequence[int]
) -> None:
    """A round in which mentors gave these marks to EFF (in winter to COM)."""
    item = "COM" if code == "interim" else "EFF"
    sheets = {MENTOR: [{item: mark} for mark in marks], MENTEE: []}
    wave = await make_poll(session, school, sheets, code)
    month, first, last = DAYS[code]
    on = year if month > 7 else year + 1
    wave.academic_year = year
    wave.opens_on, wave.closes_on = date(on, month, first), date(on, month, last)
    wave.opened_at = datetime(on, month, first, 6, tzinfo=UTC)
    wave.closed_at = datetime(on, month, last, 19, tzinfo=UTC)
    await session.flush()


async def points(
    session: AsyncSession, top: Organisation, whole: bool = False
) -> tuple[Point, ...]:
    """Of EFF to mentors, as seen from the final round of 2026/27."""
    scope = frozenset(await organisations_below(session, [top.id]))
    found = await rounds.places_in(session, scope, 2026, "final", JUNE)
    made = await figures.results(session, rounds.pick(found, top.id, whole), K)
    assert made is not None
    shown = await trend(session, made, scope, K, JUNE)
    return shown.get((MENTOR, "EFF"), ())


async def test_the_means_of_all_rounds_and_years_in_their_order(session: AsyncSession) -> None:
    school = await make_organisation(session)
    await held(session, school, 2023, "final", [1] * 6)
    await held(session, school, 2025, "final", [6, 7, 6, 7, 6, 7])
    await held(session, school, 2026, "final", [8, 9, 8, 9, 9])
    await held(session, school, 2026, "intro", [5, 5, 6, 5, 5])
    await held(session, school, 2026, "interim", [5] * 6)

    assert await points(session, school) == (
        Point(2025, "final", Fraction(39, 6), 6),
        Point(2026, "intro", Fraction(26, 5), 5),
        Point(2026, "final", Fraction(43, 5), 5),
    )


async def test_what_a_round_hides_is_not_in_the_row(session: AsyncSession) -> None:
    school = await make_organisation(session)
    await held(session, school, 2026, "final", [8] * 5)
    await held(session, school, 2026, "intro", [5] * 4)
    assert await points(session, school) == ()


async def test_a_round_under_way_is_not_in_the_row(session: AsyncSession) -> None:
    school = await make_organisation(session)
    for year in (2025, 2026):
        await held(session, school, year, "final", [8] * 5)
    scope = frozenset({school.id})
    found = await rounds.places_in(session, scope, 2025, "final", JUNE)
    made = await figures.results(session, found[0], K)
    assert made is not None
    shown = await trend(session, made, scope, K, datetime(2027, 5, 12, tzinfo=UTC))
    assert shown == {}


async def test_a_town_stands_beside_the_town(session: AsyncSession) -> None:
    town = await make_town(session)
    for number in (1, 2):
        school = await make_organisation(session, f"Школа {number}", parent=town)
        for year in (2025, 2026):
            await held(session, school, year, "final", [7 + number] * 5)

    assert await points(session, town, whole=True) == tuple(
        Point(year, "final", Fraction(17, 2), 10) for year in (2025, 2026)
    )


@pytest.mark.parametrize(
    ("code", "length"), [("intro", 3), ("check-3", 7), ("growth", 2), ("own-4", 0), ("curator", 0)]
)
def test_rounds_of_a_kind_stand_together(code: str, length: int) -> None:
    assert len(series(code)) == length


@pytest.fixture
async def vera(world: World) -> User:
    async with world.sessions.begin() as session:
        school = await make_organisation(session, "МБОУ СОШ № 1")
        await held(session, school, 2025, "final", [6, 7, 6, 7, 6, 7])
        await held(session, school, 2026, "intro", [5] * 4)
        await held(session, school, 2026, "final", [8, 9, 8, 9, 9])
        person = await make_person(session, school, "Ким Вера Олеговна", Role.CURATOR)
    world.moves_to(JUNE)
    curator = await make_joined(world, person, 900)
    await curator.says("/results")
    return curator


async def test_a_row_for_every_year_with_dashes_where_nothing_is_shown(vera: User) -> None:
    await vera.clicks("Итоговая")
    text = await vera.clicks("По годам")

    assert "Вводная анкета, Промежуточная анкета, Итоговая анкета" in text
    assert "Вводная спрашивает, чего ждут" in text
    assert "Наставники, 2025/26: — → — → 6,5 (n = 6)\n" in text
    assert "Наставники, 2026/27: — → — → 8,6 (n = 5)\n" in text
    assert "медиана" in await vera.clicks("К результатам")


async def test_earlier_years_are_a_button_away_and_lead_back(vera: User) -> None:
    assert "Вводная" in " ".join(vera.last.buttons)
    await vera.clicks("‹ 2025/26")
    assert [one for one in vera.last.buttons if "анкета" in one] == ["Итоговая анкета · завершена"]
    assert "2026/27 ›" in vera.last.buttons
    assert "6,5" in await vera.clicks("Итоговая")
    await vera.clicks("Назад")
    assert "2026/27 ›" in vera.last.buttons
    await vera.clicks("2026/27 ›")
    assert "‹ 2025/26" in vera.last.buttons
    assert "2026/27 ›" not in vera.last.buttons


async def test_with_one_round_there_is_nothing_to_compare(world: World) -> None:
    school = await make_joined_school(world)
    async with world.sessions.begin() as session:
        await held(session, school.school, 2026, "intro", [5] * 5)
    world.moves_to(datetime(2026, 10, 1, 6, tzinfo=UTC))
    await school.curator.says("/results")
    await school.curator.clicks("Вводная")
    assert "Сравнивать пока не с чем" in await school.curator.clicks("По годам")
    assert "‹ 2025/26" not in " ".join(school.curator.last.buttons)


async def test_another_school_has_its_own_years(world: World, vera: User) -> None:
    """An old button, pressed by somebody who runs nothing there."""
    await vera.clicks("Итоговая")
    pressed = vera.last.data("По годам")
    async with world.sessions.begin() as session:
        other = await make_organisation(session, "МБОУ СОШ № 2")
        person = await make_person(session, other, "Чужая Анна Олеговна", Role.CURATOR)
    stranger = await make_joined(world, person, 901)
    await stranger.says("/results")
    assert "Анкет в 2026/27 учебном году ещё не было" in stranger.sees
    await stranger.presses(pressed)
    assert "8,6" not in stranger.sees
