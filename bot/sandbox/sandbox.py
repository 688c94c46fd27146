"""The sandbox: what a person can do in a messenger, from writing to blocking the bot."""

import re

from bot.sandbox.entities import utf16
from bot.sandbox.errors import SandboxError
from bot.sandbox.state import State
from bot.sandbox.world import Callback, Json, Message, Person, Player

COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(?:@\w+)?(?!\S)")
TEXT_LIMIT = 4096
CALLBACK_QUEUE = 3 << 33
MEMBER_QUEUE = 5 << 33


class Sandbox(State):
    """The state and what people do in it; the control routes call these methods."""

    def add_player(self, player: Player) -> Person:
        """Put somebody on the list of people who can be played."""
        self.cast = [known for known in self.cast if known.user_id != player.user_id]
        self.cast.append(player)
        if known := self.people.get(player.user_id):
            known.player = player
        self.events.tell("people")
        return self.person(player.user_id)

    def person(self, user_id: int) -> Person:
        """The person with this id, made up on the spot when nobody knows it yet."""
        if user_id not in self.people:
            known = (player for player in self.cast if player.user_id == user_id)
            player = next(known, Player(user_id, f"Person {user_id}"))
            self.people[user_id] = Person(player)
        return self.people[user_id]

    def everybody(self) -> list[Person]:
        ids = dict.fromkeys([*(player.user_id for player in self.cast), *self.people])
        return [self.person(user_id) for user_id in ids]

    def start(self, user_id: int, payload: str | None = None) -> list[Message]:
        """Open the bot by a link; None takes the person's own payload. Unblocks like Telegram."""
        person = self.person(user_id)
        if person.blocked:
            self.unblock(user_id)
        payload = person.player.start if payload is None else payload
        return self.text(user_id, f"/start {payload}".strip())

    def text(self, user_id: int, text: str) -> list[Message]:
        """Write to the bot; what is too long goes as several messages, as from a phone."""
        person = self._acting(user_id)
        parts = [part for piece in pieces(text) if (part := piece.strip())]
        if not parts:
            raise SandboxError("an empty message cannot be sent")
        person.started = True
        return [self._write(person, part) for part in parts]

    def _write(self, person: Person, text: str) -> Message:
        message = self.add_message(person, text, text, command_entity(text), from_bot=False)
        self._say(person, message)
        return message

    def document(
        self,
        user_id: int,
        name: str,
        content: bytes,
        mime: str = "",
        caption: str = "",
    ) -> Message:
        """Send the bot a file."""
        person = self._acting(user_id)
        file = self.files.add("document", name, content, mime)
        person.started = True
        message = self.add_message(person, caption, caption, [], from_bot=False, file=file)
        self._say(person, message)
        return message

    def _say(self, person: Person, message: Message) -> None:
        self.updates.add("message", message.as_json(person, self.bot_json()), person.id)

    def press(self, user_id: int, message_id: int, data: str) -> Callback:
        """Press a button, or forge a press: `data` need not stand in the message."""
        person = self._acting(user_id)
        message = person.messages.get(message_id)
        if message is None:
            raise SandboxError(f"no message {message_id} in the chat with {user_id}")
        callback = self.new_callback(user_id, message_id, data)
        query = {
            "id": callback.id,
            "from": person.user_json(),
            "message": message.as_json(person, self.bot_json()),
            "chat_instance": str(user_id),
            "data": data,
        }
        self.updates.add("callback_query", query, user_id + CALLBACK_QUEUE)
        self.events.tell("pressed", user_id, callback_id=callback.id)
        return callback

    def tap(self, user_id: int, label: str) -> Callback:
        """Press the newest button whose words contain `label`."""
        for message in reversed(self.person(user_id).messages.values()):
            for row in (message.markup or {}).get("inline_keyboard", []):
                for button in row:
                    if label in button["text"] and "callback_data" in button:
                        return self.press(user_id, message.id, button["callback_data"])
        raise SandboxError(f"no button «{label}» in the chat with {user_id}")

    def block(self, user_id: int) -> None:
        self._membership(self._acting(user_id), blocked=True)

    def unblock(self, user_id: int) -> None:
        person = self.person(user_id)
        if not person.blocked:
            raise SandboxError(f"{user_id} has not blocked the bot")
        self._membership(person, blocked=False)

    def _membership(self, person: Person, *, blocked: bool) -> None:
        person.blocked = blocked
        here: Json = {"user": self.bot_json(), "status": "member"}
        gone: Json = {"user": self.bot_json(), "status": "kicked", "until_date": 0}
        change = {
            "chat": person.chat_json(),
            "from": person.user_json(),
            "date": int(self.clock().timestamp()),
            "old_chat_member": here if blocked else gone,
            "new_chat_member": gone if blocked else here,
        }
        self.updates.add("my_chat_member", change, person.id + MEMBER_QUEUE)
        self.events.tell("people", person.id)

    def deactivate(self, user_id: int) -> None:
        """The account is deleted: the bot is told nothing and cannot reach the person again."""
        self.person(user_id).deactivated = True
        self.events.tell("people", user_id)

    def chat(self, user_id: int) -> list[Message]:
        """The messages of a chat as they stand now, oldest first."""
        return list(self.person(user_id).messages.values())

    def _acting(self, user_id: int) -> Person:
        person = self.person(user_id)
        if person.state in ("blocked", "deactivated"):
            raise SandboxError(f"{user_id} is {person.state} and cannot do that")
        return person


def command_entity(text: str) -> list[Json]:
    match = COMMAND.match(text)
    return [{"type": "bot_command", "offset": 0, "length": match.end()}] if match else []


def pieces(text: str) -> list[str]:
    """`text` in parts of at most 4096 UTF-16 units."""
    if utf16(text) <= TEXT_LIMIT:
        return [text]
    cut = TEXT_LIMIT // 2 if utf16(text[:TEXT_LIMIT]) > TEXT_LIMIT else TEXT_LIMIT
    return [text[:cut], *pieces(text[cut:])]
