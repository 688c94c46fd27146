"""Change per person: the same people, asked the same in an earlier round of the year.

Answers are matched by person, role, question and pair, in one school. A question is compared
with one earlier round: the first of EARLIER that was held and asked it (privacy, 8).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import reduce

from sqlalchemy.ext.asyncio import AsyncSession

from models.enums import Role, WaveCode
from services.catalogue import Item
from services.results import matched, pairing, privacy, rounds, tallies
from services.results.cells import Results
from services.results.change import Change, Sums
from services.results.matched import Known
from services.results.pairing import Paired
from services.results.privacy import UNDER_WAY, Waves, k_of, union
from services.results.rounds import Place
from services.results.tallies import At

EARLIER: Mapping[WaveCode, tuple[WaveCode, ...]] = {
    WaveCode.FINAL: (WaveCode.INTERIM, WaveCode.INTRO),
    WaveCode.DEFICITS_AGAIN: (WaveCode.DEFICITS,),
    WaveCode.GROWTH: (WaveCode.GROWTH_START,),
}

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
    for code in EARLIER.get(WaveCode.of(place.code), ()):
        rest = {at: item for at, item in wanted.items() if at not in found}
        before = await rounds.same(session, scope, place, code, now) if rest else None
        if before and not UNDER_WAY.isdisjoint(before.phases):
            break
        if before and before.is_over:
            found |= await _compared(session, before, place, rest, min_group)
    return tuple(found[at] for at in wanted if at in found)


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
    return {
        at: _leaving_out(
            _change(at, item, (before, after), paired.get(at, {}), [k[at[0]] for k in ks]), twice
        )
        for at, item in alike.items()
    }


def _change(
    at: At,
    item: Item,
    both: tuple[Place, Place],
    paired: Mapping[int, Paired],
    ks: list[Ks],
) -> Change:
    before, after = both
    known = [
        _known(before, {o: (p.before, p.lost) for o, p in paired.items()}, ks[0]),
        _known(after, {o: (p.after, p.new) for o, p in paired.items()}, ks[1]),
    ]
    k = {school: max(k.get(school, 0) for k in ks) for school in ks[0].keys() | ks[1].keys()}
    people = {school: one.sums.people for school, one in paired.items()}
    groups = _by_school(after)
    verdict = matched.verdicts(groups, people, known, k)[union(groups)]
    counted = (one.sums for school, one in paired.items() if school in verdict.waves)
    code = WaveCode.of(before.code)
    return Change(at[0], item, code, verdict, reduce(Sums.plus, counted, Sums()))


def _leaving_out(one: Change, twice: Mapping[tuple[Role, int], int]) -> Change:
    """Told in people who sent both questionnaires (privacy, 10)."""
    rest = sum(
        people
        for (role, school), people in twice.items()
        if role is one.role and school not in one.verdict.waves
    )
    return replace(one, verdict=replace(one.verdict, left_out=rest))


def _known(place: Place, people: Mapping[int, tuple[int, int]], k: Ks) -> Known:
    """What the results of one of the rounds tell; `people` answered, and answered only here."""
    answered = {school: one for school, (one, _) in people.items()}
    told = privacy.verdicts(_by_school(place), answered, k)
    single = {school: one for school, (_, one) in people.items()}
    return Known(matched.blocks(told), answered, single)


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
