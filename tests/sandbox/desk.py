"""A served sandbox and a client for it."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp

from bot.sandbox import Sandbox

TOKEN = "7000000001:AAsandbox-token-of-the-right-form-00"
ANNA, BORIS, STRANGER = 1001, 1002, 1003
MONDAY = datetime(2026, 11, 30, 5, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x80\x00\x00\x01\xe0" + b"\x00" * 20
KEYBOARD = {"inline_keyboard": [[{"text": "Да", "callback_data": "yes"}]]}


class RealTime:
    """The monotonic clock of the flood limits, moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Desk:
    """A served sandbox, a client for it, and what its sleeps were asked for."""

    sandbox: Sandbox
    time: RealTime
    http: aiohttp.ClientSession
    url: str
    slept: list[float]

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        async with self.http.post(f"{self.url}/bot{TOKEN}/{method}", json=params) as answer:
            body: dict[str, Any] = await answer.json()
            assert body["ok"] == (answer.status == 200)
            return body

    async def done(self, method: str, **params: Any) -> Any:
        body = await self.call(method, **params)
        assert body["ok"], body
        return body["result"]

    async def refused(self, method: str, **params: Any) -> str:
        body = await self.call(method, **params)
        assert not body["ok"], body
        return f"{body['error_code']} {body['description']}"

    async def control(self, verb: str, path: str, body: Any = None, status: int = 200) -> Any:
        async with self.http.request(verb, f"{self.url}/sandbox/{path}", json=body) as answer:
            assert answer.status == status, await answer.text()
            return await answer.json()

    async def until_polled(self) -> None:
        """Let a long poll that was just begun arrive."""
        for _ in range(1000):
            if self.sandbox.poller is not None:
                return
            await asyncio.sleep(0.005)
        raise AssertionError("nobody polls")
