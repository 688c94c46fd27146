"""What is due when, in every zone of Russia and in every zone with summer time, 2024–2035.

Nothing is ever due outside hours, at a weekend, on a holiday or in a vacation; a later moment
never has an earlier answer; and an hour that does not exist, or exists twice, is handled.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from models import Organisation, Wave
from services.contact import ContactCalendar, is_contact_time, next_contact, public_holidays
from services.reminders import ladder, meetings, snoozed, surveys
from services.waves.lifecycle import opening_time
from services.waves.state import Phase, end_of, local_day, phase_at
from tests.test_contact import RUSSIA

YEARS = range(2024, 2036)
HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)


def changes_its_clocks(name: str) -> bool:
    zone = ZoneInfo(name)
    months = (datetime(year, month, 15, tzinfo=zone) for year in YEARS for month in range(1, 13))
    return len({moment.utcoffset() for moment in months}) > 1


SUMMER_TIME = tuple(sorted(filter(changes_its_clocks, available_timezones())))
ZONES = st.sampled_from(RUSSIA + SUMMER_TIME).map(ZoneInfo)
FIRST, LAST = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)
DAYS = st.dates(FIRST, LAST)
MOMENTS = st.datetimes(
    datetime.combine(FIRST, time()), datetime.combine(LAST, time()), timezones=st.just(UTC)
)
SPANS = st.integers(0, 25).map(timedelta)
VACATIONS = st.lists(st.tuples(DAYS, SPANS).map(lambda v: (v[0], v[0] + v[1])), max_size=4)
CALENDARS = st.builds(ContactCalendar, ZONES, VACATIONS.map(tuple))

many = settings(max_examples=600)


@st.composite
def school_days(draw: st.DrawFn, longest: int = 60) -> tuple[ContactCalendar, date, date]:
    """A calendar with a vacation near, and the first and last day of a round."""
    opens_on = draw(DAYS)
    closes_on = opens_on + timedelta(days=draw(st.integers(0, longest)))
    near = st.dates(opens_on - 20 * DAY, closes_on + 20 * DAY)
    rests = st.lists(st.tuples(near, st.integers(0, 15)), max_size=2)
    vacations = tuple((first, first + timedelta(days=n)) for first, n in draw(rests))
    return ContactCalendar(draw(ZONES), vacations), opens_on, closes_on


def test_all_zones_are_there() -> None:
    assert len(SUMMER_TIME) > 100
    assert {"Europe/Berlin", "Australia/Lord_Howe", "America/Santiago"} <= set(SUMMER_TIME)
    assert set(RUSSIA) <= available_timezones()
    assert not set(RUSSIA) & set(SUMMER_TIME)


@pytest.mark.parametrize("year", YEARS)
def test_holidays_are_known_for_years_ahead(year: int) -> None:
    fixed = {*((1, n) for n in range(1, 9)), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}
    assert {date(year, month, day) for month, day in fixed} <= public_holidays(year)
    assert len(public_holidays(year)) < 30


def is_free(calendar: ContactCalendar, day: date) -> bool:
    """Said apart from the code: nobody works on this day, or it is nobody's business to write."""
    at_rest = any(first <= day <= last for first, last in calendar.vacations)
    known = day in public_holidays(day.year)
    return at_rest or known or day.isoweekday() > 5 or day.month in (7, 8)


def is_proper(calendar: ContactCalendar, moment: datetime) -> bool:
    local = moment.astimezone(calendar.zone)
    return 9 <= local.hour < 18 and not is_free(calendar, local.date())


@many
@given(CALENDARS, MOMENTS, st.integers(0, 400 * 24))
def test_the_next_contact_is_proper_and_never_goes_back(
    calendar: ContactCalendar, moment: datetime, hours: int
) -> None:
    later = moment + hours * HOUR
    found, after = next_contact(moment, calendar), next_contact(later, calendar)

    assert moment <= found <= after
    assert is_proper(calendar, found)
    assert is_proper(calendar, after)
    assert next_contact(found, calendar) == found
    assert (found == moment) == is_proper(calendar, moment)
    if found > moment:
        local = found.astimezone(calendar.zone)
        assert local.time() == time(9)
        days = (local.date() - n * DAY for n in range(1, (found - moment).days))
        assert all(is_free(calendar, day) for day in days)


@many
@given(CALENDARS, MOMENTS, st.times(time(9), time(17, 59)))
def test_an_asked_hour_is_that_hour(calendar: ContactCalendar, moment: datetime, at: time) -> None:
    at = at.replace(second=0, microsecond=0)
    found = next_contact(moment, calendar, at)

    assert found >= moment
    assert found.astimezone(calendar.zone).time() == at
    assert is_proper(calendar, found)
    assert next_contact(found, calendar, at) == found
    assert next_contact(found + timedelta(seconds=1), calendar, at) > found


@many
@given(CALENDARS, DAYS, st.integers(-60, 200), st.integers(0, 200))
def test_working_days_add_up(calendar: ContactCalendar, day: date, span: int, more: int) -> None:
    end = day + span * DAY
    later = max(day, end) + more * DAY
    counted = calendar.days_between(day, end)

    assert counted == sum(not is_free(calendar, day + n * DAY) for n in range(1, span + 1))
    if end >= day:
        assert counted + calendar.days_between(end, later) == calendar.days_between(day, later)


