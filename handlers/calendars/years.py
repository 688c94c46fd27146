"""A school year's rounds of a place, and one of them."""

from typing import Any

from aiogram import F, Router

from handlers.calendar_buttons import (
    Change,
    Outlook,
    ShowCalendar,
    ShowPlaces,
    ShowRound,
    ShowVacations,
)
from handlers.calendars.words import days_line, days_words, ends
from handlers.context import Context
from handlers.paging import cut, turner
from handlers.screen import Button, Screen, column
from handlers.sections import MANAGERS, HasRole
from handlers.texts import Html, Translate
from handlers.wording import clipped, round_name
from models import Organisation
from services.calendar import year_name
from services.calendars import changes, places
from services.calendars.changes import Act, Wish
from services.calendars.plan import Round
from services.errors import NotFound

ROUNDS = 8
"""On one page."""


def router() -> Router:
    r, managers = Router(), HasRole(MANAGERS)
    r.callback_query.register(show_places, ShowPlaces.filter(), managers)
    r.callback_query.register(show_calendar, ShowCalendar.filter(), managers)
    r.callback_query.register(ask_days, ShowRound.filter(F.act == "days"), managers)
    r.callback_query.register(show_round, ShowRound.filter(), managers)
    return r


async def show_places(query: object, c: Context) -> Screen:
    found = await places.managed(c.session, c.who)
    if len(found) == 1:
        return await calendar_page(c, found[0])
    buttons = [
        Button.of(
            clipped(place.name, 40),
            ShowCalendar(place=place.id, year=places.years(place, c.now)[0]),
        )
        for place in found
    ]
    return Screen(c.t("calendar-choose-place"), (*column(buttons), *ends(c)))


async def show_calendar(query: object, callback_data: ShowCalendar, c: Context) -> Screen:
    place = await places.get_managed(c.session, c.who, callback_data.place)
    return await calendar_page(c, place, callback_data.year, callback_data.page)


async def calendar_page(
    c: Context, place: Organisation, year: int | None = None, number: int = 0
) -> Screen:
    """The rounds as they come; a year that is over shows this one."""
    t, years = c.t, places.years(place, c.now)
    year = year if year in years else years[0]
    page = cut(await places.rounds(c.session, place, year), number, ROUNDS)
    lines = [
        t("calendar-line", name=round_name(t, one.code), days=short_days(t, one))
        for one in page.items
    ]
    head = t("calendar-title", year=year_name(year), place=place.name)
    rounds = [
        Button.of(round_name(t, one.code), ShowRound(place=place.id, year=year, code=one.code))
        for one in page.items
    ]
    turn = turner(
        page.number,
        page.count,
        lambda other: ShowCalendar(place=place.id, year=year, page=other),
    )
    more = more_buttons(c, place, next(other for other in years if other != year))
    return Screen("\n".join([head, "", *lines]), (*column(rounds), *turn, *more, *ends(c)))


def more_buttons(c: Context, place: Organisation, other: int) -> tuple[tuple[Button, ...], ...]:
    year = c.t("calendar-other-year", year=year_name(other))
    return (
        (
            Button.of(c.t("calendar-vacations-button"), ShowVacations(place=place.id)),
            Button.of(year, ShowCalendar(place=place.id, year=other)),
        ),
        (Button.of(c.t("calendar-outlook-button"), Outlook(place=place.id)),),
    )


async def show_round(query: object, callback_data: ShowRound, c: Context) -> Screen:
    at = callback_data
    return await round_page(c, at.place, at.year, at.code)


async def round_page(
    c: Context, place_id: int, year: int, code: str, toast: str | None = None
) -> Screen:
    """A round's days, whose they are, and what can be done."""
    t, place = c.t, await places.get_managed(c.session, c.who, place_id)
    if year not in places.years(place, c.now):
        return await calendar_page(c, place)
    found = await places.rounds(c.session, place, year)
    one = next((one for one in found if one.code == code), None)
    if one is None:
        raise NotFound
    at = {"place": place.id, "year": year, "code": code}
    buttons = [Button.of(t("calendar-days-button"), ShowRound(**at, act="days"))]
    if one.days:
        buttons.append(Button.of(t("calendar-off-button"), Change(**at, act="off")))
    if await changes.has_own(c.session, Wish(place.id, year, code, Act.DROP), c.now):
        label = t("calendar-drop-button") if one.days else t("calendar-again-button")
        buttons.append(Button.of(label, Change(**at, act="drop")))
    back = Button.of(t("button-back"), ShowCalendar(place=place.id, year=year))
    lines = [heading(c, place, year, code), "", days_line(t, one), "", t("calendar-later-years")]
    return Screen("\n".join(lines), (*column(buttons), *ends(c, back)), toast=toast)


def short_days(t: Translate, one: Round) -> Html:
    """In a list the programme's own days need no origin."""
    return days_line(t, one) if one.origin else days_words(t, one.days)


def heading(c: Context, place: Organisation, year: int, code: str) -> str:
    name = round_name(c.t, code)
    return c.t("calendar-head", name=name, year=year_name(year), place=place.name)


async def ask_days(query: object, callback_data: ShowRound, c: Context) -> Screen:
    at = callback_data
    place = await places.get_managed(c.session, c.who, at.place)
    if at.year not in places.years(place, c.now):
        return await calendar_page(c, place)
    text = f"{heading(c, place, at.year, at.code)}\n\n{c.t('calendar-ask-days')}"
    back = ShowRound(place=place.id, year=at.year, code=at.code)
    return Screen(text, ends(c, Button.of(c.t("button-back"), back)), expecting(at))


def expecting(at: ShowRound | Wish) -> dict[str, Any]:
    """Two days for this round."""
    return {"what": "calendar-days", "place": at.place, "year": at.year, "code": at.code}
