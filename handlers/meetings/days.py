"""Choosing a day: the last ones at a tap, the others from a calendar."""

from datetime import date, timedelta

from handlers.context import Context
from handlers.meetings.buttons import Card, Day, Month, Page, Use, Whom
from handlers.meetings.words import View
from handlers.month import Days, month_rows
from handlers.screen import Button, Rows, Screen
from models import Mentorship
from services import meetings, pairs

OF_PAIR: frozenset[Use] = frozenset({"log", "plan"})
"""Uses whose id is a pair's; the id of the others is a meeting's."""

AHEAD: frozenset[Use] = frozenset({"plan", "move"})
"""Uses that look forward."""

RECENT = range(2, 7)
"""Days ago that have a button of their own, after today and yesterday."""


def recent_rows(view: View, pair: Mentorship, use: Use, id_: int, but: date | None = None) -> Rows:
    """Today, yesterday and the days before as far as the pair's term goes, without `but`."""
    first, last = pairs.past_days(pair, view.today)
    t, today = view.t, view.today

    def button(ago: int, text: str) -> tuple[Button, ...]:
        day = today - timedelta(days=ago)
        if day == but or not first <= day <= last:
            return ()
        return (Button.of(text, Day(use=use, id=id_, day=day.toordinal())),)

    named = (
        button(0, t("meeting-today", day=t.day(today))),
        button(1, t("meeting-yesterday", day=t.day(today - timedelta(days=1)))),
    )
    before = [button(ago, view.short_day(today - timedelta(days=ago))) for ago in RECENT]
    other = Button.of(t("meeting-other-day"), Month(use=use, id=id_, month=last.toordinal()))
    rows = (*named, tuple(one for row in before for one in row), (other,))
    return tuple(row for row in rows if row)


async def show_month(query: object, callback_data: Month, c: Context) -> Screen:
    """A page of the calendar, of the days that make sense for its use."""
    use, id_ = callback_data.use, callback_data.id
    view = View.of(c)
    pair = await _pair(c, view, use, id_)
    return month_screen(view, pair, use, id_, date.fromordinal(callback_data.month))


async def _pair(c: Context, view: View, use: Use, id_: int) -> Mentorship:
    if use in OF_PAIR:
        return await pairs.get_active(c.session, view.me, id_, view.today)
    return (await meetings.get_own(c.session, view.me, id_)).mentorship


def month_screen(view: View, pair: Mentorship, use: Use, id_: int, month: date) -> Screen:
    rows = month_rows(
        view.t,
        month,
        _days(view, pair, use),
        lambda day: Day(use=use, id=id_, day=day.toordinal()),
        lambda day: Month(use=use, id=id_, month=day.toordinal()),
    )
    key = "meeting-when-ahead" if use in AHEAD else "meeting-when"
    text = view.t(key, name=view.name(pair))
    back = Button.of(view.t("button-back"), _back(use, id_))
    return Screen(text, (*rows, (back,)))


def _days(view: View, pair: Mentorship, use: Use) -> Days:
    return (pairs.coming_days if use in AHEAD else pairs.past_days)(pair, view.today)


def _back(use: Use, id_: int) -> Whom | Page | Card:
    if use == "log":
        return Whom(use="log", pair=id_)
    if use == "plan":
        return Page(pair=id_, number=0)
    return Card(meeting=id_, act="day" if use == "correct" else "show")
