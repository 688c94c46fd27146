"""`python -m bot COMMAND`: what an operator types, what it prints and how it ends."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.config import Settings
from bot.sandbox import Sandbox, serving
from tests.conftest import Databases, execute, named
from tests.test_texts import ROOT

TOKEN = "123456:" + "A" * 35
TOWN = ROOT / "services" / "roster" / "sample-town.xlsx"


async def nastavnik(*arguments: str, **environment: str) -> tuple[int, str]:
    """Runs a command in a process of its own; its exit status and all that it printed."""
    import asyncio

    clean = {k: v for k, v in os.environ.items() if k.lower() not in Settings.model_fields}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT,
        env=clean | {"LOG_LEVEL": "ERROR"} | environment,
    )  # fmt: skip
    printed, _ = await asyncio.wait_for(process.communicate(), 120)
    assert process.returncode is not None
    return process.returncode, printed.decode()


@pytest.fixture
async def empty_database(databases: Databases) -> AsyncIterator[str]:
    name = f"{databases.template}_cli"
    await execute(databases.server, f"create database {name}")
    yield named(databases.server, name)
    await execute(databases.server, f"drop database {name} with (force)")


async def count(url: str, table: str) -> int:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        found = await connection.scalar(text(f"select count(*) from {table}"))
    await engine.dispose()
    return int(found or 0)


async def test_every_command_has_help() -> None:
    status, printed = await nastavnik("--help")

    assert status == 0
    for command in ("run", "demo", "migrate", "import", "invite", "questionnaires", "doctor"):
        assert command in printed


async def test_the_town_is_imported_once(empty_database: str) -> None:
    given = {"DATABASE_URL": empty_database}
    status, printed = await nastavnik("import", str(TOWN), "--dry-run", **given)
    assert (status, await count(empty_database, "persons")) == (0, 0), printed
    status, _ = await nastavnik("import", str(TOWN), **given)
    assert (status, await count(empty_database, "persons")) == (0, 166)
    assert await count(empty_database, "mentorships") == 78
    status, _ = await nastavnik("import", str(TOWN), **given)
    assert (status, await count(empty_database, "audit")) == (0, 1)


async def test_a_messy_roster_is_refused_whole(empty_database: str, data: Path) -> None:
    status, printed = await nastavnik(
        "import", str(data / "roster-messy.xlsx"), DATABASE_URL=empty_database
    )

    assert status == 1
    assert "наставник" in printed
    assert "Traceback" not in printed
    assert await count(empty_database, "persons") == 0


async def test_a_file_that_is_no_workbook_gets_one_sentence(
    empty_database: str, tmp_path: Path
) -> None:
    (tmp_path / "list.csv").write_bytes("ФИО;Роль\nИванова;наставник\n".encode("cp1251"))
    status, printed = await nastavnik(
        "import", str(tmp_path / "list.csv"), DATABASE_URL=empty_database
    )

    assert status == 1
    assert printed.startswith("nastavnik: ")
    assert printed.strip().count("\n") == 0


@pytest.mark.parametrize(
    ("arguments", "environment", "says"),
    [
        (["run"], {}, "BOT_TOKEN is not set"),
        (["run"], {"HTTP_PORT": "x"}, "HTTP_PORT: Input should be a valid integer"),
        (["invite"], {}, "give either --person N, or --role ROLE"),
        (["invite", "--role", "curator"], {}, "give either --person N, or --role ROLE"),
        (["migrate"], {"DATABASE_URL": "postgresql://x@127.0.0.1:1/x"}, "cannot be reached"),
        (["questionnaires", "list"], {}, "mentor-intro"),
        (["questionnaires", "lint"], {}, "mentee-final"),
    ],
)
async def test_what_is_said_when_something_is_wrong(
    arguments: list[str], environment: dict[str, str], says: str, tmp_path: Path
) -> None:
    status, printed = await nastavnik(*arguments, DATA_DIR=str(tmp_path), **environment)

    assert says in printed
    assert "Traceback" not in printed
    assert (status == 0) == (arguments[0] == "questionnaires")


async def test_the_catalogue_is_compared_with_what_was_asked(empty_database: str) -> None:
    given = {"DATABASE_URL": empty_database}
    status, printed = await nastavnik("questionnaires", "lint", "--asked", **given)

    assert status == 0
    assert "mentee-deficits : 24 closed questions, more than 15. The reason given:" in printed


async def test_the_doctor_finds_what_is_there_and_what_is_not(empty_database: str) -> None:
    given = {"DATABASE_URL": empty_database, "BOT_TOKEN": TOKEN}
    async with serving(Sandbox()) as address:
        status, printed = await nastavnik("doctor", TELEGRAM_API_URL=address, **given)
        assert status == 1
        assert "run `python -m bot migrate`" in printed
        await nastavnik("migrate", **given)
        status, printed = await nastavnik("doctor", TELEGRAM_API_URL=address, **given)
        assert status == 0, printed
        assert "nastavnik_sandbox_bot" in printed
    status, printed = await nastavnik("doctor", TELEGRAM_API_URL="http://127.0.0.1:1", **given)
    assert status == 1
    assert "cannot be reached: check the network" in printed


async def test_an_invitation_is_printed_as_a_link(empty_database: str) -> None:
    given = {"DATABASE_URL": empty_database, "BOT_TOKEN": TOKEN}
    await nastavnik("import", str(TOWN), **given)
    async with serving(Sandbox()) as address:
        given["TELEGRAM_API_URL"] = address
        status, link = await nastavnik("invite", "--person", "1", **given)
        assert status == 0, link
        status, _ = await nastavnik("invite", "--role", "curator", "--organisation", "1", **given)
        assert status == 0
        status, printed = await nastavnik("invite", "--person", "9999", **given)
    assert status == 1
    assert "no person number 9999" in printed
    assert link.startswith("https://t.me/nastavnik_sandbox_bot?start=")
    assert await count(empty_database, "invites") == 2


async def test_a_backup_brings_everything_back(empty_database: str, tmp_path: Path) -> None:
    file, given = str(tmp_path / "town.dump"), {"DATABASE_URL": empty_database}
    await nastavnik("import", str(TOWN), **given)
    status, printed = await nastavnik("backup", file, **given)
    assert status == 0, printed
    engine = create_async_engine(empty_database, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.execute(text("delete from mentorships"))
    await engine.dispose()
    status, printed = await nastavnik("restore", file, **given)
    assert (status, "Traceback" in printed) == (1, False)
    assert await count(empty_database, "mentorships") == 0
    status, printed = await nastavnik("restore", file, "--overwrite", **given)
    assert status == 0, printed
    assert await count(empty_database, "mentorships") == 78
