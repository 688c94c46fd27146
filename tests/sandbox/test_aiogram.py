"""aiogram's own client finds nothing amiss: every answer passes its models."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramForbiddenError, TelegramRetryAfter
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)

from tests.sandbox.desk import ANNA, PNG, TOKEN, Desk

MARKUP = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]]
)


@pytest.fixture
async def bot(desk: Desk) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(desk.url))
    async with Bot(TOKEN, session=session) as bot:
        yield bot


async def test_a_dialogue_passes_through_aiogram(desk: Desk, bot: Bot) -> None:
    assert (await bot.me()).username == "nastavnik_sandbox_bot"
    scope = BotCommandScopeChat(chat_id=ANNA)
    await bot.set_my_commands([BotCommand(command="help", description="Помощь")], scope)
    sent = await bot.send_message(ANNA, "<b>?</b>", parse_mode="HTML", reply_markup=MARKUP)
    assert sent.html_text == "<b>?</b>"
    desk.sandbox.tap(ANNA, "Да")
    desk.sandbox.block(ANNA)
    desk.sandbox.start(ANNA)
    press, blocked, unblocked, start = await bot.get_updates()
    assert press.callback_query is not None
    await bot.answer_callback_query(press.callback_query.id, "Записано")
    edited = await bot.edit_message_text("да", chat_id=ANNA, message_id=sent.message_id)
    assert getattr(edited, "text", None) == "да"
    assert [update.event_type for update in (blocked, unblocked)] == ["my_chat_member"] * 2
    assert start.message is not None
    assert start.message.text == "/start anna-link"


async def test_files_pass_through_aiogram(desk: Desk, bot: Bot) -> None:
    photo = await bot.send_photo(ANNA, BufferedInputFile(PNG, "итоги.png"), caption="Итоги")
    assert photo.photo is not None
    await bot.send_photo(ANNA, photo.photo[-1].file_id)
    document = await bot.send_document(ANNA, BufferedInputFile(b"rows", "итоги.xlsx"))
    assert document.document is not None
    assert document.document.file_name == "итоги.xlsx"
    content = await bot.download(document.document)
    assert content is not None
    assert content.read() == b"rows"


async def test_refusals_become_aiograms_errors(desk: Desk, bot: Bot) -> None:
    for _ in range(5):
        await bot.send_message(ANNA, "раз")
    with pytest.raises(TelegramRetryAfter) as late:
        await bot.send_message(ANNA, "раз")
    assert late.value.retry_after == 1
    desk.sandbox.block(ANNA)
    with pytest.raises(TelegramForbiddenError):
        await bot.send_message(ANNA, "раз")
