"""The largest exports of a region: what they take of memory, and how fast their rows are written.

Run as a module it is the process that is measured, on the database given to it.
"""

import asyncio
import json
import sys
import time
import zipfile
from asyncio.subprocess import PIPE
from io import BytesIO
from pathlib import Path
from typing import Any

from bot.database import connect, session_maker
from handlers.texts import Translate
from services.reports import making
from services.reports.gathering import Asking
from services.reports.making import Format, Report
from services.results.cells import Speech
from tests.bench.region import K, make_region, whole
from tests.bench.stage import ROOT, START, stage

FILES = (Format.CSV, Format.XLSX)


async def export(size: int) -> dict[str, Any]:
    """Megabytes above what the process had before the first file."""
    async with stage() as on:
        await make_region(on, size)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.bench.export", on.url), cwd=ROOT, stdout=PIPE
        )
        written, _ = await process.communicate()
        found: dict[str, Any] = json.loads(written)
        return found


async def measured(url: str) -> dict[str, Any]:
    engine, rows, size = connect(url), 0, 0
    before, began = peak(), time.perf_counter()
    for kind in FILES:
        content = await made(engine, kind)
        rows, size = rows + rows_of(content, kind), size + len(content)
    seconds, most = time.perf_counter() - began, peak()
    await engine.dispose()
    return {
        "peak_mb": round(most - before, 1), "rows_per_second": round(rows / seconds),
        "rows": rows, "seconds": round(seconds, 2), "file_mb": round(size / 2**20, 1),
    }  # fmt: skip


async def made(engine: Any, kind: Format) -> bytes:
    """As the chat and the command line make it."""
    async with session_maker(engine)() as session:
        scope, place = await whole(session)
        asking = Asking(session, scope, K, START)
        speech = Speech(Translate("ru"), "ru")
        return await making.make(asking, place, Report.RESULTS, kind, speech, None)


def rows_of(content: bytes, kind: Format) -> int:
    if kind is Format.CSV:
        return content.count(b"\r\n")
    with zipfile.ZipFile(BytesIO(content)) as book:
        return sum(rows_in(book, name) for name in book.namelist() if "worksheets/sheet" in name)


def rows_in(book: zipfile.ZipFile, name: str) -> int:
    """Read in pieces: a sheet unpacked is larger than all that made it."""
    found, rest = 0, b""
    with book.open(name) as sheet:
        while piece := sheet.read(1 << 16):
            found += (rest + piece).count(b"<row ")
            rest = piece[-4:]
    return found


def peak() -> float:
    """Of this process alone: what `getrusage` tells begins with its parent's."""
    status = Path("/proc/self/status").read_text().splitlines()
    size = next(line for line in status if line.startswith("VmHWM:"))
    return int(size.split()[1]) / 1024


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measured(sys.argv[1]))))
