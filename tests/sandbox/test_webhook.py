"""Pushing to a webhook: order within a queue, none between queues, and retries."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from tests.sandbox.desk import ANNA, BORIS, KEYBOARD, Desk


class Receiver:
    """A bot's webhook: answers with the statuses it was given, then 200."""

    def __init__(self) -> None:
        self.url = ""
        self.got: list[Any] = []
        self.secrets: list[str | None] = []
        self.statuses: list[int] = []
        self.retry_after: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.got.append(update)
        if "message" in update:
            await self.gate.wait()
        status = self.statuses.pop(0) if self.statuses else 200
        retry_after = {"Retry-After": self.retry_after.pop()} if self.retry_after else {}
        return web.Response(status=status, headers=retry_after)

    async def until(self, count: int) -> list[Any]:
        for _ in range(1000):
            if len(self.got) >= count:
                return self.got
            await asyncio.sleep(0.005)
        raise AssertionError(self.got)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    receiver.gate.set()
    await runner.cleanup()


async def until_empty(desk: Desk) -> None:
    for _ in range(1000):
        if not desk.sandbox.updates.pending:
            return
        await asyncio.sleep(0.005)
    raise AssertionError("updates are left")


async def test_updates_are_posted_with_the_secret_and_then_forgotten(
    desk: Desk, receiver: Receiver
) -> None:
    desk.sandbox.text(ANNA, "до")
    await desk.done("setWebhook", url=receiver.url, secret_token="s3cret")
    desk.sandbox.text(ANNA, "после")
    got = await receiver.until(2)
    assert [update["message"]["text"] for update in got] == ["до", "после"]
    assert set(receiver.secrets) == {"s3cret"}
    await until_empty(desk)
    info = await desk.done("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == (receiver.url, 0)


async def test_a_press_overtakes_a_message_but_messages_keep_their_order(
    desk: Desk, receiver: Receiver
) -> None:
    await desk.done("sendMessage", chat_id=ANNA, text="?", reply_markup=KEYBOARD)
    await desk.done("setWebhook", url=receiver.url)
    receiver.gate.clear()
    for word in ("первое", "второе"):
        desk.sandbox.text(ANNA, word)
    desk.sandbox.tap(ANNA, "Да")
    desk.sandbox.text(BORIS, "чужое")
    got = list(await receiver.until(3))
    assert "callback_query" in got[1] or "callback_query" in got[2]
    receiver.gate.set()
    texts = [u["message"]["text"] for u in await receiver.until(4) if "message" in u]
    assert texts.index("первое") < texts.index("второе")


async def test_a_refused_update_is_tried_at_once_then_ever_later(
    desk: Desk, receiver: Receiver
) -> None:
    receiver.statuses = [500, 404, 503]
    await desk.done("setWebhook", url=receiver.url)
    desk.sandbox.text(ANNA, "ещё раз")
    got = await receiver.until(4)
    assert len({update["update_id"] for update in got}) == 1
    assert desk.slept == [0, 2, 4]
    info = await desk.done("getWebhookInfo")
    assert "503" in info["last_error_message"]


async def test_retry_after_is_honoured_and_the_ladder_ends_under_two_minutes(
    desk: Desk, receiver: Receiver
) -> None:
    receiver.statuses, receiver.retry_after = [503] * 9, ["9000"]
    await desk.done("setWebhook", url=receiver.url)
    desk.sandbox.text(ANNA, "ещё раз")
    await receiver.until(10)
    assert desk.slept[0] == 3600
    assert all(60 <= pause <= 120 for pause in desk.slept[-2:])


async def test_polling_and_webhook_exclude_each_other(desk: Desk, receiver: Receiver) -> None:
    poll = asyncio.ensure_future(desk.refused("getUpdates", timeout=50))
    await desk.until_polled()
    await desk.done("setWebhook", url=receiver.url)
    assert (await poll) == "409 Conflict: terminated by setWebhook request"
    reason = await desk.refused("getUpdates")
    assert reason.startswith("409 Conflict: can't use getUpdates method while webhook is active")
    await desk.done("deleteWebhook", drop_pending_updates=True)
    desk.sandbox.text(ANNA, "снова опрос")
    assert len(await desk.done("getUpdates")) == 1


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"url": "http://example.org/hook"}, "An HTTPS URL must be provided"),
        ({"url": "http://127.0.0.1/x", "secret_token": "a b"}, "unallowed characters"),
    ],
)
async def test_a_wrong_webhook_is_refused(desk: Desk, params: dict[str, str], reason: str) -> None:
    assert reason in await desk.refused("setWebhook", **params)
    assert (await desk.done("getWebhookInfo"))["url"] == ""
