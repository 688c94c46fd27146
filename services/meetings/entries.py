"""Logging: what is written down about a meeting, and one meeting a day."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Meeting, Mentorship
from models.enums import MeetingStatus
from services import pairs
from services.errors import NotFound
from services.meetings.rows import LOGGED, ask, get_own, on_day, settle

MINUTES = (15, 30, 45, 60, 90, 120)
TOPICS = (
    "lesson",
    "methods",
    "documents",
    "discipline",
    "parents",
    "digital",
    "adaptation",
    "other",
)


class Outcome(StrEnum):
    """What logging came to: `confirmed` when the other side had logged the same day before."""

    LOGGED = "logged"
    CONFIRMED = "confirmed"
    EXISTS = "exists"


@dataclass(frozen=True)
class Entry:
    """What is written down about a meeting; `minutes` and `topic` are of the lists above."""

    held_on: date
    minutes: int
    topic: str


async def log(
    session: AsyncSession,
    person_id: int,
    pair_id: int,
    entry: Entry,
    now: datetime,
    today: date,
) -> tuple[Meeting, Outcome]:
    """Writes a meeting down and asks the other side whether it was.

    A planned meeting of that day becomes this one. A day that the other side has logged is
    confirmed by it; a day logged by oneself, or confirmed, stays as it is.
    """
    refuse_unknown(entry.minutes, entry.topic)
    pair = await pairs.lock(session, person_id, pair_id)
    pairs.refuse_ended(pair, today)
    pairs.refuse_outside(entry.held_on, pairs.past_days(pair, today))
    meeting = await on_day(session, pair.id, entry.held_on)
    if meeting and meeting.status in LOGGED:
        outcome = await _again(session, meeting, person_id, entry, now)
    else:
        meeting = meeting or await _undone(session, pair, entry.held_on, person_id)
        meeting.mentorship, meeting.logged_by = pair, person_id
        meeting.minutes, meeting.topic = entry.minutes, entry.topic
        await ask(session, meeting, now)
        outcome = Outcome.LOGGED
    return await get_own(session, person_id, meeting.id), outcome


def refuse_unknown(minutes: int, topic: str) -> None:
    """Only what the buttons offer; anything else is a forged button."""
    if minutes not in MINUTES or topic not in TOPICS:
        raise NotFound


async def _again(
    session: AsyncSession, meeting: Meeting, person_id: int, entry: Entry, now: datetime
) -> Outcome:
    """Somebody logs a day that is logged; a double tap is the first tap."""
    if meeting.logged_by == person_id:
        same = (meeting.minutes, meeting.topic) == (entry.minutes, entry.topic)
        return Outcome.LOGGED if same else Outcome.EXISTS
    if meeting.status == MeetingStatus.CONFIRMED:
        return Outcome.EXISTS
    settle(meeting, MeetingStatus.CONFIRMED, person_id, now)
    await session.flush()
    return Outcome.CONFIRMED


async def _undone(session: AsyncSession, pair: Mentorship, day: date, person_id: int) -> Meeting:
    """One's own cancelled meeting of that day, with its note still; or a new one."""
    found = await session.scalar(
        select(Meeting)
        .where(Meeting.mentorship_id == pair.id, Meeting.held_on == day)
        .where(Meeting.status == MeetingStatus.CANCELLED, Meeting.logged_by == person_id)
        .order_by(Meeting.logged_at.desc())
        .limit(1)
    )
    if found is None:
        found = Meeting(mentorship=pair, held_on=day)
        session.add(found)
    return found
