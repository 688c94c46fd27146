"""Change per person against arithmetic of its own, and against an adversary who subtracts."""

import math
import random
import statistics
from collections.abc import Iterable
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from models import Organisation, Wave
from models.enums import Missing, Role, WaveCode
from services.people import organisations_below
from services.results import figures, matched, privacy, rounds, student
from services.results.cells import Results, tenths
from services.results.change import Change
from services.results.changes import with_changes
from services.results.matched import Known
from tests.factories import make_organisation
from tests.polls import make_town
from tests.twice import make_held, make_pairs, make_people, make_two

MENTOR = Role.MENTOR
JUNE = datetime(2027, 6, 15, tzinfo=UTC)
HARD = Missing.HARD_TO_SAY
K = 5
QUANTILES = {9: 2.262157, 10: 2.228139, 18: 2.100922, 19: 2.093024, 20: 2.085963, 30: 2.042272}
"""Of tables: two-sided, 95 %."""


@pytest.fixture
async def school(session: AsyncSession) -> Organisation:
    return await make_organisation(session)


async def seen(
    session: AsyncSession, top: Organisation, whole: bool = False, code: str = "final"
) -> Results:
    scope = frozenset(await organisations_below(session, [top.id]))
    found = await rounds.places_in(session, scope, 2026, code, JUNE)
    made = await figures.results(session, rounds.pick(found, top.id, whole), K)
    assert made is not None
    return await with_changes(session, made, scope, K, JUNE)


async def change(
    session: AsyncSession, top: Organisation, item: str = "EFF", whole: bool = False
) -> Change:
    made = await seen(session, top, whole)
    return next(one for one in made.changes if (one.role, one.item.code) == (MENTOR, item))


def marks(number: int, seed: int) -> list[int]:
    rng = random.Random(seed)
    return [rng.randint(1, 10) for _ in range(number)]


@pytest.mark.parametrize(("freedom", "value"), QUANTILES.items())
def test_the_quantiles_are_those_of_the_tables(freedom: int, value: float) -> None:
    assert student.quantile(0.95, freedom) == pytest.approx(value, abs=1e-5)
    assert student.p_value(-value, freedom) == pytest.approx(0.05, abs=1e-6)


def test_many_degrees_of_freedom_are_nearly_normal() -> None:
    assert student.quantile(0.95, 999) == pytest.approx(1.9623, abs=1e-4)
    assert student.quantile(0.95, 100_000) == pytest.approx(1.96, abs=1e-4)
    assert student.p_value(0, 7) == 1


def test_many_tests_at_once_are_corrected() -> None:
    """The example of Holm's own step-down: 0.01 · 4, 0.005 · … in the order they stand."""
    assert student.holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert student.holm([0.9, 0.8]) == [1.0, 1.0]
    assert student.holm([]) == []


async def test_one_notable_question_among_many_may_be_chance(
    session: AsyncSession, school: Organisation
) -> None:
    """Alone p is below 0.05; beside a second question that did not change, no more."""
    people = await make_people(session, school, MENTOR, 20)
    first = [5 + (n % 2) for n in range(20)]
    then = [mark + (1 if n < 17 else -1) * (n > 5) for n, mark in enumerate(first)]
    for code, of_eff in (("intro", first), ("final", then)):
        said: list[Any] = [
            (one, MENTOR, {"EFF": eff, "ORG": 5 + (n + (code == "final")) % 2})
            for n, (one, eff) in enumerate(zip(people, of_eff, strict=True))
        ]
        await make_held(session, school, code, said)
    eff = await change(session, school)

    assert eff.p is not None
    assert eff.beside is not None
    assert eff.p < 0.05 < eff.beside == pytest.approx(2 * eff.p)
    assert eff.notable is False


