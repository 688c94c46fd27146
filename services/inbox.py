"""The durable line of raw updates: kept before they are confirmed, handled in order per person."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from math import isfinite
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    DateTime,
    SmallInteger,
    String,
    any_,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    update,
)
from sqlalchemy import cast as cast_as
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, Insert, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningUpdate

from models import InboxUpdate
from models.enums import InboxState
from services.operations import retention
from services.tables import table

MAX_ATTEMPTS = 5
PRESSED = ("message_id", "date", "chat")
NUL = "\\u0000"
DEEPEST = 100
"""Levels of nesting; Telegram's own updates have about ten."""

PENDING = literal_column("'pending'", String)
"""Spelt out: a plan that PostgreSQL keeps can then use the index of what is pending."""


async def store(session: AsyncSession, updates: Sequence[dict[str, Any]], now: datetime) -> None:
    """Keeps raw updates in one statement; one that is already here is left alone.

    A number that is here since long ago is another update's, and is taken from it.
    """
    kept = [update for update in updates if named(update)]
    if not kept:
        return
    given = {
        "numbers": numbers(kept),
        "senders": [sender_of(update) for update in kept],
        "raws": [as_json(lean(update)) for update in kept],
        "now": now,
    }
    done = await session.execute(_keep(), given)
    if done.rowcount < len(kept):  # type: ignore[attr-defined]
        await retention.release_numbers(session, now, numbers(kept))
        await session.execute(_keep(), given)


@cache
def _keep() -> Insert:
    arrays: dict[str, Any] = {"numbers": BigInteger, "senders": BigInteger, "raws": String}
    given = [bindparam(name, type_=ARRAY[Any](kind)) for name, kind in arrays.items()]
    rows = func.unnest(*given).table_valued(*arrays, name="given").render_derived()
    values = {
        "update_id": rows.c.numbers,
        "sender": rows.c.senders,
        "raw": cast_as(rows.c.raws, JSONB),
        "state": PENDING,
        "received_at": bindparam("now", type_=DateTime(timezone=True)),
        "attempts": literal(0, SmallInteger),
    }
    return (
        insert(table(InboxUpdate))
        .from_select(list(values), select(*values.values()))
        .on_conflict_do_nothing()
    )


def lean(update: dict[str, Any]) -> dict[str, Any]:
    """Without the text and the buttons of a pressed message: they are our own words, and most
    of what an update weighs."""
    query = update.get("callback_query")
    message = query.get("message") if isinstance(query, dict) else None
    if not isinstance(query, dict) or not isinstance(message, dict):
        return update
    known = {name: message[name] for name in PRESSED if name in message}
    return {**update, "callback_query": {**query, "message": known}}


def as_json(update: dict[str, Any]) -> str:
    """JSON that jsonb takes. What it refuses is rare, and then taken out piece by piece."""
    try:
        text = json.dumps(update, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (ValueError, RecursionError):
        text = NUL
    return json.dumps(storable(update), ensure_ascii=False) if NUL in text else text


def is_number(value: object) -> bool:
    """A whole number that fits PostgreSQL's bigint."""
    return type(value) is int and abs(value) < 2**63


def named(update: object) -> bool:
    """Whether it has a number of its own: what has none can neither be kept nor confirmed."""
    return isinstance(update, dict) and is_number(update.get("update_id"))


def numbers(updates: Sequence[dict[str, Any]]) -> list[int]:
    return [update["update_id"] for update in updates if named(update)]


def storable(value: Any, depth: int = 0) -> Any:
    """JSON that jsonb takes: without the NUL, the halves of characters, the numbers that are
    none and the depth that it refuses.

    Otherwise one such message would stop its whole batch from being kept.
    """
    if depth > DEEPEST:
        return None
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(key): storable(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [storable(item, depth + 1) for item in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def clean(words: str) -> str:
    return words.replace("\0", "").encode("utf-8", "replace").decode()


def sender_of(update: dict[str, Any]) -> int:
    """The Telegram id of who caused the update, whatever its kind; 0 when it names nobody."""
    for event in update.values():
        sender = event.get("from") if isinstance(event, dict) else None
        if isinstance(sender, dict) and is_number(sender.get("id")):
            return int(sender["id"])
    return 0


class Taken(NamedTuple):
    """A row of the inbox that is being handled, and its update."""

    id: int
    raw: dict[str, Any]


async def claim(
    session: AsyncSession, now: datetime, most: int = 1, among: Sequence[int] | None = None
) -> list[Taken]:
    """The next updates to handle, in their order: each of another person. `among`: only these
    rows, and such of them as are still the next.

    They are marked as done already: that counts when the transaction is committed, and till then
    the rows are locked. Only the oldest of a person is ever taken, so a person's updates follow
    each other in any number of processes; one that waits for its retry holds up nobody else.
    """
    given = {"now": now} if among is None else {"now": now, "among": list(among)}
    rows = await session.execute(_take_oldest(most, among is not None), given)
    return sorted(Taken._make(row) for row in rows)


@cache
def _take_oldest(most: int, named: bool) -> ReturningUpdate[int, dict[str, Any]]:
    """Built once: it runs for every update. The number is spelt out, so that the plan fits."""
    inbox = table(InboxUpdate)
    mine, earlier = inbox.alias("mine"), inbox.alias("earlier")
    waits = exists().where(
        earlier.c.sender == mine.c.sender,
        earlier.c.state == PENDING,
        earlier.c.id < mine.c.id,
    )
    now = bindparam("now", type_=DateTime(timezone=True))
    oldest = (
        select(mine.c.id)
        .where(mine.c.state == PENDING, ~waits)
        .where(or_(mine.c.retry_at.is_(None), mine.c.retry_at <= now))
        .where(mine.c.id == any_(bindparam("among", type_=ARRAY(BigInteger))) if named else true())
        .order_by(mine.c.id)
        .limit(literal_column(str(most)))
        .with_for_update(skip_locked=True)
        .cte("oldest")
        .prefix_with("materialized")
    )
    return (
        update(inbox)
        .where(inbox.c.id == oldest.c.id)
        .values(state=InboxState.DONE)
        .returning(inbox.c.id, inbox.c.raw)
    )


def failed(update: InboxUpdate, now: datetime) -> bool:
    """Plans the next try (1, 2, 4, 8 s later); True when it was the last one."""
    update.attempts += 1
    if update.attempts >= MAX_ATTEMPTS:
        update.state = InboxState.DEAD
    else:
        update.retry_at = now + timedelta(seconds=2 ** (update.attempts - 1))
    return update.state == InboxState.DEAD
