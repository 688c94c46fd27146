"""sendMessage, sendPhoto, sendDocument, sendChatAction."""

from bot.sandbox.calls import Call
from bot.sandbox.errors import bad_request
from bot.sandbox.rules import caption_of, chat_of, markup_of, reachable, text_of
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.world import File, Json, Person


def send_message(sandbox: Sandbox, call: Call) -> Json:
    person = reachable(sandbox, call)
    return deliver(sandbox, call, person, text_of(call), None)


def send_photo(sandbox: Sandbox, call: Call) -> Json:
    return send_file(sandbox, call, "photo")


def send_document(sandbox: Sandbox, call: Call) -> Json:
    return send_file(sandbox, call, "document")


def send_file(sandbox: Sandbox, call: Call, kind: str) -> Json:
    person = reachable(sandbox, call)
    caption = caption_of(call)
    return deliver(sandbox, call, person, caption, file_of(sandbox, call, kind))


def deliver(
    sandbox: Sandbox,
    call: Call,
    person: Person,
    content: tuple[str, str, list[Json]],
    file: File | None,
) -> Json:
    markup = markup_of(call)
    sandbox.limits.spend(person.id)
    inline = markup if markup and "inline_keyboard" in markup else None
    if markup and not inline:
        person.keyboard = markup if "keyboard" in markup else None
    message = sandbox.add_message(person, *content, markup=inline, file=file)
    sandbox.record(call.method, person.id, message.plain, message.id)
    return message.as_json(person, sandbox.bot_json())


def file_of(sandbox: Sandbox, call: Call, kind: str) -> File:
    """An uploaded file (by its own field or attach://field) or one sent before."""
    given = call.text(kind)
    upload = call.uploads.get(given.removeprefix("attach://") or kind)
    if upload is not None:
        return sandbox.files.upload(kind, upload.name, upload.content, upload.mime)
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    return sandbox.files.again(kind, given)


def send_chat_action(sandbox: Sandbox, call: Call) -> bool:
    person = reachable(sandbox, call)
    if not call.text("action"):
        raise bad_request("wrong parameter action in request")
    sandbox.events.tell("typing", person.id, action=call.text("action"))
    return True


def get_chat(sandbox: Sandbox, call: Call) -> Json:
    return chat_of(sandbox, call).chat_json()
