"""`python -m bot report`: files for those who run the installation, and one line for mistakes."""

import csv
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot import reports
from bot.config import load_settings
from bot.database import session_maker
from models import AuditEntry
from services.errors import UserError
from services.reports.making import Format, Report
from services.results.indicators.definitions import Definitions
from tests.factories import make_organisation
from tests.polls import make_town
from tests.test_cli import nastavnik
from tests.test_reports import table
from tests.yearly import MENTEE, MENTOR, make_year, whole_year


@dataclass
class Played:
    """Numbers of what is in the database."""

    url: str
    town: int
    school: int
    other: int
    waves: dict[str, int]


@pytest.fixture
async def played(fresh_database: str, monkeypatch: pytest.MonkeyPatch) -> Played:
    """Two schools of a town in June of 2027; one round goes on, one was answered by nobody."""
    engine = create_async_engine(fresh_database, poolclass=NullPool)
    year = whole_year()
    year["check-1"] = {MENTEE: [None]}
    async with session_maker(engine).begin() as session:
        town = await make_town(session)
        school = await make_organisation(session, "МБОУ СОШ № 1", parent=town)
        other = await make_organisation(session, "МБОУ СОШ № 2", parent=town)
        waves = await make_year(session, school, rounds=year)
        waves["deficits_again"].closed_at = None
        waves["deficits_again"].closes_on = datetime(2099, 1, 1, tzinfo=UTC).date()
        sheets = {MENTOR: [{"SAT": [5]}] * 4}
        waves["other"] = (await make_year(session, other, rounds={"final": sheets}))["final"]
        numbers = {code: wave.id for code, wave in waves.items()}
    await engine.dispose()
    monkeypatch.setattr(reports, "utc_now", lambda: datetime(2027, 6, 15, tzinfo=UTC))
    return Played(fresh_database, town.id, school.id, other.id, numbers)


async def write(
    played: Played,
    out: Path,
    report: Report,
    kind: Format,
    wave: str | int = "final",
    organisation: int | None = None,
) -> bytes:
    number = wave if isinstance(wave, int) else played.waves[wave]
    place = played.school if organisation is None else organisation
    wanted = reports.Wanted(report, number, place, kind, Definitions())
    settings = load_settings(database_url=played.url)
    await reports.write(settings, wanted, out / "file")
    return (out / "file").read_bytes()


