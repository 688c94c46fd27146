"""Takes updates out of the inbox, one person's in order, and commits all they cause at once.

One transaction holds the mark in the inbox, the facts, and the replies as outbox rows. So a
crash anywhere leaves an update either undone or done with its answer owed: nothing is lost and
nothing is done twice.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import Update
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.bell import Bell, pause
from bot.delivery import Delivery
from bot.logs import report, told
from bot.transport import Ambiguous, NotSent, Telegram, TelegramError
from handlers.context import Context
from handlers.screen import Answer, Screen
from handlers.texts import Translate
from models import File, InboxUpdate
from models.enums import InboxState
from services import inbox, people
from services.errors import UserError
from services.notifications import PLANNED
from services.programme import Programme
from services.replies import reply
from services.sending import Owed


@dataclass(frozen=True)
class Said:
    """What an update has caused to be said: the words on the pressed button, the reply to send
    after the commit, and how many more wait in the outbox for the account."""

    toast: str | None = None
    reply: Owed | None = None
    account: int = 0
    waiting: int = 0


@dataclass
class Handling:
    """`step` handles one update, and hands its reply to `delivery`. `wake` is called when
    there is something to deliver to others. `missed`: an update was there, and could not be
    taken yet."""

    sessions: async_sessionmaker[AsyncSession]
    dispatcher: Dispatcher
    bot: Bot
    telegram: Telegram
    delivery: Delivery
    clock: Callable[[], datetime]
    programme: Programme
    wake: Callable[[], object]
    missed: bool = False

    async def step(self) -> bool:
        """Handles the next update; False when none is waiting."""
        taken: tuple[int, dict[str, Any]] | None = None
        try:
            async with self.sessions.begin() as session:
                taken = await inbox.claim(session, self.clock())
                if taken is None:
                    return False
                said = await self._handle(session, *taken)
                planned = session.info.get(PLANNED)
        except Exception as error:
            if taken is None:
                raise
            said, planned = await self._refuse(taken[0], error), False
        if said.reply:
            self.delivery.send(said.reply)
        if said.waiting:
            self.delivery.hurry(said.account, said.waiting)
        if planned:
            self.wake()
        self.delivery.spawn(self._answer_callback(taken[1], said.toast))
        return True

    async def _handle(self, session: AsyncSession, row_id: int, raw: dict[str, Any]) -> Said:
        update = Update.model_validate(raw, context={"bot": self.bot})
        context = await self._context(session, row_id, raw)
        if context is None:
            return Said()
        result = await self.dispatcher.feed_update(self.bot, update, **context.arguments())
        return await self._say(context, Answer.of(result), pressed_message(raw))

    async def _context(
        self, session: AsyncSession, row_id: int, raw: dict[str, Any]
    ) -> Context | None:
        sender = sender_in_private(raw)
        if sender is None:
            return None
        now = self.clock()
        who = await people.meet(session, sender["id"], sender.get("language_code"), now)
        return Context(
            session=session,
            now=now,
            who=who,
            t=Translate(who.account.language),
            programme=self.programme,
            download=self.telegram.download,
            update_key=f"u{row_id}",
        )

    async def _say(self, context: Context, answer: Answer, pressed: int | None) -> Said:
        session, account = context.session, context.who.account
        if answer.screens:
            await people.expect(session, account, answer.screens[-1].expects)
        first: Owed | None = None
        for number, screen in enumerate(answer.screens):
            args = screen.stored() | await _attached(session, screen, context.now)
            if pressed and number == 0 and not screen.fresh:
                args["edit"] = pressed
            key, owner = f"{context.update_key}:{number}", self.delivery.owner()
            owed = await reply(session, account, key, args, context.now, owner)
            first = first or owed
        toast = next((screen.toast for screen in answer.screens if screen.toast), None)
        return Said(toast, first, account.id, len(answer.screens) - bool(first))

    async def _refuse(self, row_id: int, error: Exception) -> Said:
        """After a rollback: tells the person what is wrong, or plans another try."""
        async with self.sessions.begin() as session:
            row = await session.get(InboxUpdate, row_id, with_for_update=True)
            if row is None or row.state != InboxState.PENDING:
                return Said()
            row.last_error = told(error)
            if isinstance(error, UserError):
                row.state = InboxState.DONE
                return await self._apologise(session, row, error.key, error.args_)
            report("update failed", error, update=row.update_id)
            if isinstance(error, ValidationError):
                row.state = InboxState.DEAD
            elif inbox.failed(row, self.clock()):
                return await self._apologise(session, row, "error-internal", {})
        return Said()

    async def _apologise(
        self, session: AsyncSession, row: InboxUpdate, key: str, args: dict[str, Any]
    ) -> Said:
        """Says what is wrong in a new message; what the person was typing stays expected.

        When even that fails, the mark on the update stays: it must not come back for ever.
        """
        try:
            async with session.begin_nested():
                context = await self._context(session, row.id, row.raw)
                if context is None:
                    return Said()
                words = context.t(key, **args)
                screen = Screen(words, expects=context.who.account.expects, fresh=True)
                return await self._say(context, Answer((screen,)), None)
        except Exception as error:
            report("nothing could be said about a failure", error, update=row.update_id)
            return Said()

    async def _answer_callback(self, raw: dict[str, Any], toast: str | None) -> None:
        """Best effort and never stored: a late answer must not break anything."""
        query = raw.get("callback_query")
        if not isinstance(query, dict) or "id" not in query:
            return
        params = {"callback_query_id": query["id"]} | ({"text": toast[:200]} if toast else {})
        with suppress(TelegramError, NotSent, Ambiguous):
            await self.telegram.call("answerCallbackQuery", params, seconds=5)


async def _attached(session: AsyncSession, screen: Screen, now: datetime) -> dict[str, int]:
    if screen.attachment is None:
        return {}
    made = screen.attachment
    file = File(name=made.name, mime=made.mime, content=made.content, created_at=now)
    session.add(file)
    await session.flush()
    return {"file": file.id}


def sender_in_private(raw: dict[str, Any]) -> dict[str, Any] | None:
    """Who wrote to the bot in their own chat; None for groups and for kinds we do not take."""
    for kind in ("message", "callback_query", "my_chat_member"):
        event = raw.get(kind)
        if isinstance(event, dict):
            chat = event.get("chat") or (event.get("message") or {}).get("chat") or {}
            sender = event.get("from")
            named = isinstance(sender, dict) and inbox.is_number(sender.get("id"))
            return sender if named and chat.get("type") == "private" else None
    return None


def pressed_message(raw: dict[str, Any]) -> int | None:
    message = (raw.get("callback_query") or {}).get("message") or {}
    return message.get("message_id")


async def keep_handling(handling: Handling, arrived: Bell, stop: asyncio.Event) -> None:
    """Handles until told to stop: one update for each ring, and twice a second what is left.

    What could not be taken, because an earlier update of the same person was being handled, is
    looked for when one has been.
    """
    while not stop.is_set():
        searching = not await arrived.wait(0.5)
        try:
            while await handling.step() and not stop.is_set():
                if not (searching or handling.missed):
                    break
                searching, handling.missed = True, False
            else:
                handling.missed = not searching
        except Exception as error:
            report("handling paused", error)
            await pause(stop, 1)
