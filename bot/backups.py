"""Backups with PostgreSQL's own pg_dump and pg_restore."""

import asyncio
import os
import re
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import make_url, text

from bot.config import Settings
from bot.database import connect, database_url, embedded_binaries


class BackupError(Exception):
    """What went wrong, in one line."""


def backup(settings: Settings, file: Path) -> None:
    """Writes the database to `file` (custom format), whole or not at all."""
    unfinished = file.with_name(file.name + ".part")
    _run(settings, "pg_dump", "--format=custom", "--no-owner", f"--file={unfinished}")
    unfinished.replace(file)


def restore(settings: Settings, file: Path, overwrite: bool) -> None:
    """Restores `file` in one transaction; a database in use is touched only with `overwrite`.

    The messages in it are to be held before the bot starts (`administration.hold_restored`).
    """
    with database_url(settings.database_url, settings.data_dir) as url:
        if asyncio.run(_is_running(url)):
            raise BackupError("the bot runs on this database: stop it first")
    clean = ("--clean", "--if-exists") if overwrite else ()
    options = ("--no-owner", "--exit-on-error", "--single-transaction", *clean)
    _run(settings, "pg_restore", *options, str(file))


def _run(settings: Settings, program: str, *options: str) -> None:
    with database_url(settings.database_url, settings.data_dir) as url:
        address = make_url(url).set(drivername="postgresql")
        bare = address.set(password=None).render_as_string()
        command = [str(_tool(program, asyncio.run(_major(url)))), f"--dbname={bare}", *options]
        # Not among the arguments, which other users of the machine can read.
        secret = {"PGPASSWORD": address.password} if address.password else {}
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, env=os.environ | secret
        )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise BackupError(f"{program} failed: {reason}")


def _tool(program: str, server: int) -> Path:
    """The machine's own program, or the embedded one when that is older than the server."""
    found = shutil.which(program)
    if found:
        said = subprocess.run([found, "--version"], capture_output=True, text=True, check=True)
        number = re.search(r"(\d+)", said.stdout)
        if number and int(number[1]) >= server:
            return Path(found)
    return embedded_binaries() / program


async def _is_running(url: str) -> bool:
    """Every process of the bot holds an advisory lock as long as it lives."""
    held = """select exists (select from pg_locks join pg_database on pg_database.oid = database
              where locktype = 'advisory' and datname = current_database())"""
    engine = connect(url)
    async with engine.connect() as connection:
        found = await connection.scalar(text(held))
    await engine.dispose()
    return bool(found)


async def _major(url: str) -> int:
    """The server's version, such as 18."""
    engine = connect(url)
    async with engine.connect() as connection:
        number = await connection.scalar(text("show server_version_num"))
    await engine.dispose()
    return int(number) // 10000
