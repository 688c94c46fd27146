"""Editing, deleting, answering a press."""

from datetime import timedelta

from tests.sandbox.desk import ANNA, KEYBOARD, MONDAY, Desk


async def test_an_edit_changes_the_message_and_says_so(desk: Desk) -> None:
    sent = await desk.done("sendMessage", chat_id=ANNA, text="до", reply_markup=KEYBOARD)
    where = {"chat_id": ANNA, "message_id": sent["message_id"]}
    edited = await desk.done("editMessageText", text="после", **where)
    assert (edited["text"], "edit_date" in edited) == ("после", True)
    assert "reply_markup" not in edited
    [view] = [m for m in (await desk.control("GET", f"chats/{ANNA}"))["messages"] if m["edited"]]
    assert (view["plain"], view["buttons"]) == ("после", [])


async def test_an_edit_that_changes_nothing_is_refused_in_telegrams_words(desk: Desk) -> None:
    sent = await desk.done("sendMessage", chat_id=ANNA, text="то же", reply_markup=KEYBOARD)
    where = {"chat_id": ANNA, "message_id": sent["message_id"]}
    same = {"text": "<b></b>то же ", "parse_mode": "HTML", "reply_markup": KEYBOARD}
    assert await desk.refused("editMessageText", **same, **where) == (
        "400 Bad Request: message is not modified: specified new message content and reply markup "
        "are exactly the same as a current content and reply markup of the message"
    )
    assert await desk.done("editMessageReplyMarkup", **where)
    assert "not modified" in await desk.refused("editMessageReplyMarkup", **where)


async def test_what_is_not_there_cannot_be_edited_or_deleted(desk: Desk) -> None:
    where = {"chat_id": ANNA, "message_id": 999}
    for method in ("editMessageText", "editMessageReplyMarkup", "editMessageCaption"):
        reason = await desk.refused(method, text="новое", **where)
        assert reason == "400 Bad Request: message to edit not found"
    reason = await desk.refused("deleteMessage", **where)
    assert reason == "400 Bad Request: message to delete not found"


async def test_a_persons_own_message_cannot_be_edited(desk: Desk) -> None:
    [message] = desk.sandbox.text(ANNA, "моё")
    reason = await desk.refused("editMessageText", chat_id=ANNA, message_id=message.id, text="?")
    assert reason == "400 Bad Request: message can't be edited"


async def test_messages_are_deleted_for_48_hours(desk: Desk) -> None:
    ids = [
        (await desk.done("sendMessage", chat_id=ANNA, text=str(n)))["message_id"] for n in range(3)
    ]
    assert await desk.done("deleteMessage", chat_id=ANNA, message_id=ids[0])
    assert await desk.done("deleteMessages", chat_id=ANNA, message_ids=[*ids[:2], 999])
    desk.sandbox.clock.move_to(MONDAY + timedelta(hours=49))
    assert "can't be deleted" in await desk.refused(
        "deleteMessage", chat_id=ANNA, message_id=ids[2]
    )
    assert await desk.done("deleteMessages", chat_id=ANNA, message_ids=ids)
    assert [message.id for message in desk.sandbox.chat(ANNA)][-1] == ids[2]


async def test_a_press_is_answered_once(desk: Desk) -> None:
    sent = await desk.done("sendMessage", chat_id=ANNA, text="?", reply_markup=KEYBOARD)
    press = {"message_id": sent["message_id"], "data": "yes"}
    pressed = await desk.control("POST", f"users/{ANNA}/press", press)
    [update] = await desk.done("getUpdates")
    query = update["callback_query"]
    assert (query["id"], query["data"]) == (pressed["id"], "yes")
    assert query["message"]["reply_markup"] == KEYBOARD
    await desk.done("answerCallbackQuery", callback_query_id=query["id"], text="Записано")
    shown = await desk.control("GET", f"callbacks/{query['id']}")
    assert (shown["answered_at"], shown["text"]) == (MONDAY.isoformat(), "Записано")
    assert await desk.refused("answerCallbackQuery", callback_query_id=query["id"]) == (
        "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
    )


async def test_a_late_unknown_or_lengthy_answer_is_refused(desk: Desk) -> None:
    await desk.done("sendMessage", chat_id=ANNA, text="?", reply_markup=KEYBOARD)
    query = {"callback_query_id": desk.sandbox.tap(ANNA, "Да").id}
    answer = "answerCallbackQuery"
    assert "MESSAGE_TOO_LONG" in await desk.refused(answer, text="я" * 201, **query)
    assert "too old" in await desk.refused(answer, callback_query_id="1")
    desk.sandbox.clock.move_to(MONDAY + timedelta(seconds=151))
    assert "too old" in await desk.refused(answer, **query)
