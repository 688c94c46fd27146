"""Moments worth jumping to, offered beside the clock."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

TEN = time(10)
# Days of the school year when the programme does something: month, day.
DAYS = ((9, 15), (12, 10), (5, 10), (6, 10))


def chips(now: datetime, zone: ZoneInfo) -> list[dict[str, str]]:
    """Name and moment (UTC, ISO) of each jump; `now` is aware."""
    here = now.astimezone(zone)
    steps = {
        "hour": now + timedelta(hours=1),
        "day": datetime.combine(here.date() + timedelta(days=1), here.time(), zone),
        "workday": datetime.combine(next_workday(here.date()), TEN, zone),
        "week": datetime.combine(here.date() + timedelta(days=7), here.time(), zone),
    }
    jumps = [("date", moment) for moment in sorted(coming(here, zone))]
    return [
        {"id": name, "at": moment.astimezone(UTC).isoformat()}
        for name, moment in [*steps.items(), *jumps]
    ]


def next_workday(today: date) -> date:
    """The next day that is neither a weekend nor a public holiday in Russia."""
    days_off = holidays.country_holidays("RU", years=(today.year, today.year + 1))
    day = today + timedelta(days=1)
    while day.weekday() >= 5 or day in days_off:
        day += timedelta(days=1)
    return day


def coming(here: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    for month, day in DAYS:
        moment = datetime.combine(date(here.year, month, day), TEN, zone)
        if moment <= here:
            moment = datetime.combine(date(here.year + 1, month, day), TEN, zone)
        yield moment
