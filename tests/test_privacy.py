"""What may be shown, as rules, and an adversary who has every view there is."""

import itertools
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Assignment, Organisation
from models.enums import Role, WaveCode
from services import joining, people
from services.results import figures, privacy, rounds
from services.results.cells import Cell, Results, Side
from services.results.privacy import Verdict, Waves, same_people, verdicts
from services.waves.state import Phase
from tests.factories import make_organisation, make_person
from tests.polls import AFTER, make_poll, make_town
from tests.test_results import of_wave

K = 5


def town(*sizes: int) -> dict[object, list[Waves]]:
    """Every school by its number and the town as "all"."""
    schools: dict[object, list[Waves]] = {n: [Waves({n})] for n in range(len(sizes))}
    return schools | {"all": [Waves(range(len(sizes)))]}


def judged(*sizes: int, k: int = K) -> dict[object, Verdict]:
    return verdicts(town(*sizes), dict(enumerate(sizes)), dict.fromkeys(range(len(sizes)), k))


@pytest.mark.parametrize(
    ("sizes", "shown", "counted", "left_out"),
    [
        ([0], [], 0, 0),
        ([1], [], 0, 1),
        ([4], [], 0, 4),
        ([5], [0], 5, 0),
        ([4, 4], [], 8, 0),
        ([2, 2], [], 0, 4),
        ([9, 12], [0, 1], 21, 0),
        ([9, 12, 4], [0, 1], 21, 4),
        ([9, 12, 4, 1], [0, 1], 26, 0),
        ([9, 12, 2, 1], [0, 1], 21, 3),
        ([9, 12, 0], [0, 1], 21, 0),
        ([5, 1], [0], 5, 1),
    ],
)
def test_a_total_never_tells_what_a_small_school_keeps(
    sizes: list[int], shown: list[int], counted: int, left_out: int
) -> None:
    found = judged(*sizes)

    assert [n for n in range(len(sizes)) if found[n].shown] == shown
    assert (found["all"].people, found["all"].left_out) == (counted, left_out)
    assert found["all"].shown == (counted >= K)


def test_a_school_is_judged_by_its_own_answers_only() -> None:
    alone = judged(6)[0]

    for others in itertools.product(range(8), repeat=2):
        assert judged(6, *others)[0] == alone


@pytest.mark.parametrize(
    ("sizes", "detailed"),
    [
        ([9], []),
        ([10], [0, "all"]),
        ([10, 7], [0]),
        ([10, 7, 6], [0, "all"]),
        ([7, 7], ["all"]),
        ([12, 4], [0, "all"]),
    ],
)
def test_single_values_need_twice_as_many_people_and_cannot_be_derived(
    sizes: list[int], detailed: list[object]
) -> None:
    assert [key for key, verdict in judged(*sizes).items() if verdict.detail] == detailed


def test_a_school_that_answers_late_is_added_as_a_group_of_its_own() -> None:
    """Or yesterday's total, taken from today's, would be that school."""
    schools: dict[object, list[Waves]] = {n: [Waves({n})] for n in range(4)}
    both = [Waves({0, 1, 2}), Waves({3})]

    k = dict.fromkeys(range(4), K)
    few = verdicts(schools | {"all": both}, {0: 9, 1: 3, 2: 4, 3: 3}, k)["all"]
    more = verdicts(schools | {"all": both}, {0: 9, 1: 1, 2: 1, 3: 3}, k)["all"]

    assert (few.waves, few.left_out) == ({0, 1, 2}, 3)
    assert (more.waves, more.left_out) == ({0}, 5)


def test_a_late_school_is_not_added_to_what_a_larger_total_has_told_with_others() -> None:
    """The region has told four of the town with one of another. The town with its late one, less
    that, would be the difference of two people."""
    schools: dict[object, list[Waves]] = {n: [Waves({n})] for n in range(4)}
    region = schools | {"town": [Waves({0, 1})], "region": [Waves({0, 1, 2})]}
    later = schools | {
        "town": [Waves({0, 1}), Waves({3})], "region": [Waves({0, 1, 2}), Waves({3})],
    }  # fmt: skip
    sizes, k = {0: 2, 1: 2, 2: 1, 3: 1}, dict.fromkeys(range(4), K)

    assert verdicts(region, sizes, k)["region"].waves == {0, 1, 2}
    found = verdicts(later, sizes, k)
    assert found["region"].waves == {0, 1, 2}
    assert not found["town"].shown


