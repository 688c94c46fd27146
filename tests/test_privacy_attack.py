"""An attack on the results of simulated towns with all pages and files of all who run them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.texts import Translate
from models import Organisation, Wave
from models.enums import Missing, Role, WaveCode
from services.catalogue import QuestionnaireSpec
from services.results import figures, rounds
from services.results.cells import Results, Speech
from services.results.privacy import Verdict, Waves, union
from tests.adversary import VIEWS, Adversary
from tests.factories import make_organisation
from tests.polls import Said, make_poll, make_town, on_paper
from tests.surveys import specs

MENTOR, MENTEE = Role.MENTOR, Role.MENTEE
ROLES = (MENTOR, MENTEE)
SIZES = (0, 1, 4, 5, 6, 9, 10, 20)
SETTING = 5
ASKED = {"EXPR", "EXPR_MORE", "EFF", "ORG", "FRQ", "VAL"}
SPEECH = Speech(Translate("ru"), "ru")

OPEN = datetime(2026, 9, 20, 6, tzinfo=UTC)
FIRST_OVER = datetime(2026, 10, 1, 6, tzinfo=UTC)
ALL_OVER = datetime(2026, 10, 8, 6, tzinfo=UTC)
LATE_OVER = datetime(2026, 10, 21, 6, tzinfo=UTC)


def asked() -> list[QuestionnaireSpec]:
    """The opening questionnaire without what is asked once a colleague."""
    found = [specs()[f"{role}-{WaveCode.INTRO}"] for role in ROLES]
    return [
        spec.model_copy(update={"items": tuple(i for i in spec.items if i.code in ASKED)})
        for spec in found
    ]


def sheet(rng: random.Random, mark: int | None) -> Said:
    """`mark`: what everybody in the town says."""
    marks = {item: mark or rng.randint(1, 10) for item in ("EFF", "ORG")}
    expert = rng.random() < 0.4
    said: dict[str, Any] = {
        "EFF": marks["EFF"],
        "ORG": marks["ORG"] if rng.random() < 0.7 else Missing.HARD_TO_SAY,
        "FRQ": (rng.choice(["often", "seldom", "never"]),),
        "EXPR": ("yes" if expert else "no",),
        "VAL": f"мысль {rng.random()}" if rng.random() < 0.6 else Missing.SKIPPED,
    }
    return said | ({"EXPR_MORE": f"опыт {rng.random()}"} if expert else {})


def sheets(
    rng: random.Random, sizes: Mapping[Role, int], mark: int | None
) -> dict[Role, list[Any]]:
    """With some who have sent nothing."""
    return {
        role: [sheet(rng, mark) for _ in range(size)] + [None] * rng.randint(0, 3)
        for role, size in sizes.items()
    }


@dataclass
class Town:
    session: AsyncSession
    above: Organisation
    promised: int
    schools: list[Organisation] = field(default_factory=list)
    waves: list[Wave] = field(default_factory=list)
    people: dict[tuple[int, Role], list[Said]] = field(default_factory=dict)

    async def school(self, given: Mapping[Role, Sequence[Any]]) -> Wave:
        name = f"МБОУ СОШ № {len(self.schools) + 1}"
        school = await make_organisation(self.session, name, parent=self.above)
        wave = await make_poll(
            self.session, school, given, questionnaires=asked(), promised=self.promised
        )
        self.schools.append(school)
        self.waves.append(wave)
        for role, said in given.items():
            self.people[wave.id, role] = [one for one in said if one is not None]
        return wave

    def adversary(self) -> Adversary:
        return Adversary(SPEECH, self.people, {wave.id: self.promised for wave in self.waves})

    async def views(self, now: datetime, setting: int = SETTING) -> list[Results]:
        """What every curator and the coordinator can open."""
        found = []
        everything = frozenset({self.above.id, *(school.id for school in self.schools)})
        for scope in (*(frozenset({school.id}) for school in self.schools), everything):
            for place in await rounds.places_in(self.session, scope, 2026, WaveCode.INTRO, now):
                made = await figures.results(self.session, place, setting)
                assert (made is None) == (not place.is_over)
                found += [made] if made else []
        return found

    async def shown_to(
        self,
        adversary: Adversary,
        now: datetime,
        setting: int = SETTING,
        of: Sequence[str] = tuple(VIEWS),
    ) -> None:
        read: list[Any] = []
        for made in await self.views(now, setting):
            if (made.place.ids, made.rows) in read:
                continue  # the coordinator sees of a school what its curator does
            read.append((made.place.ids, made.rows))
            responses = await figures.responses(self.session, made.place)
            for view in of:
                adversary.keeps(view, made, VIEWS[view](made, responses, SPEECH))


async def make(session: AsyncSession, rng: random.Random) -> Town:
    """Four to six schools; the last of them is prolonged by a week."""
    town = Town(session, await make_town(session), rng.choice([5, 7]))
    mark = rng.choice([None, None, 10])
    for _ in range(rng.randint(4, 6)):
        sizes = {role: rng.choice(SIZES) for role in ROLES}
        wave = await town.school(sheets(rng, sizes, mark))
        await on_paper(session, wave, rng.randint(0, 2))
    town.waves[-1].closes_on, town.waves[-1].closed_at = date(2026, 10, 7), None
    await session.flush()
    return town


async def comes_late(town: Town, rng: random.Random) -> None:
    """A school that missed its days and was given new ones."""
    wave = await town.school(sheets(rng, {role: rng.choice((1, 4, 6)) for role in ROLES}, None))
    wave.opens_on, wave.closes_on = date(2026, 10, 12), date(2026, 10, 20)
    wave.opened_at = datetime(2026, 10, 12, 5, tzinfo=UTC)
    wave.closed_at = datetime(2026, 10, 20, 19, tzinfo=UTC)
    await town.session.flush()


async def attacked(session: AsyncSession, seed: int) -> Adversary:
    """Everything that was to be seen of a town until a month after."""
    rng = random.Random(seed)
    town = await make(session, rng)
    adversary = town.adversary()
    await town.shown_to(adversary, FIRST_OVER)
    await town.shown_to(adversary, ALL_OVER)
    await comes_late(town, rng)
    adversary.k = {wave.id: town.promised for wave in town.waves}
    await town.shown_to(adversary, LATE_OVER)
    return adversary


@pytest.mark.parametrize("seed", range(5))
async def test_nobody_who_keeps_everything_narrows_an_answer_to_a_few(
    session: AsyncSession, seed: int
) -> None:
    adversary = await attacked(session, seed)

    assert {one.view for one in adversary.kept} == set(VIEWS)
    assert adversary.narrowed() == []


async def of_mentors(session: AsyncSession, *sizes: int, promised: int = 5) -> Town:
    """Schools where everybody answers everything that everybody is asked."""
    rng = random.Random(sum(sizes))
    town = Town(session, await make_town(session, f"Город {promised}"), promised)
    for size in sizes:
        said = [sheet(rng, None) | {"ORG": 7, "VAL": "мысль"} for _ in range(size)]
        await town.school({MENTOR: said, MENTEE: []})
    return town


def everybody(
    groups: Mapping[Any, Sequence[Waves]], people: Mapping[int, int], k: Mapping[int, int]
) -> dict[Any, Verdict]:
    """The mutant: a total counts all schools, k is all there is."""
    found = {}
    for group, batches in groups.items():
        waves = union(batches)
        number = sum(people.get(wave, 0) for wave in waves)
        shown = number >= max((k[wave] for wave in waves), default=5)
        verdict = Verdict(waves, number, 0, number >= 10, tuple(batches))
        found[group] = verdict if shown else Verdict(Waves(), 0, number, False)
    return found


async def test_a_total_that_counts_everybody_is_caught(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = await of_mentors(session, 9, 12, 4)
    small = frozenset({town.waves[2].id})
    honest, robbed = town.adversary(), town.adversary()
    await town.shown_to(honest, FIRST_OVER)
    monkeypatch.setattr(figures, "verdicts", everybody)
    await town.shown_to(robbed, FIRST_OVER)

    assert honest.narrowed() == []
    assert {
        (small, MENTOR, "EFF", ("sum", "")),
        (small, MENTOR, "FRQ", ("count", "often")),
    } <= set(robbed.narrowed())


@pytest.mark.parametrize("careless", VIEWS)
async def test_a_single_view_with_a_lower_k_is_caught(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch, careless: str
) -> None:
    town = await of_mentors(session, 9, 12, 4, 3)
    adversary = town.adversary()
    await town.shown_to(adversary, FIRST_OVER, of=["csv"])
    assert adversary.narrowed() == []

    def lowered(items: Any, sent: Any, place: Any, min_group: int) -> Any:
        return {role: dict.fromkeys(place.ids, 3) for role in items}

    monkeypatch.setattr(figures, "ks_of", lowered)
    await town.shown_to(adversary, FIRST_OVER, of=[careless])

    few = {frozenset({wave.id}) for wave in town.waves[2:]}
    assert {waves for waves, *_ in adversary.narrowed()} >= few


async def test_only_the_response_is_seen_while_answers_may_come(session: AsyncSession) -> None:
    """A school that is prolonged holds back the total, not its neighbour's results."""
    town = await of_mentors(session, 9, 12)
    for wave in town.waves:
        wave.closed_at = None
    town.waves[1].closes_on = date(2026, 10, 7)
    await session.flush()

    seen = [await town.views(now) for now in (OPEN, FIRST_OVER, ALL_OVER)]

    # The coordinator opens every school, and from the end of the last one the town.
    assert [len(found) for found in seen] == [0, 2, 5]


