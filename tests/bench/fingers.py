"""People who press a button of what they are shown, and how long it took to react."""

import asyncio
import random
import time
from collections import deque
from collections.abc import Iterator
from typing import Any

from bot.sandbox import Sandbox
from bot.sandbox.world import Callback, Message

THINKING = 0.08
"""Seconds until somebody presses again: short for a person, long enough for the bot to have had
Telegram's answer to its edit."""

STRAGGLERS = 30.0


class Fingers:
    """Presses until so many presses were made, then waits for the reactions to the last."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.dice = random.Random(1)
        self.ready: deque[tuple[int, int]] = deque()
        self.begin("", 0, 0.0)

    def begin(self, starts: str, presses: int, per_second: float) -> None:
        """`starts`: of the buttons to press. `per_second` 0: as fast as the bot reacts."""
        self.starts, self.left, self.per_second = starts, presses, per_second
        self.pressed: dict[int, float] = {}
        self.callbacks: list[Callback] = []
        self.edits: list[float] = []
        self.first = self.last = self.last_press = 0.0

    async def click(
        self, first: int, count: int, starts: str, presses: int,
        together: int = 200, per_second: float = 0,
    ) -> dict[str, Any]:  # fmt: skip
        """The people press; those beyond `together` begin when another has nothing to press."""
        self.begin(starts, presses, per_second)
        last = ((user, self.newest(user)) for user in range(first, first + count))
        self.ready = deque((user, message) for user, message in last if self.offers(user, message))
        self.first = time.monotonic()
        if per_second:
            await self._steadily()
        for _ in range(0 if per_second else together):
            self.next()
        await self._stragglers()
        return self.result()

    async def _steadily(self) -> None:
        """Presses at a fixed rate, whether the bot keeps up or not, while anybody can press."""
        due, idle = self.first, 0
        while self.left and idle < 1000:
            due += 1 / self.per_second
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            idle = 0 if self.ready else idle + 1
            self.next()

    async def _stragglers(self) -> None:
        """Until all were answered; those who never are, are seen in the result."""
        seen, quiet = -1, 0.0
        while self.left or self.waiting():
            if len(self.edits) != seen:
                seen, quiet = len(self.edits), time.monotonic()
            if time.monotonic() - quiet > (STRAGGLERS if self.waiting() else 10 * THINKING):
                break
            await asyncio.sleep(0.02)

    def waiting(self) -> bool:
        return bool(self.pressed) or not all(one.answered for one in self.callbacks)

    def next(self) -> None:
        if self.left and self.ready:
            self.press(*self.ready.popleft())

    def press(self, user: int, message_id: int) -> None:
        data = self.dice.choice(list(self.offers(user, message_id)))
        self.left -= 1
        self.last_press = self.pressed[user] = time.monotonic()
        self.callbacks.append(self.sandbox.press(user, message_id, data))

    def shown(self, user: int, message_id: int) -> None:
        """The bot sent or changed a message; when it is what a press led to, the next follows."""
        since = self.pressed.pop(user, None)
        if since is None:
            return
        self.last = time.monotonic()
        self.edits.append(self.last - since)
        now = self.callbacks
        asyncio.get_running_loop().call_later(THINKING, self.again, user, message_id, now)

    def again(self, user: int, message_id: int, asked: list[Callback]) -> None:
        """Ready to press again, unless what was asked is over."""
        if asked is not self.callbacks:
            return
        if self.offers(user, message_id):
            place = self.ready.append if self.per_second else self.ready.appendleft
            place((user, message_id))
        if not self.per_second:
            self.next()

    def offers(self, user: int, message_id: int) -> list[str]:
        message = self.sandbox.person(user).messages[message_id]
        return [data for data in buttons(message) if data.startswith(self.starts)]

    def newest(self, user: int) -> int:
        return next(reversed(self.sandbox.person(user).messages))

    def result(self) -> dict[str, Any]:
        """Seconds of each reaction; a person who got none is counted as unanswered."""
        answers = [
            (one.answered - one.pressed).total_seconds() for one in self.callbacks if one.answered
        ]
        return {
            "pressed": len(self.callbacks),
            "unanswered": len(self.callbacks) - len(answers),
            "unshown": len(self.callbacks) - len(self.edits),
            "seconds": self.last - self.first,
            "pressing": self.last_press - self.first,
            "answers": answers,
            "edits": self.edits,
        }


def buttons(message: Message) -> Iterator[str]:
    for row in (message.markup or {}).get("inline_keyboard", []):
        for button in row:
            if "callback_data" in button:
                yield button["callback_data"]
