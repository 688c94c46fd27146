"""Documents from the command line: whoever runs the installation may ask for any round."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from bot.administration import opened
from bot.clock import utc_now
from bot.config import Settings
from bot.database import session_maker
from handlers.texts import Translate
from services.reports import asking, making
from services.reports.gathering import Asking
from services.reports.making import Format, Report
from services.results.cells import Speech
from services.results.indicators.definitions import Definitions


@dataclass(frozen=True)
class Wanted:
    report: Report
    wave: int
    organisation: int
    kind: Format
    definitions: Definitions


async def write(settings: Settings, wanted: Wanted, out: Path) -> None:
    """In Russian. The export is written down only with its file."""
    now = utc_now()
    async with opened(settings) as engine, session_maker(engine).begin() as session:
        scope, place = await asking.asked(session, wanted.wave, wanted.organisation, now)
        asked = Asking(session, scope, settings.min_group, now, wanted.definitions)
        speech = Speech(Translate("ru"), "ru")
        content = await making.make(asked, place, wanted.report, wanted.kind, speech, actor=None)
        await asyncio.to_thread(out.write_bytes, content)
