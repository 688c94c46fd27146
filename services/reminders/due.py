"""Reminders: what is due now and has not been said yet, in the working hours of each reader.

One message a person and tick: what is due together is told together. A message is called
`reminder` and has parts, `{"what": …, ids}`; whether a part still holds is asked again when the
message leaves (`reasons`). It expires with the working day, so nothing stale arrives
in the morning; a part that was never delivered is due again on the next day.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Organisation
from services.contact import ContactCalendar, calendars_of, is_contact_time
from services.notifications import Lane, Notice, notify
from services.reminders import meetings, surveys
from services.reminders.parts import KIND, Due

CHUNK = 5000


async def remind(session: AsyncSession, now: datetime) -> int:
    """Owes what is due to those who may be written to at this hour; returns how many are new."""
    awake = await awake_places(session, now)
    if not awake:
        return 0
    due = [
        *await meetings.soon(session, awake, now),
        *await meetings.unconfirmed(session, awake, now),
        *await surveys.unfinished(session, awake, now),
        *await meetings.quiet(session, awake, now),
    ]
    return await _owe(session, due, awake, now)


async def awake_places(session: AsyncSession, now: datetime) -> dict[int, ContactCalendar]:
    """The organisations in which people may be written to now."""
    places = await session.scalars(select(Organisation.id))
    calendars = await calendars_of(session, list(places))
    return {place: found for place, found in calendars.items() if is_contact_time(now, found)}


async def _owe(
    session: AsyncSession, due: Iterable[Due], awake: Mapping[int, ContactCalendar], now: datetime
) -> int:
    added = 0
    for (place, text), people in _together(due).items():
        calendar, parts = awake[place], json.loads(text)
        notice = Notice(
            KIND,
            f"remind:{calendar.local_day(now)}:{_name(parts[0])}",
            {"parts": parts},
            due_at=now,
            expires_at=calendar.end_of_day(now),
            lane=Lane.PUSH,
        )
        for start in range(0, len(people), CHUNK):
            added += await notify(session, people[start : start + CHUNK], notice, now)
    return added


def _together(due: Iterable[Due]) -> dict[tuple[int, str], list[int]]:
    """People by organisation and by the very same parts."""
    by_person: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    for found in due:
        by_person[found.place, found.person_id].append(found.part)
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    for (place, person), parts in by_person.items():
        groups[place, json.dumps(parts)].append(person)
    return groups


def _name(part: Mapping[str, Any]) -> str:
    return "-".join(str(value) for value in part.values())
