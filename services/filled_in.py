"""What one person's questionnaire is about and holds: the colleagues and the answers."""

from functools import cache
from typing import Any

from sqlalchemy import JSON, Select, bindparam, func, select
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
    """Two lists as JSON, null when there is nothing in them."""
    own, other = Mentorship.mentor_id, Mentorship.mentee_id
    if role == Role.MENTEE:
        own, other = other, own
    pair = func.json_build_array(Mentorship.id, Person.full_name)
    by_name = aggregate_order_by(pair, Person.name_key, Mentorship.id)
    pairs = (
        select(func.json_agg(by_name, type_=JSON))
        .join_from(Mentorship, Person, Person.id == other)
        .where(own == bindparam("person"), Mentorship.status.in_(UNDER_WAY))
        .where(Mentorship.starts_on <= bindparam("closes_on"))
        .where(Mentorship.ends_on >= bindparam("opens_on"))
    )
    value = (Answer.number, Answer.choices, Answer.body, Answer.missing)
    answer = func.json_build_array(Answer.item, Answer.mentorship_id, *value)
    answers = select(func.json_agg(answer, type_=JSON)).where(
        Answer.assignment_id == bindparam("assignment")
    )
    return select(pairs.scalar_subquery(), answers.scalar_subquery())
