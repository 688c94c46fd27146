"""New days of a round: what comes of them is shown first, then they are applied."""

from datetime import date

from aiogram import F, Router
from aiogram.types import Message

from handlers.calendar_buttons import Change, ShowRound
from handlers.calendars.words import by_role, days_line, ends, hour, listed
from handlers.calendars.years import expecting, heading, round_page
from handlers.context import Context
from handlers.screen import Button, Screen, column
from handlers.sections import MANAGERS, Expects, HasRole
from handlers.texts import Html
from handlers.wording import refusal
from models import Organisation
from services import calendar
from services.calendars import changes, messages, places
from services.calendars.changes import Act, Effect, Wish
from services.calendars.messages import Opening
from services.errors import NotFound, UserError

OPENINGS = 5
"""Different days of one round on a page."""


def router() -> Router:
    r, managers = Router(), HasRole(MANAGERS)
    r.callback_query.register(change, Change.filter(), managers)
    typed = (F.text, ~F.text.startswith("/"), managers)
    r.message.register(type_days, Expects("calendar-days"), *typed)
    return r


def wish_of(at: Change) -> Wish:
    act = Act(at.act)
    if act is not Act.SET:
        return Wish(at.place, at.year, at.code, act)
    if not (at.opens and at.closes):
        raise NotFound
    days = (date.fromordinal(at.opens), date.fromordinal(at.closes))
    return Wish(at.place, at.year, at.code, act, days)


async def type_days(message: Message, c: Context) -> Screen:
    at = c.who.account.expects or {}
    opens_on, closes_on = calendar.typed_days(message.text or "", int(at["year"]), 2)
    days = (opens_on, closes_on)
    wish = Wish(int(at["place"]), int(at["year"]), str(at["code"]), Act.SET, days)
    return await preview(c, wish)


async def change(query: object, callback_data: Change, c: Context) -> Screen:
    """Shows what would come of it, or does it; a stale button does nothing else."""
    wish, at = (
        wish_of(callback_data),
        (callback_data.place, callback_data.year, callback_data.code),
    )
    try:
        if not callback_data.seen:
            return await preview(c, wish)
        effect = await changes.apply(c.session, c.who, wish, callback_data.seen, c.now)
    except NotFound:
        raise
    except UserError as error:
        return await round_page(c, *at, toast=refusal(c.t, error))
    if effect is None:
        return await preview(c, wish, c.t("waves-changed"))
    return await round_page(c, *at, toast=c.t("waves-done"))


async def preview(c: Context, wish: Wish, toast: str | None = None) -> Screen:
    """What changes, for whom, and what stays."""
    t, effect = c.t, await changes.foresee(c.session, c.who, wish, c.now)
    if effect.done:
        toast = t("calendar-same")
        return await round_page(c, wish.place, wish.year, wish.code, toast)
    place = await places.get_managed(c.session, c.who, wish.place)
    lines = [
        heading(c, place, wish.year, wish.code),
        "",
        *await change_lines(c, place, effect),
        "",
    ]
    lines += await sent_lines(c, effect) if effect.after.days else off_lines(c, effect)
    lines += staying_lines(c, effect)
    rows = (*column([Button.of(t("calendar-apply"), applied(effect))]), *back_to(c, wish))
    again = expecting(wish) if wish.act is Act.SET else None
    return Screen("\n".join(lines), rows, again, toast)


def applied(effect: Effect) -> Change:
    wish = effect.wish
    opens, closes = (day.toordinal() for day in wish.days) if wish.days else (0, 0)
    return Change(
        place=wish.place,
        year=wish.year,
        code=wish.code,
        act=wish.act.value,
        opens=opens,
        closes=closes,
        seen=effect.seen,
    )


def back_to(c: Context, wish: Wish) -> tuple[tuple[Button, ...], ...]:
    back = ShowRound(place=wish.place, year=wish.year, code=wish.code)
    return ends(c, Button.of(c.t("button-back"), back))


async def change_lines(c: Context, place: Organisation, effect: Effect) -> list[str]:
    found = await places.rounds(c.session, place, effect.wish.year)
    before = next(one for one in found if one.code == effect.wish.code)
    return [
        c.t("calendar-before", days=days_line(c.t, before)),
        c.t("calendar-after", days=days_line(c.t, effect.after)),
    ]


async def sent_lines(c: Context, effect: Effect) -> list[str]:
    """To whom and when; by day, where schools differ."""
    days = effect.after.days
    if days is None or not effect.schools:
        return [c.t("calendar-nobody-yet")]
    waves = [messages.planned(school, days) for school in effect.schools]
    found = await messages.openings(c.session, waves, c.now)
    told = [school for one in found if one.at for school in one.schools]
    people = await messages.people(c.session, waves[0], told, c.now)
    lines = [c.t("calendar-people", roles=by_role(c.t, people), schools=len(told))]
    lines += [opening_line(c, one, several=len(effect.schools) > 1) for one in found[:OPENINGS]]
    if len(found) > OPENINGS:
        lines.append(c.t("calendar-more", count=len(found) - OPENINGS))
    return [*lines, c.t("calendar-last-day", day=c.t.day(days.closes_on))]


def opening_line(c: Context, one: Opening, several: bool) -> Html:
    t, schools = c.t, len(one.schools) if several else 0
    if one.at is None:
        return t("calendar-never", schools=schools)
    opens = t("calendar-opens", when=hour(t, one.at), schools=schools)
    if not one.reminders:
        return opens
    return Html(f"{opens} {t('calendar-reminders', days=listed(t, one.reminders))}")


def off_lines(c: Context, effect: Effect) -> list[str]:
    if not effect.schools:
        return [c.t("calendar-nobody-yet")]
    return [c.t("calendar-nothing-sent", schools=len(effect.schools))]


def staying_lines(c: Context, effect: Effect) -> list[str]:
    counted = {"calendar-keep-own": effect.own, "calendar-keep-opened": effect.opened}
    return [c.t(key, schools=count) for key, count in counted.items() if count]
