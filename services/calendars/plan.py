"""When the rounds of a school year are held: by the nearest organisation that says so.

An entry holds for its organisation and all below it that have none of their own, and for all
later years too, until there is a newer one: so a new year is the old one cloned.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, exists, false, func, literal, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from models import CalendarEntry, Mentorship, Organisation
from models.enums import MentorshipStatus, OrganisationKind
from services import calendar
from services.calendar import WaveDays

PLANNING = 0x706C616E
"""The lock of whoever plans waves or changes the plan: the next one waits, and sees it done."""

HIGHEST = 9
"""Steps up the tree, so that a ring in it stops nobody."""


@dataclass(frozen=True)
class Origin:
    """The organisation whose entry it is."""

    id: int
    kind: OrganisationKind


@dataclass(frozen=True)
class Round:
    """A round of an organisation's year. Without `days` it is not held, without `origin` the
    days are the programme's."""

    code: str
    days: WaveDays | None
    origin: Origin | None = None


Rounds = dict[str, Round]


async def alone(session: AsyncSession) -> None:
    """For this transaction."""
    await session.execute(select(func.pg_advisory_xact_lock(PLANNING)))


def takes_part(year: int) -> ColumnElement[bool]:
    """The organisation has pairs in the school year."""
    return exists().where(
        Mentorship.organisation_id == Organisation.id,
        Mentorship.status != MentorshipStatus.ENDED_EARLY,
        Mentorship.starts_on < calendar.first_day(year + 1),
        Mentorship.ends_on >= calendar.first_day(year),
    )


async def of_year(
    session: AsyncSession, year: int, places: Collection[int]
) -> dict[int, list[WaveDays]]:
    """What is held in each of these organisations."""
    found = await rounds(session, year, places)
    return {
        place: [one.days for one in planned.values() if one.days]
        for place, planned in found.items()
    }


async def rounds(
    session: AsyncSession,
    year: int,
    places: Collection[int],
    unless: ColumnElement[bool] | None = None,
) -> dict[int, Rounds]:
    """All rounds of each of these organisations by code, as they come, also those that are not
    held; as if there were no entries `unless`."""
    defaults = {days.code: Round(days.code, days) for days in calendar.default_waves(year)}
    found = {place: dict(defaults) for place in places}
    for place, entry, kind in await session.execute(_nearest(year, places, unless)):
        origin = Origin(entry.organisation_id, kind)
        found[place][entry.code] = Round(entry.code, days_of(entry, year), origin)

    def turn(one: Round) -> tuple[object, ...]:
        days = one.days or defaults.get(one.code, one).days
        return days.opens_on if days else date.max, calendar.order(one.code)

    return {
        place: {one.code: one for one in sorted(planned.values(), key=turn)}
        for place, planned in found.items()
    }


def days_of(entry: CalendarEntry, year: int) -> WaveDays | None:
    """The entry's days in that school year."""
    if entry.opens_on is None or entry.closes_on is None:
        return None
    later = year - entry.academic_year
    return WaveDays(entry.code, _moved(entry.opens_on, later), _moved(entry.closes_on, later))


def _moved(day: date, years: int) -> date:
    """29 February of a year without it is the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _nearest(
    year: int, places: Collection[int], unless: ColumnElement[bool] | None
) -> Select[Any, CalendarEntry, OrganisationKind]:
    """The entries that hold in the year: organisation, entry, kind of the entry's one."""
    tree, entry = above(places), CalendarEntry
    return (
        select(tree.c.below, entry, Organisation.kind)
        .ext(distinct_on(tree.c.below, entry.code))
        .join(tree, tree.c.id == entry.organisation_id)
        .join(Organisation, Organisation.id == entry.organisation_id)
        .where(entry.academic_year <= year, ~(false() if unless is None else unless))
        .order_by(tree.c.below, entry.code, tree.c.steps, entry.academic_year.desc())
        .execution_options(populate_existing=True)
    )


def above(places: Collection[int]) -> CTE:
    """Each organisation (`below`) with itself and all above it, so many `steps` up."""
    start = (
        select(
            Organisation.id.label("below"),
            Organisation.id,
            Organisation.parent_id,
            literal(0).label("steps"),
        )
        .where(Organisation.id.in_(places))
        .cte(recursive=True)
    )
    return start.union_all(
        select(start.c.below, Organisation.id, Organisation.parent_id, start.c.steps + 1)
        .join(start, Organisation.id == start.c.parent_id)
        .where(start.c.steps < HIGHEST)
    )
