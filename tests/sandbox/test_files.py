"""Documents, pictures and the commands of the menu."""

import io
from typing import Any

import aiohttp
import pytest

from tests.sandbox.desk import ANNA, BORIS, PNG, TOKEN, Desk


async def upload(desk: Desk, method: str, content: bytes, **params: Any) -> dict[str, Any]:
    form = aiohttp.FormData({"chat_id": str(ANNA), **params}, quote_fields=False)
    form.add_field(method.removeprefix("send").lower(), "attach://part")
    form.add_field("part", io.BytesIO(content), filename="отчёт.png", content_type="image/png")
    async with desk.http.post(f"{desk.url}/bot{TOKEN}/{method}", data=form) as answer:
        body: dict[str, Any] = await answer.json()
        return body


async def test_a_document_is_sent_again_by_its_id_and_downloaded(desk: Desk) -> None:
    sent = (await upload(desk, "sendDocument", b"numbers", caption="Отчёт"))["result"]
    assert (sent["document"]["file_name"], sent["caption"]) == ("отчёт.png", "Отчёт")
    file_id = sent["document"]["file_id"]
    again = await desk.done("sendDocument", chat_id=BORIS, document=file_id)
    assert again["document"]["file_id"] == file_id
    path = (await desk.done("getFile", file_id=file_id))["file_path"]
    async with desk.http.get(f"{desk.url}/file/bot{TOKEN}/{path}") as answer:
        assert await answer.read() == b"numbers"
    wrong = await desk.refused("sendPhoto", chat_id=ANNA, photo=file_id)
    assert wrong == "400 Bad Request: can't use file of type Document as Photo"
    assert "wrong file" in await desk.refused("sendDocument", chat_id=ANNA, document="BQACnone")


async def test_a_picture_keeps_its_size_and_nonsense_is_no_picture(desk: Desk) -> None:
    sent = (await upload(desk, "sendPhoto", PNG))["result"]
    assert [(p["width"], p["height"]) for p in sent["photo"]] == [(640, 480)]
    assert (await upload(desk, "sendPhoto", b"no"))["description"].endswith("PROCESS_FAILED")
    assert (await upload(desk, "sendPhoto", b""))["description"].endswith("must be non-empty")


@pytest.mark.parametrize(("length", "ok"), [(1024, True), (1025, False)])
async def test_a_caption_has_1024_units_and_can_be_edited(
    desk: Desk, length: int, ok: bool
) -> None:
    assert (await upload(desk, "sendDocument", b"x", caption="я" * length))["ok"] == ok
    sent = (await upload(desk, "sendDocument", b"x"))["result"]
    where = {"chat_id": ANNA, "message_id": sent["message_id"]}
    assert (await desk.call("editMessageCaption", caption="я" * length, **where))["ok"] == ok
    assert "no text in the message" in await desk.refused("editMessageText", text="1", **where)


async def test_files_over_20_mb_are_not_downloaded_and_over_50_not_sent(desk: Desk) -> None:
    for size, fits in ((20 << 20, True), ((20 << 20) + 1, False)):
        message = desk.sandbox.document(ANNA, "roster.xlsx", b"x" * size)
        assert message.file is not None
        body = await desk.call("getFile", file_id=message.file.file_id)
        assert body["ok"] == fits
    assert body["description"] == "Bad Request: file is too big"
    assert (await upload(desk, "sendDocument", b"x" * ((50 << 20) + 1)))["error_code"] == 413


async def test_a_person_sees_the_commands_of_the_narrowest_scope(desk: Desk) -> None:
    def command(name: str) -> list[dict[str, str]]:
        return [{"command": name, "description": name}]

    chat = {"type": "chat", "chat_id": ANNA}
    await desk.done("setMyCommands", commands=command("all"))
    await desk.done("setMyCommands", commands=command("anna"), scope=chat)
    await desk.done("setMyCommands", commands=command("ru"), language_code="ru")
    assert await desk.done("getMyCommands", scope=chat) == command("anna")
    seen = [(await desk.control("GET", f"chats/{who}"))["commands"] for who in (ANNA, BORIS)]
    assert seen == [command("anna"), command("ru")]
    await desk.done("deleteMyCommands", scope=chat)
    assert await desk.done("getMyCommands", scope=chat) == []
    assert desk.sandbox.menu(desk.sandbox.person(ANNA)) == command("ru")


@pytest.mark.parametrize(
    ("command", "scope", "reason"),
    [
        ({"command": "Плохо", "description": "a"}, None, "BOT_COMMAND_INVALID"),
        ({"command": "ok", "description": ""}, None, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"command": "ok", "description": "a"}, {"type": "moon"}, "unsupported type specified"),
        ({"command": "ok", "description": "a"}, {"type": "chat"}, "chat_id is empty"),
    ],
)
async def test_wrong_commands_are_refused(
    desk: Desk, command: Any, scope: Any, reason: str
) -> None:
    refusal = await desk.refused("setMyCommands", commands=[command], scope=scope)
    assert refusal == f"400 Bad Request: {reason}"
