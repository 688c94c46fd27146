"""Workbooks for people: real numbers, frozen headings, A4; what somebody typed stays text."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from io import BytesIO
from math import ceil
from pathlib import Path
from textwrap import wrap

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

A4 = 9
FONT = {"font_name": "Arial", "font_size": 10}
OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": FONT,
    "default_row_height": 17,
}
"""An answer stays text, also when it starts with = + - @. Columns are as wide as so many digits
of the font."""

ROWS = 1_048_576
"""Of a sheet in Excel, at most; the headings take one."""

NUMBER, RATIO, WHOLE, SHARE, DAY = "#,##0.0", "0.00", "#,##0", "0%", "dd.mm.yyyy"
"""Excel puts in the decimal comma and the spaces of thousands where its reader is used to them."""

LEFT = "left"
"""A whole number in a column of words."""

Value = str | int | float | Fraction | date | None

SIDES, TOP, FOOT = 0.4, 0.5, 0.6
"""Inches at the edges of a printed page."""

PAPER = (11.69 - 2 * SIDES) * 96, (8.27 - TOP - FOOT) * 96
"""Pixels of a printed page, as wide as its columns or less."""

ROW, TALLEST = 17, 400
"""Pixels: of a line of words, and of a row at most."""

UPRIGHT, TURNED = 8, 16
"""In columns no wider than that headings stand upright, in lines of so many characters."""


@dataclass
class Layout:
    """What takes how much room on a sheet: widths of columns in characters, heights of rows in
    pixels."""

    widths: Sequence[int]
    heights: dict[int, int]

    def above(self, row: int) -> int:
        """Pixels from the headings down to a row."""
        tall = sum(height - ROW for at, height in self.heights.items() if 0 < at < row)
        return ROW * (row - 1) + tall

    def page(self, columns: int) -> int:
        """Pixels under the headings on a printed page, where it is as wide as so many columns."""
        shrunk = max(1, self.across(columns) / PAPER[0])
        return int(PAPER[1] * shrunk) - self.heights[0]

    def across(self, columns: int) -> int:
        return sum(7 * width + 5 for width in self.widths[:columns])


@dataclass
class Book:
    """A workbook being written. `content` is there once `writing` is over."""

    book: Workbook
    formats: Mapping[str, Format]
    content: bytes = b""
    layouts: dict[str, Layout] = field(default_factory=dict)

    def sheet(
        self, name: str, headings: Sequence[str], widths: Sequence[int], long: bool = False
    ) -> Worksheet:
        """A sheet whose first row stays when scrolling and is printed on every page. `long`: its
        rows are written in their order and kept on the disk, so there may be any number."""
        self.book.constant_memory = long
        sheet: Worksheet = self.book.add_worksheet(name)
        self.book.constant_memory = False
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        self.layouts[name] = Layout(widths, {0: _set(sheet, 0, _height_of(headings, widths))})
        for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            style = "upright" if width <= UPRIGHT else "heading"
            sheet.write_string(0, column, heading, self.formats[style])
        sheet.freeze_panes(1, 1)
        _print(sheet)
        return sheet

    def layout(self, sheet: Worksheet) -> Layout:
        return self.layouts[sheet.get_name()]

    def filtered(self, sheet: Worksheet, rows: int) -> None:
        """A table of so many rows under its headings, which may be filtered."""
        if rows:
            sheet.autofilter(0, 0, rows, sheet.dim_colmax or 0)

    def row(
        self, sheet: Worksheet, row: int, values: Sequence[Value], formats: Sequence[str] = ()
    ) -> None:
        """Numbers as numbers, texts as texts; None leaves the cell empty. The row is made as high
        as its words need: not every office does that by itself."""
        layout = self.layout(sheet)
        if (lines := _lines(values, layout.widths)) > 1:
            height = _set(sheet, row, min(TALLEST, ROW * lines))
            if not sheet.constant_memory:
                layout.heights[row] = height
        for column, value in enumerate(values):
            style = self.formats[formats[column] if column < len(formats) else "text"]
            if isinstance(value, str):
                sheet.write_string(row, column, value, style)
            elif isinstance(value, date):
                sheet.write_datetime(row, column, value, style)
            elif value is not None:
                sheet.write_number(row, column, float(value), style)


@dataclass
class Long:
    """A sheet of any number of rows, written in their order and kept on the disk. What does not
    fit goes on in a further one («Ответы 2»). `most`: rows of a sheet, with the headings."""

    book: Book
    name: str
    headings: Sequence[str]
    widths: Sequence[int]
    most: int = ROWS

    def __post_init__(self) -> None:
        self._sheets = 0
        self._begin()

    def row(self, values: Sequence[Value], formats: Sequence[str] = ()) -> None:
        if self._rows == self.most:
            self._begin()
        self.book.row(self._sheet, self._rows, values, formats)
        for kept in (self._sheet.row_info, self._sheet.row_sizes):
            kept.pop(self._rows - 2, None)  # on the disk by now
        self._rows += 1

    def _begin(self) -> None:
        self._sheets, self._rows = self._sheets + 1, 1
        name = self.name if self._sheets == 1 else f"{self.name} {self._sheets}"
        self._sheet = self.book.sheet(name, self.headings, self.widths, long=True)


def _print(sheet: Worksheet) -> None:
    sheet.repeat_rows(0)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.set_margins(SIDES, SIDES, TOP, FOOT)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&8&A&R&8&P / &N", {"margin": 0.3})


def _set(sheet: Worksheet, row: int, height: int) -> int:
    sheet.set_row_pixels(row, height)
    return height


def _height_of(headings: Sequence[str], widths: Sequence[int]) -> int:
    upright = [
        len(line)
        for heading, width in zip(headings, widths, strict=True)
        if width <= UPRIGHT
        for line in wrap(heading, TURNED)
    ]
    lying = [(h, w - 1) for h, w in zip(headings, widths, strict=True) if w > UPRIGHT]
    lines = max((len(wrap(text, width)) for text, width in lying), default=1)
    return max(ROW * max(1, lines) + 4, 8 * max(upright, default=0) + 8)


def _lines(values: Sequence[Value], widths: Sequence[int]) -> int:
    """How many the longest text needs; a letter is about as wide as a digit."""
    return max(
        (
            sum(_carried(len(line), width) for line in text.splitlines())
            for text, width in zip(values, widths, strict=False)
            if isinstance(text, str) and (len(text) > width or "\n" in text)
        ),
        default=1,
    )


def _carried(letters: int, width: int) -> int:
    """Lines, as words are carried over whole."""
    return 1 if letters <= width else ceil(letters * 1.08 / width)


@contextmanager
def writing(now: datetime) -> Iterator[Book]:
    """A new workbook; `now` is the reader's local time. One that is given up leaves nothing."""
    made = BytesIO()
    workbook = Workbook(made, OPTIONS)
    workbook.set_properties({"created": now.replace(tzinfo=None)})
    book = Book(workbook, _formats(workbook))
    try:
        yield book
    except BaseException:
        _give_up(workbook)
        raise
    workbook.close()
    book.content = made.getvalue()


