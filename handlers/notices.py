"""Words for what the bot says by itself: one line a kind of notification."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.screen import Screen
from handlers.texts import Translate
from models import Notification
from services.people import Who
from services.programme import Programme

Notice = Callable[["Telling"], Awaitable[Screen | None]]


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


def notices() -> dict[str, Notice]:
    """Every kind but `reply`. A notice answers None when its reason is gone."""
    return {}


async def compose(
    session: AsyncSession,
    who: Who,
    notification: Notification,
    t: Translate,
    programme: Programme,
    now: datetime,
) -> Screen | None:
    """The screen of a notification as things stand now. Nothing is told without a consent."""
    if not who.consented:
        return None
    telling = Telling(session, who, notification.args, t, programme, now)
    return await notices()[notification.kind](telling)
