"""The sheet of organisations: a tree with a time zone for everyone in it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from models.enums import OrganisationKind
from services.roster.matching import nearest_organisation
from services.roster.normalise import organisation_key, organisation_name
from services.roster.reading import RowReader
from services.roster.rows import Issue, OrganisationRow
from services.roster.words import ORGANISATION_KINDS
from services.roster.workbook import Sheet
from services.roster.zones import nearest_zone, zone

BREADTH = {
    OrganisationKind.REGION: 2,
    OrganisationKind.MUNICIPALITY: 1,
    OrganisationKind.SCHOOL: 0,
}
MAX_TEACHERS = 100_000
JOINED = ("kind", "parent", "timezone", "teachers_total", "young_total")


@dataclass
class Found:
    reader: RowReader
    row: OrganisationRow | None
    parent: str | None


class Organisations:
    """`names`: key -> name of all that the sheet mentions (also in bad rows) or that is known."""

    def __init__(self, known: Collection[str], zone: str | None) -> None:
        self.zone = zone
        self.known = {organisation_key(name): name for name in known}
        self.names = dict(self.known)
        self.found: dict[str, Found] = {}

    @property
    def rows(self) -> list[OrganisationRow]:
        return [f.row for f in self.found.values() if f.row and not f.reader.failed]


def read_organisations(
    sheet: Sheet, known: Collection[str], issues: list[Issue], zone: str | None
) -> Organisations:
    organisations = Organisations(known, zone)
    for row in sheet.rows:
        read_organisation(RowReader(sheet, row, issues), organisations)
    for key, found in organisations.found.items():
        check_parent(key, found, organisations)
    for key, found in organisations.found.items():
        inherit_zone(key, found, organisations)
    return organisations


def read_organisation(reader: RowReader, organisations: Organisations) -> None:
    name = reader.text("organisation", 300, required=True)
    kind = reader.word("kind", ORGANISATION_KINDS, required=True)
    parent = reader.text("parent", 300)
    timezone = read_zone(reader)
    total = reader.whole("teachers_total", MAX_TEACHERS)
    young = reader.whole("young_total", MAX_TEACHERS)
    if total is not None and young is not None and young > total:
        reader.warn("young_total", "roster-young-more", young=young, total=total)
    if name is None:
        return
    key = organisation_key(name)
    organisations.names[key] = organisation_name(name)
    parent_key = organisation_key(parent) if parent else None
    row = kind and OrganisationRow(
        reader.number, organisation_name(name), key, kind, parent_key, timezone, total, young
    )
    join(key, Found(reader, row or None, parent), organisations)


def read_zone(reader: RowReader) -> str | None:
    text = reader.text("timezone", 64)
    if text is None:
        return None
    found = zone(text)
    if found is None:
        reader.error("timezone", "roster-zone-unknown", nearest_zone(text), value=text)
    return found


def join(key: str, new: Found, organisations: Organisations) -> None:
    old = organisations.found.setdefault(key, new)
    if old is new:
        return
    new.reader.warn("organisation", "roster-organisation-twice", first=str(old.reader.number))
    if old.row is None or new.row is None:
        return
    differing = [
        code
        for code in JOINED
        if getattr(new.row, code) not in (None, getattr(old.row, code))
        and getattr(old.row, code) is not None
    ]
    for code in differing:
        new.reader.error(code, "roster-duplicate-differs", first=str(old.reader.number))
    filled = {c: getattr(new.row, c) for c in JOINED if getattr(old.row, c) is None}
    old.row = replace(old.row, **filled)
    old.parent = old.parent or new.parent


def check_parent(key: str, found: Found, organisations: Organisations) -> None:
    if found.row is None or found.row.parent is None:
        return
    parent = found.row.parent
    if parent not in organisations.names:
        meant = nearest_organisation(parent, organisations.names)
        found.reader.error("parent", "roster-parent-unknown", meant, value=found.parent)
    elif key in ancestors(parent, organisations.found):
        found.reader.error("parent", "roster-parent-cycle", value=found.parent)
    elif is_narrower(organisations.found.get(parent), found.row):
        found.reader.error("parent", "roster-parent-narrow", value=found.parent)


def is_narrower(parent: Found | None, row: OrganisationRow) -> bool:
    """A school above a municipality."""
    if parent is None or parent.row is None:
        return False
    return BREADTH[parent.row.kind] < BREADTH[row.kind]


def ancestors(key: str | None, found: Mapping[str, Found]) -> list[str]:
    """`key` and all above it, each once, even where the tree is a ring."""
    path: list[str] = []
    while key is not None and key not in path:
        path.append(key)
        above = found.get(key)
        key = above.row.parent if above and above.row else None
    return path


def inherit_zone(key: str, found: Found, organisations: Organisations) -> None:
    if found.row is None or found.row.timezone or "timezone" in found.reader.failed:
        return
    path = ancestors(key, organisations.found)
    above = [organisations.found[k] for k in path if k in organisations.found]
    zones = [f.row.timezone for f in above if f.row and f.row.timezone]
    if zones:
        found.row = replace(found.row, timezone=zones[0])
    elif organisations.known.keys().isdisjoint(path) and not any(f.reader.failed for f in above):
        assume_zone(found, found.row, organisations.zone)


def assume_zone(found: Found, row: OrganisationRow, zone: str | None) -> None:
    """Nothing says the zone: the installation's is taken and said, else it is asked for."""
    if zone is None:
        found.reader.error("timezone", "roster-zone-missing")
        return
    found.row = replace(row, timezone=zone)
    found.reader.warn("timezone", "roster-zone-assumed", zone=zone)
