"""The means of a question over the rounds of its kind, this year and before.

Every number is one that its own round shows: nothing is counted anew.
"""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy.ext.asyncio import AsyncSession

from models.enums import WaveCode
from services.calendar import DEFAULTS
from services.results import figures, rounds
from services.results.cells import Results
from services.results.rounds import Place
from services.results.tallies import At

SERIES = (
    (WaveCode.INTRO, WaveCode.INTERIM, WaveCode.FINAL),
    (WaveCode.DEFICITS, WaveCode.DEFICITS_AGAIN),
    (WaveCode.GROWTH_START, WaveCode.GROWTH),
    tuple(code for code in DEFAULTS if WaveCode.of(code) is WaveCode.CHECK),
)
"""Rounds that ask the same, in the order of the year."""

YEARS = 3
"""This one and those before it."""

TWO = 2


@dataclass(frozen=True)
class Point:
    """What one round shows of a question to one role."""

    year: int
    code: str
    mean: Fraction
    people: int


def series(code: str) -> tuple[str, ...]:
    """The rounds that a round stands beside, itself included; none for one of its own kind."""
    return next((one for one in SERIES if code in one), ())


async def trend(
    session: AsyncSession, made: Results, scope: frozenset[int], min_group: int, now: datetime
) -> dict[At, tuple[Point, ...]]:
    """The ratings of `made` of which two rounds at least show the mean, in the order of time.

    `scope`: what is run by whoever asks.
    """
    values = {
        (side.role, cell.item.code): cell.item.values
        for row in made.of_kind("scale")
        for side, cell in row.cells.items()
    }
    points: dict[At, list[Point]] = {at: [] for at in values}
    for place in await _places(session, made.place, scope, now):
        found = (
            made
            if place.ids == made.place.ids
            else await figures.results(session, place, min_group, with_texts=False)
        )
        for row in found.of_kind("scale") if found else ():
            for side, cell in row.cells.items():
                at = side.role, cell.item.code
                if cell.shown and values.get(at) == cell.item.values:
                    points[at].append(Point(place.year, place.code, cell.mean, cell.people))
    return {at: tuple(shown) for at, shown in points.items() if len(shown) >= TWO}


async def _places(
    session: AsyncSession, place: Place, scope: frozenset[int], now: datetime
) -> list[Place]:
    """The same place in all rounds of the series that are over."""
    turns = [
        await rounds.same(session, scope, place, code, now, year)
        for year in range(place.year - YEARS + 1, place.year + 1)
        for code in series(place.code)
    ]
    return [one for one in turns if one and one.is_over]