@pytest.mark.parametrize("number", [5, 9, 10, 19, 20, 31])
async def test_the_numbers_are_those_of_the_matched(
    session: AsyncSession, school: Organisation, number: int
) -> None:
    before, after = marks(number, number), marks(number, 100 + number)
    await make_two(session, school, before, after)
    found = await change(session, school)

    changes = [b - a for a, b in zip(before, after, strict=True)]
    assert found.verdict.people == found.sums.answers == number
    assert float(found.before) == pytest.approx(statistics.fmean(before))
    assert float(found.after) == pytest.approx(statistics.fmean(after))
    assert float(found.mean) == pytest.approx(statistics.fmean(changes))
    ways = [sum(d > 0 for d in changes), sum(d == 0 for d in changes), sum(d < 0 for d in changes)]
    assert [found.sums.better, found.same, found.sums.worse] == ways
    assert (found.interval is None) == (number < 2 * K)
    assert (found.p is None) == (found.notable is None) == (number < 20)
    if found.interval and number - 1 in QUANTILES:
        reach = QUANTILES[number - 1] * statistics.stdev(changes) / math.sqrt(number)
        ends = (statistics.fmean(changes) - reach, statistics.fmean(changes) + reach)
        assert found.interval == pytest.approx(ends, abs=1e-4)
    if found.interval and found.p is not None:
        assert found.notable == (found.interval[0] > 0 or found.interval[1] < 0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], []),
        ([7], [8]),
        ([7] * 4, [8] * 4),
        ([HARD] * 9, [8] * 9),
        ([HARD] * 9, [HARD] * 9),
        ([None] * 9, [8] * 9),
        ([7] * 9, [None] * 9),
        ([7] * 9 + [None] * 9, [None] * 9 + [7] * 9),
    ],
)
async def test_fewer_than_k_matched_are_hidden(
    session: AsyncSession, school: Organisation, before: list[Any], after: list[Any]
) -> None:
    await make_two(session, school, before, after)
    found = await change(session, school)

    assert not found.shown
    assert not any(found.sums)


@pytest.mark.parametrize(("step", "p"), [(0, 1.0), (2, 0.0)])
async def test_all_equal_has_no_spread(
    session: AsyncSession, school: Organisation, step: int, p: float
) -> None:
    await make_two(session, school, [6] * 20, [6 + step] * 20)
    found = await change(session, school)

    assert (found.mean, found.interval, found.p) == (step, (step, step), p)
    assert (found.sums.better, found.same, found.sums.worse) == (
        20 * bool(step),
        20 - 20 * bool(step),
        0,
    )


@pytest.mark.parametrize(("alone", "shown"), [(0, True), (1, False), (4, False), (5, True)])
@pytest.mark.parametrize("earlier", [True, False])
async def test_who_answered_once_cannot_be_had_by_subtracting(
    session: AsyncSession, school: Organisation, alone: int, shown: bool, earlier: bool
) -> None:
    once, none = [3] * alone, [None] * alone
    before, after = (once, none) if earlier else (none, once)
    await make_two(session, school, [7] * 8 + before, [8] * 8 + after)
    found = await change(session, school)

    assert found.shown == shown
    assert found.sums.people == (8 if shown else 0)


@pytest.mark.parametrize("promised", [(5, 8), (8, 5)])
@pytest.mark.parametrize(("number", "shown"), [(7, False), (8, True)])
async def test_the_larger_promise_of_both_rounds_holds(
    session: AsyncSession,
    school: Organisation,
    promised: tuple[int, int],
    number: int,
    shown: bool,
) -> None:
    await make_two(session, school, [7] * number, [8] * number, promised=promised)

    assert (await change(session, school)).shown == shown


async def test_pairs_are_matched_one_by_one_and_a_mentor_is_one_voice(
    session: AsyncSession, school: Organisation
) -> None:
    """The spread is that of people: with two answers each, alike, it is that of one each."""
    mentors = await make_people(session, school, MENTOR, 10)
    pairs = await make_pairs(session, school, mentors, 2)
    old, new = marks(10, 1), marks(10, 2)
    for code, said in (("interim", old), ("final", new)):
        answers = [(m, MENTOR, {"COM": {0: v, 1: v}}) for m, v in zip(mentors, said, strict=True)]
        await make_held(session, school, code, answers, pairs=pairs)
    found = await change(session, school, "COM")

    changes = [b - a for a, b in zip(old, new, strict=True)]
    reach = QUANTILES[9] * statistics.stdev(changes) / math.sqrt(10)
    assert (found.sums.people, found.sums.answers) == (10, 20)
    assert found.interval == pytest.approx(
        (statistics.fmean(changes) - reach, statistics.fmean(changes) + reach), abs=1e-4
    )


