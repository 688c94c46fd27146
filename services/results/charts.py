"""Charts of a workbook, drawn by Excel: they take their numbers and names from its cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from services.results.pictures.colours import INK, RULE, SOFT
from services.workbooks import NUMBER, WHOLE, Book

WIDTH, HEAD, TRACK, GAP = 860, 130, 24, 16
"""Pixels: of a chart, of what is above and below its bars, of a bar, between two groups."""

LINE = 20
"""Pixels of a row: where the next chart may begin."""

MOST = 26
"""Groups of bars: what comes after them in the table is not drawn."""

Cells = tuple[int, int, int, int]
"""First row and column, last row and column, from 0."""


@dataclass(frozen=True)
class Series:
    """One colour of a chart. `name`: words, or the cell that holds them."""

    name: str | tuple[int, int]
    values: Cells
    colour: str
    light: bool = False


@dataclass(frozen=True)
class Axis:
    """Of the numbers: what they are, and from where to where."""

    name: str
    low: int = 0
    high: int | None = None
    form: str = NUMBER


@dataclass(frozen=True)
class Charts:
    """The charts of one sheet."""

    book: Book
    sheet: Worksheet

    def bars(
        self, at: int, title: str, names: Cells, series: Sequence[Series], axis: Axis
    ) -> int:
        """Bars side by side, a group a row of `names`; returns the first free row below."""
        chart = self.book.book.add_chart({"type": "bar"})
        for one in series:
            chart.add_series(self._series(one, names, axis.form) | {"gap": 60, "overlap": -5})
        chart.set_x_axis(
            {
                **_words(axis.name),
                "min": axis.low,
                "max": axis.high,
                "num_format": WHOLE,
                "num_font": {"color": SOFT},
                "major_gridlines": {"visible": True, "line": {"color": RULE}},
                "line": {"none": True},
            }
        )
        groups = names[2] - names[0] + 1
        return self._put(chart, at, title, groups * (TRACK * len(series) + GAP))

    def stacked(self, at: int, title: str, names: Cells, series: Sequence[Series]) -> int:
        """Full bars cut into parts; the numbers in them are answers, not per cent: of a few
        answers per cent would say too much."""
        chart = self.book.book.add_chart({"type": "bar", "subtype": "percent_stacked"})
        for one in series:
            chart.add_series(self._series(one, names, "0;;") | {"gap": 35})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        groups = names[2] - names[0] + 1
        return self._put(chart, at, title, groups * (TRACK + GAP))

    def radar(
        self, at: int, title: str, names: Cells, series: Sequence[Series], axis: Axis
    ) -> int:
        """A line a side round the spokes; broken where a number may not be shown."""
        chart = self.book.book.add_chart({"type": "radar", "subtype": "with_markers"})
        for one, shape in zip(series, ("circle", "diamond", "square"), strict=False):
            marker = {"type": shape, "size": 8, "fill": {"color": one.colour}}
            line = {"color": one.colour, "width": 2.25}
            looks = {"line": line, "marker": marker, "fill": {"none": True}}
            chart.add_series(self._series(one, names, axis.form) | looks)
        chart.set_y_axis(
            {
                "min": axis.low,
                "max": axis.high,
                "major_unit": 1,
                "num_format": WHOLE,
                "major_gridlines": {"visible": True, "line": {"color": RULE}},
            }
        )
        chart.show_blanks_as("gap")
        return self._put(chart, at, title, 470)

    def _series(self, one: Series, names: Cells, form: str) -> dict[str, object]:
        sheet = self.sheet.get_name()
        name = one.name if isinstance(one.name, str) else [sheet, *one.name]
        ink = {"color": INK if one.light else "white"} if form == "0;;" else {"color": INK}
        return {
            "name": name,
            "categories": [sheet, *names],
            "values": [sheet, *one.values],
            "fill": {"color": one.colour},
            "data_labels": {"value": True, "num_format": form, "font": {"size": 9, **ink}},
        }

    def _put(self, chart: object, at: int, title: str, inside: int) -> int:
        height = HEAD + inside
        chart.set_title({"name": title, "name_font": {"size": 12, "color": INK}, "overlay": False})  # type: ignore[attr-defined]
        return height
