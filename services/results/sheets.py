"""The sheets of a workbook that hold answers: means with a chart, distributions, texts, the
curators' own forms. A side that nobody asked has no column."""

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from models.enums import Missing
from services.results.cells import Cell, Results, Row, Side, Speech
from services.results.charts import Axis, Charts, Series
from services.results.course import QUIET, Course, Typed
from services.results.pictures.colours import look
from services.results.privacy import shares_allowed
from services.results.themes.told import Told
from services.workbooks import NUMBER, SHARE, WHOLE, Book, Long, Value

FIGURES = ("mean", "median", "from", "to", "people", "answers", "missing")
STYLES = (NUMBER, NUMBER, *[WHOLE] * 5)
CAPTION = 54
"""Width of the column from which a chart takes its names."""

MOST = 15
"""Questions of a chart: of more not all are named on a page."""

OFTEN = 2_000
"""Rows after which it is asked whether the book is still wanted."""


@dataclass(frozen=True)
class Writing:
    """A book under way, and what is to be said in it."""

    book: Book
    speech: Speech
    results: Results
    typed: Typed | None = None
    course: Course = QUIET
    told: Told | None = None

    def label(self, row: Row) -> str:
        return row.label(self.speech.language)

    def headings(self, columns: tuple[str, ...], sides: tuple[Side, ...]) -> list[str]:
        """«Наставники: среднее» for every side and column."""
        t = self.speech.t
        return [
            f"{self.speech.side(side)}: {t(f'results-column-{column}')}"
            for side in sides
            for column in columns
        ]

    def note(self, row: Row, distribution: bool = False) -> str | None:
        """Why a number is not there, or whom it does not count."""
        t, k, notes = self.speech.t, self.results.k, []
        for side, cell in row.cells.items():
            name = self.speech.side(side)
            if not cell.shown:
                notes.append(f"{name}: {t('results-few', k=k)}")
            elif distribution and cell.distribution is None:
                notes.append(f"{name}: {t('results-few-single', k=2 * k)}")
            elif cell.verdict.left_out:
                notes.append(f"{name}: {t('results-left-out', n=cell.verdict.left_out, k=k)}")
        return "; ".join(notes) or None


def means(w: Writing) -> None:
    t, sides = w.speech.t, w.results.sides
    growth = [t("results-column-growth")] if any(side.then for side in sides) else []
    headings = [t("results-question"), *w.headings(FIGURES, sides), *growth, t("results-note")]
    numbers = [7] * (len(headings) - 2)
    widths = (38, *numbers, 36, CAPTION)
    sheet = w.book.sheet(t("results-sheet-means"), [*headings, t("results-chart-label")], widths)
    rows = w.results.of_kind("scale")
    styles = ("text", *STYLES * len(sides), *([NUMBER] if growth else []), "soft", "soft")
    for number, row in enumerate(rows, start=1):
        values = [value for side in sides for value in _figures(row.cells.get(side))]
        grown = [row.growth] if growth else []
        people = [cell.people for cell in row.cells.values() if cell.shown]
        said = [w.note(row), caption(w, w.label(row), people)]
        w.book.row(sheet, number, [w.label(row), *values, *grown, *said], styles)
    w.book.filtered(sheet, len(rows))
    if any(cell.shown for row in rows for cell in row.cells.values()):
        _chart(w, sheet, rows, len(headings))


def caption(w: Writing, name: str, people: Sequence[int]) -> str:
    """«Комфорт в паре (n = 12 / 9)»: what a chart writes beside its bars."""
    n = " / ".join(map(str, people)) or w.speech.t("results-chart-hidden")
    return f"{name} (n = {n})"


def _figures(cell: Cell | None) -> list[Value]:
    if cell is None or not cell.shown:
        return [None] * len(FIGURES)
    low, high = cell.extremes or (None, None)
    missing = sum(cell.missing.values())
    return [cell.mean, cell.median, low, high, cell.people, cell.answers, missing]


def _chart(w: Writing, sheet: Worksheet, rows: list[Row], column: int) -> None:
    """A bar a question and side, MOST questions a chart; `column` has the captions, beyond what
    is printed."""
    t, charts = w.speech.t, Charts(w.book, sheet, len(rows) + 2, column)
    axis = Axis(t("results-chart-axis"), high=max(row.item.maximum for row in rows))
    for first in range(1, len(rows) + 1, MOST):
        last = min(len(rows), first + MOST - 1)
        series = [
            Series(w.speech.side(side), (first, at, last, at), look(side)[0])
            for side, at in zip(w.results.sides, range(1, column, len(FIGURES)), strict=False)
        ]
        charts.bars(t("results-chart"), (first, column, last, column), series, axis)
    charts.printed()


