"""An attack on everything that those who run a region can get, in three rounds of a year.

People are told apart by school, by what they answered when, and by their strata. What every
number is about is checked by the way: it has to be true of them.
"""

import random
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from services.reports import drawn
from services.results import changes, crossing, figures, matched
from services.results.privacy import Verdict, Waves, union
from tests.adversary.people import Narrowing, Told, count_by_view
from tests.adversary.towns import (
    AREAS,
    FORMS,
    MENTOR,
    ONCE,
    ROLES,
    ROUNDS,
    SIZES,
    TENURES,
    Human,
    Region,
    make_region,
    mark,
    over,
)
from tests.adversary.viewers import FILES, Spies

PROMISED = {"intro": 5, "interim": 5, "final": 5}


@pytest.fixture(autouse=True)
def without_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are read as figures; in documents they would only take time."""
    monkeypatch.setattr(drawn, "picture", lambda *_: None)


async def simulated(session: AsyncSession, seed: int) -> Region:
    """Two towns with five or six schools; who answers both times, or once, is drawn by school."""
    rng = random.Random(seed)
    promised = {code: rng.choice([5, 5, 7]) for code in ROUNDS}
    region = await make_region(session, promised)
    for number in range(rng.randint(5, 6)):
        twice = {role: rng.choice(SIZES) for role in ROLES}
        once = {role: [rng.choice(ONCE), rng.choice(ONCE)] for role in ROLES}
        sizes = {role: twice[role] + sum(once[role]) for role in ROLES}
        school = await region.school(region.towns[number % 2], sizes)
        many = rng.random() < 0.5
        for role in ROLES:
            people = region.of(school, role)
            for place, human in enumerate(people):
                _plays(rng, human, place - twice[role], once[role][0], many)
    return region


def _plays(rng: random.Random, human: Human, after: int, first: int, many: bool) -> None:
    """`after`: how many places behind those who answer twice; the `first` of them came early."""
    codes = ["intro", "final"] if after < 0 else ["intro"] if after < first else ["final"]
    if rng.random() < 0.8:
        codes.append("interim")
    human.said = {code: mark(rng) for code in codes}
    whole = frozenset(one[rng.randrange(2 if many else 1)] for one in (FORMS, TENURES, AREAS))
    human.strata = dict.fromkeys(codes, whole)


async def played(spies: Spies, rng: random.Random, with_interim: bool) -> None:
    """The year, with a school that is late in every round, and a look after each batch."""
    region = spies.region
    schools = list(region.schools)
    late = schools[rng.randrange(len(schools))]
    codes = ("intro", *(["interim"] if with_interim else []), "final")
    for code in codes:
        await region.held(code, [one for one in schools if one != late])
        await spies.look(over(code), [code], PAGES)
        await region.held(code, [late], late=True)
        await spies.look(over(code, late=True), [code], PAGES)
    await spies.look(over("final", late=True), codes, FILES)


PAGES = (
    "means",
    "distributions",
    "gaps",
    "trend",
    "changes",
    "cut-form",
    "cut-tenure",
    "cut-area",
)


def untrue(region: Region, narrowing: Narrowing) -> list[Told]:
    return [one for one in narrowing.kept if not is_true(region, one)]


def is_true(region: Region, one: Told) -> bool:
    _, item, code, kind = one.system
    if one.number is None:
        return True
    people = [region.people[id_] for id_ in one.people]
    given = [tuple(human.value(c, item) for c in code.split(">")) for human in people]
    return abs(truth(kind, given) - one.number) <= one.step / 2


def truth(kind: str, given: list[tuple[Any, ...]]) -> float:
    if kind == "people":
        return len(given)
    if kind == "sum":
        return statistics.fmean(value for (value,) in given)
    if kind.startswith("count"):
        wanted = kind.removeprefix("count ")
        return sum(str(v) == wanted or v == (wanted,) for (v,) in given)
    signs = Counter((after > before) - (after < before) for before, after in given)
    return signs[{"better": 1, "same": 0, "worse": -1}[kind]]


@pytest.mark.parametrize("seed", [1, 2])
async def test_nobody_who_keeps_everything_of_a_year_narrows_an_answer_to_a_few(
    session: AsyncSession, seed: int
) -> None:
    region = await simulated(session, seed)
    spies = Spies(region, Narrowing(region.promised))
    await spies.join()
    await played(spies, random.Random(seed), with_interim=seed % 2 == 1)

    assert untrue(region, spies.narrowing) == []
    assert spies.narrowing.narrowed() == []


HEAD, PEER = frozenset({FORMS[1]}), frozenset({FORMS[0]})
Group = tuple[int, str, frozenset[str]]
"""So many mentors of a school, the rounds they answer, and their strata."""


async def constructed(session: AsyncSession, *schools: Sequence[Group]) -> Spies:
    """A town of schools whose mentors answer everything they are asked."""
    rng = random.Random(1)
    region = await make_region(session, PROMISED)
    for groups in schools:
        number = sum(n for n, *_ in groups)
        school = await region.school(region.towns[0], {MENTOR: number})
        kinds = [one for n, *one in groups for _ in range(n)]
        for human, (codes, strata) in zip(region.of(school, MENTOR), kinds, strict=True):
            human.said = {code: {**mark(rng), "ORG": 7} for code in codes.split()}
            human.strata = dict.fromkeys(human.said, strata)
    for code in ("intro", "final"):
        await region.held(code, region.schools)
    spies = Spies(region, Narrowing(region.promised))
    await spies.join()
    return spies


BOTH = "intro final"
NONE = frozenset[str]()


async def looked(spies: Spies, *views: str) -> list[int]:
    """How many people each set has that follows from these views after the year."""
    await spies.look(over("final"), ("intro", "final"), views or PAGES)
    assert untrue(spies.region, spies.narrowing) == []
    return sorted({len(people) for _, people in spies.narrowing.narrowed()})


def everybody(
    groups: Mapping[Any, Sequence[Waves]], people: Mapping[int, int], *_: object
) -> dict[Any, Verdict]:
    """The mutant: a total, or a change, counts whoever has answered."""
    found = {}
    for group, batches in groups.items():
        number = sum(people.get(one, 0) for one in union(batches))
        found[group] = Verdict(union(batches), number, 0, False, tuple(batches))
        if number < K:
            found[group] = Verdict(Waves(), 0, number, False, (Waves(),) * len(batches))
    return found


K = 5
MUTANTS = {
    "totals count everybody": (figures, "verdicts", everybody),
    "rule 8 is off": (matched, "verdicts", everybody),
    "rule 11 is off": (crossing.Divided, "_allow", lambda *_: True),
}
TOWNS: dict[str, tuple[Sequence[Group], ...]] = {
    "totals count everybody": ([(9, BOTH, NONE)], [(12, BOTH, NONE)], [(4, BOTH, NONE)]),
    "rule 8 is off": ([(8, BOTH, NONE), (2, "intro", NONE)],),
    "rule 11 is off": ([(7, BOTH, PEER), (2, BOTH, HEAD)],),
}
FEW = {"totals count everybody": 4, "rule 8 is off": 2, "rule 11 is off": 2}


@pytest.mark.parametrize("mutant", MUTANTS)
async def test_a_rule_that_is_off_is_caught(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch, mutant: str
) -> None:
    spies = await constructed(session, *TOWNS[mutant])
    assert await looked(spies) == []

    monkeypatch.setattr(*MUTANTS[mutant])
    assert FEW[mutant] in await looked(spies)


async def test_strata_of_autumn_beside_those_who_came_again_are_caught(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All peers and one head have answered again: the change, less the peers, is that head."""
    groups = [(6, BOTH, PEER), (1, BOTH, HEAD), (5, "intro", HEAD)]
    spies = await constructed(session, groups)
    assert await looked(spies) == []

    async def nowhere(*_: object) -> dict[Any, Any]:
        return {}

    monkeypatch.setattr(changes, "_barred", nowhere)
    assert await looked(spies) == [1]


