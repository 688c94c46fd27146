"""What a human decides about an update that was not handled, or a message that is in doubt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Update, and_, distinct, func, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from models import AuditEntry, InboxUpdate, Notification
from models.enums import InboxState, NotificationState
from services import exporting
from services.errors import NotFound
from services.notifications import LIVE, PLANNED
from services.operations.overview import STATES, Trouble, troubles
from services.operations.retention import KEPT
from services.people import Who

LAST = 2**63 - 1


class Act(StrEnum):
    """`again`: to be handled or sent (once more). `drop`: never; an unknown one counts as sent."""

    AGAIN = "again"
    DROP = "drop"


class Row(NamedTuple):
    """One thing that waits for a human. `kind`: Telegram's of an update, ours of a message."""

    id: int
    kind: str
    since: datetime
    attempts: int
    error: str | None


@dataclass(frozen=True)
class Which:
    """The rows of a trouble numbered from `first` to `last`, as an administrator has seen them:
    what came since is not among them."""

    trouble: Trouble
    first: int = 0
    last: int = LAST

    @property
    def one(self) -> bool:
        return self.first == self.last


@dataclass(frozen=True)
class Seen:
    """`rows` can be acted upon, and concern so many `people`; `left` cannot (see `_repeatable`).
    `last` is the highest number among all of them."""

    rows: int
    people: int
    left: int
    last: int


async def listed(session: AsyncSession, which: Which, offset: int, limit: int) -> list[Row]:
    """A page, oldest first."""
    if which.trouble == Trouble.UPDATES:
        updates = select(InboxUpdate).where(_among(which)).order_by(InboxUpdate.id)
        found = await session.scalars(updates.offset(offset).limit(limit))
        return [
            Row(row.id, _kind(row.raw), row.received_at, row.attempts, row.last_error)
            for row in found
        ]
    messages = (
        select(
            Notification.id,
            Notification.kind,
            Notification.created_at,
            Notification.attempts,
            Notification.last_error,
        )
        .where(_among(which))
        .order_by(Notification.id)
    )
    return [Row._make(row) for row in await session.execute(messages.offset(offset).limit(limit))]


async def one(session: AsyncSession, which: Which) -> Row:
    """Raises NotFound when it waits for nobody any more."""
    found = await listed(session, which, 0, 1)
    if not found:
        raise NotFound
    return found[0]


def _kind(raw: Mapping[str, Any]) -> str:
    return next((key for key in raw if key != "update_id"), "")


def _among(which: Which) -> ColumnElement[bool]:
    table = InboxUpdate if which.trouble == Trouble.UPDATES else Notification
    state = STATES.get(which.trouble, InboxState.DEAD)
    return and_(table.state == state, table.id.between(which.first, which.last))


async def look(session: AsyncSession, which: Which, act: Act, now: datetime) -> Seen:
    """What the act would concern, to be asked before it is done."""
    updates = which.trouble == Trouble.UPDATES
    number: InstrumentedAttribute[int] = InboxUpdate.id if updates else Notification.id
    person = InboxUpdate.sender if updates else Notification.account_id
    can = _repeatable(now) if updates and act == Act.AGAIN else number.is_not(None)
    row = await session.execute(
        select(
            func.count().filter(can),
            func.count(distinct(person)).filter(can),
            func.count().filter(not_(can)),
            func.coalesce(func.max(number), 0),
        ).where(_among(which))
    )
    return Seen(*row.one())


def _repeatable(now: datetime) -> ColumnElement[bool]:
    """A free text is not, once its sender has gone on: it would answer another question.

    Handled updates are known for `KEPT`; an older text is not repeated either. Commands and
    buttons say themselves what they mean, at any time.
    """
    later = aliased(InboxUpdate)
    went_on = (
        select(later.id)
        .where(later.sender == InboxUpdate.sender, later.id > InboxUpdate.id)
        .where(later.state != InboxState.DEAD)
        .exists()
    )
    words = func.coalesce(InboxUpdate.raw["message"]["text"].astext, "")
    typed = and_(InboxUpdate.raw.has_key("message"), not_(words.startswith("/")))
    return not_(and_(typed, or_(went_on, InboxUpdate.received_at < now - KEPT)))


async def do(session: AsyncSession, which: Which, act: Act, by: Who | None, now: datetime) -> int:
    """Acts on what still waits, and says on how many; done twice, it finds none.

    `by` is the administrator, None for the command line.
    """
    result = await session.execute(_doing(which, act, now))
    done = int(result.rowcount)  # type: ignore[attr-defined]
    if done:
        session.info[PLANNED] = True
        details = {"what": which.trouble.value, "rows": done, "by": by and by.account.address}
        actor = by.account.person_id if by else None
        action = f"operations.{act.value}"
        session.add(AuditEntry(at=now, actor_id=actor, action=action, details=details))
        await session.flush()
    return done


def _doing(which: Which, act: Act, now: datetime) -> Update:
    if which.trouble == Trouble.UPDATES:
        changed = update(InboxUpdate).where(_among(which))
        if act == Act.DROP:
            return _quietly(changed.values(state=InboxState.DONE))
        return _quietly(_renumbered(_among(which), now))
    changed = update(Notification).where(_among(which))
    if act == Act.AGAIN:
        values = {"attempts": 0, "last_error": None, "told_at": None}
        return _quietly(changed.values(state=NotificationState.PENDING, **values))
    sent = which.trouble == Trouble.UNKNOWN
    return _quietly(
        changed.values(state=NotificationState.SENT if sent else NotificationState.CANCELLED)
    )


def _renumbered(among: ColumnElement[bool], now: datetime) -> Update:
    """Updates to be tried again, in their order and as if new: replies are named after the
    number of the row, and the one that says sorry has been sent."""
    chosen = select(InboxUpdate.id).where(among, _repeatable(now)).order_by(InboxUpdate.id)
    old = chosen.subquery()
    number = func.nextval(func.pg_get_serial_sequence("inbox", "id"))
    moved = select(old.c.id, number.label("number")).cte("moved")
    return (
        update(InboxUpdate)
        .where(InboxUpdate.id == moved.c.id)
        .values(
            id=moved.c.number,
            state=InboxState.PENDING,
            attempts=0,
            retry_at=None,
            last_error=None,
            told_at=None,
        )
    )


def _quietly(statement: Update) -> Update:
    return statement.execution_options(synchronize_session=False)


async def hold(session: AsyncSession) -> int:
    """After a restore: whatever was still to be sent may have been sent since the backup was
    made, so it waits for a human. Returns how many do. Files that were being made are not."""
    await exporting.cancel_all(session)
    await session.execute(
        _quietly(
            update(Notification)
            .where(Notification.state.in_(LIVE))
            .values(
                state=NotificationState.HELD,
                epoch=Notification.epoch + 1,
                owner=None,
                lease_until=None,
                last_error="held after a restore",
            )
        )
    )
    return (await troubles(session))[Trouble.HELD]
