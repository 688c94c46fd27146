"""Pairs without a meeting for a long time, by the rule of the reminders."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import Mentorship, Person
from models.enums import MentorshipStatus
from services.attention.lines import Line, Places
from services.contact import calendars_of
from services.reminders import ladder, meetings


class QuietPair(NamedTuple):
    """`home`: the mentor's organisation. `since`: the last meeting, or the start of the pair."""

    id: int
    place: int
    mentor_id: int
    home: int
    mentor: str
    mentee: str
    since: date


async def find(session: AsyncSession, places: Places, now: datetime) -> list[Line]:
    found = [pair.place for pair in await pairs(session, places, now)]
    return [Line(place, found.count(place)) for place in dict.fromkeys(found)]


async def pairs(session: AsyncSession, places: Places, now: datetime) -> list[QuietPair]:
    """Those that have been quiet for longest first."""
    mentor, mentee, since = aliased(Person), aliased(Person), meetings.last_met()
    people = (mentor.id, mentor.organisation_id, mentor.full_name, mentee.full_name)
    rows = await session.execute(
        select(Mentorship.id, Mentorship.organisation_id, *people, since)
        .join(mentor, mentor.id == Mentorship.mentor_id)
        .join(mentee, mentee.id == Mentorship.mentee_id)
        .where(Mentorship.organisation_id.in_(places), Mentorship.ends_on >= now.date())
        .where(Mentorship.status == MentorshipStatus.ACTIVE, ~meetings.planned(now))
        .where(since <= now.date() - ladder.QUIET + timedelta(days=1))
        .order_by(since, mentor.name_key, Mentorship.id)
    )
    found = [QuietPair(*row) for row in rows]
    calendars = await calendars_of(session, {pair.home for pair in found})
    return [pair for pair in found if meetings.is_quiet(pair.since, calendars[pair.home], now)]
