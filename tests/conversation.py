"""People who talk to the bot: through the real inbox, dispatcher, PostgreSQL and outbox.

Only Telegram is played: `FakeTelegram` keeps every chat's messages as a phone would show them.
"""

import asyncio
import html
import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from aiogram import Bot
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.app import build_dispatcher
from bot.delivery import Delivery
from bot.handling import Handling
from bot.requests import Caller
from bot.transport import TelegramError, Upload
from bot.words import Words
from handlers.conversations import compose
from models import Account, InboxUpdate, Notification
from services import inbox, outcomes
from services.notifications import Lane
from services.programme import Programme

TOKEN = "42:TEST-TOKEN-TEST-TOKEN-TEST-TOKEN-TEST"


@cache
def bot() -> Bot:
    """Aiogram wants one; nothing is ever sent through it. Making one takes 40 ms."""
    return Bot(TOKEN)


@dataclass
class Message:
    id: int
    text: str
    rows: list[list[dict[str, str]]]
    file: Upload | None = None

    @property
    def plain(self) -> str:
        return html.unescape(re.sub(r"<[^>]+>", "", self.text))

    @property
    def buttons(self) -> list[str]:
        return [button["text"] for row in self.rows for button in row]

    def data(self, label: str) -> str:
        """The callback data of the button whose text contains `label`."""
        for row in self.rows:
            for button in row:
                if label in button["text"]:
                    return button["callback_data"]
        raise AssertionError(f"no button «{label}» among {self.buttons} under «{self.plain}»")


@dataclass
class FakeTelegram:
    """Answers the methods we use and keeps each chat's messages, oldest first."""

    chats: dict[int, list[Message]] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    blocked_by: set[int] = field(default_factory=set)
    files: dict[str, bytes] = field(default_factory=dict)
    ids: Any = field(default_factory=lambda: itertools.count(1))

    async def call(
        self,
        method: str,
        params: Mapping[str, Any] | None = None,
        upload: Upload | None = None,
        seconds: float = 0,
    ) -> Any:
        given = dict(params or {})
        self.calls.append((method, given))
        if method.startswith(("send", "edit")):
            return self._show(method, given, upload)
        return True

    async def download(self, file_id: str, limit: int) -> bytes:
        return self.files[file_id][:limit]

    def _show(self, method: str, given: dict[str, Any], upload: Upload | None) -> dict[str, Any]:
        chat_id = given["chat_id"]
        if chat_id in self.blocked_by:
            raise TelegramError(403, "Forbidden: bot was blocked by the user")
        chat = self.chats.setdefault(chat_id, [])
        text = given.get("text") or given.get("caption") or ""
        assert 0 < len(text) <= (1024 if upload else 4096), text
        rows = given.get("reply_markup", {}).get("inline_keyboard", [])
        for button in itertools.chain.from_iterable(rows):
            assert button["text"], rows
            assert len(button.get("callback_data", "x").encode()) <= 64, button
        if "message_id" in given:
            return self._edit(chat, given["message_id"], text, rows)
        message = Message(next(self.ids), text, rows, upload)
        chat.append(message)
        return {"message_id": message.id}

    def _edit(
        self, chat: list[Message], message_id: int, text: str, rows: list[list[dict[str, str]]]
    ) -> dict[str, Any]:
        for message in chat:
            if message.id == message_id and not message.file:
                if (message.text, message.rows) == (text, rows):
                    raise TelegramError(400, "Bad Request: message is not modified: …")
                message.text, message.rows = text, rows
                return {"message_id": message_id}
        raise TelegramError(400, "Bad Request: message to edit not found")


