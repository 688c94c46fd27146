"""Files of a place where many answered: made in the background, with progress in the chat."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from aiogram.filters.callback_data import CallbackData
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.context import Context
from handlers.results import documents
from handlers.results.asked import XLSX, Asked, file_name, sent
from handlers.results.screens import Id, View
from handlers.screen import Attachment, Button, Screen, column
from handlers.texts import Html, Translate
from handlers.wording import refusal
from models import Export
from models.enums import ExportState
from services import access, exporting, people
from services.errors import NotFound, UserError
from services.exporting import Taken, Wanted
from services.programme import Programme
from services.reports.making import Draft
from services.results import figures, rounds, tallies
from services.results.cells import Results
from services.results.complete import complete
from services.results.course import QUIET, Course
from services.results.rounds import Place
from services.results.workbook import results_book


class Cancel(CallbackData, prefix="xc"):
    """Ends the making of a file."""

    export: Id


ACTS = ("workbook", *documents.DOCUMENTS)
"""What may take long. A picture is drawn of numbers that its page counts too."""


async def takes_long(c: Context, view: View, place: Place) -> bool:
    """A file of more questionnaires than one is made of while somebody waits."""
    if view.act not in ACTS or not place.is_over:
        return False
    sent_here = await tallies.sent(c.session, place.ids)
    return sum(one.people for one in sent_here.values()) > c.programme.at_once


async def ask(c: Context, view: View) -> Screen:
    """A new message, which tells how far it is; the page it was asked for on stays."""
    wanted = Wanted(view.act, view.year, view.code, view.organisation, view.whole)
    message = f"{c.update_key}:0"
    account = c.who.account.id
    export = await exporting.ask(c.session, account, wanted, message, c.now)
    is_other = exporting.wanted_of(export) != wanted
    return going(c.t, export, c.t("results-export-other") if is_other else None)


def going(t: Translate, export: Export, note: Html | None = None) -> Screen:
    """How far a file is, with a button that cancels it."""
    key = "counting" if export.state is ExportState.RUNNING else "waiting"
    text = t(f"results-export-{key}")
    if export.parts:
        text = t("results-export-sheets", done=export.done, parts=export.parts)
    lines = [*([note, ""] if note else []), t("results-export-going"), text]
    button = Button.of(t("results-export-cancel"), Cancel(export=export.id))
    return Screen("\n".join(lines), column((button,)), fresh=True)


async def cancel(query: object, callback_data: Cancel, c: Context) -> Screen:
    """What was ready before is told as that."""
    export, is_ended = await exporting.cancel(c.session, c.who.account.id, callback_data.export)
    if is_ended or export.state is ExportState.CANCELLED:
        return ended(c.t, c.t("results-export-cancelled"), again=view_of(export))
    if export.state is ExportState.DONE:
        return ended(c.t, c.t("results-export-done"))
    return ended(c.t, c.t("results-export-failed"), again=view_of(export))


def ended(t: Translate, text: Html, again: View | None = None) -> Screen:
    button = [Button.of(t("results-export-again"), again)] if again else []
    return Screen(text, column(button))


def view_of(export: Export | Wanted) -> View:
    return View(
        act=export.act,
        year=export.academic_year,
        code=export.code,
        organisation=export.organisation_id,
        whole=export.whole,
    )


async def book(asked: Asked, made: Results, course: Course = QUIET) -> Draft:
    """The workbook. What people typed is read apart from `made`: it may be a lot."""
    c = asked.c
    found = await figures.responses(c.session, asked.place)
    local = c.now.astimezone(c.who.zone)
    scope = await access.scope(c.session, c.who)
    made = await complete(c.session, made, scope, c.programme.min_group, c.now)
    typed = await figures.typed(c.session, made)
    write = partial(results_book, made, found, asked.speech, local, typed, course)
    return Draft(write, "xlsx", made.hidden, typed)


@dataclass(frozen=True)
class Ready:
    """A file of which everything has been read, for whom, and what it is called."""

    asked: Asked
    draft: Draft
    name: str
    mime: str

    def sent(self, content: bytes) -> Screen:
        act = "documents" if self.asked.view.act in documents.DOCUMENTS else "means"
        return sent(self.asked, Attachment(self.name, self.mime, content), act)


async def begin(
    session: AsyncSession, taken: Taken, programme: Programme, course: Course, now: datetime
) -> Ready:
    """Everything that the file says, read for whoever asked, as things stand now.

    UserError: it cannot be made. NotFound: it is not theirs any more.
    """
    who = await people.by_id(session, taken.account_id)
    if not who.consented:
        raise NotFound
    t, wanted = Translate(who.account.language), taken.wanted
    c = Context(session, now, who, t, programme, nothing, f"export{taken.id}")
    year, code = wanted.academic_year, wanted.code
    found = await rounds.places(session, who, year, code, now)
    place = rounds.pick(found, wanted.organisation_id, wanted.whole)
    if not place.is_over:
        raise UserError("reports-open")
    asked = Asked(c, view_of(wanted), place, None, None)
    if document := documents.DOCUMENTS.get(wanted.act):
        name, mime = file_name(asked, document.ending(wanted.act)), document.mime
        return Ready(asked, await documents.draft(asked), name, mime)
    made = await figures.results(session, place, programme.min_group, with_texts=False)
    if made is None:
        raise UserError("reports-open")
    return Ready(asked, await book(asked, made, course), file_name(asked, "xlsx"), XLSX)


async def nothing(file_id: str, limit: int) -> bytes:
    """What a making has to fetch from Telegram."""
    raise NotFound


def failure(t: Translate, error: Exception | None, wanted: Wanted) -> Screen:
    """What has come in between; only what may pass is worth another try."""
    if isinstance(error, NotFound):
        return ended(t, t("results-export-gone"))
    if isinstance(error, UserError):
        return ended(t, refusal(t, error))
    return ended(t, t("results-export-failed"), again=view_of(wanted))
