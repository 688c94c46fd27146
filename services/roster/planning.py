"""What an import would do: the checked rows compared with what the database holds.

Nothing is ever deleted, and an empty cell leaves the stored value alone. A pair that is over is
left alone too. Pure: `Stored` is loaded and the plan carried out in `importing`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from models import Mentorship, Organisation, Person, RoleGrant
from models.enums import MentorRank, MentorshipStatus, OrganisationKind, Role
from services.calendar import academic_year
from services.roster.layout import ORGANISATIONS, PAIRS, PARTICIPANTS
from services.roster.rows import (
    Issue,
    OrganisationRow,
    PairRow,
    ParticipantRow,
    PersonKey,
    Roster,
    Severity,
)

RowType = TypeVar("RowType")
Fields = dict[str, tuple[Any, Any]]
ORGANISATION_FIELDS = ("name", "kind", "timezone", "teachers_total", "young_total")
PERSON_FIELDS = ("full_name", "position", "tenure_years", "category", "phone")
PAIR_FIELDS = (
    "form",
    "kind",
    "work_area",
    "order_number",
    "order_date",
    "starts_on",
    "ends_on",
)
OPEN = (MentorshipStatus.ACTIVE, MentorshipStatus.SUSPENDED)


@dataclass(frozen=True)
class Scope:
    """Ids of the organisations that may be written; None: all, the command line's right."""

    organisations: frozenset[int] | None = None

    def allows(self, organisation_id: int | None) -> bool:
        return self.organisations is None or organisation_id in self.organisations


@dataclass(frozen=True)
class GrantRow:
    row: int
    person: PersonKey
    name: str
    role: Role
    rank: MentorRank | None


@dataclass
class Stored:
    """What the database has of the organisations in the file, by the keys of the file."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    ambiguous: set[str] = field(default_factory=set)
    people: dict[PersonKey, Person] = field(default_factory=dict)
    grants: dict[tuple[PersonKey, Role], RoleGrant] = field(default_factory=dict)
    pairs: dict[tuple[PersonKey, PersonKey], list[Mentorship]] = field(default_factory=dict)

    def organisation_id(self, key: str | None) -> int | None:
        found = self.organisations.get(key) if key else None
        return found.id if found else None


@dataclass(frozen=True)
class Change:
    """`fields`: column of the table -> (old, new)."""

    row: int
    name: str
    entity: Any
    fields: Fields


@dataclass
class Part(Generic[RowType]):
    """One kind of rows: to be created, to be changed, already so."""

    created: list[RowType] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0

    def add(self, row: RowType, number: int, name: str, entity: object, fields: Fields) -> None:
        if entity is None:
            self.created.append(row)
        elif fields:
            self.changed.append(Change(number, name, entity, fields))
        else:
            self.same += 1

    @property
    def counts(self) -> dict[str, int]:
        return {"created": len(self.created), "changed": len(self.changed), "same": self.same}


@dataclass
class ImportPlan:
    """`absent`: people whom the database has in the file's organisations and the file has not."""

    organisations: Part[OrganisationRow] = field(default_factory=Part)
    people: Part[ParticipantRow] = field(default_factory=Part)
    roles: Part[GrantRow] = field(default_factory=Part)
    pairs: Part[PairRow] = field(default_factory=Part)
    absent: int = 0
    issues: list[Issue] = field(default_factory=list)

    @property
    def errors(self) -> list[Issue]:
        return [issue for issue in self.issues if issue.severity is Severity.ERROR]

    @property
    def parts(self) -> dict[str, Part[Any]]:
        return {
            "organisations": self.organisations,
            "people": self.people,
            "roles": self.roles,
            "pairs": self.pairs,
        }

    @property
    def changes_nothing(self) -> bool:
        return not any(part.created or part.changed for part in self.parts.values())


