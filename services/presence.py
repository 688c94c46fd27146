"""Which processes live: each holds an advisory lock as long as its connection does.

PostgreSQL lets go of it when the process dies, so what the process had taken is free at once.
A lease covers the rest: a process that froze keeps its connection, but not its time.
"""

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    and_,
    case,
    column,
    func,
    literal_column,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy import table as named_table
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from models.enums import NotificationState
from services.notifications import RESENT_KINDS
from services.sending import DISPATCHING, LEASE, LEASED, NOW, PENDING, UNKNOWN, accounts, table

PRESENT = 0x6E617374
"""The class of the locks; the other half of a lock's name is the process's own number."""


async def announce(connection: AsyncConnection, owner: int) -> None:
    """Tells that the process `owner` (31 bits) lives, as long as this connection does."""
    await connection.execute(select(func.pg_advisory_lock(PRESENT, owner)))


async def recover(session: AsyncSession) -> int:
    """Frees what was taken by who is gone, and returns how many are unknown now.

    What was not yet on its way is owed again. What may have arrived is sent again or held as
    unknown, by its kind.
    """
    row, account = table(), accounts()
    on_its_way = and_(row.c.state == DISPATCHING, row.c.kind.not_in(RESENT_KINDS))
    lost = (
        update(row)
        .where(row.c.state.in_((LEASED, DISPATCHING)), _lost(row.c.owner, row.c.lease_until))
        .values(
            state=case((on_its_way, UNKNOWN), else_=PENDING),
            last_error=case((on_its_way, "the sender stopped midway"), else_=None),
            owner=None,
            lease_until=None,
        )
        .returning(row.c.account_id, row.c.state)
        .cte("lost")
    )
    freed = (
        update(account).where(account.c.id == lost.c.account_id).values(free_at=None).cte("freed")
    )
    unknown = func.count().filter(lost.c.state == NotificationState.UNKNOWN)
    return int(await session.scalar(select(unknown).add_cte(freed)) or 0)


def _lost(owner: ColumnElement[int | None], until: ColumnElement[DateTime]) -> ColumnElement[bool]:
    """A lease further away than one is made comes from a clock that was set back."""
    locks = named_table(
        "pg_locks", column("locktype"), column("classid", Integer), column("objid", Integer)
    )
    number = literal_column("objid::bigint", Integer)
    living = (
        select(number)
        .select_from(locks)
        .where(locks.c.locktype == "advisory", literal_column("classid::bigint") == PRESENT)
    )
    return or_(until < NOW, until > NOW + 2 * LEASE, owner.is_(None), not_(owner.in_(living)))
