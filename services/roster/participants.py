"""The sheet of participants: rows of one person are joined, with all his roles."""

import re
from dataclasses import replace

from models.enums import MentorRank, Role
from services.roster.matching import nearest_organisation
from services.roster.normalise import (
    has_initials,
    is_name,
    name_key,
    organisation_key,
    person_name,
    phone,
)
from services.roster.organisations import Organisations
from services.roster.reading import RowReader, shown
from services.roster.rows import Issue, ParticipantRow, PersonKey
from services.roster.words import EMPTY_WORDS, RANKS, ROLES
from services.roster.workbook import Sheet

MAX_TENURE = 70
BETWEEN_ROLES = re.compile(r"[,;/\n+]| и ")
JOINED = ("position", "tenure_years", "category", "phone")


class Participants:
    """`names` has also people of bad rows, so that a pair is not blamed for them; `doubtful`
    are those of them whose roles are not known."""

    def __init__(self) -> None:
        self.rows: dict[PersonKey, ParticipantRow] = {}
        self.names: dict[PersonKey, str] = {}
        self.doubtful: set[PersonKey] = set()
        self.failed: set[PersonKey] = set()

    def of(self, organisation: str) -> dict[str, str]:
        return {key: name for (at, key), name in self.names.items() if at == organisation}

    @property
    def good(self) -> list[ParticipantRow]:
        return [row for key, row in self.rows.items() if key not in self.failed]


def read_participants(
    sheet: Sheet, organisations: Organisations, issues: list[Issue]
) -> Participants:
    participants = Participants()
    for row in sheet.rows:
        reader = RowReader(sheet, row, issues)
        found = read_participant(reader, organisations)
        if found is None:
            continue
        if reader.failed:
            participants.failed.add(found.person)
        if reader.failed & {"role", "rank"}:
            participants.doubtful.add(found.person)
        join(found, reader, participants)
    return participants


def read_participant(reader: RowReader, organisations: Organisations) -> ParticipantRow | None:
    organisation = read_organisation_of(reader, organisations)
    name = read_name(reader, "full_name")
    roles = read_roles(reader)
    position, category = reader.text("position", 200), reader.text("category", 100)
    tenure, number = reader.whole("tenure_years", MAX_TENURE), read_phone(reader)
    if organisation is None or name is None:
        return None
    return ParticipantRow(
        reader.number,
        organisation,
        name,
        name_key(name),
        roles,
        position,
        tenure,
        None if category and category.lower() in EMPTY_WORDS else category,
        number,
    )


def read_organisation_of(reader: RowReader, organisations: Organisations) -> str | None:
    text = reader.text("organisation", 300, required=True)
    if text is None:
        return None
    key = organisation_key(text)
    if key in organisations.names:
        return key
    meant = nearest_organisation(key, organisations.names)
    reader.error("organisation", "roster-organisation-unknown", meant, value=text)
    return None


def read_name(reader: RowReader, code: str) -> str | None:
    text = reader.text(code, 200, required=True)
    if text is None:
        return None
    name = person_name(text)
    if not is_name(name):
        reader.error(code, "roster-name-strange", value=text)
    elif " " not in name:
        reader.error(code, "roster-name-short", value=text)
    elif code == "full_name" and has_initials(name):
        reader.error(code, "roster-name-initials", value=text)
    return None if code in reader.failed else name


def read_roles(reader: RowReader) -> dict[Role, MentorRank | None]:
    """Several roles may stand in one cell; the rank belongs to the mentor's."""
    text = reader.text("role", 200, required=True)
    words = [word.strip() for word in BETWEEN_ROLES.split(text or "") if word.strip()]
    whole = ROLES.code(text or "")
    roles = {whole} if whole else {role for word in words if (role := read_role(reader, word))}
    rank = reader.word("rank", RANKS)
    if rank and roles and Role.MENTOR not in roles:
        reader.warn("rank", "roster-rank-without-mentor", value=shown(reader.row.cells["rank"]))
    return {role: rank if role is Role.MENTOR else None for role in sorted(roles)}


def read_role(reader: RowReader, word: str) -> Role | None:
    role = ROLES.code(word)
    if role is None:
        reader.error("role", "roster-word-unknown", ROLES.nearest(word), value=word)
    return role


def read_phone(reader: RowReader) -> str | None:
    """A wrong number is a warning: nothing in the programme hangs on it."""
    text = reader.text("phone", 100)
    if text is None or text.lower() in EMPTY_WORDS:
        return None
    found = phone(re.split("[,;]", text)[0])
    if found is None:
        reader.warn("phone", "roster-phone-wrong", value=text)
    return found


def join(new: ParticipantRow, reader: RowReader, participants: Participants) -> None:
    """Filled cells win over empty ones, the first row over later ones."""
    participants.names.setdefault(new.person, new.full_name)
    old = participants.rows.setdefault(new.person, new)
    if old is new:
        return
    if not new.roles.keys() - old.roles.keys():
        name, kept = new.full_name, old.full_name
        reader.warn("full_name", "roster-person-twice", value=name, kept=kept, first=str(old.row))
    for code in JOINED:
        theirs, mine = getattr(new, code), getattr(old, code)
        if theirs is not None and mine is not None and theirs != mine:
            reader.warn(
                code,
                "roster-duplicate-kept",
                value=str(theirs),
                kept=str(mine),
                first=str(old.row),
            )
    filled = {code: getattr(new, code) for code in JOINED if getattr(old, code) is None}
    participants.rows[new.person] = replace(old, roles=joined_roles(old, new), **filled)


def joined_roles(old: ParticipantRow, new: ParticipantRow) -> dict[Role, MentorRank | None]:
    roles = sorted(old.roles.keys() | new.roles.keys())
    return {role: old.roles.get(role) or new.roles.get(role) for role in roles}
