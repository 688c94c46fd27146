"""Private requests for help from a questionnaire: to one addressee, never into statistics."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from models import (
    Assignment,
    HelpRequest,
    Mentorship,
    Organisation,
    Person,
    QuestionnaireVersion,
    RoleGrant,
    WaveQuestionnaire,
)
from models.enums import Role
from services.catalogue import Words
from services.contact import calendar_of, next_contact
from services.errors import NotFound
from services.notifications import Notice, notify
from services.questionnaires import Sheet, spec_of
from services.reach import reachable

PSYCHOLOGIST, CHANGE_MENTOR = "psychologist", "change_mentor"
DEPTH = 10


@dataclass(frozen=True)
class Asked:
    """A request. `what`: the words of the answer in the questionnaire. `reached`: who is told
    of it, nobody when none of the addressees can be written to."""

    request: HelpRequest
    asker: Person
    what: Words
    role: Role
    reached: tuple[Person, ...]
    answerer: Person | None


async def ask(session: AsyncSession, sheet: Sheet, kind: str, now: datetime) -> None:
    """Keeps the request and tells its addressees, in their working hours; once a sheet."""
    await session.execute(
        insert(HelpRequest)
        .values(
            person_id=sheet.person_id,
            assignment_id=sheet.id,
            kind=kind,
            created_at=now,
        )
        .on_conflict_do_nothing()
    )
    request = await session.scalars(
        select(HelpRequest).where(HelpRequest.assignment_id == sheet.id)
    )
    await _tell(session, request.one(), now)


async def tell_newcomers(session: AsyncSession, now: datetime) -> int:
    """Tells waiting requests to addressees who could not be reached before; for the schedule.

    Nobody is told twice. Returns how many messages are new.
    """
    waiting = await session.scalars(select(HelpRequest).where(HelpRequest.answered_at.is_(None)))
    return sum([await _tell(session, request, now) for request in waiting])


async def _tell(session: AsyncSession, request: HelpRequest, now: datetime) -> int:
    readers = await _reached(session, request)
    return sum([await _tell_one(session, "help_request", request, who, now) for who in readers])


async def _tell_one(
    session: AsyncSession, kind: str, request: HelpRequest, reader: Person, now: datetime
) -> int:
    """In the reader's own hours: a psychologist of the region may live in another zone."""
    due_at = next_contact(now, await calendar_of(session, reader.organisation_id))
    notice = Notice(kind, f"{kind}:{request.id}", {"request": request.id}, due_at)
    return await notify(session, [reader.id], notice, now)


async def look(session: AsyncSession, request_id: int) -> Asked:
    """The request as it stands; NotFound when there is none. Not for what a person sends in."""
    request = await session.get(HelpRequest, request_id, populate_existing=True)
    if request is None:
        raise NotFound
    asker = await session.get_one(
        Person,
        request.person_id,
        options=[joinedload(Person.organisation)],
        populate_existing=True,
    )
    answerer = None
    if request.answered_by:
        answerer = await session.get_one(Person, request.answered_by)
    what = await _words(session, request)
    reached = tuple(await _reached(session, request))
    return Asked(request, asker, what, role_for(request.kind), reached, answerer)


async def of_assignment(session: AsyncSession, assignment_id: int) -> Asked | None:
    """The request sent with a sheet, if there was one."""
    query = select(HelpRequest.id).where(HelpRequest.assignment_id == assignment_id)
    found = await session.scalar(query)
    return await look(session, found) if found else None


async def take(session: AsyncSession, person_id: int, request_id: int, now: datetime) -> Asked:
    """An addressee takes the request on; the first one counts, and the asker is told.

    NotFound for whoever it is not addressed to.
    """
    request = await session.scalar(
        select(HelpRequest)
        .where(HelpRequest.id == request_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if request is None:
        raise NotFound
    addressed = (await _addressees(session, request)).where(Person.id == person_id)
    if (await session.execute(addressed.limit(1))).first() is None:
        raise NotFound
    if request.answered_by is None:
        request.answered_by, request.answered_at = person_id, now
        await session.flush()
        asker = await session.get_one(Person, request.person_id)
        await _tell_one(session, "help_taken", request, asker, now)
    return await look(session, request_id)


def role_for(kind: str) -> Role:
    return Role.PSYCHOLOGIST if kind == PSYCHOLOGIST else Role.CURATOR


async def _words(session: AsyncSession, request: HelpRequest) -> Words:
    """From the very version the person has answered."""
    version = await session.scalars(
        select(QuestionnaireVersion)
        .join(WaveQuestionnaire, WaveQuestionnaire.version_id == QuestionnaireVersion.id)
        .join(
            Assignment,
            (Assignment.wave_id == WaveQuestionnaire.wave_id)
            & (Assignment.role == WaveQuestionnaire.role),
        )
        .where(Assignment.id == request.assignment_id)
    )
    items = spec_of(version.one()).items
    choices = (choice for item in items if not item.statistics for choice in item.choices)
    return next(choice.text for choice in choices if choice.value == request.kind)


async def _reached(session: AsyncSession, request: HelpRequest) -> list[Person]:
    """The nearest addressees who can be written to, by name."""
    account = reachable().subquery()
    query = (await _addressees(session, request)).where(Person.id.in_(select(account.c.person_id)))
    rows = (await session.execute(query)).all()
    return [person for person, depth in rows if depth == rows[0].depth]


async def _addressees(session: AsyncSession, request: HelpRequest) -> Select[Person, int]:
    """Whoever holds the role at the asker's school or above, the nearest first.

    Never the asker, and a wish for another mentor never goes to the mentor.
    """
    asker = await session.get_one(Person, request.person_id)
    above = (
        select(Organisation.id, Organisation.parent_id, literal(0).label("depth"))
        .where(Organisation.id == asker.organisation_id)
        .cte(recursive=True)
    )
    above = above.union_all(
        select(Organisation.id, Organisation.parent_id, above.c.depth + 1)
        .join(above, Organisation.id == above.c.parent_id)
        .where(above.c.depth < DEPTH)
    )
    query = (
        select(Person, above.c.depth)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(above, above.c.id == RoleGrant.organisation_id)
        .where(RoleGrant.role == role_for(request.kind), Person.id != asker.id)
        .order_by(above.c.depth, Person.name_key)
    )
    if request.kind != CHANGE_MENTOR:
        return query
    mentors = select(Mentorship.mentor_id).where(Mentorship.mentee_id == asker.id)
    return query.where(Person.id.not_in(mentors))
