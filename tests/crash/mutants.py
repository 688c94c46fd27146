"""Mistakes that the design exists to rule out. With any of them the checker has to fail."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.receiving import Receiving
from models import Notification
from models.enums import NotificationState
from services import notifications, outcomes, presence, sending
from tests.crash.town import KIND


def no_intent() -> None:
    """The request leaves although nobody has committed to sending it."""

    async def intend(session: AsyncSession, taken: Sequence[tuple[int, int]]) -> list[bool]:
        return [True] * len(taken)

    outcomes.intend = intend


def no_fence() -> None:
    """A process that lost its lease still sends what it had taken."""

    async def intend(session: AsyncSession, taken: Sequence[tuple[int, int]]) -> list[bool]:
        await session.execute(
            update(Notification)
            .where(Notification.id.in_([number for number, _ in taken]))
            .values(
                state=NotificationState.DISPATCHING,
                lease_until=sending.NOW + sending.LEASE,
            )
        )
        return [True] * len(taken)

    outcomes.intend = intend


def confirmed_first() -> None:
    """Telegram is told that updates have arrived before they are kept."""
    original = Receiving.keep

    async def keep(self: Receiving, updates: list[dict[str, Any]]) -> None:
        offset = max(update["update_id"] for update in updates) + 1
        await self.telegram.call("getUpdates", {"offset": offset, "limit": 1, "timeout": 0})
        await original(self, updates)

    Receiving.keep = keep  # type: ignore[method-assign]


def held_kind_resent() -> None:
    """What may have arrived is sent again, whatever its kind."""
    for module in (notifications, presence):
        module.RESENT_KINDS = frozenset({"reply", KIND})  # type: ignore[attr-defined]


MUTANTS: dict[str, Callable[[], None]] = {
    "no-intent": no_intent,
    "no-fence": no_fence,
    "confirmed-first": confirmed_first,
    "held-kind-resent": held_kind_resent,
}
