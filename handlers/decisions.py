"""What is decided after a round: chosen by those who run it, read by all who took part."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Literal

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import Message
from pydantic import Field

from handlers.context import Context
from handlers.notices import Notice, Telling
from handlers.results.screens import Id, View, Year, title, view_of
from handlers.screen import Button, Screen, column
from handlers.sections import MANAGERS, Expects, HasRole, menu_button
from handlers.texts import Html, Translate
from handlers.wording import Code, round_name, said
from models import Decision
from services import decisions
from services.decisions import asking
from services.errors import UserError
from services.results import figures, rounds
from services.results.rounds import Place
from services.waves.response import State


class Decide(CallbackData, prefix="dc"):
    """`value`: a code of the list to choose, a position to drop."""

    act: Literal["show", "add", "drop", "own", "ask", "tell"]
    year: Year
    code: Code
    organisation: Id
    whole: bool
    value: Annotated[str, Field(max_length=12)] = ""


def router() -> Router:
    r = Router()
    presses, managers = r.callback_query, HasRole(MANAGERS)
    for name, handler in (("own", own), ("ask", ask), ("tell", tell)):
        presses.register(handler, Decide.filter(F.act == name), managers)
    presses.register(show, Decide.filter(), managers)
    typed = (F.text, ~F.text.startswith("/"), managers)
    r.message.register(write, Expects("decision"), *typed)
    return r


def notices() -> dict[str, Notice]:
    return {decisions.KIND: told, asking.KIND: asked}


def button(t: Translate, place: Place) -> Button:
    """Leads here from a round's results."""
    return Button.of(t("decisions-button"), _to("show", view_of(place)))


def _to(act: Literal["show", "add", "drop", "own", "ask", "tell"], at: View | Decide) -> Decide:
    place = {"year": at.year, "code": at.code, "organisation": at.organisation, "whole": at.whole}
    return Decide(act=act, **place)


async def place_of(c: Context, at: Decide) -> Place:
    found = await rounds.places(c.session, c.who, at.year, at.code, c.now)
    return rounds.pick(found, at.organisation, at.whole)


async def show(query: object, callback_data: Decide, c: Context) -> Screen:
    """The page; `add` and `drop` change it first, and a stale one says why it cannot."""
    place, value, toast = await place_of(c, callback_data), callback_data.value, None
    try:
        if callback_data.act == "add":
            await decisions.choose(c.session, c.who, place, value, c.now)
        elif callback_data.act == "drop" and value.isdigit():
            await decisions.drop(c.session, place, int(value))
    except UserError as error:
        toast = c.t(error.key, **error.args_)
    return page(c, place, await decisions.of_place(c.session, place), callback_data, toast)


def page(
    c: Context, place: Place, made: Sequence[Decision], at: Decide, toast: str | None
) -> Screen:
    t = c.t
    lines = [title(t, place), "", *listed(t, made)]
    back = (Button.of(t("results-back"), view_of(place)), menu_button(t))
    if made and made[0].told_at:
        day = t.day(made[0].told_at.astimezone(c.who.zone).date())
        return Screen("\n".join([*lines, "", t("decisions-told", day=day)]), (back,), toast=toast)
    lines += ["", t("decisions-how", most=decisions.MOST)]
    rows = [*choice_buttons(t, made, at)]
    if len(made) < decisions.MOST:
        rows.append(Button.of(t("decisions-own"), _to("own", at)))
    if made:
        rows.append(Button.of(t("decisions-tell"), _to("ask", at)))
    return Screen("\n".join(lines), (*column(rows), back), toast=toast)


def choice_buttons(t: Translate, made: Sequence[Decision], at: Decide) -> list[Button]:
    """Those chosen to take back, and the list while there is room."""
    chosen = [_pressed(at, "drop", str(one.position)) for one in made]
    taken = [
        Button.of(f"✓ {said(t, decisions.words(one))}", to)
        for one, to in zip(made, chosen, strict=True)
    ]
    codes = {one.choice for one in made}
    free = [
        Button.of(said(t, words), _pressed(at, "add", code))
        for code, words in decisions.choices().items()
        if code not in codes
    ]
    return taken + (free if len(made) < decisions.MOST else [])


