"""Who may be written to without being asked, and what waits till they may be."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Select,
    SQLColumnExpression,
    and_,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import Absence, Account, Consent, Notification, Organisation, Person
from models.enums import AccountStatus, ConsentKind, NotificationState
from services.contact import ContactCalendar, calendar_of, calendars_of
from services.notifications import Lane
from services.operations import alerts

FAR = timedelta(days=400)

REMINDER = "reminder"
"""The kind of all reminders."""

ASKED_FOR = frozenset({"help_taken"})
"""Kinds that answer what the person has asked: they are told on leave too, in working hours."""

PersonId = SQLColumnExpression[int] | SQLColumnExpression[int | None]


def consented(person_id: PersonId) -> ColumnElement[bool]:
    """The person has agreed to the processing of personal data, and still does."""
    return exists().where(
        Consent.person_id == person_id,
        Consent.kind == ConsentKind.PERSONAL_DATA,
        Consent.withdrawn_at.is_(None),
    )


@lru_cache(maxsize=16)
def leaves(person_id: PersonId | int, now: datetime) -> Select[Absence]:
    """The leaves that cover the person's today, by the clock of their organisation; those
    without a known end first, then those that last longest.

    Built once a tick: most of its statements ask.
    """
    person, place = aliased(Person), aliased(Organisation)
    moment = literal(now, DateTime(timezone=True))
    today = cast(func.timezone(place.timezone, moment), Date)
    return (
        select(Absence)
        .join(person, person.id == Absence.person_id)
        .join(place, place.id == person.organisation_id)
        .where(Absence.person_id == person_id, Absence.starts_on <= today)
        .where(or_(Absence.ends_on.is_(None), Absence.ends_on >= today))
        .order_by(Absence.ends_on.desc())
        .limit(1)
    )


async def leave_of(session: AsyncSession, person_id: int, now: datetime) -> Absence | None:
    """The leave that the person is on."""
    query = leaves(person_id, now).execution_options(populate_existing=True)
    return await session.scalar(query)


@lru_cache(maxsize=16)
def absent(person_id: PersonId, now: datetime) -> ColumnElement[bool]:
    """The person is on leave today."""
    return leaves(person_id, now).order_by(None).limit(None).exists()


def reachable(now: datetime | None = None) -> Select[int, int | None]:
    """Accounts that may be written to without being asked: id and person_id.

    With `now` those on leave are left out too.
    """
    found = select(Account.id, Account.person_id).where(
        Account.status == AccountStatus.ACTIVE,
        Account.muted_at.is_(None),
        consented(Account.person_id),
    )
    return found.where(~absent(Account.person_id, now)) if now else found


class Paused(NamedTuple):
    """Those who are on leave, and those who have put reminders off."""

    away: frozenset[int]
    snoozed: frozenset[int]


async def paused(session: AsyncSession, person_ids: Collection[int], now: datetime) -> Paused:
    """Of these people, in one statement."""
    away, snoozed = absent(Person.id, now).label("away"), Person.snoozed_until > now
    rows = await session.execute(
        select(Person.id, away, func.coalesce(snoozed, False).label("snoozed")).where(
            Person.id.in_(person_ids), or_(away, snoozed)
        )
    )
    found = rows.all()
    return Paused(
        frozenset(person for person, is_away, _ in found if is_away),
        frozenset(person for person, _, is_snoozed in found if is_snoozed),
    )


async def hold_till_morning(
    session: AsyncSession, now: datetime, account_id: int | None = None
) -> None:
    """What could not leave in the reader's working hours waits for the next ones; no replies.

    Of one account, or (by the schedule) of all: Telegram was away, or there was too much to send.
    """
    of_whom = Notification.account_id == account_id if account_id else true()
    waiting = and_(of_whom, _owed(now), Notification.state == NotificationState.PENDING)
    rows = await session.scalars(
        select(Person.organisation_id)
        .join(Account, Account.person_id == Person.id)
        .join(Notification, Notification.account_id == Account.id)
        .where(waiting)
        .distinct()
    )
    calendars = await calendars_of(session, list(rows))
    for place, contact in calendars.items():
        due_at = contact.next_before(now + FAR, now)
        if due_at and due_at > now:
            people = select(Person.id).where(Person.organisation_id == place)
            accounts = select(Account.id).where(Account.person_id.in_(people))
            await session.execute(
                update(Notification)
                .where(waiting, Notification.account_id.in_(accounts))
                .where(Notification.due_at < due_at)
                .values(due_at=due_at)
                .execution_options(synchronize_session=False)
            )
    await _hold_for_absent(session, waiting, now)


async def _hold_for_absent(
    session: AsyncSession, waiting: ColumnElement[bool], now: datetime
) -> None:
    """What is due to somebody on leave waits for the first contact time after it, or expires.

    Without a known end it is put off from one working day to the next.
    """
    due = and_(waiting, Notification.due_at <= now, Notification.kind.not_in(ASKED_FOR))
    ends_on = leaves(Account.person_id, now).with_only_columns(Absence.ends_on)
    rows = await session.execute(
        select(Account.id, Person.organisation_id, ends_on.scalar_subquery())
        .join(Person, Person.id == Account.person_id)
        .where(absent(Account.person_id, now))
        .where(exists().where(Notification.account_id == Account.id, due))
    )
    found = rows.all()
    calendars = await calendars_of(session, {place for _, place, _ in found})
    for account, place, last in found:
        back = _back(calendars[place], last, now)
        await session.execute(
            update(Notification)
            .where(due, Notification.account_id == account)
            .values(due_at=func.least(back, Notification.expires_at))
            .execution_options(synchronize_session=False)
        )


def _back(contact: ContactCalendar, last: date | None, now: datetime) -> datetime:
    """The first contact time after the day."""
    after = (last or contact.local_day(now)) + timedelta(days=1)
    found = contact.next_before(now + FAR, contact.moment(after, time(0)))
    return found or now + FAR


async def release(session: AsyncSession, person_id: int, now: datetime) -> None:
    """The leave is over: what waited for its end is due at the next contact time."""
    person = await session.get_one(Person, person_id)
    contact = await calendar_of(session, person.organisation_id)
    due_at = contact.next_before(now + FAR, now) or now + FAR
    accounts = select(Account.id).where(Account.person_id == person_id)
    await session.execute(
        update(Notification)
        .where(Notification.account_id.in_(accounts), _owed(now))
        .where(Notification.state == NotificationState.PENDING, Notification.due_at > due_at)
        .values(due_at=due_at)
        .execution_options(synchronize_session=False)
    )


async def readdress(
    session: AsyncSession, from_accounts: Sequence[int], account_id: int, now: datetime
) -> None:
    """What a person was still owed at earlier addresses is owed at this one, in working hours;
    and of what they were reminded there they have been reminded."""
    unsent = (NotificationState.PENDING, NotificationState.UNREACHABLE)
    earlier = Notification.account_id.in_(from_accounts)
    await session.execute(
        update(Notification)
        .where(earlier, _owed(now), Notification.state.in_(unsent))
        .values(account_id=account_id, state=NotificationState.PENDING, last_error=None)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(Notification)
        .where(earlier, Notification.kind == REMINDER)
        .values(account_id=account_id)
        .execution_options(synchronize_session=False)
    )
    await hold_till_morning(session, now, account_id)


def _owed(now: datetime) -> ColumnElement[bool]:
    """No reply, no alert (trouble is told of at any hour), and not too late."""
    in_time = or_(Notification.expires_at.is_(None), Notification.expires_at > now)
    return and_(Notification.lane != Lane.REPLY, Notification.kind != alerts.KIND, in_time)