def distributions(w: Writing) -> None:
    t, sides = w.speech.t, w.results.sides
    columns = w.headings(("answers", "share"), sides)
    headings = [t("results-question"), t("results-option"), *columns, t("results-note")]
    widths = (38, 30, *[16] * len(columns), 36)
    sheet = w.book.sheet(t("results-sheet-distributions"), headings, widths)
    styles = ("text", "text", *(WHOLE, SHARE) * len(sides), "soft")
    number = 1
    for row in w.results.of_kind("single", "yes_no", "multiple", "scale"):
        note = w.note(row, distribution=True)
        for line in _lines(w, row):
            w.book.row(sheet, number, [w.label(row), *line, note], styles)
            number, note = number + 1, None
    w.book.filtered(sheet, number - 1)


def _lines(w: Writing, row: Row) -> list[list[Value]]:
    """A line an option, then the answers without a value; nothing of what is hidden."""
    cells = [row.cells.get(side) for side in w.results.sides]
    if not any(cell and cell.distribution for cell in cells):
        return [[None] * (1 + 2 * len(cells))]
    lines: list[list[Value]] = [
        [
            choice.text.of(w.speech.language),
            *(value for cell in cells for value in _count(cell, choice.value)),
        ]
        for choice in row.item.choices
    ]
    for missing in Missing:
        counts = [c.missing.get(missing, 0) if c and c.distribution else None for c in cells]
        if any(counts):
            name = w.speech.t(f"results-missing-{missing}")
            lines.append([name, *(value for count in counts for value in (count, None))])
    return lines


def _count(cell: Cell | None, value: str) -> list[Value]:
    counts = cell.distribution if cell else None
    if cell is None or counts is None:
        return [None, None]
    return [counts[value], share(counts[value], cell.answers)]


def share(part: int, whole: int) -> float | None:
    return part / whole if shares_allowed(whole) else None


def texts(w: Writing) -> None:
    t = w.speech.t
    themes = [t("themes-column-themes")] if w.told else []
    headings = [t("results-question"), t("results-who"), t("results-answer"), *themes]
    name, widths = t("results-sheet-texts"), (34, 18, 90, 40)[: len(headings)]
    sheet = Long(w.book, name, headings, widths, w.course.most_rows)
    for row in w.results.of_kind("text"):
        for side, cell in row.cells.items():
            _texts_of(w, sheet, row, side, cell)


def _texts_of(w: Writing, sheet: Long, row: Row, side: Side, cell: Cell) -> None:
    """In their order; a line that says so where they may not be shown."""
    asked = [w.label(row), w.speech.side(side)]
    if not cell.shown:
        sheet.row([*asked, w.speech.t("results-few", k=w.results.k)], ["text", "text", "soft"])
        return
    at = (side.role, cell.item.code)
    for number, body in enumerate(w.typed.of(*at) if w.typed else cell.texts):
        sheet.row([*asked, body, *([w.told.of(at, body)] if w.told else [])])
        if not number % OFTEN:
            w.course.go_on()


def forms(w: Writing) -> None:
    """A line a curator, in the order of schools and names; a column a point."""
    t, language = w.speech.t, w.speech.language
    stated = w.results.forms or ()
    points = [item for item, _ in stated[0].points] if stated else []
    labels = [item.label.of(language) for item in points]
    named = [t("results-school"), t("results-curator")]
    headings = [*named, *labels, t("results-sum"), t("results-level"), t("results-in-words")]
    sheet = w.book.sheet(
        t("results-sheet-forms"), headings, (34, 26, *[13] * len(labels), 10, 18, 60)
    )
    for number, form in enumerate(stated, start=1):
        level = t(f"results-form-{form.level}") if form.level else None
        words = "\n".join(f"{item.label.of(language)}: {text}" for item, text in form.texts)
        numbers: list[Value] = [point for _, point in form.points]
        line = [form.school, form.author, *numbers, form.total, level, words or None]
        w.book.row(sheet, number, line, ["text", "text", *[WHOLE] * (len(numbers) + 1)])
