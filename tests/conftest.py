"""PostgreSQL (given by TEST_DATABASE_URL or embedded), made by the migrations once a run.

`session` lives in one transaction that is rolled back; what needs real commits or several
connections takes `engine` of a database of its own (`fresh_database`).
"""

import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
import structlog
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.pool import NullPool

from bot.database import embedded, migrate, normalised
from tests.conversation import World

NOW = datetime(2026, 9, 14, 5, 0, tzinfo=UTC)  # Monday, 10:00 in Yekaterinburg


# The same examples in every run: a failure belongs to the change that caused it.
hypothesis.settings.register_profile("suite", derandomize=True, deadline=None)
hypothesis.settings.load_profile("suite")

structlog.configure(
    processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()]
)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the server's maintenance database."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield normalised(given)
        return
    base = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        base = base.parent
    with embedded(base / "postgres") as url:
        yield url


async def execute(url: str, *statements: str) -> None:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    async with engine.connect() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()


def named(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
async def template(server: str) -> str:
    """The name of a migrated database that others are copied from; one a worker process."""
    name = f"template_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    await execute(server, f"create database {name}")
    engine = create_async_engine(named(server, name), poolclass=NullPool)
    await migrate(engine)
    await engine.dispose()
    return name


class Databases:
    """Hands out copies of the template; each copy is dropped when its test ends."""

    def __init__(self, server: str, template: str) -> None:
        self.server, self.template, self.count = server, template, 0

    async def create(self) -> str:
        self.count += 1
        name = f"{self.template}_{self.count}"
        await execute(self.server, f"create database {name} template {self.template}")
        return named(self.server, name)

    async def drop(self, url: str) -> None:
        await execute(self.server, f'drop database "{make_url(url).database}" with (force)')


@pytest.fixture(scope="session")
async def databases(server: str, template: str) -> Databases:
    return Databases(server, template)


@pytest.fixture(scope="session")
async def shared_engine(databases: Databases) -> AsyncIterator[AsyncEngine]:
    url = await databases.create()
    engine = create_async_engine(url, poolclass=NullPool)
    yield engine
    await engine.dispose()
    await databases.drop(url)


@pytest.fixture
async def connection(shared_engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection in a transaction that never commits."""
    async with shared_engine.connect() as connection:
        transaction = await connection.begin()
        yield connection
        await transaction.rollback()


@pytest.fixture
def session_maker(connection: AsyncConnection) -> async_sessionmaker[AsyncSession]:
    """Sessions whose commits are savepoints of the test's transaction: one at a time."""
    return async_sessionmaker(
        connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
    )


@pytest.fixture
async def session(
    session_maker: async_sessionmaker[AsyncSession],
) -> AsyncIterator[AsyncSession]:
    async with session_maker() as session:
        yield session


@pytest.fixture
async def fresh_database(databases: Databases) -> AsyncIterator[str]:
    """The address of a migrated database of the test's own, for real commits."""
    url = await databases.create()
    yield url
    await databases.drop(url)


@pytest.fixture
def data() -> Path:
    return Path(__file__).parent / "data"


@pytest.fixture
def world(session_maker: async_sessionmaker[AsyncSession], now: datetime) -> World:
    """The bot in the test's transaction; people talk to it by `world.user(…)`."""
    return World(session_maker, now)
