"""The list of own questionnaires, one of them, and the workbook there and back."""

import html
from collections.abc import Sequence

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import Document, Message

from handlers.context import Context
from handlers.own_questionnaires.buttons import OwnTemplate, Preview, SetPlan, ShowOwn, Try
from handlers.paging import cut, turner
from handlers.screen import Attachment, Button, Rows, Screen, column
from handlers.sections import MANAGERS, WAVES, HasRole, Open, menu_button
from handlers.texts import Html, Translate
from handlers.wave_buttons import OwnList, ShowCode
from handlers.wording import clipped, said
from services.own_questionnaires import drafts
from services.own_questionnaires.drafts import Own, State
from services.own_questionnaires.reading import is_ours
from services.own_questionnaires.table import template
from services.roster.files import LIMIT_MB, XLSX, refuse_large
from services.roster.report import issue_lines
from services.roster.rows import Issue

PAGE = 8
WORKBOOK = {"what": "own"}
"""A document sent now is a filled template."""

LISTED, ROOM = 25, 3000
"""Mistakes of a kind, and characters, in one message; the rest is in a file."""


def router() -> Router:
    r = Router()
    managers = HasRole(MANAGERS)
    r.callback_query.register(show_list, OwnList.filter(), managers)
    r.callback_query.register(send_template, OwnTemplate.filter(), managers)
    r.callback_query.register(withdraw, ShowOwn.filter(F.act == "withdraw"), managers)
    r.callback_query.register(show, ShowOwn.filter(), managers)
    r.message.register(upload, F.document, managers)
    return r


async def show_list(query: object, callback_data: OwnList, c: Context) -> Screen:
    t = c.t
    found = await drafts.of_mine(c.session, c.who)
    page = cut(found, callback_data.page, PAGE)
    buttons = [Button.of(label(t, own), ShowOwn(own=own.id)) for own in page.items]
    turn = turner(page.number, page.count, lambda number: OwnList(page=number))
    made = Button.of(t("own-template"), OwnTemplate())
    words: list[str] = [t("own-list"), *([] if found else [t("own-none")]), t("own-how")]
    rows = (*column(buttons), *turn, (made,), back(t))
    return Screen("\n\n".join(words), rows, expects=WORKBOOK)


def label(t: Translate, own: Own) -> str:
    return f"{clipped(said(t, own.spec.title), 30)} · {t(f'own-state-{own.state}')}"


def back(t: Translate) -> tuple[Button, ...]:
    return Button.of(t("button-back"), Open(section=WAVES.name)), menu_button(t)


async def send_template(query: object, c: Context) -> Screen:
    c.alone()
    content = template(c.now.astimezone(c.who.zone))
    file = Attachment(c.t("own-template-file"), XLSX, content)
    to_list = Button.of(c.t("button-back"), OwnList())
    text = c.t("own-template-sent")
    return Screen(text, ((to_list,),), expects=WORKBOOK, attachment=file, fresh=True)


async def show(query: object, callback_data: ShowOwn, c: Context) -> Screen:
    return one(c, await drafts.get_managed(c.session, c.who, callback_data.own))


def one(c: Context, own: Own, toast: str | None = None) -> Screen:
    """One questionnaire and what can be done with it."""
    return Screen(about(c.t, own), (*actions(c.t, own), *end(c.t)), WORKBOOK, toast)


def about(t: Translate, own: Own) -> Html:
    spec = own.spec
    return t(
        "own-about",
        title=said(t, spec.title),
        purpose=said(t, spec.purpose),
        state=t(f"own-state-{own.state}"),
        count=len(spec.items),
        minutes=spec.minutes,
        roles=Html(", ".join(t(f"results-role-{role}").lower() for role in own.specs)),
    )


def actions(t: Translate, own: Own) -> Rows:
    buttons = []
    for role in own.specs:
        key = "own-preview" if len(own.specs) == 1 else f"own-preview-{role}"
        buttons.append(Button.of(t(key), Preview(own=own.id, role=role.value)))
    buttons.append(Button.of(t("own-try"), Try(own=own.id, role=next(iter(own.specs)).value)))
    if own.state is State.DRAFT:
        buttons.append(Button.of(t("own-to-launch"), SetPlan(own=own.id)))
        buttons.append(Button.of(t("own-withdraw"), ShowOwn(own=own.id, act="withdraw")))
    elif own.state is State.LAUNCHED:
        buttons.append(Button.of(t("own-waves"), ShowCode(code=own.code)))
    return column(buttons)


def end(t: Translate) -> Rows:
    return ((Button.of(t("button-back"), OwnList()), menu_button(t)),)


async def withdraw(query: object, callback_data: ShowOwn, c: Context) -> Screen:
    if callback_data.sure:
        return one(c, await drafts.withdraw(c.session, c.who, callback_data.own, c.now))
    own = await drafts.get_managed(c.session, c.who, callback_data.own)
    if own.state is not State.DRAFT:
        return one(c, own, c.t("waves-changed"))
    sure = ShowOwn(own=own.id, act="withdraw", sure=True)
    yes = Button.of(c.t("own-withdraw-yes"), sure)
    no = Button.of(c.t("button-back"), ShowOwn(own=own.id))
    return Screen(c.t("own-withdraw-ask", title=said(c.t, own.spec.title)), column((yes, no)))


async def upload(message: Message, c: Context) -> list[Screen]:
    """A filled template is known by its sheets wherever one is; another workbook is only
    answered here where a template was asked for."""
    document = message.document
    assert isinstance(document, Document)
    expected = str((c.who.account.expects or {}).get("what", "")).startswith(WORKBOOK["what"])
    refuse_large(document.file_size)
    c.alone()
    content = await c.download(document.file_id, LIMIT_MB * 2**20 + 1)
    if not expected and not is_ours(content):
        raise SkipHandler
    name = document.file_name or c.t("own-template-file")
    made = await drafts.upload(c.session, c.who, name, content, c.now)
    lines = checked(c.t, made.issues)
    if made.own_id is None:
        to_list = Button.of(c.t("button-back"), OwnList())
        screen = Screen(lines, ((to_list,),), expects=WORKBOOK)
    else:
        own = await drafts.get_managed(c.session, c.who, made.own_id)
        page = one(c, own)
        words = [c.t("own-kept"), about(c.t, own), *([lines] if lines else [])]
        screen = Screen("\n\n".join(words), page.rows, expects=WORKBOOK)
    return [*whole(c, made.issues), screen]


def checked(t: Translate, issues: Sequence[Issue]) -> str:
    """Fewer lines of each kind when they are long."""
    for limit in range(LISTED, 0, -1):
        text = "\n".join(issue_lines(issues, t, limit))
        if len(text) <= ROOM:
            break
    return text


def whole(c: Context, issues: Sequence[Issue]) -> list[Screen]:
    """A file with every mistake when the chat shows only the first of them."""
    text = "\n".join(issue_lines(issues, c.t, len(issues)))
    if text == checked(c.t, issues):
        return []
    content = html.unescape(text).encode("utf-8-sig")
    file = Attachment(c.t("own-mistakes-file"), "text/plain", content)
    return [Screen(c.t("own-mistakes-caption"), attachment=file, fresh=True)]
