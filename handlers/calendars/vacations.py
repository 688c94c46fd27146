"""Vacations: days on which nobody is written to. Seen, added, removed."""

from collections.abc import Sequence
from datetime import date

from aiogram import F, Router
from aiogram.types import Message

from handlers.calendar_buttons import AddVacation, RemoveVacation, ShowCalendar, ShowVacations
from handlers.calendars.words import ends, hour
from handlers.context import Context
from handlers.screen import Button, Screen, column
from handlers.sections import MANAGERS, Expects, HasRole
from handlers.texts import Html
from handlers.wording import clipped, round_name, span
from models import Organisation, Vacation
from services.calendar import academic_year
from services.calendars import places, vacations
from services.calendars.vacations import Moved, New

MOVED = 6
"""Openings on one page."""


def router() -> Router:
    r, managers = Router(), HasRole(MANAGERS)
    presses = r.callback_query
    presses.register(ask, ShowVacations.filter(F.act == "add"), managers)
    presses.register(show, ShowVacations.filter(), managers)
    presses.register(add, AddVacation.filter(), managers)
    presses.register(remove, RemoveVacation.filter(F.sure), managers)
    presses.register(ask_to_remove, RemoveVacation.filter(), managers)
    typed = (F.text, ~F.text.startswith("/"), managers)
    r.message.register(type_vacation, Expects("vacation"), *typed)
    return r


async def show(query: object, callback_data: ShowVacations, c: Context) -> Screen:
    return await page(c, callback_data.place)


async def page(c: Context, place_id: int, toast: str | None = None) -> Screen:
    """Those to come; inherited ones say whose they are, and can be removed there only."""
    t, place = c.t, await places.get_managed(c.session, c.who, place_id)
    found = await vacations.of_place(c.session, place, c.now)
    lines = [line(c, one, None if whose.id == place.id else whose) for one, whose in found]
    mine = [one for one, whose in found if whose.id == place.id]
    buttons = [
        Button.of(
            t("calendar-vacation-remove-button", name=clipped(one.name, 30)),
            RemoveVacation(vacation=one.id),
        )
        for one in mine
    ]
    buttons.append(Button.of(t("calendar-vacation-add"), ShowVacations(place=place.id, act="add")))
    head = t("calendar-vacations", place=place.name)
    text = "\n".join([head, "", *(lines or [t("calendar-vacations-none")])])
    year = places.years(place, c.now)[0]
    back = Button.of(t("button-back"), ShowCalendar(place=place.id, year=year))
    return Screen(text, (*column(buttons), *ends(c, back)), toast=toast)


def line(c: Context, one: Vacation | New, whose: Organisation | None = None) -> Html:
    """«26 октября – 3 ноября: Осенние каникулы · город»; of the next school year with the year."""
    days = span(c.t, one.starts_on, one.ends_on)
    if academic_year(one.starts_on) != academic_year(c.now.astimezone(c.who.zone).date()):
        days = Html(f"{days} {one.ends_on.year}")
    said = c.t("calendar-vacation-line", days=days, name=one.name)
    return Html(f"{said} · {c.t(f'calendar-from-{whose.kind}')}") if whose else said


async def ask(query: object, callback_data: ShowVacations, c: Context) -> Screen:
    place = await places.get_managed(c.session, c.who, callback_data.place)
    expects = {"what": "vacation", "place": place.id}
    return Screen(c.t("calendar-vacation-ask"), back_to(c, place.id), expects=expects)


def back_to(c: Context, place: int) -> tuple[tuple[Button, ...], ...]:
    return ends(c, Button.of(c.t("button-back"), ShowVacations(place=place)))


async def type_vacation(message: Message, c: Context) -> Screen:
    """Shows what the vacation moves; what it is waits in `expects` for the button."""
    place_id = int((c.who.account.expects or {})["place"])
    place = await places.get_managed(c.session, c.who, place_id)
    new = vacations.typed(message.text or "", places.today_in(place, c.now))
    await vacations.check(c.session, place, new, c.now)
    days = (new.starts_on, new.ends_on)
    moved = await vacations.moved(c.session, place, c.now, more=days)
    yes = AddVacation(place=place.id, starts=days[0].toordinal(), ends=days[1].toordinal())
    lines = [line(c, new), "", c.t("calendar-vacation-quiet"), *moved_lines(c, moved)]
    expects = {"what": "vacation", "place": place.id, "name": new.name}
    expects |= {"starts": yes.starts, "ends": yes.ends}
    button = Button.of(c.t("calendar-vacation-yes"), yes)
    return Screen("\n".join(lines), (*column([button]), *back_to(c, place.id)), expects)


def moved_lines(c: Context, found: Sequence[Moved]) -> list[Html]:
    if not found:
        return [c.t("calendar-moves-nothing")]
    lines = [c.t("calendar-moves")]
    for one in found[:MOVED]:
        name = round_name(c.t, one.wave.code, one.wave.title)
        before = hour(c.t, one.before) if one.before else c.t("calendar-at-no-time")
        after = hour(c.t, one.after) if one.after else c.t("calendar-at-no-time")
        lines.append(c.t("calendar-moves-line", name=name, before=before, after=after))
    if len(found) > MOVED:
        lines.append(c.t("calendar-more", count=len(found) - MOVED))
    return lines


async def add(query: object, callback_data: AddVacation, c: Context) -> Screen:
    """Only what the last page has shown."""
    at, typed = callback_data, c.who.account.expects or {}
    shown = (typed.get("what"), typed.get("place"), typed.get("starts"), typed.get("ends"))
    if shown != ("vacation", at.place, at.starts, at.ends):
        return await page(c, at.place, c.t("button-stale"))
    days = (date.fromordinal(at.starts), date.fromordinal(at.ends))
    await vacations.add(c.session, c.who, at.place, New(str(typed["name"]), *days), c.now)
    return await page(c, at.place, c.t("waves-done"))


async def ask_to_remove(query: object, callback_data: RemoveVacation, c: Context) -> Screen:
    found = await vacations.get_managed(c.session, c.who, callback_data.vacation)
    place = await places.get_managed(c.session, c.who, found.organisation_id)
    days = (found.starts_on, found.ends_on)
    moved = await vacations.moved(c.session, place, c.now, less=days)
    lines = [line(c, found), "", c.t("calendar-vacation-ask-remove"), *moved_lines(c, moved)]
    yes = RemoveVacation(vacation=found.id, sure=True)
    button = Button.of(c.t("calendar-vacation-yes-remove"), yes)
    return Screen("\n".join(lines), (*column([button]), *back_to(c, place.id)))


async def remove(query: object, callback_data: RemoveVacation, c: Context) -> Screen:
    found = await vacations.get_managed(c.session, c.who, callback_data.vacation)
    place = found.organisation_id
    await vacations.remove(c.session, c.who, found.id, c.now)
    return await page(c, place, c.t("waves-done"))
