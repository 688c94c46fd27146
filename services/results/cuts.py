"""Results cut by form, tenure and area of work: what `crossing` lets be shown of each stratum."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import and_, case, exists, func, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import Answer, Assignment, Wave
from models.enums import WaveCode
from services.catalogue import Item
from services.results import crossing, tallies
from services.results.cells import Cell, Results
from services.results.figures import ks_of
from services.results.privacy import Verdict, Waves, verdicts
from services.results.rounds import Place
from services.results.tallies import At
from services.strata import STRATA

CUT = frozenset({"scale", "single", "yes_no", "multiple"})


async def with_cuts(
    session: AsyncSession, made: Results, earlier: Sequence[WaveCode], min_group: int
) -> Results:
    """The results with the cells of the strata; `earlier`: the rounds that are compared."""
    judged = await divided(session, made.place, earlier, min_group)
    told = {at: _verdicts(one, made.place.ids) for at, one in judged.items()}
    cells: dict[At, dict[str, Cell]] = {at: {} for at, shown in told.items() if shown}
    for stratum in STRATA:
        wanted = {at: shown[stratum].waves for at, shown in told.items() if stratum in shown}
        given = await tallies.given(session, wanted, stratum) if wanted else {}
        for at in wanted:
            cells[at][stratum] = _cell(made.item(*at), told[at][stratum], given[at])
    return replace(made, cuts=cells)


def _verdicts(one: crossing.Divided, group: Waves) -> dict[str, Verdict]:
    """By stratum that may be shown."""
    found = {}
    for stratum, waves in one.told[group].items():
        here = (n for at, n in one.people.items() if at[0] in waves and stratum in at[2])
        found[stratum] = Verdict(waves, sum(here), left_out=0, detail=False)
    return found


def _cell(item: Item, verdict: Verdict, given: tallies.Tally) -> Cell:
    """Without those who said nothing: whom of a stratum was asked is nobody's business."""
    counts = {value: given.values[value] for value in item.values}
    return Cell(item, verdict, counts=counts, missing={}, answers=given.answers)


async def divided(
    session: AsyncSession, place: Place, other: Sequence[WaveCode], min_group: int
) -> dict[At, crossing.Divided]:
    """By question, of those that may be cut. `other`: rounds that tell apart who answered in
    them too."""
    items = await tallies.items(session, place.ids)
    ks = ks_of(items, await tallies.sent(session, place.ids), place, min_group)
    wanted = [
        (role, item.code)
        for role, asked in items.items()
        for item in asked
        if item.kind in CUT and item.only_if is None
    ]
    answered = await tallies.people(session, place.ids)
    people = await _people(session, place.ids, wanted, ())
    finest = await _people(session, place.ids, wanted, other) if other else people
    return {
        at: crossing.Divided(
            verdicts(place.groups, answered.get(at, {}), ks[at[0]]),
            ks[at[0]],
            people.get(at, {}),
            finest.get(at, {}),
        )
        for at in wanted
    }


async def _people(
    session: AsyncSession, waves: Waves, wanted: Sequence[At], other: Sequence[WaveCode]
) -> dict[At, crossing.Counts]:
    """People who gave a value, by wave, other rounds and strata."""
    rounds = func.concat("", *(case((_too(code), f"{code},"), else_="") for code in other))
    divided = (Assignment.wave_id, rounds.label("rounds"), Assignment.strata)
    question = (Assignment.role, Answer.item)
    versions = await tallies.used_versions(session, waves)
    asked = or_(*(and_(Assignment.role == role, Answer.item == code) for role, code in wanted))
    rows: Any = (
        tallies.counted_answers(versions, waves, *question, *divided)
        .add_columns(func.count(Answer.assignment_id.distinct()))
        .join(Wave, Wave.id == Assignment.wave_id)
        .where(asked, Answer.missing.is_(None))
        .group_by(*question, Assignment.wave_id, "rounds", Assignment.strata)
    )
    found: dict[At, Counter[crossing.Division]] = {}
    for role, item, wave, too, strata, people in await session.execute(rows):
        found.setdefault((role, item), Counter())[wave, too, frozenset(strata)] += people
    return {at: dict(counted) for at, counted in found.items()}


def _too(code: WaveCode) -> Any:
    """The same person answered it in that round of the year and school, about the same pair."""
    mine, then, answer = aliased(Assignment), aliased(Wave), aliased(Answer)
    return exists().where(
        mine.person_id == Assignment.person_id,
        mine.role == Assignment.role,
        mine.submitted_at.is_not(None),
        then.id == mine.wave_id,
        then.organisation_id == Wave.organisation_id,
        then.academic_year == Wave.academic_year,
        then.code == code,
        answer.assignment_id == mine.id,
        answer.item == Answer.item,
        answer.mentorship_id.is_not_distinct_from(Answer.mentorship_id),
        answer.number.is_not(None),
    )
