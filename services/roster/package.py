"""The file as a file: what it is, how large it becomes, which cells are formulas.

Nothing here trusts the archive: parts are measured before they are unpacked, a sheet is walked
as a stream that stops at the first row too many, and calamine is given an archive of our own
making with nothing but the parts that were measured.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from services.errors import UserError

MAX_FILE = 20 * 2**20
MAX_UNPACKED = 64 * 2**20
MAX_PARTS = 5_000
MAX_ROWS = 20_000  # filled rows under the heading, and so Excel's row 20,001
MAX_COLUMNS = 64
CHUNK = 64 * 1024

BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
CONTENTS = (
    "[content_types].xml",
    "_rels/.rels",
    BOOK,
    RELATIONS,
    "xl/styles.xml",
    "xl/sharedstrings.xml",
)
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
    EOFError,
    OSError,
)


class RosterFileError(UserError):
    """The file as a whole cannot be read; the key says why."""


StartHandler = Callable[[str, dict[str, str]], None]
Place = tuple[int, int]  # row and column, both from 1 as in Excel


@dataclass
class SheetFacts:
    """Places of cells that are no plain values."""

    formulas: set[Place] = field(default_factory=set)
    failures: set[Place] = field(default_factory=set)


def place(reference: str) -> Place:
    found = REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def local(name: str) -> str:
    return name.rpartition(":")[2]


def parse(chunks: Iterable[bytes], start: StartHandler) -> None:
    """Feeds a stream of XML to `start`. A document type (entities) is refused."""

    def refuse(*_: object) -> None:
        raise ValueError("document type")

    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    for chunk in chunks:
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


class Attributes:
    """Collects the attributes of the elements called `wanted`."""

    def __init__(self, wanted: str) -> None:
        self.wanted, self.found = wanted, list[dict[str, str]]()

    def __call__(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) == self.wanted:
            self.found.append({local(key): value for key, value in attributes.items()})


class SheetWalk:
    """Finds formulas and failed cells, and refuses a sheet that is too long or too wide.

    The bounds are those of filled cells: one stray value in the last corner of Excel would make
    the reader allocate everything between.
    """

    def __init__(self, sheet: str) -> None:
        self.sheet, self.facts = sheet, SheetFacts()
        self.row, self.column, self.failed = 0, 0, False

    def __call__(self, name: str, attributes: dict[str, str]) -> None:
        match local(name):
            case "row":
                self.row = int(attributes.get("r", self.row + 1))
                self.column = 0
            case "c":
                self.enter(attributes)
            case "v" | "is":
                self.fill()
            case "f":
                self.fill()
                self.mark_formula(attributes)

    def enter(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self.row, self.column = place(reference) if reference else (self.row, self.column + 1)
        self.failed = attributes.get("t") == "e"

    def fill(self) -> None:
        if self.row > MAX_ROWS + 1:
            raise RosterFileError("roster-file-rows", sheet=self.sheet, limit=MAX_ROWS)
        if self.column > MAX_COLUMNS:
            raise RosterFileError("roster-file-columns", sheet=self.sheet, limit=MAX_COLUMNS)
        if self.failed:
            self.facts.failures.add((self.row, self.column))

    def mark_formula(self, attributes: dict[str, str]) -> None:
        """Of an array formula only the first cell carries it; the rest show cached values."""
        self.facts.formulas.add((self.row, self.column))
        if attributes.get("t") not in ("array", "dataTable") or "ref" not in attributes:
            return
        first, _, last = attributes["ref"].partition(":")
        (top, left), (bottom, right) = place(first), place(last or first)
        for row in range(top, min(bottom, MAX_ROWS + 1) + 1):
            for column in range(left, min(right, MAX_COLUMNS) + 1):
                self.facts.formulas.add((row, column))


class Package:
    """An .xlsx archive; every reading of a part is bounded by its measured size."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        entries = archive.infolist()
        if len(entries) > MAX_PARTS:
            raise ValueError("too many parts")
        self.parts = {e.filename.replace("\\", "/").lower(): e for e in entries}

    def chunks(self, part: str) -> Iterable[bytes]:
        with self.archive.open(self.parts[part]) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk

    def sheets(self) -> dict[str, str]:
        """Sheet name -> part, in the workbook's order."""
        sheets, relations = Attributes("sheet"), Attributes("Relationship")
        parse(self.chunks(BOOK), sheets)
        parse(self.chunks(RELATIONS), relations)
        targets = {found["Id"]: found["Target"].lower() for found in relations.found}
        return {
            found["name"]: target[1:] if target.startswith("/") else f"xl/{target}"
            for found in sheets.found
            if (target := targets[found["id"]])
        }

    def measure(self, parts: Iterable[str]) -> None:
        """Refuses what would unpack to too much, before anything is unpacked."""
        entries = [self.parts[part] for part in parts if part in self.parts]
        if any(entry.flag_bits & 1 for entry in entries):
            raise RosterFileError("roster-file-password")
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise RosterFileError("roster-file-large", limit=MAX_UNPACKED // 2**20)

    def repacked(self, sheets: Iterable[str]) -> io.BytesIO:
        """A plain archive of the measured parts: what the headers lied about is cut or refused."""
        result = io.BytesIO()
        with zipfile.ZipFile(result, "w", zipfile.ZIP_STORED) as copy:
            for part in (*CONTENTS, *sheets):
                if part in self.parts:
                    copy.writestr(self.parts[part].filename, self.archive.read(self.parts[part]))
        result.seek(0)
        return result
