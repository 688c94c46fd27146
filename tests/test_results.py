"""Numbers of a round against an independent count."""

import random
import statistics
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from models import Organisation, Wave
from models.enums import Missing, Role, WaveCode
from services import catalogue
from services.results import figures, rounds, tallies
from services.results.cells import Cell, Results, Side, tenths
from tests.factories import make_organisation
from tests.polls import Said, make_poll
from tests.surveys import specs

K = 5
HARD, SKIPPED = Missing.HARD_TO_SAY, Missing.SKIPPED
MENTOR, MENTEE = Role.MENTOR, Role.MENTEE


@pytest.fixture
async def school(session: AsyncSession) -> Organisation:
    return await make_organisation(session)


async def of_wave(session: AsyncSession, wave: Wave, min_group: int = K) -> Results:
    await session.refresh(wave, ["organisation"])
    found = await figures.results(session, place(wave), min_group)
    assert found is not None
    return found


def place(*waves: Wave) -> rounds.Place:
    ids = [frozenset({wave.id}) for wave in waves]
    return rounds.Place(
        organisation=waves[0].organisation,
        whole=len(waves) > 1,
        year=waves[0].academic_year,
        code=waves[0].code,
        waves=waves,
        phases=Counter({rounds.Phase.CLOSED: len(waves)}),
        round_groups=frozenset([*ids, frozenset().union(*ids)]),
    )


def cell(found: Results, item: str, role: Role = MENTOR) -> Cell:
    side = Side(role)
    cells = (row.cells[side] for row in found.rows if side in row.cells)
    return next(cell for cell in cells if cell.item.code == item)


async def asked(session: AsyncSession, school: Organisation, said: Sequence[Said]) -> Results:
    return await of_wave(session, await make_poll(session, school, {MENTOR: said}))


@pytest.mark.parametrize(
    "given",
    [
        [3, 9, 7, 7, 10],
        [7] * 5,
        [10] * 12,
        [1, 10] * 6,
        [4, 5, 5, 6, 9, HARD, HARD],
        [random.Random(7).randint(1, 10) for _ in range(31)],
    ],
)
async def test_mean_median_and_range_are_those_of_the_answers(
    session: AsyncSession, school: Organisation, given: list[Any]
) -> None:
    found = cell(await asked(session, school, [{"EFF": value} for value in given]), "EFF")

    values = [value for value in given if isinstance(value, int)]
    assert found.mean == Fraction(sum(values), len(values))
    assert float(found.mean) == pytest.approx(statistics.fmean(values))
    assert found.median == Fraction(statistics.median(values))
    assert found.extremes == ((min(values), max(values)) if len(values) >= 2 * K else None)
    assert Counter(found.counts) + Counter() == Counter(map(str, values))
    assert (found.people, found.answers) == (len(values), len(values))
    assert sum(found.missing.values()) == len(given) - len(values)


@pytest.mark.parametrize("given", [[], [8], [8, 9, 7, 10], [HARD] * 9, [6, 6, 6, 6, HARD, HARD]])
async def test_fewer_than_five_values_are_not_shown(
    session: AsyncSession, school: Organisation, given: list[Any]
) -> None:
    """Missing answers do not make a group; nothing of a hidden cell is left in it."""
    found = cell(await asked(session, school, [{"EFF": value} for value in given]), "EFF")

    assert not found.shown
    assert (found.people, found.answers, found.counts, found.missing) == (0, 0, {}, {})
    assert found.distribution is None


async def test_the_promise_holds_whatever_is_set_but_never_less_than_three(
    session: AsyncSession, school: Organisation
) -> None:
    said = {MENTOR: [{"EFF": 5}] * 3, MENTEE: [{"EFF": 5}] * 2}
    wave = await make_poll(session, school, said, promised=1)

    assert cell(await of_wave(session, wave, 1), "EFF").shown
    assert not cell(await of_wave(session, wave, 1), "EFF", MENTEE).shown
    assert cell(await of_wave(session, wave, 4), "EFF").shown


