"""The files of a simulated town as they come out of a printer; their pages are left in a folder
to be looked at (`rendering.LEFT_AT`)."""

import re
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from bot.database import session_maker
from services.reports import making
from services.reports.gathering import Asking
from services.reports.making import Format, Report
from services.results import rounds
from tests.conftest import Databases
from tests.rendering import A4, Pages, pdf_of, plain
from tests.simulated import Simulated, make_simulated
from tests.test_results_files import speech
from tests.yearly import june

pytestmark = pytest.mark.documents
K = 5

Files = dict[str, bytes]

WANTED = {
    "spravka.docx": ("final", Report.SPRAVKA, Format.DOCX),
    "note.docx": ("interim", Report.NOTE, Format.DOCX),
    "note-areas.docx": ("deficits_again", Report.NOTE, Format.DOCX),
    "note-growth.docx": ("growth", Report.NOTE, Format.DOCX),
    "card.docx": ("final", Report.STATISTICS, Format.DOCX),
    "card.xlsx": ("final", Report.STATISTICS, Format.XLSX),
    "results.xlsx": ("final", Report.RESULTS, Format.XLSX),
    "results-areas.xlsx": ("deficits_again", Report.RESULTS, Format.XLSX),
    "results-check.xlsx": ("check-1", Report.RESULTS, Format.XLSX),
}

DOCX = [name for name in WANTED if name.endswith("docx")]
MOST = dict.fromkeys(WANTED, 12) | {
    "spravka.docx": 18,
    "results.xlsx": 40,
    "results-areas.xlsx": 30,
}
"""Pages."""


@pytest.fixture(scope="module")
async def files(databases: Databases) -> Files:
    """All that is sent to a coordinator, by name."""
    url = await databases.create()
    engine = create_async_engine(url, poolclass=NullPool)
    async with session_maker(engine)() as session:
        town = await make_simulated(session)
        made = {name: await _made(session, town, *wanted) for name, wanted in WANTED.items()}
    await engine.dispose()
    await databases.drop(url)
    return made


async def _made(
    session: AsyncSession, town: Simulated, code: str, report: Report, kind: Format
) -> bytes:
    scope = frozenset({town.town.id, *(school.id for school in town.schools)})
    found = await rounds.places_in(session, scope, 2026, code, june())
    place = rounds.pick(found, town.town.id, whole=True)
    asking = Asking(session, scope, K, june())
    return await making.make(asking, place, report, kind, speech(), actor=None)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One profile of the office for all: its first start is slow."""
    return tmp_path_factory.mktemp("office")


Printed = Callable[[str], Pages]


@pytest.fixture(scope="module")
def printed(files: Files, scratch: Path) -> Printed:
    return cache(lambda name: pdf_of(name, files[name], scratch))


@pytest.mark.parametrize("name", WANTED)
async def test_nothing_runs_off_a_page(printed: Printed, name: str) -> None:
    pages = printed(name).pages

    assert 1 <= len(pages) <= MOST[name]
    for number, page in enumerate(pages, start=1):
        size = (round(page.width), round(page.height))
        assert size == (A4[::-1] if name.endswith("xlsx") else A4)
        assert page.outside() == [], f"page {number}"
        assert len(page.words) > 10, f"page {number} is as good as empty"


@pytest.mark.parametrize("name", WANTED)
async def test_russian_is_written_in_fonts_that_are_in_the_file(
    printed: Printed, name: str
) -> None:
    fonts = printed(name).fonts()

    assert fonts
    assert all(fonts.values()), fonts
    assert re.search("[А-Яа-яё]{8}", printed(name).pages[0].text)


@pytest.mark.parametrize("name", DOCX)
async def test_every_picture_stands_above_its_caption(
    files: Files, printed: Printed, name: str
) -> None:
    shapes = len(Document(BytesIO(files[name])).inline_shapes)
    pages, drawn = printed(name).pages, printed(name).pictures()
    captions = [
        (number, caption)
        for number, page in enumerate(pages, start=1)
        for caption in re.findall(r"Рисунок (\d+)\.", page.text)
    ]

    assert [int(caption) for _, caption in captions] == list(range(1, shapes + 1))
    assert {number for number, _ in captions} == drawn


@pytest.mark.parametrize("name", DOCX)
async def test_no_heading_is_left_alone_at_the_foot(
    files: Files, printed: Printed, name: str
) -> None:
    paper = Document(BytesIO(files[name]))
    headings = [plain(p.text) for p in paper.paragraphs if p.style and "Head" in str(p.style.name)]
    pages = printed(name).pages

    assert len(headings) >= 2
    for heading in headings:
        (page,) = [page for page in pages if heading in page.text]
        below = page.text.split(heading)[1]
        assert len(below.split()) > 5, f"{heading} is alone"


async def test_a_table_says_its_columns_again_on_every_page(printed: Printed) -> None:
    pages = [page.text for page in printed("spravka.docx").pages if "не менее" in page.text]

    assert len(pages) >= 2, "the table of the indicators is longer than a page"
    assert all("Порог" in text for text in pages)


@pytest.mark.parametrize("name", ["results.xlsx", "results-areas.xlsx"])
async def test_no_chart_is_cut_in_two(printed: Printed, name: str) -> None:
    """Its title is at the top, the name of its numbers at the foot."""
    pages = [page.text for page in printed(name).pages]
    titled = [text for text in pages if re.search(TITLES, text)]

    assert titled
    assert [text for text in pages if "Средняя оценка" in text] == titled


TITLES = "Средние оценки|Где наставники и| → "
