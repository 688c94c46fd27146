"""A person's pairs, and which days of a pair's term a meeting may fall on."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from models import Mentorship, Person
from models.enums import MentorshipStatus
from services.errors import NotFound, UserError

PLANNED_AHEAD = timedelta(days=60)
"""How far ahead a meeting may be planned."""

PEOPLE = (
    joinedload(Mentorship.mentor).joinedload(Person.organisation),
    joinedload(Mentorship.mentee).joinedload(Person.organisation),
)
"""With their schools: one of the two is whoever acts, and stays as loaded as before."""


def is_mine(person_id: int) -> ColumnElement[bool]:
    return or_(Mentorship.mentor_id == person_id, Mentorship.mentee_id == person_id)


def other(pair: Mentorship, person_id: int) -> Person:
    """The other one of the two."""
    return pair.mentee if person_id == pair.mentor_id else pair.mentor


def is_active(pair: Mentorship, today: date) -> bool:
    """Meetings may be logged and planned; any other pair can only be read."""
    in_term = pair.starts_on <= today <= pair.ends_on
    return in_term and pair.status == MentorshipStatus.ACTIVE


def past_days(pair: Mentorship, today: date) -> tuple[date, date]:
    """First and last day on which a meeting may have been held."""
    return pair.starts_on, min(today, pair.ends_on)


def coming_days(pair: Mentorship, today: date) -> tuple[date, date]:
    """First and last day for which a meeting may be planned."""
    return today, min(today + PLANNED_AHEAD, pair.ends_on)


async def of_person(session: AsyncSession, person_id: int) -> list[Mentorship]:
    """All pairs of a person, ended ones too: the latest term first, then by the other's name."""
    rows = await session.scalars(select(Mentorship).where(is_mine(person_id)).options(*PEOPLE))
    return sorted(
        rows, key=lambda pair: (-pair.ends_on.toordinal(), other(pair, person_id).name_key)
    )


async def active_pairs(session: AsyncSession, person_id: int, today: date) -> list[Mentorship]:
    """Where the person may log a meeting today, by the other's name; both people are loaded."""
    found = [p for p in await of_person(session, person_id) if is_active(p, today)]
    return sorted(found, key=lambda pair: other(pair, person_id).name_key)


async def get_own(session: AsyncSession, person_id: int, pair_id: int) -> Mentorship:
    """The pair with both people; NotFound unless the person is one of them."""
    pair = await session.scalar(
        select(Mentorship).where(Mentorship.id == pair_id, is_mine(person_id)).options(*PEOPLE)
    )
    if pair is None:
        raise NotFound
    return pair


async def get_active(
    session: AsyncSession, person_id: int, pair_id: int, today: date
) -> Mentorship:
    """`get_own` of a pair that may still be written to; UserError when it has ended."""
    pair = await get_own(session, person_id, pair_id)
    refuse_ended(pair, today)
    return pair


async def lock(session: AsyncSession, person_id: int, pair_id: int) -> Mentorship:
    """`get_own`, and until the commit nobody else changes the pair's meetings.

    Both people of a pair log, answer and plan; one lock is simpler to trust than a rule for
    each way two of these can meet. The unique index stays the last word.
    """
    pair = await session.scalar(
        select(Mentorship)
        .where(Mentorship.id == pair_id, is_mine(person_id))
        .options(*PEOPLE)
        .with_for_update(of=Mentorship, key_share=True)
        .execution_options(populate_existing=True)
    )
    if pair is None:
        raise NotFound
    return pair


def refuse_ended(pair: Mentorship, today: date) -> None:
    if not is_active(pair, today):
        raise UserError("meeting-pair-ended")


def refuse_outside(day: date, days: tuple[date, date]) -> None:
    """`day` has to lie within the first and last day given."""
    first, last = days
    if not first <= day <= last:
        raise UserError("meeting-day-outside", first=first, last=last)