def test_single_values_of_a_late_school_are_not_told_by_those_of_before() -> None:
    schools: dict[object, list[Waves]] = {n: [Waves({n})] for n in range(4)}
    k = dict.fromkeys(range(4), K)
    batches = [Waves({0, 1, 2}), Waves({3})]
    before = verdicts(schools | {"all": batches[:1]}, dict.fromkeys(range(4), 4), k)["all"]
    sizes = {0: 4, 1: 4, 2: 4}
    few = verdicts(schools | {"all": batches}, sizes | {3: 6}, k)["all"]
    more = verdicts(schools | {"all": batches}, sizes | {3: 10}, k)["all"]

    assert (before.people, before.detail) == (12, True)
    assert (few.people, few.detail, few.single) == (18, False, {0, 1, 2})
    assert (more.people, more.detail) == (22, True)


def test_a_follow_up_counts_no_school_that_its_question_does_not() -> None:
    """Of a school of four, or how many there said yes would be the total less the others' yes."""
    k, said_yes = dict.fromkeys(range(3), K), {0: 3, 1: 4, 2: 2}
    asked = verdicts(town(9, 12, 4), {0: 9, 1: 12, 2: 4}, k)
    careless = verdicts(town(9, 12, 4), said_yes, k)["all"]
    more = verdicts(same_people(asked), said_yes, k)["all"]

    assert (asked["all"].waves, careless.waves) == ({0, 1}, {0, 1, 2})
    assert (more.waves, more.people) == ({0, 1}, 7)


def test_a_follow_up_of_a_late_school_is_a_group_of_its_own() -> None:
    schools: dict[object, list[Waves]] = {n: [Waves({n})] for n in range(3)}
    both = [Waves({0, 1}), Waves({2})]
    k = dict.fromkeys(range(3), K)
    asked = verdicts(schools | {"all": both}, {0: 9, 1: 12, 2: 6}, k)
    more = verdicts(same_people(asked), {0: 3, 1: 4, 2: 1}, k)["all"]

    assert asked["all"].batches == ({0, 1}, {2})
    assert more.waves == {0, 1}


@pytest.mark.parametrize(("setting", "k"), [(0, 3), (2, 3), (3, 3), (5, 5), (10, 10)])
def test_k_is_never_below_three(setting: int, k: int) -> None:
    assert privacy.least(setting) == k


@pytest.mark.parametrize(
    ("phases", "over"),
    [
        ([], False),
        ([Phase.PLANNED], False),
        ([Phase.OPEN], False),
        ([Phase.MISSED], False),
        ([Phase.CLOSED], True),
        ([Phase.CLOSED, Phase.OPEN], False),
        ([Phase.CLOSED, Phase.PLANNED], False),
        ([Phase.CLOSED, Phase.MISSED], True),
    ],
)
def test_nothing_is_shown_while_an_answer_may_come(phases: list[Phase], over: bool) -> None:
    assert privacy.is_over(phases) == over


@pytest.mark.parametrize(("answers", "allowed"), [(0, False), (9, False), (10, True)])
def test_percentages_need_ten_answers(answers: int, allowed: bool) -> None:
    assert privacy.shares_allowed(answers) == allowed


def narrowed(shown: Iterable[Waves], sizes: Mapping[int, int], k: int = K) -> list[Waves]:
    """Every set of schools with 1 to k - 1 people whose answers follow from the views.

    The adversary adds and subtracts: a set follows when its indicator is a combination of
    those of the views. Independent of how the rule under test is written.
    """
    schools = sorted(sizes)
    views = np.array([[wave in view for wave in schools] for view in shown if view], dtype=float)
    if not views.size:
        return []
    rank = np.linalg.matrix_rank(views)
    return [
        Waves(chosen)
        for length in range(1, len(schools) + 1)
        for chosen in itertools.combinations(schools, length)
        if 0 < sum(sizes[wave] for wave in chosen) < k
        and np.linalg.matrix_rank(np.vstack([views, [w in chosen for w in schools]])) == rank
    ]


