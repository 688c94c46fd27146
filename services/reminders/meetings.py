"""Meetings: to come, unconfirmed, or none for a long time."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Meeting, Mentorship, Person
from models.enums import MeetingStatus, MentorshipStatus
from services.contact import ContactCalendar
from services.reach import reachable
from services.reminders.parts import Due, said

AFTERNOON = time(14)
"""A meeting to come is recalled from this hour on."""

UNCONFIRMED_AFTER = 2
UNCONFIRMED_UNTIL = timedelta(days=7)
"""Working days before the reminder, and the time after which it is no more use."""

QUIET = timedelta(days=21)
QUIET_SCHOOL_DAYS = 15
"""Three weeks, of which vacations and holidays do not count."""

TOOK_PLACE = (MeetingStatus.WAITING, MeetingStatus.CONFIRMED)
ISO = "YYYY-MM-DD"

Awake = Mapping[int, ContactCalendar]


async def soon(session: AsyncSession, awake: Awake, now: datetime) -> list[Due]:
    """A planned meeting, to both, in the last working afternoon before its day.

    Nothing is said on the day on which the meeting was planned or moved: both have just read it.
    """
    ready = {
        place: contact
        for place, contact in awake.items()
        if now.astimezone(contact.zone).time() >= AFTERNOON
    }
    if not ready:
        return []
    horizon = max(_next_day(contact, now) for contact in ready.values())
    account = reachable().subquery()
    day = func.to_char(Meeting.held_on, ISO)
    ids = (("meeting", Meeting.id), ("day", day))
    rows = await session.execute(
        _of_pairs(ready)
        .add_columns(Meeting.id, Meeting.held_on, Meeting.logged_at)
        .join(Meeting, Meeting.mentorship_id == Mentorship.id)
        .join(account, account.c.person_id == Person.id)
        .where(Meeting.status == MeetingStatus.PLANNED)
        .where(Meeting.held_on >= now.date(), Meeting.held_on <= horizon)
        .where(~said(account.c.id, "soon", *ids))
        .order_by(Person.id, Meeting.held_on, Meeting.id)
    )
    return [
        Due(person, place, {"what": "soon", "meeting": meeting, "day": held_on.isoformat()})
        for person, place, meeting, held_on, planned_at in rows
        if _is_next(held_on, planned_at, ready[place], now)
    ]


def _next_day(contact: ContactCalendar, now: datetime) -> date:
    """The next working day, or a far one when the calendar has none."""
    tomorrow = contact.local_day(now) + timedelta(days=1)
    try:
        return next(contact.days_from(tomorrow))
    except ValueError:
        return tomorrow


def _is_next(held_on: date, planned_at: datetime, contact: ContactCalendar, now: datetime) -> bool:
    today = contact.local_day(now)
    just_planned = contact.local_day(planned_at) == today
    ahead = held_on > today and not contact.days_between(today, held_on - timedelta(days=1))
    return ahead and not just_planned


async def unconfirmed(session: AsyncSession, awake: Awake, now: datetime) -> list[Due]:
    """A logged meeting, once, to the side that has not answered."""
    account = reachable().subquery()
    ids = (("meeting", Meeting.id),)
    silent = case(
        (Meeting.logged_by == Mentorship.mentor_id, Mentorship.mentee_id),
        else_=Mentorship.mentor_id,
    )
    rows = await session.execute(
        _of_pairs(awake)
        .add_columns(Meeting.id, Meeting.logged_at)
        .join(Meeting, and_(Meeting.mentorship_id == Mentorship.id, Person.id == silent))
        .join(account, account.c.person_id == Person.id)
        .where(Meeting.status == MeetingStatus.WAITING)
        .where(Meeting.logged_at > now - UNCONFIRMED_UNTIL)
        .where(Meeting.logged_at < now - timedelta(days=1))
        .where(~said(account.c.id, "confirm", *ids, since=now - UNCONFIRMED_UNTIL))
        .order_by(Person.id, Meeting.held_on, Meeting.id)
    )
    return [
        Due(person, place, {"what": "confirm", "meeting": meeting})
        for person, place, meeting, logged_at in rows
        if _days_since(logged_at, awake[place], now) >= UNCONFIRMED_AFTER
    ]


def _days_since(moment: datetime, contact: ContactCalendar, now: datetime) -> int:
    return contact.days_between(contact.local_day(moment), contact.local_day(now))


async def quiet(session: AsyncSession, awake: Awake, now: datetime) -> list[Due]:
    """A pair without a meeting for three weeks, to the mentor, once in three weeks."""
    account = reachable().subquery()
    held = select(func.max(Meeting.held_on)).where(
        Meeting.mentorship_id == Mentorship.id, Meeting.status.in_(TOOK_PLACE)
    )
    since = func.greatest(Mentorship.starts_on, held.scalar_subquery())
    rows = await session.execute(
        _of_pairs(awake)
        .add_columns(Mentorship.id, since)
        .where(Person.id == Mentorship.mentor_id, Mentorship.ends_on >= now.date())
        .join(account, account.c.person_id == Person.id)
        .where(since <= now.date() - QUIET + timedelta(days=1), ~_planned(now))
        .where(~said(account.c.id, "quiet", ("pair", Mentorship.id), since=now - QUIET))
        .order_by(Person.id, Mentorship.id)
    )
    return [
        Due(person, place, {"what": "quiet", "pair": pair})
        for person, place, pair, last in rows
        if is_quiet(last, awake[place], now)
    ]


def is_quiet(last: date, contact: ContactCalendar, now: datetime) -> bool:
    """Three weeks since the last meeting (or the start), with three weeks of school in them."""
    today = contact.local_day(now)
    return today - last >= QUIET and contact.days_between(last, today) >= QUIET_SCHOOL_DAYS


def _planned(now: datetime) -> ColumnElement[bool]:
    return exists().where(
        Meeting.mentorship_id == Mentorship.id,
        Meeting.status == MeetingStatus.PLANNED,
        Meeting.held_on >= now.date(),
    )


def _of_pairs(places: Awake) -> Select[int, int]:
    """Both people of the pairs that are under way, in these organisations."""
    return (
        select(Person.id, Person.organisation_id)
        .join(
            Mentorship, or_(Person.id == Mentorship.mentor_id, Person.id == Mentorship.mentee_id)
        )
        .where(Person.organisation_id.in_(list(places)))
        .where(Mentorship.status == MentorshipStatus.ACTIVE)
    )
