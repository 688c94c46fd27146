"""Who can be written to and what a message may be."""

from typing import Any

import pytest

from tests.sandbox.desk import ANNA, BORIS, MONDAY, STRANGER, Desk


async def test_a_message_reaches_the_chat_and_the_record(desk: Desk) -> None:
    text = "<b>Анна</b>, добрый день"
    sent = await desk.done("sendMessage", chat_id=ANNA, text=text, parse_mode="HTML")
    assert sent["text"] == "Анна, добрый день"
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert sent["date"] == int(MONDAY.timestamp())
    [entry] = await desk.control("GET", "log")
    assert (entry["chat_id"], entry["method"]) == (ANNA, "sendmessage")
    assert (entry["monotonic"], entry["at"]) == (1000.0, MONDAY.isoformat())
    assert await desk.control("GET", "log?since=1") == []


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("я" * 4096, True),
        ("я" * 4097, False),
        ("😀" * 2048, True),
        ("😀" * 2049, False),
        ("<b>" + "я" * 4096 + "</b>", True),
        ("  ", False),
        ("<b></b>", False),
    ],
)
async def test_a_text_has_1_to_4096_units_after_parsing(desk: Desk, text: str, fits: bool) -> None:
    body = await desk.call("sendMessage", chat_id=ANNA, text=text, parse_mode="HTML")
    assert body["ok"] == fits


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"text": "a", "callback_data": "я" * 32}, ""),
        ({"text": "a", "callback_data": "я" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "a"}, "Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": "a"}, "must be non-empty"),
        ({"text": "a", "url": "https://example.org"}, ""),
        ({"text": "a", "url": "javascript:alert(1)"}, "is invalid"),
    ],
)
async def test_buttons_are_checked(desk: Desk, button: dict[str, str], reason: str) -> None:
    markup = {"inline_keyboard": [[button]]}
    body = await desk.call("sendMessage", chat_id=ANNA, text="?", reply_markup=markup)
    assert body["ok"] == (not reason)
    assert reason in body.get("description", "")


async def test_more_than_a_hundred_buttons_are_too_many(desk: Desk) -> None:
    markup = {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]] * 101}
    reason = await desk.refused("sendMessage", chat_id=ANNA, text="?", reply_markup=markup)
    assert reason == "400 Bad Request: reply markup is too long"


@pytest.mark.parametrize("chat_id", [STRANGER, "@anna", 0])
async def test_who_never_pressed_start_cannot_be_written_to(desk: Desk, chat_id: Any) -> None:
    reason = await desk.refused("sendMessage", chat_id=chat_id, text="Здравствуйте")
    assert reason == "400 Bad Request: chat not found"
    assert await desk.done("sendMessage", chat_id=BORIS, text="Здравствуйте")


async def test_who_blocked_the_bot_is_not_reached_until_unblocking(desk: Desk) -> None:
    desk.sandbox.block(ANNA)
    reason = await desk.refused("sendMessage", chat_id=ANNA, text="Здравствуйте")
    assert reason == "403 Forbidden: bot was blocked by the user"
    desk.sandbox.unblock(ANNA)
    assert await desk.done("sendMessage", chat_id=ANNA, text="Здравствуйте")


async def test_a_deleted_account_is_told_apart(desk: Desk) -> None:
    await desk.control("POST", f"users/{ANNA}/deactivate")
    reason = await desk.refused("sendMessage", chat_id=ANNA, text="Здравствуйте")
    assert reason == "403 Forbidden: user is deactivated"
    await desk.control("POST", f"users/{ANNA}/text", {"text": "ау"}, status=409)


async def test_message_ids_are_one_growing_counter(desk: Desk) -> None:
    sent = [await desk.done("sendMessage", chat_id=c, text="1") for c in (ANNA, BORIS, ANNA)]
    first = sent[0]["message_id"]
    assert [message["message_id"] for message in sent] == [first, first + 1, first + 2]
