"""Which processes live, and which of them polls: advisory locks, held by a connection.

PostgreSQL lets go of them when the process dies, and ends the session of one that froze or
whose machine is gone: a session that shows no sign for SILENCE. So what the process had taken
is soon free, and another one polls.
"""

from datetime import timedelta

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
    text,
    update,
)
from sqlalchemy import table as named_table
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from models import Account, Notification
from models.enums import NotificationState
from services.notifications import RESENT_KINDS
from services.outcomes import SPACING
from services.sending import DISPATCHING, LEASE, LEASED, PENDING, UNKNOWN
from services.tables import NOW, table

PRESENT = 0x6E617374
"""The class of the locks; the other half of a lock's name is the process's own number."""


POLLER = 0x706F6C6C
"""The lock of the one process that asks Telegram for updates."""

SILENCE = "8s"
GRACE = timedelta(seconds=5)
"""A process may lose its connection and live: what it took a moment ago is not lost yet."""


async def announce(connection: AsyncConnection, owner: int) -> bool:
    """Tells that the process `owner` (31 bits) lives, as long as this connection does.

    False when the number is taken: by another process, or by our own broken connection.
    """
    await connection.execute(text(f"set idle_session_timeout = '{SILENCE}'"))
    return bool(await connection.scalar(select(func.pg_try_advisory_lock(PRESENT, owner))))


async def lead(connection: AsyncConnection) -> bool:
    """Whether this connection's process is now the one that polls, until the connection ends."""
    return bool(await connection.scalar(select(func.pg_try_advisory_lock(POLLER))))


async def recover(session: AsyncSession) -> int:
    """Frees what was taken by who is gone, and returns how many are unknown now.

    What was not yet on its way is owed again. What may have arrived is sent again or held as
    unknown, by its kind.
    """
    row, account = table(Notification), table(Account)
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
        update(account)
        .where(account.c.id == lost.c.account_id)
        .values(
            free_at=None,
            push_at=case((lost.c.state == UNKNOWN, NOW + SPACING), else_=account.c.push_at),
        )
        .cte("freed")
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
    absent = and_(until < NOW + LEASE - GRACE, or_(owner.is_(None), not_(owner.in_(living))))
    return or_(until < NOW, until > NOW + 2 * LEASE, absent)