async def test_follow_ups_count_nobody_whom_their_question_leaves_out(
    session: AsyncSession,
) -> None:
    """How many of a small school said yes would follow from how many had more to say."""
    yes, no = {"EXPR": ("yes",), "EXPR_MORE": "опыт"}, {"EXPR": ("no",)}
    town = Town(session, await make_town(session), 5)
    for said in ([yes] * 3 + [no] * 6, [yes] * 4 + [no] * 8, [yes] * 2 + [no] * 2):
        await town.school({MENTOR: said, MENTEE: []})
    adversary = town.adversary()
    await town.shown_to(adversary, FIRST_OVER)

    whole = next(made for made in await town.views(FIRST_OVER) if made.place.whole)
    (more,) = (
        c
        for row in whole.rows
        for c in row.cells.values()
        if c.item.code == "EXPR_MORE" and c.shown
    )
    assert (more.people, more.verdict.left_out) == (7, 4)
    assert adversary.narrowed() == []


@pytest.mark.parametrize("yes", [0, 1, 2])
async def test_whom_a_number_leaves_out_does_not_hang_on_what_they_said(
    session: AsyncSession, yes: int
) -> None:
    met, unmet = {"EXPR": ("yes",), "EXPR_MORE": "опыт"}, {"EXPR": ("no",)}
    town = Town(session, await make_town(session), 5)
    for said in ([met] * 6, [met] * yes + [unmet] * (2 - yes)):
        await town.school({MENTOR: said, MENTEE: []})
    whole = next(made for made in await town.views(FIRST_OVER) if made.place.whole)

    told = {c.verdict.left_out for row in whole.rows for c in row.cells.values() if c.shown}
    assert told == {2}
    assert whole.left_out == 2


