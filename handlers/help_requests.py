"""A private request for help, as its addressee and the one who asked see it."""

from typing import Annotated

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.context import Context
from handlers.notices import Notice, Telling
from handlers.screen import Button, Screen, column
from handlers.sections import menu_button
from handlers.texts import Translate
from handlers.wording import said
from services import help_requests
from services.help_requests import Asked


class TakeHelp(CallbackData, prefix="qh"):
    request: Annotated[int, Field(ge=0, lt=2**31)]


def router() -> Router:
    r = Router()
    r.callback_query.register(take, TakeHelp.filter())
    return r


def notices() -> dict[str, Notice]:
    return {"help_request": help_request, "help_taken": help_taken}


async def help_request(n: Telling) -> Screen | None:
    """To an addressee; nobody is called to what another has taken on."""
    asked = await help_requests.look(n.session, int(n.args["request"]))
    if asked.answerer:
        return None
    button = Button.of(n.t("help-take"), TakeHelp(request=asked.request.id))
    return Screen(told(n.t, "help-request", asked), column((button,)))


async def help_taken(n: Telling) -> Screen | None:
    """To the one who asked."""
    asked = await help_requests.look(n.session, int(n.args["request"]))
    if asked.answerer is None:
        return None
    return Screen(n.t("help-taken", name=asked.answerer.full_name))


async def take(query: object, callback_data: TakeHelp, c: Context) -> Screen:
    me = c.who.me.id
    asked = await help_requests.take(c.session, me, callback_data.request, c.now)
    menu = column((menu_button(c.t),))
    if asked.answerer and asked.answerer.id != me:
        return Screen(c.t("help-others", name=asked.answerer.full_name), menu)
    words = [told(c.t, "help-yours", asked)]
    if asked.asker.phone:
        words.append(c.t("help-phone", phone=asked.asker.phone))
    return Screen("\n\n".join(words), menu)


def told(t: Translate, key: str, asked: Asked) -> str:
    what = said(t, asked.what)
    asker = asked.asker
    return t(key, name=asker.full_name, place=asker.organisation.name, what=what)
