"""A sandbox with a tiny scripted bot, for tests of the page."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp

from bot.sandbox import Sandbox
from tests.sandbox.desk import TOKEN

ANNA, BORIS, VERA = 1, 2, 3
WEDNESDAY = datetime(2026, 12, 9, 4, 58, tzinfo=UTC)  # 09:58 in Yekaterinburg
MENU = {
    "inline_keyboard": [
        [{"text": "Записать встречу", "callback_data": "log"}],
        [{"text": "Войти", "url": "https://t.me/nastavnik_sandbox_bot?start=second"}],
    ]
}


@dataclass
class Stage:
    """The served sandbox and its bot, which greets, echoes and answers presses."""

    sandbox: Sandbox
    url: str
    http: aiohttp.ClientSession
    heard: list[str] = field(default_factory=list)

    async def call(self, method: str, **params: Any) -> Any:
        url = f"{self.url}/bot{TOKEN}/{method}"
        async with self.http.post(url, json=params) as answer:
            body = await answer.json()
            assert body["ok"], body
            return body["result"]

    async def run_bot(self) -> None:
        offset = 0
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=50):
                offset = update["update_id"] + 1
                await self.handle(update)

    async def handle(self, update: dict[str, Any]) -> None:
        if query := update.get("callback_query"):
            await self.answer(query)
        elif message := update.get("message"):
            self.heard.append(message.get("text") or message["document"]["file_name"])
            await self.greet(message["chat"]["id"], self.heard[-1])

    async def greet(self, chat_id: int, text: str) -> None:
        words = f"<b>Здравствуйте</b>, вы написали: {text}. Помощь: /help"
        await self.call(
            "sendMessage", chat_id=chat_id, text=words, parse_mode="HTML", reply_markup=MENU
        )

    async def answer(self, query: dict[str, Any]) -> None:
        chat_id, number = query["from"]["id"], query["message"]["message_id"]
        await self.call(
            "answerCallbackQuery", callback_query_id=query["id"], text="Встреча записана"
        )
        await self.call("editMessageText", chat_id=chat_id, message_id=number, text="Записано")
