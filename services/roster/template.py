"""The empty roster workbook: headings, lists to choose from, and a few rows that show how."""

import io
from datetime import date
from typing import Any

import xlsxwriter

from models.enums import (
    MentorRank,
    MentorshipForm,
    MentorshipKind,
    OrganisationKind,
    Role,
    WorkArea,
)
from services.calendar import academic_year
from services.roster.layout import LAYOUT, ORGANISATIONS, PAIRS, PARTICIPANTS, SheetLayout
from services.roster.words import (
    FORMS,
    KINDS,
    ORGANISATION_KINDS,
    RANKS,
    ROLES,
    WORK_AREAS,
    Words,
)

Rows = list[list[object]]
ROWS_WITH_LISTS = 1000
TOWN, SCHOOL = "Управление образования (пример)", "Школа № 1 (пример)"
ANNA, BORIS, VERA = "Иванова Анна Петровна", "Орлов Борис Ильич", "Ким Вера Олеговна"
LISTS: dict[tuple[str, str], Words[Any]] = {
    (ORGANISATIONS, "kind"): ORGANISATION_KINDS,
    (PARTICIPANTS, "role"): ROLES,
    (PARTICIPANTS, "rank"): RANKS,
    (PAIRS, "form"): FORMS,
    (PAIRS, "kind"): KINDS,
    (PAIRS, "work_area"): WORK_AREAS,
}


def template(today: date) -> bytes:
    """An .xlsx that the roster reader takes without errors; its dates are of the school year.

    The organisations are nobody's, so that sending it back as it is imports nothing.
    """
    target = io.BytesIO()
    options = {"in_memory": True, "default_date_format": "dd.mm.yyyy"}
    with xlsxwriter.Workbook(target, options) as book:
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        required = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#FFF2CC"}
        )
        rows = examples(academic_year(today))
        for layout in LAYOUT:
            sheet = book.add_worksheet(layout.name)
            for index, column in enumerate(layout.columns):
                sheet.write(0, index, column.heading, required if column.required else heading)
            fill(sheet, layout, rows[layout.name])
    return target.getvalue()


def examples(year: int) -> dict[str, Rows]:
    """Sheet -> rows, in the words that the roster reader suggests."""
    starts, ends = date(year, 9, 1), date(year + 1, 5, 31)
    mentor, mentee, curator = map(ROLES.usual, (Role.MENTOR, Role.MENTEE, Role.CURATOR))
    senior = RANKS.usual(MentorRank.SENIOR)
    town = ORGANISATION_KINDS.usual(OrganisationKind.MUNICIPALITY)
    school = ORGANISATION_KINDS.usual(OrganisationKind.SCHOOL)
    form = FORMS.usual(MentorshipForm.TEACHER_TEACHER)
    kind = KINDS.usual(MentorshipKind.TRADITIONAL)
    area = WORK_AREAS.usual(WorkArea.YOUNG_SPECIALIST)
    return {
        ORGANISATIONS: [
            [TOWN, town, None, "Asia/Yekaterinburg", None, None],
            [SCHOOL, school, TOWN, None, 40, 5],
        ],
        PARTICIPANTS: [
            [SCHOOL, ANNA, mentor, senior, "учитель математики", 18, "высшая", "+79120000001"],
            [SCHOOL, BORIS, mentee, None, "учитель физики", 1, None, None],
            [SCHOOL, VERA, curator, None, "заместитель директора", 15, "первая", None],
        ],
        PAIRS: [[SCHOOL, ANNA, BORIS, form, kind, area, "12-од", starts, starts, ends]],
    }


def fill(sheet: Any, layout: SheetLayout, rows: Rows) -> None:
    for number, row in enumerate(rows, start=1):
        for index, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, index, value)
            elif value is not None:
                sheet.write(number, index, value)
    for index, column in enumerate(layout.columns):
        if words := LISTS.get((layout.name, column.code)):
            choose_from(sheet, index, words)
    sheet.set_column(0, len(layout.columns) - 1, 24)
    sheet.freeze_panes(1, 0)


def choose_from(sheet: Any, index: int, words: Words[Any]) -> None:
    """A list to choose from; other words may be typed (several roles in one cell, say)."""
    source = [words.usual(code) for code in words.words]
    rule = {"validate": "list", "source": source, "show_error": False}
    sheet.data_validation(1, index, ROWS_WITH_LISTS, index, rule)
