"""What one person's questionnaire is about and holds: the colleagues and the answers."""

from functools import cache
from typing import Any

from sqlalchemy import JSON, Select, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from models import Answer, Assignment, Mentorship, Person
from models.enums import MentorshipStatus, Missing, Role
from services.steps import Given, Key

UNDER_WAY = (MentorshipStatus.ACTIVE, MentorshipStatus.SUSPENDED)


async def filled_in(
    session: AsyncSession, assignment: Assignment
) -> tuple[dict[int, str], dict[Key, Given]]:
    """Whom the person works with in this role during the wave, by name; and the answers.

    Asked for together, after the lock and not with it: so nothing is missed that was saved
    while the lock was waited for.
    """
    about = {
        "person": assignment.person_id,
        "assignment": assignment.id,
        "opens_on": assignment.wave.opens_on,
        "closes_on": assignment.wave.closes_on,
    }
    pairs, answers = (await session.execute(_pairs_and_answers(assignment.role), about)).one()
    given = {(item, pair): _given(*value) for item, pair, *value in answers or ()}
    return dict(pairs or ()), given


def _given(
    number: int | None, choices: list[str] | None, body: str | None, missing: str | None
) -> Given:
    chosen = None if choices is None else tuple(choices)
    return Given(number, chosen, body, Missing(missing) if missing else None)


@cache
def _pairs_and_answers(role: Role) -> Select[Any, Any]:
    """Two lists as JSON, null when there is nothing in them. Plain tables: it runs every tap."""
    answer, pair, person = Answer.__table__.c, Mentorship.__table__.c, Person.__table__.c
    own, other = pair.mentor_id, pair.mentee_id
    if role == Role.MENTEE:
        own, other = other, own
    named = func.json_build_array(pair.id, person.full_name)
    by_name = aggregate_order_by(named, person.name_key, pair.id)
    pairs = (
        select(func.json_agg(by_name, type_=JSON))
        .join_from(Mentorship.__table__, Person.__table__, person.id == other)
        .where(own == bindparam("person"), or_(*(pair.status == status for status in UNDER_WAY)))
        .where(pair.starts_on <= bindparam("closes_on"), pair.ends_on >= bindparam("opens_on"))
    )
    value = (answer.number, answer.choices, answer.body, answer.missing)
    given = func.json_build_array(answer.item, answer.mentorship_id, *value)
    answers = select(func.json_agg(given, type_=JSON)).where(
        answer.assignment_id == bindparam("assignment")
    )
    return select(pairs.scalar_subquery(), answers.scalar_subquery())
