"""What the one who logged a meeting may mend, and the words both may add."""

from datetime import date, datetime
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from models import Meeting
from models.enums import MeetingStatus
from services import pairs
from services.errors import NotFound, UserError
from services.meetings.entries import refuse_unknown
from services.meetings.rows import LOGGED, Seen, ask, on_day, place, settle, take, tell

TEXT_LIMIT = 1000

TextField = Literal["note", "next_task"]


def may_change(meeting: Meeting, person_id: int) -> bool:
    """Who logged it, whatever the other side answered."""
    return meeting.status in LOGGED and meeting.logged_by == person_id


async def _take_own(
    session: AsyncSession, person_id: int, meeting_id: int, today: date
) -> Meeting:
    meeting = await take(session, person_id, meeting_id)
    pairs.refuse_ended(meeting.mentorship, today)
    if not may_change(meeting, person_id):
        raise NotFound
    return meeting


async def correct(
    session: AsyncSession,
    person_id: int,
    meeting_id: int,
    today: date,
    *,
    minutes: int | None = None,
    topic: str | None = None,
) -> Meeting:
    """Another length or topic; the other side's answer stands."""
    meeting = await _take_own(session, person_id, meeting_id, today)
    minutes, topic = minutes or meeting.minutes or 0, topic or meeting.topic or ""
    refuse_unknown(minutes, topic)
    meeting.minutes, meeting.topic = minutes, topic
    await session.flush()
    return meeting


async def correct_day(
    session: AsyncSession,
    person_id: int,
    meeting_id: int,
    day: date,
    now: datetime,
    today: date,
) -> Meeting:
    """Another day: the other side is asked again.

    When the other side has logged that day, the two are one meeting, confirmed. A day that
    one has logged oneself is refused.
    """
    meeting = await _take_own(session, person_id, meeting_id, today)
    pairs.refuse_outside(day, pairs.past_days(meeting.mentorship, today))
    if day == meeting.held_on:
        return meeting
    there = await on_day(session, meeting.mentorship_id, day)
    if there and there.status in LOGGED and there.logged_by == person_id:
        raise UserError("meeting-day-taken", day=day)
    moved = await place(session, meeting, day)
    if moved is meeting:
        await ask(session, meeting, now)
        return meeting
    settle(moved, MeetingStatus.CONFIRMED, person_id, now)
    await session.flush()
    return moved


async def annotate(
    session: AsyncSession,
    person_id: int,
    meeting_id: int,
    field: TextField,
    text: str | None,
    today: date,
) -> Meeting:
    """Either side writes the note or the task till next time; None takes it away."""
    meeting = await take(session, person_id, meeting_id)
    pairs.refuse_ended(meeting.mentorship, today)
    if meeting.status not in LOGGED:
        raise NotFound
    if text and len(text) > TEXT_LIMIT:
        raise UserError("meeting-text-long", length=len(text), limit=TEXT_LIMIT)
    setattr(meeting, field, text)
    await session.flush()
    return meeting


async def cancel(
    session: AsyncSession,
    person_id: int,
    meeting_id: int,
    now: datetime,
    today: date,
    seen: Seen | None = None,
) -> bool:
    """The logger takes a meeting back, or either side calls a planned one off.

    False when nothing changed. The other side is told when it had said yes, or when the
    planned day is still ahead.
    """
    meeting = await take(session, person_id, meeting_id)
    planned = meeting.status == MeetingStatus.PLANNED
    stale = seen is not None and seen.is_stale(meeting)
    if stale or not (planned or may_change(meeting, person_id)):
        return False
    pairs.refuse_ended(meeting.mentorship, today)
    matters = meeting.status == MeetingStatus.CONFIRMED or (planned and meeting.held_on > today)
    meeting.status = MeetingStatus.CANCELLED
    await session.flush()
    if matters:
        args = {"planned": "yes"} if planned else {}
        await tell(session, meeting, "meeting_cancelled", person_id, now, args)
    return True
