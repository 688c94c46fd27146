"""Charts of a workbook, drawn by Excel: they take their numbers and names from its cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from xlsxwriter.worksheet import Worksheet

from services.results.pictures.colours import INK, RULE, SOFT
from services.workbooks import NUMBER, ROW, WHOLE, Book

WIDTH, HEAD, TRACK, GAP, ROUND = 980, 120, 16, 13, 420
"""Pixels: of a chart, of what is above and below its bars, of a bar, between two groups of bars,
and of a radar."""

TALLEST, LESS, MORE, PAGES = 0.82, 0.98, 1.1, 9
"""Of a page is a chart at most. Offices do not agree where a page ends: one puts so many times
less or more on it, which adds up from page to page."""

COUNTS = "0;;"
"""Hides the zeros of what nobody chose."""

MARKERS = ("circle", "diamond", "square")

Cells = tuple[int, int, int, int]
"""First row and column, last row and column, from 0."""


@dataclass(frozen=True)
class Series:
    """One colour of a chart. `name`: words, or the cell that holds them; `dark`: a number in it
    is to be white."""

    name: str | tuple[int, int]
    values: Cells
    colour: str
    dark: bool = False


@dataclass(frozen=True)
class Axis:
    """Of the numbers: what they are, and how far they go."""

    name: str
    low: int = 0
    high: int | None = None
    form: str = NUMBER


@dataclass
class Charts:
    """The charts of one sheet, each below what is there, and no page of paper cuts through it.

    `free`: the first row that is; `columns`: how many are printed."""

    book: Book
    sheet: Worksheet
    free: int
    columns: int

    def bars(self, title: str, names: Cells, series: Sequence[Series], axis: Axis) -> None:
        """Bars side by side, a group for each of `names`."""
        chart = self._chart("bar")
        for one in series:
            chart.add_series(self._series(one, names, axis.form) | {"gap": 60})
        numbers = _words(axis.name) | {"min": axis.low, "max": axis.high, "num_format": WHOLE}
        chart.set_x_axis(numbers | {"major_gridlines": LINES, "line": {"none": True}})
        chart.set_y_axis(DOWN)
        self._put(chart, title, inside(names, len(series)))

    def stacked(self, title: str, names: Cells, series: Sequence[Series]) -> None:
        """Full bars cut into parts; the numbers in them are answers: of a few answers per cent
        would say too much."""
        chart = self._chart("bar", "percent_stacked")
        for one in series:
            chart.add_series(self._series(one, names, COUNTS) | {"gap": 35})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        chart.set_y_axis(DOWN)
        self._put(chart, title, inside(names))

    def radar(self, title: str, names: Cells, series: Sequence[Series], axis: Axis) -> None:
        """A line a side round the spokes, broken where a number may not be shown."""
        chart = self._chart("radar", "with_markers")
        for one, shape in zip(series, MARKERS, strict=False):
            fill = {"color": one.colour}
            marker = {"type": shape, "size": 8, "fill": fill, "border": fill}
            line = {"color": one.colour, "width": 2.25}
            made = self._series(one, names, axis.form) | {"line": line, "marker": marker}
            chart.add_series({key: value for key, value in made.items() if key != "fill"})
        spokes = {"min": axis.low, "max": axis.high, "major_unit": 1, "num_format": WHOLE}
        chart.set_y_axis(spokes | {"major_gridlines": LINES})
        chart.show_blanks_as("gap")
        self._put(chart, title, ROUND)

    def reserve(self, height: int) -> None:
        """What follows begins on a new page where so many pixels do not fit on this one."""
        layout = self.book.layout(self.sheet)
        page, used = layout.page(self.columns), layout.above(self.free)
        tops = [max(used, int(number * page * MORE)) for number in range(PAGES)]
        whole = (top for n, top in enumerate(tops) if top + height <= (n + 1) * page * LESS)
        self.free += ceil((next(whole, used) - used) / ROW)

    def printed(self) -> None:
        """Once all are there: the captions at the right stay on the screen."""
        self.sheet.print_area(0, 0, self.free, self.columns - 1)

    def _chart(self, kind: str, subtype: str | None = None) -> Any:
        return self.book.book.add_chart({"type": kind, "subtype": subtype})

    def _series(self, one: Series, names: Cells, form: str) -> dict[str, Any]:
        sheet = self.sheet.get_name()
        ink = "white" if one.dark else INK
        return {
            "name": one.name if isinstance(one.name, str) else [sheet, *one.name],
            "categories": [sheet, *names],
            "values": [sheet, *one.values],
            "fill": {"color": one.colour},
            "data_labels": {
                "value": True,
                "num_format": form,
                "font": {"size": 9, "color": ink},
            },
        }

    def _put(self, chart: Any, title: str, inside: int) -> None:
        layout = self.book.layout(self.sheet)
        height = min(HEAD + inside, int(layout.page(self.columns) * TALLEST))
        self.reserve(height + ROW)
        chart.set_title({"name": title, "name_font": {"size": 12, "color": INK}})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": min(WIDTH, layout.across(self.columns) - 8), "height": height})
        self.sheet.insert_chart(self.free, 0, chart, {"description": title, "x_offset": 4})
        self.free += ceil(height / ROW) + 1


def inside(names: Cells, bars: int = 1) -> int:
    """Pixels of so many bars for each name."""
    groups = max(names[2] - names[0], names[3] - names[1]) + 1
    return groups * (TRACK * bars + GAP)


LINES = {"visible": True, "line": {"color": RULE, "width": 0.75}}
DOWN = {"reverse": True, "crossing": "max", "num_font": {"size": 9}, "line": {"color": RULE}}
"""The names from the top down, and the numbers under them."""


def _words(name: str) -> dict[str, Any]:
    font = {"size": 9, "bold": False, "color": SOFT}
    return {"name": name, "name_font": font, "num_font": {"color": SOFT}}