class Comparison:
    """Fills a plan row by row, and refuses rows outside the scope."""

    def __init__(self, roster: Roster, stored: Stored, scope: Scope) -> None:
        self.roster, self.stored, self.scope = roster, stored, scope
        self.plan = ImportPlan(issues=list(roster.issues))
        self.rows = {row.key: row for row in roster.organisations}
        self.names = {row.person: row.full_name for row in roster.participants}

    def run(self) -> ImportPlan:
        for organisation in self.roster.organisations:
            self.organisation(organisation)
        for participant in self.roster.participants:
            self.person(participant)
            for role, rank in participant.roles.items():
                self.grant(participant, role, rank)
        for pair in self.roster.pairs:
            self.pair(pair)
        self.plan.absent = self.absent()
        return self.plan

    def organisation(self, row: OrganisationRow) -> None:
        entity = self.stored.organisations.get(row.key)
        fields = differing(entity, row, ORGANISATION_FIELDS)
        if entity and row.parent and entity.parent_id is None:
            fields["parent_id"] = (None, self.stored.organisation_id(row.parent))
        if entity is None or fields:
            touched = [row.key, row.parent] if "parent_id" in fields else [row.key]
            self.guard(ORGANISATIONS, row.row, touched, row.name)
        if entity is None and not self.has_zone(row):
            self.error(ORGANISATIONS, row.row, "Часовой пояс", "roster-zone-missing", row.name)
        self.plan.organisations.add(row, row.row, row.name, entity, fields)

    def person(self, row: ParticipantRow) -> None:
        entity = self.stored.people.get(row.person)
        fields = differing(entity, row, PERSON_FIELDS)
        if entity is None or fields:
            self.guard(PARTICIPANTS, row.row, [row.organisation], row.full_name)
        self.plan.people.add(row, row.row, row.full_name, entity, fields)

    def grant(self, row: ParticipantRow, role: Role, rank: MentorRank | None) -> None:
        entity = self.stored.grants.get((row.person, role))
        fields: Fields = {}
        if entity and rank and entity.rank != rank:
            fields["rank"] = (entity.rank, rank)
        if (entity is None and row.person in self.stored.people) or fields:
            self.guard(PARTICIPANTS, row.row, [row.organisation], row.full_name)
        if role is Role.MUNICIPAL_COORDINATOR and self.is_school(row.organisation):
            self.error(
                PARTICIPANTS, row.row, "Роль", "roster-coordinator-of-school", row.full_name
            )
        grant = GrantRow(row.row, row.person, row.full_name, role, rank)
        self.plan.roles.add(grant, row.row, row.full_name, entity, fields)

    def pair(self, row: PairRow) -> None:
        entity = self.stored_pair(row)
        fields: Fields = {}
        if entity and entity.status in OPEN:
            fields = differing(entity, row, PAIR_FIELDS)
        name = f"{self.names.get(row.mentor, '')} – {self.names.get(row.mentee, '')}"
        if entity is None or fields:
            self.guard(PAIRS, row.row, [row.organisation], name)
        self.plan.pairs.add(row, row.row, name, entity, fields)

    def stored_pair(self, row: PairRow) -> Mentorship | None:
        """The one that began that day, else the open one of the same school year."""
        found = self.stored.pairs.get((row.mentor, row.mentee), [])
        year = academic_year(row.starts_on)
        exact = [pair for pair in found if pair.starts_on == row.starts_on]
        same = [p for p in found if p.status in OPEN and academic_year(p.starts_on) == year]
        return next(iter(exact + same), None)

    def has_zone(self, row: OrganisationRow | None) -> bool:
        """Its own, or one of those above it; the check has refused rings."""
        if row is None or row.timezone or row.parent in self.stored.organisations:
            return row is not None
        return self.has_zone(self.rows.get(row.parent or ""))

    def is_school(self, key: str) -> bool:
        found = self.rows.get(key) or self.stored.organisations.get(key)
        return found is not None and found.kind is OrganisationKind.SCHOOL

    def absent(self) -> int:
        mentioned = {row.organisation for row in self.roster.participants}
        return sum(key not in self.names for key in self.stored.people if key[0] in mentioned)

    def guard(self, sheet: str, row: int, touched: Iterable[str | None], value: str) -> None:
        keys = list(touched)
        if any(key in self.stored.ambiguous for key in keys):
            self.error(sheet, row, "Организация", "roster-organisation-ambiguous", value)
        elif not all(self.allowed(key) for key in keys):
            self.error(sheet, row, "Организация", "roster-foreign", value)

    def allowed(self, key: str | None) -> bool:
        """A new organisation is as allowed as the one above it."""
        seen = set()
        while key and key not in self.stored.organisations and key not in seen:
            seen.add(key)
            row = self.rows.get(key)
            key = row.parent if row else None
        return self.scope.allows(self.stored.organisation_id(key))

    def error(self, sheet: str, row: int, column: str, key: str, value: str) -> None:
        issue = Issue(Severity.ERROR, sheet, row, column, key, {"value": value})
        if issue not in self.plan.issues[-2:]:
            self.plan.issues.append(issue)


def differing(entity: object, row: object, codes: tuple[str, ...]) -> Fields:
    """Only filled cells change anything."""
    if entity is None:
        return {}
    pairs = {code: (getattr(entity, code), getattr(row, code)) for code in codes}
    return {c: (old, new) for c, (old, new) in pairs.items() if new is not None and new != old}
