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
from handlers.meetings.buttons import Act, Day, Length, Topic, Whom
from handlers.questionnaire_screens import Choose, Go, Hand, OpenSurvey, Question, Toggle
from services.steps import WAYS_OUT

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
KINDS: dict[str, type[Question]] = {kind.__prefix__: kind for kind in (Choose, Toggle, Go)}
"""The buttons of a question."""


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
        said = self.sandbox.start(user)[-1].id
        await self._reaction(user, seen, lambda shown: shown > said)
        await self._press(user, self._find(user, "c:agree"))
        return True

    async def answer(self, user: int, leave: int = 0) -> bool:
        """Answers the newest open questionnaire to the end; `leave` questions before the end
        it is put aside. False when the chat has none to answer."""
        opened = self._find(user, OpenSurvey.__prefix__ + ":")
        if opened is None:
            return False
        await self._press(user, opened)
        number = OpenSurvey.unpack(opened[1]).assignment
        begin, send = (Hand(assignment=number, act=act).pack() for act in ("begin", "send"))
        if not self._open(user, opened[0].id, number):
            return False
        if first := self._find(user, begin):
            await self._press(user, first)
        while not self._find(user, send):
            screen = self._asked(user, number)
            if leave and left(screen) <= leave:
                return True
            await self._question(user, screen)
        await self._press(user, self._find(user, send))
        return True

    async def meet(self, user: int) -> bool:
        """Logs a meeting of today; False when there is nobody to meet or it is logged."""
        seen = len(self.sandbox.log)
        said = self.sandbox.text(user, "/meeting")[-1].id
        await self._reaction(user, seen, lambda shown: shown > said)
        screen = next(m for m in self.sandbox.chat(user) if m.from_bot and m.id > said)
        for step in (Whom, Day, Length, Topic):
            choices = pressable(self.sandbox.person(user).messages[screen.id], step.__prefix__)
            if choices:
                data = choices[0] if step is Day else random.Random(user).choice(choices)
                await self._press(user, (screen, data))
            elif step is not Whom:
                return False
        return True

    async def confirm(self, user: int) -> bool:
        """Confirms every meeting that waits for this person's word."""
        waiting = [
            (message, data)
            for message in self.sandbox.chat(user)
            for data in pressable(message, Act.__prefix__)
            if Act.unpack(data).act == "yes"
        ]
        for where in waiting:
            await self._press(user, where)
        return bool(waiting)

    def offers(self, message: Message) -> bool:
        """Whether the message has a button that opens a questionnaire."""
        return any(data.startswith(OpenSurvey.__prefix__ + ":") for data in buttons(message))

    def _open(self, user: int, message_id: int, assignment: int) -> bool:
        """Whether what the pressed button shows now can be answered: old ones remain in chats."""
        screen = self.sandbox.person(user).messages[message_id]
        prefixes = (Hand.__prefix__, *KINDS)
        return any(pressable(screen, f"{prefix}:{assignment}") for prefix in prefixes)

    def _asked(self, user: int, assignment: int) -> Message:
        """The question on the screen; a reminder of something else may stand below it."""
        starts = tuple(f"{prefix}:{assignment}:" for prefix in KINDS)
        found = self._find(user, starts)
        if found is None:
            raise Silence(f"{user}: no question under «{self._newest(user).plain[:200]}»")
        return found[0]

    async def _question(self, user: int, screen: Message) -> None:
        on_screen = asked(screen)
        dice = random.Random(f"{self.seed}:{user}:{on_screen[0].item}:{on_screen[0].pair}")
        choices = [press for press in on_screen if isinstance(press, Choose)]
        toggles = [press for press in on_screen if isinstance(press, Toggle)]
        values = [choice for choice in choices if choice.value not in WAYS_OUT]
        if values and dice.random() > 0.04:
            await self._choose(user, screen, preferred(values, dice))
        elif toggles:
            await self._press(user, (screen, dice.choice(toggles).pack()))
            await self._press(user, self._find(user, on(on_screen[0])))
        elif choices and (values or dice.random() < 0.5):
            await self._choose(user, screen, choices[-1])
        else:
            await self._write(user, on_screen[0], dice.choice(PHRASES))

    async def _choose(self, user: int, screen: Message, choice: Choose) -> None:
        self.given[choice.assignment, choice.item, choice.pair] = choice.value
        await self._press(user, (screen, choice.pack()))

    async def _write(self, user: int, at: Question, phrase: str) -> None:
        self.given[at.assignment, at.item, at.pair] = phrase
        seen = len(self.sandbox.log)
        said = self.sandbox.text(user, phrase)[-1].id
        await self._reaction(user, seen, lambda shown: shown > said)

    async def _press(self, user: int, where: tuple[Message, str] | None) -> None:
        if where is None:
            raise Silence(f"{user}: no such button under «{self._newest(user).plain[:200]}»")
        seen = len(self.sandbox.log)
        self.sandbox.press(user, where[0].id, where[1])
        await self._reaction(user, seen, where[0].id.__eq__)

    def _find(self, user: int, start: str | tuple[str, ...]) -> tuple[Message, str] | None:
        """The newest button whose data begins like this."""
        for message in reversed(self.sandbox.chat(user)):
            for data in buttons(message):
                if data.startswith(start):
                    return message, data
        return None

    def _newest(self, user: int) -> Message:
        return [message for message in self.sandbox.chat(user) if message.from_bot][-1]

    async def _reaction(self, user: int, seen: int, shown: Callable[[int], bool]) -> None:
        """Waits for a delivery after number `seen` into a message for which `shown` holds.

        A reminder that comes in between is not what the person is waiting for.
        """
        for _ in range(int(PATIENCE / GLANCE)):
            fresh = self.sandbox.delivered(seen)
            if any(one.chat_id == user and shown(one.message_id) for one in fresh):
                return
            seen += len(fresh)
            await asyncio.sleep(GLANCE)
        raise Silence(f"{user}: no reaction under «{self._newest(user).plain[:200]}»")


def asked(screen: Message) -> list[Question]:
    """The buttons of the question on the screen."""
    found = [(KINDS.get(data.partition(":")[0]), data) for data in buttons(screen)]
    return [kind.unpack(data) for kind, data in found if kind]


def on(at: Question) -> str:
    """The button that leaves a question with several choices."""
    return Go(assignment=at.assignment, item=at.item, pair=at.pair, to="on").pack()


def left(screen: Message) -> int:
    """«3 из 16» on the screen: 14 to go, this one included."""
    words = screen.plain.split()
    return int(words[2]) - int(words[0]) + 1


def buttons(message: Message) -> list[str]:
    rows = (message.markup or {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


def pressable(message: Message, start: str) -> list[str]:
    return [data for data in buttons(message) if data.startswith(f"{start}:")]


def preferred(choices: list[Choose], dice: random.Random) -> Choose:
    """Rather content people: high on scales, the first answers elsewhere; seldom a request."""
    on_scale = choices[0].value.isdigit()
    place = dice.gauss(0.74, 0.2) if on_scale else abs(dice.gauss(0, 0.3))
    return choices[min(len(choices) - 1, max(0, int(place * len(choices))))]
