"""The weekly look at what needs attention, owed to all who run schools.

It is owed unseen, once a week and reader: what it says is found when it leaves, and with nothing
to say it is cancelled. So a tick asks three questions however large the region is.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Person, RoleGrant
from services.contact import ContactCalendar, calendars_of, is_contact_time
from services.notifications import Notice, notify
from services.people import MANAGING

KIND = "attention"


class Morning(NamedTuple):
    """Of readers who keep the same hours: the week's Monday, and when the message expires."""

    monday: date
    until: datetime


async def tell(session: AsyncSession, now: datetime) -> int:
    """For the schedule: on the first working day of a reader's week, from its first hour on.
    Returns how many messages are new."""
    rows = await session.execute(
        select(Person.id, Person.organisation_id)
        .where(Person.id.in_(select(RoleGrant.person_id).where(RoleGrant.role.in_(MANAGING))))
        .order_by(Person.id)
    )
    found = rows.all()
    calendars = await calendars_of(session, {home for _, home in found})
    mornings = {home: _morning(contact, now) for home, contact in calendars.items()}
    readers: dict[Morning, list[int]] = defaultdict(list)
    for person, home in found:
        if morning := mornings[home]:
            readers[morning].append(person)
    told = 0
    for morning, people in readers.items():
        key = f"{KIND}:{morning.monday}"
        notice = Notice(KIND, key, due_at=now, expires_at=morning.until)
        told += await notify(session, people, notice, now)
    return told


def _morning(contact: ContactCalendar, now: datetime) -> Morning | None:
    """None unless it is a working hour of the week's first working day."""
    today = contact.local_day(now)
    monday = today - timedelta(days=today.weekday())
    earlier = contact.days_between(monday - timedelta(days=1), today - timedelta(days=1))
    if earlier or not is_contact_time(now, contact):
        return None
    return Morning(monday, contact.end_of_day(now))
