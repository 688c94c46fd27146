"""«Что кому уйдёт»: what a place's people will be sent, month by month."""

from itertools import groupby

from aiogram import Router

from handlers.calendar_buttons import Outlook, ShowCalendar
from handlers.calendars.words import by_role, ends, hour, listed
from handlers.context import Context
from handlers.paging import cut, turner
from handlers.screen import Button, Screen
from handlers.sections import MANAGERS, HasRole
from handlers.wording import round_name
from services.calendars import messages, places
from services.calendars.messages import Opening

OPENINGS = 6
"""On one page: a month with more takes several."""


def router() -> Router:
    r = Router()
    r.callback_query.register(show, Outlook.filter(), HasRole(MANAGERS))
    return r


async def show(query: object, callback_data: Outlook, c: Context) -> Screen:
    place = await places.get_managed(c.session, c.who, callback_data.place)
    pages = by_month(await messages.upcoming(c.session, place, c.now))
    year = places.years(place, c.now)[0]
    back = Button.of(c.t("button-back"), ShowCalendar(place=place.id, year=year))
    head = c.t("calendar-outlook", place=place.name)
    if not pages:
        return Screen(f"{head}\n\n{c.t('calendar-outlook-empty')}", ends(c, back))
    page = cut(pages, callback_data.page, 1)
    openings = page.items[0]
    month = c.t("calendar-month", month=c.t.month(openings[0].at.date())) if openings[0].at else ""
    blocks = [await block(c, one) for one in openings]
    turn = turner(page.number, page.count, lambda other: Outlook(place=place.id, page=other))
    return Screen("\n\n".join([head, month, *blocks]), (*turn, *ends(c, back)))


def by_month(found: list[Opening]) -> list[list[Opening]]:
    """A page each."""
    months = groupby(found, key=lambda one: one.at and (one.at.year, one.at.month))
    pages = []
    for _, several in months:
        month = list(several)
        pages += [month[n : n + OPENINGS] for n in range(0, len(month), OPENINGS)]
    return pages


async def block(c: Context, one: Opening) -> str:
    """When, what, to whom, and when those who have not answered are reminded."""
    t, wave = c.t, one.wave
    people = await messages.people(c.session, wave, one.schools, c.now)
    name = round_name(t, wave.code, wave.title)
    when = hour(t, one.at) if one.at else ""
    lines = [
        t("calendar-outlook-line", when=when, name=name, schools=len(one.schools)),
        t("calendar-outlook-people", roles=by_role(t, people), day=t.day(wave.closes_on)),
    ]
    if one.reminders:
        lines.append(t("calendar-reminders", days=listed(t, one.reminders)))
    return "\n".join(lines)