@dataclass
class World:
    """The bot with everything real but Telegram, and a clock that the test moves."""

    sessions: async_sessionmaker[AsyncSession]
    now: datetime
    programme: Programme = field(default_factory=lambda: Programme(bot_name="nastavnik_bot"))
    telegram: FakeTelegram = field(default_factory=FakeTelegram)
    updates: Any = field(default_factory=lambda: itertools.count(1000))
    bugs_expected: bool = False
    latest: float = 0
    begun: list[asyncio.Future[None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.settled_at = self.now
        self.restart()
        self.restarted = False

    def restart(self) -> None:
        """A new process: nothing but the database is remembered."""
        for work in self.begun:
            work.cancel()
        self.begun, self.restarted = [], True
        clock: Callable[[], datetime] = lambda: self.now  # noqa: E731
        telegram: Any = self.telegram
        self.words = Words(self.sessions, compose, self.programme, paid=False)
        self.delivery = Delivery(
            self.sessions,
            self.sessions,
            Caller(telegram, self.sessions),
            self.words,
            clock,
            per_second=1e6,
            owner=lambda: 1,
            spawn=lambda work: self.begun.append(asyncio.ensure_future(work)),
            monotonic=self._monotonic,
            batch=1,
        )
        self.handling = Handling(
            self.sessions,
            build_dispatcher(),
            bot(),
            telegram,
            self.delivery,
            clock,
            self.programme,
            wake=lambda: None,
        )

    def _monotonic(self) -> float:
        """Goes with the test's clock, but never back."""
        self.latest = max(self.latest, self.now.timestamp())
        return self.latest

    async def receive(self, update: dict[str, Any]) -> None:
        async with self.sessions.begin() as session:
            await inbox.store(session, [{"update_id": next(self.updates), **update}], self.now)
        await self.settle()

    async def settle(self) -> None:
        """Handles and delivers until nothing is left to do."""
        await self._shift(self.now - self.settled_at, "free_at", "push_at")
        self.settled_at = self.now
        if self.restarted:
            await self._forget_leases()
            self.restarted = False
        while await self.handling.step():
            await self.finish()
        for lane in Lane:
            while await self.delivery.begin(lane) is not None:
                await self.finish()
                await self._shift(outcomes.SPACING, "push_at")
        if not self.bugs_expected:
            async with self.sessions() as session:
                failed = select(InboxUpdate.last_error).where(InboxUpdate.attempts > 0)
                assert not (await session.scalars(failed)).all(), "see the log above"

    async def _forget_leases(self) -> None:
        """The process before is gone for long enough to be missed."""
        long_ago = datetime(2020, 1, 1, tzinfo=UTC)
        taken = Notification.lease_until.is_not(None)
        async with self.sessions.begin() as session:
            await session.execute(update(Notification).where(taken).values(lease_until=long_ago))
        await self.delivery.recover()

    async def _shift(self, span: timedelta, *columns: str) -> None:
        """Time passes for the database too: a chat that is left alone waits less."""
        if not span:
            return
        async with self.sessions.begin() as session:
            earlier = {name: getattr(Account, name) - span for name in columns}
            await session.execute(update(Account).values(earlier))

    async def finish(self) -> None:
        """Lets what was begun end, one after the other: the test has one connection."""
        while self.begun:
            await self.begun.pop(0)

    def moves_to(self, now: datetime) -> None:
        self.now = now

    def waits(self, **span: float) -> None:
        self.now += timedelta(**span)

    def user(self, address: int, language: str = "ru") -> "User":
        return User(self, address, language)


@dataclass
class User:
    """Somebody with a phone."""

    world: World
    address: int
    language: str = "ru"

    @property
    def chat(self) -> list[Message]:
        """What the bot has written, oldest first."""
        return self.world.telegram.chats.get(self.address, [])

    @property
    def last(self) -> Message:
        return self.chat[-1]

    @property
    def sees(self) -> str:
        """The newest message without markup."""
        return self.last.plain

    async def says(self, text: str) -> str:
        """Sends a text; returns what the newest message then says."""
        entities = []
        if text.startswith("/"):
            command = text.split()[0]
            entities = [{"type": "bot_command", "offset": 0, "length": len(command)}]
        await self._message({"text": text, "entities": entities})
        return self.sees

    async def sends(self, name: str, content: bytes) -> str:
        file_id = f"file-{name}-{len(self.world.telegram.files)}"
        self.world.telegram.files[file_id] = content
        document = {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_name": name,
            "file_size": len(content),
        }
        await self._message({"document": document})
        return self.sees

    async def clicks(self, label: str, on: Message | None = None) -> str:
        """Presses the button whose text contains `label`, on the newest message by default."""
        message = on or self.last
        await self.presses(message.data(label), message)
        return self.sees

    async def presses(self, data: str, on: Message | None = None) -> None:
        """Sends callback data as it is, forged ones too."""
        message = on or self.last
        query = {
            "id": f"q{next(self.world.updates)}",
            "from": self._from(),
            "chat_instance": "1",
            "data": data,
            "message": {
                "message_id": message.id,
                "date": int(self.world.now.timestamp()),
                "chat": self._chat(),
                "text": message.text or "…",
            },
        }
        await self.world.receive({"callback_query": query})

    async def blocks(self, back: bool = False) -> None:
        """Blocks the bot, or comes back."""
        (self.world.telegram.blocked_by.discard if back else self.world.telegram.blocked_by.add)(
            self.address
        )
        await self.world.receive(
            {
                "my_chat_member": {
                    "chat": self._chat(),
                    "from": self._from(),
                    "date": int(self.world.now.timestamp()),
                    "old_chat_member": self._member("kicked" if back else "member"),
                    "new_chat_member": self._member("member" if back else "kicked"),
                }
            }
        )

    @property
    def toasts(self) -> list[str]:
        """Words shown on pressed buttons, whoever pressed."""
        answers = [g for m, g in self.world.telegram.calls if m == "answerCallbackQuery"]
        return [given["text"] for given in answers if "text" in given]

    async def _message(self, content: dict[str, Any]) -> None:
        message = {
            "message_id": next(self.world.telegram.ids),
            "date": int(self.world.now.timestamp()),
            "chat": self._chat(),
            "from": self._from(),
            **content,
        }
        await self.world.receive({"message": message})

    def _member(self, status: str) -> dict[str, Any]:
        bot = {"id": 42, "is_bot": True, "first_name": "Nastavnik"}
        return {"status": status, "user": bot} | ({"until_date": 0} if status == "kicked" else {})

    def _from(self) -> dict[str, Any]:
        return {
            "id": self.address,
            "is_bot": False,
            "first_name": "N",
            "language_code": self.language,
        }

    def _chat(self) -> dict[str, Any]:
        return {"id": self.address, "type": "private", "first_name": "N"}
