"""The bot's address and getUpdates."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest

from tests.sandbox.desk import ANNA, BORIS, KEYBOARD, MONDAY, TOKEN, Desk


async def test_any_token_of_the_right_form_is_the_bot(desk: Desk) -> None:
    me = await desk.done("getMe")
    assert (me["id"], me["username"]) == (7000000001, "nastavnik_sandbox_bot")


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("botnonsense/getMe", 404, "Not Found"),
        (f"bot{TOKEN}/flyToTheMoon", 404, "Not Found: method not found"),
    ],
)
async def test_wrong_addresses_are_not_found(
    desk: Desk, path: str, status: int, description: str
) -> None:
    async with desk.http.get(f"{desk.url}/{path}") as answer:
        assert answer.status == status
        assert (await answer.json())["description"] == description


async def test_a_revoked_token_is_unauthorized(desk: Desk) -> None:
    desk.sandbox.only_token = "1:another"
    assert await desk.refused("getMe") == "401 Unauthorized"


async def test_json_forms_and_the_address_itself_are_all_read(desk: Desk) -> None:
    send = f"{desk.url}/bot{TOKEN}/sendMessage"
    params = {"chat_id": str(ANNA), "text": "Здравствуйте"}
    form = aiohttp.FormData(params, default_to_multipart=True)
    for request in ({"json": params}, {"data": params}, {"params": params}, {"data": form}):
        async with desk.http.post(send, **request) as answer:
            assert (await answer.json())["result"]["text"] == "Здравствуйте"


async def test_broken_json_is_a_bad_request(desk: Desk) -> None:
    headers = {"Content-Type": "application/json"}
    send = f"{desk.url}/bot{TOKEN}/sendMessage"
    for data in ("{", "[]"):
        async with desk.http.post(send, data=data, headers=headers) as answer:
            assert answer.status == 400


async def test_updates_stay_until_the_offset_confirms_them(desk: Desk) -> None:
    for word in ("один", "два", "три"):
        desk.sandbox.text(ANNA, word)
    first, second, third = await desk.done("getUpdates")
    assert [first["message"]["text"], third["message"]["text"]] == ["один", "три"]
    assert second["update_id"] == first["update_id"] + 1
    assert len(await desk.done("getUpdates")) == 3
    assert await desk.done("getUpdates", offset=second["update_id"]) == [second, third]
    assert await desk.done("getUpdates", offset=third["update_id"] + 1) == []


async def test_a_negative_offset_forgets_all_but_the_last(desk: Desk) -> None:
    for number in range(5):
        desk.sandbox.text(ANNA, str(number))
    updates = await desk.done("getUpdates", offset=-2)
    assert [update["message"]["text"] for update in updates] == ["3", "4"]
    assert len(await desk.done("getUpdates")) == 2


async def test_at_most_a_hundred_updates_come_at_once(desk: Desk) -> None:
    for number in range(120):
        desk.sandbox.text(ANNA, str(number))
    assert len(await desk.done("getUpdates", limit=500)) == 100
    assert len(await desk.done("getUpdates", limit=7)) == 7


async def test_a_long_poll_returns_as_soon_as_somebody_writes(desk: Desk) -> None:
    waiting = asyncio.ensure_future(desk.done("getUpdates", timeout=50))
    await desk.until_polled()
    desk.sandbox.text(BORIS, "я тут")
    [update] = await asyncio.wait_for(waiting, 5)
    assert update["message"]["from"]["first_name"] == "Борис"


async def test_the_older_of_two_pollers_is_ended(desk: Desk) -> None:
    older = asyncio.ensure_future(desk.refused("getUpdates", timeout=50))
    await desk.until_polled()
    assert await desk.done("getUpdates") == []
    reason = await asyncio.wait_for(older, 5)
    assert reason.startswith("409 Conflict: terminated by other getUpdates request")


async def test_only_the_asked_for_kinds_come_and_the_choice_is_kept(desk: Desk) -> None:
    await desk.done("getUpdates", allowed_updates=["my_chat_member"])
    desk.sandbox.text(ANNA, "не придёт")
    desk.sandbox.block(ANNA)
    [update] = await desk.done("getUpdates")
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    await desk.done("getUpdates", offset=update["update_id"] + 1, allowed_updates=[])
    desk.sandbox.unblock(ANNA)
    desk.sandbox.text(ANNA, "придёт")
    assert len(await desk.done("getUpdates")) == 2


@pytest.mark.parametrize(("seconds", "left"), [(149, 2), (151, 1), (86399, 1), (86401, 0)])
async def test_presses_expire_after_150_seconds_the_rest_after_a_day(
    desk: Desk, seconds: int, left: int
) -> None:
    message = await desk.done("sendMessage", chat_id=ANNA, text="?", reply_markup=KEYBOARD)
    desk.sandbox.press(ANNA, message["message_id"], "yes")
    desk.sandbox.text(ANNA, "слово")
    desk.sandbox.clock.move_to(MONDAY + timedelta(seconds=seconds))
    assert len(await desk.done("getUpdates")) == left


async def test_a_malformed_update_is_delivered_as_it_was_injected(desk: Desk) -> None:
    await desk.control("POST", "updates", {"message": {"chat": "nonsense"}})
    await desk.control("POST", "updates", {"update_id": 7, "poll": 1})
    desk.sandbox.text(ANNA, "после")
    early, poison, after = await desk.done("getUpdates")
    assert early == {"update_id": 7, "poll": 1}
    assert poison["message"] == {"chat": "nonsense"}
    assert after["update_id"] == poison["update_id"] + 1
    assert await desk.done("getUpdates", offset=after["update_id"]) == [after]
