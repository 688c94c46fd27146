"""«Темы»: what the answers to open questions are about, and what those who run the place make of
it. Each press reads the place anew and finds its answer by its words."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from aiogram import F, Router
from aiogram.types import Message

from handlers.context import Context
from handlers.results import themes_pages as pages
from handlers.results.asked import MANY_SCHOOLS
from handlers.results.themes_buttons import Themed
from handlers.results.themes_pages import Seen
from handlers.screen import Screen
from handlers.sections import MANAGERS, Expects, HasRole
from handlers.wording import refusal
from services.errors import NotFound, UserError
from services.results import figures, rounds
from services.results.cells import Results
from services.results.themes import correcting, placed
from services.results.themes.kinds import Answered, Question

One = TypeVar("One", Answered, Question)


def router() -> Router:
    r = Router()
    r.callback_query.register(show, Themed.filter())
    r.message.register(name, Expects("theme"), F.text, ~F.text.startswith("/"), HasRole(MANAGERS))
    return r


async def show(query: object, callback_data: Themed, c: Context) -> Screen:
    """The page; a correction comes first, and a stale one says why it cannot be made."""
    made, toast = await read(c, callback_data), None
    try:
        made = await changed(c, made, callback_data)
    except UserError as error:
        toast = refusal(c.t, error)
    screen = page(Seen(c.t, made, placed.questions(made), callback_data))
    return replace(screen, toast=toast or screen.toast)


async def read(c: Context, at: Themed) -> Results:
    """What may be shown of the place; NotFound while answers may still come."""
    found = await rounds.places(c.session, c.who, at.year, at.code, c.now)
    place = rounds.pick(found, at.organisation, at.whole)
    if len(place.waves) > MANY_SCHOOLS:
        c.alone()
    made = await figures.results(c.session, place, c.programme.min_group)
    if made is None:
        raise NotFound
    return await placed.with_themes(c.session, made)


async def changed(c: Context, made: Results, at: Themed) -> Results:
    """With the correction that the press asks for; UserError when what it is about is gone."""
    given = c.session, c.who, made.place
    if at.act in ("y", "n"):
        await correcting.choose(*given, answered(made, at), at.theme, at.act == "y", c.now)
    elif at.act == "u":
        await correcting.undo(*given, answered(made, at), c.now)
    elif at.act == "b":
        await correcting.undo(*given, asked(made, at), c.now)
    elif at.act == "d":
        await correcting.drop(*given, at.under, c.now)
    else:
        return made
    return await placed.with_themes(c.session, made)


def answered(made: Results, at: Themed) -> Answered:
    every = (one for question in placed.questions(made).values() for one in question.answers)
    return _the_one(every, at)


def asked(made: Results, at: Themed) -> Question:
    return _the_one(placed.questions(made).values(), at)


def _the_one(every: Iterable[One], at: Themed) -> One:
    found = next((one for one in every if one.sign == at.at), None)
    if found is None:
        raise NotFound(correcting.GONE)
    return found


def page(seen: Seen) -> Screen:
    """What the press asks to see, or the nearest to it that there still is."""
    t, at = seen.t, seen.at
    question = seen.question
    if question is None:
        return pages.questions(seen)
    one = next((one for one in question.answers if one.sign == at.at), None)
    theme = seen.themes.get(at.under)
    if one is not None:
        new = t("themes-ask", most=correcting.LONGEST)
        return pages.typing(seen, new) if at.act == "o" else pages.answer(seen, question, one)
    if theme is not None and at.act == "r" and theme.own:
        ask = t("themes-ask-rename", name=seen.name(theme.code), most=correcting.LONGEST)
        return pages.typing(seen, ask)
    if theme is not None and at.act in ("l", "r"):
        return pages.answers(seen, question, theme)
    return pages.counted(seen, question)


async def name(message: Message, c: Context) -> Screen:
    """The name that was asked for: of a new theme, or of one that is there."""
    at = Themed.unpack(str((c.who.account.expects or {})["at"]))
    made, words = await read(c, at), message.text or ""
    if at.act == "r":
        await correcting.rename(c.session, c.who, made.place, at.under, words, c.now)
    else:
        one = answered(made, at)
        await correcting.add(c.session, c.who, made.place, one, words, c.now)
    made = await placed.with_themes(c.session, made)
    back = at.to("l" if at.act == "r" else "a")
    return page(Seen(c.t, made, placed.questions(made), back))
