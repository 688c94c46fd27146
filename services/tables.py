"""Plain SQL without entities, for the statements that run all the time."""

from typing import Any, cast

from sqlalchemy import DateTime, Table, TableValuedAlias, bindparam, column, func
from sqlalchemy.dialects.postgresql import JSONB

from models import Base

NOW = func.clock_timestamp(type_=DateTime(timezone=True))
"""The database's time, as it passes within a statement too."""


def table(entity: type[Base]) -> Table:
    return cast(Table, entity.__table__)


def rows_given(**types: Any) -> TableValuedAlias:
    """The parameter `rows` (JSON) as a table: one statement for any number of them."""
    columns = [column(name, kind) for name, kind in types.items()]
    rows = func.jsonb_to_recordset(bindparam("rows", type_=JSONB))
    return rows.table_valued(*columns, name="given").render_derived(with_types=True)
