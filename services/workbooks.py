"""Workbooks for people: real numbers, frozen headings, A4; what somebody typed stays text."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

A4 = 9
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""An answer stays text, also when it starts with = + - @."""

ROWS = 1_048_576
"""Of a sheet in Excel, at most; the headings take one."""

NUMBER, RATIO, WHOLE, SHARE, DAY = "0.0", "0.00", "0", "0%", "dd.mm.yyyy"

Value = str | int | float | Fraction | date | None


@dataclass
class Book:
    """A workbook being written. `content` is there once `writing` is over."""

    book: Workbook
    formats: Mapping[str, Format]
    content: bytes = b""

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
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, self.formats["heading"])
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&R&P / &N")
        return sheet

    def row(
        self, sheet: Worksheet, row: int, values: Sequence[Value], formats: Sequence[str] = ()
    ) -> None:
        """Numbers as numbers, texts as texts; None leaves the cell empty."""
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
        self._rows += 1

    def _begin(self) -> None:
        self._sheets, self._rows = self._sheets + 1, 1
        name = self.name if self._sheets == 1 else f"{self.name} {self._sheets}"
        self._sheet = self.book.sheet(name, self.headings, self.widths, long=True)


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
    base = {"font_name": "Arial", "font_size": 10, "valign": "top"}
    styles: dict[str, dict[str, object]] = {
        "text": {"text_wrap": True},
        "heading": {"bold": True, "text_wrap": True, "bg_color": "#dce6f1", "bottom": 1},
        "bold": {"bold": True, "text_wrap": True},
        "soft": {"italic": True, "font_color": "#5c6b7a", "text_wrap": True},
        NUMBER: {"num_format": NUMBER},
        RATIO: {"num_format": RATIO},
        WHOLE: {"num_format": WHOLE},
        SHARE: {"num_format": SHARE},
        DAY: {"num_format": DAY, "align": "left"},
    }
    return {name: workbook.add_format(base | style) for name, style in styles.items()}
