"""The rows of a roster: what is understood, what is refused, and what was probably meant."""

from datetime import date
from pathlib import Path

import pytest

from handlers.texts import LANGUAGES, Translate
from models.enums import MentorRank, Role
from services.roster.checks import check
from services.roster.layout import ORGANISATIONS, PAIRS, PARTICIPANTS
from services.roster.report import issue_lines
from services.roster.rows import Severity
from services.roster.workbook import read_workbook
from tests.roster_book import (
    ANNA,
    BORIS,
    HEAD,
    ORDER,
    SCHOOL,
    TOWN,
    book,
    pairs,
    roster,
    told,
    town,
)

SAMPLE = Path(__file__).parent.parent / "services" / "roster" / "sample-town.xlsx"
MESSY = [
    ("warning", "Участники", 16, "ФИО", "roster-person-twice", None),
    ("error", "Участники", 17, "ФИО", "roster-cell-missing", None),
    ("error", "Участники", 18, "Роль", "roster-word-unknown", "наставник"),
    ("error", "Участники", 19, "Организация", "roster-organisation-unknown", None),
    ("error", "Участники", 20, "ФИО", "roster-cell-formula", None),
    ("error", "Участники", 21, "Стаж, лет", "roster-number-wrong", "2"),
    ("error", "Пары", 9, "Дата приказа", "roster-date-impossible", "28.02.2026"),
    ("error", "Пары", 9, "Наставляемый", "roster-pair-self", None),
    ("error", "Пары", 10, "Наставник", "roster-person-unknown", None),
    ("error", "Пары", 11, "Окончание", "roster-pair-ends-early", None),
    ("error", "Пары", 11, "Наставляемый", "roster-pair-differs", None),
]


def test_the_messy_roster_is_told_row_by_row(data: Path) -> None:
    content = (data / "roster-messy.xlsx").read_bytes()
    found = check(read_workbook(content, "roster-messy.xlsx"))

    lines = [
        (i.severity.value, i.sheet, i.row, i.column, i.key, i.suggestion) for i in found.issues
    ]
    assert lines == MESSY


def test_the_good_rows_of_the_messy_roster_are_read_as_meant(data: Path) -> None:
    content = (data / "roster-messy.xlsx").read_bytes()
    people = {row.full_name: row for row in check(read_workbook(content, "x.xlsx")).participants}

    assert people["Соболева Нина Валериевна"].roles == {Role.MENTOR: MentorRank.LEAD}
    assert people["Кудрявцева Ирина Николаевна"].phone == "+79123456789"
    assert people["Белова Ия Васильевна"].phone == "+79538412769"  # kept, as the other is empty


def test_the_sample_town_has_nothing_to_mend() -> None:
    found = check(read_workbook(SAMPLE.read_bytes(), SAMPLE.name))

    assert found.issues == []
    assert (len(found.organisations), len(found.participants), len(found.pairs)) == (13, 166, 78)


def test_a_head_who_mentors_by_the_heads_form_becomes_a_mentor() -> None:
    sheets = town()
    sheets[PAIRS][0][1], sheets[PAIRS][0][3] = HEAD, "руководитель – учитель"
    found = roster(sheets)

    assert found.issues == []
    assert set(found.participants[2].roles) == {Role.HEAD, Role.MENTOR}


