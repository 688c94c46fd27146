"""To ask for help, from a questionnaire or without one, and to take it back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models import HelpRequest, Person
from services.contact import calendar_of
from services.errors import NotFound
from services.help_requests import state, telling
from services.help_requests.kinds import KINDS, Kind, offered
from services.help_requests.routes import NOWHERE, Route, routes
from services.help_requests.state import Asked, deadline
from services.joining import hashed
from services.people import Who
from services.questionnaires import Sheet

SHOWN = timedelta(days=30)
"""How long a settled request stays in its asker's list."""


@dataclass(frozen=True)
class Offer:
    """A request as it would be sent. `wished`: the code that was chosen, when something else is
    offered in its place. `open`: the same request stands already.

    `mark` changes with all that is promised: who reads it, and until when; a button that
    carries an older one sends nothing.
    """

    kind: Kind
    wished: str
    route: Route
    answer_by: datetime
    mark: str
    open: bool


async def ask(session: AsyncSession, sheet: Sheet, code: str, now: datetime) -> None:
    """Keeps a request that was sent with a sheet, and tells it; once a sheet.

    One of the same kind that is open already becomes the sheet's.
    """
    await _one_at_a_time(session, sheet.person_id)
    if number := await _open(session, sheet.person_id, code):
        of_sheet = update(HelpRequest).where(HelpRequest.id == number)
        await session.execute(of_sheet.values(assignment_id=sheet.id))
        return
    await _keep(session, sheet.person_id, code, now, sheet.id)


async def before(session: AsyncSession, who: Who, code: str, now: datetime) -> Offer:
    """What sending would mean; NotFound for a kind that is not offered in the person's roles."""
    if code not in {kind.code for kind in offered(who.roles)}:
        raise NotFound
    kind, route = await _at_hand(session, who.me.id, KINDS[code], now)
    answer_by = deadline(await calendar_of(session, who.me.organisation_id), now)
    newest = select(func.max(HelpRequest.id)).where(HelpRequest.person_id == who.me.id)
    readers = [[one.id for one in level] for level in (route.first, route.second)]
    promised = (kind.code, readers, answer_by, await session.scalar(newest))
    is_open = bool(await _open(session, who.me.id, kind.code))
    return Offer(kind, code, route, answer_by, hashed(repr(promised))[:12], is_open)


async def _at_hand(
    session: AsyncSession, person_id: int, kind: Kind, now: datetime
) -> tuple[Kind, Route]:
    """What was chosen, or what is offered in its place while nobody can read it."""
    route = await _route(session, person_id, kind, now)
    if route.first or kind.instead is None:
        return kind, route
    other = KINDS[kind.instead]
    return other, await _route(session, person_id, other, now)


async def _route(session: AsyncSession, person_id: int, kind: Kind, now: datetime) -> Route:
    asked = select(
        literal(0).label("request"),
        literal(kind.code).label("kind"),
        Person.id.label("asker"),
        Person.organisation_id.label("place"),
    ).where(Person.id == person_id)
    return (await routes(session, asked, now)).get(0, NOWHERE)


async def send(
    session: AsyncSession, who: Who, code: str, mark: str, now: datetime
) -> Offer | None:
    """Sends what was shown under `mark` and tells it, in working hours; one of a kind at a time.

    The offer comes back when nothing was sent, because it has changed since or stands already.
    """
    await _one_at_a_time(session, who.me.id)
    offer = await before(session, who, code, now)
    if offer.open or offer.mark != mark:
        return offer
    await _keep(session, who.me.id, offer.kind.code, now)
    return None


async def withdraw(
    session: AsyncSession, person_id: int, request_id: int, now: datetime
) -> Asked | None:
    """Takes one's own request back, as if it had never been; None when it was so.

    When somebody has taken it on meanwhile it stays, and comes back. NotFound for others'.
    """
    held = select(HelpRequest.id).where(HelpRequest.id == request_id)
    await session.execute(held.with_for_update())
    mine = (HelpRequest.id == request_id) & (HelpRequest.person_id == person_id)
    asked = await state.one(session, mine, now)
    if not asked.is_open:
        return asked
    await session.delete(await session.get_one(HelpRequest, request_id))
    await session.flush()
    return None


async def own(session: AsyncSession, person_id: int, now: datetime) -> list[Asked]:
    """The person's requests, without those settled long ago."""
    lately = or_(HelpRequest.done_at.is_(None), HelpRequest.done_at > now - SHOWN)
    return await state.load(session, (HelpRequest.person_id == person_id) & lately, now)


async def of_assignment(session: AsyncSession, assignment_id: int, now: datetime) -> Asked | None:
    """The request sent with a sheet, if there is one."""
    found = await state.load(session, HelpRequest.assignment_id == assignment_id, now)
    return found[0] if found else None


async def _one_at_a_time(session: AsyncSession, person_id: int) -> None:
    """Nobody asks twice at once; till the commit."""
    me = select(Person.id).where(Person.id == person_id)
    await session.execute(me.with_for_update(key_share=True))


async def _open(session: AsyncSession, person_id: int, code: str) -> int | None:
    return await session.scalar(
        select(HelpRequest.id)
        .where(HelpRequest.person_id == person_id, HelpRequest.kind == code)
        .where(HelpRequest.done_at.is_(None))
        .limit(1)
    )


async def _keep(
    session: AsyncSession, person_id: int, code: str, now: datetime, sheet: int | None = None
) -> None:
    place = select(Person.organisation_id).where(Person.id == person_id)
    contact = await calendar_of(session, (await session.scalars(place)).one())
    kept = insert(HelpRequest).values(
        person_id=person_id,
        assignment_id=sheet,
        kind=code,
        created_at=now,
        answer_by=deadline(contact, now),
    )
    kept = kept.on_conflict_do_nothing()
    number = await session.scalar(kept.returning(HelpRequest.id))
    if number:
        new = await state.load(session, HelpRequest.id == number, now)
        await telling.tell(session, new, now)
