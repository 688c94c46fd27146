"""The sheet of a workbook with how answers are divided, as charts: mentors beside mentees.

The marks of a scale are put together in four groups (`pictures.parts`). Questions with the same
answers share a block: their table, and under it the chart that is drawn of it.
"""

from collections.abc import Iterator

from services.results.cells import Row
from services.results.charts import GAP, HEAD, TRACK, Axis, Charts, Series
from services.results.pictures.colours import look
from services.results.pictures.parts import Part, divided, is_several, parts, shown
from services.results.sheets import Writing
from services.workbooks import ROW, WHOLE, Value

FIRST = 5
"""The column of the first part; before it the question, who, n, the answers and the caption."""

LEAST = 4
"""Columns for parts that every sheet has room for."""

STYLES = ("text", "text", WHOLE, WHOLE, "soft", *[WHOLE] * 20)

MOST = 14
"""Bars of a chart: more do not fit on a page."""


def shares(w: Writing) -> None:
    t, blocks = w.speech.t, list(_blocks(w))
    columns = ("results-question", "results-who", "results-column-people")
    named = [*map(t, columns), t("results-column-answers"), t("results-chart-label")]
    most = max(LEAST, *(len(parts(rows[0].item, w.speech)) for rows in blocks))
    answers = [t("results-shares-options"), *[""] * (most - 1)]
    widths = (38, 15, 9, 9, 58, *[15] * most)
    sheet = w.book.sheet(t("results-sheet-shares"), [*named, *answers], widths)
    charts = Charts(w.book, sheet, 1, len(widths))
    for rows in blocks:
        _block(w, charts, rows)


def _blocks(w: Writing) -> Iterator[list[Row]]:
    """Rows with the same answers, cut where a chart would become too tall; each question with
    several choices by itself."""
    found: dict[object, list[Row]] = {}
    for row in divided(w.results):
        same = row.item.code if is_several(row) else tuple(_words(w, row))
        found.setdefault((row.item.kind == "scale", same), []).append(row)
    for rows in found.values():
        step = max(1, MOST // max(len(row.cells) for row in rows))
        yield from (rows[start : start + step] for start in range(0, len(rows), step))


def _words(w: Writing, row: Row) -> list[str]:
    return [part.text for part in parts(row.item, w.speech)]


def _block(w: Writing, charts: Charts, rows: list[Row]) -> None:
    """The table with its chart, on one page."""
    found, lines = parts(rows[0].item, w.speech), [line for row in rows for line in _lines(w, row)]
    bars = len(found) * len(lines) if is_several(rows[0]) else len(lines)
    charts.reserve((len(lines) + 4) * ROW + HEAD + bars * (TRACK + GAP))
    head = charts.free
    options = [part.text for part in found]
    w.book.row(
        charts.sheet, head, [*[None] * FIRST, *options], ["bold-right"] * (FIRST + len(found))
    )
    for number, line in enumerate(lines, start=head + 1):
        w.book.row(charts.sheet, number, line, STYLES)
    charts.free = head + len(lines) + 2
    if is_several(rows[0]):
        _several(w, charts, head, rows[0])
    else:
        _stacked(w, charts, (head, head + len(lines)), found)


def _lines(w: Writing, row: Row) -> Iterator[list[Value]]:
    """A line a side: who, how many, then the answers in each part."""
    found = parts(row.item, w.speech)
    for side, cell in shown(row).items():
        who = w.speech.side(side)
        said = f"{w.label(row)}: {who.lower()} (n = {cell.people})"
        counts = (sum(cell.counts[value] for value in part.values) for part in found)
        yield [w.label(row), who, cell.people, cell.answers, said, *counts]


def _stacked(w: Writing, charts: Charts, at: tuple[int, int], found: list[Part]) -> None:
    """`at`: the rows of the block's headings and of its last line."""
    head, last = at
    series = [
        Series((head, column), (head + 1, column, last, column), part.fill.colour, part.fill.dark)
        for column, part in enumerate(found, start=FIRST)
    ]
    names = (head + 1, FIRST - 1, last, FIRST - 1)
    charts.stacked(w.speech.t("results-chart-shares"), names, series)


def _several(w: Writing, charts: Charts, head: int, row: Row) -> None:
    """A bar an option and side."""
    end = FIRST + len(row.item.choices) - 1
    series = [
        Series((line, FIRST - 1), (line, FIRST, line, end), look(side)[0])
        for line, side in enumerate(shown(row), start=head + 1)
    ]
    axis = Axis(w.speech.t("results-chart-several"), form=WHOLE)
    charts.bars(w.label(row), (head, FIRST, head, end), series, axis)
