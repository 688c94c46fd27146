"""Rounds of every kind: growth, the six areas, the curators' own form, own questionnaires."""

import random
import statistics
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy.ext.asyncio import AsyncSession

from models import Organisation
from models.enums import Missing, Role
from services.catalogue import QuestionnaireSpec
from services.results import areas, figures, forms
from services.results.cells import Results, Side
from services.results.pictures.kinds import Picture
from services.results.workbook import results_book
from tests.factories import make_organisation
from tests.handmade import question, scale, spec_of
from tests.polls import AFTER, Said, make_round, make_town, on_paper
from tests.test_pictures import words as words_on
from tests.test_results import cell, of_wave, place
from tests.test_results_files import by_label, rows, speech

MENTOR, MENTEE, CURATOR = Role.MENTOR, Role.MENTEE, Role.CURATOR
HARD = Missing.HARD_TO_SAY


def asking(role: Role, *items: dict[str, Any]) -> QuestionnaireSpec:
    items = items or (scale("MOOD", maximum=5),)
    return spec_of(*items, key=f"{role}-try", role=str(role), wave="final")


def growing() -> QuestionnaireSpec:
    items = [scale(f"M{n}{then}", maximum=5) for n in (1, 2) for then in ("", "R")]
    return asking(MENTOR, *items)


def self_seen(area: str = "METH") -> QuestionnaireSpec:
    return asking(MENTEE, *(scale(f"{area}{n}", maximum=5) for n in range(1, 5)))


def seen_from_outside(area: str = "METH") -> QuestionnaireSpec:
    return asking(MENTOR, scale(area, maximum=5, scope="pair"))


def own_form() -> QuestionnaireSpec:
    nine = [scale(f"C{n}", minimum=0, maximum=2) for n in range(1, 10)]
    return asking(MENTEE, *nine, question("C10", "text")).model_copy(update={"role": "curator"})


@pytest.fixture
async def school(session: AsyncSession) -> Organisation:
    return await make_organisation(session)


async def held(
    session: AsyncSession,
    school: Organisation,
    code: str,
    specs: list[QuestionnaireSpec],
    sheets: dict[Role, list[Said]],
) -> Results:
    return await of_wave(session, await make_round(session, school, code, specs, sheets))


async def test_now_and_then_stand_beside_each_other(
    session: AsyncSession, school: Organisation
) -> None:
    now, then = [4, 5, 4, 3, 5], [2, 3, 4, 2, 4]
    said = [{"M1": a, "M1R": b, "M2": 3, "M2R": HARD} for a, b in zip(now, then, strict=True)]
    found = await held(session, school, "growth", [growing()], {MENTOR: said})

    first, second = found.rows
    assert found.sides == (Side(MENTOR), Side(MENTOR, then=True))
    assert first.cells[Side(MENTOR, then=True)].mean == Fraction(sum(then), 5)
    assert float(first.growth or 0) == pytest.approx(
        statistics.fmean(now) - statistics.fmean(then)
    )
    assert second.growth is None


def test_only_competences_have_a_start_of_the_year() -> None:
    assert figures.now_of("M10R") == "M10"
    assert [figures.now_of(code) for code in ("M1", "FOR", "MR", "EFFR")] == [None] * 4


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (1, "deficit"),
        (2.25, "deficit"),
        (2.5, "zone"),
        (10 / 3, "zone"),
        (3.5, "enough"),
        (13 / 3, "enough"),
        (4.5, "resource"),
        (5, "resource"),
    ],
)
def test_levels_of_an_area(score: float, level: str) -> None:
    assert areas.level_of(score) == level


def scored(answers: list[Any]) -> float | None:
    """A person's score of an area, in other words than the database's."""
    values = [value for value in answers if isinstance(value, int)]
    return statistics.fmean(values) if len(values) >= 3 else None


@pytest.mark.parametrize("seed", range(6))
async def test_people_are_counted_by_the_level_of_their_own_score(
    session: AsyncSession, school: Organisation, seed: int
) -> None:
    rng = random.Random(seed)
    said = [[rng.choice([1, 2, 3, 4, 5, HARD]) for _ in range(4)] for _ in range(17)]
    sheets = {MENTEE: [dict(zip(CODES, one, strict=True)) for one in said]}
    found = await held(session, school, "deficits", [self_seen()], sheets)

    (area,) = found.areas
    scores = [score for score in map(scored, said) if score is not None]
    levels = [areas.level_of(score) for score in scores]
    seen = area.sides[Side(MENTEE)]
    assert seen.levels == {level: levels.count(level) for level in areas.LEVELS}
    assert seen.people == len(scores)
    assert seen.mean == statistics.mean(cell(found, code, MENTEE).mean for code in CODES)