@pytest.mark.parametrize("careless", ["means", *FILES])
async def test_one_page_or_file_for_one_viewer_with_a_lower_k_is_caught(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch, careless: str
) -> None:
    """Only for the coordinator, only there: his total of the town counts the small school."""
    spies = await constructed(session, [(9, BOTH, NONE)], [(12, BOTH, NONE)], [(4, BOTH, NONE)])
    assert await looked(spies) == []

    def lowered(items: Any, sent: Any, place: Any, min_group: int) -> Any:
        return {role: dict.fromkeys(place.ids, 3) for role in items}

    monkeypatch.setattr(figures, "ks_of", lowered)
    spies.whos = spies.whos[-1:]
    assert 4 in await looked(spies, careless)


async def test_every_page_and_file_is_read(session: AsyncSession) -> None:
    """A view that told nothing could hide anything."""
    spies = await constructed(session, [(12, BOTH, HEAD), (12, BOTH, PEER)], [(9, BOTH, PEER)])
    school = spies.region.of(next(iter(spies.region.schools)), MENTOR)
    assert len(school) == 24
    assert await looked(spies, *PAGES, *FILES) == []

    told = count_by_view(spies.narrowing.kept)
    assert {*PAGES, *FILES} - set(told) == {"gaps", "cut-tenure", "cut-area"}
    kinds = {
        view: {one.system[3] for one in spies.narrowing.kept if one.view == view} for view in told
    }
    for view in ("changes", "xlsx", "note"):
        assert {"people", "sum", "better", "same", "worse"} <= kinds[view]
    assert {"people", "sum"} <= kinds["pictures"] & kinds["csv"] & kinds["trend"]
