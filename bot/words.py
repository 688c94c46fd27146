"""What a message says when it leaves: the words are chosen then, as things stand."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.logs import report
from bot.requests import Request, failed, request_for
from handlers.notices import NotNow
from handlers.screen import Screen
from models import File
from models.enums import NotificationState
from services.notifications import Lane
from services.outcomes import UNWANTED, Outcome
from services.programme import Programme
from services.sending import Owed

Compose = Callable[
    [AsyncSession, Sequence[Owed], Programme, datetime], Awaitable[list[Screen | NotNow | None]]
]
"""The words of messages, in their order; None when a message's reason is gone."""

LATER = timedelta(minutes=1)
"""A message whose hours are over is looked at again; by then the schedule has moved it on."""

Ready = Request | Outcome
"""What to send, or what became of a message already."""


@dataclass
class Words:
    """`paid`: pushes are paid broadcasts."""

    sessions: async_sessionmaker[AsyncSession]
    compose: Compose
    programme: Programme
    paid: bool

    async def of(self, taken: Sequence[Owed], now: datetime) -> list[Ready]:
        """What to do with each of the messages."""
        over = {owed.id for owed in taken if owed.expires_at and owed.expires_at <= now}
        found: dict[int, Ready] = {n: Outcome(NotificationState.EXPIRED) for n in over}
        left = [owed for owed in taken if owed.id not in over]
        for owed in left:
            if owed.lane == Lane.REPLY:
                found[owed.id] = await self.stored(owed, now)
        found |= await self._told([owed for owed in left if owed.lane != Lane.REPLY], now)
        return [found[owed.id] for owed in taken]

    async def stored(self, owed: Owed, now: datetime) -> Ready:
        """A reply: its words were chosen by its update."""
        try:
            number = owed.args.get("file")
            if number is None:
                return request_for(owed.address, owed.args)
            async with self.sessions() as session:
                return request_for(owed.address, owed.args, await session.get(File, number))
        except Exception as error:
            report("a reply cannot be put together", error, notification=owed.id)
            return failed(owed, error, now)

    async def _told(self, told: Sequence[Owed], now: datetime) -> dict[int, Ready]:
        if not told:
            return {}
        try:
            async with self.sessions() as session:
                screens = await self.compose(session, told, self.programme, now)
            pairs = zip(told, screens, strict=True)
            return {owed.id: self._pushed(owed, screen, now) for owed, screen in pairs}
        except Exception as error:
            if len(told) == 1:
                report("notification failed", error, notification=told[0].id, kind=told[0].kind)
                return {told[0].id: failed(told[0], error, now)}
        # One of them spoils the batch: each by itself, so that it spoils no other.
        apart = [await self._told([owed], now) for owed in told]
        return {number: ready for one in apart for number, ready in one.items()}

    def _pushed(self, owed: Owed, screen: Screen | NotNow | None, now: datetime) -> Ready:
        if screen is None:
            return Outcome(NotificationState.CANCELLED)
        if screen is NotNow.UNWANTED:
            return Outcome(NotificationState.UNREACHABLE, UNWANTED)
        if isinstance(screen, NotNow):
            return Outcome(NotificationState.PENDING, due_at=now + LATER, counted=False)
        return request_for(owed.address, screen.stored(), paid=self.paid)
