"""What the words of a message that the bot sends by itself are made from."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.screen import Screen
from handlers.texts import Translate
from services.people import Who
from services.programme import Programme


class Told(Protocol):
    """A message to be put into words: `services.sending.Owed` is one."""

    @property
    def account_id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def args(self) -> Mapping[str, Any]: ...


class NotNow(Enum):
    """Instead of a screen: the hours are over in which the reader may be written to, or the
    reader has not agreed or wants no messages."""

    NOT_NOW = "not now"
    UNWANTED = "unwanted"


@dataclass(frozen=True)
class Telling:
    """What a notice may use. `args` are the notification's own."""

    session: AsyncSession
    who: Who
    args: Mapping[str, Any]
    t: Translate
    programme: Programme
    now: datetime


Notice = Callable[[Telling], Awaitable[Screen | None]]
"""Answers None when the reason of the message is gone; then it is cancelled."""

Notices = Callable[[Sequence[Telling]], Awaitable[list[Screen | None]]]
"""The same for several messages of a kind, in their order: a push reads what it needs at once.
There is at least one, and the session is that of all."""


def one_by_one(notices: Mapping[str, Notice]) -> dict[str, Notices]:
    """For kinds that are never told to many at a time."""
    return {kind: _each(notice) for kind, notice in notices.items()}


def _each(notice: Notice) -> Notices:
    async def tell(several: Sequence[Telling]) -> list[Screen | None]:
        return [await notice(one) for one in several]

    return tell
