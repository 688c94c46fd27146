"""Answering a questionnaire: one live question, every tap saved, nothing lost by a pause."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.types import Message

from handlers import burden
from handlers.context import Context
from handlers.questionnaire_ends import thanks, title_page
from handlers.questionnaire_screens import (
    Choose,
    Go,
    Hand,
    OpenSurvey,
    Question,
    Toggle,
    question,
    review,
)
from handlers.screen import Button, Screen, column
from handlers.sections import MANAGERS, SURVEY, Expects, HasRole, menu_button, register
from handlers.wording import said
from services import answering, help_requests, questionnaires
from services.errors import UserError
from services.questionnaires import Phase, Sheet

__all__ = ["OpenSurvey", "router"]


def router() -> Router:
    r = Router()
    r.callback_query.register(choose, Choose.filter())
    register(r, SURVEY, survey)
    r.callback_query.register(open_survey, OpenSurvey.filter())
    r.callback_query.register(begin, Hand.filter(F.act == "begin"))
    r.callback_query.register(toggle, Toggle.filter())
    r.callback_query.register(keep, Go.filter(F.to == "on"))
    r.callback_query.register(back, Go.filter(F.to == "back"))
    r.callback_query.register(change, Question.filter())
    r.callback_query.register(send, Hand.filter(F.act == "send"))
    r.message.register(write, Expects("survey"), F.text, ~F.text.startswith("/"))
    r.message.register(not_a_text, Expects("survey"), ~F.text, ~F.document)
    r.message.register(not_a_text, Expects("survey"), F.document, ~HasRole(MANAGERS))
    return r


async def survey(event: object, c: Context) -> list[Screen]:
    """The only questionnaire at hand, a choice of several, or why there is none."""
    sheets = await questionnaires.at_hand(c.session, c.who.me.id, c.now)
    waiting = [sheet for sheet in sheets if sheet.phase is not Phase.SENT]
    if len(waiting) == 1:
        return await show(c, waiting[0])
    if waiting:
        buttons = [open_button(c, sheet) for sheet in waiting]
        words = [c.t("survey-which"), *await taken(c)]
        return [Screen("\n\n".join(words), column((*buttons, menu_button(c.t))))]
    return [await nothing_to_answer(c, bool(sheets))]


def open_button(c: Context, sheet: Sheet) -> Button:
    return Button.of(said(c.t, sheet.spec.title), OpenSurvey(assignment=sheet.id))


async def taken(c: Context) -> list[str]:
    """How much of the year it has been so far, if anything."""
    minutes = await burden.mine(c)
    return [minutes] if minutes else []


async def nothing_to_answer(c: Context, sent: bool) -> Screen:
    today = c.now.astimezone(c.who.zone).date()
    day = await questionnaires.next_opening(c.session, c.who.me.organisation_id, today)
    words: list[str] = [c.t("survey-all-sent" if sent else "survey-none")]
    if day:
        words.append(c.t("survey-next", day=c.t.day(day)))
    words += await taken(c)
    return Screen("\n\n".join(words), column((menu_button(c.t),)))


async def show(c: Context, sheet: Sheet) -> list[Screen]:
    """The sheet as it stands; a stale press is told so."""
    screens = await _shown(c, sheet)
    if sheet.stale and sheet.phase in (Phase.QUESTION, Phase.REVIEW):
        screens[0] = replace(screens[0], toast=c.t("survey-stale"))
    return screens


async def _shown(c: Context, sheet: Sheet) -> list[Screen]:
    step = sheet.step
    match sheet.phase:
        case Phase.INTRO:
            return [title_page(c, sheet)]
        case Phase.QUESTION if step:
            return [question(c, sheet, step)]
        case Phase.SENT:
            request = await help_requests.of_assignment(c.session, sheet.id, c.now)
            return [thanks(c, sheet, request, await burden.mine(c))]
        case Phase.CLOSED | Phase.EARLY:
            return [out_of_time(c, sheet)]
        case Phase.NOBODY:
            return [Screen(c.t("survey-nobody"), column((menu_button(c.t),)))]
    return review(c, sheet)


def out_of_time(c: Context, sheet: Sheet) -> Screen:
    if sheet.phase is Phase.EARLY:
        words = [c.t("survey-early", day=c.t.day(sheet.wave.opens_on))]
    else:
        words = [c.t("survey-closed", day=c.t.day(sheet.closed_on))]
        if sheet.answers:
            words.append(c.t("survey-closed-unsent"))
    return Screen(" ".join(words), column((menu_button(c.t),)))


async def open_survey(query: object, callback_data: OpenSurvey, c: Context) -> list[Screen]:
    number = callback_data.assignment
    sheet = await questionnaires.get_own(c.session, c.who.me.id, number, c.now)
    return await show(c, sheet)


async def begin(query: object, callback_data: Hand, c: Context) -> list[Screen]:
    sheet = await answering.begin(c.session, c.who.me.id, callback_data.assignment, c.now)
    return await show(c, sheet)


async def choose(query: object, callback_data: Choose, c: Context) -> list[Screen]:
    me, d = c.who.me.id, callback_data
    return await show(c, await answering.choose(c.session, me, d.at, d.value, c.now))


async def toggle(query: object, callback_data: Toggle, c: Context) -> list[Screen]:
    me, d = c.who.me.id, callback_data
    return await show(c, await answering.toggle(c.session, me, d.at, d.value, d.on, c.now))


async def keep(query: object, callback_data: Go, c: Context) -> list[Screen]:
    return await show(c, await answering.keep(c.session, c.who.me.id, callback_data.at, c.now))


async def back(query: object, callback_data: Go, c: Context) -> list[Screen]:
    return await show(c, await answering.back(c.session, c.who.me.id, callback_data.at, c.now))


async def change(query: object, callback_data: Question, c: Context) -> list[Screen]:
    return await show(c, await answering.change(c.session, c.who.me.id, callback_data.at, c.now))


async def send(query: object, callback_data: Hand, c: Context) -> list[Screen]:
    sheet = await answering.send(c.session, c.who.me.id, callback_data.assignment, c.now)
    return await show(c, sheet)


async def write(message: Message, c: Context) -> list[Screen]:
    """A typed answer belongs to the question it was typed under, or to none."""
    expected = c.who.account.expects or {}
    step = expected.get("step")
    at = int(expected["assignment"]), (step[0], step[1]) if step else None
    sheet = await answering.write(c.session, c.who.me.id, at, message.text or "", c.now)
    screens = await show(c, sheet)
    if sheet.stale:
        screens[0] = replace(screens[0], text=f"{c.t('survey-not-taken')}\n\n{screens[0].text}")
    return screens


async def not_a_text(message: Message, c: Context) -> None:
    """A photo, a sticker, a file (a curator's may be a roster); the question stays."""
    raise UserError("survey-only-text")
