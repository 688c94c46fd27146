"""Whatever else people send: a clear sentence, quickly, and never a traceback."""

import io
import random
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from services.roster.layout import LAYOUT, ORGANISATIONS, PAIRS, PARTICIPANTS
from services.roster.package import MAX_FILE
from services.roster.sniffing import OLE
from services.roster.workbook import BadCell, RosterFileError, read_workbook
from tests.roster_book import (
    PARTICIPANTS_PART,
    SCHOOL,
    archive,
    book,
    part_of,
    refusal,
    repacked,
    town,
)

CSV = "Организация;ФИО;Роль\nМБОУ СОШ № 3;Соболева Анна Ильинична;наставник\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def ole(*streams: str) -> bytes:
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return OLE + bytes(504) + names


@pytest.mark.parametrize(
    ("content", "filename", "key"),
    [
        (b"", "roster.xlsx", "roster-file-empty"),
        (b" \n", "roster.xlsx", "roster-file-empty"),
        (PNG, "photo.png", "roster-file-not-workbook"),
        (b"%PDF-1.7\n", "roster.pdf", "roster-file-not-workbook"),
        (random.Random(1).randbytes(5000), "roster.xlsx", "roster-file-not-workbook"),
        (ole("EncryptionInfo", "EncryptedPackage"), "roster.xlsx", "roster-file-password"),
        (ole("Workbook"), "roster.xls", "roster-file-old"),
        (ole("WordDocument"), "roster.doc", "roster-file-not-workbook"),
        (archive(**{"word/document.xml": b"<w/>"}), "roster.xlsx", "roster-file-word"),
        (archive(**{"content.xml": b"<o/>"}), "roster.ods", "roster-file-other-table"),
        (archive(**{"xl/workbook.bin": b"b"}), "roster.xlsb", "roster-file-other-table"),
        (archive(**{"photo.jpg": b"j"}), "photos.zip", "roster-file-not-workbook"),
        (archive(**{"xl/workbook.xml": b"<w>"}), "roster.xlsx", "roster-file-broken"),
        (b"PK\x03\x04" + bytes(100), "roster.xlsx", "roster-file-broken"),
        (book(town())[:3000], "roster.xlsx", "roster-file-broken"),
        (b"PK" + bytes(MAX_FILE), "roster.xlsx", "roster-file-large"),
        (CSV.encode("utf-16-be"), "roster.csv", "roster-file-text-unknown"),
        (book({name: [] for name in town()}), "roster.xlsx", "roster-file-empty"),
    ],
)  # fmt: skip
def test_what_is_no_roster_is_refused_by_its_kind(content: bytes, filename: str, key: str) -> None:
    assert refusal(content, filename).key == key


@pytest.mark.parametrize(
    ("codec", "named"),
    [("cp1251", "cp1251"), ("koi8-r", "koi8-r"), ("cp866", "cp866"), ("utf-8", "UTF-8"),
     ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16")],
)  # fmt: skip
def test_a_csv_is_told_its_encoding(codec: str, named: str) -> None:
    error = refusal(CSV.replace("№ ", "").encode(codec), "roster.csv")

    assert (error.key, error.args_["encoding"]) == ("roster-file-text", named)


def test_a_missing_sheet_is_named_with_those_there_are() -> None:
    sheets = town()
    del sheets[PAIRS]
    error = refusal(book(sheets))

    assert error.key == "roster-file-sheets"
    assert error.args_ == {"missing": "«Пары»", "found": "«Организации», «Участники»"}


def test_missing_headings_are_named_with_what_looks_like_them() -> None:
    wrong = {PARTICIPANTS: ["Организация", "Ф И О сотрудника", "Должность в паре"]}
    error = refusal(book(town(), wrong))

    assert error.key == "roster-file-headings-alike"
    assert error.args_["missing"] == "«ФИО», «Роль»"
    assert "«Ф И О сотрудника» → «ФИО»" in str(error.args_["alike"])


def test_a_heading_twice_is_refused() -> None:
    twice = {PARTICIPANTS: ["Организация", "ФИО", "Роль", "Ф.И.О.", "ФИО"]}

    assert refusal(book(town(), twice)).key == "roster-file-heading-twice"


def test_an_unknown_column_is_skipped_with_a_warning() -> None:
    headings = [column.heading for column in LAYOUT[1].columns[:-1]]
    found = read_workbook(book(town(), {PARTICIPANTS: [*headings, "Телефонн"]}), "x.xlsx")

    assert [(i.key, i.column, i.suggestion) for i in found.issues] == [
        ("roster-column-skipped", "Телефонн", "Телефон")
    ]
    assert "phone" not in found.participants.rows[1].cells


def test_a_title_above_the_headings_and_empty_rows_keep_excels_numbers() -> None:
    made = openpyxl.load_workbook(io.BytesIO(book(town())))
    made[PARTICIPANTS].insert_rows(1, 2)
    made[PARTICIPANTS]["A1"] = "Список участников"
    made[PARTICIPANTS].insert_rows(5)
    target = io.BytesIO()
    made.save(target)
    found = read_workbook(target.getvalue(), "x.xlsx")

    assert [row.number for row in found.participants.rows] == [4, 6, 7]


def formulas(**cells: str) -> bytes:
    """A roster with formulas whose results Excel has stored beside them."""
    sheets = town()
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as made:
        for layout in LAYOUT:
            sheet = made.add_worksheet(layout.name)
            for number, row in enumerate(
                [[c.heading for c in layout.columns], *sheets[layout.name]]
            ):
                sheet.write_row(number, 0, [str(value or "") for value in row])
            if layout.name == PARTICIPANTS:
                for place, formula in cells.items():
                    sheet.write_formula(place, formula, None, "Сидорова Ольга Ивановна")
                sheet.write_array_formula("D2:D4", "{=A1:A3}", None, "старший")
    return target.getvalue()


def test_a_formula_is_never_a_value_though_its_result_is_stored() -> None:
    rows = read_workbook(
        formulas(B2='=HYPERLINK("http://x")', B3="=B2"), "x.xlsx"
    ).participants.rows

    assert [row.cells["full_name"] for row in rows[:2]] == [BadCell.FORMULA] * 2
    assert [row.cells["rank"] for row in rows] == [BadCell.FORMULA] * 3
    assert rows[0].cells["organisation"] == SCHOOL


def test_an_error_of_excel_is_not_a_value() -> None:
    content = book(town())
    sheet = part_of(content, PARTICIPANTS_PART).decode()
    failed = sheet.replace('<c r="F2"><v>18</v>', '<c r="F2" t="e"><v>#N/A</v>').encode()
    found = read_workbook(repacked(content, PARTICIPANTS_PART, failed), "x.xlsx")

    assert found.participants.rows[0].cells["tenure_years"] is BadCell.FAILURE


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", OLE, b"\xff\xfe"]))
def test_any_bytes_are_answered_with_a_sentence(content: bytes, start: bytes) -> None:
    refusal(start + content)


def test_a_damaged_roster_is_read_or_refused_but_never_breaks(data: Path) -> None:
    whole, chance = (data / "roster-messy.xlsx").read_bytes(), random.Random(7)
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 5)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            found = read_workbook(bytes(damaged), "x.xlsx")
        except RosterFileError:
            continue
        assert len(found.sheets[ORGANISATIONS].rows) == 2