@many
@given(CALENDARS, DAYS)
def test_the_last_working_day_before_is_the_last(calendar: ContactCalendar, day: date) -> None:
    found = calendar.last_day_before(day)
    between = found or day - 62 * DAY
    assert calendar.days_between(between, day - DAY) == 0
    if found:
        assert found < day
        assert not is_free(calendar, found)
        assert next(calendar.days_from(found)) == found


@many
@given(CALENDARS, MOMENTS)
def test_the_end_of_a_day_is_on_it_and_after_its_last_hour(
    calendar: ContactCalendar, moment: datetime
) -> None:
    end = calendar.end_of_day(moment)
    local = end.astimezone(calendar.zone)

    assert local.date() == moment.astimezone(calendar.zone).date()
    assert local.time() == time(18)
    assert not is_contact_time(end, calendar)
    if is_contact_time(moment, calendar):
        assert moment < end
        assert is_contact_time(end - timedelta(seconds=1), calendar)


@cache
def transitions(zone: ZoneInfo) -> list[datetime]:
    """The moments at which the clocks of a zone change, to the second."""
    found, before = [], datetime(YEARS[0], 1, 1, tzinfo=UTC)
    while before.year in YEARS:
        after = before + 7 * DAY
        if _offset(before, zone) != _offset(after, zone):
            found.append(_between(before, after, zone))
        before = after
    return found


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    found = moment.astimezone(zone).utcoffset()
    assert found is not None
    return found


def _between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if _offset(middle, zone) == _offset(before, zone):
            before = middle
        else:
            after = middle
    return after


def quarters(change: datetime, zone: ZoneInfo) -> list[datetime]:
    """The hours around the change as a clock on the wall should show them."""
    local = (change - timedelta(seconds=1)).astimezone(zone)
    start = local.replace(minute=0, second=0, tzinfo=None) - 6 * HOUR
    return [start + n * QUARTER for n in range(60)]


