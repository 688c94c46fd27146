"""CSV and the statistics card: what they hold; nothing in them is a formula."""

import csv
import random
import statistics
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pandas
import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Assignment, Organisation
from models.enums import Missing, Role
from services.reports import card, flat, making
from services.reports.gathering import Asking
from services.reports.making import Format, Report
from services.results import rounds
from tests.factories import make_organisation, make_pair, make_person
from tests.polls import Said
from tests.test_reports import material
from tests.test_results import of_wave
from tests.test_results_files import speech
from tests.twice import make_held, make_people
from tests.yearly import MENTEE, MENTOR, SAT, june, make_year, whole_year

HARD = Missing.HARD_TO_SAY


@pytest.fixture
async def school(session: AsyncSession) -> Organisation:
    return await make_organisation(session, "МБОУ СОШ № 1")


def read(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n")
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig")), delimiter=";"))


async def cells(
    session: AsyncSession, school: Organisation, marks: list[Any]
) -> dict[str, dict[str, str]]:
    sheets: dict[Role, list[Said]] = {MENTOR: [{"EFF": mark} for mark in marks]}
    waves = await make_year(session, school, rounds={"final": sheets})
    rows = read(flat.cells(await of_wave(session, waves["final"]), speech()))
    return {row["code"]: row for row in rows}


@pytest.mark.parametrize(
    "marks",
    [
        [3, 9, 7, 7, 10],
        [10] * 12,
        [4, 5, 5, 6, 9, HARD, HARD],
        [random.Random(3).randint(1, 10) for _ in range(23)],
    ],
)
async def test_a_row_a_cell_with_decimal_commas(
    session: AsyncSession, school: Organisation, marks: list[Any]
) -> None:
    row = (await cells(session, school, marks))["EFF"]
    given = [mark for mark in marks if isinstance(mark, int)]

    assert float(row["mean"].replace(",", ".")) == pytest.approx(statistics.fmean(given), abs=1e-4)
    assert "." not in row["mean"]
    assert float(row["median"].replace(",", ".")) == statistics.median(given)
    assert (row["people"], row["answers"]) == (str(len(given)), str(len(given)))
    assert row["hard_to_say"] == str(len(marks) - len(given))
    if len(given) < 10:
        assert (row["lowest"], row["highest"], row["counts"]) == ("", "", "")
    else:
        assert (row["lowest"], row["highest"]) == (str(min(given)), str(max(given)))
        counts = dict(pair.split("=") for pair in row["counts"].split("|"))
        assert counts == {str(mark): str(given.count(mark)) for mark in range(1, 11)}


@pytest.mark.parametrize("marks", [[8] * 4, [HARD] * 12, [None] * 5])
async def test_what_is_hidden_has_no_row(
    session: AsyncSession, school: Organisation, marks: list[Any]
) -> None:
    said: list[Any] = [None if mark is None else {"EFF": mark} for mark in marks]
    waves = await make_year(session, school, rounds={"final": {MENTOR: said}})

    assert read(flat.cells(await of_wave(session, waves["final"]), speech())) == []


async def test_choices_areas_and_growth_have_rows_and_texts_have_none_of_their_words(
    session: AsyncSession, school: Organisation
) -> None:
    waves = await make_year(session, school)
    final = read(flat.cells(await of_wave(session, waves["final"]), speech()))
    rows = {(row["code"], row["role"]): row for row in final}
    assert rows["CNT", "mentor"]["counts"] == "yes=12|no=0|dont_know=0"
    assert rows["VAL", "mentee"]["people"] == str(len(SAT[MENTEE]))
    assert "мысль" not in str(final)
    assert ("STAY", "mentee") not in rows

    deficits = read(flat.cells(await of_wave(session, waves["deficits"]), speech()))
    area = next(row for row in deficits if row["code"] == "area_SUBJ")
    assert (area["mean"], area["people"]) == ("3", "5")
    assert area["counts"] == "deficit=2|zone=1|enough=1|resource=1"
    growth = read(flat.cells(await of_wave(session, waves["growth"]), speech()))
    assert {(row["code"], row["then"], row["mean"]) for row in growth} == {
        ("M1", "0", "4"), ("M1R", "1", "2"), ("M2", "0", "3"), ("M2R", "1", "3"),
        ("growth", "0", ""),
    }  # fmt: skip
    curator = read(flat.cells(await of_wave(session, waves["curator"]), speech()))
    assert sum(int(row["mean"]) for row in curator) == 14
    assert "Участник" not in str(curator)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
async def test_a_name_is_never_a_formula(session: AsyncSession, start: str) -> None:
    school = await make_organisation(session, f"{start}1+1;«ёлка»\n2")
    found = await cells(session, school, [8] * 5)

    assert found["EFF"]["organisation"] == f"'{start.strip()}1+1;«ёлка» 2"


def test_a_negative_number_stays_a_number() -> None:
    rows = read(flat.written(["a", "b"], [[-2.5, "-2,5"]]))

    assert rows == [{"a": "-2,5", "b": "'-2,5"}]


async def counted(session: AsyncSession, school: Organisation) -> Any:
    school.teachers_total, school.young_total = 40, 3
    mentor = await make_person(session, school, "Иванова Анна Петровна", MENTOR)
    for number, tenure in enumerate((0, 3, 4)):
        mentee = await make_person(session, school, f"Орлов Борис {number}", MENTEE)
        mentee.tenure_years, mentee.category = tenure, "первая" if number else None
        await make_pair(session, mentor, mentee, date(2026, 9, 1), date(2027, 5, 31))
    rounds = {
        "curator": whole_year()["curator"],
        "final": {MENTOR: [{"EFF": 9}] * 5, MENTEE: []},
    }
    waves = await make_year(session, school, rounds=rounds)
    return (await material(session, school, waves["final"])).statistics


async def test_the_card_has_four_counts(session: AsyncSession, school: Organisation) -> None:
    found = await counted(session, school)

    assert found.card[:4] == (3, 1, 2, 1)
    assert [value for _, value in card.counts(found, speech())] == ["3", "1", "2", "1"]
    assert found.day == date(2027, 5, 25)


async def test_the_card_as_a_workbook_has_real_numbers(
    session: AsyncSession, school: Organisation
) -> None:
    book = load_workbook(BytesIO(card.book(await counted(session, school), speech(), june())))

    assert book.sheetnames == ["Статкарточка", "Показатели", "Как считали"]
    assert [row[1].value for row in book["Статкарточка"].iter_rows(min_row=2)] == [3, 1, 2, 1]
    rows = {row[0].value.split(".")[0]: row for row in book["Показатели"].iter_rows(min_row=2)}
    assert [cell.value for cell in rows["I1"][1:4]] == [2, 3, pytest.approx(2 / 3)]
    assert rows["I1"][4].value == "2 из 3"
    assert rows["I1"][5].value == "не менее 70\xa0%: пока нет"
    assert rows["I17"][4].value == "14,0 из 18 (анкет: 1)"
    assert [cell.value for cell in rows["I3"][1:5]] == [
        None,
        None,
        None,
        "не показываем: мало ответов",
    ]


async def test_the_card_as_csv_and_as_word_say_the_same(
    session: AsyncSession, school: Organisation
) -> None:
    found = await counted(session, school)
    rows = {row["code"]: row for row in read(card.flat(found, speech()))}
    assert [rows[code]["part"] for code in card.COUNTS] == ["3", "1", "2", "1"]
    assert (rows["i1"]["part"], rows["i1"]["whole"], rows["i1"]["value"]) == ("2", "3", "0,6667")
    assert rows["i16"]["value"] == "3"

    paper = Document(BytesIO(card.document(found, speech())))
    lines = [[cell.text for cell in row.cells] for row in paper.tables[0].rows][1:]
    assert [line[1] for line in lines] == ["3", "1", "2", "1"]
    values = {row.cells[0].text: row.cells[1].text for row in paper.tables[1].rows}
    assert values["I16. Наставляемых на одного наставника"] == "3,0 (3 на 1)"


async def results_csv(session: AsyncSession) -> bytes:
    """Of a school where everybody answered twice; six mentors and five mentees a form."""
    school = await make_organisation(session)
    mentors = await make_people(session, school, MENTOR, 12)
    mentees = await make_people(session, school, MENTEE, 10)
    wave = None
    for code, up in (("intro", 0), ("final", 2)):
        said = [(one, MENTOR, {"EFF": 5 + up}) for one in mentors]
        said += [(one, MENTEE, {"EFF": 4 + up, "GLD": ("yes",)}) for one in mentees]
        wave = await make_held(session, school, code, said)
    assert wave is not None
    sent = await session.scalars(select(Assignment).where(Assignment.wave_id == wave.id))
    for number, one in enumerate(sent):
        one.strata = ["form-teacher_teacher" if number % 2 else "form-head_teacher"]
    await session.flush()
    scope = frozenset([school.id])
    (place,) = await rounds.places_in(session, scope, 2026, "final", june())
    asking = Asking(session, scope, 5, june())
    return await making.make(asking, place, Report.RESULTS, Format.CSV, speech(), None)


async def test_pandas_reads_it_as_the_readme_says(session: AsyncSession) -> None:
    frame = pandas.read_csv(BytesIO(await results_csv(session)), sep=";", decimal=",")

    assert tuple(frame.columns) == flat.COLUMNS
    assert frame["mean"].dtype == frame["p_holm"].dtype == float
    effect = frame[(frame["kind"] == "scale") & (frame["code"] == "EFF")].set_index("role")
    assert effect["mean"].to_dict() == {"mentor": 7.0, "mentee": 6.0}
    assert set(frame["kind"]) == {"scale", "yes_no", "change", "difference", "stratum"}
    assert frame[frame["kind"] == "stratum"]["stratum"].notna().all()


async def test_changes_differences_and_strata_have_rows(session: AsyncSession) -> None:
    rows = read(await results_csv(session))

    by_kind = {(row["kind"], row["code"], row["role"], row["stratum"]): row for row in rows}
    changed = by_kind["change", "EFF", "mentor", ""]
    assert [changed[name] for name in CHANGED] == ["12", "intro", "5", "7", "2", "12", "0", "0"]
    apart = by_kind["difference", "EFF", "", ""]
    assert (apart["mentors"], apart["mentees"], apart["difference"]) == ("7", "6", "1")
    assert apart["counts"] == "mentor=12|mentee=10"
    heads = by_kind["stratum", "EFF", "mentor", "form-head_teacher"]
    assert (heads["people"], heads["mean"], heads["counts"]) == ("6", "7", "")
    glad = by_kind["stratum", "GLD", "mentee", "form-head_teacher"]
    assert (glad["people"], glad["mean"], glad["counts"]) == ("5", "", "yes=5|no=0")
    whole = [row for row in rows if row["code"] == "EFF" and row["kind"] == "scale"]
    assert [row["people"] for row in whole] == ["12", "10"], "strata are no cells of their own"


CHANGED = ("people", "earlier", "before", "after", "difference", "better", "same", "worse")
