"""The table for answers on paper, as a curator fills it in."""

from collections.abc import Mapping
from io import BytesIO

import openpyxl

from tests.conversation import User

NAME = "ответы.xlsx"


def sent(user: User) -> bytes:
    file = next(m.file for m in reversed(user.chat) if m.file)
    return file.content


def typed(book: openpyxl.Workbook, values: Mapping[str, object], sheet: str) -> bytes:
    """The first row of a sheet filled in, by code."""
    page = book[sheet]
    codes = {cell.value: cell.column for cell in page[1]}
    for code, value in values.items():
        page.cell(3, codes[code]).value = value  # type: ignore[assignment]
    target = BytesIO()
    book.save(target)
    return target.getvalue()
