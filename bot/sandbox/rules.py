"""What Telegram refuses, with its own words."""

from typing import Any

from bot.sandbox.calls import Call
from bot.sandbox.entities import parse, utf16
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.world import Json, Message, Person

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
DATA_LIMIT = 64
BUTTON_LIMIT = 100
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
BUTTON_KINDS = ("callback_data", "url", "web_app", "copy_text", "switch_inline_query", "pay")


def chat_of(sandbox: Sandbox, call: Call) -> Person:
    """The person a call is about, if the bot may know that chat."""
    if not call.text("chat_id"):
        raise bad_request("chat_id is empty")
    person = sandbox.people.get(call.number("chat_id"))
    if person is None or not person.started:
        raise bad_request("chat not found")
    return person


def reachable(sandbox: Sandbox, call: Call) -> Person:
    """The same, if the person can be written to."""
    person = chat_of(sandbox, call)
    if person.deactivated:
        raise ApiError(403, "Forbidden: user is deactivated")
    if person.blocked:
        raise ApiError(403, "Forbidden: bot was blocked by the user")
    return person


def text_of(call: Call) -> tuple[str, str, list[Json]]:
    """Source, plain text and entities of a text message."""
    source = call.text("text")
    plain, entities = parse(source, call.text("parse_mode"), entities_of(call, "entities"))
    if not plain:
        raise bad_request("message text is empty")
    if utf16(plain) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return source, plain, entities


def caption_of(call: Call) -> tuple[str, str, list[Json]]:
    source = call.text("caption")
    given = entities_of(call, "caption_entities")
    plain, entities = parse(source, call.text("parse_mode"), given)
    if utf16(plain) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return source, plain, entities


def entities_of(call: Call, name: str) -> list[Json]:
    given = call.structure(name) or []
    fine = isinstance(given, list) and all(
        isinstance(e, dict) and {"type", "offset", "length"} <= e.keys() for e in given
    )
    if not fine:
        raise bad_request("can't parse MessageEntity")
    return given


def markup_of(call: Call) -> Json | None:
    """The reply markup of a call, checked; None when there is none."""
    markup = call.structure("reply_markup")
    if not markup:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return inline_keyboard(markup["inline_keyboard"])
    return markup


def inline_keyboard(rows: Any) -> Json | None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse inline keyboard: Field must be of type Array")
    kept = [[checked_button(button) for button in row] for row in rows if row]
    if sum(map(len, kept)) > BUTTON_LIMIT:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": kept} if kept else None


def checked_button(button: Any) -> Json:
    if not isinstance(button, dict) or not button.get("text"):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be non-empty')
    if not any(kind in button for kind in BUTTON_KINDS):
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if "callback_data" in button:
        check_data(button["callback_data"])
    elif "url" in button:
        check_url(str(button["url"]))
    return button


def check_data(data: Any) -> None:
    if not 1 <= len(str(data).encode()) <= DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")


def check_url(url: str) -> None:
    if not url.startswith(("http://", "https://", "tg://")):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def message_to_edit(person: Person, call: Call) -> Message:
    message = person.messages.get(call.number("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return message


def apply_edit(
    message: Message, source: str, plain: str, entities: list[Json], markup: Json | None
) -> None:
    """Change the message, or refuse when nothing would change."""
    if (message.plain, message.entities, message.markup) == (plain, entities, markup):
        raise bad_request(NOT_MODIFIED)
    message.source, message.plain, message.entities = source, plain, entities
    message.markup = markup
