"""One row, cell by cell: a value of the wanted kind, or an issue that names the cell."""

import calendar
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from services.roster.normalise import (
    ImpossibleDate,
    clean,
    number_meant,
    parse_date,
    whole_number,
    word_key,
)
from services.roster.rows import Issue, Severity
from services.roster.words import EMPTY_WORDS, Words
from services.roster.workbook import BadCell, Row, Sheet

Listed = TypeVar("Listed", bound=StrEnum)
BAD_CELLS = {BadCell.FORMULA: "roster-cell-formula", BadCell.FAILURE: "roster-cell-failure"}
EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (a day, not a moment)
EXCEL_DAYS = range(36_526, 73_415)  # 2000-2100 as numbers of days


class RowReader:
    """Reads the cells of one row; `failed` holds the codes of columns with an error."""

    def __init__(self, sheet: Sheet, row: Row, issues: list[Issue]) -> None:
        self.layout, self.row, self.issues = sheet.layout, row, issues
        self.failed: set[str] = set()

    @property
    def number(self) -> int:
        return self.row.number

    def error(self, code: str, key: str, suggestion: object = None, **args: object) -> None:
        self.failed.add(code)
        self.report(Severity.ERROR, code, key, suggestion, args)

    def warn(self, code: str, key: str, suggestion: object = None, **args: object) -> None:
        self.report(Severity.WARNING, code, key, suggestion, args)

    def report(
        self, severity: Severity, code: str, key: str, suggestion: object, args: dict[str, object]
    ) -> None:
        if suggestion is not None:
            args = {**args, "suggestion": str(suggestion)}
        heading = self.layout.heading(code)
        self.issues.append(Issue(severity, self.layout.name, self.number, heading, key, args))

    def cell(self, code: str, required: bool = False) -> object:
        value = self.row.cells.get(code)
        if isinstance(value, BadCell):
            self.error(code, BAD_CELLS[value])
            return None
        if value is None and required:
            self.error(code, "roster-cell-missing")
        return value

    def text(self, code: str, limit: int, required: bool = False) -> str | None:
        """Numbers become texts (order 102); a date is refused, as «1-05» becomes one by itself."""
        value = self.cell(code, required)
        if value is None:
            return None
        if isinstance(value, date | timedelta) or not isinstance(value, str | int | float):
            self.error(code, "roster-cell-not-text", value=shown(value))
            return None
        text = shown(value)
        if len(text) > limit:
            self.error(code, "roster-cell-long", value=text[:40] + "…", limit=limit)
            return None
        return text

    def word(self, code: str, words: Words[Listed], required: bool = False) -> Listed | None:
        text = self.text(code, 200, required)
        if text is None or (not required and word_key(text) in EMPTY_WORDS):
            return None
        found = words.code(text)
        if found is None:
            self.error(code, "roster-word-unknown", words.nearest(text), value=text)
        return found

    def whole(self, code: str, high: int) -> int | None:
        value = self.cell(code)
        if value is None or (isinstance(value, str) and word_key(value) in EMPTY_WORDS):
            return None
        found = whole_number(value)
        if found is None:
            meant = number_meant(value) if isinstance(value, str) else None
            self.error(code, "roster-number-wrong", meant, value=shown(value))
        elif not 0 <= found <= high:
            self.error(code, "roster-number-range", value=shown(value), low=0, high=high)
            return None
        return found

    def day(self, code: str, required: bool = False) -> date | None:
        value = self.cell(code, required)
        if value is None or (isinstance(value, str) and word_key(value) in EMPTY_WORDS):
            return None
        try:
            found = parse_date(value)
        except ImpossibleDate as error:
            self.error(code, "roster-date-impossible", last_day(error), value=shown(value))
            return None
        if found is None:
            self.error(code, "roster-date-wrong", day_of_number(value), value=shown(value))
        return found


def last_day(error: ImpossibleDate) -> str | None:
    """31 February: the last of February was probably meant."""
    if not (1 <= error.month <= 12 and 2000 <= error.year <= 2100):
        return None
    day = calendar.monthrange(error.year, error.month)[1]
    return f"{date(error.year, error.month, day):%d.%m.%Y}"


def day_of_number(value: object) -> str | None:
    """An unformatted date is a number of days to Excel."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if int(value) not in EXCEL_DAYS:
        return None
    return f"{EXCEL_EPOCH + timedelta(days=int(value)):%d.%m.%Y}"


def shown(value: object) -> str:
    """As a person sees it in the sheet."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return clean(str(value))[:300]
