"""A wave on paper: forms to print, a table for what was written on them, and the table back."""

from typing import Annotated, Literal

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import Document, Message
from pydantic import Field

from handlers.context import Context
from handlers.screen import Attachment, Button, Screen, column
from handlers.sections import MANAGERS, Expects, HasRole, menu_button
from handlers.texts import Html, Translate
from handlers.wave_buttons import Id, ShowDelivery
from handlers.wording import language, round_name
from models import Wave
from services.errors import UserError
from services.paper import files, form, table
from services.paper.entry import enter as hand_in
from services.paper.reading import Typed, read
from services.paper.waiting import Waiting, require_open, waiting
from services.roster.files import LIMIT_MB, XLSX, refuse_large
from services.roster.rows import Issue
from services.steps import Given, Key
from services.waves import actions

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LISTED = 15
"""Mistakes in one message."""

NAMED = 10


class OnPaper(CallbackData, prefix="bf"):
    """`role` is that of the form to print."""

    wave: Id
    act: Literal["show", "form", "table"] = "show"
    role: Annotated[str, Field(max_length=30)] = ""


class Enter(CallbackData, prefix="be"):
    """The table that was sent, after a look at what is in it."""

    wave: Id
    file: Id
    sure: bool = True


def router() -> Router:
    r = Router()
    managers = HasRole(MANAGERS)
    presses = r.callback_query
    presses.register(print_form, OnPaper.filter(F.act == "form"), managers)
    presses.register(send_table, OnPaper.filter(F.act == "table"), managers)
    presses.register(explain, OnPaper.filter(), managers)
    presses.register(enter, Enter.filter(F.sure), managers)
    presses.register(discard, Enter.filter(), managers)
    r.message.register(upload, F.document, Expects("paper"), managers)
    return r


def button(t: Translate, wave: Wave) -> Button:
    """Leads here from those whom the bot did not reach."""
    return Button.of(t("paper-button"), OnPaper(wave=wave.id))


async def found(c: Context, wave_id: int) -> tuple[Wave, list[Waiting]]:
    """An open wave of one's own, and whose answers it still waits for."""
    wave = await actions.get_managed(c.session, c.who, wave_id)
    require_open(wave, c.now)
    return wave, await waiting(c.session, wave, c.now)


def heading(t: Translate, wave: Wave) -> Html:
    name = round_name(t, wave.code, wave.title)
    return t("paper-head", name=name, school=wave.organisation.name)


async def explain(query: object, callback_data: OnPaper, c: Context) -> Screen:
    wave, people = await found(c, callback_data.wave)
    t = c.t
    back = (Button.of(t("button-back"), ShowDelivery(wave=wave.id)), menu_button(t))
    if not people:
        return Screen(f"{heading(t, wave)}\n\n{t('paper-nobody')}", (back,))
    roles = dict.fromkeys(one.sheet.role for one in people)
    forms = [
        Button.of(t(f"paper-form-{role}"), OnPaper(wave=wave.id, act="form", role=role))
        for role in roles
    ]
    made = Button.of(t("paper-table"), OnPaper(wave=wave.id, act="table"))
    text = f"{heading(t, wave)}\n\n{t('paper-explain', count=len(people))}"
    return Screen(text, (*column([*forms, made]), back), expects=expects(wave))


def expects(wave: Wave) -> dict[str, object]:
    """A document sent now is the table."""
    return {"what": "paper", "wave": wave.id}


async def print_form(query: object, callback_data: OnPaper, c: Context) -> Screen:
    wave, people = await found(c, callback_data.wave)
    one = next((one for one in people if one.sheet.role == callback_data.role), None)
    if one is None:
        raise UserError("paper-nobody")
    sheet = one.sheet
    c.alone()
    words = form.Wording(c.t, language(c.t))
    content = form.form(sheet.spec, wave.organisation.name, sheet.min_group, words)
    file = Attachment(c.t(f"paper-file-{sheet.role}"), DOCX, content)
    return shown(c, wave, c.t("paper-form-sent"), file)


async def send_table(query: object, callback_data: OnPaper, c: Context) -> Screen:
    wave, people = await found(c, callback_data.wave)
    if not people:
        raise UserError("paper-nobody")
    c.alone()
    content = table.table(people, c.now.astimezone(c.who.zone))
    file = Attachment(c.t("paper-file-table"), XLSX, content)
    return shown(c, wave, c.t("paper-table-sent"), file)