def region(schools: int, rng: random.Random) -> dict[object, list[Waves]]:
    """Schools in two towns in a region, every level of which somebody may ask for."""
    cut = rng.randint(1, schools - 1)
    levels = {"a": range(cut), "b": range(cut, schools), "region": range(schools)}
    wholes: dict[object, list[Waves]] = {name: [Waves(ids)] for name, ids in levels.items()}
    return wholes | {n: [Waves({n})] for n in range(schools)}


@pytest.mark.parametrize("seed", range(60))
def test_an_adversary_with_every_view_of_a_region_narrows_nothing(seed: int) -> None:
    rng = random.Random(seed)
    groups = region(rng.randint(2, 7), rng)
    sizes = {n: rng.choice([0, 1, 2, 3, 4, 5, 6, 9, 14]) for n in groups if isinstance(n, int)}
    found = verdicts(groups, sizes, dict.fromkeys(sizes, K))

    assert narrowed((verdict.waves for verdict in found.values()), sizes) == []
    assert all(v.people >= K for v in found.values() if v.shown)


def test_the_adversary_catches_a_total_that_counts_everybody() -> None:
    """The same without complementary suppression."""
    sizes = {0: 9, 1: 12, 2: 4}
    careless = [Waves({0}), Waves({1}), Waves({0, 1, 2})]

    assert narrowed(careless, sizes) == [{2}]
    assert narrowed((v.waves for v in judged(*sizes.values()).values()), sizes) == []


def broken(shown: Iterable[Waves], sizes: Mapping[int, int], k: Mapping[int, int]) -> list[Waves]:
    """Sets that follow from the views and have fewer people than one of them was promised."""
    found = narrowed(shown, sizes, max(k.values()))
    return [
        waves
        for waves in found
        if sum(sizes[wave] for wave in waves) < max(k[wave] for wave in waves if sizes[wave])
    ]


@pytest.mark.parametrize("seed", range(40))
def test_schools_that_were_promised_different_groups_each_get_theirs(seed: int) -> None:
    rng = random.Random(seed)
    groups = region(rng.randint(2, 7), rng)
    sizes = {n: rng.choice([0, 1, 3, 4, 5, 6, 9, 14]) for n in groups if isinstance(n, int)}
    k = {n: rng.choice([3, 5, 10]) for n in sizes}
    found = verdicts(groups, sizes, k)

    assert broken((verdict.waves for verdict in found.values()), sizes, k) == []


def test_one_k_for_a_whole_town_would_break_the_promise_of_a_school() -> None:
    """Six people who were promised five are shown, six who were promised ten are not: they are
    not in the total either, or it would tell their answers."""
    sizes, k = {0: 6, 1: 6}, {0: 5, 1: 10}
    careless = [Waves({0}), Waves({0, 1})]

    assert broken(careless, sizes, k) == [{1}]
    found = verdicts(town(6, 6), sizes, k)
    assert [found[key].waves for key in (0, 1, "all")] == [{0}, frozenset(), {0}]
    assert found["all"].left_out == 6


@pytest.mark.parametrize(
    ("promised", "setting", "people", "shown"),
    [
        (5, 3, 4, False),
        (5, 3, 5, True),
        (10, 5, 9, False),
        (10, 3, 10, True),
        (5, 10, 9, True),
        (3, 5, 4, True),
        (1, 1, 3, True),
        (1, 1, 2, False),
    ],
)
async def test_a_setting_that_is_changed_later_changes_no_promise(
    session: AsyncSession, promised: int, setting: int, people: int, shown: bool
) -> None:
    """What holds is what people were told, and the floor."""
    school = await make_organisation(session)
    said_by = [{"EFF": 7, "VAL": "мысль"}] * people
    wave = await make_poll(session, school, {Role.MENTOR: said_by}, promised=promised)
    made = await of_wave(session, wave, setting)

    assert made.k == max(3, promised)
    assert [cell_of(made, item).shown for item in ("EFF", "VAL")] == [shown] * 2
    assert len(cell_of(made, "VAL").texts) == (people if shown else 0)