CODES = ["METH1", "METH2", "METH3", "METH4"]


async def test_with_all_answered_the_mean_of_an_area_is_that_of_peoples_scores(
    session: AsyncSession, school: Organisation
) -> None:
    said = [[1, 2, 3, 4], [5, 5, 5, 5], [2, 2, 2, 3], [4, 3, 4, 3], [1, 1, 1, 1]]
    sheets = {MENTEE: [dict(zip(CODES, one, strict=True)) for one in said]}
    found = await held(session, school, "deficits_again", [self_seen()], sheets)

    (side,) = found.areas[0].sides.values()
    assert float(side.mean or 0) == pytest.approx(statistics.fmean(map(statistics.fmean, said)))


async def test_a_mean_of_an_area_does_not_tell_what_one_person_left_out(
    session: AsyncSession, school: Organisation
) -> None:
    """Five have a score, the sixth has two answers: set against the statements' sums, a mean of
    scores would be his."""
    full = [dict.fromkeys(CODES, 4)] * 5
    said = [*full, {"METH1": 1, "METH2": 1, "METH3": HARD, "METH4": HARD}]
    found = await held(session, school, "deficits", [self_seen()], {MENTEE: said})

    side = found.areas[0].sides[Side(MENTEE)]
    shown = [cell(found, code, MENTEE).mean for code in CODES]
    assert side.mean == sum(shown) / 4
    assert side.people == 5


async def test_mentors_look_at_the_areas_from_outside(
    session: AsyncSession, school: Organisation
) -> None:
    mentors: list[Said] = [{"METH": [2, 4]}, *({"METH": [n]} for n in (1, 3, 3, 5, 4, 2, 5, 3, 4))]
    mentees: list[Said] = [dict.fromkeys(CODES, 2)] * 5
    specs = [self_seen(), seen_from_outside()]
    found = await held(session, school, "deficits", specs, {MENTOR: mentors, MENTEE: mentees})

    (area,) = found.areas
    outside, inside = area.sides[Side(MENTOR)], area.sides[Side(MENTEE)]
    assert list(area.sides) == [Side(MENTOR), Side(MENTEE)]
    assert outside.levels == {"deficit": 3, "zone": 3, "enough": 3, "resource": 2}
    assert outside.mean == Fraction(2 + 4 + 1 + 3 + 3 + 5 + 4 + 2 + 5 + 3 + 4, 11)
    assert inside.levels == {"deficit": 5, "zone": 0, "enough": 0, "resource": 0}


async def test_a_few_mentors_ratings_have_a_mean_but_no_levels(
    session: AsyncSession, school: Organisation
) -> None:
    """A level of one rating is nearly the rating itself."""
    mentors: list[Said] = [{"METH": [n]} for n in (1, 3, 3, 5, 4)]
    specs = [self_seen(), seen_from_outside()]
    found = await held(session, school, "deficits", specs, {MENTOR: mentors, MENTEE: []})

    side = found.areas[0].sides[Side(MENTOR)]
    assert (side.mean, side.levels) == (Fraction(16, 5), None)
    assert found.areas[0].sides[Side(MENTEE)].mean is None


@pytest.mark.parametrize(
    ("points", "total", "level"),
    [
        ([2] * 9, 18, "optimal"),
        ([2] * 6 + [1] * 3, 15, "optimal"),
        ([2] * 6 + [1, 1, 0], 14, "acceptable"),
        ([1] * 9, 9, "acceptable"),
        ([1] * 8 + [0], 8, "unacceptable"),
        ([0] * 9, 0, "unacceptable"),
        ([2] * 8 + [HARD], 16, None),
    ],
)
async def test_the_nine_points_of_a_curator_make_a_sum_and_a_level(
    session: AsyncSession,
    school: Organisation,
    points: list[Any],
    total: int,
    level: str | None,
) -> None:
    said = {f"C{n}": value for n, value in enumerate(points, start=1)} | {"C10": "Мало времени"}
    found = await held(session, school, "curator", [own_form()], {CURATOR: [said]})

    (form,) = found.forms or ()
    assert (form.total, form.most, form.level) == (total, 18, level)
    assert [text for _, text in form.texts] == ["Мало времени"]
    assert (found.rows, found.hidden) == ((), 0)


