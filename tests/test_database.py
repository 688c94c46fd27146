"""What the database says when something is wrong with it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.database import connect


async def test_an_error_does_not_repeat_what_a_person_has_written(fresh_database: str) -> None:
    """It is logged, and kept with the update."""
    engine = connect(fresh_database)
    async with engine.connect() as connection:
        with pytest.raises(DBAPIError, match="division") as raised:
            await connection.execute(
                text("select 1 / length(cast(:x as text)) / 0"), {"x": "мне тяжело"}
            )
    await engine.dispose()

    assert "тяжело" not in str(raised.value)
