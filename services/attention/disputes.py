"""Meetings of which one side says that they were and the other that they were not."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from models import Meeting, Mentorship
from models.enums import MeetingStatus, MentorshipStatus
from services import pairs
from services.attention.lines import Line, Places

RECENT = timedelta(days=30)
"""An older one will not be cleared up any more."""


def _disputed(places: Places, now: datetime) -> ColumnElement[bool]:
    return and_(
        Meeting.status == MeetingStatus.DISPUTED,
        Meeting.answered_at > now - RECENT,
        Mentorship.organisation_id.in_(places),
        Mentorship.status == MentorshipStatus.ACTIVE,
        Mentorship.ends_on >= now.date(),
    )


async def find(session: AsyncSession, places: Places, now: datetime) -> list[Line]:
    rows = await session.execute(
        select(Mentorship.organisation_id, func.count())
        .join(Meeting, Meeting.mentorship_id == Mentorship.id)
        .where(_disputed(places, now))
        .group_by(Mentorship.organisation_id)
    )
    return [Line(place, count) for place, count in rows]


async def of_place(session: AsyncSession, place: int, now: datetime) -> list[Meeting]:
    """With their pairs and both people, the newest first."""
    found = await session.scalars(
        select(Meeting)
        .join(Meeting.mentorship)
        .where(_disputed([place], now))
        .options(contains_eager(Meeting.mentorship).options(*pairs.PEOPLE))
        .order_by(Meeting.held_on.desc(), Meeting.id)
        .execution_options(populate_existing=True)
    )
    return list(found)
