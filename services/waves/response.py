"""How many have answered a wave, and how many cannot be reached, and why.

What became of the messages, and of whom, is told by `delivery`."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, exists, false, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Assignment
from models.enums import AccountStatus, Role
from services.reach import absent, consented


class State(StrEnum):
    """In the order of asking: whoever has answered counts, blocked or not."""

    SUBMITTED = "submitted"
    STARTED = "started"
    NO_ACCOUNT = "no_account"
    BLOCKED = "blocked"
    NO_CONSENT = "no_consent"
    MUTED = "muted"
    ABSENT = "absent"
    NOTIFIED = "notified"


UNREACHED = (State.NO_ACCOUNT, State.BLOCKED, State.NO_CONSENT, State.MUTED)
"""For as long as nobody does something about it; a leave ends by itself."""


def _state(now: datetime | None) -> ColumnElement[str]:
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
        (absent(Assignment.person_id, now) if now else false(), State.ABSENT),
    )
    return case(
        *((when, literal(state.value)) for when, state in whens),
        else_=literal(State.NOTIFIED.value),
    )


async def counts(
    session: AsyncSession, wave_ids: Sequence[int], now: datetime | None = None
) -> dict[int, dict[Role, Counter[State]]]:
    """How many are in which state, by wave and role; waves without people are left out.

    Without `now` those on leave are among those who were told.
    """
    state = _state(now).label("state")
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
