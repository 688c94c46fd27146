"""Who has answered a wave and who has not been reached, and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    exists,
    func,
    literal,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Assignment, Person
from models.enums import AccountStatus, Role
from services.reach import consented


class State(StrEnum):
    """In the order of asking: whoever has answered counts, blocked or not."""

    SUBMITTED = "submitted"
    STARTED = "started"
    NO_ACCOUNT = "no_account"
    BLOCKED = "blocked"
    NO_CONSENT = "no_consent"
    MUTED = "muted"
    NOTIFIED = "notified"


UNREACHED = (State.NO_ACCOUNT, State.BLOCKED, State.NO_CONSENT, State.MUTED)


@dataclass(frozen=True)
class Invited:
    """One person's part in a wave, once per role."""

    wave_id: int
    person_id: int
    role: Role
    state: State
    name: str


def _state() -> ColumnElement[str]:
    own = Account.person_id == Assignment.person_id
    active = and_(own, Account.status == AccountStatus.ACTIVE)
    unmuted = and_(active, Account.muted_at.is_(None))
    whens = (
        (Assignment.submitted_at.is_not(None), State.SUBMITTED),
        (Assignment.started_at.is_not(None), State.STARTED),
        (~exists().where(own), State.NO_ACCOUNT),
        (~exists().where(active), State.BLOCKED),
        (~consented(Assignment.person_id), State.NO_CONSENT),
        (~exists().where(unmuted), State.MUTED),
    )
    return case(
        *((when, literal(state.value)) for when, state in whens),
        else_=literal(State.NOTIFIED.value),
    )


async def people_of(
    session: AsyncSession, wave_ids: Sequence[int], states: Sequence[State] = tuple(State)
) -> list[Invited]:
    """Everybody a wave was meant for, in one of `states`, sorted by name."""
    state = _state()
    rows = await session.execute(
        select(Assignment.wave_id, Person.id, Assignment.role, state, Person.full_name)
        .join(Person, Person.id == Assignment.person_id)
        .where(Assignment.wave_id.in_(wave_ids), state.in_([found.value for found in states]))
        .order_by(Person.name_key, Person.id, Assignment.role)
    )
    return [Invited(wave, person, role, State(st), name) for wave, person, role, st, name in rows]


async def counts(
    session: AsyncSession, wave_ids: Sequence[int]
) -> dict[int, dict[Role, Counter[State]]]:
    """How many are in which state, by wave and role; waves without people are left out."""
    state = _state().label("state")
    rows = await session.execute(
        select(Assignment.wave_id, Assignment.role, state, func.count())
        .where(Assignment.wave_id.in_(wave_ids))
        .group_by(Assignment.wave_id, Assignment.role, "state")
    )
    found: dict[int, dict[Role, Counter[State]]] = {}
    for wave, role, name, number in rows:
        found.setdefault(wave, {}).setdefault(role, Counter())[State(name)] = number
    return found


def total(by_role: dict[Role, Counter[State]]) -> Counter[State]:
    """Both roles together."""
    return sum(by_role.values(), Counter())
