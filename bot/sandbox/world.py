"""What the sandbox remembers: people, messages, files, button presses, deliveries."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

Json = dict[str, Any]


@dataclass
class Player:
    """A person who can be played; `start` is the payload of the personal link, or ""."""

    user_id: int
    name: str
    subtitle: str = ""
    start: str = ""
    language: str = "ru"


@dataclass
class Person:
    player: Player
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    keyboard: Json | None = None
    messages: dict[int, "Message"] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return self.player.user_id

    @property
    def state(self) -> str:
        """new, active, blocked or deactivated."""
        if self.deactivated:
            return "deactivated"
        if self.blocked:
            return "blocked"
        return "active" if self.started else "new"

    def user_json(self) -> Json:
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.player.name,
            "language_code": self.player.language,
        }

    def chat_json(self) -> Json:
        return {"id": self.id, "type": "private", "first_name": self.player.name}


@dataclass
class File:
    """An uploaded file; `kind` is document or photo, `path` what getFile answers."""

    file_id: str
    kind: str
    name: str
    mime: str
    content: bytes
    path: str
    width: int = 0
    height: int = 0

    @property
    def unique_id(self) -> str:
        return f"U{self.file_id[-12:]}"

    def ids_json(self) -> Json:
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.content),
        }

    def as_json(self) -> Json:
        if self.kind == "photo":
            size = {"width": self.width, "height": self.height}
            return {"photo": [{**self.ids_json(), **size}]}
        names = {"file_name": self.name, "mime_type": self.mime}
        return {"document": {**self.ids_json(), **names}}


@dataclass
class Message:
    """`source` is the text or caption as it was sent, `plain` and `entities` as it is read."""

    id: int
    date: datetime
    from_bot: bool
    source: str
    plain: str
    entities: list[Json]
    markup: Json | None = None
    file: File | None = None
    edited: datetime | None = None

    def as_json(self, person: Person, bot: Json) -> Json:
        """The message as the Bot API shows it."""
        answer: Json = {
            "message_id": self.id,
            "date": int(self.date.timestamp()),
            "chat": person.chat_json(),
            "from": bot if self.from_bot else person.user_json(),
        }
        if self.edited:
            answer["edit_date"] = int(self.edited.timestamp())
        if self.markup:
            answer["reply_markup"] = self.markup
        return answer | self.content_json()

    def content_json(self) -> Json:
        text, entities = ("caption", "caption_entities") if self.file else ("text", "entities")
        content: Json = self.file.as_json() if self.file else {}
        if self.plain:
            content[text] = self.plain
        if self.entities:
            content[entities] = self.entities
        return content


@dataclass
class Callback:
    """A press of a button; `answered` is sandbox time, `text` what the person was shown."""

    id: str
    user_id: int
    message_id: int
    data: str
    pressed: datetime
    answered: datetime | None = None
    text: str = ""
    alert: bool = False


class Delivery(NamedTuple):
    """One accepted send, edit or delete; `monotonic` is real seconds, `at` sandbox time."""

    n: int
    monotonic: float
    at: datetime
    chat_id: int
    method: str
    text: str
    message_id: int

    def as_json(self) -> Json:
        return {**self._asdict(), "at": self.at.isoformat()}


@dataclass
class Action:
    """Something the demo offers on the page; the result of `run` is shown there."""

    ru: str
    en: str
    run: Callable[[], Awaitable[object]]
