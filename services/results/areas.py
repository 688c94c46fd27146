"""The six areas of the self-assessment: how hard each is, and where help is wanted most.

A mentee rates several statements of an area (codes such as METH2), a mentor each area at once
for every colleague (METH). Sources: domain, section 4.5.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import Numeric, Select, case, cast, func, select
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.ext.asyncio import AsyncSession

from models import Answer, Assignment
from models.enums import Role, WaveCode
from services.results import tallies
from services.results.cells import Area, AreaSide, Cell, Side, in_order
from services.results.privacy import Waves, verdicts
from services.results.rounds import Place

ROUNDS = frozenset({WaveCode.DEFICITS, WaveCode.DEFICITS_AGAIN})
AREAS = ("SUBJ", "METH", "PSYP", "COMM", "ICT", "NORM")

LEVELS = {"deficit": 0.0, "zone": 2.5, "enough": 3.5, "resource": 4.5}
"""From which score on (1-5) an area is at a level, ascending."""

ENOUGH = 3
"""Answered statements of the four that make a score."""

STATEMENT = re.compile(rf"({'|'.join(AREAS)})_?[1-9]")


def area_of(code: str) -> str | None:
    """The area that a statement belongs to."""
    found = STATEMENT.fullmatch(code)
    return found[1] if found else None


def level_of(score: float) -> str:
    """«Выраженный дефицит» is below 2.5, and so on."""
    return [level for level, least in LEVELS.items() if score >= least][-1]


async def areas(
    session: AsyncSession,
    place: Place,
    cells: Mapping[tallies.At, Cell],
    ks: Mapping[Role, Mapping[int, int]],
) -> list[Area]:
    """Those that the round asks about."""
    statements = _statements(cells)
    levels = await _levels(session, place.ids, statements)
    found: dict[str, dict[Side, AreaSide]] = {}
    for (role, area), asked in statements.items():
        by_wave = levels.get((role, area), {})
        side = _self_seen(asked, by_wave, place, ks[role])
        found.setdefault(area, {})[Side(role)] = side
    for (role, code), cell in cells.items():
        if code in found:
            found[code][Side(role)] = _seen_from_outside(cell)
    return [
        Area(area, {side: found[area][side] for side in in_order(set(found[area]))})
        for area in AREAS
        if area in found
    ]


def _statements(cells: Mapping[tallies.At, Cell]) -> dict[tallies.At, list[Cell]]:
    """The cells of the statements by role and area."""
    found: dict[tallies.At, list[Cell]] = {}
    for (role, code), cell in cells.items():
        if area := area_of(code):
            found.setdefault((role, area), []).append(cell)
    return found


def _self_seen(
    asked: Sequence[Cell],
    levels: Mapping[int, Counter[str]],
    place: Place,
    k: Mapping[int, int],
) -> AreaSide:
    """The mean is that of the statements' means: one of people's scores, set against the
    statements, would tell what somebody answered who has left out a few (privacy, 7)."""
    shown = [cell for cell in asked if cell.shown]
    mean = sum((c.mean for c in shown), Fraction()) / len(shown) if len(shown) >= ENOUGH else None
    people = {wave: counted.total() for wave, counted in levels.items()}
    verdict = verdicts(place.groups, people, k)[place.ids]
    counted = sum((levels[wave] for wave in verdict.waves if wave in levels), Counter[str]())
    return AreaSide(
        mean,
        verdict.people if verdict.shown else min((c.people for c in shown), default=0),
        {level: counted[level] for level in LEVELS} if verdict.shown else None,
    )


def _seen_from_outside(cell: Cell) -> AreaSide:
    """Of a mentor's rating itself: its levels are nearly single values, so they show with them."""
    levels = None
    if counts := cell.distribution:
        found = Counter[str]()
        for value, count in counts.items():
            found[level_of(int(value))] += count
        levels = {level: found[level] for level in LEVELS}
    return AreaSide(cell.mean if cell.shown else None, cell.people, levels)


async def _levels(
    session: AsyncSession, waves: Waves, statements: Mapping[tallies.At, Sequence[Cell]]
) -> dict[tallies.At, dict[int, Counter[str]]]:
    """How many people are at which level of an area, by role and area, then by wave."""
    if not statements:
        return {}
    codes: dict[str, list[str]] = {}
    for (_, area), cells in statements.items():
        codes.setdefault(area, []).extend(cell.item.code for cell in cells)
    versions = await tallies.used_versions(session, waves)
    score = _scores(tallies.counted_answers(versions, waves), codes).subquery().c
    bounds = array([cast(bound, Numeric) for bound in list(LEVELS.values())[1:]])
    level = func.width_bucket(score.score, bounds).label("level")
    rows = await session.execute(
        select(score.role, score.area, score.wave_id, level, func.count()).group_by(
            score.role, score.area, score.wave_id, "level"
        )
    )
    found: dict[tallies.At, dict[int, Counter[str]]] = {}
    for role, area, wave, number, people in rows:
        counted = found.setdefault((Role(role), area), {}).setdefault(wave, Counter())
        counted[list(LEVELS)[number]] = people
    return found


def _scores(answers: Select[Any], codes: Mapping[str, Sequence[str]]) -> Select[Any]:
    """A row a person and area with enough answers, of those there are."""
    area = case(*((Answer.item.in_(asked), area) for area, asked in codes.items())).label("area")
    whose = (Assignment.wave_id, Assignment.role, Assignment.id)
    return (
        answers.add_columns(*whose, area, func.avg(Answer.number).label("score"))
        .where(area.is_not(None), Answer.number.is_not(None))
        .group_by(*whose, "area")
        .having(func.count() >= ENOUGH)
    )
