"""Waves for curators and coordinators: see, open, prolong, close, move."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

from aiogram import F, Router
from aiogram.types import Message

from handlers import burden, wave_delivery
from handlers.context import Context
from handlers.screen import Button, Screen
from handlers.sections import MANAGERS, WAVES, Expects, HasRole, register
from handlers.wave_buttons import Act, AskDays, Prolong, ShowCode, ShowWave, ShowYear
from handlers.wave_screens import Look, back_to, schools_screen, wave_screen, year_screen
from handlers.wording import refusal
from models import Wave
from services import calendar
from services.contact import calendar_of, next_contact
from services.errors import NotFound, UserError
from services.waves import actions, delivery, response
from services.waves.state import Phase


def router() -> Router:
    r = Router()
    register(r, WAVES, show_year)
    presses = r.callback_query
    managers = HasRole(MANAGERS)
    presses.register(turn_year, ShowYear.filter(), managers)
    presses.register(show_code, ShowCode.filter(), managers)
    presses.register(show_wave, ShowWave.filter(), managers)
    presses.register(act, Act.filter(F.sure), managers)
    presses.register(ask_to_open, Act.filter(F.act == "open"), managers)
    presses.register(ask_to_close, Act.filter(F.act == "close"), managers)
    presses.register(prolong, Prolong.filter(), managers)
    presses.register(ask_for_days, AskDays.filter(F.what.in_({"prolong", "move"})), managers)
    typed = (F.text, ~F.text.startswith("/"), managers)
    r.message.register(prolong_until, Expects("wave-prolong"), *typed)
    r.message.register(move, Expects("wave-move"), *typed)
    r.include_router(wave_delivery.router())
    return r


async def look_at(c: Context, *waves: Wave) -> Look:
    counted = await response.counts(c.session, [wave.id for wave in waves], c.now)
    return Look(c.t, c.now, counted)


async def look_closely(c: Context, wave: Wave) -> Look:
    """At one wave, with what became of its messages."""
    fates = (await delivery.sums(c.session, [wave.id], c.now)).get(wave.id, Counter())
    in_doubt = sum(fates[fate] for fate in delivery.TROUBLE)
    return replace(await look_at(c, wave), in_doubt=in_doubt)


async def show_year(event: object, c: Context, number: int | None = None) -> Screen:
    waves = await actions.of_year(c.session, c.who, c.now)
    schools = {wave.organisation_id for wave in waves}
    takes = await burden.of_year(c, schools, waves[0].academic_year) if waves else None
    return year_screen(await look_at(c, *waves), waves, number, takes)


async def turn_year(event: object, callback_data: ShowYear, c: Context) -> Screen:
    return await show_year(event, c, callback_data.page)


async def show_code(event: object, callback_data: ShowCode, c: Context) -> Screen:
    year = await actions.of_year(c.session, c.who, c.now)
    waves = [wave for wave in year if wave.code == callback_data.code]
    look = await look_at(c, *waves)
    return schools_screen(look, waves, callback_data) if waves else await show_year(event, c)


async def show_wave(event: object, callback_data: ShowWave, c: Context) -> Screen:
    return await page(c, callback_data.wave)


async def page(c: Context, wave_id: int, toast: str | None = None) -> Screen:
    """The wave as it stands."""
    wave = await actions.get_managed(c.session, c.who, wave_id)
    return wave_screen(await look_closely(c, wave), wave, toast, await burden.of_wave(c, wave))


async def act(event: object, callback_data: Act, c: Context) -> Screen:
    what = (c.session, c.who, callback_data.wave, c.now)
    if callback_data.act == "open":
        return await attempt(
            c, callback_data.wave, lambda: actions.open_now(*what, c.programme.min_group)
        )
    if callback_data.act == "close":
        return await attempt(c, callback_data.wave, lambda: actions.close_now(*what))
    raise NotFound


async def attempt(c: Context, wave_id: int, action: Callable[[], Awaitable[Wave]]) -> Screen:
    """Does it and shows the wave; a stale button changes nothing and says why."""
    try:
        await action()
    except NotFound:
        raise
    except UserError as error:
        return await page(c, wave_id, refusal(c.t, error))
    return await page(c, wave_id, c.t("waves-done"))


async def ask_to_open(event: object, callback_data: Act, c: Context) -> Screen:
    """Says how many people will be written to, and when."""
    wave = await actions.get_managed(c.session, c.who, callback_data.wave)
    if (await look_at(c)).phase(wave) != Phase.PLANNED:
        return await page(c, wave.id, c.t("waves-changed"))
    everybody, told = await actions.meant(c.session, wave, c.now)
    text = c.t("waves-ask-open", all=everybody, told=told, later=everybody - told)
    yes = Button.of(c.t("waves-yes-open"), Act(wave=wave.id, act="open", sure=True))
    when = await when_told(c, wave)
    return Screen(f"{text}\n\n{when}", ((yes,), (back_to(c.t, wave),)))


async def when_told(c: Context, wave: Wave) -> str:
    """«Сообщения уйдут сейчас», or the next working hours of the school."""
    contact = await calendar_of(c.session, wave.organisation_id)
    try:
        local = next_contact(c.now, contact).astimezone(contact.zone)
    except ValueError:
        return c.t("waves-told-never")
    if local <= c.now:
        return c.t("waves-told-now")
    return c.t("waves-told-later", day=c.t.weekday(local.date()), hour=f"{local:%H:%M}")


async def ask_to_close(event: object, callback_data: Act, c: Context) -> Screen:
    wave = await actions.get_managed(c.session, c.who, callback_data.wave)
    look = await look_at(c, wave)
    if look.phase(wave) != Phase.OPEN:
        return await page(c, wave.id, c.t("waves-changed"))
    counted = look.of(wave)
    sent = counted[response.State.SUBMITTED]
    text = c.t("waves-ask-close", sent=sent, all=counted.total())
    yes = Button.of(c.t("waves-yes-close"), Act(wave=wave.id, act="close", sure=True))
    return Screen(text, ((yes,), (back_to(c.t, wave),)))


async def prolong(event: object, callback_data: Prolong, c: Context) -> Screen:
    wave_id, closes_on = callback_data.wave, date.fromordinal(callback_data.to)
    return await attempt(
        c, wave_id, lambda: actions.prolong(c.session, c.who, wave_id, closes_on, c.now)
    )


async def ask_for_days(event: object, callback_data: AskDays, c: Context) -> Screen:
    wave = await actions.get_managed(c.session, c.who, callback_data.wave)
    what = callback_data.what
    allowed = (Phase.OPEN,) if what == "prolong" else (Phase.PLANNED, Phase.MISSED)
    if (await look_at(c)).phase(wave) not in allowed:
        return await page(c, wave.id, c.t("waves-changed"))
    expects = {"what": f"wave-{what}", "wave": wave.id}
    day = c.t.day(wave.closes_on)
    return Screen(c.t(f"waves-ask-{what}", day=day), ((back_to(c.t, wave),),), expects=expects)


async def typed_for(message: Message, c: Context, count: int) -> tuple[Wave, list[date]]:
    wave_id = int((c.who.account.expects or {})["wave"])
    wave = await actions.get_managed(c.session, c.who, wave_id)
    return wave, calendar.typed_days(message.text or "", wave.academic_year, count)


async def prolong_until(message: Message, c: Context) -> Screen:
    wave, (closes_on,) = await typed_for(message, c, 1)
    await actions.prolong(c.session, c.who, wave.id, closes_on, c.now)
    return await page(c, wave.id)


async def move(message: Message, c: Context) -> Screen:
    wave, (opens_on, closes_on) = await typed_for(message, c, 2)
    await actions.move(c.session, c.who, wave.id, (opens_on, closes_on), c.now)
    return await page(c, wave.id)
