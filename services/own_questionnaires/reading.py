"""The workbook that came back: a questionnaire, or every mistake at its cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from models.enums import Role
from services.catalogue import Item, Words
from services.errors import UserError
from services.own_questionnaires import questions
from services.own_questionnaires.table import (
    HEAD,
    HEAD_LAYOUT,
    LAYOUT,
    MINUTES,
    PURPOSE,
    PURPOSE_EN,
    QUESTIONS,
    ROLES,
    TITLE,
    TITLE_EN,
    WHOM,
)
from services.roster.normalise import clean, word_key
from services.roster.reading import RowReader
from services.roster.rows import Issue, Severity
from services.roster.workbook import Sheet, read_workbook, sheet_names

MAX_TITLE, MAX_PURPOSE, MAX_MINUTES = 100, 500, 60
ROLES_PARTED = re.compile(r"[,;\n]|\sи\s")


@dataclass
class Typed:
    """What was written; whole only when no issue is an error. `rows`: by code, for advice."""

    title: Words | None = None
    purpose: Words | None = None
    roles: tuple[Role, ...] = ()
    minutes: int = 0
    items: list[Item] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    @property
    def errors(self) -> list[Issue]:
        return [issue for issue in self.issues if issue.severity is Severity.ERROR]


def is_ours(content: bytes) -> bool:
    """The workbook has the template's sheets."""
    found = set(map(word_key, sheet_names(content)))
    return {word_key(HEAD), word_key(QUESTIONS)} <= found


def read(content: bytes, filename: str) -> Typed:
    """Raises UserError when the file as a whole is no filled template."""
    if sheet_names(content) and not is_ours(content):
        raise UserError("own-other-file")
    book = read_workbook(content, filename, (HEAD_LAYOUT, LAYOUT))
    typed = Typed(issues=list(book.issues))
    _read_head(book.sheets[HEAD], typed)
    found = questions.read(book.sheets[QUESTIONS], typed.roles, typed.issues)
    typed.items, typed.rows = found.items, found.rows
    return typed


def _read_head(sheet: Sheet, typed: Typed) -> None:
    found = {word_key(str(row.cells.get("field", ""))): row for row in sheet.rows}
    cells = {}
    for name in (TITLE, TITLE_EN, PURPOSE, PURPOSE_EN, ROLES, MINUTES):
        if row := found.get(word_key(name)):
            cells[name] = RowReader(sheet, row, typed.issues)
        elif name not in (TITLE_EN, PURPOSE_EN):
            missing = Issue(Severity.ERROR, HEAD, 1, name, "own-field-missing", {"field": name})
            typed.issues.append(missing)
    typed.title = _words(cells, TITLE, TITLE_EN, MAX_TITLE)
    typed.purpose = _words(cells, PURPOSE, PURPOSE_EN, MAX_PURPOSE)
    if ROLES in cells:
        typed.roles = _roles(cells[ROLES])
    if MINUTES in cells:
        typed.minutes = _minutes(cells[MINUTES])


def _words(cells: Mapping[str, RowReader], name: str, english: str, most: int) -> Words | None:
    ru = cells[name].text("value", most, required=True) if name in cells else None
    en = cells[english].text("value", most) if english in cells else None
    return Words(ru=ru, en=en or ru) if ru else None


def _roles(reader: RowReader) -> tuple[Role, ...]:
    found: set[Role] = set()
    for part in ROLES_PARTED.split(reader.text("value", 200, required=True) or ""):
        role = WHOM.code(part)
        if role:
            found.add(role)
        elif part.strip():
            reader.error("value", "own-role-unknown", WHOM.nearest(part), value=clean(part))
    return tuple(role for role in Role if role in found)


def _minutes(reader: RowReader) -> int:
    if reader.cell("value", required=True) is None:
        return 0
    minutes = reader.whole("value", MAX_MINUTES)
    if minutes == 0:
        reader.error("value", "roster-number-range", value="0", low=1, high=MAX_MINUTES)
    return minutes or 0
