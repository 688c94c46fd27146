"""The workbook into which answers on paper are typed: a sheet a role, a row for each person and
colleague, a column for each question. Its headings are the file's format, Russian in every
language, like the roster's."""

from collections.abc import Sequence
from datetime import datetime

from xlsxwriter.worksheet import Worksheet

from models.enums import Role
from services.catalogue import Item
from services.paper.waiting import Waiting, asked
from services.roster.layout import Column, SheetLayout
from services.workbooks import Book, writing

NAMES = {Role.MENTOR: "Наставники", Role.MENTEE: "Наставляемые", Role.CURATOR: "Кураторы"}
ROW, WHO, ABOUT = "Строка", "Кто", "О ком"
HARD_TO_SAY = "затрудняюсь"
LIST_LENGTH = 255
"""Excel's limit for a list typed into a rule."""


def layout(role: Role, items: Sequence[Item]) -> SheetLayout:
    """How a role's sheet is read back: by the codes of the questions."""
    columns = (Column("row", ROW, True), Column("who", WHO), Column("about", ABOUT))
    return SheetLayout(NAMES[role], columns + tuple(Column(i.code, i.code) for i in items))


def row_name(one: Waiting, pair: int | None) -> str:
    """«17» or «17-4»: the assignment, and the colleague it is about."""
    return str(one.sheet.id) if pair is None else f"{one.sheet.id}-{pair}"


def table(people: Sequence[Waiting], now: datetime) -> bytes:
    """`people` are at least one; `now` is the reader's local time."""
    with writing(now) as book:
        for role in dict.fromkeys(one.sheet.role for one in people):
            _sheet(book, role, [one for one in people if one.sheet.role is role])
    return book.content


def _sheet(book: Book, role: Role, people: Sequence[Waiting]) -> None:
    """Codes over the columns, the questions under them; a second row to read, not to fill in."""
    items = asked(people[0].sheet)
    codes = [item.code for item in items]
    sheet = book.sheet(NAMES[role], [ROW, WHO, ABOUT, *codes], [9, 28, 28, *[18] * len(items)])
    book.row(sheet, 1, ["", "", "", *map(explained, items)], ["soft"] * (len(items) + 3))
    number = 2
    for one in people:
        for first, pair in enumerate(one.rows):
            about = one.sheet.colleagues[pair] if pair is not None else None
            book.row(sheet, number, [row_name(one, pair), one.name, about])
            for column, item in enumerate(items, start=3):
                if item.scope == "person" and first:
                    sheet.write_string(number, column, "", book.formats["heading"])
                else:
                    _rule(sheet, number, column, item)
            number += 1
    sheet.freeze_panes(2, 3)


def explained(item: Item) -> str:
    """What may stand in the column."""
    if item.kind == "text":
        how = "словами"
    elif item.kind == "multiple":
        how = "номера через «;»: " + _listed(item)
    elif item.kind == "scale":
        how = _points(item) if item.labels else f"от {item.minimum} до {item.maximum}"
    else:
        how = _listed(item)
    return f"{item.text.ru} ({how})"


def _listed(item: Item) -> str:
    return ", ".join(f"{n} — {choice.text.ru}" for n, choice in enumerate(item.choices, start=1))


def _points(item: Item) -> str:
    return ", ".join(f"{choice.value} — {choice.text.ru}" for choice in item.choices)


def _rule(sheet: Worksheet, row: int, column: int, item: Item) -> None:
    """A list to choose from where one answer is wanted; other words may still be typed."""
    source = [choice.text.ru for choice in item.choices] + [HARD_TO_SAY]
    if item.kind in ("text", "multiple") or len(",".join(source)) > LIST_LENGTH:
        return
    sheet.data_validation(
        row, column, row, column, {"validate": "list", "source": source, "show_error": False}
    )
