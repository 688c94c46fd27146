"""What a raw update tells before anybody handles it, and the sign that a press has arrived."""

from contextlib import suppress
from typing import Any

from bot.transport import Ambiguous, NotSent, Telegram, TelegramError
from services import inbox


def key_of(row_id: int) -> str:
    """Names an update of the inbox, whatever number Telegram gave it."""
    return f"u{row_id}"


def sender_in_private(raw: dict[str, Any]) -> dict[str, Any] | None:
    """Who wrote to the bot in their own chat; None for groups and for kinds we do not take."""
    for kind in ("message", "callback_query", "my_chat_member"):
        event = raw.get(kind)
        if isinstance(event, dict):
            chat = event.get("chat") or (event.get("message") or {}).get("chat") or {}
            sender = event.get("from")
            named = isinstance(sender, dict) and inbox.is_number(sender.get("id"))
            return sender if named and chat.get("type") == "private" else None
    return None


def pressed_message(raw: dict[str, Any]) -> int | None:
    message = (raw.get("callback_query") or {}).get("message") or {}
    return message.get("message_id")


async def answer_callback(telegram: Telegram, raw: dict[str, Any], toast: str | None) -> None:
    """Best effort and never stored: a late answer must not break anything."""
    query = raw.get("callback_query")
    if not isinstance(query, dict) or "id" not in query:
        return
    params = {"callback_query_id": query["id"]} | ({"text": toast[:200]} if toast else {})
    with suppress(TelegramError, NotSent, Ambiguous):
        await telegram.call("answerCallbackQuery", params, seconds=5)
