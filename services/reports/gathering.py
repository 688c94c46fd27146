"""Everything a document says: the round, the year's other rounds of the place, the indicators
with last year's, what was decided. All answers come as cells that may be shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from models import Decision
from models.enums import WaveCode
from services import decisions
from services.errors import UserError
from services.people import organisations_below
from services.results import figures, rounds
from services.results.cells import Results
from services.results.changes import with_changes
from services.results.figures import Response, together
from services.results.indicators.definitions import USUAL, Definitions
from services.results.indicators.measures import Card, Facts, Indicator, card, indicators
from services.results.indicators.registry import Registry, registry
from services.results.rounds import Place
from services.results.themes import placed
from services.waves.response import State

OTHERS = (
    WaveCode.INTRO,
    WaveCode.INTERIM,
    WaveCode.DEFICITS,
    WaveCode.DEFICITS_AGAIN,
    WaveCode.GROWTH,
    WaveCode.CURATOR,
)
"""The rounds of a year that the June report looks back on."""

OF_TOWNS = "i7"
"""The share of schools says nothing of a single one."""

Rounds = Mapping[WaveCode, Results]


@dataclass(frozen=True)
class Asking:
    """`scope`: the organisations that are run by whoever asks, or all for the command line."""

    session: AsyncSession
    scope: frozenset[int]
    min_group: int
    now: datetime
    definitions: Definitions = USUAL


@dataclass(frozen=True)
class Statistics:
    """`day`: what the counts of the roster are for; `today` is the organisation's."""

    place: Place
    day: date
    today: date
    card: Card
    indicators: list[Indicator]
    definitions: Definitions


@dataclass(frozen=True)
class Material:
    """`others`: those of the year's other rounds that are over; `decided`: told already."""

    results: Results
    responses: Mapping[int, Response]
    statistics: Statistics
    others: Rounds
    decided: list[Decision]

    @property
    def place(self) -> Place:
        return self.results.place

    @property
    def rounds(self) -> Rounds:
        """The others and the round itself."""
        return {**self.others, **_by_code(self.results)}


async def _counted(asking: Asking, place: Place) -> Results | None:
    return await figures.results(asking.session, place, asking.min_group, with_texts=False)


async def of_round(asking: Asking, place: Place) -> tuple[Results, dict[int, Response]]:
    """UserError while answers may come, and for a round that nobody has answered. What people
    typed is not read: a document tells only how many did."""
    found = await figures.responses(asking.session, place)
    made = await _counted(asking, place)
    if made is None:
        raise UserError("reports-open")
    if not sum(states[State.SUBMITTED] for states in together(found).values()):
        raise UserError("reports-empty")
    return made, found


async def material(asking: Asking, place: Place) -> Material:
    made, found = await of_round(asking, place)
    asked = (asking.scope, asking.min_group, asking.now)
    made = await with_changes(asking.session, made, *asked)
    made = await placed.with_counts(asking.session, made)
    others = await _others(asking, place, place.year)
    counted = await _statistics(asking, place, others | _by_code(made))
    told = [one for one in await decisions.of_place(asking.session, place) if one.told_at]
    return Material(made, found, counted, others, told)


async def statistics(asking: Asking, place: Place) -> Statistics:
    """Also while the round goes on: then without what comes from its answers."""
    others = await _others(asking, place, place.year)
    made = await _counted(asking, place)
    return await _statistics(asking, place, others | (_by_code(made) if made else {}))


def _by_code(made: Results) -> dict[WaveCode, Results]:
    return {WaveCode.of(made.place.code): made}


async def _others(asking: Asking, place: Place, year: int) -> dict[WaveCode, Results]:
    found = {}
    for code in OTHERS:
        same = await _same(asking, place, year, code) if code != place.code else None
        made = await _counted(asking, same) if same else None
        if made:
            found[code] = made
    return found


async def _same(asking: Asking, place: Place, year: int, code: str) -> Place | None:
    """The same place in another round."""
    return await rounds.same(asking.session, asking.scope, place, code, asking.now, year)


async def _statistics(asking: Asking, place: Place, year: Rounds) -> Statistics:
    session, d = asking.session, asking.definitions
    today = asking.now.astimezone(ZoneInfo(place.organisation.timezone)).date()
    day = min(place.days[1], today)
    within = await _within(session, place)
    current = await registry(session, within, day, d)
    old = await registry(session, within, _year_before(day), d)
    now = await _facts(asking, current, place, year)
    before = await _last_year(asking, old if old.total("pairs") else None, place)
    found = [one for one in indicators(now, before, d) if place.whole or one.code != OF_TOWNS]
    return Statistics(place, day, today, card(current), found, d)


async def _within(session: AsyncSession, place: Place) -> frozenset[int]:
    own = [place.organisation.id]
    return frozenset(await organisations_below(session, own) if place.whole else own)


async def _last_year(asking: Asking, counted: Registry | None, place: Place) -> Facts:
    year = place.year - 1
    found = await _others(asking, place, year)
    same = await _same(asking, place, year, place.code)
    made = await _counted(asking, same) if same else None
    return await _facts(asking, counted, same, found | (_by_code(made) if made else {}))


async def _facts(
    asking: Asking, counted: Registry | None, place: Place | None, year: Rounds
) -> Facts:
    responses = await figures.responses(asking.session, place) if place else {}
    return Facts(
        counted,
        shown=year.get(WaveCode.of(place.code)) if place else None,
        response=together(responses),
        growth=year.get(WaveCode.GROWTH),
        forms=year.get(WaveCode.CURATOR),
        deficits=(year.get(WaveCode.DEFICITS), year.get(WaveCode.DEFICITS_AGAIN)),
    )


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
