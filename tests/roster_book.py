"""Small roster workbooks for tests: a town with one school, changed cell by cell."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.texts import LANGUAGES, Translate
from models import Organisation
from services.roster.checks import check
from services.roster.layout import LAYOUT, ORGANISATIONS, PAIRS, PARTICIPANTS
from services.roster.rows import Issue, Roster
from services.roster.workbook import RosterFileError, read_workbook

SAMPLE = Path(__file__).parent.parent / "services" / "roster" / "sample-town.xlsx"
PARTICIPANTS_PART = "xl/worksheets/sheet2.xml"
Rows = list[list[object]]
TOWN, SCHOOL = "Управление образования", "МБОУ СОШ № 3"
ANNA, BORIS, HEAD = "Соболева Анна Ильинична", "Белов Борис Петрович", "Кулакова Вера Ивановна"
ORDER, START, END = date(2026, 9, 11), date(2026, 9, 14), date(2027, 5, 31)


def organisations() -> Rows:
    return [
        [TOWN, "муниципалитет", None, "Asia/Yekaterinburg", None, None],
        [SCHOOL, "школа", TOWN, None, 51, 7],
    ]


def participants() -> Rows:
    return [
        [SCHOOL, ANNA, "наставник", "ведущий наставник", "учитель", 18, "высшая", None],
        [SCHOOL, BORIS, "наставляемый", None, "учитель", 1, None, "8(912)345-67-89"],
        [SCHOOL, HEAD, "руководитель", None, "директор", 16, "высшая", None],
    ]


def pairs() -> Rows:
    area = "молодые специалисты"
    return [
        [SCHOOL, ANNA, BORIS, "учитель – учитель", "традиционное", area, "7-од", ORDER, START, END]
    ]


def town() -> dict[str, Rows]:
    return {ORGANISATIONS: organisations(), PARTICIPANTS: participants(), PAIRS: pairs()}


def book(sheets: dict[str, Rows], headings: dict[str, list[str]] | None = None) -> bytes:
    """The bytes of an .xlsx; a text that begins with «=» becomes a formula, as when typed."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(
        target, {"in_memory": True, "default_date_format": "d.m.yyyy"}
    ) as made:
        for layout in LAYOUT:
            if layout.name not in sheets:
                continue
            sheet = made.add_worksheet(layout.name)
            first = (headings or {}).get(layout.name, [c.heading for c in layout.columns])
            for number, row in enumerate([first, *sheets[layout.name]]):
                write(sheet, number, row)
    return target.getvalue()


def write(sheet: xlsxwriter.worksheet.Worksheet, number: int, row: list[object]) -> None:
    for column, value in enumerate(row):
        if isinstance(value, date | datetime):
            sheet.write_datetime(number, column, value)
        elif value is not None:
            sheet.write(number, column, value)


def roster(sheets: dict[str, Rows], *known: str) -> Roster:
    return check(read_workbook(book(sheets), "roster.xlsx"), known)


def sample() -> Roster:
    """The sample town that comes with the bot."""
    return check(read_workbook(SAMPLE.read_bytes(), SAMPLE.name))


async def organisation_named(session: AsyncSession, name: str) -> Organisation:
    return (await session.scalars(select(Organisation).where(Organisation.name == name))).one()


def told(issues: list[Issue]) -> list[tuple[str, int, str, str, str | None]]:
    """Sheet, row, column, kind and suggestion of each issue."""
    return [(i.sheet, i.row, i.column, i.key, i.suggestion) for i in issues]


def refusal(content: bytes, filename: str = "roster.xlsx") -> RosterFileError:
    """The error that answers the file; it has words in both languages."""
    with pytest.raises(RosterFileError) as raised:
        read_workbook(content, filename)
    for language in LANGUAGES:
        assert Translate(language)(raised.value.key, **raised.value.args_)
    return raised.value


def archive(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


def repacked(content: bytes, part: str, changed: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    return archive(**{**parts, part: changed})


def part_of(content: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        return old.read(part)
