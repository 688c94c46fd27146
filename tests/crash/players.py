"""People who answer their questionnaire over the sandbox's controls, as they see it."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

import aiohttp

Json = dict[str, Any]
GLANCE = 0.04
PATIENCE = 15.0
HASTE = 0.15
"""Share of presses that are double ones."""


class Controls:
    """The sandbox: what was delivered is read once for everybody."""

    def __init__(self, http: aiohttp.ClientSession, base: str) -> None:
        self._http, self._base = http, base
        self.log: list[Json] = []
        self.presses: Counter[int] = Counter()
        self.texts: Counter[int] = Counter()
        self.news: defaultdict[int, asyncio.Event] = defaultdict(asyncio.Event)

    async def get(self, path: str) -> Any:
        async with self._http.get(self._base + path) as answer:
            return await answer.json()

    async def post(self, path: str, **body: Any) -> Any:
        async with self._http.post(self._base + path, json=body) as answer:
            found = await answer.json()
            if answer.status != 200:
                raise RuntimeError(f"{path}: {found}")
            return found

    async def write(self, user: int, text: str) -> None:
        self.texts[user] += 1
        await self.post(f"/sandbox/users/{user}/text", text=text)

    async def press(self, user: int, message: int, data: str) -> None:
        self.presses[user] += 1
        await self.post(f"/sandbox/users/{user}/press", message_id=message, data=data)

    async def read(self) -> None:
        """Takes what is new in the log."""
        fresh = await self.get(f"/sandbox/log?since={len(self.log)}")
        self.log += fresh
        for entry in fresh:
            self.news[entry["chat_id"]].set()

    async def watch(self) -> None:
        while True:
            with suppress(aiohttp.ClientError):
                await self.read()
            await asyncio.sleep(GLANCE)

    async def pending(self) -> int:
        """Updates that the bot has not confirmed."""
        info = await self.get("/bot123456:controls/getWebhookInfo")
        return int(info["result"]["pending_update_count"])


@dataclass(frozen=True)
class Shown:
    """The questionnaire on the screen: its message, its buttons, the question's code."""

    message: int
    buttons: tuple[str, ...]

    @property
    def item(self) -> str:
        asked = (data.split(":")[2] for data in self.buttons if data.startswith(("q:", "qb:")))
        return next(asked, "")

    def starting(self, start: str) -> list[str]:
        return [data for data in self.buttons if data.startswith(start)]

    def ending(self, end: str) -> str | None:
        return next((data for data in self.buttons if data.endswith(end)), None)


@dataclass
class Player:
    """Answers everything and sends it. `given`: what was answered, by question."""

    controls: Controls
    user: int
    dice: Random
    pause: float
    given: dict[str, str] = field(default_factory=dict)
    done: bool = False
    waits: str = "nothing"
    pressed: int = 0
    again: int = 0

    async def play(self) -> None:
        await self._write("/survey")
        shown = await self._until("the title page", lambda s: bool(s.ending(":begin")))
        data = str(shown.ending(":begin"))
        await self._press(shown, data)
        shown = await self._until("the first question", lambda s: bool(s.item), data)
        while shown.item:
            shown = await self._answer(shown)
        data, asked = str(shown.ending(":send")), shown.message
        await self._press(shown, data)
        await self._until("the thanks", lambda s: s.message < asked, data)
        self.done = True

    async def _answer(self, shown: Shown) -> Shown:
        await asyncio.sleep(self.dice.random() * self.pause)
        item, data = shown.item, ""
        if item.startswith("T"):
            self.given[item] = f"{item} of {self.user}"
            await self._write(self.given[item])
        else:
            data = self.dice.choice(shown.starting(f"q:{shown.buttons[0].split(':')[1]}:{item}:"))
            self.given[item] = data.split(":")[4]
            await self._press(shown, data)
        return await self._until(
            f"what follows {item}",
            lambda s: s.item != item and bool(s.item or s.ending(":send")),
            data,
        )

    async def _write(self, text: str) -> None:
        await self.controls.write(self.user, text)

    async def _press(self, shown: Shown, data: str) -> None:
        self.pressed = shown.message
        for _ in range(2 if self.dice.random() < HASTE else 1):
            await self.controls.press(self.user, shown.message, data)

    async def _until(self, what: str, good: Callable[[Shown], bool], data: str = "") -> Shown:
        """Looks at the chat whenever something has come; whoever waits too long is stopped.

        A second copy of the message whose button `data` was pressed is pressed as well; and
        a message that shows the old question again (a process that woke up has sent what
        another had sent for it) is pressed again after a while, and counted.
        """
        self.waits = what
        news = self.controls.news[self.user]
        while True:
            news.clear()
            shown = screen(await self.controls.get(f"/sandbox/chats/{self.user}"))
            if good(shown):
                self.waits = "nothing"
                return shown
            if data in shown.buttons and shown.message > self.pressed:
                await self._press(shown, data)
            try:
                await asyncio.wait_for(news.wait(), PATIENCE)
            except TimeoutError:
                if data in shown.buttons:
                    self.again += 1
                    await self._press(shown, data)


def screen(chat: Json) -> Shown:
    """The newest message of the bot that asks something of a questionnaire; `qv:` only shows
    what the curator will see, on the thanks too."""
    for message in reversed(chat["messages"]):
        buttons = tuple(data_of(message))
        asks = any(one.startswith("q") and not one.startswith("qv:") for one in buttons)
        if message["from"] == "bot" and asks:
            return Shown(message["message_id"], buttons)
    return Shown(0, ())


def data_of(message: Json) -> Iterator[str]:
    for row in message["buttons"]:
        yield from (button["callback_data"] for button in row if "callback_data" in button)