def test_the_zone_of_the_installation_is_taken_where_none_is_named() -> None:
    sheets = town()
    for row in sheets[ORGANISATIONS]:
        row[3] = None
    found = check(read_workbook(book(sheets), "x.xlsx"), zone="Asia/Omsk")

    assert {row.timezone for row in found.organisations} == {"Asia/Omsk"}
    assert [issue.key for issue in found.issues] == ["roster-zone-assumed"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_issue_has_words(language: str, data: Path) -> None:
    found = check(read_workbook((data / "roster-messy.xlsx").read_bytes(), "x.xlsx"))
    lines = issue_lines(found.issues, Translate(language))

    assert len(lines) == len(MESSY) + 2
    assert "«Участники»" in lines[2]
    assert "«наставник»" in lines[2]


# sheet, row (from 0), column, value -> column's heading, key, suggestion
CELLS = [
    (ORGANISATIONS, 0, 1, "муниципалетет", "Тип", "roster-word-unknown", "муниципалитет"),
    (ORGANISATIONS, 0, 3, "Asia/Ekaterinburg", "Часовой пояс", "roster-zone-unknown",
     "Asia/Yekaterinburg"),
    (ORGANISATIONS, 0, 3, None, "Часовой пояс", "roster-zone-missing", None),
    (ORGANISATIONS, 1, 2, "Управление образованя", "Вышестоящая", "roster-parent-unknown", TOWN),
    (ORGANISATIONS, 1, 2, SCHOOL, "Вышестоящая", "roster-parent-cycle", None),
    (ORGANISATIONS, 1, 1, "регион", "Вышестоящая", "roster-parent-narrow", None),
    (ORGANISATIONS, 1, 5, 52, "Молодых педагогов (стаж до 3 лет)", "roster-young-more", None),
    (ORGANISATIONS, 1, 4, -1, "Педагогов всего", "roster-number-range", None),
    (PARTICIPANTS, 1, 0, "МБОУ СОШ №2", "Организация", "roster-organisation-unknown", None),
    (PARTICIPANTS, 1, 0, "МБУО СОШ №3", "Организация", "roster-organisation-unknown", SCHOOL),
    (PARTICIPANTS, 2, 1, "Кулакова", "ФИО", "roster-name-short", None),
    (PARTICIPANTS, 2, 1, "Кулакова В. И.", "ФИО", "roster-name-initials", None),
    (PARTICIPANTS, 2, 1, "Кулакова 2", "ФИО", "roster-name-strange", None),
    (PARTICIPANTS, 2, 1, "я" * 201, "ФИО", "roster-cell-long", None),
    (PARTICIPANTS, 2, 1, "=A1", "ФИО", "roster-cell-formula", None),
    (PARTICIPANTS, 2, 2, "гпд", "Роль", "roster-word-unknown", None),
    (PARTICIPANTS, 2, 3, "старший", "Категория наставника", "roster-rank-without-mentor", None),
    (PARTICIPANTS, 2, 4, date(2026, 5, 1), "Должность", "roster-cell-not-text", None),
    (PARTICIPANTS, 2, 5, 71, "Стаж, лет", "roster-number-range", None),
    (PARTICIPANTS, 2, 5, True, "Стаж, лет", "roster-number-wrong", None),
    (PARTICIPANTS, 2, 7, "12-34", "Телефон", "roster-phone-wrong", None),
    (PAIRS, 0, 1, "Соболева Ана Ильинична", "Наставник", "roster-person-unknown", ANNA),
    (PAIRS, 0, 1, "Соболева А. И.", "Наставник", "roster-person-unknown", ANNA),
    (PAIRS, 0, 1, HEAD, "Наставник", "roster-role-lacking", None),
    (PAIRS, 0, 2, HEAD, "Наставляемый", "roster-role-lacking", None),
    (PAIRS, 0, 2, ANNA, "Наставляемый", "roster-pair-self", None),
    (PAIRS, 0, 3, "учитель – учител", "Форма", "roster-word-unknown", "учитель – учитель"),
    (PAIRS, 0, 7, date(2026, 9, 20), "Дата приказа", "roster-pair-late-order", None),
    (PAIRS, 0, 8, 46279, "Начало", "roster-date-wrong", "14.09.2026"),
    (PAIRS, 0, 8, "осенью", "Начало", "roster-date-wrong", None),
    (PAIRS, 0, 8, None, "Начало", "roster-cell-missing", None),
    (PAIRS, 0, 9, "31.04.2027", "Окончание", "roster-date-impossible", "30.04.2027"),
    (PAIRS, 0, 9, "31.05.1027", "Окончание", "roster-date-impossible", None),
    (PAIRS, 0, 9, date(2026, 9, 1), "Окончание", "roster-pair-ends-early", None),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "row", "column", "value", "heading", "key", "meant"), CELLS)
