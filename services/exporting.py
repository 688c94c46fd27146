"""Files of large places: asked for in the chat, made in the background, one a person at a time.

The row says who asked for what and how far it is. Whoever makes the file holds a lease: when
that process dies another one takes it over, and what the first one still does counts no more.
The file, its entry in the audit and the end of the row are one commit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models import Export, File, Notification
from models.enums import ExportState, NotificationState
from models.exports import LIVE
from services import notifications
from services.errors import NotFound
from services.people import Sender
from services.replies import Reply, owe
from services.tables import NOW

LEASE = timedelta(seconds=30)
TRIES = 3
"""Processes that may die of a file; then it is given up, or it would stop one after the other."""

UNENDED = (ExportState.WAITING, ExportState.RUNNING)


class Wanted(NamedTuple):
    """What the button asked for."""

    act: str
    academic_year: int
    code: str
    organisation_id: int
    whole: bool


class Taken(NamedTuple):
    """An export that is being made, by whoever knows its epoch."""

    id: int
    account_id: int
    wanted: Wanted
    epoch: int
    attempts: int


@dataclass(frozen=True)
class Ending:
    """What the messages that showed it say in the end, and the file under its own words."""

    account: Sender
    words: dict[str, Any]
    file: File | None = None
    caption: dict[str, Any] | None = None


async def ask(
    session: AsyncSession, account_id: int, wanted: Wanted, message: str, now: datetime
) -> Export:
    """The export under way for the account: this one, or the one that it has asked for before.

    `message`: the key of the message that is going to show it.
    """
    while (found := await _under_way(session, account_id)) is None:
        new = {"account_id": account_id, **wanted._asdict(), "created_at": now}
        counters = dict.fromkeys(("done", "parts", "epoch", "attempts"), 0)
        new |= {"state": ExportState.WAITING, "messages": [], **counters}
        await session.execute(insert(Export).values(new).on_conflict_do_nothing())
    found.messages = [*found.messages, message]
    await session.flush()
    return found


async def _under_way(session: AsyncSession, account_id: int) -> Export | None:
    return await session.scalar(
        select(Export)
        .where(Export.account_id == account_id, Export.state.in_(UNENDED))
        .with_for_update()
    )


def wanted_of(export: Export) -> Wanted:
    return Wanted(*(getattr(export, name) for name in Wanted._fields))


async def cancel(session: AsyncSession, account_id: int, export_id: int) -> tuple[Export, bool]:
    """Somebody's own export, and whether it is this that ended it. NotFound for anybody else's."""
    found = await session.get(Export, export_id, with_for_update=True)
    if found is None or found.account_id != account_id:
        raise NotFound
    was_live = found.state in UNENDED
    if was_live:
        found.state, found.lease_until = ExportState.CANCELLED, None
        await session.flush()
    return found, was_live


async def cancel_all(session: AsyncSession) -> None:
    """After a restore: whoever still wants a file asks for it again."""
    await session.execute(
        update(Export)
        .where(LIVE)
        .values(state=ExportState.CANCELLED, lease_until=None)
        .execution_options(synchronize_session=False)
    )


async def claim(session: AsyncSession) -> Taken | None:
    """Takes the next export, or one whose process is gone. The message that shows it has left
    by then: so it is known which one to change."""
    lost = or_(Export.lease_until < NOW, Export.lease_until > NOW + 2 * LEASE)
    on_its_way = exists().where(
        Notification.dedupe_key == Export.messages[-1].astext,
        Notification.state.in_(notifications.LIVE),
    )
    due = or_(
        and_(Export.state == ExportState.WAITING, ~on_its_way),
        and_(Export.state == ExportState.RUNNING, lost),
    )
    next_one = select(Export).where(LIVE, due).order_by(Export.id).limit(1)
    found = await session.scalar(next_one.with_for_update(skip_locked=True))
    if found is None:
        return None
    found.state, found.lease_until = ExportState.RUNNING, NOW + LEASE
    found.epoch, found.attempts = found.epoch + 1, found.attempts + 1
    await session.flush()
    return Taken(found.id, found.account_id, wanted_of(found), found.epoch, found.attempts)


async def go_on(session: AsyncSession, taken: Taken, done: int, parts: int) -> Export | None:
    """Writes how far it is and holds the lease; None when it is ours no more."""
    return await _change(
        session, taken, done=done, parts=parts, lease_until=NOW + LEASE, attempts=Export.attempts
    )


async def give_back(session: AsyncSession, taken: Taken) -> None:
    """Our process ends in good order: another one, or the next start, makes it."""
    waiting = {"state": ExportState.WAITING, "lease_until": None}
    await _change(session, taken, **waiting, attempts=Export.attempts - 1)


async def show(
    session: AsyncSession, export: Export, account: Sender, words: dict[str, Any], now: datetime
) -> bool:
    """Owes new words on the newest message that shows it; not while it is still on its way."""
    number = await _number(session, export.messages[-1], sent=True)
    if number is None:
        return False
    key = f"export:{export.id}:{export.epoch}:{export.parts}:{export.done}"
    await owe(session, [Reply(account, key, words | {"edit": number})], now)
    export.messages = [*export.messages[:-1], key]
    await session.flush()
    return True


async def end(
    session: AsyncSession, taken: Taken, state: ExportState, ending: Ending | None, now: datetime
) -> bool:
    """Ends it with what is to be said; False when it is ours no more, and nothing is said."""
    export = await _change(session, taken, state=state, lease_until=None)
    if export is None:
        return False
    if ending:
        found = [await _number(session, key) for key in export.messages]
        numbers = dict.fromkeys(number for number in found if number)
        said = [ending.words | {"edit": number} for number in numbers] or [ending.words]
        said += await _attached(session, ending)
        keys = (f"export:{export.id}:end:{number}" for number in range(len(said)))
        replies = [Reply(ending.account, key, args) for key, args in zip(keys, said, strict=False)]
        await owe(session, replies, now)
    return True


async def _attached(session: AsyncSession, ending: Ending) -> Sequence[dict[str, Any]]:
    if ending.file is None or ending.caption is None:
        return []
    session.add(ending.file)
    await session.flush()
    return [ending.caption | {"file": ending.file.id}]


async def _number(session: AsyncSession, key: str, sent: bool = False) -> int | None:
    """Telegram's number of a message, `sent`: when it has arrived with these words."""
    found = await session.scalar(select(Notification).where(Notification.dedupe_key == key))
    if found is None or (sent and found.state is not NotificationState.SENT):
        return None
    return found.message_id or found.args.get("edit")


async def _change(session: AsyncSession, taken: Taken, **values: Any) -> Export | None:
    """Fenced by the epoch."""
    ours: list[ColumnElement[bool]] = [
        Export.id == taken.id,
        Export.epoch == taken.epoch,
        Export.state == ExportState.RUNNING,
    ]
    changed = update(Export).where(*ours).values(values).returning(Export)
    return await session.scalar(changed.execution_options(populate_existing=True))
