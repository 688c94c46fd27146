"""Controls that play people: writing, pressing, sending files, blocking."""

from typing import Any

from aiohttp import web

from bot.sandbox.http import body_of, person_in
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.views import callback_view, chat_view, message_view, person_view
from bot.sandbox.world import Player


async def list_people(sandbox: Sandbox, request: web.Request) -> Any:
    return [person_view(person) for person in sandbox.everybody()]


async def add_people(sandbox: Sandbox, request: web.Request) -> Any:
    body = await body_of(request)
    players = [Player(**one) for one in (body if isinstance(body, list) else [body])]
    return [person_view(sandbox.add_player(player)) for player in players]


async def write_text(sandbox: Sandbox, request: web.Request) -> Any:
    text = (await body_of(request))["text"]
    return [message_view(one) for one in sandbox.text(person_in(sandbox, request).id, text)]


async def press_start(sandbox: Sandbox, request: web.Request) -> Any:
    payload = (await body_of(request)).get("payload")
    return [message_view(one) for one in sandbox.start(person_in(sandbox, request).id, payload)]


async def press_button(sandbox: Sandbox, request: web.Request) -> Any:
    body = await body_of(request)
    person = person_in(sandbox, request)
    return callback_view(sandbox.press(person.id, int(body["message_id"]), str(body["data"])))


async def send_document(sandbox: Sandbox, request: web.Request) -> Any:
    form = await request.post()
    file = form["file"]
    if not isinstance(file, web.FileField):
        raise ValueError("send the file as a multipart field named file")
    content = file.file.read()
    file.file.close()
    about = (file.filename, content, file.content_type, str(form.get("caption", "")))
    return message_view(sandbox.document(person_in(sandbox, request).id, *about))


async def change_state(sandbox: Sandbox, request: web.Request) -> Any:
    person = person_in(sandbox, request)
    changes = {
        "block": sandbox.block,
        "unblock": sandbox.unblock,
        "deactivate": sandbox.deactivate,
    }
    changes[request.match_info["change"]](person.id)
    return person_view(person)


async def show_callback(sandbox: Sandbox, request: web.Request) -> Any:
    return callback_view(sandbox.callbacks[request.match_info["id"]])


async def show_chat(sandbox: Sandbox, request: web.Request) -> Any:
    return chat_view(sandbox, person_in(sandbox, request))
