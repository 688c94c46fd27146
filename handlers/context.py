"""What every handler may ask for by name, besides aiogram's own event."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.texts import Translate
from services.people import Who
from services.programme import Programme

Download = Callable[[str, int], Awaitable[bytes]]
"""Telegram's file id and the most bytes to take; the content."""


@dataclass(frozen=True)
class Context:
    """One update's surroundings. `now` is aware UTC; `t` speaks the person's language.

    `update_key` names the update: whatever is planned under it is planned once.
    """

    session: AsyncSession
    now: datetime
    who: Who
    t: Translate
    programme: Programme
    download: Download
    update_key: str

    def arguments(self) -> dict[str, Any]:
        """As aiogram's injected arguments: `c` is the whole, the rest by name."""
        return {"c": self, "session": self.session, "now": self.now, "who": self.who, "t": self.t}
