"""The workbook read back by another library."""

import re
import statistics
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.texts import Translate
from models.enums import Missing, Role
from services.catalogue import Language
from services.results import figures
from services.results.cells import Results, Speech
from services.results.workbook import results_book
from tests.factories import make_organisation
from tests.polls import AFTER, make_poll, make_town
from tests.test_changes import JUNE, seen
from tests.test_results import place
from tests.twice import make_two

MENTOR, MENTEE = Role.MENTOR, Role.MENTEE
K = 5
DANGEROUS = ["=1+1", "+7 900", "-5", "@СУММ(A1)", '=HYPERLINK("http://x")', "http://пример", "007"]
MEN = [4, 5, 8, 9, 10, 10, 7, 7, 6, 8, 9]
MET = [3, 4, 8, 8, 9, 10]
GROUPS = ((1, 4), (5, 6), (7, 8), (9, 10))


def speech(language: Language = "ru") -> Speech:
    return Speech(Translate(language), language)


async def large(session: AsyncSession, size: int = 11) -> Results:
    """A school with eleven mentors and six mentees; `size` of the mentors answered."""
    school = await make_organisation(session, "МБОУ <СОШ> & № 1")
    mentors = [
        {
            "EFF": value,
            "COM": [value, Missing.HARD_TO_SAY],
            "FRQ": ("often" if value > 7 else "never",),
            "VAL": DANGEROUS[number % len(DANGEROUS)],
        }
        for number, value in enumerate(MEN)
    ][:size]
    mentees = [{"EFF": value, "GLD": ("yes",), "STAY": Missing.HARD_TO_SAY} for value in MET]
    wave = await make_poll(session, school, {MENTOR: [*mentors, None], MENTEE: mentees})
    await session.refresh(wave, ["organisation"])
    found = await figures.results(session, place(wave), K)
    assert found is not None
    return found


async def book_of(session: AsyncSession, found: Results, language: Language = "ru") -> bytes:
    responses = await figures.responses(session, found.place)
    return results_book(found, responses, speech(language), AFTER)


def opened(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


def rows(sheet: Worksheet) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(min_row=2, values_only=True))


def by_label(sheet: Worksheet) -> dict[Any, tuple[Any, ...]]:
    return {row[0]: row[1:] for row in rows(sheet)}


async def test_the_sheets_have_russian_names_and_print_on_a4(session: AsyncSession) -> None:
    book = opened(await book_of(session, await large(session)))

    assert book.sheetnames == [
        "Сводка", "Средние", "Различия", "Распределения", "Доли ответов",
        "Ответы своими словами", "Метод",
    ]  # fmt: skip
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


async def test_the_summary_counts_people(session: AsyncSession) -> None:
    found = by_label(opened(await book_of(session, await large(session)))["Сводка"])

    assert found["Приглашены"] == (12, 6, 18)
    assert found["Ответили"] == (11, 6, 17)
    assert found["Не открывали бота"] == (1, 0, 1)
    assert found["Доля ответивших"] == (pytest.approx(11 / 12), None, pytest.approx(17 / 18))
    assert "МБОУ <СОШ> & № 1" in found


async def test_means_are_real_numbers(session: AsyncSession) -> None:
    sheet = opened(await book_of(session, await large(session)))["Средние"]
    found = by_label(sheet)

    mentors, mentees = found["Польза наставничества"][:7], found["Польза наставничества"][7:14]
    assert mentors == (
        pytest.approx(statistics.fmean(MEN)),
        statistics.median(MEN),
        4,
        10,
        11,
        11,
        0,
    )
    assert mentees == (statistics.fmean(MET), statistics.median(MET), None, None, 6, 6, 0)
    assert found["Комфорт в паре"][4:7] == (11, 11, 11)
    assert found["Комфорт в паре"][7:14] == (None,) * 7
    assert "меньше 5 человек" in found["Комфорт в паре"][14]
    assert sheet["B2"].number_format == "#,##0.0"
    assert sheet["B1"].value == "Наставники: среднее"


