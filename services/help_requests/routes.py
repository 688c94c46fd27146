"""Whom a request reaches: the nearest holders of its role up the tree, then who stands above.

Nothing of it is kept: roles change, and whoever holds one now is who reads it now.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    column,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
    values,
)
from sqlalchemy.ext.asyncio import AsyncSession

from models import Mentorship, Organisation, Person, RoleGrant
from models.enums import Role
from services.help_requests.kinds import CHANGE_MENTOR, KINDS, UNKNOWN
from services.questionnaires import UNDER_WAY
from services.reach import reachable

DEPTH = 10
AFTER = 100
"""Added to the level of those whom it only goes up to."""


@dataclass(frozen=True)
class Holder:
    """Somebody on the way of a request; `level` 0 is the asker's own school (or mentor).
    `reachable`: may be written to without having asked."""

    id: int
    organisation_id: int
    name: str
    level: int
    reachable: bool


@dataclass(frozen=True)
class Route:
    """`holders`: all on the way, the nearest first, then by name; never the asker."""

    holders: tuple[Holder, ...] = ()

    @cached_property
    def first(self) -> tuple[Holder, ...]:
        """Who is told: the nearest of those it is addressed to who can be written to."""
        return self._nearest(0, AFTER)

    @cached_property
    def second(self) -> tuple[Holder, ...]:
        """Who is told besides when nobody has taken it on in time: the next level up."""
        return self._nearest(self.first[0].level + 1 if self.first else 0, 2 * AFTER)

    def _nearest(self, above: int, below: int) -> tuple[Holder, ...]:
        found = [one for one in self.holders if one.reachable and above <= one.level < below]
        return tuple(one for one in found if one.level == found[0].level)

    def reaches(self, person_id: int, overdue: bool) -> bool:
        """The person may read it. Who cannot be written to (muted, say) still may."""
        nearest = self.first or self.holders[:1]
        last = nearest[0].level if nearest and nearest[0].level < AFTER else -1
        if overdue and self.second:
            last = max(last, self.second[0].level)
        return any(one.id == person_id and one.level <= last for one in self.holders)

    def has(self, person_id: int | None) -> bool:
        return any(one.id == person_id for one in self.holders)


NOWHERE = Route()
"""Of a request that nobody can read."""


async def routes(
    session: AsyncSession, asked: Select[int, str, int, int], now: datetime
) -> dict[int, Route]:
    """The ways of requests, all in one statement. `asked` has the columns request (a number),
    kind, asker and place; one that reaches nobody is left out."""
    found: dict[int, list[Holder]] = defaultdict(list)
    for request, *holder in await session.execute(_ways(asked.cte("asked"), now)):
        found[request].append(Holder(*holder))
    return {request: Route(tuple(holders)) for request, holders in found.items()}


def _ways(asked: CTE, now: datetime) -> Select[Any]:
    held = union_all(_by_role(asked), _own_mentors(asked, now)).subquery("held")
    level = func.min(held.c.level)
    writable = Person.id.in_(select(reachable(now).subquery().c.person_id))
    mentor = exists().where(
        Mentorship.mentor_id == Person.id, Mentorship.mentee_id == asked.c.asker
    )
    return (
        select(asked.c.request, Person.id, Person.organisation_id, Person.full_name)
        .add_columns(level, writable)
        .join(held, held.c.request == asked.c.request)
        .join(Person, Person.id == held.c.person)
        .where(Person.id != asked.c.asker, or_(asked.c.kind != CHANGE_MENTOR, ~mentor))
        .group_by(asked.c.request, Person.id)
        .order_by(asked.c.request, level, Person.name_key, Person.id)
    )


def _by_role(asked: CTE) -> Select[Any]:
    above, rules = _above(asked), _rules()
    known = case((asked.c.kind.in_(list(KINDS)), asked.c.kind), else_=UNKNOWN.code)
    mine = and_(rules.c.kind == known, rules.c.role == cast(RoleGrant.role, String))
    return (
        select(
            asked.c.request,
            RoleGrant.person_id.label("person"),
            (rules.c.level + above.c.depth).label("level"),
        )
        .join(above, above.c.place == asked.c.place)
        .join(RoleGrant, RoleGrant.organisation_id == above.c.id)
        .join(rules, mine)
    )


def _above(asked: CTE) -> CTE:
    """Each asker's organisation and those it belongs to, with how far up they are."""
    tree = (
        select(Organisation.id.label("place"), Organisation.id, Organisation.parent_id)
        .add_columns(literal(0).label("depth"))
        .where(Organisation.id.in_(select(asked.c.place)))
        .cte("above", recursive=True)
    )
    up = select(tree.c.place, Organisation.id, Organisation.parent_id, tree.c.depth + 1)
    up = up.join(tree, Organisation.id == tree.c.parent_id).where(tree.c.depth < DEPTH)
    return tree.union_all(up)


def _rules() -> Any:
    """The table of kinds for the database: which role reads which kind, on which level."""
    rows = [
        (kind.code, role.value, level)
        for kind in KINDS.values()
        for roles, level in ((kind.to, 0), (kind.after, AFTER))
        for role in roles
        if role is not Role.MENTOR
    ]
    columns = (column("kind", String), column("role", String), column("level", Integer))
    return values(*columns, name="rules").data(rows)


def _own_mentors(asked: CTE, now: datetime) -> Select[Any]:
    return (
        select(asked.c.request, Mentorship.mentor_id, literal(0))
        .join(Mentorship, Mentorship.mentee_id == asked.c.asker)
        .where(_reads_as_mentor(asked.c.kind), Mentorship.status.in_(UNDER_WAY))
        .where(Mentorship.starts_on <= now.date(), Mentorship.ends_on >= now.date())
    )


def _reads_as_mentor(kind: ColumnElement[str]) -> ColumnElement[bool]:
    return kind.in_([one.code for one in KINDS.values() if Role.MENTOR in one.to])
