"""Telling people that a questionnaire is open: once each, in their working hours."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from models import Account, Assignment, Notification, Person, Wave
from models.enums import NotificationState, Role
from services.contact import ContactCalendar, calendars_of, next_contact
from services.notifications import Lane, Notice, notify
from services.response import reachable

CHUNK = 5000
"""People a statement: PostgreSQL takes no more than 32,767 parameters."""

KIND = "survey_open"
FAR = timedelta(days=400)


def is_open() -> ColumnElement[bool]:
    return and_(Wave.opened_at.is_not(None), Wave.closed_at.is_(None))


def end_of(wave: Wave, zone: ZoneInfo) -> datetime:
    """Midnight after the last day."""
    return ContactCalendar(zone).moment(wave.closes_on + timedelta(days=1), time(0))


def push_key(wave_id: int, role: Role) -> str:
    return f"wave:{wave_id}:{role.value}"


async def tell(session: AsyncSession, now: datetime) -> None:
    """Owes the questionnaire to those who can be reached and have not been told of it."""
    groups = await _untold(session)
    calendars = await calendars_of(session, {place for _, _, place in groups})
    waves = {
        wave.id: wave
        for wave in await session.scalars(
            select(Wave)
            .where(Wave.id.in_({wave for wave, _, _ in groups}))
            .options(joinedload(Wave.organisation))
        )
    }
    for (wave_id, role, place), people in groups.items():
        expires_at = end_of(waves[wave_id], ZoneInfo(waves[wave_id].organisation.timezone))
        due_at = contact_before(expires_at, now, calendars[place])
        if due_at is None:
            continue
        args = {"wave": wave_id, "role": role.value}
        key = push_key(wave_id, role)
        notice = Notice(KIND, key, args, due_at, expires_at, Lane.PUSH)
        for start_at in range(0, len(people), CHUNK):
            await notify(session, people[start_at : start_at + CHUNK], notice, now)


def contact_before(end: datetime, now: datetime, contact: ContactCalendar) -> datetime | None:
    """The next contact time, None when there is none before `end`."""
    try:
        found = next_contact(now, contact)
    except ValueError:
        return None
    return found if found < end else None


async def _untold(session: AsyncSession) -> dict[tuple[int, Role, int], list[int]]:
    """People by wave, role and the organisation whose hours they keep."""
    account = reachable().subquery()
    key = func.concat("wave:", Assignment.wave_id, ":", Assignment.role, ":", Person.id)
    rows = await session.execute(
        select(Assignment.wave_id, Assignment.role, Person.organisation_id, Person.id)
        .join(Wave, Wave.id == Assignment.wave_id)
        .join(Person, Person.id == Assignment.person_id)
        .join(account, account.c.person_id == Person.id)
        .where(is_open(), Assignment.started_at.is_(None), Assignment.submitted_at.is_(None))
        .where(~exists().where(Notification.dedupe_key == key))
        .order_by(Person.id)
    )
    groups: dict[tuple[int, Role, int], list[int]] = defaultdict(list)
    for wave_id, role, place, person in rows:
        groups[wave_id, role, place].append(person)
    return groups


async def hold_till_morning(session: AsyncSession, now: datetime) -> None:
    """What could not leave in working hours (Telegram was away) waits for the next ones."""
    late = and_(
        Notification.kind == KIND,
        Notification.state == NotificationState.PENDING,
        Notification.due_at <= now,
    )
    places = await session.scalars(
        select(Person.organisation_id)
        .join(Account, Account.person_id == Person.id)
        .join(Notification, Notification.account_id == Account.id)
        .where(late)
        .distinct()
    )
    calendars = await calendars_of(session, list(places))
    for place, contact in calendars.items():
        due_at = contact_before(now + FAR, now, contact)
        if due_at and due_at > now:
            people = select(Person.id).where(Person.organisation_id == place)
            accounts = select(Account.id).where(Account.person_id.in_(people))
            await session.execute(
                update(Notification)
                .where(late, Notification.account_id.in_(accounts))
                .values(due_at=due_at)
                .execution_options(synchronize_session=False)
            )
