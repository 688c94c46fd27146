"""What the words of a message that the bot sends by itself are made from."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.screen import Screen
from handlers.texts import Translate
from services.people import Who
from services.programme import Programme

Notice = Callable[["Telling"], Awaitable[Screen | None]]
"""Answers None when the reason of the message is gone; then it is cancelled."""


class Telling:
    """What a notice may use. `args` are the notification's own."""

    def __init__(
        self,
        session: AsyncSession,
        who: Who,
        args: Mapping[str, Any],
        t: Translate,
        programme: Programme,
        now: datetime,
    ) -> None:
        self.session, self.who, self.args = session, who, args
        self.t, self.programme, self.now = t, programme, now