@pytest.mark.parametrize("size", [4, 5, 9, 10])
async def test_what_all_agree_on_is_told_of_k_people_and_never_of_fewer(
    session: AsyncSession, size: int
) -> None:
    """A mean at the end of its scale tells what each of them said, as an option that all chose
    does. That is the rule (privacy, 5): they are k people, and hiding it would tell it too."""
    town = await of_mentors(session, size, 12, 4)
    alike = [{"EFF": 10, "EXPR": ("no",)}] * size
    await town.school({MENTOR: alike, MENTEE: []})
    adversary = town.adversary()
    await town.shown_to(adversary, FIRST_OVER)
    alone = frozenset({town.waves[3].id})
    own = next(one for one in await town.views(FIRST_OVER) if one.place.ids == alone)
    mark = next(c for row in own.rows for c in row.cells.values() if c.item.code == "EFF")

    assert adversary.narrowed() == []
    assert mark.shown == (size >= 5)
    assert mark.extremes == ((10, 10) if size >= 10 else None)


async def test_a_promise_of_seven_holds_after_one_of_five(session: AsyncSession) -> None:
    """Rounds of one year with different promises: each keeps its own, whatever is set today."""
    five = await of_mentors(session, 9, 6, 4, 6)
    seven = await of_mentors(session, 9, 6, 4, 6, promised=7)
    for town, schools in ((five, 3), (seven, 1)):
        adversary = town.adversary()
        await town.shown_to(adversary, FIRST_OVER)
        shown = [made for made in await town.views(FIRST_OVER) if not made.nothing_of(MENTOR)]
        assert len({made.place.ids for made in shown if not made.place.whole}) == schools
        assert adversary.narrowed() == []


async def test_a_setting_that_is_raised_later_tells_nothing_by_difference(
    session: AsyncSession,
) -> None:
    town = await of_mentors(session, 9, 6, 4)
    adversary = town.adversary()
    for setting in (5, 7):
        await town.shown_to(adversary, FIRST_OVER, setting)

    assert adversary.narrowed() == []
