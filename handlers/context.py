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


class Alone(Exception):
    """An update shares its transaction, and takes too long for that: it is handled anew, after
    the others. `update_key` is its own."""

    def __init__(self, update_key: str) -> None:
        super().__init__(update_key)
        self.update_key = update_key


@dataclass(frozen=True)
class Context:
    """One update's surroundings. `now` is aware UTC; `t` speaks the person's language.

    `update_key` names the update: whatever is planned under it is planned once. `shared`: other
    people's updates are in the same transaction, and wait for this one.
    """

    session: AsyncSession
    now: datetime
    who: Who
    t: Translate
    programme: Programme
    download: Download
    update_key: str
    shared: bool = False

    def alone(self) -> None:
        """To be called before anything that takes longer than a page, such as making a file:
        raises Alone when others wait, so nothing before it may be needed again."""
        if self.shared:
            raise Alone(self.update_key)

    def arguments(self) -> dict[str, Any]:
        """As aiogram's injected arguments: `c` is the whole, the rest by name."""
        return {"c": self, "session": self.session, "now": self.now, "who": self.who, "t": self.t}
