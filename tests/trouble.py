"""What goes wrong, put straight into the database."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from models import Account, Base, InboxUpdate, Notification
from models.enums import InboxState, NotificationState
from services.notifications import Lane
from tests.conversation import User, World
from tests.factories import account_of

ADMIN = 900


async def message(
    world: World, user: User, state: str = "pending", kind: str = "help_request", **values: Any
) -> int:
    """A row of the outbox to the person; its number."""
    async with world.sessions.begin() as session:
        account = await account_of(session, user.address)
        number = values.pop("key", None) or f"t:{await counted(world, Notification)}"
        row = Notification(
            **{
                "account_id": account.id,
                "kind": kind,
                "dedupe_key": number,
                "args": {},
                "lane": Lane.PERSONAL,
                "state": NotificationState(state),
                "created_at": world.now,
                "due_at": world.now,
            }
            | values
        )
        session.add(row)
        await session.flush()
        return row.id


async def counted(world: World, table: type[Base]) -> int:
    async with world.sessions() as session:
        return len((await session.scalars(select(table))).all())


async def state_of(world: World, number: int) -> str:
    async with world.sessions() as session:
        return (await session.get_one(Notification, number)).state.value


async def dead_update(world: World, user: User, content: dict[str, Any], number: int = 77) -> int:
    """An update of the person that the bot stumbled over; its row's number."""
    chat = {"id": user.address, "type": "private", "first_name": "N"}
    sender = {"id": user.address, "is_bot": False, "first_name": "N"}
    date = int(world.now.timestamp())
    raw = {"message_id": 5, "date": date, "chat": chat, "from": sender} | content
    async with world.sessions.begin() as session:
        row = InboxUpdate(
            update_id=number,
            sender=user.address,
            raw={"update_id": number, "message": raw},
            state=InboxState.DEAD,
            received_at=world.now,
            attempts=5,
            last_error="KeyError: 'x'",
        )
        session.add(row)
        await session.flush()
        return row.id


def command(text: str) -> dict[str, Any]:
    entity = {"type": "bot_command", "offset": 0, "length": len(text)}
    return {"text": text, "entities": [entity]}


async def update_state(world: World, number: int) -> str:
    async with world.sessions() as session:
        return (await session.get_one(InboxUpdate, number)).state.value


async def accounts(world: World) -> list[int]:
    async with world.sessions() as session:
        return list(await session.scalars(select(Account.address).order_by(Account.address)))


def ago(world: World, **span: float) -> datetime:
    return world.now - timedelta(**span)
