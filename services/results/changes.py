"""Change per person: the same people, asked the same in an earlier round of the year.

Answers are matched by person, role, question and pair, in one school. A question is compared
with one earlier round: the first of `pairing.EARLIER` that was held and asked it (privacy, 8).
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce

from sqlalchemy.ext.asyncio import AsyncSession

from models.enums import Role, WaveCode
from services.catalogue import Item
from services.results import crossing, cuts, matched, pairing, privacy, rounds, student, tallies
from services.results.cells import Results
from services.results.change import Change, Sums
from services.results.matched import Known
from services.results.pairing import Paired, Twice, earlier
from services.results.privacy import UNDER_WAY, Waves, k_of, union
from services.results.rounds import Place
from services.results.tallies import At

Ks = Mapping[int, int]


async def changes(
    session: AsyncSession, place: Place, scope: frozenset[int], min_group: int, now: datetime
) -> tuple[Change, ...]:
    """In the order of the round's questions; `scope`: what is run by whoever asks. Nothing while
    answers may still come, and where there is no earlier round."""
    asked = await tallies.items(session, place.ids) if place.is_over else {}
    wanted = {
        (role, item.code): item
        for role, items in asked.items()
        for item in items
        if item.kind == "scale"
    }
    found: dict[At, Change] = {}
    for code in earlier(place.code):
        rest = {at: item for at, item in wanted.items() if at not in found}
        before = await rounds.same(session, scope, place, code, now) if rest else None
        if before and not UNDER_WAY.isdisjoint(before.phases):
            break
        if before and before.is_over:
            found |= await _compared(session, before, place, rest, min_group)
    return _tested([found[at] for at in wanted if at in found])


def _tested(found: Sequence[Change]) -> tuple[Change, ...]:
    """Each p beside those of the other questions."""
    ps = {number: one.p for number, one in enumerate(found)}
    tested = {number: p for number, p in ps.items() if p is not None}
    beside = dict(zip(tested, student.holm(list(tested.values())), strict=True))
    return tuple(replace(one, beside=beside.get(number)) for number, one in enumerate(found))


async def with_changes(
    session: AsyncSession, made: Results, scope: frozenset[int], min_group: int, now: datetime
) -> Results:
    """The results with what has changed since the earlier round."""
    return replace(made, changes=await changes(session, made.place, scope, min_group, now))


async def _compared(
    session: AsyncSession, before: Place, after: Place, wanted: Mapping[At, Item], min_group: int
) -> dict[At, Change]:
    """Of the questions that the earlier round asked alike."""
    old = await tallies.items(session, before.ids)
    alike = {
        (role, item.code): wanted[role, item.code]
        for role, items in old.items()
        for item in items
        if (role, item.code) in wanted and item.values == wanted[role, item.code].values
    }
    paired = await pairing.paired(session, before, after, alike) if alike else {}
    twice = await pairing.twice(session, before, after)
    ks = [await _ks(session, one, min_group) for one in (before, after)]
    barred = await _barred(session, before, after, min_group)

    def known(at: At) -> _Both:
        k = [one[at[0]] for one in ks]
        return _Both(before, after, paired.get(at, {}), k, barred.get(at, Waves()))

    return {at: _leaving_out(_change(at, item, known(at)), twice) for at, item in alike.items()}


async def _barred(
    session: AsyncSession, before: Place, after: Place, min_group: int
) -> dict[At, Waves]:
    """The schools where the strata that the earlier round shows forbid it, by question."""
    schools = {wave.id: wave.organisation_id for wave in before.waves}
    cut = {
        at: one
        async for at, one in cuts.divided(session, before, (), min_group)
        if await asyncio.to_thread(_tells, one)
    }
    if not cut:
        return {}
    later = cuts.divided(session, before, (WaveCode.of(after.code),), min_group)
    barred = {at: cut[at].barred(one.finest) async for at, one in later if at in cut}
    return {at: frozenset(schools[wave] for wave in waves) for at, waves in barred.items()}


def _tells(one: crossing.Divided) -> bool:
    return any(one.told.values())


@dataclass(frozen=True)
class _Both:
    """A question in two rounds; the rest by school, `ks` of either round."""

    before: Place
    after: Place
    paired: Mapping[int, Paired]
    ks: Sequence[Ks]
    barred: Waves

    def known(self) -> list[Known]:
        old = {school: (one.before, one.lost) for school, one in self.paired.items()}
        new = {school: (one.after, one.new) for school, one in self.paired.items()}
        return [_known(self.before, old, self.ks[0]), _known(self.after, new, self.ks[1])]

    @property
    def k(self) -> Ks:
        schools = self.ks[0].keys() | self.ks[1].keys()
        return {school: max(k.get(school, 0) for k in self.ks) for school in schools}


def _change(at: At, item: Item, both: _Both) -> Change:
    people = {school: one.sums.people for school, one in both.paired.items()}
    groups = _by_school(both.after)
    told = matched.verdicts(groups, people, both.known(), both.k, both.barred)
    verdict = told[union(groups)]
    counted = (one.sums for school, one in both.paired.items() if school in verdict.waves)
    code = WaveCode.of(both.before.code)
    return Change(at[0], item, code, verdict, reduce(Sums.plus, counted, Sums()))


def _leaving_out(one: Change, twice: Mapping[tuple[Role, int], Twice]) -> Change:
    """Told in people who sent both questionnaires (privacy, 10)."""
    rest = sum(
        found.sent - (found.told if school in one.verdict.waves else 0)
        for (role, school), found in twice.items()
        if role is one.role
    )
    return replace(one, verdict=replace(one.verdict, left_out=rest))


def _known(place: Place, people: Mapping[int, tuple[int, int]], k: Ks) -> Known:
    """What the results of one of the rounds tell; `people` answered, and answered only here."""
    answered = {school: one for school, (one, _) in people.items()}
    groups = _by_school(place)
    told = privacy.verdicts(groups, answered, k)
    single = {school: one for school, (_, one) in people.items()}
    return Known(matched.blocks(told), answered, single, groups)


def _by_school(place: Place) -> dict[Waves, list[Waves]]:
    """The groups of a place, by schools: a school has one wave in a round."""
    schools = {wave.id: wave.organisation_id for wave in place.waves}

    def of(waves: Waves) -> Waves:
        return frozenset(schools[wave] for wave in waves)

    return {of(group): list(map(of, batches)) for group, batches in place.groups.items()}


async def _ks(session: AsyncSession, place: Place, min_group: int) -> dict[Role, dict[int, int]]:
    """k by role and school, as for the results themselves."""
    sent = await tallies.sent(session, place.ids)
    promised = {at: one.promised for at, one in sent.items()}
    return {
        role: {
            wave.organisation_id: k_of(promised.get((wave.id, role), 0), min_group)
            for wave in place.waves
        }
        for role in Role
    }
