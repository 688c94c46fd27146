"""What addressees do with the requests that reach them: read, take on, settle."""

from datetime import datetime

from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import HelpRequest, Mentorship, Person
from services.contact import calendar_of
from services.errors import NotFound
from services.help_requests import state, telling
from services.help_requests.state import Asked, is_last_call
from services.people import Who, organisations_below


async def waiting(session: AsyncSession, who: Who, now: datetime) -> list[Asked]:
    """Requests that wait for the person: those nobody has taken on, and those that are theirs;
    the earliest deadline first."""
    me = who.me.id
    below = await organisations_below(session, [grant.organisation_id for grant in who.grants])
    mentored = exists().where(
        Mentorship.mentor_id == me, Mentorship.mentee_id == HelpRequest.person_id
    )
    asker = select(Person.id).where(Person.organisation_id.in_(below))
    near = or_(HelpRequest.person_id.in_(asker), mentored)
    found = await state.load(session, and_(HelpRequest.done_at.is_(None), near), now)
    mine = (one for one in found if one.taker is None or one.taker.id == me)
    return [one for one in mine if one.concerns(me, now)]


async def last_calls(session: AsyncSession, who: Who, now: datetime) -> list[Asked]:
    """Of these, what nobody has taken on and has to be by today or the next working day."""
    contact = await calendar_of(session, who.me.organisation_id)
    found = await waiting(session, who, now)
    return [one for one in found if one.is_open and is_last_call(one, contact, now)]


async def look(session: AsyncSession, person_id: int, request_id: int, now: datetime) -> Asked:
    """A request that is addressed to the person; NotFound for any other."""
    asked = await state.one(session, HelpRequest.id == request_id, now)
    if not asked.concerns(person_id, now):
        raise NotFound("help-gone")
    return asked


async def take(session: AsyncSession, person_id: int, request_id: int, now: datetime) -> Asked:
    """An addressee takes the request on; the first one counts, and the asker is told.

    NotFound for whoever it is not addressed to.
    """
    asked = await _locked(session, person_id, request_id, now)
    if not asked.is_open:
        return asked
    await _change(session, request_id, answered_by=person_id, answered_at=now)
    taken = await look(session, person_id, request_id, now)
    await telling.tell(session, [taken], now)
    return taken


async def settle(session: AsyncSession, person_id: int, request_id: int, now: datetime) -> Asked:
    """Who has taken it on says that it is done; NotFound for everybody it is not addressed to,
    and for the others it stays as it is."""
    asked = await _locked(session, person_id, request_id, now)
    if asked.done_at or asked.taker is None or asked.taker.id != person_id:
        return asked
    await _change(session, request_id, done_at=now)
    return await look(session, person_id, request_id, now)


async def _locked(session: AsyncSession, person_id: int, request_id: int, now: datetime) -> Asked:
    held = select(HelpRequest.id).where(HelpRequest.id == request_id)
    await session.execute(held.with_for_update())
    return await look(session, person_id, request_id, now)


async def _change(session: AsyncSession, request_id: int, **values: object) -> None:
    which = update(HelpRequest).where(HelpRequest.id == request_id)
    await session.execute(which.values(**values))
