"""What people of a small school say changes no page and no file of anybody."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy.ext.asyncio import AsyncSession

from models import Organisation
from models.enums import Missing, Role
from services.attention import checks
from services.reports import drawn
from services.reports.gathering import Asking
from services.reports.making import FORMATS, Format, Report, make
from services.results import figures, rounds
from services.results.rounds import Place
from tests.adversary import turned
from tests.factories import make_organisation
from tests.polls import Said, make_town
from tests.test_results_files import speech
from tests.yearly import MENTEE, make_year, whole_year

JUNE = datetime(2027, 6, 15, 6, tzinfo=UTC)
FEW = 4


def few(rng: random.Random) -> dict[str, dict[Role, list[Said]]]:
    """Four mentors and four mentees who send everything, and say in it whatever they like."""
    return {
        code: {role: [_said(rng, code, role) for _ in range(FEW)] for role in sheets}
        for code, sheets in whole_year().items()
        if Role.CURATOR not in sheets
    } | {"check-1": {MENTEE: [{"MOOD": rng.randint(1, 5)} for _ in range(FEW)]}}


def _said(rng: random.Random, code: str, role: Role) -> dict[str, Any]:
    """The questions that enough people of the large school answer, and some left open."""
    sheets = [one for one in whole_year()[code][role] if one]
    given = {item: value for one in sheets for item, value in one.items()}
    said = {
        item: _other(rng, value)
        for item, value in given.items()
        if sum(item in one for one in sheets) > FEW
    }
    # A list is an answer about each colleague: they have as many of them in every town.
    return {i: one for i, one in said.items() if isinstance(one, list) or rng.random() < 0.8}


def _other(rng: random.Random, value: object) -> object:
    if isinstance(value, list):
        return [_other(rng, one) for one in value]
    if isinstance(value, tuple):
        return (rng.choice(["yes", "no"]),)
    if isinstance(value, str):
        return f"слово {rng.random()}"
    return Missing.HARD_TO_SAY if rng.random() < 0.2 else rng.randint(1, 5)


async def everything(session: AsyncSession, seed: int) -> dict[str, str]:
    """All words and numbers of a town with a large school and a small one."""
    above = await make_town(session, "Город")
    schools = [await make_organisation(session, f"Школа {n}", parent=above) for n in (1, 2)]
    await make_year(session, schools[0])
    await make_year(session, schools[1], rounds=few(random.Random(seed)))
    scope = frozenset({above.id, *(school.id for school in schools)})
    asking = Asking(session, scope, 5, JUNE)
    found = {"attention": str(await attention(session, schools))}
    for code, reports in READ.items():
        for place in await rounds.places_in(session, scope, 2026, code, JUNE):
            at = f"{code} {place.organisation.name}"
            found |= {f"{at} {key}": text async for key, text in pages(asking, place)}
            if place.whole:
                for report, kind in reports:
                    content = await make(asking, place, report, kind, speech(), None)
                    found[f"{at} {report}.{kind}"] = "\n".join(words(content, kind))
    return found


NUMBERS = [(Report.RESULTS, kind) for kind in FORMATS[Report.RESULTS]]
PAPERS = [(Report.NOTE, Format.DOCX), (Report.SPRAVKA, Format.DOCX)]
READ = {
    "deficits_again": NUMBERS,
    "growth": NUMBERS,
    "final": [*NUMBERS, *PAPERS, (Report.STATISTICS, Format.CSV)],
}


async def pages(asking: Asking, place: Place) -> Any:
    made = await figures.results(asking.session, place, 5)
    assert made is not None
    responses = figures.together(await figures.responses(asking.session, place))
    for act in ("means", "distributions", "texts"):
        yield act, "\n".join(turned(made, responses, speech(), act))


def words(content: bytes, kind: Format) -> Iterator[str]:
    if kind is Format.CSV:
        yield content.decode("utf-8-sig")
    elif kind is Format.XLSX:
        for sheet in load_workbook(BytesIO(content)):
            yield from (str(row) for row in sheet.iter_rows(values_only=True))
    else:
        document = Document(BytesIO(content))
        yield from (paragraph.text for paragraph in document.paragraphs)
        for table in document.tables:
            yield from (str([cell.text for cell in row.cells]) for row in table.rows)


async def attention(session: AsyncSession, schools: list[Organisation]) -> list[Any]:
    now = datetime(2026, 10, 5, 6, tzinfo=UTC)
    found = await checks.find(session, {school.id: school for school in schools}, now, 5)
    return [(line.of, line.mean) for line in found]


async def test_what_a_few_say_is_heard_nowhere(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are too few for any number; only that they have answered may be seen."""
    monkeypatch.setattr(drawn, "picture", lambda *_: None)
    found = []
    for seed in range(2):
        async with session.begin_nested() as alone:
            found.append(await everything(session, seed))
            await alone.rollback()
            session.expunge_all()
    first, second = found

    assert len(first) == 1 + 3 * 3 * 3 + sum(map(len, READ.values()))
    told = [key for key in first if first[key] != second[key]]
    assert told == []