async def test_only_what_was_sent_counts(session: AsyncSession, school: Organisation) -> None:
    found = await asked(session, school, [{"EFF": 8}] * 5 + [None] * 3)

    assert cell(found, "EFF").people == 5


async def test_a_mentor_of_three_is_one_person_with_three_answers(
    session: AsyncSession, school: Organisation
) -> None:
    said = [{"COM": [2, 4, 9]}, *({"COM": [value]} for value in (6, 7, 8)), {"COM": [5, HARD]}]
    found = cell(await asked(session, school, said), "COM")

    assert (found.people, found.answers) == (5, 7)
    assert found.mean == Fraction(2 + 4 + 9 + 6 + 7 + 8 + 5, 7)
    assert found.missing == {HARD: 1}


async def test_four_people_with_many_pairs_are_still_four(
    session: AsyncSession, school: Organisation
) -> None:
    assert not cell(await asked(session, school, [{"COM": [9, 9, 9]}] * 4), "COM").shown


async def test_a_follow_up_counts_only_when_its_condition_is_met(
    session: AsyncSession, school: Organisation
) -> None:
    """An answer left over from before the person changed the question above it."""
    met = [{"EXPR": ("yes",), "EXPR_MORE": f"опыт {n}"} for n in range(5)]
    unmet = [{"EXPR": ("no",), "EXPR_MORE": "чужое"}, {"EXPR": HARD, "EXPR_MORE": "чужое"}]
    found = await asked(session, school, [*met, *unmet])

    assert sorted(cell(found, "EXPR_MORE").texts) == [f"опыт {n}" for n in range(5)]
    assert cell(found, "EXPR").counts == {"yes": 5, "no": 1}


async def test_a_condition_about_a_pair_looks_at_the_same_pair(
    session: AsyncSession, school: Organisation
) -> None:
    """And a follow-up of a follow-up falls with the first."""
    spec = catalogue.parse(CHAIN, "chain")
    wave = await make_poll(
        session,
        school,
        {MENTOR: [{"A": [9, 1], "B": [("yes",), ("yes",)], "C": ["да", "нет"]}] * 5},
        WaveCode.INTERIM,
        questionnaires=[spec, specs()["mentee-interim"]],
    )
    found = await of_wave(session, wave)

    assert cell(found, "B").counts == {"yes": 5, "no": 0}
    assert cell(found, "C").texts == ("да",) * 5
    assert cell(found, "A").answers == 10


CHAIN = """
key: mentor-chain
wave: interim
role: mentor
title: {ru: Цепочка, en: Chain}
purpose: {ru: Проверка, en: Test}
minutes: 1
items:
  - {code: A, kind: scale, scope: pair, label: {ru: А, en: A}, text: {ru: А, en: A},
     low: {ru: мало, en: low}, high: {ru: много, en: high}}
  - {code: B, kind: yes_no, scope: pair, label: {ru: Б, en: B}, text: {ru: Б, en: B},
     only_if: {item: A, any_of: [9, 10]}}
  - {code: C, kind: text, scope: pair, label: {ru: В, en: C}, text: {ru: В, en: C},
     only_if: {item: B, any_of: ["yes"]}}
  - {code: M, kind: multiple, scope: person, label: {ru: М, en: M}, text: {ru: М, en: M},
     options: [{code: a, text: {ru: а, en: a}}, {code: b, text: {ru: б, en: b}},
               {code: c, text: {ru: в, en: c}}]}
"""


async def test_several_choices_of_one_person_are_one_answer(
    session: AsyncSession, school: Organisation
) -> None:
    chosen = [("a", "b"), ("a",), ("a", "b", "c"), ("c",), ("b",), SKIPPED]
    wave = await make_poll(
        session,
        school,
        {MENTOR: [{"M": one} for one in chosen]},
        WaveCode.INTERIM,
        questionnaires=[catalogue.parse(CHAIN, "chain"), specs()["mentee-interim"]],
    )
    found = cell(await of_wave(session, wave), "M")

    assert found.counts == {"a": 3, "b": 3, "c": 2}
    assert (found.people, found.answers, found.missing) == (5, 5, {SKIPPED: 1})


