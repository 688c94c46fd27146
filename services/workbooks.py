"""Workbooks for people: real numbers, frozen headings, A4; what somebody typed stays text."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

A4 = 9
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""An answer stays text, also when it starts with = + - @."""

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


@contextmanager
def writing(now: datetime) -> Iterator[Book]:
    """A new workbook; `now` is the reader's local time."""
    made = BytesIO()
    with Workbook(made, OPTIONS) as workbook:
        workbook.set_properties({"created": now.replace(tzinfo=None)})
        book = Book(workbook, _formats(workbook))
        yield book
    book.content = made.getvalue()


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
