"""Flood limits and trouble on demand."""

import asyncio
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Fault, Sandbox
from tests.sandbox.desk import ANNA, BORIS, KEYBOARD, TOKEN, Desk


async def test_a_chat_takes_a_burst_of_five_then_one_a_second(desk: Desk) -> None:
    send = {"chat_id": ANNA, "text": "раз"}
    for _ in range(5):
        await desk.done("sendMessage", **send)
    body = await desk.call("sendMessage", **send)
    assert (body["error_code"], body["parameters"]) == (429, {"retry_after": 1})
    assert body["description"] == "Too Many Requests: retry after 1"
    assert await desk.done("sendMessage", chat_id=BORIS, text="раз")
    desk.time.seconds += 1
    await desk.done("sendMessage", **send)
    assert "429" in await desk.refused("sendMessage", **send)


async def test_thirty_sends_go_in_any_second_overall(desk: Desk) -> None:
    desk.sandbox.limits.chat_rate = 0
    for number in range(30):
        desk.time.seconds += 0.01
        await desk.done("sendMessage", chat_id=ANNA if number % 2 else BORIS, text="раз")
    assert "429" in await desk.refused("sendMessage", chat_id=ANNA, text="раз")
    desk.time.seconds += 0.72
    assert await desk.done("sendMessage", chat_id=ANNA, text="раз")
    assert "429" in await desk.refused("sendMessage", chat_id=ANNA, text="раз")


async def test_edits_and_answers_are_not_counted(desk: Desk) -> None:
    sent = await desk.done("sendMessage", chat_id=ANNA, text="0", reply_markup=KEYBOARD)
    for number in range(1, 40):
        where = {"chat_id": ANNA, "message_id": sent["message_id"]}
        await desk.done("editMessageText", text=str(number), **where)
    assert await desk.done("sendMessage", chat_id=ANNA, text="раз")


async def test_limits_of_zero_are_off(desk: Desk) -> None:
    limits = Sandbox(rate=0, chat_rate=0, monotonic=desk.time).limits
    for _ in range(100):
        limits.spend(ANNA)


async def test_the_next_calls_fail_as_told_and_others_do_not(desk: Desk) -> None:
    fault = {"times": 2, "method": "sendMessage", "chat_id": ANNA, "code": 500}
    await desk.control("POST", "faults", {**fault, "description": "Internal Server Error"})
    assert await desk.done("sendMessage", chat_id=BORIS, text="раз")
    for _ in range(2):
        reason = await desk.refused("sendMessage", chat_id=ANNA, text="раз")
        assert reason == "500 Internal Server Error"
    assert await desk.done("sendMessage", chat_id=ANNA, text="раз")
    assert (await desk.control("GET", "faults"))["faults"] == []


async def test_a_share_of_calls_fails_by_the_seed(desk: Desk) -> None:
    def failures(seed: int) -> list[bool]:
        faults = Sandbox(seed=seed).faults
        faults.add(Fault(share=0.3, code=500))
        return [faults.strike("getme", None) is not None for _ in range(200)]

    assert failures(1) == failures(1) != failures(2)
    assert 30 < sum(failures(1)) < 90


@pytest.mark.parametrize(("drop", "accepted"), [("response", 1), ("request", 0)])
async def test_a_dropped_call_hangs_up_after_or_before_accepting(
    desk: Desk, drop: Any, accepted: int
) -> None:
    desk.sandbox.faults.add(Fault(times=1, drop=drop, method="sendMessage"))
    with pytest.raises(aiohttp.ClientError):
        await desk.call("sendMessage", chat_id=ANNA, text="дошло ли?")
    assert len(desk.sandbox.delivered()) == accepted


async def test_a_delay_holds_the_call_and_lets_it_through(desk: Desk) -> None:
    desk.sandbox.faults.add(Fault(times=1, delay=12.5))
    assert await desk.done("sendMessage", chat_id=ANNA, text="раз")
    assert desk.slept == [12.5]


async def test_an_outage_breaks_everything_until_it_ends(desk: Desk) -> None:
    polling = asyncio.ensure_future(desk.call("getUpdates", timeout=50))
    await desk.until_polled()
    await desk.control("POST", "outage", {"kind": "close"})
    with pytest.raises(aiohttp.ClientError):
        await asyncio.wait_for(polling, 5)
    with pytest.raises(aiohttp.ClientError):
        await desk.call("getMe")
    await desk.control("POST", "outage", {"kind": "502"})
    async with desk.http.get(f"{desk.url}/bot{TOKEN}/getMe") as answer:
        assert answer.status == 502
    await desk.control("DELETE", "faults")
    assert await desk.done("getMe")
