"""The state behind the fake Bot API: who wrote what to whom, and what time it is."""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime

from bot.sandbox.clock import MovableClock
from bot.sandbox.errors import SandboxError
from bot.sandbox.events import Events
from bot.sandbox.faults import Faults, Outage
from bot.sandbox.files import FileStore
from bot.sandbox.limits import FloodLimits
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.webhook import Webhook
from bot.sandbox.world import Action, Callback, Delivery, File, Json, Message, Person, Player

USERNAME = "nastavnik_sandbox_bot"


class State:
    """What one sandbox knows. Use it from the thread of its event loop only.

    `rate` and `chat_rate` are sends per second, overall and per chat; 0 switches a limit off.
    """

    def __init__(
        self,
        clock: MovableClock | None = None,
        *,
        rate: int = 30,
        chat_rate: float = 1,
        burst: int = 5,
        seed: int = 0,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.clock = clock or MovableClock()
        self.monotonic = monotonic
        self.sleep = sleep
        self.limits = FloodLimits(rate, chat_rate, burst, monotonic)
        self.faults = Faults(seed)
        self.updates = UpdateQueue(self.clock)
        self.webhook = Webhook(self.updates, self.clock, sleep)
        self.files = FileStore()
        self.events = Events()
        self.cast: list[Player] = []
        self.people: dict[int, Person] = {}
        self.callbacks: dict[str, Callback] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.actions: dict[str, Action] = {}
        self.log: list[Delivery] = []
        self.bot_id = 7_000_000_001
        self.only_token: str | None = None
        self.poller: object | None = None
        self.closed = False
        self.updates.listener = self.webhook.take
        self._message_ids = itertools.count(1)
        self._callback_ids = itertools.count(4_000_000_000_000_001)
        self.clock.on_move(lambda now: self.events.tell("clock", now=now.isoformat()))

    def bot_json(self) -> Json:
        return {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": "Наставник",
            "username": USERNAME,
        }

    def outage(self, kind: Outage = "close") -> None:
        """Break every connection to the Bot API ("close"), answer 502 ("502"), or end it ("")."""
        if kind not in ("", "close", "502"):
            raise SandboxError("an outage is 'close', '502' or ''")
        self.faults.outage = kind
        self.updates.bell.ring()

    def add_message(
        self,
        person: Person,
        source: str,
        plain: str,
        entities: list[Json],
        *,
        from_bot: bool = True,
        markup: Json | None = None,
        file: File | None = None,
    ) -> Message:
        number = next(self._message_ids)
        message = Message(number, self.clock(), from_bot, source, plain, entities, markup, file)
        person.messages[number] = message
        self.events.tell("message", person.id, message_id=number)
        return message

    def new_callback(self, user_id: int, message_id: int, data: str) -> Callback:
        number = str(next(self._callback_ids))
        callback = Callback(number, user_id, message_id, data, self.clock())
        self.callbacks[number] = callback
        return callback

    def record(self, method: str, chat_id: int, text: str, message_id: int) -> None:
        """Write down what reached a person: the log is what crash tests are judged by."""
        entry = (len(self.log) + 1, self.monotonic(), self.clock(), chat_id, method, text)
        self.log.append(Delivery(*entry, message_id))

    def delivered(self, since: int = 0) -> list[Delivery]:
        """Accepted sends and edits after number `since`, in order."""
        return self.log[since:]

    def menu(self, person: Person) -> list[Json]:
        """The commands this person sees, by Telegram's order of scopes."""
        for key in command_scopes(person):
            if commands := self.commands.get(key):
                return commands
        return []

    async def close(self) -> None:
        """Let long polls go and stop pushing to a webhook."""
        self.closed = True
        self.updates.bell.ring()
        self.events.bell.ring()
        await self.webhook.stop()

    def moved_to(self, moment: datetime) -> datetime:
        """Move the clock and return the new time."""
        self.clock.move_to(moment)
        return self.clock()


def command_scopes(person: Person) -> Iterator[tuple[str, str]]:
    for scope in (f"chat:{person.id}", "all_private_chats", "default"):
        yield scope, person.player.language
        yield scope, ""
