"""Days without contact of an organisation and all below it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditEntry, Organisation, Vacation, Wave
from services import calendar
from services.calendars import messages, places, plan
from services.contact import ContactCalendar, Days, calendars_of
from services.errors import NotFound, UserError
from services.people import Who

LONGEST = 60
LONGEST_NAME = 60


@dataclass(frozen=True)
class New:
    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Moved:
    """The opening of a round that is moved in so many schools; local hours, `after` is None when
    no working hour is left."""

    wave: Wave
    schools: int
    before: datetime | None
    after: datetime | None


async def of_place(
    session: AsyncSession, place: Organisation, now: datetime
) -> list[tuple[Vacation, Organisation]]:
    """Those that are not over, with whose they are: the place's own and those from above."""
    tree = plan.above([place.id])
    rows = await session.execute(
        select(Vacation, Organisation)
        .join(tree, tree.c.id == Vacation.organisation_id)
        .join(Organisation, Organisation.id == Vacation.organisation_id)
        .where(Vacation.ends_on >= places.today_in(place, now))
        .order_by(Vacation.starts_on, tree.c.steps)
    )
    return [(vacation, whose) for vacation, whose in rows]


def typed(text: str, today: date) -> New:
    """«25.10–02.11 Осенние каникулы»; days without a year are those that come next.

    Raises UserError for anything else.
    """
    found = list(calendar.TYPED.finditer(text.casefold()))[:2]
    end = found[-1].end() if found else 0
    year = calendar.academic_year(today)
    starts_on, ends_on = calendar.typed_days(text[:end], year, 2)
    if ends_on < today:
        starts_on, ends_on = calendar.typed_days(text[:end], year + 1, 2)
    name = " ".join(text[end:].strip(" \n\t.,:;–—-").split())
    if not name:
        raise UserError("calendar-vacation-nameless")
    if len(name) > LONGEST_NAME:
        raise UserError("calendar-vacation-name-long", most=LONGEST_NAME)
    return New(name, starts_on, ends_on)


async def check(session: AsyncSession, place: Organisation, new: New, now: datetime) -> None:
    """UserError when it cannot be added."""
    today = places.today_in(place, now)
    if new.ends_on < new.starts_on:
        raise UserError("waves-ends-early")
    if new.starts_on < today:
        raise UserError("waves-in-the-past")
    if (new.ends_on - new.starts_on).days >= LONGEST:
        raise UserError("calendar-vacation-long", most=LONGEST)
    if calendar.academic_year(new.ends_on) > calendar.academic_year(today) + 1:
        raise UserError("calendar-vacation-far")
    other = await session.scalar(
        select(Vacation)
        .where(Vacation.organisation_id == place.id)
        .where(Vacation.starts_on <= new.ends_on, Vacation.ends_on >= new.starts_on)
        .limit(1)
    )
    if other:
        days = {"starts_on": other.starts_on, "ends_on": other.ends_on}
        raise UserError("calendar-vacation-overlaps", name=other.name, **days)


async def moved(
    session: AsyncSession,
    place: Organisation,
    now: datetime,
    more: Days | None = None,
    less: Days | None = None,
) -> list[Moved]:
    """Which openings are moved when these days are added to the vacations, or taken away."""
    waves = await messages.ahead(session, place, now)
    before = await calendars_of(session, {wave.organisation_id for wave in waves})
    after = {school: _changed(contact, more, less) for school, contact in before.items()}
    return _compare(
        await messages.openings(session, waves, now, before),
        await messages.openings(session, waves, now, after),
    )


def _changed(contact: ContactCalendar, more: Days | None, less: Days | None) -> ContactCalendar:
    days = [*contact.vacations, *([more] if more else [])]
    if less in days:
        days.remove(less)
    return replace(contact, vacations=tuple(days))


def _compare(before: list[messages.Opening], after: list[messages.Opening]) -> list[Moved]:
    then = _by_school(after)
    counted: dict[tuple[str, object, object], Moved] = {}
    for key, one in _by_school(before).items():
        now = then[key]
        if one.at != now.at:
            like = (one.wave.code, one.at, now.at)
            known = counted.get(like, Moved(one.wave, 0, one.at, now.at))
            counted[like] = replace(known, schools=known.schools + 1)
    return list(counted.values())


def _by_school(found: list[messages.Opening]) -> Mapping[tuple[int, str, date], messages.Opening]:
    return {
        (school, one.wave.code, one.wave.closes_on): one for one in found for school in one.schools
    }


async def add(session: AsyncSession, who: Who, place_id: int, new: New, now: datetime) -> None:
    """UserError when it cannot be."""
    await plan.alone(session)
    place = await places.get_managed(session, who, place_id)
    await check(session, place, new, now)
    session.add(Vacation(organisation_id=place.id, **vars(new)))
    _note(session, who, place.id, "vacation", new, now)


async def get_managed(session: AsyncSession, who: Who, vacation_id: int) -> Vacation:
    vacation = await session.get(Vacation, vacation_id)
    if vacation is None:
        raise NotFound
    await places.get_managed(session, who, vacation.organisation_id)
    return vacation


async def remove(session: AsyncSession, who: Who, vacation_id: int, now: datetime) -> None:
    vacation = await get_managed(session, who, vacation_id)
    gone = New(vacation.name, vacation.starts_on, vacation.ends_on)
    _note(session, who, vacation.organisation_id, "vacation_removed", gone, now)
    await session.delete(vacation)
    await session.flush()


def _note(
    session: AsyncSession, who: Who, place: int, action: str, what: New, now: datetime
) -> None:
    days = {"starts_on": what.starts_on.isoformat(), "ends_on": what.ends_on.isoformat()}
    details = {"organisation": place, "name": what.name} | days
    session.add(AuditEntry(at=now, actor_id=who.me.id, action=action, details=details))
