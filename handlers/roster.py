"""The roster in the chat: a template, a file that is tried first, an import after a yes."""

from typing import Annotated

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import Document, Message
from pydantic import Field

from handlers.context import Context
from handlers.roster_report import chat_text, done_text, is_whole, report_text
from handlers.screen import Attachment, Button, Screen, column
from handlers.sections import MANAGERS, PEOPLE, ROSTER, HasRole, Open, menu_button, register
from services.errors import UserError
from services.roster import files
from services.roster.files import LIMIT_MB, XLSX, DryRun, Outcome
from services.roster.template import template

FILE_NAME = "roster.xlsx"


class Load(CallbackData, prefix="fl"):
    """`plan` marks what the person was shown and agrees to."""

    file: Annotated[int, Field(ge=0, lt=2**31)]
    plan: str


class Discard(CallbackData, prefix="fd"):
    file: Annotated[int, Field(ge=0, lt=2**31)]


class Template(CallbackData, prefix="ft"):
    """The empty workbook."""


def router() -> Router:
    r = Router()
    managers = HasRole(MANAGERS)
    register(r, ROSTER, explain)
    r.callback_query.register(send_template, Template.filter(), managers)
    r.message.register(upload, F.document, managers)
    r.message.register(refuse, F.document)
    r.callback_query.register(load, Load.filter(), managers)
    r.callback_query.register(discard, Discard.filter(), managers)
    return r


async def explain(event: object, c: Context) -> Screen:
    buttons = (Button.of(c.t("roster-template"), Template()), menu_button(c.t))
    return Screen(c.t("roster-explain", limit=LIMIT_MB), column(buttons))


async def send_template(query: object, c: Context) -> Screen:
    c.alone()
    content = template(c.now.astimezone(c.who.zone).date())
    made = Attachment(c.t("roster-template-file"), XLSX, content)
    return Screen(c.t("roster-template-caption"), attachment=made, fresh=True)


async def refuse(message: Message, c: Context) -> Screen:
    raise UserError("roster-not-yours")


async def upload(message: Message, c: Context) -> list[Screen]:
    """Any document is tried: the reader says kindly what is wrong with it."""
    document = message.document
    assert isinstance(document, Document)
    files.refuse_large(document.file_size)
    c.alone()
    content = await c.download(document.file_id, LIMIT_MB * 2**20 + 1)
    name = document.file_name or FILE_NAME
    made = await files.upload(c.session, c.who, name, content, c.now)
    return dry_run(c, made)[::-1]


def dry_run(c: Context, made: DryRun) -> list[Screen]:
    """The question, and a whole report beside it when the chat shows only its beginning."""
    title = c.t("roster-file", name=made.name[:100])
    text = f"{title}\n\n{chat_text(c.t, made.plan)}"
    if made.file_id is None:
        screen = Screen(text, column((menu_button(c.t),)))
    else:
        load_it = Load(file=made.file_id, plan=made.fingerprint)
        yes = Button.of(c.t("roster-load"), load_it)
        no = Button.of(c.t("roster-discard"), Discard(file=made.file_id))
        screen = Screen(f"{text}\n\n{c.t('roster-ask')}", column((yes, no)))
    return [screen] if is_whole(c.t, made.plan) else [screen, whole_report(c, made)]


def whole_report(c: Context, made: DryRun) -> Screen:
    """The mark of encoding lets every Windows editor show Russian letters."""
    content = report_text(c.t, made.plan).encode("utf-8-sig")
    report = Attachment(c.t("roster-report-file"), "text/plain", content)
    return Screen(c.t("roster-report-caption"), attachment=report, fresh=True)


async def load(query: object, callback_data: Load, c: Context) -> Screen | list[Screen]:
    c.alone()
    attempt = await files.load(c.session, c.who, callback_data.file, callback_data.plan, c.now)
    if attempt.dry_run is None:
        return loaded(c, c.t("roster-already"))
    if attempt.outcome is Outcome.DONE:
        return loaded(c, c.t("roster-loaded") + "\n\n" + done_text(c.t, attempt.dry_run.plan))
    first, *rest = dry_run(c, attempt.dry_run)
    changed = Screen(c.t("roster-changed") + "\n\n" + first.text, first.rows)
    return [changed, *rest]


def loaded(c: Context, text: str) -> Screen:
    people = Button.of(c.t("roster-invite"), Open(section=PEOPLE.name))
    return Screen(text, column((people, menu_button(c.t))))


async def discard(query: object, callback_data: Discard, c: Context) -> Screen:
    if not await files.discard(c.session, c.who, callback_data.file):
        return loaded(c, c.t("roster-already"))
    return Screen(c.t("roster-discarded"), column((menu_button(c.t),)))
