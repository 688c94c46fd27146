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
from services.reminders import meetings, snoozed, surveys
from services.reminders.parts import KIND, Awake, Due

ORDER = ("soon", "held", "confirm", "survey", "quiet")
"""Of the parts of a message."""


async def remind(session: AsyncSession, now: datetime) -> int:
    """Owes what is due to those who may be written to at this hour; returns how many are new."""
    awake = await awake_places(session, now)
    if not awake:
        return 0
    due = [
        *await meetings.soon(session, awake, now),
        *await meetings.over(session, awake, now),
        *await meetings.unconfirmed(session, awake, now),
        *await surveys.unfinished(session, awake, now),
        *await meetings.quiet(session, awake, now),
        *await snoozed.again(session, awake, now),
    ]
    return await _owe(session, due, awake, now)


async def awake_places(session: AsyncSession, now: datetime) -> dict[int, ContactCalendar]:
    """The organisations in which people may be written to now."""
    places = await session.scalars(select(Organisation.id))
    calendars = await calendars_of(session, list(places))
    return {place: found for place, found in calendars.items() if is_contact_time(now, found)}


async def _owe(session: AsyncSession, due: Iterable[Due], awake: Awake, now: datetime) -> int:
    added = 0
    for (place, text), people in _together(due).items():
        calendar, args = awake[place], json.loads(text)
        notice = Notice(
            KIND,
            f"remind:{calendar.local_day(now)}:{_name(args['parts'][0])}",
            args,
            due_at=now,
            expires_at=calendar.end_of_day(now),
            lane=Lane.PUSH,
        )
        added += await notify(session, people, notice, now)
    return added


def _together(due: Iterable[Due]) -> dict[tuple[int, str], list[int]]:
    """People by organisation and by the very same arguments."""
    by_person: dict[tuple[int, int], list[Due]] = defaultdict(list)
    for found in due:
        by_person[found.place, found.person_id].append(found)
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    for (place, person), mine in by_person.items():
        groups[place, json.dumps(_args(mine))].append(person)
    return groups


def _args(mine: Iterable[Due]) -> dict[str, Any]:
    """Of what is due to one person; what was put off and is due anew by itself is said once."""
    parts: dict[tuple[object, ...], dict[str, Any]] = {}
    for found in mine:
        parts.setdefault(about(found.part), found.part)
    args: dict[str, Any] = {"parts": sorted(parts.values(), key=_order)}
    ends = [found.snooze for found in mine if found.snooze]
    return args | ({"snooze": max(ends)} if ends else {})


def about(part: Mapping[str, Any]) -> tuple[object, ...]:
    """What a part is about, however often it is said."""
    return tuple(part.get(name) for name in ("wave", "role", "meeting", "pair"))


def _order(part: Mapping[str, Any]) -> int:
    return ORDER.index(part["what"])


def _name(part: Mapping[str, Any]) -> str:
    return "-".join(str(value) for value in part.values())