def test_the_levels_of_the_form_meet_at_nine_and_fifteen() -> None:
    found = [forms.level_of(total) for total in range(19)]

    assert [found.index(level) for level in ("acceptable", "optimal")] == [9, 15]


@pytest.mark.parametrize(
    ("code", "spec", "role", "stranger"),
    [
        ("growth", growing(), MENTOR, "Наставляемые"),
        ("deficits_again", self_seen(), MENTEE, "Наставники"),
        ("check-2", asking(MENTEE), MENTEE, "Наставники"),
        ("curator", own_form(), CURATOR, "Наставники"),
    ],
)
async def test_who_was_not_asked_has_no_column_anywhere(
    session: AsyncSession,
    school: Organisation,
    code: str,
    spec: QuestionnaireSpec,
    role: Role,
    stranger: str,
) -> None:
    said: list[Said] = [{item.code: 2 for item in spec.items if item.kind == "scale"}] * 6
    found = await held(session, school, code, [spec], {role: said})
    content = results_book(found, await figures.responses(session, found.place), speech(), AFTER)
    drawn = [word for kind in Picture for word in words_on(found, kind)]

    book = load_workbook(BytesIO(content))
    written = [str(c.value) for sheet in book for line in sheet.iter_rows() for c in line]
    assert stranger not in "\n".join([*written, *drawn])
    assert f"{speech().side(Side(role))}" in "\n".join([*written, *drawn])
    assert "Всего" not in written


async def test_areas_growth_and_forms_have_sheets_of_their_own(
    session: AsyncSession, school: Organisation
) -> None:
    deficits = await held(
        session, school, "deficits", [self_seen()], {MENTEE: [dict.fromkeys(CODES, 2)] * 6}
    )
    growth = await held(
        session, school, "growth", [growing()], {MENTOR: [{"M1": 4, "M1R": 2}] * 6}
    )
    points = {f"C{n}": 2 for n in range(1, 10)}
    stated = await held(session, school, "curator", [own_form()], {CURATOR: [points]})
    books = [
        load_workbook(BytesIO(results_book(one, {}, speech(), AFTER)))
        for one in (deficits, growth, stated)
    ]

    assert by_label(books[0]["Области"])["Методика"] == (2, 6, 6, 0, 0, 0, None)
    assert rows(books[1]["Средние"])[0][15] == 2
    assert rows(books[2]["Анкеты кураторов"])[0][2:13] == (*[2] * 9, 18, "оптимальный уровень")
    assert all("Метод" in book.sheetnames for book in books)
    assert "Средние" not in books[2].sheetnames


async def test_paper_counts_like_everything_else_and_the_method_says_how_much(
    session: AsyncSession, school: Organisation
) -> None:
    spec = asking(MENTEE)
    wave = await make_round(session, school, "check-1", [spec], {MENTEE: [{"MOOD": 4}] * 6})
    await on_paper(session, wave, 2)
    found = await of_wave(session, wave)
    book = load_workbook(BytesIO(results_book(found, {}, speech(), AFTER)))

    assert cell(found, "MOOD", MENTEE).people == 6
    assert by_label(book["Метод"])["Из них сдано на бумаге, анкет"] == (2,)


async def test_a_town_sees_the_areas_of_its_schools_together(session: AsyncSession) -> None:
    town = await make_town(session)
    waves = []
    for number, size in enumerate((6, 3, 3), start=1):
        school = await make_organisation(session, f"МБОУ СОШ № {number}", parent=town)
        said = [dict.fromkeys(CODES, number)] * size
        wave = await make_round(session, school, "deficits", [self_seen()], {MENTEE: said})
        await session.refresh(wave, ["organisation"])
        waves.append(wave)
    found = await figures.results(session, place(*waves), 5)

    assert found is not None
    side = found.areas[0].sides[Side(MENTEE)]
    assert side.people == 12
    assert side.levels == {"deficit": 9, "zone": 3, "enough": 0, "resource": 0}
