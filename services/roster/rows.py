"""What a checked roster consists of, and what may be wrong with it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from models.enums import (
    MentorRank,
    MentorshipForm,
    MentorshipKind,
    OrganisationKind,
    Role,
    WorkArea,
)

PersonKey = tuple[str, str]  # key of the organisation, key of the name


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Issue:
    """`row` is Excel's number, `column` the heading, `key` a Fluent key that takes `args`.

    `args["suggestion"]`, where present, is what was probably meant.
    """

    severity: Severity
    sheet: str
    row: int
    column: str
    key: str
    args: dict[str, object] = field(default_factory=dict)

    @property
    def suggestion(self) -> str | None:
        found = self.args.get("suggestion")
        return None if found is None else str(found)


@dataclass(frozen=True)
class OrganisationRow:
    """`timezone` is empty when it comes from a parent that only the database knows."""

    row: int
    name: str
    key: str
    kind: OrganisationKind
    parent: str | None
    timezone: str | None
    teachers_total: int | None
    young_total: int | None


@dataclass(frozen=True)
class ParticipantRow:
    """One person: several rows of the sheet are joined, `row` is the first of them."""

    row: int
    organisation: str
    full_name: str
    key: str
    roles: dict[Role, MentorRank | None]
    position: str | None = None
    tenure_years: int | None = None
    category: str | None = None
    phone: str | None = None

    @property
    def person(self) -> PersonKey:
        return self.organisation, self.key


@dataclass(frozen=True)
class PairRow:
    row: int
    organisation: str
    mentor: PersonKey
    mentee: PersonKey
    form: MentorshipForm
    kind: MentorshipKind
    work_area: WorkArea | None
    order_number: str | None
    order_date: date | None
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Roster:
    """Rows without errors, and all that was found. Import only when `errors` is empty."""

    organisations: list[OrganisationRow]
    participants: list[ParticipantRow]
    pairs: list[PairRow]
    issues: list[Issue]

    @property
    def errors(self) -> list[Issue]:
        return [issue for issue in self.issues if issue.severity is Severity.ERROR]

    @property
    def warnings(self) -> list[Issue]:
        return [issue for issue in self.issues if issue.severity is Severity.WARNING]
