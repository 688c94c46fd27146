"""The sheet of a workbook with the strata."""

from services.results.cells import Cell
from services.results.sheets import Writing
from services.workbooks import NUMBER, WHOLE, Value


def cuts(w: Writing) -> None:
    """A line a question, role, stratum, and option of a choice."""
    t = w.speech.t
    columns = ("people", "answers", "mean", "option", "count")
    headings = [
        t("results-question"),
        t("results-who"),
        t("results-cuts-by"),
        *(t(f"results-cuts-column-{column}") for column in columns),
    ]
    sheet = w.book.sheet(t("results-sheet-cuts"), headings, (34, 16, 30, 10, 10, 10, 30, 10))
    styles = ("text", "text", "text", WHOLE, WHOLE, NUMBER, "text", WHOLE)
    lines = (
        [label, t(f"results-role-{role}"), t(f"stratum-{stratum}"), *figures]
        for (role, code), told in w.results.cuts.items()
        for label in [w.results.item(role, code).label.of(w.speech.language)]
        for stratum, cell in told.items()
        for figures in _figures(w, cell)
    )
    number = 0
    for number, line in enumerate(lines, start=1):
        w.book.row(sheet, number, line, styles)
    w.book.filtered(sheet, number)


def _figures(w: Writing, cell: Cell) -> list[list[Value]]:
    people: list[Value] = [cell.people, cell.answers]
    if cell.item.kind == "scale":
        return [[*people, cell.mean, None, None]]
    language = w.speech.language
    return [
        [*people, None, choice.text.of(language), cell.counts[choice.value]]
        for choice in cell.item.choices
    ]