def _give_up(workbook: Workbook) -> None:
    """Without putting together a file that nobody wants: of a long sheet that takes its time."""
    for sheet in workbook.worksheets():
        if sheet.row_data_fh:
            sheet.row_data_fh.close()
            Path(sheet.row_data_filename).unlink()
    workbook.fileclosed = True


def _formats(workbook: Workbook) -> dict[str, Format]:
    base = FONT | {"valign": "top"}
    words: dict[str, object] = {"text_wrap": True, "align": "left", "indent": 1}
    heading = words | {"bold": True, "bg_color": "#dce6f1", "bottom": 1}
    styles: dict[str, dict[str, object]] = {
        "text": words,
        "heading": heading,
        "upright": heading | {"rotation": 90, "align": "center", "valign": "vcenter", "indent": 0},
        "bold": words | {"bold": True},
        "right": {"text_wrap": True, "align": "right"},
        "bold-right": {"text_wrap": True, "align": "right", "bold": True},
        "soft": words | {"italic": True, "font_color": "#5c6b7a"},
        LEFT: {"num_format": WHOLE, "align": "left", "indent": 1},
        NUMBER: {"num_format": NUMBER},
        RATIO: {"num_format": RATIO},
        WHOLE: {"num_format": WHOLE},
        SHARE: {"num_format": SHARE},
        DAY: {"num_format": DAY, "align": "left", "indent": 1},
    }
    return {name: workbook.add_format(base | style) for name, style in styles.items()}
