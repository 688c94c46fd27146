"""A month as buttons: its borders, its arrows, its weekdays."""

from datetime import date

import pytest

from handlers.month import Idle, month_rows
from handlers.texts import Translate

DAY = date(2026, 9, 14)


@pytest.mark.parametrize(
    ("month", "first", "last", "title", "numbers", "arrows"),
    [
        (DAY, date(2026, 9, 1), DAY, "сентябрь 2026", range(1, 15), "··"),
        (DAY, date(2026, 8, 31), DAY, "сентябрь 2026", range(1, 15), "‹·"),
        (DAY, DAY, date(2026, 10, 1), "сентябрь 2026", range(14, 31), "·›"),
        (date(2026, 10, 1), DAY, date(2026, 10, 1), "октябрь 2026", range(1, 2), "‹·"),
        (date(2026, 12, 1), DAY, date(2027, 1, 5), "декабрь 2026", range(1, 32), "‹›"),
        (date(2027, 1, 31), DAY, date(2027, 2, 28), "январь 2027", range(1, 32), "‹›"),
        (date(2028, 2, 1), DAY, date(2028, 3, 1), "февраль 2028", range(1, 30), "‹›"),
        (date.max, DAY, DAY, "сентябрь 2026", range(14, 15), "··"),
        (date.min, DAY, DAY, "сентябрь 2026", range(14, 15), "··"),
    ],
)
def test_a_month_offers_the_days_between_first_and_last(
    month: date, first: date, last: date, title: str, numbers: range, arrows: str
) -> None:
    heading, weekdays, *weeks = month_rows(
        Translate("ru"), month, (first, last), lambda day: Idle(), lambda day: Idle()
    )

    assert [button.text for button in heading] == [arrows[0], title, arrows[1]]
    assert [button.text for button in weekdays] == ["пн", "вт", "ср", "чт", "пт", "сб", "вс"]
    days = [button.text for week in weeks for button in week]
    assert [int(text) for text in days if text.isdigit()] == list(numbers)
    assert all(len(week) == 7 for week in weeks)


def test_a_day_stands_under_its_weekday() -> None:
    rows = month_rows(Translate("en"), DAY, (DAY, DAY), lambda day: Idle(), lambda day: Idle())
    assert rows[1][0].text == "Mo"
    assert rows[2][0].text == "14"
