"""What happened, for the page: short notes that say which chat to look at again."""

from collections import deque
from typing import Any

from bot.sandbox.bell import Bell

KEPT = 20_000


class Events:
    def __init__(self) -> None:
        self.last = 0
        self.bell = Bell()
        self._notes: deque[dict[str, Any]] = deque(maxlen=KEPT)

    def tell(self, what: str, chat_id: int | None = None, **more: Any) -> None:
        self.last += 1
        self._notes.append({"n": self.last, "what": what, "chat_id": chat_id, **more})
        self.bell.ring()

    def since(self, number: int) -> dict[str, Any]:
        """Notes after `number`; `reset` when some were forgotten and all must be read again."""
        missed = self.last - number
        if missed < 0 or missed > len(self._notes):
            return {"last": self.last, "reset": True, "events": []}
        notes = [self._notes[-back] for back in range(missed, 0, -1)]
        return {"last": self.last, "reset": False, "events": notes}