async def test_the_private_question_is_nowhere(
    session: AsyncSession, school: Organisation
) -> None:
    said = {MENTOR: [{"HLP": ("curator",)}] * 9, MENTEE: [{"HLP": ("change_mentor",)}] * 9}
    wave = await make_poll(session, school, said, WaveCode.FINAL)
    found = await of_wave(session, wave)

    codes = {one.item.code for row in found.rows for one in row.cells.values()}
    assert "HLP" not in codes
    assert await tallies.tallies(session, frozenset({wave.id})) == {}


async def test_questions_of_the_two_sides_stand_side_by_side(
    session: AsyncSession, school: Organisation
) -> None:
    wave = await make_poll(session, school, {MENTOR: [], MENTEE: []}, WaveCode.FINAL)
    found = await of_wave(session, wave)
    codes = [tuple(one.item.code for one in row.cells.values()) for row in found.rows]

    assert ("ENG", "SUP") in codes
    assert ("MORE", "FUT") in codes
    assert ("STAY",) in codes
    assert codes[0] == ("EFF", "EFF")
    assert sum(map(len, codes)) == sum(
        item.statistics for role in (MENTOR, MENTEE) for item in specs()[f"{role}-final"].items
    )


async def test_typed_answers_come_in_an_order_that_says_nothing_of_people(
    session: AsyncSession, school: Organisation
) -> None:
    """The same words in another order of people look the same."""
    words = [f"слово {n}" for n in range(12)]
    other = await make_organisation(session, "МБОУ СОШ № 2")
    first = cell(await asked(session, school, [{"VAL": word} for word in words]), "VAL")
    second = cell(await asked(session, other, [{"VAL": word} for word in reversed(words)]), "VAL")

    assert first.texts == second.texts
    assert sorted(first.texts) == sorted(words)
    assert list(first.texts) not in (words, words[::-1], sorted(words))


async def test_a_question_asked_in_two_versions_is_counted_together(
    session: AsyncSession, school: Organisation
) -> None:
    """A town in which one school opened with an older file."""
    other = await make_organisation(session, "МБОУ СОШ № 2")
    old = specs()["mentor-intro"].model_copy(update={"minutes": 59})
    first = await make_poll(
        session,
        school,
        {MENTOR: [{"EFF": 9}] * 5},
        questionnaires=[old, specs()["mentee-intro"]],
    )
    second = await make_poll(session, other, {MENTOR: [{"EFF": 4}] * 5})
    for wave in (first, second):
        await session.refresh(wave, ["organisation"])
    found = await figures.results(session, place(first, second), K)

    assert found is not None
    assert cell(found, "EFF").mean == Fraction(13, 2)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(7), "7.0"),
        (Fraction(29, 4), "7.3"),
        (Fraction(20, 3), "6.7"),
        (Fraction(1, 7), "0.1"),
    ],
)
def test_halves_are_rounded_up_as_a_spreadsheet_does(value: Fraction, shown: str) -> None:
    assert str(tenths(value)) == shown


def batch(wave: int, opened: int, closed: int) -> Wave:
    return Wave(
        id=wave,
        opened_at=datetime(2026, 9, opened, tzinfo=UTC),
        closed_at=datetime(2026, 9, closed, tzinfo=UTC),
        closes_on=date(2026, 9, closed),
    )


def test_a_school_that_begins_after_all_were_over_is_a_batch_of_its_own() -> None:
    waves = [batch(1, 1, 10), batch(2, 5, 20), batch(3, 15, 18), batch(4, 22, 29)]

    assert rounds.batches(waves) == [{1, 2, 3}, {4}]
    assert rounds.batches([Wave(id=9)]) == []
