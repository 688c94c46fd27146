"""A questionnaire as respondents see it: to leaf through, and to try on oneself."""

from dataclasses import replace
from typing import Any

from aiogram import F, Router
from aiogram.types import Message

from handlers.context import Context
from handlers.month import Idle
from handlers.own_questionnaires.buttons import (
    Preview,
    ShowOwn,
    Try,
    TryChoose,
    TryGo,
    TryToggle,
)
from handlers.own_questionnaires.pages import one
from handlers.paging import turner, within
from handlers.questionnaire_ends import title_page
from handlers.questionnaire_screens import Question, question
from handlers.screen import Button, Rows, Screen, column
from handlers.sections import MANAGERS, Expects, HasRole, menu_button
from handlers.texts import Translate
from handlers.wording import said
from models.enums import Role
from services.catalogue import Item, QuestionnaireSpec
from services.errors import NotFound
from services.own_questionnaires import drafts
from services.own_questionnaires.drafts import Own
from services.own_questionnaires.trial import Setting, Trial, leaves_of, sheet_of

TRYING = "own-try"


def router() -> Router:
    r = Router()
    managers = HasRole(MANAGERS)
    r.callback_query.register(leaf, Preview.filter(), managers)
    r.callback_query.register(begin, Try.filter(), managers)
    for kind in (TryChoose, TryToggle, TryGo):
        r.callback_query.register(press, kind.filter(), managers)
    r.message.register(write, Expects(TRYING), F.text, ~F.text.startswith("/"), managers)
    return r


def setting(c: Context) -> Setting:
    return Setting(c.t("own-colleague"), c.who.zone, c.programme.min_group, c.now)


async def found(c: Context, own_id: int, role: str) -> tuple[Own, Role, QuestionnaireSpec]:
    """NotFound for a role that is not asked."""
    own = await drafts.get_managed(c.session, c.who, own_id)
    if Role(role) not in own.specs:
        raise NotFound
    return own, Role(role), own.specs[Role(role)]


async def leaf(query: object, callback_data: Preview, c: Context) -> Screen:
    """The first page, then a page for each question; its buttons only show what they say."""
    own, role, spec = await found(c, callback_data.own, callback_data.role)
    sheet = leaves_of(own.id, role, spec, setting(c))
    count = len(sheet.steps) + 1
    number = within(callback_data.page, count)
    if number == 0:
        shown, words = title_page(c, sheet), []
    else:
        step = sheet.steps[number - 1]
        shown, words = question(c, sheet, step), only_if(c.t, spec, step.item)
    turn = turner(number, count, lambda n: callback_data.model_copy(update={"page": n}))
    back = Button.of(c.t("own-back"), ShowOwn(own=own.id))
    return Screen("\n\n".join([*words, shown.text]), (*still(shown.rows), *turn, (back,)))


def still(rows: Rows) -> Rows:
    return tuple(tuple(Button.of(button.text, Idle()) for button in row) for row in rows)


def only_if(t: Translate, spec: QuestionnaireSpec, item: Item) -> list[str]:
    """«Спросим, только если …»."""
    if item.only_if is None:
        return []
    source = spec.item(item.only_if.item)
    wanted = [said(t, c.text) for c in source.choices if c.value in item.only_if.any_of]
    return [t("own-only-if", label=said(t, source.label), answers=", ".join(wanted))]


async def begin(query: object, callback_data: Try, c: Context) -> Screen:
    own, role, spec = await found(c, callback_data.own, callback_data.role)
    return shown(c, own, Trial.begin(sheet_of(own.id, role, spec, setting(c)), c.now))


async def trial_of(c: Context, own_id: int) -> tuple[Own, Trial | None]:
    """What is being tried; None when something else has been done since."""
    expected: dict[str, Any] = c.who.account.expects or {}
    if (expected.get("what"), expected.get("own")) != (TRYING, own_id):
        return await drafts.get_managed(c.session, c.who, own_id), None
    own, role, spec = await found(c, own_id, expected["role"])
    return own, Trial.restored(sheet_of(own.id, role, spec, setting(c)), expected)


async def press(query: object, callback_data: Question, c: Context) -> Screen:
    own, trial = await trial_of(c, callback_data.assignment)
    if trial is None:
        return one(c, own, c.t("own-try-over"))
    key = callback_data.at[1]
    match callback_data:
        case TryChoose():
            trial.choose(key, callback_data.value, c.now)
        case TryToggle():
            trial.toggle(key, callback_data.value, callback_data.on, c.now)
        case TryGo(to="on"):
            trial.keep(key, c.now)
        case TryGo():
            trial.back(key, c.now)
    screen = shown(c, own, trial)
    return replace(screen, toast=c.t("survey-stale")) if trial.sheet.stale else screen


async def write(message: Message, c: Context) -> Screen:
    own, trial = await trial_of(c, int((c.who.account.expects or {})["own"]))
    assert trial is not None
    trial.write((message.text or "").strip(), c.now)
    return shown(c, own, trial)


def shown(c: Context, own: Own, trial: Trial) -> Screen:
    """The question, or how long it has taken."""
    sheet, step = trial.sheet, trial.sheet.step
    if step is None:
        return over(c, own, trial)
    screen = question(c, sheet, step)
    rows = tuple(tuple(Button(b.text, f"n{b.data}") for b in row) for row in screen.rows)
    stop = Button.of(c.t("own-try-stop"), ShowOwn(own=own.id))
    expects = {"what": TRYING, "own": own.id, "role": sheet.role.value, **trial.stored()}
    return Screen(screen.text, (*rows, (stop,)), expects=expects)


def over(c: Context, own: Own, trial: Trial) -> Screen:
    minutes, seconds = divmod(trial.seconds, 60)
    text = c.t("own-tried", minutes=minutes, seconds=seconds, promised=own.spec.minutes)
    again = [
        Button.of(c.t(f"own-try-{role}"), Try(own=own.id, role=role.value)) for role in own.specs
    ]
    back = Button.of(c.t("own-back"), ShowOwn(own=own.id))
    return Screen(text, (*column(again), (back, menu_button(c.t))))
