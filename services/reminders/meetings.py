"""Meetings: to come, over without a word, unconfirmed, or none for a long time."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, cast, exists, func, or_, select, true
from sqlalchemy import DateTime as Moment
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Meeting, Mentorship, Notification, Person
from models.enums import MeetingStatus, MentorshipStatus
from services.contact import ContactCalendar
from services.reminders import ladder
from services.reminders.parts import Awake, Due, has_part, readers, reminded, said

TOOK_PLACE = (MeetingStatus.WAITING, MeetingStatus.CONFIRMED)
ISO = "YYYY-MM-DD"


async def soon(session: AsyncSession, awake: Awake, now: datetime) -> list[Due]:
    """A planned meeting, once to both: in the last working afternoon before its day, or else
    that morning.

    Nothing is said on the day on which the meeting was planned or moved: both have just read it.
    """
    today = min(contact.local_day(now) for contact in awake.values())
    horizon = max(_next_day(contact, now) for contact in awake.values())
    reader = readers(now)
    rows = await session.execute(
        _of_pairs(awake)
        .add_columns(Meeting.id, Meeting.held_on, Meeting.logged_at)
        .join(Meeting, Meeting.mentorship_id == Mentorship.id)
        .join(reader, reader.c.person_id == Person.id)
        .where(Meeting.status == MeetingStatus.PLANNED)
        .where(Meeting.held_on >= today, Meeting.held_on <= horizon)
        .where(~said(Person.id, "soon", ("meeting", Meeting.id), ("day", _day())))
        .order_by(Person.id, Meeting.held_on, Meeting.id)
    )
    return [
        Due(person, place, {"what": "soon", "meeting": meeting, "day": held_on.isoformat()})
        for person, place, meeting, held_on, planned_at in rows
        if _is_next(held_on, planned_at, awake[place], now)
    ]


def _day() -> ColumnElement[str]:
    return func.to_char(Meeting.held_on, ISO)


def _next_day(contact: ContactCalendar, now: datetime) -> date:
    """The next working day, or a far one when the calendar has none."""
    tomorrow = contact.local_day(now) + timedelta(days=1)
    try:
        return next(contact.days_from(tomorrow))
    except ValueError:
        return tomorrow


def _is_next(held_on: date, planned_at: datetime, contact: ContactCalendar, now: datetime) -> bool:
    """Whether it is the hour to speak of the meeting."""
    today = contact.local_day(now)
    if contact.local_day(planned_at) == today:
        return False
    if now.astimezone(contact.zone).time() < ladder.AFTERNOON:
        return held_on == today
    return held_on > today and not contact.days_between(today, held_on - timedelta(days=1))


async def over(session: AsyncSession, awake: Awake, now: datetime) -> list[Due]:
    """A planned meeting whose day has passed without a word, once to whoever planned it."""
    today = max(contact.local_day(now) for contact in awake.values())
    reader = readers(now)
    rows = await session.execute(
        _of_pairs(awake)
        .add_columns(Meeting.id, Meeting.held_on, Mentorship.ends_on)
        .join(
            Meeting, and_(Meeting.mentorship_id == Mentorship.id, Person.id == Meeting.logged_by)
        )
        .join(reader, reader.c.person_id == Person.id)
        .where(Meeting.status == MeetingStatus.PLANNED, Meeting.held_on < today)
        .where(Meeting.held_on > today - ladder.HELD_AT_MOST)
        .where(~said(Person.id, "held", ("meeting", Meeting.id), ("day", _day())))
        .order_by(Person.id, Meeting.held_on, Meeting.id)
    )
    return [
        Due(person, place, {"what": "held", "meeting": meeting, "day": held_on.isoformat()})
        for person, place, meeting, held_on, ends_on in rows
        if _is_over(held_on, ends_on, awake[place], now)
    ]


def _is_over(held_on: date, ends_on: date, contact: ContactCalendar, now: datetime) -> bool:
    today = contact.local_day(now)
    return held_on < today <= ends_on and (
        contact.days_between(held_on, today) <= ladder.HELD_WITHIN
    )


async def unconfirmed(session: AsyncSession, awake: Awake, now: datetime) -> list[Due]:
    """A logged meeting, once, to the side that has not answered."""
    since, reader = now - ladder.UNCONFIRMED_AT_MOST, readers(now)
    silent = case(
        (Meeting.logged_by == Mentorship.mentor_id, Mentorship.mentee_id),
        else_=Mentorship.mentor_id,
    )
    rows = await session.execute(
        _of_pairs(awake)
        .add_columns(Meeting.id, Meeting.logged_at)
        .join(Meeting, and_(Meeting.mentorship_id == Mentorship.id, Person.id == silent))
        .join(reader, reader.c.person_id == Person.id)
        .where(Meeting.status == MeetingStatus.WAITING)
        .where(Meeting.logged_at > since, Meeting.logged_at < now - timedelta(days=1))
        .where(~said(Person.id, "confirm", ("meeting", Meeting.id), since=since))
        .order_by(Person.id, Meeting.held_on, Meeting.id)
    )
    return [
        Due(person, place, {"what": "confirm", "meeting": meeting})
        for person, place, meeting, logged_at in rows
        if _days_since(logged_at, awake[place], now) >= ladder.UNCONFIRMED_AFTER
    ]


def _days_since(moment: datetime, contact: ContactCalendar, now: datetime) -> int:
    return contact.days_between(contact.local_day(moment), contact.local_day(now))


async def quiet(session: AsyncSession, awake: Awake, now: datetime) -> list[Due]:
    """A pair without a meeting for three weeks, to the mentor, once in three weeks."""
    reader, since = readers(now), last_met()
    rows = await session.execute(
        _of_pairs(awake)
        .add_columns(Mentorship.id, since)
        .where(Person.id == Mentorship.mentor_id, Mentorship.ends_on >= now.date())
        .join(reader, reader.c.person_id == Person.id)
        .where(since <= now.date() - ladder.QUIET + timedelta(days=1), ~planned(now))
        .where(~said(Person.id, "quiet", ("pair", Mentorship.id), since=now - ladder.QUIET))
        .where(_in_a_row(since) < ladder.QUIET_IN_A_ROW)
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
    school_days = contact.days_between(last, today)
    return today - last >= ladder.QUIET and school_days >= ladder.QUIET_SCHOOL_DAYS


def _in_a_row(since: ColumnElement[date]) -> ColumnElement[int]:
    """How often the mentor was told since the pair's last meeting; again on request aside."""
    pair = ("pair", Mentorship.id)
    return (
        select(func.count())
        .select_from(Account)
        .join(Notification, reminded(Mentorship.mentor_id))
        .where(has_part("quiet", pair), ~has_part("quiet", pair, ("again", true())))
        .where(Notification.due_at > cast(since, Moment(timezone=True)))
        .scalar_subquery()
    )


def last_met() -> ColumnElement[date]:
    """A pair's last meeting that somebody has logged, or its first day."""
    held = select(func.max(Meeting.held_on)).where(
        Meeting.mentorship_id == Mentorship.id, Meeting.status.in_(TOOK_PLACE)
    )
    return func.greatest(Mentorship.starts_on, held.scalar_subquery())


def planned(now: datetime) -> ColumnElement[bool]:
    """The pair has a meeting ahead."""
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
