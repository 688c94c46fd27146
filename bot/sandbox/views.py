"""How people, chats and messages look to the page and to tests."""

from typing import Any

from bot.sandbox.sandbox import Sandbox
from bot.sandbox.world import Callback, File, Json, Message, Person


def person_view(person: Person) -> Json:
    latest = next(reversed(person.messages.values()), None)
    return {
        "user_id": person.id,
        "name": person.player.name,
        "subtitle": person.player.subtitle,
        "start": person.player.start,
        "state": person.state,
        "messages": len(person.messages),
        "last_id": latest.id if latest else 0,
        "last_text": latest.plain[:120] if latest else "",
        "last_date": latest.date.isoformat() if latest else None,
    }


def chat_view(sandbox: Sandbox, person: Person) -> Json:
    keyboard = (person.keyboard or {}).get("keyboard", [])
    return {
        **person_view(person),
        "messages": [message_view(message) for message in person.messages.values()],
        "keyboard": [[key_text(key) for key in row] for row in keyboard],
        "commands": sandbox.menu(person),
    }


def key_text(key: Any) -> str:
    return str(key.get("text", "")) if isinstance(key, dict) else str(key)


def message_view(message: Message) -> Json:
    picture = message.file is not None and message.file.kind == "photo"
    file = file_view(message.file) if message.file else None
    return {
        "message_id": message.id,
        "from": "bot" if message.from_bot else "user",
        "text": message.source,
        "plain": message.plain,
        "entities": message.entities,
        "buttons": (message.markup or {}).get("inline_keyboard", []),
        "file": None if picture else file,
        "photo": file["url"] if picture and file else None,
        "edited": message.edited is not None,
        "date": message.date.isoformat(),
    }


def file_view(file: File) -> Json:
    url = f"/sandbox/files/{file.file_id}"
    return {"name": file.name, "mime": file.mime, "size": len(file.content), "url": url}


def callback_view(callback: Callback) -> Json:
    answered = callback.answered
    return {
        "id": callback.id,
        "user_id": callback.user_id,
        "message_id": callback.message_id,
        "data": callback.data,
        "answered": answered is not None,
        "answered_at": answered.isoformat() if answered else None,
        "text": callback.text,
        "alert": callback.alert,
    }
