"""«Документы»: a round as Word, Excel or CSV, sent into the chat."""

from typing import NamedTuple

from handlers.context import Context
from handlers.results.asked import XLSX, Asked, file_name, sent
from handlers.results.screens import title, view_of
from handlers.screen import Attachment, Button, Screen, column
from handlers.sections import menu_button
from models.enums import WaveCode
from services import access
from services.reports import making
from services.reports.gathering import Asking
from services.reports.making import Draft, Format, Report
from services.results.cells import Results

MIMES = {
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.XLSX: XLSX,
    Format.CSV: "text/csv",
}


class Document(NamedTuple):
    report: Report
    kind: Format

    def ending(self, act: str) -> str:
        return f"{act}.{self.kind}"

    @property
    def mime(self) -> str:
        return MIMES[self.kind]


DOCUMENTS = {
    "note": Document(Report.NOTE, Format.DOCX),
    "spravka": Document(Report.SPRAVKA, Format.DOCX),
    "statistics": Document(Report.STATISTICS, Format.XLSX),
    "cells": Document(Report.RESULTS, Format.CSV),
}
"""By the view that a button asks for."""


async def choose(asked: Asked, made: Results) -> Screen:
    """The documents that this round has."""
    t, code = asked.c.t, WaveCode.of(asked.place.code)
    hidden = {"spravka"} if code is not WaveCode.FINAL else set()
    hidden |= {"note"} if made.forms is not None else set()
    buttons = [
        Button.of(t(f"reports-button-{act}"), view_of(asked.place, act))
        for act in DOCUMENTS
        if act not in hidden
    ]
    back = Button.of(t("results-back"), view_of(asked.place))
    text = t("reports-choose", title=title(t, asked.place), k=made.k)
    return Screen(text, column((*buttons, back, menu_button(t))))


async def send(asked: Asked, made: Results) -> Screen:
    """Sent as a file, and written down as an export."""
    c, act = asked.c, asked.view.act
    document = DOCUMENTS[act]
    asking = await _asking(c)
    report, kind = document
    content = await making.make(asking, asked.place, report, kind, asked.speech, c.who.me.id)
    file = Attachment(file_name(asked, document.ending(act)), document.mime, content)
    return sent(asked, file, "documents")


async def draft(asked: Asked) -> Draft:
    """The same, when it is not sent at once."""
    report, kind = DOCUMENTS[asked.view.act]
    return await making.draft(await _asking(asked.c), asked.place, report, kind, asked.speech)


async def _asking(c: Context) -> Asking:
    scope = await access.scope(c.session, c.who)
    return Asking(c.session, scope, c.programme.min_group, c.now, c.programme.definitions)
