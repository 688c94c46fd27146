"""The school year as data, and days as people type them."""

import re
from dataclasses import dataclass
from datetime import date

from models.enums import WaveCode
from services.errors import UserError

MonthDay = tuple[int, int]

FIRST_MONTH = 8
"""August is already spent on the coming year."""

CHECKS = ((10, 6), (11, 9), (12, 1), (1, 18), (2, 15), (3, 15), (4, 12))
"""First days of the short check, which is open for CHECK_LASTS days: whoever came in September
is asked three times in the first hundred days, whoever came in winter as well."""

CHECK_LASTS = 5

DEFAULTS: dict[str, tuple[MonthDay, MonthDay]] = {
    WaveCode.INTRO: ((9, 15), (9, 30)),
    WaveCode.GROWTH_START: ((10, 1), (10, 9)),
    WaveCode.DEFICITS: ((10, 12), (10, 23)),
    WaveCode.INTERIM: ((12, 10), (12, 20)),
    WaveCode.FINAL: ((5, 10), (5, 25)),
    WaveCode.DEFICITS_AGAIN: ((5, 26), (6, 5)),
    WaveCode.GROWTH: ((5, 26), (6, 5)),
    WaveCode.CURATOR: ((5, 26), (6, 10)),
    **{
        f"{WaveCode.CHECK}-{number}": ((month, day), (month, day + CHECK_LASTS - 1))
        for number, (month, day) in enumerate(CHECKS, start=1)
    },
}
"""First and last day of each round, as month and day. No two ask the same people at once, but
for the short check, which takes twenty seconds."""

MONTHS = {
    **dict.fromkeys(("янв", "jan"), 1),
    **dict.fromkeys(("фев", "feb"), 2),
    **dict.fromkeys(("мар", "mar"), 3),
    **dict.fromkeys(("апр", "apr"), 4),
    **dict.fromkeys(("мая", "май", "may"), 5),
    **dict.fromkeys(("июн", "jun"), 6),
    **dict.fromkeys(("июл", "jul"), 7),
    **dict.fromkeys(("авг", "aug"), 8),
    **dict.fromkeys(("сен", "sep"), 9),
    **dict.fromkeys(("окт", "oct"), 10),
    **dict.fromkeys(("ноя", "nov"), 11),
    **dict.fromkeys(("дек", "dec"), 12),
}

DAY = r"(\d{1,2})(?:\s*[./]\s*|\s+)(\d{1,2}|[а-яёa-z]{3,})"
YEAR = r"(?:[./ ](\d{4})\b|[./](\d{2})\b(?![./]\d))?"
TYPED = re.compile(DAY + YEAR)


@dataclass(frozen=True)
class WaveDays:
    """Local days, both included."""

    code: str
    opens_on: date
    closes_on: date


def academic_year(day: date) -> int:
    """The calendar year in which the day's school year starts."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def year_name(year: int) -> str:
    """«2026/27»: the school year that starts in `year`."""
    return f"{year}/{(year + 1) % 100:02}"


def first_day(year: int) -> date:
    return date(year, FIRST_MONTH, 1)


def order(code: str) -> tuple[int, int]:
    """Sorts the rounds of a year as they come."""
    kind, _, number = code.partition("-")
    return list(WaveCode).index(WaveCode(kind)), int(number or 0)


def day_of(year: int, month: int, day: int) -> date:
    """That day of the school year; ValueError when there is none (30 February)."""
    return date(year if month >= FIRST_MONTH else year + 1, month, day)


def default_waves(year: int) -> list[WaveDays]:
    return [
        WaveDays(code, day_of(year, *opens), day_of(year, *closes))
        for code, (opens, closes) in DEFAULTS.items()
    ]


def typed_days(text: str, year: int, count: int) -> list[date]:
    """The `count` days in «10.12–20.12» or «25 декабря»; one without a year is in school `year`.

    Raises UserError when the text has more or fewer days, or a day that does not exist.
    """
    found = TYPED.findall(text.casefold())
    if len(found) != count:
        raise UserError("waves-day-wrong" if count == 1 else "waves-days-wrong")
    return [_day(year, day, month, full or short) for day, month, full, short in found]


def _day(school_year: int, day: str, month: str, year: str) -> date:
    number = int(month) if month.isdigit() else MONTHS.get(month[:3], 0)
    try:
        if not year:
            return day_of(school_year, number, int(day))
        return date(int(year) % 100 + 2000, number, int(day))
    except ValueError:
        raise UserError("waves-no-such-day", day=f"{day}.{month}") from None