async def test_a_new_pair_of_one_mentor_hides_the_question(
    session: AsyncSession, school: Organisation
) -> None:
    """All ten answered twice, but the second answer of one of them could be subtracted."""
    mentors = await make_people(session, school, MENTOR, 10)
    pairs = await make_pairs(session, school, mentors, 2)
    for code, extra in (("interim", {}), ("final", {1: 2})):
        answers = [
            (m, MENTOR, {"COM": {0: 7} | (extra if not n else {})}) for n, m in enumerate(mentors)
        ]
        await make_held(session, school, code, answers, pairs=pairs)

    assert not (await change(session, school, "COM")).shown


async def test_december_comes_before_september_and_another_role_is_another_person(
    session: AsyncSession, school: Organisation
) -> None:
    people = await make_people(session, school, MENTOR, 6)
    for code, mark in (("intro", 4), ("interim", 6), ("final", 9)):
        answers = {"ADP": mark, **({} if code == "interim" else {"EFF": mark})}
        await make_held(session, school, code, [(one, MENTOR, answers) for one in people])
    made = await seen(session, school)
    found = {one.item.code: one for one in made.changes if one.shown}

    assert found["ADP"].earlier is WaveCode.INTERIM
    assert (found["ADP"].mean, found["ADP"].expected) == (3, False)
    assert (found["EFF"].earlier, found["EFF"].mean, found["EFF"].expected) == (
        WaveCode.INTRO,
        5,
        True,
    )
    assert {one.role for one in made.changes if one.shown} == {MENTOR}
    assert (await seen(session, school, code="interim")).changes == ()


async def test_the_two_growth_forms_are_compared(
    session: AsyncSession, school: Organisation
) -> None:
    """Beside the start of the year as it is seen in May, which is another question."""
    codes = ("growth_start", "growth")
    await make_two(session, school, [2, 3, 2, 3, 5, 4], [4, 3, 3, 5, 4, 5], codes, item="M1")
    made = await seen(session, school, code="growth")

    ((row, (found,)),) = made.changed()
    assert row.item.code == "M1"
    assert found.earlier is WaveCode.GROWTH_START
    assert (found.sums.better, found.same, found.sums.worse) == (4, 1, 1)


def test_a_hair_below_zero_is_no_minus() -> None:
    assert str(tenths(Fraction(-1, 30))) == "0.0"


async def test_another_school_is_not_matched(session: AsyncSession) -> None:
    """Whoever moved answered in both rounds, but in two schools."""
    first, second = [await make_organisation(session, f"СОШ № {n}") for n in (1, 2)]
    people = await make_people(session, first, MENTOR, 6)
    await make_held(session, first, "intro", [(one, MENTOR, {"EFF": 4}) for one in people])
    await make_held(session, second, "intro", [])
    await make_held(session, second, "final", [(one, MENTOR, {"EFF": 9}) for one in people])

    assert not (await change(session, second)).shown


async def make_schools(
    session: AsyncSession, sizes: Iterable[tuple[int, int, int]]
) -> tuple[Organisation, list[Organisation]]:
    """Schools of a town with so many who answered twice, before only, after only."""
    town, schools = await make_town(session), []
    for number, (twice, lost, new) in enumerate(sizes, start=1):
        school = await make_organisation(session, f"СОШ № {number}", parent=town)
        before = [number] * (twice + lost) + [None] * new
        after = [number + 1] * twice + [None] * lost + [number + 1] * new
        await make_two(session, school, before, after)
        schools.append(school)
    return town, schools


@pytest.mark.parametrize(
    ("sizes", "people", "left_out"),
    [
        ([(9, 0, 0), (7, 0, 0)], 16, 0),
        ([(9, 0, 0), (4, 0, 0)], 9, 4),
        ([(9, 0, 0), (3, 0, 0), (3, 0, 0)], 15, 0),
        ([(3, 0, 0), (3, 0, 0)], 6, 0),
        ([(3, 0, 0), (3, 2, 0)], 0, 6),
        ([(2, 0, 0), (2, 0, 0)], 0, 4),
        ([(8, 2, 0)] * 2, 0, 16),
        ([(8, 2, 0)] * 3, 24, 0),
        ([(8, 0, 2), (8, 2, 0), (9, 0, 0)], 9, 16),
    ],
)
async def test_a_town_adds_small_schools_as_long_as_nobody_can_be_told(
    session: AsyncSession, sizes: list[tuple[int, int, int]], people: int, left_out: int
) -> None:
    town, _ = await make_schools(session, sizes)
    found = await change(session, town, whole=True)

    assert (found.sums.people, found.verdict.left_out) == (people, left_out)
    assert found.shown == (people > 0)