def _pressed(at: Decide, act: Literal["add", "drop"], value: str) -> Decide:
    return _to(act, at).model_copy(update={"value": value})


def listed(t: Translate, made: Sequence[Decision]) -> list[Html]:
    if not made:
        return [t("decisions-none-yet")]
    return [t("decisions-line", text=said(t, decisions.words(one))) for one in made]


async def own(query: object, callback_data: Decide, c: Context) -> Screen:
    place = await place_of(c, callback_data)
    expects = {"what": "decision", "at": callback_data.pack()}
    back = Button.of(c.t("button-back"), _to("show", callback_data))
    text = f"{title(c.t, place)}\n\n{c.t('decisions-type', most=decisions.LONGEST)}"
    return Screen(text, ((back,),), expects=expects)


async def write(message: Message, c: Context) -> Screen:
    at = Decide.unpack(str((c.who.account.expects or {})["at"]))
    place = await place_of(c, at)
    await decisions.write(c.session, c.who, place, message.text or "", c.now)
    return page(c, place, await decisions.of_place(c.session, place), at, None)


async def ask(query: object, callback_data: Decide, c: Context) -> Screen:
    """What will be sent, and to how many; it cannot be taken back."""
    place, t = await place_of(c, callback_data), c.t
    made = await decisions.of_place(c.session, place)
    if not made or made[0].told_at:
        return page(c, place, made, callback_data, t("waves-changed"))
    count = await decisions.participants(c.session, place)
    lines = [t("decisions-ask", count=count), "", *listed(t, made)]
    yes = Button.of(t("decisions-yes"), _to("tell", callback_data))
    back = Button.of(t("button-back"), _to("show", callback_data))
    return Screen("\n".join(lines), column((yes, back)))


async def tell(query: object, callback_data: Decide, c: Context) -> Screen:
    place, toast = await place_of(c, callback_data), None
    try:
        count = await decisions.tell(c.session, c.who, place, c.now)
        toast = c.t("decisions-told-to", count=count)
    except UserError as error:
        toast = c.t(error.key, **error.args_)
    return page(c, place, await decisions.of_place(c.session, place), callback_data, toast)


async def told(n: Telling) -> Screen | None:
    """To those who took part: the short result of their round."""
    year, code = int(n.args["year"]), str(n.args["code"])
    made = await decisions.of_round(n.session, int(n.args["organisation"]), year, code)
    if not made:
        return None
    place = await decisions.place_of(n.session, made[0])
    name = round_name(n.t, code, n.args.get("title"))
    lines = [n.t("decisions-message", round=name, place=place.name), "", *listed(n.t, made)]
    return Screen("\n".join([*lines, "", n.t("decisions-thanks")]), ((menu_button(n.t),),))


async def asked(n: Telling) -> Screen | None:
    """To a curator: a round is over, and nothing is decided yet."""
    wave = await asking.wave_of(n.session, int(n.args["wave"]))
    made = await decisions.of_round(n.session, wave.organisation_id, wave.academic_year, wave.code)
    found = await rounds.places(n.session, n.who, wave.academic_year, wave.code, n.now)
    own = [one for one in found if one.ids == {wave.id} and not one.whole]
    if made or not own or not own[0].is_over:
        return None
    counted = figures.together(await figures.responses(n.session, own[0]))
    states = sum(counted.values(), start=Counter[State]())
    text = n.t(
        "decisions-asked",
        round=round_name(n.t, wave.code, wave.title),
        done=states[State.SUBMITTED],
        all=states.total(),
        most=decisions.MOST,
    )
    look = Button.of(n.t("results-back"), view_of(own[0]))
    return Screen(text, column((look, button(n.t, own[0]), menu_button(n.t))))
