"""The machine room for administrators (ADMIN_IDS), who need be no participants: /status shows
what waits and what went wrong, and what is to be done about it is one press."""

from aiogram import Router
from aiogram.filters import Command, Filter
from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.notices import Notice, Telling
from handlers.operation_screens import (
    PER_PAGE,
    Look,
    Press,
    ShowRow,
    ShowRows,
    ShowStatus,
    alert_screen,
    ask_screen,
    row_screen,
    rows_screen,
    status_screen,
)
from handlers.paging import within
from handlers.screen import Screen
from services.errors import NotFound
from services.operations import alerts, decisions, overview
from services.operations.decisions import Act, Which
from services.people import Who

KIND = alerts.KIND


class IsAdministrator(Filter):
    """By the Telegram id that the settings name; a role in the programme gives no such right."""

    async def __call__(self, event: object, who: Who, c: Context) -> bool:
        return who.account.address in c.programme.admin_ids


def router() -> Router:
    """Nobody else gets any answer from here: their updates go on to the other conversations."""
    r = Router()
    r.message.filter(IsAdministrator())
    r.callback_query.filter(IsAdministrator())
    r.message.register(show_status, Command("status"))
    r.callback_query.register(show_status, ShowStatus.filter())
    r.callback_query.register(show_rows, ShowRows.filter())
    r.callback_query.register(show_row, ShowRow.filter())
    r.callback_query.register(act, Press.filter())
    return r


def notices() -> dict[str, Notice]:
    return {KIND: alert}


async def alert(n: Telling) -> Screen | None:
    """Nothing to tell when all has been decided meanwhile."""
    troubles = await overview.troubles(n.session)
    return alert_screen(Look(n.t, n.now), troubles) if any(troubles.values()) else None


async def show_status(event: object, c: Context) -> Screen:
    return await status(c)


async def status(c: Context, toast: str | None = None) -> Screen:
    seen = await overview.overview(c.session, c.now)
    return status_screen(Look(c.t, c.now), seen, c.who, toast)


async def show_rows(query: CallbackQuery, callback_data: ShowRows, c: Context) -> Screen:
    return await rows(c, callback_data)


async def rows(c: Context, asked: ShowRows, toast: str | None = None) -> Screen:
    """A page of what waits, or the whole when nothing does any more."""
    which = Which(asked.what)
    seen = await decisions.look(c.session, which, Act.DROP, c.now)
    if not seen.rows:
        return await status(c, toast or c.t("ops-changed"))
    number = within(asked.page, -(-seen.rows // PER_PAGE))
    page = await decisions.listed(c.session, which, number * PER_PAGE, PER_PAGE)
    shown = ShowRows(what=asked.what, page=number)
    return rows_screen(Look(c.t, c.now), shown, page, seen, toast)


async def show_row(query: CallbackQuery, callback_data: ShowRow, c: Context) -> Screen:
    asked = callback_data
    which = Which(asked.what, asked.row, asked.row)
    try:
        row = await decisions.one(c.session, which)
    except NotFound:
        return await rows(c, ShowRows(what=asked.what), c.t("ops-changed"))
    can = await decisions.look(c.session, which, Act.AGAIN, c.now)
    return row_screen(Look(c.t, c.now), asked.what, row, repeatable=bool(can.rows))


async def act(query: CallbackQuery, callback_data: Press, c: Context) -> Screen:
    """On one row at once; on several after a question, asked anew when their number changed."""
    pressed = callback_data
    which = Which(pressed.what, pressed.first, pressed.last)
    seen = await decisions.look(c.session, which, pressed.act, c.now)
    if not which.one and seen.rows and seen.rows != pressed.sure:
        return ask_screen(Look(c.t, c.now), pressed, seen)
    done = await decisions.do(c.session, which, pressed.act, c.who, c.now)
    if done:
        toast = c.t("ops-done", count=done)
    else:
        toast = c.t("ops-not-repeatable" if seen.left else "ops-changed")
    return await rows(c, ShowRows(what=pressed.what), toast)