def smallest(views: list[list[float]], people: list[int]) -> int:
    """How few people a combination of views can be about; the columns are kinds of people who
    cannot be told apart. By hand: of all sets of kinds, those whose complement does not take the
    rank away carry a combination."""
    found = np.array([view for view in views if any(view)], dtype=float)
    kinds = [n for n, size in enumerate(people) if size]
    best = sum(people)
    for chosen in range(1, 2 ** len(kinds)):
        inside = [kind for n, kind in enumerate(kinds) if chosen >> n & 1]
        outside = [kind for kind in kinds if kind not in inside]
        size = sum(people[kind] for kind in inside)
        if size < best and found.size:
            whole = np.linalg.matrix_rank(found[:, kinds])
            rest = np.linalg.matrix_rank(found[:, outside]) if outside else 0
            if rest < whole:
                best = size
    return best


@pytest.mark.parametrize("seed", range(150))
def test_an_adversary_who_subtracts_narrows_nothing(seed: int) -> None:
    """A region of two towns: everything that is shown of a round, and of the matched."""
    rng = random.Random(seed)
    number = rng.randint(2, 6)
    cut = rng.randint(1, number - 1)
    groups = {frozenset({n}) for n in range(number)} | {
        frozenset(range(cut)), frozenset(range(cut, number)), frozenset(range(number)),
    }  # fmt: skip
    asked = {group: [group] for group in groups}
    twice = {n: rng.choice([0, 1, 2, 3, 4, 5, 8]) for n in range(number)}
    once = [{n: rng.choice([0, 0, 0, 1, 2, 3, 6]) for n in range(number)} for _ in range(2)]
    k = dict.fromkeys(range(number), rng.choice([3, 5, 8]))
    known, shown = [], []
    for single in once:
        people = {n: twice[n] + single[n] for n in range(number)}
        told = privacy.verdicts(asked, people, k)
        known.append(Known(matched.blocks(told), people, single))
        shown.append([verdict.waves for verdict in told.values()])
    found = matched.verdicts(asked, twice, known, k)
    for single, sets in zip(once, shown, strict=True):
        both = [[float(n in one) for n in range(number)] * 2 for one in sets]
        ours = [
            [float(n in v.waves) for n in range(number)] + [0.0] * number for v in found.values()
        ]
        people = [*twice.values(), *single.values()]
        wanted = k[0]
        assert smallest(both + ours, people) >= min(wanted, sum(people))


def test_the_adversary_finds_what_a_careless_rule_shows() -> None:
    """Eight of ten matched, all shown: two remain."""
    assert smallest([[1, 1], [1, 0]], [8, 2]) == 2
    assert smallest([[1, 1]], [8, 2]) == 10


async def test_both_sides_furthest_apart_come_first(
    session: AsyncSession, school: Organisation
) -> None:
    mentors = await make_people(session, school, MENTOR, 6)
    mentees = await make_people(session, school, Role.MENTEE, 5)
    said = [(one, MENTOR, {"EFF": 8, "ORG": 9, "EVT": 5, "THE": 9}) for one in mentors]
    said += [(one, Role.MENTEE, {"EFF": 7, "ORG": 5, "EVT": 7}) for one in mentees]
    said += [
        (m, Role.MENTEE, {"THE": 1}) for m in await make_people(session, school, Role.MENTEE, 4)
    ]
    await make_held(session, school, "final", said)
    gaps = (await seen(session, school)).gaps()

    assert [(row.item.code, a.mean - b.mean) for row, a, b in gaps] == [
        ("ORG", 4), ("EVT", -2), ("EFF", 1),
    ]  # fmt: skip
    assert {(a.people, b.people) for _, a, b in gaps} == {(6, 5)}


async def test_there_is_nothing_to_compare_without_an_earlier_round(
    session: AsyncSession, school: Organisation
) -> None:
    people = await make_people(session, school, MENTOR, 6)
    await make_held(session, school, "final", [(one, MENTOR, {"EFF": 4}) for one in people])

    assert (await seen(session, school)).changes == ()


async def test_an_earlier_round_that_still_goes_on_is_not_compared(
    session: AsyncSession, school: Organisation
) -> None:
    before, _ = await make_two(session, school, [7] * 8, [8] * 8)
    reopened: Wave = before
    reopened.closed_at, reopened.closes_on = None, JUNE.date()
    await session.flush()

    assert (await seen(session, school)).changes == ()