async def test_the_largest_promise_of_a_wave_holds_for_all_of_it(session: AsyncSession) -> None:
    """The setting was changed while people joined."""
    school = await make_organisation(session)
    wave = await make_poll(session, school, {Role.MENTOR: [{"EFF": 7}] * 6, Role.MENTEE: []})
    told = await session.scalars(select(Assignment).where(Assignment.wave_id == wave.id))
    told.first().min_group = 8

    assert not cell_of(await of_wave(session, wave, 5), "EFF").shown


SIZES = {"МБОУ СОШ № 1": 9, "МБОУ СОШ № 2": 6, "МБОУ СОШ № 3": 4, "МБОУ СОШ № 4": 3}


def said(rng: random.Random) -> dict[str, Any]:
    return {
        "EFF": rng.randint(1, 10),
        "GLD": (rng.choice(["yes", "no"]),),
        "VAL": f"слово {rng.random()}",
    } | ({"ORG": rng.randint(1, 10)} if rng.random() < 0.6 else {})


async def views_of_everybody(
    session: AsyncSession, schools: Sequence[Organisation], above: Organisation
) -> list[Results]:
    """All that the curators of the schools and the coordinator can open."""
    found: list[Results] = []
    for place in (*schools, above):
        role = Role.MUNICIPAL_COORDINATOR if place is above else Role.CURATOR
        person = await make_person(session, place, f"Смотрящий Пётр {place.id}", role)
        viewer = await viewer_of(session, person.id)
        for asked in await rounds.places(session, viewer, 2026, WaveCode.INTRO, AFTER):
            made = await figures.results(session, asked, K)
            assert made is not None
            found.append(made)
    return found


async def viewer_of(session: AsyncSession, person_id: int) -> people.Who:
    account = Account(person_id=person_id, address=person_id, created_at=AFTER)
    session.add(account)
    await joining.consent(session, person_id, "agreed", AFTER)
    return await people.by_id(session, account.id)


@pytest.mark.parametrize("seed", range(4))
async def test_views_of_all_curators_and_the_coordinator_together_narrow_nothing(
    session: AsyncSession, seed: int
) -> None:
    rng = random.Random(seed)
    above = await make_town(session)
    schools, sheets = [], {}
    for name, size in SIZES.items():
        school = await make_organisation(session, name, parent=above)
        said_by = [said(rng) for _ in range(size)]
        wave = await make_poll(session, school, {Role.MENTOR: said_by})
        schools.append(school)
        sheets[wave.id] = said_by

    views = await views_of_everybody(session, schools, above)

    assert len(views) == 2 * len(schools) + 1
    for item in ("EFF", "ORG", "GLD", "VAL"):
        sizes = {wave: sum(item in one for one in said_by) for wave, said_by in sheets.items()}
        cells = [cell_of(view, item) for view in views]
        assert narrowed((cell.verdict.waves for cell in cells), sizes) == []
        for cell in cells:
            given = [
                one[item] for wave in cell.verdict.waves for one in sheets[wave] if item in one
            ]
            check_true(cell, given)


def cell_of(view: Results, item: str) -> Cell:
    return next(
        cell
        for row in view.rows
        for side, cell in row.cells.items()
        if (side, cell.item.code) == (Side(Role.MENTOR), item)
    )


def check_true(cell: Cell, given: list[Any]) -> None:
    """The cell tells of exactly these answers, and of nothing when it is hidden."""
    if cell.item.kind == "text":
        assert sorted(cell.texts) == sorted(given)
        return
    values = [str(value[0]) if isinstance(value, tuple) else str(value) for value in given]
    assert Counter(cell.counts) + Counter() == Counter(values)
    assert len(given) == 0 or len(given) >= K
