"""The queue of updates: numbered, kept until confirmed or too old."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from bot.sandbox.bell import Bell

Json = dict[str, Any]
LIFE = timedelta(hours=24)
CALLBACK_LIFE = timedelta(seconds=150)
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass
class Pending:
    """`kind` is the update's field (message, callback_query, …), `queue` the webhook's queue."""

    id: int
    kind: str
    body: Any
    expires: datetime
    queue: int


class UpdateQueue:
    def __init__(self, clock: Callable[[], datetime], first_id: int = 500_000_001) -> None:
        self.pending: dict[int, Pending] = {}
        self.bell = Bell()
        self.allowed: list[str] = []
        self.listener: Callable[[Pending], None] = lambda update: None
        self._clock = clock
        self._next_id = first_id
        self._deadlines: list[tuple[datetime, int]] = []

    def add(self, kind: str, content: Json, queue: int) -> Pending | None:
        """Queue an update; None when the bot has not asked for this kind."""
        if not self.wants(kind):
            return None
        number = self._take_id()
        return self._put(kind, {"update_id": number, kind: content}, queue, number)

    def add_raw(self, body: Any) -> Pending:
        """Queue anything at all, with an update_id of its own or the next one."""
        number = body.get("update_id") if isinstance(body, dict) else None
        if not isinstance(number, int) or isinstance(number, bool):
            number = self._take_id()
            body = {"update_id": number, **body} if isinstance(body, dict) else body
        self._next_id = max(self._next_id, number + 1)
        return self._put("raw", body, number, number)

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def fetch(self, limit: int) -> list[Any]:
        self.expire()
        return [update.body for update in islice(self.pending.values(), limit)]

    def confirm_below(self, offset: int) -> None:
        """Telegram's offset: everything older is done; a negative one keeps the last N."""
        self.expire()
        if offset < 0:
            offset = min([*self.pending][offset:], default=0)
        for number in self._older(offset):
            del self.pending[number]

    def _older(self, offset: int) -> Iterable[int]:
        found = []
        for number in self.pending:
            if number >= offset:
                break
            found.append(number)
        return found

    def confirm(self, number: int) -> None:
        self.pending.pop(number, None)

    def holds(self, update: Pending) -> bool:
        """Whether the update still waits to be taken."""
        self.expire()
        return self.pending.get(update.id) is update

    def clear(self) -> None:
        self.pending.clear()

    def expire(self) -> None:
        now = self._clock()
        while self._deadlines and self._deadlines[0][0] <= now:
            self.pending.pop(heapq.heappop(self._deadlines)[1], None)

    def __iter__(self) -> Iterator[Pending]:
        return iter(self.pending.values())

    def _take_id(self) -> int:
        self._next_id += 1
        return self._next_id - 1

    def _put(self, kind: str, body: Any, queue: int, number: int) -> Pending:
        life = CALLBACK_LIFE if kind == "callback_query" else LIFE
        update = Pending(number, kind, body, self._clock() + life, queue)
        late = bool(self.pending) and number < next(reversed(self.pending))
        self.pending[number] = update
        if late:
            self.pending = dict(sorted(self.pending.items()))
        heapq.heappush(self._deadlines, (update.expires, number))
        self.bell.ring()
        self.listener(update)
        return update