async def audited(played: Played) -> list[dict[str, object]]:
    engine = create_async_engine(played.url, poolclass=NullPool)
    async with session_maker(engine)() as session:
        rows = list(await session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
    await engine.dispose()
    assert all(row.actor_id is None for row in rows)
    return [row.details for row in rows]


async def test_the_command_writes_the_report_of_the_year(played: Played, tmp_path: Path) -> None:
    out = tmp_path / "справка.docx"
    given = ["--wave", str(played.waves["final"]), "--organisation", str(played.school)]
    status, printed = await nastavnik(
        "report", "spravka", *given, "--out", str(out), DATABASE_URL=played.url
    )

    assert status == 0, printed
    assert printed == f"Written to {out}.\n"
    assert "Справка об итогах наставничества" in Document(str(out)).paragraphs[0].text
    (details,) = await audited(played)
    assert (details["format"], details["organisation"]) == ("spravka.docx", played.school)


async def test_every_report_in_every_format_it_has(played: Played, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    book = await write(played, tmp_path, Report.RESULTS, Format.XLSX)
    (tmp_path / "book.xlsx").write_bytes(book)
    assert "Средние" in load_workbook(tmp_path / "book.xlsx").sheetnames
    cells = await write(played, tmp_path, Report.RESULTS, Format.CSV)
    rows = list(csv.DictReader(StringIO(cells.decode("utf-8-sig")), delimiter=";"))
    assert {row["organisation"] for row in rows} == {"МБОУ СОШ № 1"}
    for kind in Format:
        assert await write(played, tmp_path, Report.STATISTICS, kind)
    assert await write(played, tmp_path, Report.NOTE, Format.DOCX, "interim")
    assert [details["format"] for details in await audited(played)] == [
        "results.xlsx", "results.csv", "statistics.docx", "statistics.xlsx", "statistics.csv",
        "note.docx",
    ]  # fmt: skip


async def test_a_town_is_the_whole_round_by_the_number_of_any_of_its_waves(
    played: Played, tmp_path: Path
) -> None:
    for wave in ("final", "other"):
        await write(played, tmp_path, Report.SPRAVKA, Format.DOCX, wave, played.town)
        paper = Document(str(tmp_path / "file"))
        assert [row[1] for row in table(paper, "Ответили по школам")[1:]] == [
            "12 из 12", "4 из 4",
        ]  # fmt: skip
        rows = {(row[0], row[1]): row for row in table(paper, "Вопрос")}
        assert rows["Удовлетворённость работой", "Наставники"][5] == "12"
    await write(played, tmp_path, Report.NOTE, Format.DOCX, "intro", played.town)
    assert Document(str(tmp_path / "file")).paragraphs[2].text == "МБОУ СОШ № 1"


@pytest.mark.parametrize(
    ("report", "kind", "wave", "place", "key"),
    [
        (Report.NOTE, Format.DOCX, 10**6, "school", "reports-no-wave"),
        (Report.NOTE, Format.DOCX, "final", "nowhere", "reports-no-organisation"),
        (Report.NOTE, Format.DOCX, "other", "school", "reports-not-theirs"),
        (Report.NOTE, Format.DOCX, "deficits_again", "school", "reports-open"),
        (Report.RESULTS, Format.CSV, "deficits_again", "school", "reports-open"),
        (Report.NOTE, Format.DOCX, "check-1", "school", "reports-empty"),
        (Report.RESULTS, Format.XLSX, "check-1", "school", "reports-empty"),
        (Report.SPRAVKA, Format.DOCX, "intro", "school", "reports-not-final"),
        (Report.NOTE, Format.DOCX, "curator", "school", "reports-forms"),
        (Report.NOTE, Format.CSV, "final", "school", "reports-no-format"),
        (Report.SPRAVKA, Format.XLSX, "final", "school", "reports-no-format"),
        (Report.RESULTS, Format.DOCX, "final", "school", "reports-no-format"),
    ],
)
async def test_what_cannot_be_made_is_refused_with_a_reason(
    played: Played,
    tmp_path: Path,
    report: Report,
    kind: Format,
    wave: str | int,
    place: str,
    key: str,
) -> None:
    organisation = {"school": played.school, "nowhere": 10**6}[place]
    with pytest.raises(UserError, match=f"^{key}$"):
        await write(played, tmp_path, report, kind, wave, organisation)

    assert not os.listdir(tmp_path)
    assert await audited(played) == []


async def test_a_wave_that_is_still_open_has_statistics_of_today(
    played: Played, tmp_path: Path
) -> None:
    content = await write(played, tmp_path, Report.STATISTICS, Format.CSV, "deficits_again")

    assert "young;" in content.decode("utf-8-sig")


async def test_mistakes_are_one_line(played: Played, tmp_path: Path) -> None:
    given = {"DATABASE_URL": played.url}
    asked = ["--organisation", str(played.school), "--out"]
    wave = ["--wave", str(played.waves["final"])]
    nowhere = str(tmp_path / "nowhere" / "file.docx")
    status, printed = await nastavnik("report", "note", *wave, *asked, nowhere, **given)
    assert (status, printed) == (1, f"nastavnik: there is no folder {tmp_path / 'nowhere'}\n")

    out = str(tmp_path / "file.docx")
    status, printed = await nastavnik("report", "note", "--wave", "999999", *asked, out, **given)
    assert status == 1
    assert printed.startswith("nastavnik: There is no wave number 999999. Held here: ")
    assert f"{played.waves['final']} (final 2026/27)" in printed
    assert printed.count("\n") == 1

    status, printed = await nastavnik(
        "report", "note", *wave, *asked, out, "--format", "pdf", **given
    )
    assert status != 0
    assert "Traceback" not in printed


async def test_a_file_that_cannot_be_written_is_not_an_export(
    played: Played, tmp_path: Path
) -> None:
    (tmp_path / "file").mkdir()
    with pytest.raises(OSError, match="directory"):
        await write(played, tmp_path, Report.NOTE, Format.DOCX)

    assert await audited(played) == []
