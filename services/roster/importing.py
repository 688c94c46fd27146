"""The roster against the database. `plan` only reads; `apply` writes in the caller's transaction.

A handful of statements whatever the size: everything is loaded, compared and written in bulk.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditEntry, Mentorship, Organisation, Person, RoleGrant
from services.errors import UserError
from services.people import Me, organisations_below
from services.roster.normalise import organisation_key
from services.roster.planning import (
    PAIR_FIELDS,
    PERSON_FIELDS,
    Comparison,
    ImportPlan,
    Part,
    Scope,
    Stored,
)
from services.roster.rows import OrganisationRow, PersonKey, Roster

IMPORT_LOCK = 7_061_201


class RosterErrors(UserError):
    """An import while an error stands; `plan.errors` says which."""


async def scope_of(session: AsyncSession, roots: Iterable[int]) -> Scope:
    """The right to import of who runs these organisations: they and all below them."""
    return Scope(frozenset(await organisations_below(session, list(roots))))


async def known_organisations(session: AsyncSession) -> list[str]:
    """For `check`: names that a file may refer to without listing them."""
    return list(await session.scalars(select(Organisation.name)))


async def plan(session: AsyncSession, roster: Roster, scope: Scope) -> ImportPlan:
    """What `apply` would do. Rows outside `scope` that would be written are errors in it."""
    return Comparison(roster, await load(session, roster, scope), scope).run()


async def apply(
    session: AsyncSession, roster: Roster, scope: Scope, actor: Person | Me | None, now: datetime
) -> ImportPlan:
    """Imports and flushes; returns what was done. Raises `RosterErrors`, having written nothing.

    Two imports at once run one after the other. One that changes nothing leaves no trace.
    """
    await session.execute(select(func.pg_advisory_xact_lock(IMPORT_LOCK)))
    stored = await load(session, roster, scope)
    made = Comparison(roster, stored, scope).run()
    if made.errors:
        raise RosterErrors("roster-errors-stand", count=len(made.errors))
    if made.changes_nothing:
        return made
    await write_organisations(session, made.organisations, roster, stored)
    await write_people(session, made, stored)
    await write_pairs(session, made, stored)
    details = {name: part.counts for name, part in made.parts.items()}
    actor_id = actor.id if actor else None
    session.add(AuditEntry(at=now, actor_id=actor_id, action="roster.import", details=details))
    await session.flush()
    return made


async def load(session: AsyncSession, roster: Roster, scope: Scope) -> Stored:
    stored = Stored()
    query = select(Organisation).execution_options(populate_existing=True)
    match_organisations(list(await session.scalars(query)), roster, scope, stored)
    at = {organisation.id: key for key, organisation in stored.organisations.items()}
    people = await session.scalars(
        select(Person)
        .where(Person.organisation_id.in_(at))
        .execution_options(populate_existing=True)
    )
    keys: dict[int, PersonKey] = {}
    for person in people:
        keys[person.id] = (at[person.organisation_id], person.name_key)
        stored.people[keys[person.id]] = person
    await load_grants(session, keys, list(at), stored)
    await load_pairs(session, keys, list(at), stored)
    return stored


async def load_grants(
    session: AsyncSession, keys: dict[int, PersonKey], places: list[int], stored: Stored
) -> None:
    """Grants in the person's own organisation: those are the roster's."""
    grants = await session.scalars(
        select(RoleGrant)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            Person.organisation_id.in_(places),
            RoleGrant.organisation_id == Person.organisation_id,
        )
        .execution_options(populate_existing=True)
    )
    for grant in grants:
        stored.grants[keys[grant.person_id], grant.role] = grant


async def load_pairs(
    session: AsyncSession, keys: dict[int, PersonKey], places: list[int], stored: Stored
) -> None:
    pairs = await session.scalars(
        select(Mentorship)
        .join(Person, Person.id == Mentorship.mentee_id)
        .where(Person.organisation_id.in_(places))
        .order_by(Mentorship.starts_on, Mentorship.id)
        .execution_options(populate_existing=True)
    )
    for pair in pairs:
        if pair.mentor_id in keys:
            both = keys[pair.mentor_id], keys[pair.mentee_id]
            stored.pairs.setdefault(both, []).append(pair)


def match_organisations(
    everyone: list[Organisation], roster: Roster, scope: Scope, stored: Stored
) -> None:
    """By parent and name; one that has no parent yet may be given one by the file."""
    rows = {row.key for row in roster.organisations}
    mentioned = {row.organisation for row in roster.participants}
    mentioned |= {row.parent for row in roster.organisations if row.parent}
    named: dict[str, list[Organisation]] = {}
    for organisation in everyone:
        named.setdefault(organisation_key(organisation.name), []).append(organisation)
    for key in mentioned - rows:
        choose(key, named.get(key, []), scope, stored)
    for row in by_depth(roster.organisations):
        found = named.get(row.key, [])
        if row.parent:
            parent = stored.organisation_id(row.parent)
            here = [o for o in found if parent is not None and o.parent_id == parent]
            found = here or [o for o in found if o.parent_id is None]
        choose(row.key, found, scope, stored)


def choose(key: str, found: list[Organisation], scope: Scope, stored: Stored) -> None:
    """Two towns may each have a school № 1: a bare name counts only when there is one of it, in
    the scope or else anywhere."""
    if len(found) > 1:
        found = [o for o in found if scope.organisations and o.id in scope.organisations] or found
    if len(found) == 1:
        stored.organisations[key] = found[0]
    elif found:
        stored.ambiguous.add(key)


def by_depth(rows: list[OrganisationRow]) -> list[OrganisationRow]:
    """Parents before children; the check has refused rings."""
    by_key = {row.key: row for row in rows}

    def depth(row: OrganisationRow) -> int:
        above = by_key.get(row.parent or "")
        return 1 + depth(above) if above else 0

    return sorted(rows, key=depth)


async def write_organisations(
    session: AsyncSession, part: Part[OrganisationRow], roster: Roster, stored: Stored
) -> None:
    """Level by level, as a child needs its parent's id."""
    created = {row.key for row in part.created}
    for row in by_depth(roster.organisations):
        if row.key not in created:
            continue
        above = stored.organisations.get(row.parent or "")
        zone = row.timezone or (above.timezone if above else None)
        assert zone, "the plan has refused an organisation without one"
        stored.organisations[row.key] = entity = Organisation(
            parent_id=above.id if above else None,
            name_key=row.key,
            timezone=zone,
            kind=row.kind,
            name=row.name,
            teachers_total=row.teachers_total,
            young_total=row.young_total,
        )
        session.add(entity)
        await session.flush()
    update(part)
    parents = {row.key: stored.organisation_id(row.parent) for row in roster.organisations}
    for change in part.changed:
        if "parent_id" in change.fields:
            change.entity.parent_id = parents[change.entity.name_key]


async def write_people(session: AsyncSession, made: ImportPlan, stored: Stored) -> None:
    for row in made.people.created:
        place = stored.organisation_id(row.organisation)
        filled = {code: getattr(row, code) for code in PERSON_FIELDS}
        stored.people[row.person] = Person(organisation_id=place, name_key=row.key, **filled)
    session.add_all(stored.people[row.person] for row in made.people.created)
    await session.flush()
    update(made.people)
    for grant in made.roles.created:
        person = stored.people[grant.person]
        session.add(
            RoleGrant(
                person_id=person.id,
                role=grant.role,
                organisation_id=person.organisation_id,
                rank=grant.rank,
            )
        )
    update(made.roles)


async def write_pairs(session: AsyncSession, made: ImportPlan, stored: Stored) -> None:
    session.add_all(
        Mentorship(
            organisation_id=stored.organisation_id(row.organisation),
            mentor_id=stored.people[row.mentor].id,
            mentee_id=stored.people[row.mentee].id,
            **{code: getattr(row, code) for code in PAIR_FIELDS},
        )
        for row in made.pairs.created
    )
    update(made.pairs)


def update(part: Part[Any]) -> None:
    for change in part.changed:
        for code, (_, new) in change.fields.items():
            setattr(change.entity, code, new)
