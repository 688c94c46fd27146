"""The durable line of raw updates: kept before they are confirmed, handled in order per person."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import InboxUpdate
from models.enums import InboxState

MAX_ATTEMPTS = 5


async def store(session: AsyncSession, updates: list[dict[str, Any]], now: datetime) -> None:
    """Keeps raw updates; one that is already here is left alone."""
    rows = [
        {
            "update_id": update["update_id"],
            "sender": sender_of(update),
            "raw": storable(update),
            "received_at": now,
        }
        for update in updates
        if isinstance(update.get("update_id"), int)
    ]
    if rows:
        await session.execute(insert(InboxUpdate).values(rows).on_conflict_do_nothing())


def storable(value: Any) -> Any:
    """JSON that jsonb takes: without the NUL and the halves of characters that it refuses.

    Otherwise one such message would stop its whole batch from being kept.
    """
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    return [storable(item) for item in value] if isinstance(value, list) else value


def sender_of(update: dict[str, Any]) -> int:
    """The Telegram id of who caused the update, whatever its kind; 0 when it names nobody."""
    for event in update.values():
        sender = event.get("from") if isinstance(event, dict) else None
        if isinstance(sender, dict) and isinstance(sender.get("id"), int):
            return int(sender["id"])
    return 0


async def claim(session: AsyncSession, now: datetime) -> InboxUpdate | None:
    """The next update to handle, locked until the transaction ends.

    Only the oldest of a person is ever taken, so a person's updates follow each other in any
    number of processes; one that waits for its retry holds up nobody else.
    """
    return await session.scalar(_oldest(), {"now": now})


@cache
def _oldest() -> Select[InboxUpdate]:
    """Built once: it runs for every update."""
    earlier = aliased(InboxUpdate)
    waits = exists().where(
        earlier.sender == InboxUpdate.sender,
        earlier.state == InboxState.PENDING,
        earlier.id < InboxUpdate.id,
    )
    return (
        select(InboxUpdate)
        .where(InboxUpdate.state == InboxState.PENDING, ~waits)
        .where(or_(InboxUpdate.retry_at.is_(None), InboxUpdate.retry_at <= bindparam("now")))
        .order_by(InboxUpdate.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def failed(update: InboxUpdate, error: Exception, now: datetime) -> bool:
    """Plans the next try (1, 2, 4, 8 s later); True when it was the last one."""
    update.attempts += 1
    update.last_error = f"{type(error).__name__}: {error}"[:300]
    if update.attempts >= MAX_ATTEMPTS:
        update.state = InboxState.DEAD
    else:
        update.retry_at = now + timedelta(seconds=2 ** (update.attempts - 1))
    return update.state == InboxState.DEAD
