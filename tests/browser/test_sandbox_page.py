"""The sandbox's page in a real browser, with a tiny bot of the test's own."""

import asyncio
import io
from collections.abc import AsyncIterator

import aiohttp
import pytest
from playwright.async_api import FilePayload, Locator, Page, expect

from bot.sandbox import Action, MovableClock, Player, Sandbox, serving
from tests.browser.stage import ANNA, BORIS, VERA, WEDNESDAY, Stage
from tests.sandbox.desk import PNG, TOKEN

pytestmark = pytest.mark.browser


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    sandbox = Sandbox(MovableClock(WEDNESDAY))
    sandbox.add_player(Player(ANNA, "Анна Иванова", "наставник, школа № 3", "anna-link"))
    sandbox.add_player(Player(BORIS, "Борис Котов", "молодой педагог, школа № 3", "boris-link"))
    sandbox.add_player(Player(VERA, "Вера Зуева", "куратор, лицей № 1", "vera-link"))
    async with serving(sandbox) as url, aiohttp.ClientSession() as http:
        stage = Stage(sandbox, url, http)
        bot = asyncio.ensure_future(stage.run_bot())
        yield stage
        bot.cancel()
        await asyncio.gather(bot, return_exceptions=True)


async def opened(page: Page, stage: Stage, query: str = "") -> None:
    await page.goto(f"{stage.url}/{query}")
    await page.wait_for_selector("body[data-ready]")


async def chat(page: Page, user_id: int, search: str) -> Locator:
    """Open somebody's chat through the list of people."""
    await page.get_by_test_id("add-person").click()
    await page.get_by_test_id("people-search").fill(search)
    await page.get_by_test_id("people-search").press("Enter")
    column = page.locator(f'.column[data-user-id="{user_id}"]')
    await expect(column).to_be_visible()
    return column


async def test_opening_a_person_starts_the_bot_with_the_own_link(page: Page, stage: Stage) -> None:
    await opened(page, stage)
    await expect(page.get_by_role("heading", name="За кого сыграем?")).to_be_visible()
    column = await chat(page, ANNA, "анна")
    await expect(column.get_by_test_id("bot-message")).to_contain_text("/start anna-link")
    await expect(column.locator("strong")).to_have_text("Здравствуйте")
    assert stage.heard == ["/start anna-link"]
    await expect(page.get_by_test_id("welcome")).to_be_hidden()


async def test_several_chats_stand_side_by_side_and_are_remembered(
    page: Page, stage: Stage
) -> None:
    await opened(page, stage)
    first = await chat(page, ANNA, "наставник")
    second = await chat(page, BORIS, "педагог № 3")
    await expect(second.get_by_test_id("bot-message")).to_be_visible()
    left, right = await first.bounding_box(), await second.bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] + left["width"] <= right["x"] + 1
    await page.reload()
    await expect(page.get_by_test_id("column")).to_have_count(2)
    await second.get_by_test_id("close-column").click()
    await expect(page.get_by_test_id("column")).to_have_count(1)
    assert len(stage.heard) == 2


async def test_writing_pressing_and_the_toast(page: Page, stage: Stage) -> None:
    await opened(page, stage)
    column = await chat(page, ANNA, "анна")
    await column.get_by_test_id("composer").fill("Были на уроке")
    await column.get_by_test_id("composer").press("Enter")
    await expect(column.get_by_test_id("user-message").last).to_contain_text("Были на уроке")
    await column.get_by_role("button", name="Записать встречу").last.click()
    await expect(column.get_by_test_id("toast")).to_have_text("Встреча записана")
    last = column.get_by_test_id("bot-message").last
    await expect(last).to_contain_text("Записано")
    await expect(last).to_contain_text("изменено")
    await expect(last.get_by_test_id("key")).to_have_count(0)


async def test_links_to_the_bot_and_commands_in_a_text_act_for_the_person(
    page: Page, stage: Stage
) -> None:
    await opened(page, stage)
    column = await chat(page, ANNA, "анна")
    await column.get_by_role("link", name="Войти").click()
    await expect(column.get_by_test_id("user-message").last).to_contain_text("/start second")
    await column.get_by_role("button", name="/help").first.click()
    await expect(column.get_by_test_id("user-message").last).to_contain_text("/help")
    assert stage.heard[1:] == ["/start second", "/help"]


async def test_the_commands_menu_writes_the_command(page: Page, stage: Stage) -> None:
    commands = [{"command": "cancel", "description": "Отменить"}]
    await stage.call("setMyCommands", commands=commands)
    await opened(page, stage)
    column = await chat(page, ANNA, "анна")
    await column.get_by_test_id("commands-open").click()
    await column.get_by_role("button", name="Отменить").click()
    await expect(column.get_by_test_id("user-message").last).to_contain_text("/cancel")


async def test_files_go_both_ways_and_pictures_are_shown(page: Page, stage: Stage) -> None:
    await opened(page, stage)
    column = await chat(page, ANNA, "анна")
    roster = FilePayload(name="список.xlsx", mimeType="application/x", buffer=b"rows")
    await column.get_by_test_id("file-input").set_input_files(roster)
    await expect(column.get_by_test_id("file")).to_contain_text("список.xlsx")
    async with page.expect_download() as download:
        await column.get_by_test_id("file").click()
    assert (await (await download.value).path()).read_bytes() == b"rows"
    form = aiohttp.FormData({"chat_id": str(ANNA), "caption": "Итоги"})
    form.add_field("photo", io.BytesIO(PNG), filename="chart.png")
    await stage.http.post(f"{stage.url}/bot{TOKEN}/sendPhoto", data=form)
    await expect(column.get_by_test_id("photo")).to_have_attribute("alt", "Итоги")


