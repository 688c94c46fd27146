"""A month as buttons, for choosing a day."""

import calendar
from collections.abc import Callable
from datetime import date, timedelta

from aiogram.filters.callback_data import CallbackData
from babel.dates import get_day_names

from handlers.screen import Button, Rows
from handlers.texts import Translate

Days = tuple[date, date]
"""First and last day that may be chosen."""

EMPTY = "·"


class Idle(CallbackData, prefix="mx"):
    """A button that only shows something."""


def month_rows(
    t: Translate,
    month: date,
    days: Days,
    day_data: Callable[[date], CallbackData],
    month_data: Callable[[date], CallbackData],
) -> Rows:
    """The month that `month` lies in, or the nearest that has days to choose.

    Days outside `days` are dots that do nothing, and weeks of nothing else are left out;
    arrows lead to months that have others.
    """
    first, last = days
    shown = min(max(month, first), last).replace(day=1)

    def fits(day: date) -> bool:
        return day.month == shown.month and first <= day <= last

    def cell(day: date) -> Button:
        return Button.of(str(day.day), day_data(day)) if fits(day) else _idle(EMPTY)

    weeks = calendar.Calendar().monthdatescalendar(shown.year, shown.month)
    rows = [tuple(map(cell, week)) for week in weeks if any(map(fits, week))]
    return (_heading(t, shown, days, month_data), _weekdays(t), *rows)


def _heading(
    t: Translate, shown: date, days: Days, month_data: Callable[[date], CallbackData]
) -> tuple[Button, ...]:
    before = shown - timedelta(days=1)
    after = (shown + timedelta(days=31)).replace(day=1)
    return (
        Button.of("‹", month_data(before)) if before >= days[0] else _idle(EMPTY),
        _idle(t.month(shown)),
        Button.of("›", month_data(after)) if after <= days[1] else _idle(EMPTY),
    )


def _weekdays(t: Translate) -> tuple[Button, ...]:
    names = get_day_names("short", "stand-alone", locale=t.language)
    return tuple(_idle(names[number]) for number in range(7))


def _idle(text: str) -> Button:
    return Button.of(text, Idle())
