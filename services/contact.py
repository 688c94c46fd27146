"""When people may be written to: working hours of their own zone, never on a day off.

Working hours are a matter of the wall clock, so a day of summer time is as good as any other:
a local hour that does not exist is moved past the gap, one that comes twice counts twice.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays.countries  # all of them now: it would hold up the first planning
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Organisation, Vacation

SUMMER = (7, 8)
"""Nobody is written to in July and August."""

SATURDAY = 5
SEARCHED = 400
"""Days looked ahead: more than a year without a single working day is a mistake."""

Days = tuple[date, date]


@dataclass(frozen=True)
class ContactCalendar:
    """An organisation's hours, local; `vacations` are first and last days, both included."""

    zone: ZoneInfo
    vacations: tuple[Days, ...] = ()
    first: time = time(9)
    last: time = time(18)

    def is_contact_day(self, day: date) -> bool:
        if day.weekday() >= SATURDAY or day.month in SUMMER or day in public_holidays(day.year):
            return False
        return not any(starts <= day <= ends for starts, ends in self.vacations)

    def local_day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def moment(self, day: date, at: time, fold: int = 0) -> datetime:
        """The local hour in UTC; of a doubled hour the first, with `fold` the second."""
        return datetime.combine(day, at.replace(fold=fold), self.zone).astimezone(UTC)

    def days_from(self, day: date) -> Iterator[date]:
        """Contact days from `day` on, itself included; ValueError when there are none."""
        found = False
        for ahead in range(SEARCHED):
            if self.is_contact_day(day + timedelta(days=ahead)):
                found = True
                yield day + timedelta(days=ahead)
        if not found:
            raise ValueError(f"no contact day within {SEARCHED} days from {day}")

    def days_between(self, after: date, until: date) -> int:
        """How many contact days are later than `after` and not later than `until`."""
        span = (until - after).days
        return sum(self.is_contact_day(after + timedelta(days=n)) for n in range(1, span + 1))

    def last_day_before(self, day: date) -> date | None:
        """The contact day before `day`, None when there is none for two months."""
        days = (day - timedelta(days=back) for back in range(1, 62))
        return next((found for found in days if self.is_contact_day(found)), None)

    def next_before(self, end: datetime, moment: datetime) -> datetime | None:
        """The first contact time from `moment` on, None when there is none before `end`."""
        try:
            found = next_contact(moment, self)
        except ValueError:
            return None
        return found if found < end else None

    def end_of_day(self, moment: datetime) -> datetime:
        """When the contact hours of the moment's local day end."""
        return self.moment(self.local_day(moment), self.last)


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """Russia's public holidays and the days off moved because of them."""
    return frozenset(holidays.country_holidays("RU", years=year))


def is_contact_time(moment: datetime, calendar: ContactCalendar) -> bool:
    local = moment.astimezone(calendar.zone)
    return calendar.first <= local.time() < calendar.last and calendar.is_contact_day(local.date())


def next_contact(moment: datetime, calendar: ContactCalendar, at: time | None = None) -> datetime:
    """The first contact time not before `moment`, in UTC; with `at`, at that local hour.

    Raises ValueError when the calendar has none within SEARCHED days.
    """
    if at is None and is_contact_time(moment, calendar):
        return moment.astimezone(UTC)
    for day in calendar.days_from(calendar.local_day(moment)):
        for fold in (0, 1):
            start = calendar.moment(day, at or calendar.first, fold)
            if start >= moment and is_contact_time(start, calendar):
                return start
    raise ValueError(f"no contact time at {at or calendar.first} in {calendar.zone.key}")


async def calendar_of(session: AsyncSession, organisation_id: int) -> ContactCalendar:
    """The organisation's calendar; KeyError when there is no such organisation."""
    return (await calendars_of(session, [organisation_id]))[organisation_id]


async def calendars_of(
    session: AsyncSession, organisation_ids: Collection[int]
) -> dict[int, ContactCalendar]:
    """The calendars by organisation, with the vacations of all that stand above it."""
    above = (
        select(Organisation.id.label("below"), Organisation.id, Organisation.parent_id)
        .where(Organisation.id.in_(organisation_ids))
        .cte(recursive=True)
    )
    above = above.union(
        select(above.c.below, Organisation.id, Organisation.parent_id).join(
            above, Organisation.id == above.c.parent_id
        )
    )
    rows = await session.execute(
        select(above.c.below, Vacation.starts_on, Vacation.ends_on)
        .join(Vacation, Vacation.organisation_id == above.c.id)
        .order_by(Vacation.starts_on)
    )
    vacations: dict[int, list[Days]] = defaultdict(list)
    for below, starts_on, ends_on in rows:
        vacations[below].append((starts_on, ends_on))
    zones = await session.execute(
        select(Organisation.id, Organisation.timezone).where(Organisation.id.in_(organisation_ids))
    )
    return {
        found: ContactCalendar(ZoneInfo(zone), tuple(vacations[found])) for found, zone in zones
    }
