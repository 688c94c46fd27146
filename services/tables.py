"""Plain SQL without entities, for the statements that run all the time."""

from typing import cast

from sqlalchemy import Table

from models import Base


def table(entity: type[Base]) -> Table:
    return cast(Table, entity.__table__)