def test_every_change_of_clocks_keeps_the_order_of_hours() -> None:
    """In each zone and year: hours that do not exist move past the gap, and of those that exist
    twice both are found."""
    seen = 0
    for name in SUMMER_TIME:
        calendar = ContactCalendar(ZoneInfo(name))
        for change in transitions(calendar.zone):
            seen += 1
            around = quarters(change, calendar.zone)
            firsts = [calendar.moment(t.date(), t.time()) for t in around]
            seconds = [calendar.moment(t.date(), t.time(), 1) for t in around]
            shift = _offset(change, calendar.zone) - _offset(change - HOUR, calendar.zone)
            missing = [
                moment
                for moment, wall in zip(firsts, around, strict=True)
                if moment.astimezone(calendar.zone).replace(tzinfo=None) != wall
            ]
            doubled = [b - a for a, b in zip(firsts, seconds, strict=True) if b > a]
            assert len(missing) == max(0, shift // QUARTER), name
            assert all(change <= moment < change + shift for moment in missing), name
            assert len(doubled) == max(0, -shift // QUARTER), name
            assert set(doubled) <= {-shift}, name
    assert seen > 4000


@pytest.mark.parametrize("zone", SUMMER_TIME[:: len(SUMMER_TIME) // 40])
def test_a_window_amid_the_change_still_opens(zone: str) -> None:
    """Contact hours may begin with an hour that does not exist: they begin after the gap."""
    for change in transitions(ZoneInfo(zone)):
        first = (change - timedelta(seconds=1)).astimezone(ZoneInfo(zone))
        hours = (first + timedelta(minutes=1)).time().replace(second=0)
        calendar = ContactCalendar(ZoneInfo(zone), first=hours, last=time(23, 59))
        moment = change - 3 * DAY
        for _ in range(8):
            found = next_contact(moment, calendar)
            assert found >= moment
            assert is_contact_time(found, calendar)
            moment = found + 12 * HOUR


def wave_of(calendar: ContactCalendar, opens_on: date, closes_on: date) -> Wave:
    place = Organisation(timezone=calendar.zone.key)
    return Wave(opens_on=opens_on, closes_on=closes_on, organisation=place)


@many
@given(school_days())
def test_a_round_opens_in_working_hours_of_its_own_days(
    given_days: tuple[ContactCalendar, date, date],
) -> None:
    calendar, opens_on, closes_on = given_days
    wave = wave_of(calendar, opens_on, closes_on)
    opening = opening_time(wave, calendar)

    assert opening.astimezone(calendar.zone).time() == time(10)
    assert is_proper(calendar, opening)
    assert local_day(wave, opening) >= opens_on
    assert calendar.days_between(opens_on - DAY, local_day(wave, opening) - DAY) == 0


@many
@given(school_days(), MOMENTS)
def test_a_round_ends_with_its_last_local_day(
    given_days: tuple[ContactCalendar, date, date], moment: datetime
) -> None:
    calendar, opens_on, closes_on = given_days
    wave = wave_of(calendar, opens_on, closes_on)
    wave.opened_at, end = datetime(2020, 1, 1, tzinfo=UTC), end_of(wave)

    assert local_day(wave, end) == closes_on + DAY
    assert local_day(wave, end - timedelta(seconds=1)) == closes_on
    assert phase_at(wave, end - timedelta(seconds=1)) == Phase.OPEN
    assert phase_at(wave, end) == Phase.CLOSED
    assert (phase_at(wave, moment) == Phase.OPEN) == (moment < end)
    last = calendar.next_before(end, moment)
    assert last is None or (is_proper(calendar, last) and moment <= last < end)


@many
@given(school_days(), st.sampled_from(["intro", "check-3", "curator", "own-1"]), st.randoms())
def test_steps_of_reminders_come_in_order_apart_and_within_the_round(
    given_days: tuple[ContactCalendar, date, date], code: str, random: Random
) -> None:
    """Somebody is told when the round opens; the schedule ticks on most of its days, sometime."""
    calendar, opens_on, closes_on = given_days
    told = opening_time(wave_of(calendar, opens_on, closes_on), calendar)
    assume(calendar.local_day(told) <= closes_on)
    said = list(play(calendar, closes_on, code, told, random))

    days = [calendar.local_day(moment) for moment, _ in said]
    steps = [step for _, step in said]
    assert len(said) <= ladder.of_round(code).most <= 3
    assert steps == sorted(set(steps))
    assert all(is_proper(calendar, moment) for moment, _ in said)
    for earlier, later in zip([calendar.local_day(told), *days], days, strict=False):
        assert calendar.days_between(earlier, later) >= ladder.PAUSE
    for day, step in zip(days, steps, strict=True):
        assert day <= closes_on
        since = calendar.days_between(calendar.local_day(told), day)
        after = dict(enumerate(ladder.of_round(code).after, start=1))
        assert since >= after.get(step, ladder.PAUSE)
        before = calendar.last_day_before(closes_on) or closes_on
        assert (step == ladder.LAST) == (day >= before)


def play(
    calendar: ContactCalendar, closes_on: date, code: str, told: datetime, random: Random
) -> Iterator[tuple[datetime, int]]:
    """What the statement of `surveys` would find, tick by tick."""
    done, said_at, day = 0, told, calendar.local_day(told)
    while day <= closes_on:
        for hour in random.choice([(9,), (9, 13), (17,), ()]):
            now = calendar.moment(day, time(hour, 30))
            if not is_contact_time(now, calendar):
                continue
            cuts = cuts_at(calendar, closes_on, code, now)
            step = step_at(cuts, told)
            if step > done and said_at < cuts.told:
                done, said_at = step, now
                yield now, step
        day += DAY


def cuts_at(calendar: ContactCalendar, closes_on: date, code: str, now: datetime) -> surveys.Steps:
    cuts = surveys._cuts(ladder.of_round(code), closes_on, calendar, now)
    return surveys.Steps(1, 1, *cuts)


def step_at(cuts: surveys.Steps, told: datetime) -> int:
    if told >= cuts.told:
        return 0
    if cuts.last:
        return ladder.LAST
    if cuts.hold:
        return 0
    return 2 if told < cuts.second else 1 if told < cuts.first else 0


@many
@given(school_days(20), st.integers(0, 15))
def test_a_planned_meeting_is_recalled_before_or_on_its_day_once(
    given_days: tuple[ContactCalendar, date, date], ahead: int
) -> None:
    """Ticks every hour; it is said at the first that fits, whatever the zone does meanwhile."""
    calendar, planned_on, _ = given_days
    held_on = planned_on + ahead * DAY
    planned = calendar.moment(planned_on, time(12))
    hours = (planned + n * HOUR for n in range(24 * (ahead + 3)))
    fits = [
        now
        for now in hours
        if is_contact_time(now, calendar) and meetings._is_next(held_on, planned, calendar, now)
    ]
    working = [planned_on + n * DAY for n in range(1, ahead + 1)]
    assert bool(fits) == any(not is_free(calendar, day) for day in working)
    for now in fits:
        local = now.astimezone(calendar.zone)
        assert is_proper(calendar, now)
        assert planned_on < local.date() <= held_on
        assert calendar.days_between(local.date(), held_on - DAY) == 0
        assert (local.hour < 14) == (local.date() == held_on)


@many
@given(school_days(), DAYS, st.booleans())
def test_reminders_are_put_off_to_proper_days_only(
    given_days: tuple[ContactCalendar, date, date], today: date, open_round: bool
) -> None:
    calendar, opens_on, closes_on = given_days
    today = opens_on if open_round else today
    found = snoozed.offers(calendar, today, closes_on if open_round else None)

    days = [offer.day for offer in found]
    assert days == sorted(set(days))
    assert all(day > today and not is_free(calendar, day) for day in days)
    if open_round:
        assert all(day <= closes_on for day in days)
        last = calendar.days_between(today, closes_on)
        assert bool(days) == bool(last)
    else:
        assert days[0] == next(calendar.days_from(today + DAY))
