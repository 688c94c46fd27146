"""Finding meetings, moving them between days, and telling the other side."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from models import Meeting
from models.enums import MeetingStatus
from services import contact, notifications, pairs
from services.errors import NotFound
from services.notifications import Notice

LOGGED = (MeetingStatus.WAITING, MeetingStatus.CONFIRMED, MeetingStatus.DISPUTED)
"""What somebody says has taken place."""

PAGE = 5


@dataclass(frozen=True)
class Seen:
    """The meeting as it was on the screen whose button was pressed."""

    status: MeetingStatus
    held_on: date

    def is_stale(self, meeting: Meeting) -> bool:
        return (self.status, self.held_on) != (meeting.status, meeting.held_on)


async def get_own(session: AsyncSession, person_id: int, meeting_id: int) -> Meeting:
    """The meeting with its pair and both people; NotFound unless the person is one of them."""
    meeting = await session.scalar(
        select(Meeting)
        .join(Meeting.mentorship)
        .where(Meeting.id == meeting_id, pairs.is_mine(person_id))
        .options(contains_eager(Meeting.mentorship).options(*pairs.PEOPLE))
        .execution_options(populate_existing=True)
    )
    if meeting is None:
        raise NotFound
    return meeting


async def take(session: AsyncSession, person_id: int, meeting_id: int) -> Meeting:
    """`get_own` under the pair's lock, as the meeting stands now."""
    meeting = await get_own(session, person_id, meeting_id)
    await pairs.lock(session, person_id, meeting.mentorship_id)
    return await get_own(session, person_id, meeting_id)


async def on_day(session: AsyncSession, pair_id: int, day: date) -> Meeting | None:
    """The pair's meeting of that day, planned or logged."""
    return await session.scalar(
        select(Meeting).where(
            Meeting.mentorship_id == pair_id,
            Meeting.held_on == day,
            Meeting.status != MeetingStatus.CANCELLED,
        )
    )


async def due_plan(session: AsyncSession, pair_id: int, today: date) -> Meeting | None:
    """The earliest planned meeting whose day has come and of which nobody has said more."""
    return await session.scalar(
        select(Meeting)
        .where(Meeting.mentorship_id == pair_id, Meeting.held_on <= today)
        .where(Meeting.status == MeetingStatus.PLANNED)
        .order_by(Meeting.held_on)
        .limit(1)
    )


async def page(session: AsyncSession, pair_id: int, number: int) -> tuple[list[Meeting], int, int]:
    """A page of the pair's meetings, the latest first; its number from 0, and how many pages.

    A number beyond the last page is the last page.
    """
    mine = (Meeting.mentorship_id == pair_id, Meeting.status != MeetingStatus.CANCELLED)
    count = await session.scalar(select(func.count()).select_from(Meeting).where(*mine)) or 0
    pages = max(1, -(-count // PAGE))
    number = min(number, pages - 1)
    rows = select(Meeting).where(*mine).order_by(Meeting.held_on.desc())
    found = await session.scalars(rows.offset(number * PAGE).limit(PAGE))
    return list(found), number, pages


async def place(session: AsyncSession, meeting: Meeting, day: date) -> Meeting:
    """Moves a logged meeting to a day; with one logged there it becomes one, which is returned.

    A plan for that day has come true by it.
    """
    there = await on_day(session, meeting.mentorship_id, day)
    if there and there.status in LOGGED:
        meeting.status = MeetingStatus.CANCELLED
        there.note = there.note or meeting.note
        there.next_task = there.next_task or meeting.next_task
        return await get_own(session, meeting.logged_by, there.id)
    if there:
        there.status = MeetingStatus.CANCELLED
        await session.flush()
    meeting.held_on = day
    return meeting


def settle(meeting: Meeting, status: MeetingStatus, person_id: int, now: datetime) -> None:
    """Writes down the answer of the side that did not log the meeting."""
    meeting.status = status
    meeting.answered_by, meeting.answered_at = person_id, now


async def ask(session: AsyncSession, meeting: Meeting, now: datetime) -> None:
    """The meeting waits for the other side's word from now on; earlier questions are void."""
    meeting.status, meeting.logged_at = MeetingStatus.WAITING, now
    meeting.answered_by = meeting.answered_at = None
    await session.flush()
    args = {"logged_at": now.isoformat()}
    await tell(session, meeting, "meeting_confirm", meeting.logged_by, now, args)


async def tell(
    session: AsyncSession,
    meeting: Meeting,
    kind: str,
    by: int,
    now: datetime,
    args: dict[str, str] | None = None,
) -> None:
    """Owes the other one of the pair a message about what `by` did, at the next contact time."""
    reader = pairs.other(meeting.mentorship, by)
    calendar = await contact.calendar_of(session, reader.organisation_id)
    notice = Notice(
        kind,
        f"{kind}:{meeting.id}:{now.isoformat()}",
        {"meeting": meeting.id, **(args or {})},
        due_at=contact.next_contact(now, calendar),
    )
    await session.flush()
    await notifications.notify(session, [reader.id], notice, now)
