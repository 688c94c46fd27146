"""A document from what is asked for to the bytes of its file; each is written down."""

import asyncio
from collections.abc import Callable
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.enums import WaveCode
from services.errors import UserError
from services.reports import card, flat, gathering
from services.reports.gathering import Asking
from services.reports.note import note
from services.reports.spravka import spravka
from services.results import figures
from services.results.cells import Speech
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


async def make(
    asking: Asking, place: Place, report: Report, kind: Format, speech: Speech, actor: int | None
) -> bytes:
    """UserError for what cannot be made of this round, or not in this format."""
    if kind not in FORMATS[report]:
        raise UserError("reports-no-format", formats=", ".join(FORMATS[report]))
    makers = {Report.STATISTICS: _statistics, Report.RESULTS: _results}
    maker = makers.get(report, _document)
    write, hidden = await maker(asking, place, report, kind, speech)
    content = await asyncio.to_thread(write)
    await figures.record_export(
        asking.session, actor, place, f"{report}.{kind}", hidden, asking.now
    )
    return content


async def _document(
    asking: Asking, place: Place, report: Report, kind: Format, speech: Speech
) -> tuple[Writer, int]:
    code = WaveCode.of(place.code)
    if code is WaveCode.CURATOR:
        raise UserError("reports-forms")
    if report is Report.SPRAVKA and code is not WaveCode.FINAL:
        raise UserError("reports-not-final")
    found = await gathering.material(asking, place)
    written = spravka if report is Report.SPRAVKA else note
    return lambda: written(found, speech), found.results.hidden


async def _results(
    asking: Asking, place: Place, report: Report, kind: Format, speech: Speech
) -> tuple[Writer, int]:
    made, responses = await gathering.of_round(asking, place)
    local = asking.now.astimezone(ZoneInfo(place.organisation.timezone))
    if kind is Format.CSV:
        return lambda: flat.cells(made, speech), made.hidden
    return lambda: results_book(made, responses, speech, local), made.hidden


async def _statistics(
    asking: Asking, place: Place, report: Report, kind: Format, speech: Speech
) -> tuple[Writer, int]:
    found = await gathering.statistics(asking, place)
    local = asking.now.astimezone(ZoneInfo(place.organisation.timezone))
    writers: dict[Format, Writer] = {
        Format.DOCX: lambda: card.document(found, speech),
        Format.XLSX: lambda: card.book(found, speech, local),
        Format.CSV: lambda: card.flat(found, speech),
    }
    return writers[kind], 0