async def test_markup_of_a_message_never_becomes_part_of_the_page(
    page: Page, stage: Stage
) -> None:
    stage.sandbox.start(ANNA)
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    await stage.call("sendMessage", chat_id=ANNA, text=evil)
    link = '<a href="javascript:alert(3)">сюда</a> <tg-spoiler>тайна</tg-spoiler>'
    await stage.call("sendMessage", chat_id=ANNA, text=link, parse_mode="HTML")
    await opened(page, stage)
    column = await chat(page, ANNA, "анна")
    await expect(column.get_by_text(evil)).to_be_visible()
    assert await column.locator("img, script").count() == 0
    address = await column.get_by_role("link", name="сюда").get_attribute("href")
    assert address == "https://javascript:alert(3)"


async def test_the_clock_is_moved_by_a_chip_and_by_hand_but_not_back(
    page: Page, stage: Stage
) -> None:
    await opened(page, stage)
    await expect(page.get_by_test_id("clock")).to_contain_text("09:58")
    await page.get_by_role("button", name="10 декабря, 10:00").click()
    await expect(page.get_by_test_id("clock")).to_contain_text("чт, 10 декабря 2026")
    await expect(page.get_by_test_id("flash")).to_contain_text("Теперь чт, 10 декабря 2026")
    assert stage.sandbox.clock().isoformat()[:16] == "2026-12-10T05:00"
    await page.get_by_test_id("clock-zone").select_option("Asia/Kamchatka")
    await expect(page.get_by_test_id("clock")).to_contain_text("17:00")
    await page.get_by_test_id("clock-input").fill("2026-12-21T10:00")
    await page.get_by_test_id("clock-move").click()
    await expect(page.get_by_test_id("clock")).to_contain_text("21 декабря")
    assert stage.sandbox.clock().isoformat()[:16] == "2026-12-20T22:00"
    await page.get_by_test_id("chip-workday").click()
    await expect(page.get_by_test_id("clock")).to_contain_text("вт, 22 декабря")
    await page.get_by_test_id("clock-input").fill("2026-12-01T10:00")
    await page.get_by_test_id("clock-move").click()
    assert stage.sandbox.clock().isoformat()[:16] == "2026-12-21T22:00"


async def test_blocking_and_returning(page: Page, stage: Stage) -> None:
    await opened(page, stage)
    column = await chat(page, ANNA, "анна")
    await column.get_by_test_id("block").click()
    await expect(column.get_by_test_id("subtitle")).to_have_text("бот заблокирован")
    await expect(column.get_by_test_id("composer")).to_have_count(0)
    assert stage.sandbox.person(ANNA).state == "blocked"
    await column.get_by_test_id("unblock-wide").click()
    await expect(column.get_by_test_id("composer")).to_be_visible()


async def test_messages_in_chats_that_are_not_open_are_counted(page: Page, stage: Stage) -> None:
    stage.sandbox.start(BORIS)
    await opened(page, stage)
    await stage.call("sendMessage", chat_id=BORIS, text="Опрос открыт")
    await expect(page.get_by_test_id("unread")).to_have_text("1")
    await page.get_by_test_id("add-person").click()
    await expect(page.get_by_test_id("people").get_by_test_id("person").first).to_contain_text(
        "Борис"
    )
    await page.get_by_test_id("people-search").fill("никто")
    await expect(page.get_by_text("Никого не нашлось")).to_be_visible()


async def test_an_action_of_the_demo_shows_its_result(page: Page, stage: Stage) -> None:
    async def summary() -> str:
        return "14 ответов из 20"

    stage.sandbox.actions["summary"] = Action("Сводка", "Summary", summary)
    await opened(page, stage)
    await page.get_by_test_id("actions-open").click()
    await page.get_by_role("menuitem", name="Сводка").click()
    await expect(page.get_by_test_id("notice-text")).to_have_text("14 ответов из 20")


async def test_the_page_speaks_english_and_remembers_it(page: Page, stage: Stage) -> None:
    await opened(page, stage)
    column = await chat(page, ANNA, "анна")
    await page.get_by_test_id("language-en").click()
    await expect(page.get_by_test_id("add-person")).to_have_text("+Open a chat")
    await expect(column.get_by_test_id("composer")).to_have_attribute("placeholder", "Message")
    await expect(page.get_by_role("button", name="10 December, 10:00")).to_be_visible()
    await page.reload()
    await expect(page.get_by_test_id("clock")).to_contain_text("Wed, 9 December 2026")
    assert await page.evaluate("document.documentElement.lang") == "en"
    page_text = await page.locator("header.bar").inner_text()
    assert not any("а" <= letter <= "я" for letter in page_text.lower())


async def test_on_a_phone_one_chat_is_seen_at_a_time(page: Page, stage: Stage) -> None:
    await page.set_viewport_size({"width": 375, "height": 740})
    await opened(page, stage)
    first = await chat(page, ANNA, "анна")
    second = await chat(page, BORIS, "борис")
    await expect(first).to_be_hidden()
    await page.get_by_role("tab", name="Анна Иванова").click()
    await expect(first).to_be_visible()
    await expect(second).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 375


async def test_everything_that_can_be_pressed_has_a_name(page: Page, stage: Stage) -> None:
    await opened(page, stage)
    column = await chat(page, ANNA, "анна")
    await expect(column.get_by_test_id("bot-message")).to_be_visible()
    nameless = await page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, textarea, a")]
            .filter((node) => !(node.getAttribute("aria-label") || node.textContent.trim()))
            .map((node) => node.outerHTML)"""
    )
    assert nameless == []
    await page.get_by_test_id("clock").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("clock-input")).to_be_hidden()
