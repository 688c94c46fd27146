"""The sheet of pairs: who with whom, on which order, from when to when."""

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from models.enums import MentorshipForm, MentorshipKind, Role, WorkArea
from services.calendar import academic_year
from services.roster.matching import nearest_person
from services.roster.normalise import name_key
from services.roster.organisations import Organisations
from services.roster.participants import Participants, read_name, read_organisation_of
from services.roster.reading import RowReader, shown
from services.roster.rows import Issue, PairRow, PersonKey
from services.roster.words import FORMS, KINDS, ROLES, WORK_AREAS
from services.roster.workbook import Sheet

# Forms in which the mentor comes from another organisation.
FROM_OUTSIDE = frozenset(
    {
        MentorshipForm.EMPLOYER_STUDENT,
        MentorshipForm.UNIVERSITY_TEACHER,
        MentorshipForm.PARTNER_TEACHER,
    }
)


class Terms(NamedTuple):
    """What the row says about the pair, as far as it could be read."""

    form: MentorshipForm | None
    kind: MentorshipKind | None
    work_area: WorkArea | None
    order_number: str | None
    order_date: date | None
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class Draft:
    """A row whose two people are known."""

    reader: RowReader
    organisation: str
    mentor: PersonKey
    mentee: PersonKey
    terms: Terms

    @property
    def year(self) -> int | None:
        return academic_year(self.terms.starts_on) if self.terms.starts_on else None


def read_pairs(
    sheet: Sheet, organisations: Organisations, participants: Participants, issues: list[Issue]
) -> list[PairRow]:
    """Gives a head who is the mentor of a pair the mentor's role."""
    drafts: dict[tuple[PersonKey, PersonKey], list[Draft]] = {}
    rows = []
    for row in sheet.rows:
        draft = read_pair(RowReader(sheet, row, issues), organisations, participants)
        if draft is None or repeated(draft, drafts) or draft.reader.failed:
            continue
        if pair := pair_row(draft):
            rows.append(pair)
    return rows


def read_pair(
    reader: RowReader, organisations: Organisations, participants: Participants
) -> Draft | None:
    organisation = read_organisation_of(reader, organisations)
    names = read_name(reader, "mentor"), read_name(reader, "mentee")
    terms = read_terms(reader)
    check_days(reader, terms)
    if organisation is None:
        return None
    outside = terms.form in FROM_OUTSIDE
    mentor = find(reader, "mentor", names[0], organisation, participants, outside)
    mentee = find(reader, "mentee", names[1], organisation, participants)
    if mentor and mentor == mentee:
        reader.error("mentee", "roster-pair-self", value=names[0])
        return None
    if mentor:
        check_mentor(reader, mentor, terms.form, participants)
    if mentee:
        check_role(reader, "mentee", mentee, Role.MENTEE, participants)
    return Draft(reader, organisation, mentor, mentee, terms) if mentor and mentee else None


def read_terms(reader: RowReader) -> Terms:
    return Terms(
        form=reader.word("form", FORMS, required=True),
        kind=reader.word("kind", KINDS, required=True),
        work_area=reader.word("work_area", WORK_AREAS),
        order_number=reader.text("order_number", 50),
        order_date=reader.day("order_date"),
        starts_on=reader.day("starts_on", required=True),
        ends_on=reader.day("ends_on", required=True),
    )


def check_days(reader: RowReader, terms: Terms) -> None:
    """A pair begins with its order; an order written later is usual enough to be a warning."""
    starts, ends, ordered = terms.starts_on, terms.ends_on, terms.order_date
    if starts is None:
        return
    if ends and ends < starts:
        reader.error("ends_on", "roster-pair-ends-early", value=shown(ends), starts=shown(starts))
    elif ordered and ordered > starts:
        reader.warn(
            "order_date", "roster-pair-late-order", value=shown(ordered), starts=shown(starts)
        )


def find(
    reader: RowReader,
    code: str,
    name: str | None,
    organisation: str,
    participants: Participants,
    outside: bool = False,
) -> PersonKey | None:
    if name is None:
        return None
    key = name_key(name)
    if (organisation, key) in participants.names:
        return organisation, key
    elsewhere = [at for at, other in participants.names if other == key]
    if outside and len(elsewhere) == 1:
        return elsewhere[0], key
    if elsewhere:
        reader.error(code, "roster-person-elsewhere", value=name)
    else:
        meant = nearest_person(key, participants.of(organisation))
        reader.error(code, "roster-person-unknown", meant, value=name)
    return None


def check_mentor(
    reader: RowReader, person: PersonKey, form: object, participants: Participants
) -> None:
    found = participants.rows[person]
    if form is MentorshipForm.HEAD_TEACHER and Role.HEAD in found.roles:
        roles = {**found.roles, Role.MENTOR: found.roles.get(Role.MENTOR)}
        participants.rows[person] = replace(found, roles=roles)
    check_role(reader, "mentor", person, Role.MENTOR, participants)


def check_role(
    reader: RowReader, code: str, person: PersonKey, role: Role, participants: Participants
) -> None:
    found = participants.rows[person]
    if role in found.roles or person in participants.doubtful:
        return
    has = ", ".join(ROLES.usual(other) for other in found.roles)
    reader.error(
        code,
        "roster-role-lacking",
        value=found.full_name,
        role=ROLES.usual(role),
        has=has,
        first=str(found.row),
    )


def repeated(draft: Draft, drafts: dict[tuple[PersonKey, PersonKey], list[Draft]]) -> bool:
    """The same two people twice within a school year. With the same data it is a slip and joined;
    with different data nobody can tell which order holds, so it is an error."""
    earlier = drafts.setdefault((draft.mentor, draft.mentee), [])
    same = [d for d in earlier if d.year is None or draft.year is None or d.year == draft.year]
    earlier.append(draft)
    if not same:
        return False
    first = same[0]
    codes = [c for c in Terms._fields if getattr(draft.terms, c) != getattr(first.terms, c)]
    if codes:
        headings = ", ".join(f"«{draft.reader.layout.heading(code)}»" for code in codes)
        draft.reader.error(
            "mentee", "roster-pair-differs", first=str(first.reader.number), headings=headings
        )
    else:
        draft.reader.warn("mentee", "roster-pair-twice", first=str(first.reader.number))
    return True


def pair_row(draft: Draft) -> PairRow | None:
    terms = draft.terms
    if not (terms.form and terms.kind and terms.starts_on and terms.ends_on):
        return None
    return PairRow(
        row=draft.reader.number,
        organisation=draft.organisation,
        mentor=draft.mentor,
        mentee=draft.mentee,
        form=terms.form,
        kind=terms.kind,
        work_area=terms.work_area,
        order_number=terms.order_number,
        order_date=terms.order_date,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
    )
