"""What of a reminder still holds when it is about to be read."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Meeting, Mentorship, Person
from models.enums import MeetingStatus, Role
from services import meetings, pairs, questionnaires
from services.errors import NotFound
from services.questionnaires import Phase, Sheet, Whose
from services.reminders.ladder import QUIET
from services.reminders.meetings import TOOK_PLACE

WAITING = (Phase.INTRO, Phase.QUESTION, Phase.REVIEW)


@dataclass(frozen=True)
class Survey:
    """A questionnaire that waits: `left` questions without an answer, about `minutes` of work."""

    sheet: Sheet
    left: int
    minutes: int


@dataclass(frozen=True)
class Confirm:
    meeting: Meeting
    other: Person


@dataclass(frozen=True)
class Soon:
    meeting: Meeting
    other: Person


@dataclass(frozen=True)
class Over:
    """The day of a planned meeting is over: did it take place?"""

    meeting: Meeting
    other: Person


@dataclass(frozen=True)
class Quiet:
    pair: Mentorship


Reason = Survey | Confirm | Soon | Over | Quiet

Surveys = Mapping[Whose, Survey]


async def standing(
    session: AsyncSession,
    person_id: int,
    parts: Iterable[Mapping[str, Any]],
    surveys: Surveys,
    now: datetime,
) -> list[Reason]:
    """The reasons that hold, in the order of `parts`; none when all is done or gone.

    `surveys`: those that the parts name, as far as they hold.
    """
    found: list[Reason | None] = []
    for part in parts:
        try:
            if part["what"] == "survey":
                found.append(surveys.get((part["wave"], person_id, Role(part["role"]))))
            else:
                found.append(await _reason(session, person_id, part, now))
        except NotFound:
            continue
    return [reason for reason in found if reason]


async def _reason(
    session: AsyncSession, person_id: int, part: Mapping[str, Any], now: datetime
) -> Reason | None:
    if part["what"] == "quiet":
        pair = await pairs.get_own(session, person_id, part["pair"])
        return Quiet(pair) if await still_quiet(session, pair, now) else None
    meeting = await meetings.get_own(session, person_id, part["meeting"])
    other = pairs.other(meeting.mentorship, person_id)
    if part["what"] == "confirm":
        asked = meeting.status == MeetingStatus.WAITING and meeting.logged_by != person_id
        return Confirm(meeting, other) if asked else None
    as_said = meeting.held_on == date.fromisoformat(part["day"])
    if meeting.status != MeetingStatus.PLANNED or not as_said:
        return None
    return _planned(meeting, person_id, now)


def _planned(meeting: Meeting, person_id: int, now: datetime) -> Reason | None:
    """To come or over: a reminder that was put off may find the day over."""
    pair = meeting.mentorship
    other = pairs.other(pair, person_id)
    mine = pairs.other(pair, other.id)
    today = now.astimezone(ZoneInfo(mine.organisation.timezone)).date()
    if meeting.held_on >= today:
        return Soon(meeting, other)
    asked = meeting.logged_by == person_id and pairs.is_active(pair, today)
    return Over(meeting, other) if asked else None


async def surveys(session: AsyncSession, wanted: Collection[Whose], now: datetime) -> Surveys:
    """The questionnaires, without those that are sent, closed or not there."""
    sheets = await questionnaires.of_many(session, wanted, now)
    return {whose: _survey(sheet) for whose, sheet in sheets.items() if _waits(sheet)}


def _waits(sheet: Sheet) -> bool:
    """Who has left the pair is not told of its questionnaires any more."""
    left = sheet.role in (Role.MENTOR, Role.MENTEE) and not sheet.colleagues
    return sheet.phase in WAITING and not left


def _survey(sheet: Sheet) -> Survey:
    asked = sheet.steps
    left = sum(step.key not in sheet.answers for step in asked)
    whole = sheet.spec.minutes_for(len(sheet.colleagues))
    return Survey(sheet, left, max(1, round(whole * left / max(1, len(asked)))))


async def still_quiet(session: AsyncSession, pair: Mentorship, now: datetime) -> bool:
    """The pair goes on, and nothing was logged or planned since the reminder was found due."""
    today = now.astimezone(ZoneInfo(pair.mentor.organisation.timezone)).date()
    seen = await session.scalar(
        select(Meeting.id)
        .where(Meeting.mentorship_id == pair.id, Meeting.held_on > today - QUIET)
        .where(Meeting.status.in_((*TOOK_PLACE, MeetingStatus.PLANNED)))
        .limit(1)
    )
    return pairs.is_active(pair, today) and seen is None
