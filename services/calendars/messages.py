"""What people will be sent of the rounds that have not been opened yet, and when."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from models import Organisation, Wave
from models.enums import Role
from services.calendar import WaveDays, order
from services.calendars import places, plan
from services.contact import ContactCalendar, calendars_of
from services.people import organisations_below
from services.reminders import ladder
from services.waves import audience, lifecycle
from services.waves.state import Phase, phase_at

Calendars = Mapping[int, ContactCalendar]


@dataclass(frozen=True)
class Opening:
    """A round opens in some schools at the same local hour; `wave` is any one of them.

    `at`: None when no working hour is left in its days. `reminders`: the days on which whoever
    has not answered is reminded.
    """

    wave: Wave
    schools: tuple[int, ...]
    at: datetime | None
    reminders: tuple[date, ...] = ()


async def ahead(session: AsyncSession, place: Organisation, now: datetime) -> list[Wave]:
    """What is still to be opened in the place and below it, this school year and the next, with
    the schools' zones; what the schedule has not planned yet is made up, of no session."""
    below = await organisations_below(session, [place.id])
    found = [await _of_year(session, below, year) for year in places.years(place, now)]
    return [wave for waves in found for wave in waves if phase_at(wave, now) is Phase.PLANNED]


async def _of_year(session: AsyncSession, below: Collection[int], year: int) -> list[Wave]:
    schools = await session.scalars(
        select(Organisation).where(Organisation.id.in_(below), plan.takes_part(year))
    )
    by_id = {school.id: school for school in schools}
    found = await session.scalars(
        select(Wave)
        .where(Wave.organisation_id.in_(below), Wave.academic_year == year)
        .options(joinedload(Wave.organisation))
        .execution_options(populate_existing=True)
    )
    waves = {(wave.organisation_id, wave.code): wave for wave in found}
    for school, held in (await plan.of_year(session, year, by_id)).items():
        for days in held:
            waves.setdefault((school, days.code), planned(by_id[school], days))
    return list(waves.values())


def planned(school: Organisation, days: WaveDays) -> Wave:
    """A wave as it would be, of no session."""
    return Wave(**vars(days), organisation_id=school.id, organisation=school)


async def openings(
    session: AsyncSession, waves: Sequence[Wave], now: datetime, but: Calendars | None = None
) -> list[Opening]:
    """These waves as they come, those together that differ in nothing but the school; `but`:
    calendars to take instead of the schools'."""
    calendars = but or await calendars_of(session, {wave.organisation_id for wave in waves})
    groups: dict[tuple[object, ...], list[Wave]] = defaultdict(list)
    for wave in waves:
        contact = calendars[wave.organisation_id]
        like = (wave.code, wave.opens_on, wave.closes_on, wave.opens_at, contact)
        groups[like].append(wave)
    merged: dict[tuple[object, ...], list[Opening]] = defaultdict(list)
    for group in groups.values():
        one = opening(group, calendars[group[0].organisation_id], now)
        merged[one.wave.code, one.wave.closes_on, one.at, one.reminders].append(one)
    return sorted(map(_together, merged.values()), key=_turn)


def _together(several: Sequence[Opening]) -> Opening:
    schools = tuple(school for one in several for school in one.schools)
    return Opening(several[0].wave, schools, several[0].at, several[0].reminders)


def _turn(one: Opening) -> tuple[object, ...]:
    at = one.at or datetime.combine(one.wave.opens_on, time(0))
    return at, order(one.wave.code), one.schools


def opening(waves: Sequence[Wave], contact: ContactCalendar, now: datetime) -> Opening:
    """Of waves of the same days and hours; its hour is local and says so by no zone."""
    wave, schools = waves[0], tuple(wave.organisation_id for wave in waves)
    end = contact.moment(wave.closes_on + timedelta(days=1), time(0))
    try:
        begins = lifecycle.opening_time(wave, contact)
    except ValueError:
        return Opening(wave, schools, None)
    at = contact.next_before(end, max(begins, now))
    if at is None:
        return Opening(wave, schools, None)
    local = at.astimezone(contact.zone).replace(tzinfo=None)
    reminders = tuple(reminder_days(wave.code, local.date(), wave.closes_on, contact))
    return Opening(wave, schools, local, reminders)


def reminder_days(
    code: str, told_on: date, closes_on: date, contact: ContactCalendar
) -> Iterator[date]:
    """The days of the ladder for whoever was told on that day and does not answer: what
    `reminders.surveys` does day by day."""
    working = [
        day
        for number in range(1, (closes_on - told_on).days + 1)
        if contact.is_contact_day(day := told_on + timedelta(days=number))
    ]
    before = contact.last_day_before(closes_on) or closes_on
    for count in ladder.of_round(code).after:
        for day in working[count - 1 : count]:
            if contact.days_between(day, before) >= ladder.PAUSE:
                yield day
    last = (day for day in working[ladder.PAUSE - 1 :] if day >= before)
    yield from islice(last, 1)


async def people(
    session: AsyncSession, wave: Wave, schools: Collection[int], now: datetime
) -> Counter[Role]:
    """How many such a wave asks in these schools, by role."""
    roles = await audience.asked_in(session, wave)
    days = (wave.opens_on, wave.closes_on)
    return (await audience.how_many(session, schools, roles, *days, now, wave.code)).people


async def upcoming(session: AsyncSession, place: Organisation, now: datetime) -> list[Opening]:
    """What people of the place and below it will be sent."""
    found = await openings(session, await ahead(session, place, now), now)
    return [one for one in found if one.at]
