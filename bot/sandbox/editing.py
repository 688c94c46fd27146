"""Changing and deleting what was sent, and answering a press."""

from datetime import timedelta

from bot.sandbox.calls import Call
from bot.sandbox.entities import utf16
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.rules import apply_edit, caption_of, chat_of, markup_of, message_to_edit, text_of
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.updates import CALLBACK_LIFE
from bot.sandbox.world import Json, Message, Person

DELETABLE = timedelta(hours=48)
ANSWER_LIMIT = 200


def edit_text(sandbox: Sandbox, call: Call) -> Json:
    person = chat_of(sandbox, call)
    content = text_of(call)
    message = message_to_edit(person, call)
    if message.file:
        raise bad_request("there is no text in the message to edit")
    apply_edit(message, *content, inline_markup(call))
    return edited(sandbox, call, person, message)


def edit_caption(sandbox: Sandbox, call: Call) -> Json:
    person = chat_of(sandbox, call)
    content = caption_of(call)
    message = message_to_edit(person, call)
    if not message.file:
        raise bad_request("there is no caption in the message to edit")
    apply_edit(message, *content, inline_markup(call))
    return edited(sandbox, call, person, message)


def edit_markup(sandbox: Sandbox, call: Call) -> Json:
    person = chat_of(sandbox, call)
    message = message_to_edit(person, call)
    kept = message.source, message.plain, message.entities
    apply_edit(message, *kept, inline_markup(call))
    return edited(sandbox, call, person, message)


def inline_markup(call: Call) -> Json | None:
    markup = markup_of(call)
    if markup and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup


def edited(sandbox: Sandbox, call: Call, person: Person, message: Message) -> Json:
    message.edited = sandbox.clock()
    sandbox.record(call.method, person.id, message.plain, message.id)
    sandbox.events.tell("edit", person.id, message_id=message.id)
    return message.as_json(person, sandbox.bot_json())


def delete_message(sandbox: Sandbox, call: Call) -> bool:
    person = chat_of(sandbox, call)
    message = person.messages.get(call.number("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if sandbox.clock() - message.date > DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    forget(sandbox, call, person, message)
    return True


def delete_messages(sandbox: Sandbox, call: Call) -> bool:
    """Delete up to a hundred; those that cannot be deleted are passed over."""
    person = chat_of(sandbox, call)
    numbers = call.structure("message_ids")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= 100:
        raise bad_request("message identifiers are not specified or too many")
    for number in numbers:
        message = person.messages.get(number)
        if message and sandbox.clock() - message.date <= DELETABLE:
            forget(sandbox, call, person, message)
    return True


def forget(sandbox: Sandbox, call: Call, person: Person, message: Message) -> None:
    del person.messages[message.id]
    sandbox.record(call.method, person.id, "", message.id)
    sandbox.events.tell("delete", person.id, message_id=message.id)


def answer_callback(sandbox: Sandbox, call: Call) -> bool:
    text = call.text("text")
    callback = sandbox.callbacks.get(call.text("callback_query_id"))
    now = sandbox.clock()
    if callback is None or callback.answered or now - callback.pressed > CALLBACK_LIFE:
        raise too_old()
    if utf16(text) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    callback.answered, callback.text, callback.alert = now, text, call.flag("show_alert")
    shown = {"text": text, "alert": callback.alert, "callback_id": callback.id}
    sandbox.events.tell("answered", callback.user_id, **shown)
    return True


def too_old() -> ApiError:
    return bad_request("query is too old and response timeout expired or query ID is invalid")
