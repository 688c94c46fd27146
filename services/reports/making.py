"""A document from what is asked for to the bytes of its file; each is written down."""

import asyncio
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from zoneinfo import ZoneInfo

from models.enums import WaveCode
from services.errors import UserError
from services.reports import card, flat, gathering
from services.reports.gathering import Asking
from services.reports.note import note
from services.reports.spravka import spravka
from services.results import figures
from services.results.cells import Speech
from services.results.complete import complete
from services.results.course import Typed
from services.results.rounds import Place
from services.results.workbook import results_book


class Report(StrEnum):
    NOTE = "note"
    SPRAVKA = "spravka"
    STATISTICS = "statistics"
    RESULTS = "results"


class Format(StrEnum):
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"


FORMATS = {
    Report.NOTE: (Format.DOCX,),
    Report.SPRAVKA: (Format.DOCX,),
    Report.STATISTICS: (Format.DOCX, Format.XLSX, Format.CSV),
    Report.RESULTS: (Format.XLSX, Format.CSV),
}

Writer = Callable[[], bytes]


@dataclass(frozen=True)
class Draft:
    """A file of which everything has been read. `write` takes its time: it is for a thread.

    `kind` is such as `note.docx`, `hidden` how many cells are kept back. To be closed.
    """

    write: Writer
    kind: str
    hidden: int = 0
    typed: Typed | None = None

    def close(self) -> None:
        if self.typed:
            self.typed.close()


async def make(
    asking: Asking, place: Place, report: Report, kind: Format, speech: Speech, actor: int | None
) -> bytes:
    """UserError for what cannot be made of this round, or not in this format."""
    with closing(await draft(asking, place, report, kind, speech)) as found:
        content = await asyncio.to_thread(found.write)
    await figures.record_export(asking.session, actor, place, found.kind, found.hidden, asking.now)
    return content


async def draft(
    asking: Asking, place: Place, report: Report, kind: Format, speech: Speech
) -> Draft:
    """UserError as `make`."""
    if kind not in FORMATS[report]:
        raise UserError("reports-no-format", formats=", ".join(FORMATS[report]))
    makers = {Report.STATISTICS: _statistics, Report.RESULTS: _results}
    return await makers.get(report, _document)(asking, place, report, kind, speech)


async def _document(
    asking: Asking, place: Place, report: Report, kind: Format, speech: Speech
) -> Draft:
    code = WaveCode.of(place.code)
    if code is WaveCode.CURATOR:
        raise UserError("reports-forms")
    if report is Report.SPRAVKA and code is not WaveCode.FINAL:
        raise UserError("reports-not-final")
    found = await gathering.material(asking, place)
    written = spravka if report is Report.SPRAVKA else note
    hidden = found.results.hidden
    return Draft(lambda: written(found, speech), f"{report}.{kind}", hidden)


async def _results(
    asking: Asking, place: Place, report: Report, kind: Format, speech: Speech
) -> Draft:
    counted, responses = await gathering.of_round(asking, place)
    session, asked = asking.session, (asking.scope, asking.min_group, asking.now)
    made, name = await complete(session, counted, *asked), f"{report}.{kind}"
    if kind is Format.CSV:
        return Draft(lambda: flat.cells(made, speech), name, made.hidden)
    typed = await figures.typed(session, made)
    local = asking.now.astimezone(ZoneInfo(place.organisation.timezone))
    write = partial(results_book, made, responses, speech, local, typed)
    return Draft(write, name, made.hidden, typed)


async def _statistics(
    asking: Asking, place: Place, report: Report, kind: Format, speech: Speech
) -> Draft:
    found = await gathering.statistics(asking, place)
    local = asking.now.astimezone(ZoneInfo(place.organisation.timezone))
    writers: dict[Format, Writer] = {
        Format.DOCX: lambda: card.document(found, speech),
        Format.XLSX: lambda: card.book(found, speech, local),
        Format.CSV: lambda: card.flat(found, speech),
    }
    return Draft(writers[kind], f"{report}.{kind}")
