"""Whoever runs a school is asked to decide when a round is over."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Assignment, Decision, Notification, Person, RoleGrant, Wave
from models.enums import NotificationState, Role, WaveCode
from services.contact import calendars_of
from services.decisions import STALE
from services.notifications import LIVE, Notice, notify

KIND = "decide"
ASKED_AGAIN = timedelta(days=7)
ASKED_AFTER = (WaveCode.INTRO, WaveCode.INTERIM, WaveCode.FINAL, WaveCode.OWN)
"""After the short checks and self-assessments nobody is asked to decide."""


async def ask(session: AsyncSession, now: datetime) -> int:
    """For the schedule: curators of schools where a round is over and nothing is decided are
    asked to, and once more when they have known it for a week. Returns how many messages are
    new."""
    found = (await session.execute(_undecided(now))).all()
    calendars = await calendars_of(session, {home for _, _, _, home, _ in found})
    asked = 0
    for wave_id, closed_at, person_id, home, first_at in found:
        until = closed_at + STALE
        due_at = calendars[home].next_before(until, now)
        if due_at:
            again = 2 if now - max(closed_at, first_at or closed_at) >= ASKED_AGAIN else 1
            notice = Notice(KIND, f"decide:{wave_id}:{again}", {"wave": wave_id}, due_at, until)
            asked += await notify(session, [person_id], notice, now)
    return asked


def _undecided(now: datetime) -> Select[Any, Any, Any, Any, Any]:
    """With when the first message left, or `now` while it waits."""
    key = func.concat(f"{KIND}:", Wave.id, ":1:", Person.id)
    waits = Notification.state.in_((*LIVE, NotificationState.UNREACHABLE))
    first_at = case((waits, now), else_=Notification.sent_at)
    answered = exists().where(Assignment.wave_id == Wave.id, Assignment.submitted_at.is_not(None))
    return (
        select(Wave.id, Wave.closed_at, Person.id, Person.organisation_id, first_at)
        .join(RoleGrant, RoleGrant.organisation_id == Wave.organisation_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .outerjoin(Notification, Notification.dedupe_key == key)
        .where(RoleGrant.role == Role.CURATOR, Wave.opened_at.is_not(None))
        .where(Wave.closed_at > now - STALE, answered, ~_decided())
        .where(func.split_part(Wave.code, "-", 1).in_(ASKED_AFTER))
        .order_by(Wave.id, Person.id)
    )


def _decided() -> ColumnElement[bool]:
    return exists().where(
        Decision.organisation_id == Wave.organisation_id,
        Decision.academic_year == Wave.academic_year,
        Decision.code == Wave.code,
    )


async def wave_of(session: AsyncSession, wave_id: int) -> Wave:
    return await session.get_one(Wave, wave_id)