def test_one_wrong_cell_is_one_issue(
    sheet: str, row: int, column: int, value: object, heading: str, key: str, meant: str | None
) -> None:
    sheets = town()
    sheets[sheet][row][column] = value

    here = [issue for issue in told(roster(sheets).issues) if issue[0] == sheet]
    assert here == [(sheet, row + 2, heading, key, meant)]
    for language in LANGUAGES:
        assert issue_lines(roster(sheets).issues, Translate(language))


def test_a_bad_participant_is_not_blamed_a_second_time_in_the_pairs() -> None:
    sheets = town()
    sheets[PARTICIPANTS][0][2] = "настваник"

    assert [issue.sheet for issue in roster(sheets).issues] == [PARTICIPANTS]


@pytest.mark.parametrize(
    ("column", "value", "severity", "key"),
    [
        (None, None, Severity.WARNING, "roster-pair-twice"),
        (6, "8-од", Severity.ERROR, "roster-pair-differs"),
        (8, date(2026, 10, 1), Severity.ERROR, "roster-pair-differs"),
    ],
)
def test_a_pair_twice_in_a_school_year(
    column: int | None, value: object, severity: Severity, key: str
) -> None:
    sheets = town()
    sheets[PAIRS] += pairs()
    if column is not None:
        sheets[PAIRS][1][column] = value
    found = roster(sheets)

    assert [(issue.severity, issue.row, issue.key) for issue in found.issues] == [
        (severity, 3, key)
    ]
    assert len(found.pairs) == 1


def test_a_pair_of_the_next_school_year_is_another_pair() -> None:
    sheets = town()
    sheets[PAIRS] += pairs()
    sheets[PAIRS][1][7:10] = [ORDER, date(2027, 9, 1), date(2028, 5, 31)]

    assert len(roster(sheets).pairs) == 2


def test_a_person_of_two_rows_has_both_roles_without_a_word() -> None:
    sheets = town()
    sheets[PARTICIPANTS].append([SCHOOL, "СОБОЛЕВА АННА ИЛЬИНИЧНА", "куратор, психолог"])
    found = roster(sheets)

    assert found.issues == []
    assert set(found.participants[0].roles) == {Role.MENTOR, Role.CURATOR, Role.PSYCHOLOGIST}
    assert found.participants[0].roles[Role.MENTOR] is MentorRank.LEAD


def test_a_duplicate_that_says_otherwise_is_told_cell_by_cell() -> None:
    sheets = town()
    sheets[PARTICIPANTS].append([SCHOOL, BORIS, "наставляемый", None, None, 4, "первая"])
    found = roster(sheets)

    assert [(i.row, i.column, i.key) for i in found.issues] == [
        (5, "ФИО", "roster-person-twice"),
        (5, "Стаж, лет", "roster-duplicate-kept"),
    ]
    assert found.participants[1].tenure_years == 1
    assert found.participants[1].category == "первая"


def test_a_school_may_leave_its_town_to_the_database() -> None:
    sheets = town()
    del sheets[ORGANISATIONS][0]

    assert [i.key for i in roster(sheets).issues] == ["roster-parent-unknown"]
    assert roster(sheets, TOWN).issues == []


def test_a_ring_of_organisations_is_refused_and_does_not_hang() -> None:
    sheets = town()
    sheets[ORGANISATIONS][0][2] = SCHOOL
    sheets[ORGANISATIONS][1][1] = "муниципалитет"

    assert {i.key for i in roster(sheets).errors} == {"roster-parent-cycle"}