def shown(c: Context, wave: Wave, text: str, file: Attachment) -> Screen:
    back = Button.of(c.t("button-back"), OnPaper(wave=wave.id))
    return Screen(text, ((back,),), expects=expects(wave), attachment=file, fresh=True)


async def upload(message: Message, c: Context) -> Screen:
    """The table is read whole before anything is written."""
    wave, people = await found(c, int((c.who.account.expects or {})["wave"]))
    document = message.document
    assert isinstance(document, Document)
    refuse_large(document.file_size)
    c.alone()
    content = await c.download(document.file_id, LIMIT_MB * 2**20 + 1)
    refuse_large(len(content))
    name = document.file_name or "paper.xlsx"
    typed = read(content, name, people)
    if typed.issues or not typed.answers:
        return mistakes(c, wave, typed)
    file_id = await files.keep(c.session, c.who, name, content, c.now)
    names = [one.name for one in people if one.sheet.id in typed.answers]
    lines = [heading(c.t, wave), "", c.t("paper-ask", count=len(names)), *named(c.t, names)]
    lines += about_done(c.t, typed)
    yes = Button.of(c.t("paper-yes"), Enter(wave=wave.id, file=file_id))
    no = Button.of(c.t("paper-no"), Enter(wave=wave.id, file=file_id, sure=False))
    return Screen("\n".join(lines), column((yes, no)))


def mistakes(c: Context, wave: Wave, typed: Typed) -> Screen:
    """All at once, each with its cell; nothing has been entered."""
    lines = [heading(c.t, wave), *about_done(c.t, typed), ""]
    if typed.issues:
        lines.append(c.t("paper-mistakes", count=len(typed.issues)))
    lines += [issue_line(c.t, issue) for issue in typed.issues[:LISTED]]
    if len(typed.issues) > LISTED:
        lines.append(c.t("paper-more", count=len(typed.issues) - LISTED))
    back = Button.of(c.t("button-back"), OnPaper(wave=wave.id))
    return Screen("\n".join(lines), ((back,),), expects=expects(wave))


def issue_line(t: Translate, issue: Issue) -> Html:
    what = t(issue.key, **issue.args)
    return t("paper-mistake", sheet=issue.sheet, row=issue.row, column=issue.column, what=what)


def named(t: Translate, names: list[str]) -> list[Html]:
    lines = [t("paper-name", name=name) for name in names[:NAMED]]
    rest = len(names) - NAMED
    return [*lines, t("paper-more", count=rest)] if rest > 0 else lines


def about_done(t: Translate, typed: Typed) -> list[Html]:
    """Those who have answered by themselves since the table was made."""
    names = list(dict.fromkeys(typed.done))
    return [t("paper-done-already", names=", ".join(names[:NAMED]))] if names else []


async def enter(query: object, callback_data: Enter, c: Context) -> Screen:
    """Read anew: somebody may have answered since."""
    wave, people = await found(c, callback_data.wave)
    kept = await files.kept(c.session, c.who, callback_data.file)
    if kept is None:
        return done(c, wave, c.t("paper-gone"))
    c.alone()
    answers = still_wanted(kept.content, kept.name, people)
    count = await hand_in(c.session, c.who, wave, people, answers, c.now)
    await files.forget(c.session, kept)
    return done(c, wave, c.t("paper-entered", count=count))


def still_wanted(content: bytes, name: str, people: list[Waiting]) -> dict[int, dict[Key, Given]]:
    """None when all whose answers it has have sent their own since."""
    try:
        return read(content, name, people).answers
    except UserError:
        return {}


async def discard(query: object, callback_data: Enter, c: Context) -> Screen:
    wave, _ = await found(c, callback_data.wave)
    kept = await files.kept(c.session, c.who, callback_data.file)
    if kept:
        await files.forget(c.session, kept)
    return done(c, wave, c.t("paper-discarded"))


def done(c: Context, wave: Wave, text: str) -> Screen:
    back = (Button.of(c.t("button-back"), OnPaper(wave=wave.id)), menu_button(c.t))
    return Screen(f"{heading(c.t, wave)}\n\n{text}", (back,))
