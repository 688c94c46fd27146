"""People who play themselves: they join, answer and meet as their phones would let them.

The demo uses them for everybody whom nobody plays; the end-to-end test for a whole town. They
see only what a chat shows, and press only what is on it.
"""

import asyncio
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.sandbox.sandbox import Sandbox
from bot.sandbox.world import Message
from handlers.questionnaire_screens import Choose, Hand, OpenSurvey

PATIENCE = 60.0
GLANCE = 0.02
AT_ONCE = 24
PHRASES = (
    "Спокойный разговор после урока, без спешки.",
    "Хочется чаще бывать на уроках друг друга.",
    "Помогают готовые материалы и короткие советы.",
    "Не хватает общего свободного времени в расписании.",
    "Важнее всего, что есть кого спросить.",
)


class Silence(Exception):
    """The bot has not reacted in time."""


@dataclass
class Crowd:
    """`given` is what everybody answered: (assignment, item, pair) -> value or text."""

    sandbox: Sandbox
    seed: int = 1
    given: dict[tuple[int, str, int | None], str] = field(default_factory=dict)

    async def all(self, users: Iterable[int], play: Callable[[int], object]) -> int:
        """Lets `play(user)` run for everybody, a few at a time; returns how many played."""
        limit = asyncio.Semaphore(AT_ONCE)

        async def one(user: int) -> bool:
            async with limit:
                return bool(await play(user))  # type: ignore[misc]

        async with asyncio.TaskGroup() as tasks:
            playing = [tasks.create_task(one(user)) for user in users]
        return sum(task.result() for task in playing)

    async def join(self, user: int) -> bool:
        """Opens the personal link and agrees."""
        if self.sandbox.person(user).state != "new":
            return False
        seen = len(self.sandbox.log)
        self.sandbox.start(user)
        await self._reaction(user, seen)
        await self._press(user, self._find(user, "c:agree"))
        return True

    async def answer(self, user: int, leave: int = 0) -> bool:
        """Answers the newest open questionnaire to the end; `leave` questions before the end
        it is put aside. False when the chat has none to answer."""
        opened = self._find(user, OpenSurvey.__prefix__ + ":")
        if opened is None:
            return False
        await self._press(user, opened)
        if begin := self._find(user, Hand.__prefix__ + ":", "begin"):
            await self._press(user, begin)
        while not self._find(user, Hand.__prefix__ + ":", "send"):
            if leave and self._left(user) <= leave:
                return True
            if not await self._question(user):
                return False
        await self._press(user, self._find(user, Hand.__prefix__ + ":", "send"))
        return True

    def offers(self, message: Message) -> bool:
        """Whether the message has a button that opens a questionnaire."""
        return any(data.startswith(OpenSurvey.__prefix__ + ":") for data in buttons(message))

    def _left(self, user: int) -> int:
        """«3 из 16» on the screen: 14 to go, this one included."""
        words = self._newest(user).plain.split()
        return int(words[2]) - int(words[0]) + 1

    async def _question(self, user: int) -> bool:
        screen = self._newest(user)
        choices = [Choose.unpack(data) for data in buttons(screen) if data.startswith("q:")]
        if not choices:
            return False
        dice = random.Random(f"{self.seed}:{user}:{choices[0].item}:{choices[0].pair}")
        values = [choice for choice in choices if choice.value not in ("hard_to_say", "skip")]
        if values and dice.random() > 0.04:
            await self._choose(user, screen, preferred(values, dice))
        elif values or dice.random() < 0.5:
            await self._choose(user, screen, choices[-1])
        else:
            await self._write(user, choices[0], dice.choice(PHRASES))
        return True

    async def _choose(self, user: int, screen: Message, choice: Choose) -> None:
        self.given[choice.assignment, choice.item, choice.pair] = choice.value
        await self._press(user, (screen, choice.pack()))

    async def _write(self, user: int, at: Choose, phrase: str) -> None:
        self.given[at.assignment, at.item, at.pair] = phrase
        seen = len(self.sandbox.log)
        self.sandbox.text(user, phrase)
        await self._reaction(user, seen)

    async def _press(self, user: int, where: tuple[Message, str] | None) -> None:
        if where is None:
            raise Silence(f"{user}: no such button under «{self._newest(user).plain[:200]}»")
        seen = len(self.sandbox.log)
        self.sandbox.press(user, where[0].id, where[1])
        await self._reaction(user, seen)

    def _find(self, user: int, start: str, end: str = "") -> tuple[Message, str] | None:
        """The newest button whose data begins and ends like this."""
        for message in reversed(self.sandbox.chat(user)):
            for data in buttons(message):
                if data.startswith(start) and data.endswith(end):
                    return message, data
        return None

    def _newest(self, user: int) -> Message:
        return [message for message in self.sandbox.chat(user) if message.from_bot][-1]

    async def _reaction(self, user: int, seen: int) -> None:
        """Waits for something to be shown after delivery number `seen`."""
        for _ in range(int(PATIENCE / GLANCE)):
            fresh = self.sandbox.delivered(seen)
            if any(delivery.chat_id == user for delivery in fresh):
                return
            seen += len(fresh)
            await asyncio.sleep(GLANCE)
        raise Silence(f"{user}: no reaction under «{self._newest(user).plain[:200]}»")


def buttons(message: Message) -> list[str]:
    rows = (message.markup or {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


def preferred(choices: list[Choose], dice: random.Random) -> Choose:
    """Rather content people: high on scales, the first answers elsewhere; seldom a request."""
    place = dice.gauss(0.74, 0.2) if len(choices) >= 10 else abs(dice.gauss(0, 0.3))
    return choices[min(len(choices) - 1, max(0, int(place * len(choices))))]
