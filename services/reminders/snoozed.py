"""Reminders that a person has put off: till which day that makes sense, and what is said then.

While it lasts no reminder leaves. When it ends, what was put off and still holds is said once
more, in one message with what has become due meanwhile. That message was asked for: it counts as
none of the three about a questionnaire, unless a new step has come.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Assignment, Notification, Person, Wave
from models.enums import NotificationState
from services.contact import ContactCalendar, calendar_of, calendars_of, next_contact
from services.reminders import ladder
from services.reminders.parts import KIND, SAID, Awake, Due, readers
from services.waves.state import is_open

RESTS = 3
"""Days without contact in a row that are holidays: a weekend is not."""

VACATION = timedelta(days=4)
"""From the first day to the last: shorter holidays are no vacation."""

AHEAD = timedelta(days=14)
"""Holidays that begin later are no reason to put anything off till after them."""

DONE = (*SAID, NotificationState.CANCELLED)
"""States in which the end of a snooze needs no message any more: there was one, or no reason."""

SAME_DAY = timedelta(hours=12)
PAST = timedelta(days=90)


class When(StrEnum):
    """`holidays`: after them, when they are too short for a `vacation`. `eve`: the working day
    before the last day of a questionnaire."""

    TOMORROW = "tomorrow"
    THREE = "three"
    HOLIDAYS = "holidays"
    VACATION = "vacation"
    EVE = "eve"


AFTER_RESTS = frozenset({When.HOLIDAYS, When.VACATION})


@dataclass(frozen=True)
class Offer:
    """A day till which reminders may be put off; `exact` when it is the very day that `when`
    says, and not the working day after it."""

    when: When
    day: date
    exact: bool = True


def offers(contact: ContactCalendar, today: date, closes_on: date | None = None) -> list[Offer]:
    """The days that make sense, the earliest first; none of two with the same day.

    `closes_on`: the last day of the first questionnaire to close. Days after it give way to the
    one before it.
    """
    try:
        found = _later(contact, today)
    except ValueError:
        return []
    if closes_on and any(offer.day > closes_on for offer in found):
        eve = contact.last_day_before(closes_on)
        found = [offer for offer in found if offer.day <= closes_on]
        found += [Offer(When.EVE, eve)] if eve and eve > today else []
    by_day: dict[date, Offer] = {}
    for offer in sorted(found, key=lambda offer: offer.when not in AFTER_RESTS):
        by_day.setdefault(offer.day, offer)
    return [by_day[day] for day in sorted(by_day)]


def _later(contact: ContactCalendar, today: date) -> list[Offer]:
    """ValueError when there is no working day for more than a year."""

    def after(when: When, days: int) -> Offer:
        wanted = today + timedelta(days=days)
        found = next(contact.days_from(wanted))
        return Offer(when, found, found == wanted)

    found = [after(When.TOMORROW, 1), after(When.THREE, 3)]
    rest = holidays_near(contact, today)
    if rest:
        first, last = rest
        when = When.VACATION if last - first >= VACATION else When.HOLIDAYS
        found.append(Offer(when, last + timedelta(days=1)))
    return found


def holidays_near(contact: ContactCalendar, today: date) -> tuple[date, date] | None:
    """First and last day without contact of the holidays that last now or begin soon."""
    day = today
    while day <= today + AHEAD:
        if contact.is_contact_day(day):
            day += timedelta(days=1)
            continue
        first, last = _rest(contact, day)
        if (last - first).days + 1 >= RESTS:
            return first, last
        day = last + timedelta(days=1)
    return None


def _rest(contact: ContactCalendar, day: date) -> tuple[date, date]:
    """The days without contact around one of them."""
    before = contact.last_day_before(day)
    first = before + timedelta(days=1) if before else day
    return first, next(contact.days_from(day)) - timedelta(days=1)


async def offered(
    session: AsyncSession, people: Mapping[int, int], now: datetime
) -> dict[int, list[Offer]]:
    """What is offered to people; `people` has their organisations."""
    calendars = await calendars_of(session, set(people.values()))
    closing = await _closing(session, people)
    found = {}
    for person, place in people.items():
        contact = calendars[place]
        found[person] = offers(contact, contact.local_day(now), closing.get(person))
    return found


async def _closing(session: AsyncSession, people: Collection[int]) -> dict[int, date]:
    """The last day of the first questionnaire to close that waits for a person."""
    rows = await session.execute(
        select(Assignment.person_id, func.min(Wave.closes_on))
        .join(Wave, Wave.id == Assignment.wave_id)
        .where(Assignment.person_id.in_(people), Assignment.submitted_at.is_(None), is_open())
        .group_by(Assignment.person_id)
    )
    return dict(rows.all())


async def put_off(session: AsyncSession, person_id: int, day: date, now: datetime) -> bool:
    """No reminders before that day; False, and nothing is changed, for a day not offered now."""
    person = await session.get_one(Person, person_id)
    contact = await calendar_of(session, person.organisation_id)
    mine = await offered(session, {person_id: person.organisation_id}, now)
    latest = max((offer.day for offer in mine[person_id]), default=date.min)
    if not contact.local_day(now) < day <= latest or not contact.is_contact_day(day):
        return False
    person.snoozed_until = next_contact(contact.moment(day, time(0)), contact)
    await session.flush()
    return True


async def undo(session: AsyncSession, person_id: int) -> None:
    (await session.get_one(Person, person_id)).snoozed_until = None
    await session.flush()


async def until(session: AsyncSession, person_id: int, now: datetime) -> datetime | None:
    """Till when the person has put reminders off, None when they come."""
    found = await session.scalar(select(Person.snoozed_until).where(Person.id == person_id))
    return found if found and found > now else None


async def again(session: AsyncSession, awake: Awake, now: datetime) -> list[Due]:
    """What people had put off till a moment that has come, and have not been told since."""
    reader = readers(now)
    rows = await session.execute(
        select(Person.id, Person.organisation_id, Person.snoozed_until)
        .join(reader, reader.c.person_id == Person.id)
        .where(Person.snoozed_until <= now, Person.organisation_id.in_(list(awake)))
        .where(Person.snoozed_until > now - ladder.SNOOZED_AT_MOST)
    )
    ended = {person: (place, int(end.timestamp())) for person, place, end in rows if end}
    if not ended:
        return []
    said = await _said(session, ended, now)
    return [
        Due(person, place, {**part, "again": True}, end)
        for person, (place, end) in ended.items()
        for part in _put_off(said[person], end)
    ]


Said = tuple[datetime, NotificationState, dict[str, Any]]
"""When a reminder was due, what became of it, its arguments."""


async def _said(
    session: AsyncSession, people: Collection[int], now: datetime
) -> dict[int, list[Said]]:
    """The reminders of people, the newest first."""
    rows = await session.execute(
        select(Account.person_id, Notification.due_at, Notification.state, Notification.args)
        .join(Account, Account.id == Notification.account_id)
        .where(Account.person_id.in_(people), Notification.kind == KIND)
        .where(Notification.state.in_(DONE), Notification.due_at > now - PAST)
        .order_by(Notification.due_at.desc(), Notification.id.desc())
    )
    found: dict[int, list[Said]] = defaultdict(list)
    for person, *said in rows:
        found[person].append((said[0], said[1], said[2]))
    return found


def _put_off(said: Iterable[Said], end: int) -> list[dict[str, Any]]:
    """The parts of the last day on which there were reminders; none when the end was told of."""
    said = list(said)
    if any(args.get("snooze") == end for _, _, args in said):
        return []
    before = datetime.fromtimestamp(end, UTC)
    arrived = [(at, args) for at, state, args in said if state in SAID and at < before]
    newest = max((at for at, _ in arrived), default=before)
    return [part for at, args in arrived if at > newest - SAME_DAY for part in args["parts"]]


async def last_said(session: AsyncSession, person_id: int, now: datetime) -> list[dict[str, Any]]:
    """The parts of the newest reminders, for showing them anew."""
    return _put_off((await _said(session, [person_id], now))[person_id], int(now.timestamp()) + 1)
