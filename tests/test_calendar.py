"""The school year, and days as people type them."""

import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from services.calendar import academic_year, default_waves, typed_days, year_name
from services.errors import UserError
from services.roster.layout import PAIRS
from services.roster.template import template
from tests.year import FINAL, INTERIM, INTRO


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 7, 31), 2025), (date(2026, 8, 1), 2026), (date(2027, 1, 1), 2026)],
)
def test_august_belongs_to_the_coming_school_year(day: date, year: int) -> None:
    assert academic_year(day) == year


def test_the_rounds_that_everybody_answers() -> None:
    rounds = [w for w in default_waves(2026) if w.code in (INTRO, INTERIM, FINAL)]
    assert [(w.code, w.opens_on, w.closes_on) for w in rounds] == [
        (INTRO, date(2026, 9, 15), date(2026, 9, 30)),
        (INTERIM, date(2026, 12, 10), date(2026, 12, 20)),
        (FINAL, date(2027, 5, 10), date(2027, 5, 25)),
    ]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("25.12", ["2026-12-25"]),
        ("до 5 мая", ["2027-05-05"]),
        ("1/12/26", ["2026-12-01"]),
        ("10.12–20.12", ["2026-12-10", "2026-12-20"]),
        ("10.12 20.12", ["2026-12-10", "2026-12-20"]),
        ("с 28 декабря по 15 января 2027", ["2026-12-28", "2027-01-15"]),
        ("10.12.2026 - 20.12.2026", ["2026-12-10", "2026-12-20"]),
    ],
)
def test_days_are_understood_as_people_type_them(text: str, days: list[str]) -> None:
    found = typed_days(text, 2026, len(days))
    assert [day.isoformat() for day in found] == days


@pytest.mark.parametrize(
    ("text", "count", "key"),
    [
        ("завтра", 1, "waves-day-wrong"),
        ("10.12–20.12", 1, "waves-day-wrong"),
        ("10.12", 2, "waves-days-wrong"),
        ("31.02", 1, "waves-no-such-day"),
        ("1.13", 1, "waves-no-such-day"),
        ("5 брюмера", 1, "waves-no-such-day"),
    ],
)
def test_other_texts_are_no_days(text: str, count: int, key: str) -> None:
    with pytest.raises(UserError) as error:
        typed_days(text, 2026, count)
    assert error.value.key == key


def test_in_august_the_roster_s_template_is_of_the_coming_year() -> None:
    book = load_workbook(io.BytesIO(template(date(2026, 8, 25))))
    days = [cell for cell in next(book[PAIRS].iter_rows(min_row=2, values_only=True))]

    assert datetime(2026, 9, 1) in days  # noqa: DTZ001 (a cell knows no zone)


def test_a_pair_that_starts_in_august_is_of_the_coming_year() -> None:
    assert year_name(academic_year(date(2026, 8, 25))) == "2026/27"
