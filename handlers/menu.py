"""The main menu, /help, /cancel, and whatever nothing else understood."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.screen import Button, Screen, column
from handlers.sections import Open, listed, sections_of
from handlers.wording import first_names


def router() -> Router:
    menu = Router()
    menu.message.register(show_menu, Command("menu", "cancel"))
    menu.callback_query.register(show_menu, Open.filter(F.section == "menu"))
    menu.message.register(show_help, Command("help"))
    return menu


def fallback() -> Router:
    """The last router: an old button or a text nobody asked for."""
    last = Router()
    last.callback_query.register(stale)
    last.message.register(not_understood)
    return last


def menu_screen(c: Context, text: str | None = None) -> Screen:
    """The menu of the person's roles under `text`."""
    roles = c.who.roles
    buttons = (
        Button.of(c.t(f"section-{section.words(roles)}"), Open(section=section.name))
        for section in sections_of(roles)
    )
    return Screen(text or c.t("menu", name=first_names(c.who.me.full_name)), column(buttons))


async def show_menu(event: object, c: Context) -> Screen:
    return menu_screen(c)


async def show_help(event: object, c: Context) -> Screen:
    lines = [f"/{name} — {words}" for name, words in listed(c.t, c.who.roles)]
    return Screen(c.t("help") + "\n\n" + "\n".join(lines))


async def stale(query: CallbackQuery, c: Context) -> Screen:
    return Screen(**vars(menu_screen(c)) | {"toast": c.t("button-stale")})


async def not_understood(event: object, c: Context) -> Screen:
    return menu_screen(c, c.t("not-understood"))
