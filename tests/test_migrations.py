from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.database import alembic_config
from models import Base
from tests.conftest import Databases, execute, named


async def test_every_migration_goes_up_down_and_up_again(databases: Databases) -> None:
    name = f"{databases.template}_stairway"
    await execute(databases.server, f"create database {name}")
    engine = create_async_engine(named(databases.server, name), poolclass=NullPool)
    async with engine.begin() as connection:
        left = await connection.run_sync(climb)
    await engine.dispose()
    await execute(databases.server, f"drop database {name}")

    assert left == {"alembic_version"}


def climb(connection: Connection) -> set[str]:
    config = alembic_config(connection)
    revisions = list(reversed(list(ScriptDirectory.from_config(config).walk_revisions())))
    for revision in revisions:
        command.upgrade(config, revision.revision)
        command.downgrade(config, revision.down_revision or "base")  # type: ignore[arg-type]
        command.upgrade(config, revision.revision)
    command.downgrade(config, "base")
    tables = MetaData()
    tables.reflect(connection)
    return set(tables.tables)


async def test_the_migrations_make_exactly_the_models(fresh_database: str) -> None:
    engine = create_async_engine(fresh_database, poolclass=NullPool)
    async with engine.connect() as connection:
        difference = await connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync), Base.metadata)
        )
    await engine.dispose()

    assert difference == []
