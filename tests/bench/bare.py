"""The least an aiogram bot can do for a press: answer it and show the next question.

No database, no texts to look up, a keyboard built once; aiogram's own defaults for the rest.
"""

import asyncio
import itertools
import os

from aiogram import Bot, Dispatcher, F
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

TEXT = (
    "Вопрос {} из 16\n\n<b>Насколько, по-вашему, хорошо вас введут в школьную жизнь: "
    "познакомят с коллективом, правилами и документами?</b>\n\n1 – совсем нет, 10 – полностью"
)


def keyboard() -> InlineKeyboardMarkup:
    """Ten marks, a way out and a way back, as under a question on a scale."""
    marks = [button(str(mark), f"q:1:ORG::{mark}") for mark in range(1, 11)]
    ways = [button("Затрудняюсь ответить", "q:1:ORG::hard_to_say")]
    back = [button("Назад", "qb:1:ORG::back")]
    return InlineKeyboardMarkup(inline_keyboard=[marks[:5], marks[5:], ways, back])


def button(text: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=data)


def build_dispatcher() -> Dispatcher:
    dispatcher, markup, numbers = Dispatcher(), keyboard(), itertools.count(1)

    @dispatcher.message(F.text)
    async def begin(message: Message) -> None:
        await message.answer(TEXT.format(0), reply_markup=markup)

    @dispatcher.callback_query(F.data.startswith("q:"))
    async def press(query: CallbackQuery) -> None:
        await query.answer()
        assert isinstance(query.message, Message)
        await query.message.edit_text(TEXT.format(next(numbers)), reply_markup=markup)

    return dispatcher


async def main() -> None:
    server = TelegramAPIServer.from_base(os.environ["TELEGRAM_API_URL"])
    default = DefaultBotProperties(parse_mode="HTML")
    bot = Bot(os.environ["BOT_TOKEN"], AiohttpSession(api=server), default=default)
    await build_dispatcher().start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main())
