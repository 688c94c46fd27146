"""Results cut by form, tenure and area of work: what `crossing` lets be shown of each stratum."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, and_, case, func, null, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import Answer, Assignment, Wave
from models.enums import WaveCode
from services.catalogue import Item
from services.results import crossing, pairing, tallies
from services.results.cells import Cell, Results
from services.results.figures import ks_of
from services.results.privacy import Verdict, Waves, verdicts
from services.results.returning import returning
from services.results.rounds import Place
from services.results.tallies import At
from services.strata import ATTRIBUTES, STRATA

CUT = frozenset({"scale", "single", "yes_no", "multiple"})


async def with_cuts(session: AsyncSession, made: Results, min_group: int) -> Results:
    """The results with the cells of the strata."""
    compared = pairing.earlier(made.place.code)
    told = {
        at: await asyncio.to_thread(_verdicts, one, made.place.ids)
        async for at, one in divided(session, made.place, compared, min_group)
    }
    cells: dict[At, dict[str, Cell]] = {at: {} for at, shown in told.items() if shown}
    for stratum in STRATA:
        wanted = {at: shown[stratum].waves for at, shown in told.items() if stratum in shown}
        given = await tallies.given(session, wanted, stratum) if wanted else {}
        for at in wanted:
            cells[at][stratum] = _cell(made.item(*at), told[at][stratum], given[at])
    return replace(made, cuts=cells)


def _verdicts(one: crossing.Divided, group: Waves) -> dict[str, Verdict]:
    """By stratum that may be shown; one that is alone of its attribute is set against nothing."""
    found = {}
    for strata in ATTRIBUTES.values():
        told = {stratum: w for stratum, w in one.told[group].items() if stratum in strata}
        for stratum, waves in told.items() if len(told) > 1 else ():
            here = (n for at, n in one.people.items() if at[0] in waves and stratum in at[2])
            found[stratum] = Verdict(waves, sum(here), left_out=0, detail=False)
    return found


def _cell(item: Item, verdict: Verdict, given: tallies.Tally) -> Cell:
    """Without those who said nothing: whom of a stratum was asked is nobody's business."""
    counts = {value: given.values[value] for value in item.values}
    return Cell(item, verdict, counts=counts, missing={}, answers=given.answers)


async def divided(
    session: AsyncSession, place: Place, other: Sequence[WaveCode], min_group: int
) -> AsyncIterator[tuple[At, crossing.Divided]]:
    """The questions that some stratum divides, one after the other: of a region all together
    would be large. `other`: rounds with which the place's is compared."""
    items = await tallies.items(session, place.ids)
    ks = ks_of(items, await tallies.sent(session, place.ids), place, min_group)
    wanted = [
        (role, item.code)
        for role, asked in items.items()
        for item in asked
        if item.kind in CUT and item.only_if is None
    ]
    answered = await tallies.people(session, place.ids)
    held = await _held(session, place, other)
    async for at, people, finest in _people(session, place, wanted, held):
        if any(strata for *_, strata in people):
            k = ks[at[0]]
            found = verdicts(place.groups, answered.get(at, {}), k)
            yield at, crossing.Divided(found, k, people, finest if held else people)


async def _people(
    session: AsyncSession, place: Place, wanted: Sequence[At], other: Sequence[WaveCode]
) -> AsyncIterator[tuple[At, crossing.Counts, crossing.Counts]]:
    """By question: who gave a value, by wave and strata, then by other rounds as well."""
    at, people, finest = None, dict[crossing.Division, int](), dict[crossing.Division, int]()
    strata: dict[tuple[str, ...], frozenset[str]] = {}
    rows = await session.stream(await _counted(session, place, wanted, other))
    async for role, item, wave, too, names, number in rows:
        if at != (role, item):
            if at:
                yield at, people, finest
            at, people, finest = (role, item), {}, {}
        of = strata.setdefault(tuple(names), frozenset(names))
        (people if too is None else finest)[wave, too or "", of] = number
    if at:
        yield at, people, finest


async def _counted(
    session: AsyncSession, place: Place, wanted: Sequence[At], other: Sequence[WaveCode]
) -> Select[Any]:
    """A row a question, wave and strata without other rounds, and one for each that there are."""
    versions = await tallies.used_versions(session, place.ids)
    asked = or_(*(and_(Assignment.role == role, Answer.item == code) for role, code in wanted))
    too = func.concat("", *(case((_too(place, code), f"{code},"), else_="") for code in other))
    rounds = (too if other else null()).label("rounds")
    question, divided = (Assignment.role, Answer.item), (Assignment.wave_id, rounds)
    plain = tuple_(*question, Assignment.wave_id, Assignment.strata)
    sets = [plain, tuple_(*question, *divided, Assignment.strata)] if other else [plain]
    return (
        tallies.counted_answers(versions, place.ids, *question, *divided, Assignment.strata)
        .add_columns(func.count(Answer.assignment_id.distinct()))
        .join(Wave, Wave.id == Assignment.wave_id)
        .where(asked, Answer.missing.is_(None))
        .group_by(func.grouping_sets(*sets))
        .order_by(*question)
        .execution_options(yield_per=tallies.AT_A_TIME)
    )


def _schools(place: Place) -> Select[int]:
    return select(Wave.organisation_id).where(pairing.of(place))


async def _held(
    session: AsyncSession, place: Place, codes: Sequence[WaveCode]
) -> tuple[WaveCode, ...]:
    """Those of the rounds that some school of the place has held in the year."""
    opened = Wave.opened_at.is_not(None)
    same_year = Wave.academic_year == place.year
    asked = select(Wave.code).where(Wave.code.in_(codes), same_year, opened).distinct()
    found = await session.scalars(asked.where(Wave.organisation_id.in_(_schools(place))))
    return tuple(map(WaveCode, found))


def _too(place: Place, code: WaveCode) -> Any:
    """An answer of somebody whom the comparison with that round tells of, with its counterpart.
    Not correlated, so that the database looks each answer up in one table of its own."""
    mine, then, answer = aliased(Assignment), aliased(Wave), aliased(Answer)
    other = and_(
        Wave.organisation_id.in_(_schools(place)),
        Wave.academic_year == place.year,
        Wave.code == code,
    )
    found = returning(pairing.of(place), other)
    told = found.c
    same = and_(told.school == then.organisation_id, told.role == mine.role)
    earlier = (
        select(then.organisation_id, mine.person_id, mine.role, answer.item)
        .add_columns(func.coalesce(answer.mentorship_id, 0))
        .join(mine, mine.wave_id == then.id)
        .join(answer, answer.assignment_id == mine.id)
        .join(found, and_(same, told.person_id == mine.person_id))
        .where(then.academic_year == place.year, then.code == code, told.told)
        .where(mine.submitted_at.is_not(None), answer.number.is_not(None))
    )
    pair = func.coalesce(Answer.mentorship_id, 0)
    person = (Wave.organisation_id, Assignment.person_id, Assignment.role)
    return tuple_(*person, Answer.item, pair).in_(earlier)
