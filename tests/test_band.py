"""A school among others: the band against arithmetic of its own, and what it keeps back."""

import statistics
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import chain

import pytest
from matplotlib.patches import Rectangle
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from models import Organisation, Wave
from models.enums import Role, WaveCode
from services.people import organisations_below
from services.results import figures, rounds
from services.results.band import Bands, bands
from services.results.pictures import album
from services.results.pictures.kinds import Picture
from tests.factories import make_organisation
from tests.polls import AFTER, Said, make_poll, make_round, make_town
from tests.surveys import specs
from tests.test_pictures import texts
from tests.test_results_files import speech

MENTOR, MENTEE = Role.MENTOR, Role.MENTEE
EFF = (MENTOR, "EFF")
K = 5
MARKS = [[3, 4, 5, 5, 6], [7, 7, 7, 8, 7], [9, 9, 10, 8, 9], [5, 6, 6, 6, 6, 7], [10] * 7]


async def town_of(
    session: AsyncSession, marks: Sequence[Sequence[int]], item: str = "EFF"
) -> list[tuple[Organisation, Wave]]:
    """A town with a school for each of the lists: what its mentors said."""
    town = await make_town(session)
    made = []
    for number, said in enumerate(marks, start=1):
        school = await make_organisation(session, f"МБОУ СОШ № {number}", parent=town)
        sheets: list[Said] = [{item: mark} for mark in said]
        made.append((school, await make_poll(session, school, {MENTOR: sheets})))
    return made


async def seen(
    session: AsyncSession, top: Organisation, whole: bool = False, now: datetime = AFTER
) -> tuple[rounds.Place, Bands | None]:
    """As whoever runs no more than that may ask for it."""
    scope = frozenset(await organisations_below(session, [top.id]))
    found = await rounds.places_in(session, scope, 2026, "intro", now)
    place = rounds.pick(found, top.id, whole)
    return place, await bands(session, place, K, now)


async def test_the_middle_half_of_the_schools_and_their_mean(session: AsyncSession) -> None:
    made = await town_of(session, [*MARKS, [1] * 4])
    _, found = await seen(session, made[0][0])

    assert found is not None
    assert found.name == "Управление образования"
    band = found.found[EFF]
    low, _, high = statistics.quantiles(map(statistics.fmean, MARKS), n=4, method="inclusive")
    assert (float(band.low), float(band.high)) == pytest.approx((low, high))
    assert float(band.school) == pytest.approx(statistics.fmean(MARKS[0]))
    assert float(band.whole) == pytest.approx(statistics.fmean(chain(*MARKS)))
    assert (band.people, band.schools) == (5, 5)
    assert list(found.found) == [EFF]


async def test_it_says_what_the_results_of_the_school_and_the_town_say(
    session: AsyncSession,
) -> None:
    """Six small schools among them: together they have enough for the town's mean."""
    made = await town_of(session, [*MARKS, *([2, 3, 2, 1] for _ in range(6))])
    town = await session.get_one(Organisation, made[0][0].parent_id)
    place, found = await seen(session, made[1][0])
    whole, _ = await seen(session, town, whole=True)
    results = [await figures.results(session, one, K) for one in (place, whole)]
    means = [
        cell.mean
        for one in results
        if one
        for row in one.rows
        for cell in row.cells.values()
        if cell.item.code == "EFF" and cell.shown
    ]

    assert found is not None
    assert [found.found[EFF].school, found.found[EFF].whole] == means
    assert found.found[EFF].schools == 5


@pytest.mark.parametrize(
    "marks",
    [
        MARKS[:4],
        [*MARKS[:4], [9] * 4, [8] * 4],
        [[9] * 4, *MARKS],
    ],
    ids=["four schools", "four that may be shown", "its own is hidden"],
)
async def test_there_is_no_band(session: AsyncSession, marks: list[list[int]]) -> None:
    made = await town_of(session, marks)
    place, found = await seen(session, made[0][0])
    results = await figures.results(session, place, K)

    assert found is None
    assert results is not None
    assert album.figures(Picture.BAND, results, speech(), found) == []


