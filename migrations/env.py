"""Runs migrations on the connection given by `bot.database.migrate`, or on the configured one."""

import asyncio

from alembic import context
from sqlalchemy import Connection

from models import Base


def run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


async def run_configured() -> None:
    from bot.config import load_settings
    from bot.database import connect, database_url

    settings = load_settings()
    with database_url(settings.database_url, settings.data_dir) as url:
        engine = connect(url)
        async with engine.begin() as connection:
            await connection.run_sync(run)
        await engine.dispose()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    asyncio.run(run_configured())
