"""Telling people that a questionnaire is open: once each, in their working hours.

Nobody is told of two rounds on one day: the one that closes first comes first, the next follows
on the next working day.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Row, String, cast, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from models import Assignment, Notification, Person, Wave
from models.enums import NotificationState, Role
from services.contact import calendars_of
from services.notifications import LIVE, Batch, Lane, Notice, notify_new
from services.reach import reachable
from services.waves.state import end_of, is_open

KIND = "survey_open"
SAME_DAY = timedelta(hours=20)
"""From one morning to the next there is more than that, on the days of a clock change too."""

TELLING = 0x74656C6C
"""The lock of whoever tells people: the next one waits, and finds them told."""


NOT_TOLD = (
    NotificationState.UNREACHABLE,
    NotificationState.CANCELLED,
    NotificationState.EXPIRED,
    NotificationState.DEAD,
)

Group = Row[int, Role, int, str, str]


def push_key(wave_id: int, role: Role) -> str:
    return f"wave:{wave_id}:{role.value}"


def key_of_assignment() -> ColumnElement[str]:
    """The whole key of the push to the person of an assignment, for a statement."""
    ids = (Assignment.wave_id, ":", Assignment.role, ":", Assignment.person_id)
    return func.concat("wave:", *ids)


async def tell(session: AsyncSession, now: datetime) -> None:
    """Owes the questionnaire to those who can be reached and have not been told of it."""
    await session.execute(select(func.pg_advisory_xact_lock(TELLING)))
    for code in await _open_rounds(session):
        if groups := await _untold(session, code, now):
            await _owe(session, groups, now)


async def _open_rounds(session: AsyncSession) -> Sequence[str]:
    """Codes, those that close first before the others."""
    last = func.min(Wave.closes_on)
    found = await session.scalars(
        select(Wave.code).where(is_open()).group_by(Wave.code).order_by(last, Wave.code)
    )
    return found.all()


async def _owe(session: AsyncSession, groups: Sequence[Group], now: datetime) -> None:
    calendars = await calendars_of(session, {group.place for group in groups})
    waves = await session.scalars(
        select(Wave)
        .where(Wave.id.in_({group.wave_id for group in groups}))
        .options(joinedload(Wave.organisation))
    )
    ends = {wave.id: end_of(wave) for wave in waves}
    batches = []
    for wave, role, place, people, accounts in groups:
        due_at = calendars[place].next_before(ends[wave], now)
        if due_at is not None:
            args = {"wave": wave, "role": role.value}
            notice = Notice(KIND, push_key(wave, role), args, due_at, ends[wave], Lane.PUSH)
            batches.append(Batch(notice, people, accounts))
    await notify_new(session, batches, now)


async def _untold(session: AsyncSession, code: str, now: datetime) -> Sequence[Group]:
    """People and accounts by wave, role and the organisation (`place`) whose hours they keep."""
    account = reachable(now).subquery()
    group = (Assignment.wave_id, Assignment.role, Person.organisation_id.label("place"))
    people, accounts = (cast(func.array_agg(ids), String) for ids in (Person.id, account.c.id))
    told = exists().where(Notification.dedupe_key == key_of_assignment())
    rows = await session.execute(
        select(*group, people, accounts)
        .join(Wave, Wave.id == Assignment.wave_id)
        .join(Person, Person.id == Assignment.person_id)
        .join(account, account.c.person_id == Person.id)
        .where(is_open(), Wave.code == code)
        .where(Assignment.started_at.is_(None), Assignment.submitted_at.is_(None))
        .where(~told, ~_told_lately(account.c.id, now))
        .group_by(*group)
        .order_by(func.min(Person.id))
    )
    return rows.all()


def _told_lately(account_id: ColumnElement[int], now: datetime) -> ColumnElement[bool]:
    """Of another round, or it is about to be: what met a closed chat leaves later than it was
    due."""
    at = func.greatest(Notification.due_at, Notification.sent_at)
    return exists().where(
        Notification.account_id == account_id,
        Notification.kind == KIND,
        Notification.state.not_in(NOT_TOLD),
        or_(Notification.state.in_(LIVE), at > now - SAME_DAY),
    )