async def test_not_before_the_whole_is_over(session: AsyncSession) -> None:
    made = await town_of(session, MARKS)
    made[4][1].closed_at = None
    before = datetime(2026, 9, 28, tzinfo=UTC)
    await session.flush()

    place, found = await seen(session, made[0][0], now=before)
    assert place.is_over
    assert found is None
    _, found = await seen(session, made[0][0])
    assert found is not None


async def test_not_of_a_whole_and_not_without_neighbours(session: AsyncSession) -> None:
    made = await town_of(session, MARKS)
    town = await session.get_one(Organisation, made[0][0].parent_id)
    alone = await make_organisation(session, "Лицей")
    await make_poll(session, alone, {MENTOR: [{"EFF": 8}] * 6})
    await session.flush()

    assert (await seen(session, town, whole=True))[1] is None
    assert (await seen(session, alone))[1] is None


async def test_of_choices_and_of_the_start_of_the_year_there_is_none(
    session: AsyncSession,
) -> None:
    town = await make_town(session)
    said: list[Said] = [{"M1": 4, "M1R": 2, "M2": 3, "M2R": 3}] * 6
    asked = [spec for spec in specs().values() if spec.wave is WaveCode.GROWTH]
    schools = [await make_organisation(session, f"СОШ № {n}", parent=town) for n in range(5)]
    for school in schools:
        await make_round(session, school, "growth", asked, {MENTOR: said})
    scope = frozenset([schools[0].id])
    (place,) = await rounds.places_in(session, scope, 2026, "growth", AFTER)
    found = await bands(session, place, K, AFTER)

    assert found is not None
    assert {code for _, code in found.found} == {"M1", "M2"}


async def test_a_neighbour_who_answers_differently_moves_only_the_band(
    session: AsyncSession,
) -> None:
    made = await town_of(session, MARKS)
    other = await town_of_another(session)
    found = [(await seen(session, top))[1] for top in (made[0][0], other[0][0])]

    first, second = (one.found[EFF] for one in found if one)
    assert first.school == second.school
    assert first.low != second.low


async def town_of_another(session: AsyncSession) -> list[tuple[Organisation, Wave]]:
    town = await make_town(session, "Управление образования № 2")
    made = []
    for number, said in enumerate([MARKS[0], *([mark] * 5 for mark in (1, 2, 3, 4))]):
        school = await make_organisation(session, f"Гимназия № {number}", parent=town)
        wave = await make_poll(session, school, {MENTOR: [{"EFF": mark} for mark in said]})
        made.append((school, wave))
    return made


async def test_the_picture_has_no_school_but_ones_own_and_no_place_in_a_row(
    session: AsyncSession,
) -> None:
    made = await town_of(session, MARKS)
    place, found = await seen(session, made[1][0])
    results = await figures.results(session, place, K)
    assert results is not None
    assert found is not None
    (figure,) = album.figures(Picture.BAND, results, speech(), found)
    written = {text.get_text(): text for text in texts(figure)}

    assert {"МБОУ СОШ № 2", "7,2", "n = 5", "школ: 5", "Польза наставничества"} <= set(written)
    assert not [word for word in written if "№" in word and "№ 2" not in word]
    low, _, high = statistics.quantiles(map(statistics.fmean, MARKS), n=4, method="inclusive")
    (bar,) = [one for one in figure.axes[0].patches if isinstance(one, Rectangle)]
    one, ten = (written[value].get_position()[0] for value in ("1", "10"))
    ends = (bar.get_x(), bar.get_x() + bar.get_width())
    assert [1 + 9 * (x - one) / (ten - one) for x in ends] == pytest.approx([low, high])


async def test_a_larger_town_costs_no_more_questions_to_the_database(
    session: AsyncSession,
) -> None:
    counts = []
    for number in (5, 15):
        name = f"Управление {number}"
        town = await make_town(session, name)
        for n in range(number):
            school = await make_organisation(session, f"{name}, СОШ № {n}", parent=town)
            await make_poll(session, school, {MENTOR: [{"EFF": 7}] * 5})
        statements: list[str] = []

        def count(*args: object, into: list[str] = statements) -> None:
            into.append(str(args[2]))

        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", count)
        await seen(session, school)
        event.remove(engine, "before_cursor_execute", count)
        counts.append(len(statements))

    assert counts[0] == counts[1]
