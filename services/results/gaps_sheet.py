"""The sheet of a workbook with what mentors and mentees see differently, furthest apart first."""

from models.enums import Role
from services.results.cells import Cell, Row, Side
from services.results.charts import Axis, Charts, Series
from services.results.pictures.colours import look
from services.results.sheets import CAPTION, MOST, Writing, caption
from services.workbooks import NUMBER, WHOLE, Value

SIDES = (Side(Role.MENTOR), Side(Role.MENTEE))
STYLES = ("text", *(NUMBER, WHOLE, WHOLE) * 2, NUMBER, NUMBER, "soft")
MEAN = (1, 4)
"""The columns with the means of both."""


def gaps(w: Writing) -> None:
    t, found = w.speech.t, w.results.gaps()
    of_side = w.headings(("mean", "people", "answers"), SIDES)
    both = [t("results-gap-column-apart"), t("results-gap-column-difference")]
    headings = [t("results-question"), *of_side, *both, t("results-chart-label")]
    widths = (44, *[16] * len(of_side), 14, 17, CAPTION)
    sheet = w.book.sheet(t("results-sheet-gaps"), headings, widths)
    for number, one in enumerate(found, start=1):
        w.book.row(sheet, number, _line(w, *one), STYLES)
    w.book.filtered(sheet, len(found))
    last = min(len(found), MOST)
    column = len(headings) - 1
    series = [
        Series(w.speech.side(side), (1, mean, last, mean), look(side)[0])
        for side, mean in zip(SIDES, MEAN, strict=True)
    ]
    axis = Axis(t("results-chart-axis"), high=max(row.item.maximum for row, *_ in found))
    title, names = t("results-chart-gaps"), (1, column, last, column)
    charts = Charts(w.book, sheet, len(found) + 2, column)
    charts.bars(title, names, series, axis)
    charts.printed()


def _line(w: Writing, row: Row, mentors: Cell, mentees: Cell) -> list[Value]:
    """The difference has a sign: above zero the mentors' mean is the higher one."""
    cells = (mentors, mentees)
    figures = [value for one in cells for value in (one.mean, one.people, one.answers)]
    difference, name = mentors.mean - mentees.mean, w.label(row)
    said = caption(w, name, [one.people for one in cells])
    return [name, *figures, abs(difference), difference, said]
