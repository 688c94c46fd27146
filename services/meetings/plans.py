"""Meetings to come."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from models import Meeting
from models.enums import MeetingStatus
from services import pairs
from services.errors import NotFound, UserError
from services.meetings.rows import get_own, on_day, take, tell


async def plan(
    session: AsyncSession,
    person_id: int,
    pair_id: int,
    day: date,
    now: datetime,
    today: date,
) -> Meeting:
    """A meeting to come; the other side is told. Planned twice, it is the same meeting."""
    pair = await pairs.lock(session, person_id, pair_id)
    pairs.refuse_ended(pair, today)
    pairs.refuse_outside(day, pairs.coming_days(pair, today))
    there = await on_day(session, pair.id, day)
    if there:
        _refuse_logged(there)
        return await get_own(session, person_id, there.id)
    meeting = Meeting(mentorship=pair, held_on=day, status=MeetingStatus.PLANNED)
    meeting.logged_by, meeting.logged_at = person_id, now
    session.add(meeting)
    await _tell_planned(session, meeting, person_id, now)
    return meeting


def may_plan(meeting: Meeting, today: date) -> bool:
    """Either side may still move the planned meeting or call it off."""
    active = pairs.is_active(meeting.mentorship, today)
    return active and meeting.status == MeetingStatus.PLANNED


async def move(
    session: AsyncSession,
    person_id: int,
    meeting_id: int,
    day: date,
    now: datetime,
    today: date,
) -> Meeting:
    """Either side moves a planned meeting; the other is told."""
    meeting = await take(session, person_id, meeting_id)
    pairs.refuse_ended(meeting.mentorship, today)
    if meeting.status != MeetingStatus.PLANNED:
        raise NotFound
    pairs.refuse_outside(day, pairs.coming_days(meeting.mentorship, today))
    if day == meeting.held_on:
        return meeting
    if await on_day(session, meeting.mentorship_id, day):
        raise UserError("meeting-day-taken", day=day)
    was, meeting.held_on = meeting.held_on.isoformat(), day
    meeting.logged_by, meeting.logged_at = person_id, now
    await _tell_planned(session, meeting, person_id, now, was)
    return meeting


def _refuse_logged(meeting: Meeting) -> None:
    if meeting.status != MeetingStatus.PLANNED:
        raise UserError("meeting-day-taken", day=meeting.held_on)


async def _tell_planned(
    session: AsyncSession, meeting: Meeting, by: int, now: datetime, was: str | None = None
) -> None:
    await session.flush()
    args = {"logged_at": now.isoformat()} | ({"was": was} if was else {})
    await tell(session, meeting, "meeting_planned", by, now, args)