async def test_tables_may_be_filtered_and_headings_are_high_enough(session: AsyncSession) -> None:
    book = opened(await book_of(session, await large(session)))

    for name in ("Средние", "Различия", "Распределения"):
        sheet = book[name]
        last = len(by_label(sheet)) if name != "Распределения" else len(rows(sheet))
        assert sheet.auto_filter.ref is not None
        assert sheet.auto_filter.ref.startswith("A1:")
        assert int(re.findall(r"\d+$", sheet.auto_filter.ref)[0]) == 1 + last
    assert book["Средние"]["B1"].alignment.textRotation == 90
    assert book["Средние"].row_dimensions[1].height > 60
    long = max(book["Метод"], key=lambda row: len(str(row[1].value)))
    assert book["Метод"].row_dimensions[long[0].row].height >= 2 * 12.75


async def test_charts_take_their_numbers_and_names_from_the_sheets(session: AsyncSession) -> None:
    drawn = charts(await book_of(session, await large(session)))

    means = next(one for one in drawn if "Средние!$B$2:$B$" in one)
    assert "Средние!$I$2:$I$" in means
    assert "Польза наставничества (n = 11 / 6)" in means
    assert "0072B2" in means
    assert "C44E00" in means
    gaps = next(one for one in drawn if "Различия!$B$2" in one)
    assert "Где наставники и наставляемые видят по-разному" in gaps
    shares = [one for one in drawn if "percentStacked" in one]
    assert {re.search(r"<c:f>('.+?')!", one)[1] for one in shares} == {"'Доли ответов'"}  # type: ignore[index]


async def test_differences_stand_furthest_apart_first(session: AsyncSession) -> None:
    school = await make_organisation(session)
    mentors = [{"EFF": 9, "ORG": 4}] * 5
    mentees = [{"EFF": 8, "ORG": 8}] * 6
    wave = await make_poll(session, school, {MENTOR: mentors, MENTEE: mentees})
    await session.refresh(wave, ["organisation"])
    found = await figures.results(session, place(wave), K)
    assert found is not None
    lines = rows(opened(await book_of(session, found))["Различия"])

    assert [line[0] for line in lines] == ["Вхождение в школу", "Польза наставничества"]
    assert [line[1:9] for line in lines] == [(4, 5, 5, 8, 6, 6, 4, -4), (9, 5, 5, 8, 6, 6, 1, 1)]


async def test_marks_are_put_together_in_groups_beside_their_charts(session: AsyncSession) -> None:
    lines = rows(opened(await book_of(session, await large(session)))["Доли ответов"])

    heads = [line[5:9] for line in lines if line[0] is None and line[5]]
    assert ("низкие (1–4)", "средние (5–6)", "хорошие (7–8)", "высокие (9–10)") in heads
    (mentors,) = [line for line in lines if line[:2] == ("Польза наставничества", "Наставники")]
    groups = [sum(low <= mark <= high for mark in MEN) for low, high in GROUPS]
    assert mentors[2:9] == (11, 11, "Польза наставничества: наставники (n = 11)", *groups)
    assert not [line for line in lines if line[:2] == ("Польза наставничества", "Наставляемые")]


async def test_changes_are_drawn_pale_before_and_full_after(session: AsyncSession) -> None:
    school = await make_organisation(session)
    await make_two(session, school, [5] * 10, [7] * 10)
    content = results_book(await seen(session, school), {}, speech(), JUNE)
    (drawn,) = [one for one in charts(content) if "Изменения!$F$2" in one]

    assert "Изменения!$G$2" in drawn
    assert "Наставники: Вводная анкета → Итоговая анкета" in drawn
    assert {"A9D0E8", "0072B2"} <= set(re.findall(r'srgbClr val="(\w+)"', drawn))
    assert "Ждали" in drawn
    assert "Польза наставничества (n = 10)" in drawn


def charts(content: bytes) -> list[str]:
    with ZipFile(BytesIO(content)) as parts:
        names = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
        return [parts.read(name).decode() for name in names]


