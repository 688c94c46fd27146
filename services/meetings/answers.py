"""The other side's word about a meeting that was logged."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from models import Meeting
from models.enums import MeetingStatus
from services import pairs
from services.meetings.rows import LOGGED, Seen, get_own, place, settle, take, tell


def may_answer(meeting: Meeting, person_id: int) -> bool:
    """Who did not log the meeting, of the two."""
    return meeting.status in LOGGED and meeting.logged_by != person_id


async def answer(
    session: AsyncSession,
    person_id: int,
    meeting_id: int,
    held: bool,
    now: datetime,
    seen: Seen | None = None,
) -> bool:
    """It took place, or it did not; False when nothing changed.

    The answer may be thought better of later. With `seen`, an answer to a question that has
    changed meanwhile counts for nothing. Who logged the meeting is told of a no only.
    """
    meeting = await take(session, person_id, meeting_id)
    status = MeetingStatus.CONFIRMED if held else MeetingStatus.DISPUTED
    stale = seen is not None and seen.is_stale(meeting)
    if stale or not may_answer(meeting, person_id) or meeting.status == status:
        return False
    settle(meeting, status, person_id, now)
    await session.flush()
    if not held:
        await tell(session, meeting, "meeting_disputed", person_id, now)
    return True


async def answer_day(
    session: AsyncSession,
    person_id: int,
    meeting_id: int,
    day: date,
    now: datetime,
    today: date,
) -> Meeting:
    """It took place on another day: that day is kept, confirmed, and the logger is told.

    When that day has a logged meeting already, the two become one, which is returned.
    """
    meeting = await take(session, person_id, meeting_id)
    pairs.refuse_outside(day, pairs.past_days(meeting.mentorship, today))
    if not may_answer(meeting, person_id):
        return meeting
    if day == meeting.held_on:
        await answer(session, person_id, meeting_id, True, now)
        return await get_own(session, person_id, meeting_id)
    was = meeting.held_on.isoformat()
    meeting = await place(session, meeting, day)
    answered_by = pairs.other(meeting.mentorship, meeting.logged_by).id
    settle(meeting, MeetingStatus.CONFIRMED, answered_by, now)
    await tell(session, meeting, "meeting_changed", person_id, now, {"was": was})
    return meeting
