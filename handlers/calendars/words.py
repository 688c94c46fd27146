"""How days, hours and people of the calendar are put."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby

from handlers.context import Context
from handlers.screen import Button
from handlers.sections import WAVES, Open, menu_button
from handlers.texts import Html, Translate
from handlers.wording import span
from models.enums import Role
from services.calendar import WaveDays
from services.calendars.plan import Round


def days_line(t: Translate, one: Round) -> Html:
    """«10–20 декабря · город», «не проводится · школа»."""
    whose = t(f"calendar-from-{one.origin.kind if one.origin else 'programme'}")
    return Html(f"{days_words(t, one.days)} · {whose}")


def days_words(t: Translate, days: WaveDays | None) -> Html:
    return span(t, days.opens_on, days.closes_on) if days else t("calendar-not-held")


def hour(t: Translate, at: datetime) -> Html:
    """«вт, 15 сентября, 10:00»."""
    return Html(f"{t.weekday(at.date())}, {at:%H:%M}")


def by_role(t: Translate, people: Mapping[Role, int]) -> Html:
    """«наставники — 20, наставляемые — 24»."""
    parts = (f"{t(f'results-role-{role}').lower()} — {count}" for role, count in people.items())
    return Html(", ".join(parts))


def listed(t: Translate, days: Iterable[date]) -> Html:
    """«18, 24, 29 сентября, 1 октября»."""
    months = [[*several] for _, several in groupby(days, key=lambda day: (day.year, day.month))]
    parts = (", ".join([*(str(day.day) for day in m[:-1]), t.day(m[-1])]) for m in months)
    return Html(", ".join(parts))


def ends(c: Context, *back: Button) -> tuple[tuple[Button, ...], ...]:
    """The last row: back (to /waves when nothing else is said), and the menu."""
    first = back or (Button.of(c.t("button-back"), Open(section=WAVES.name)),)
    return ((*first, menu_button(c.t)),)
