"""Working hours in every zone: a table of moments, and properties over ten years of days."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from models import Vacation
from models.enums import OrganisationKind
from services.contact import (
    ContactCalendar,
    calendar_of,
    calendars_of,
    is_contact_time,
    next_contact,
)
from tests.factories import make_organisation

RUSSIA = (
    "Europe/Kaliningrad", "Europe/Moscow", "Europe/Simferopol", "Europe/Volgograd",
    "Europe/Kirov", "Europe/Astrakhan", "Europe/Saratov", "Europe/Ulyanovsk", "Europe/Samara",
    "Asia/Yekaterinburg", "Asia/Omsk", "Asia/Novosibirsk", "Asia/Barnaul", "Asia/Tomsk",
    "Asia/Novokuznetsk", "Asia/Krasnoyarsk", "Asia/Irkutsk", "Asia/Chita", "Asia/Yakutsk",
    "Asia/Khandyga", "Asia/Vladivostok", "Asia/Ust-Nera", "Asia/Magadan", "Asia/Sakhalin",
    "Asia/Srednekolymsk", "Asia/Kamchatka", "Asia/Anadyr",
)  # fmt: skip
SUMMER_TIME = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca",
    "America/Santiago", "Africa/Cairo", "Asia/Beirut", "Pacific/Chatham",
)  # fmt: skip
ZONES = st.sampled_from(RUSSIA + SUMMER_TIME)
FIRST, LAST = (datetime.fromisoformat(day) for day in ("2024-01-01", "2035-12-31"))
MOMENTS = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
YEKATERINBURG = ContactCalendar(ZoneInfo("Asia/Yekaterinburg"))


def local(text: str, zone: str = "Asia/Yekaterinburg") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-09-14 08:59:59", "2026-09-14 09:00"),
        ("2026-09-14 09:00", "2026-09-14 09:00"),
        ("2026-09-14 17:59:59", "2026-09-14 17:59:59"),
        ("2026-09-14 18:00", "2026-09-15 09:00"),
        ("2026-09-18 20:00", "2026-09-21 09:00"),  # Friday evening
        ("2026-09-19 12:00", "2026-09-21 09:00"),  # Saturday
        ("2026-11-04 12:00", "2026-11-05 09:00"),  # Unity Day, a Wednesday
        ("2026-12-31 12:00", "2027-01-11 09:00"),  # a day off moved to New Year's Eve
        ("2027-02-22 12:00", "2027-02-24 09:00"),  # a day off moved from a Saturday
        ("2027-05-10 10:00", "2027-05-11 09:00"),  # Victory Day was a Sunday
        ("2027-06-30 18:00", "2027-09-01 09:00"),  # summer
    ],
)
def test_people_are_written_to_in_working_hours(moment: str, expected: str) -> None:
    assert next_contact(local(moment), YEKATERINBURG) == local(expected)


def test_an_asked_hour_is_that_hour_of_a_working_day() -> None:
    ten = time(10)
    assert next_contact(local("2026-09-14 09:30"), YEKATERINBURG, ten) == local("2026-09-14 10:00")
    assert next_contact(local("2026-09-18 10:01"), YEKATERINBURG, ten) == local("2026-09-21 10:00")
    with pytest.raises(ValueError, match="no contact time"):
        next_contact(local("2026-09-14 09:30"), YEKATERINBURG, time(20))


def test_a_vacation_is_left_out_with_both_its_ends() -> None:
    autumn = ((date(2026, 10, 26), date(2026, 11, 3)),)
    calendar = ContactCalendar(YEKATERINBURG.zone, autumn)
    assert next_contact(local("2026-10-23 18:00"), calendar) == local("2026-11-05 09:00")


def test_a_calendar_without_working_days_is_an_error() -> None:
    for_ever = ((date(2026, 1, 1), date(2028, 12, 31)),)
    with pytest.raises(ValueError, match="no contact day"):
        next_contact(local("2026-09-14 08:00"), ContactCalendar(YEKATERINBURG.zone, for_ever))


@settings(max_examples=400, deadline=None)
@given(MOMENTS, ZONES)
@example(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "Europe/Berlin")
@example(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Europe/Berlin")
def test_the_next_contact_is_the_first_one(moment: datetime, zone: str) -> None:
    calendar = ContactCalendar(ZoneInfo(zone))
    found = next_contact(moment, calendar)

    assert found >= moment
    assert found.tzinfo is UTC
    assert is_contact_time(found, calendar)
    assert next_contact(found, calendar) == found
    assert (found == moment) == is_contact_time(moment, calendar)
    on_the_way = (moment + timedelta(minutes=30 * n) for n in range(200))
    assert not any(is_contact_time(step, calendar) for step in on_the_way if step < found)


@settings(max_examples=200, deadline=None)
@given(MOMENTS, ZONES, st.integers(1, 23))
def test_hours_of_the_night_outlive_summer_time(moment: datetime, zone: str, hour: int) -> None:
    """Even a window amid the change of clocks gives a moment within it, and never one back."""
    calendar = ContactCalendar(ZoneInfo(zone), first=time(hour - 1, 30), last=time(hour, 45))
    found = next_contact(moment, calendar)
    assert found >= moment
    assert is_contact_time(found, calendar)


@pytest.mark.parametrize(
    ("day", "at", "fold", "expected"),
    [
        (date(2026, 3, 29), time(2, 30), 0, "2026-03-29T01:30:00+00:00"),  # is 03:30
        (date(2026, 10, 25), time(2, 30), 0, "2026-10-25T00:30:00+00:00"),
        (date(2026, 10, 25), time(2, 30), 1, "2026-10-25T01:30:00+00:00"),
    ],
)
def test_missing_and_doubled_hours(day: date, at: time, fold: int, expected: str) -> None:
    berlin = ContactCalendar(ZoneInfo("Europe/Berlin"))
    assert berlin.moment(day, at, fold) == datetime.fromisoformat(expected)


def test_working_days_are_counted_after_a_day_and_up_to_another() -> None:
    friday, tuesday = date(2026, 9, 11), date(2026, 9, 15)
    assert YEKATERINBURG.days_between(friday, tuesday) == 2
    assert YEKATERINBURG.days_between(tuesday, friday) == 0
    assert YEKATERINBURG.last_day_before(date(2026, 9, 14)) == friday
    assert YEKATERINBURG.last_day_before(date(2026, 9, 1)) is None


async def test_schools_inherit_the_vacations_above_them(session: AsyncSession) -> None:
    region = await make_organisation(session, "Область", kind=OrganisationKind.REGION)
    town = await make_organisation(session, "Город", region, OrganisationKind.MUNICIPALITY)
    school = await make_organisation(session, "Школа", town, timezone="Asia/Omsk")
    other = await make_organisation(session, "Другая", region)
    for place, day in ((region, 1), (town, 5), (school, 8), (other, 12)):
        first = date(2026, 10, day)
        session.add(
            Vacation(organisation_id=place.id, name="Отдых", starts_on=first, ends_on=first)
        )
    await session.flush()

    calendars = await calendars_of(session, [school.id, other.id])

    assert [first.day for first, _ in calendars[school.id].vacations] == [1, 5, 8]
    assert [first.day for first, _ in calendars[other.id].vacations] == [1, 12]
    assert calendars[school.id].zone.key == "Asia/Omsk"
    assert await calendar_of(session, school.id) == calendars[school.id]
    assert await calendars_of(session, []) == {}
