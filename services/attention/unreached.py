"""People of the programme to whom nothing the bot says by itself gets through, and why."""

from collections import Counter, defaultdict
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Mentorship, Person, RoleGrant
from models.enums import AccountStatus, MentorshipStatus, Role
from services.attention.lines import Line, Places
from services.membership import State
from services.reach import consented


async def find(session: AsyncSession, places: Places, now: datetime) -> list[Line]:
    state = _state().label("state")
    rows = await session.execute(
        select(Person.organisation_id, state, func.count())
        .where(Person.organisation_id.in_(places), _takes_part(now))
        .group_by(Person.organisation_id, "state")
    )
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for place, name, count in rows:
        if name != State.JOINED:
            found[place][name] = count
    return [Line(place, reasons.total(), reasons=reasons) for place, reasons in found.items()]


def _takes_part(now: datetime) -> ColumnElement[bool]:
    """In a pair that has not ended, or with a part in the programme besides pairs."""
    in_pair = exists().where(
        or_(Mentorship.mentor_id == Person.id, Mentorship.mentee_id == Person.id),
        Mentorship.status == MentorshipStatus.ACTIVE,
        Mentorship.ends_on >= now.date(),
    )
    holds = RoleGrant.role.not_in((Role.MENTOR, Role.MENTEE))
    return or_(in_pair, exists().where(RoleGrant.person_id == Person.id, holds))


def _state() -> ColumnElement[str]:
    """As `membership` has it: of several accounts the active one counts."""
    own = Account.person_id == Person.id
    active = and_(own, Account.status == AccountStatus.ACTIVE)
    whens = (
        (~exists().where(own), State.NEVER_STARTED),
        (exists().where(active, Account.muted_at.is_(None)) & consented(Person.id), State.JOINED),
        (exists().where(active) & consented(Person.id), State.MUTED),
        (exists().where(active), State.NO_CONSENT),
        (exists().where(own, Account.status == AccountStatus.BLOCKED), State.BLOCKED),
    )
    return case(
        *((when, literal(state.value)) for when, state in whens), else_=literal(State.GONE.value)
    )
