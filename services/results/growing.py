"""How many mentors see themselves higher today than at the start of the year (domain, I14).

The growth form asks about each competence twice: M3 is today, M3R how it was in September, seen
from today. A person has grown when the marks of today add up to more, over the competences
answered both times. People are counted as if this were a choice question (privacy, 7).
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Answer, Assignment
from services.results import tallies
from services.results.privacy import Waves, verdicts
from services.results.rounds import Place

THEN = re.compile("(M[0-9]+)R")
TWICE = 2
CHANGES = {1: "up", 0: "same", -1: "down"}


def now_of(code: str) -> str | None:
    """The competence whose start of the year a question of the growth form is about."""
    found = THEN.fullmatch(code)
    return found[1] if found else None


async def grown(
    session: AsyncSession, place: Place, codes: Collection[str], k: Mapping[int, int]
) -> dict[str, int] | None:
    """People by the direction of their change; None where there are fewer than k."""
    both = {now: code for code in codes if (now := now_of(code)) in codes and now}
    by_wave = await _changes(session, place.ids, both) if both else {}
    people = {wave: counted.total() for wave, counted in by_wave.items()}
    verdict = verdicts(place.groups, people, k)[place.ids]
    if not verdict.shown:
        return None
    counted = sum((by_wave[wave] for wave in verdict.waves if wave in by_wave), Counter[int]())
    return {name: counted[change] for change, name in CHANGES.items()}


async def _changes(
    session: AsyncSession, waves: Waves, both: Mapping[str, str]
) -> dict[int, Counter[int]]:
    versions = await tallies.used_versions(session, waves)
    one = _competences(tallies.counted_answers(versions, waves), both).subquery().c
    person = (
        select(one.wave_id, func.sign(func.sum(one.change)).label("change"))
        .group_by(one.wave_id, one.person)
        .subquery()
    ).c
    rows = await session.execute(
        select(person.wave_id, person.change, func.count()).group_by(*person)
    )
    found: dict[int, Counter[int]] = {}
    for wave, change, people in rows:
        found.setdefault(wave, Counter())[int(change)] = people
    return found


def _competences(answers: Select[Any], both: Mapping[str, str]) -> Select[Any]:
    """A row a person and competence that has both marks, with today's less the start's."""
    is_then = Answer.item.in_(both.values())
    pair = [(Answer.item.in_([now, then]), now) for now, then in both.items()]
    competence = case(*pair).label("competence")
    whose = (Assignment.wave_id, Assignment.id.label("person"), competence)
    change = func.sum(case((is_then, -Answer.number), else_=Answer.number)).label("change")
    return (
        answers.add_columns(*whose, change)
        .where(Answer.item.in_([*both, *both.values()]), Answer.number.is_not(None))
        .group_by(Assignment.wave_id, Assignment.id, competence)
        .having(func.count() == TWICE)
    )
