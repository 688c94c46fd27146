"""What becomes of messages that were taken: the intent to send them, and the outcome.

Each is one statement for any number of messages, fenced by the epoch of the lease.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Double,
    Executable,
    Integer,
    Interval,
    Select,
    String,
    Table,
    TableValuedAlias,
    and_,
    case,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningUpdate

from models import Account, Notification
from models.enums import NotificationState
from services.notifications import Lane
from services.sending import DISPATCHING, LEASED, PENDING, SENT, UNKNOWN, Owed
from services.tables import NOW, rows_given, table

REQUEST = timedelta(seconds=22)
"""Longer than two requests take (an edit, then a new message instead): a lease with less left
than that sends nothing."""

SPACING = timedelta(seconds=1.05)
"""Between two pushes to one chat: Telegram allows one message a second."""

UNWANTED = "the reader wants no messages"
"""Why a message is unreachable whose reader has not agreed, or said /stop: it is owed again when
the reader is back."""

FINAL = frozenset({NotificationState.SENT, NotificationState.UNREACHABLE})


class Outcome(NamedTuple):
    """What became of it. The chat is left alone for `pause` seconds; not `counted`: the
    attempt was none. `due_at` moves the message, and nothing else of its chat."""

    state: NotificationState
    error: str | None = None
    message_id: int | None = None
    sent_at: datetime | None = None
    due_at: datetime | None = None
    pause: float = 0
    counted: bool = True

    @property
    def asked_to_wait(self) -> bool:
        """Telegram said "too many requests" (429): that is no attempt, and has its pause."""
        return self.pause > 0 and not self.counted


async def intend(session: AsyncSession, taken: Sequence[tuple[int, int]]) -> list[bool]:
    """Commits to sending: `taken` are (id, epoch). Says of each whether it is still ours.

    To be committed before the request leaves. One whose lease was lost, or is nearly over (a
    process that froze and woke up), is not to be sent any more.
    """
    rows = [{"id": number, "epoch": epoch} for number, epoch in taken]
    granted = await session.execute(_intent(), {"rows": rows})
    ours = {(number, epoch) for number, epoch in granted}
    return [(number, epoch) in ours for number, epoch in taken]


@cache
def _intent() -> ReturningUpdate[int, int]:
    row, given = table(Notification), rows_given(id=BigInteger, epoch=Integer)
    return (
        update(row)
        .where(_ours(row, given), row.c.state == LEASED, row.c.lease_until > NOW + REQUEST)
        .values(state=DISPATCHING)
        .returning(row.c.id, row.c.epoch)
    )


async def settle(session: AsyncSession, done: Sequence[tuple[Owed, Outcome]]) -> list[bool]:
    """Writes what became of messages and frees their chats.

    Says of each whether it was written: not when the lease was lost meanwhile. Then only the
    truth about a message that is `unknown`, or owed again and not taken since, is still taken.
    """
    rows = [_settled(owed, outcome) for owed, outcome in done]
    written = await _written(session, _outcomes(), rows)
    late = [row for row in rows if row["state"] in FINAL and named(row) not in written]
    if late:
        written |= await _written(session, _late_truth(), late)
    return [named(row) in written for row in rows]


def named(row: dict[str, Any]) -> tuple[int, int]:
    return row["id"], row["epoch"]


async def _written(
    session: AsyncSession, statement: Executable, rows: list[dict[str, Any]]
) -> set[tuple[int, int]]:
    return {(number, epoch) for number, epoch in await session.execute(statement, {"rows": rows})}


def _settled(owed: Owed, outcome: Outcome) -> dict[str, Any]:
    sent_at, due_at = outcome.sent_at, outcome.due_at
    return {
        "id": owed.id,
        "epoch": owed.epoch,
        "state": outcome.state,
        "error": outcome.error and outcome.error[:300],
        "message_id": outcome.message_id,
        "sent_at": sent_at and sent_at.isoformat(),
        "due_at": due_at and due_at.isoformat(),
        "pause": outcome.pause,
        "uncounted": int(not outcome.counted),
    }


@cache
def _outcomes() -> Select[int, int]:
    row, given, account = table(Notification), _outcome_rows(), table(Account)
    done = (
        update(row)
        .where(_ours(row, given), row.c.state.in_((LEASED, DISPATCHING)))
        .values(**_outcome_values(row, given))
        .returning(row.c.id, row.c.epoch, row.c.account_id, row.c.lane, row.c.state, given.c.pause)
        .cte("done")
    )
    seconds = literal_column("interval '1 second'", Interval)
    pushed = and_(done.c.lane > int(Lane.REPLY), done.c.state.in_((SENT, UNKNOWN)))
    space = case((pushed, NOW + SPACING), else_=account.c.push_at)
    freed = (
        update(account)
        .where(account.c.id == done.c.account_id)
        .values(
            free_at=case((done.c.pause > 0, NOW + done.c.pause * seconds), else_=None),
            push_at=space,
        )
        .cte("freed")
    )
    return select(done.c.id, done.c.epoch).add_cte(freed)


@cache
def _late_truth() -> ReturningUpdate[int, int]:
    row, given = table(Notification), _outcome_rows()
    held = and_(_ours(row, given), row.c.state.in_((UNKNOWN, PENDING)))
    return (
        update(row)
        .where(held)
        .values(**_outcome_values(row, given))
        .returning(row.c.id, row.c.epoch)
    )


def _outcome_values(row: Table, given: TableValuedAlias) -> dict[str, Any]:
    # What was said is not kept: replies may hold invitation links and personal data.
    forget = and_(given.c.state == "sent", row.c.kind == "reply")
    return {
        "state": given.c.state,
        "owner": None,
        "lease_until": None,
        "last_error": given.c.error,
        "message_id": given.c.message_id,
        "sent_at": given.c.sent_at,
        "due_at": func.coalesce(given.c.due_at, row.c.due_at),
        "attempts": row.c.attempts - given.c.uncounted,
        "args": case((forget, literal_column("'{}'::jsonb", JSONB)), else_=row.c.args),
    }


def _outcome_rows() -> TableValuedAlias:
    return rows_given(
        id=BigInteger,
        epoch=Integer,
        state=String,
        error=String,
        message_id=BigInteger,
        sent_at=DateTime(timezone=True),
        due_at=DateTime(timezone=True),
        pause=Double,
        uncounted=Integer,
    )


def _ours(row: Table, given: TableValuedAlias) -> ColumnElement[bool]:
    """The fence: whoever lost the lease knows an epoch that is over."""
    return and_(row.c.id == given.c.id, row.c.epoch == given.c.epoch)