async def test_distributions_are_counts_and_shares_from_ten_answers_on(
    session: AsyncSession,
) -> None:
    found = rows(opened(await book_of(session, await large(session)))["Распределения"])
    lines = {(row[0], row[1]): row[2:6] for row in found}

    often = sum(value > 7 for value in MEN)
    frequency = "Частота совместных занятий"
    assert lines[frequency, "Часто"] == (often, pytest.approx(often / 11), None, None)
    assert lines[frequency, "Очень часто"] == (0, 0, None, None)
    assert lines["Радость участия", "Да"] == (None, None, 6, None)
    assert lines["Польза наставничества", "10"] == (2, pytest.approx(2 / 11), None, None)
    assert ("В школе через три года", "Да") not in lines


async def test_what_people_typed_is_never_a_formula(session: AsyncSession) -> None:
    content = await book_of(session, await large(session))
    sheet = opened(content)["Ответы своими словами"]

    lines = [row for row in sheet.iter_rows(min_row=2) if row[0].value == "Самое ценное"]
    typed = [row[2] for row in lines if row[1].value == "Наставники"]
    said = [DANGEROUS[number % len(DANGEROUS)] for number in range(11)]
    assert sorted(cell.value for cell in typed) == sorted(said)
    assert {cell.data_type for cell in typed} == {"s"}
    with ZipFile(BytesIO(content)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if "sheet" in name)


async def test_the_method_says_what_is_hidden_and_why(session: AsyncSession) -> None:
    found = by_label(opened(await book_of(session, await large(session)))["Метод"])

    assert found["Наименьшая группа (k), человек"] == (5,)
    assert found["Первый день"][0].date().isoformat() == "2026-09-15"
    assert found["Последний день"][0].date().isoformat() == "2026-09-30"
    assert "меньше 5 человек" in found["Что скрыто"][0]
    assert "хотя бы 10 человек" in found["Отдельные оценки"][0]
    assert found["Анкета"] == ("Вводная анкета, 2026/27",)
    assert found["Польза наставничества (Наставники)"][0].endswith("?")


async def test_a_hidden_answer_is_nowhere_in_the_file(session: AsyncSession) -> None:
    found = await large(session, size=4)
    content = await book_of(session, found)

    assert all(
        value is None for value in by_label(opened(content)["Средние"])["Комфорт в паре"][:14]
    )
    with ZipFile(BytesIO(content)) as parts:
        everything = "".join(
            parts.read(name).decode("utf-8", "ignore") for name in parts.namelist()
        )
    assert "СУММ(A1)" not in everything


async def test_the_coordinators_book_has_the_response_of_each_school(
    session: AsyncSession,
) -> None:
    town = await make_town(session)
    waves = []
    for number, size in ((2, 6), (1, 5)):
        school = await make_organisation(session, f"МБОУ СОШ № {number}", parent=town)
        waves.append(await make_poll(session, school, {MENTOR: [{"EFF": 7}] * size + [None]}))
    for wave in waves:
        await session.refresh(wave, ["organisation"])
    found = await figures.results(session, place(*waves), K)
    assert found is not None
    sheet = opened(await book_of(session, found))["Сводка"]

    schools = [row[:2] for row in rows(sheet) if "СОШ" in str(row[0])][-2:]
    assert schools == [("МБОУ СОШ № 1", "5 из 6"), ("МБОУ СОШ № 2", "6 из 7")]


async def test_in_english(session: AsyncSession) -> None:
    book = opened(await book_of(session, await large(session), "en"))

    assert book.sheetnames[:2] == ["Summary", "Means"]
    assert "Usefulness of mentoring" in by_label(book["Means"])


async def test_a_round_nobody_answered_makes_a_book_too(session: AsyncSession) -> None:
    school = await make_organisation(session)
    wave = await make_poll(session, school, {MENTOR: [None], MENTEE: []})
    await session.refresh(wave, ["organisation"])
    found = await figures.results(session, place(wave), K)
    assert found is not None
    sheet = opened(await book_of(session, found))["Средние"]

    assert {value for row in rows(sheet) for value in row[1:15]} == {None}
