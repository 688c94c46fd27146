"""bytes -> the sheets of a layout, cell by cell, with nothing believed that is a formula."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

import python_calamine as calamine

from services.roster.headings import find_headings
from services.roster.layout import LAYOUT, ORGANISATIONS, PAIRS, PARTICIPANTS, SheetLayout
from services.roster.normalise import clean, word_key
from services.roster.package import (
    BOOK,
    BROKEN,
    CONTENTS,
    MAX_FILE,
    RELATIONS,
    Package,
    RosterFileError,
    SheetFacts,
    SheetWalk,
    parse,
)
from services.roster.rows import Issue
from services.roster.sniffing import OLE, refuse_archive, refuse_bytes, refuse_ole

__all__ = [
    "BadCell",
    "RosterFileError",
    "Row",
    "Sheet",
    "Workbook",
    "read_workbook",
    "sheet_names",
]


class BadCell(Enum):
    """A cell without a value to rely on."""

    FORMULA = "formula"
    FAILURE = "failure"


@dataclass(frozen=True)
class Row:
    """`number` is Excel's; `cells` has only columns that are filled, by their code."""

    number: int
    cells: dict[str, object]


@dataclass(frozen=True)
class Sheet:
    layout: SheetLayout
    rows: list[Row]


@dataclass(frozen=True)
class Workbook:
    """`issues` are warnings about headings that are skipped."""

    sheets: dict[str, Sheet]
    issues: list[Issue] = field(default_factory=list)

    @property
    def organisations(self) -> Sheet:
        return self.sheets[ORGANISATIONS]

    @property
    def participants(self) -> Sheet:
        return self.sheets[PARTICIPANTS]

    @property
    def pairs(self) -> Sheet:
        return self.sheets[PAIRS]


class Grid(NamedTuple):
    """All cells of a sheet from A1, as calamine gives them, and which of them are no values."""

    values: Sequence[Sequence[object]]
    facts: SheetFacts


def read_workbook(
    content: bytes, filename: str, layouts: Sequence[SheetLayout] = LAYOUT
) -> Workbook:
    """Raises `RosterFileError` with a key that says what is wrong with the file as a whole.

    `filename` only helps to recognise a text whose encoding does not show.
    """
    if not content.strip():
        raise RosterFileError("roster-file-empty")
    if len(content) > MAX_FILE:
        raise RosterFileError("roster-file-large", limit=MAX_FILE // 2**20)
    if content.startswith(OLE):
        raise refuse_ole(content)
    if not content.startswith(b"PK"):
        raise refuse_bytes(content, filename)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            grids = read_archive(archive, layouts)
    except (*BROKEN, calamine.CalamineError) as error:
        raise RosterFileError("roster-file-broken") from error
    workbook = Workbook({})
    for layout, grid in zip(layouts, grids, strict=True):
        read_sheet(workbook, layout, grid)
    if not any(sheet.rows for sheet in workbook.sheets.values()):
        raise RosterFileError("roster-file-empty")
    return workbook


def sheet_names(content: bytes) -> list[str]:
    """What the sheets are called; none when the file cannot be read as a workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            package = Package(archive)
            package.measure((BOOK, RELATIONS))
            return list(package.sheets())
    except (*BROKEN, RosterFileError):
        return []


def read_archive(archive: zipfile.ZipFile, layouts: Sequence[SheetLayout]) -> list[Grid]:
    package = Package(archive)
    if BOOK not in package.parts:
        raise refuse_archive(archive)
    package.measure(CONTENTS)
    wanted = wanted_sheets(package.sheets(), layouts)
    parts = [part for _, part in wanted.values()]
    package.measure((*CONTENTS, *parts))
    facts = [walk(package, name, part) for name, (_, part) in wanted.items()]
    with calamine.load_workbook(package.repacked(parts)) as book:
        sheets = [book.get_sheet_by_name(title) for title, _ in wanted.values()]
        return [
            Grid(sheet.to_python(skip_empty_area=False), of)
            for sheet, of in zip(sheets, facts, strict=True)
        ]


def wanted_sheets(
    sheets: dict[str, str], layouts: Sequence[SheetLayout]
) -> dict[str, tuple[str, str]]:
    """Layout name -> the sheet's own title and part; other sheets are left unread."""
    by_key = {word_key(title): (title, part) for title, part in sheets.items()}
    found = {layout.name: by_key.get(word_key(layout.name)) for layout in layouts}
    missing = [name for name, sheet in found.items() if sheet is None]
    if missing:
        raise RosterFileError(
            "roster-file-sheets", missing=quoted(missing), found=quoted(list(sheets))
        )
    return {name: sheet for name, sheet in found.items() if sheet is not None}


def quoted(names: list[str]) -> str:
    return ", ".join(f"«{clean(name)}»" for name in names[:10])


def walk(package: Package, sheet: str, part: str) -> SheetFacts:
    walker = SheetWalk(sheet)
    parse(package.chunks(part), walker)
    return walker.facts


def read_sheet(workbook: Workbook, layout: SheetLayout, grid: Grid) -> None:
    top, columns, issues = find_headings(layout, grid.values)
    workbook.issues.extend(issues)
    lines = {column.code for column in layout.columns if column.lines}
    rows = []
    for number, line in enumerate(grid.values[top:], start=top + 1):
        cells = {
            code: cell
            for index, code in columns.items()
            if (cell := cell_value(line[index], (number, index + 1), grid.facts, code in lines))
            is not None
        }
        if cells:
            rows.append(Row(number, cells))
    workbook.sheets[layout.name] = Sheet(layout, rows)


def cell_value(
    value: object, where: tuple[int, int], facts: SheetFacts, lines: bool = False
) -> object:
    """A text that begins like a formula is one that lost its way through a csv. With `lines` a
    text keeps its lines."""
    if where in facts.formulas:
        return BadCell.FORMULA
    if where in facts.failures:
        return BadCell.FAILURE
    if isinstance(value, str):
        text = "\n".join(map(clean, value.splitlines())).strip() if lines else clean(value)
        return BadCell.FORMULA if text.startswith("=") else text or None
    return value
