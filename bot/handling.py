"""Takes updates out of the inbox, one person's in order, and commits all they cause at once.

One transaction holds the mark in the inbox, the facts, and the replies as outbox rows. So a
crash anywhere leaves an update either undone or done with its answer owed: nothing is lost and
nothing is done twice.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from aiogram import Bot, Dispatcher
from aiogram.types import Update
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.bell import Bell, pause
from bot.delivery import Delivery
from bot.logs import report, told
from bot.transport import Telegram
from bot.updates import answer_callback, key_of, pressed_message, sender_in_private
from handlers.context import Alone, Context
from handlers.screen import Answer, Screen
from handlers.texts import Translate
from handlers.wording import refusal
from models import File, InboxUpdate
from models.enums import InboxState
from services import inbox, people
from services.errors import UserError
from services.inbox import Taken
from services.notifications import PLANNED
from services.people import Met, Who
from services.programme import Programme
from services.replies import Reply, owe
from services.sending import Owed

MANY = 8
"""Updates that share a transaction, at most."""


@dataclass(frozen=True)
class Said:
    """What an update has caused to be said: the words on the pressed button, and messages."""

    toast: str | None = None
    replies: tuple[Reply, ...] = ()


@dataclass
class Handling:
    """`step` handles updates, and hands their replies to `delivery`. `wake` is called when there
    is something to deliver to others. `missed`: an update was there, and could not be taken yet.
    """

    sessions: async_sessionmaker[AsyncSession]
    dispatcher: Dispatcher
    bot: Bot
    telegram: Telegram
    delivery: Delivery
    clock: Callable[[], datetime]
    programme: Programme
    wake: Callable[[], object]
    missed: bool = False

    async def step(self, most: int = 1) -> int:
        """Handles the next updates, each of another person; returns how many there were.

        They share a transaction: where many come at once, its few statements serve them all.
        When it fails, each is tried in one of its own. One that takes its time is handled when
        the others are committed.
        """
        return await self._step(most)

    async def _step(
        self, most: int, among: Sequence[int] | None = None, waited_for: bool = False
    ) -> int:
        """The next of all, or of the rows `among`. `waited_for`: others wait for it, so a slow one
        raises Alone."""
        taken: list[Taken] = []
        try:
            async with self.sessions.begin() as session:
                taken = await inbox.claim(session, self.clock(), most, among)
                if not taken:
                    return 0
                said = await self._handle(session, taken, waited_for or len(taken) > 1)
                owed = await self._owe(session, said)
                planned = session.info.get(PLANNED)
        except Alone as slow:
            if len(taken) == 1:
                raise
            quick = [row.id for row in taken if key_of(row.id) != slow.update_key]
            last = [row.id for row in taken if key_of(row.id) == slow.update_key]
            return await self._step(len(quick), quick) + await self._step(1, last)
        except Exception as error:
            if not taken:
                raise
            if len(taken) > 1:
                return await self._apart(taken)
            said, owed = await self._refuse(taken[0].id, error)
            planned = False
        self._send(said, owed)
        if planned:
            self.wake()
        for (_, raw), one in zip(taken, said, strict=True):
            self.delivery.spawn(answer_callback(self.telegram, raw, one.toast))
        return len(taken)

    async def _apart(self, taken: Sequence[Taken]) -> int:
        """Each in a transaction of its own; the slow ones last."""
        handled, slow = 0, []
        for row in taken:
            try:
                handled += await self._step(1, [row.id], waited_for=True)
            except Alone:
                slow.append(row.id)
        return handled + sum([await self._step(1, [number]) for number in slow])

    async def _handle(
        self, session: AsyncSession, taken: Sequence[Taken], shared: bool
    ) -> list[Said]:
        senders = [sender_in_private(raw) for _, raw in taken]
        now = self.clock()
        met = [Met(one["id"], one.get("language_code")) for one in senders if one]
        who = await people.meet(session, met, now) if met else {}
        return [
            await self._handle_one(
                session, row, who.get(sender["id"]) if sender else None, now, shared
            )
            for row, sender in zip(taken, senders, strict=True)
        ]

    async def _handle_one(
        self, session: AsyncSession, row: Taken, who: Who | None, now: datetime, shared: bool
    ) -> Said:
        update = Update.model_validate(row.raw, context={"bot": self.bot})
        if who is None:
            return Said()
        context = replace(self._context(session, row.id, who, now), shared=shared)
        result = await self.dispatcher.feed_update(self.bot, update, **context.arguments())
        said = await self._say(context, Answer.of(result), pressed_message(row.raw))
        # The next one is another person's, who reads what there is by now.
        await session.flush()
        session.expunge_all()
        return said

    def _context(self, session: AsyncSession, row_id: int, who: Who, now: datetime) -> Context:
        return Context(
            session=session,
            now=now,
            who=who,
            t=Translate(who.account.language),
            programme=self.programme,
            download=self.telegram.download,
            update_key=key_of(row_id),
        )

    async def _say(self, context: Context, answer: Answer, pressed: int | None) -> Said:
        session, account = context.session, context.who.account
        if answer.screens:
            await people.expect(session, account, answer.screens[-1].expects)
        replies = []
        for number, screen in enumerate(answer.screens):
            args = screen.stored() | await _attached(session, screen, context.now)
            if pressed and number == 0 and not screen.fresh:
                args["edit"] = pressed
            replies.append(Reply(account, f"{context.update_key}:{number}", args))
        toast = next((screen.toast for screen in answer.screens if screen.toast), None)
        return Said(toast, tuple(replies))

    async def _owe(self, session: AsyncSession, said: Sequence[Said]) -> dict[str, Owed]:
        """The replies that may leave straight after the commit, by their keys."""
        replies = [reply for one in said for reply in one.replies]
        if not replies:
            return {}
        return await owe(session, replies, self.clock(), self.delivery.owner())

    def _send(self, said: Sequence[Said], owed: Mapping[str, Owed]) -> None:
        """Sends what may leave; what waits in the line is looked for."""
        for taken in owed.values():
            self.delivery.send(taken)
        for one in said:
            if waiting := [reply for reply in one.replies if reply.key not in owed]:
                self.delivery.hurry(waiting[0].account.id, len(waiting))

    async def _refuse(self, row_id: int, error: Exception) -> tuple[list[Said], dict[str, Owed]]:
        """After a rollback: tells the person what is wrong, or plans another try."""
        async with self.sessions.begin() as session:
            row = await session.get(InboxUpdate, row_id, with_for_update=True)
            said = Said()
            if row is not None and row.state == InboxState.PENDING:
                said = await self._excuse(session, row, error)
            return [said], await self._owe(session, [said])

    async def _excuse(self, session: AsyncSession, row: InboxUpdate, error: Exception) -> Said:
        row.last_error = told(error)
        if isinstance(error, UserError):
            row.state = InboxState.DONE
            return await self._apologise(session, row, error)
        report("update failed", error, update=row.update_id)
        if isinstance(error, ValidationError):
            row.state = InboxState.DEAD
        elif inbox.failed(row, self.clock()):
            return await self._apologise(session, row, UserError("error-internal"))
        return Said()

    async def _apologise(self, session: AsyncSession, row: InboxUpdate, error: UserError) -> Said:
        """Says what is wrong in a new message; what the person was typing stays expected.

        When even that fails, the mark on the update stays: it must not come back for ever.
        """
        try:
            async with session.begin_nested():
                sender, now = sender_in_private(row.raw), self.clock()
                if sender is None:
                    return Said()
                met = Met(sender["id"], sender.get("language_code"))
                who = (await people.meet(session, [met], now))[met.address]
                context = self._context(session, row.id, who, now)
                words = refusal(context.t, error)
                screen = Screen(words, expects=context.who.account.expects, fresh=True)
                return await self._say(context, Answer((screen,)), None)
        except Exception as other:
            report("nothing could be said about a failure", other, update=row.update_id)
            return Said()


async def _attached(session: AsyncSession, screen: Screen, now: datetime) -> dict[str, int]:
    if screen.attachment is None:
        return {}
    made = screen.attachment
    file = File(name=made.name, mime=made.mime, content=made.content, created_at=now)
    session.add(file)
    await session.flush()
    return {"file": file.id}


async def keep_handling(handling: Handling, arrived: Bell, stop: asyncio.Event) -> None:
    """Handles until told to stop: an update for each ring, and twice a second what is left.

    What could not be taken, because an earlier update of the same person was being handled, is
    looked for when one has been.
    """
    while not stop.is_set():
        rung = await arrived.wait(0.5, MANY)
        searching, wanted = not rung, rung or MANY
        try:
            while (handled := await handling.step(wanted)) and not stop.is_set():
                if not (searching or handling.missed or handled < wanted):
                    break
                searching, handling.missed, wanted = True, False, MANY
            else:
                handling.missed = not searching
        except Exception as error:
            report("handling paused", error)
            await pause(stop, 1)
