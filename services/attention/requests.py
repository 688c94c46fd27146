"""Private requests for help whose deadline has passed: told to those who may read them."""

from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import HelpRequest, Person
from services.attention.lines import Line, Places
from services.help_requests import state


async def find(session: AsyncSession, places: Places, now: datetime) -> list[Line]:
    asker = select(Person.id).where(Person.organisation_id.in_(places))
    late = and_(HelpRequest.done_at.is_(None), HelpRequest.answer_by <= now)
    found = await state.load(session, and_(late, HelpRequest.person_id.in_(asker)), now)
    return [
        Line(
            one.asker.organisation_id,
            readers=frozenset(who.id for who in one.route.holders if one.concerns(who.id, now)),
        )
        for one in found
        if one.overdue(now)
    ]
