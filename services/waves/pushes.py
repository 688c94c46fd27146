"""Telling people that a questionnaire is open: once each, in their working hours."""

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from models import Assignment, Notification, Person, Wave
from models.enums import Role
from services.contact import calendars_of
from services.notifications import Lane, Notice, notify
from services.reach import reachable
from services.waves.state import end_of, is_open

CHUNK = 5000
"""People a statement: PostgreSQL takes no more than 32,767 parameters."""

KIND = "survey_open"
FAR = timedelta(days=400)


def push_key(wave_id: int, role: Role) -> str:
    return f"wave:{wave_id}:{role.value}"


def key_of_assignment() -> ColumnElement[str]:
    """The whole key of the push to the person of an assignment, for a statement."""
    ids = (Assignment.wave_id, ":", Assignment.role, ":", Assignment.person_id)
    return func.concat("wave:", *ids)


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
        expires_at = end_of(waves[wave_id])
        due_at = calendars[place].next_before(expires_at, now)
        if due_at is None:
            continue
        args = {"wave": wave_id, "role": role.value}
        key = push_key(wave_id, role)
        notice = Notice(KIND, key, args, due_at, expires_at, Lane.PUSH)
        for start_at in range(0, len(people), CHUNK):
            await notify(session, people[start_at : start_at + CHUNK], notice, now)


async def _untold(session: AsyncSession) -> dict[tuple[int, Role, int], list[int]]:
    """People by wave, role and the organisation whose hours they keep."""
    account = reachable().subquery()
    rows = await session.execute(
        select(Assignment.wave_id, Assignment.role, Person.organisation_id, Person.id)
        .join(Wave, Wave.id == Assignment.wave_id)
        .join(Person, Person.id == Assignment.person_id)
        .join(account, account.c.person_id == Person.id)
        .where(is_open(), Assignment.started_at.is_(None), Assignment.submitted_at.is_(None))
        .where(~exists().where(Notification.dedupe_key == key_of_assignment()))
        .order_by(Person.id)
    )
    groups: dict[tuple[int, Role, int], list[int]] = defaultdict(list)
    for wave_id, role, place, person in rows:
        groups[wave_id, role, place].append(person)
    return groups
