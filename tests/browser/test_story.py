"""The short story of a questionnaire, played on the page of `python -m bot demo`.

With SCREENSHOTS=1 it renews the pictures that the README shows.
"""

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
CURATOR, MENTOR, MENTEE = "Брагина Акулина", "Кудряшов Сергей", "Данилова Майя"
SLOWLY = 60_000
"""Milliseconds for what the whole town is busy with."""

ACTION = 240_000


@asynccontextmanager
async def demo(folder: Path, language: str) -> AsyncIterator[str]:
    """The demo as a person starts it; stopped by SIGTERM it ends cleanly."""
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", "--language", language]
    log = folder / "demo.log"
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=out, stderr=out)
    try:
        yield await asyncio.to_thread(address, log)
    finally:
        process.send_signal(signal.SIGTERM)
        code = await asyncio.wait_for(process.wait(), 30)
    assert code == 0, log.read_text()[-3000:]
    assert "Traceback" not in log.read_text()


def address(log: Path) -> str:
    for _ in range(900):
        if found := re.search(r"http://127\S+", log.read_text()):
            return found[0]
        time.sleep(0.1)
    raise AssertionError(log.read_text()[-3000:])


class Phone:
    """One person's chat on the page."""

    def __init__(self, column: Locator) -> None:
        self.column = column
        self.messages = column.get_by_test_id("bot-message")
        asked = re.compile(r"^\d+ из \d+|Проверьте ответы")
        self.question = self.messages.filter(has_text=asked).last

    async def press(self, label: str) -> None:
        """The newest button with exactly these words."""
        await self.messages.get_by_role("button", name=label, exact=True).last.click()

    async def write(self, text: str) -> None:
        await self.column.get_by_test_id("composer").fill(text)
        await self.column.get_by_test_id("composer").press("Enter")

    async def shows(self, *texts: str) -> Locator:
        """A message has all these words, soon. A reminder may stand below it."""
        found = self.messages
        for text in texts:
            found = found.filter(has_text=text)
        await expect(found.last).to_be_visible(timeout=SLOWLY)
        return found.last


async def opens(page: Page, name: str) -> Phone:
    """Opens somebody's chat, which opens their personal link."""
    await page.get_by_test_id("add-person").click()
    await page.get_by_test_id("people-search").fill(name)
    await page.get_by_test_id("people-search").press("Enter")
    return Phone(page.locator(".column", has=page.get_by_role("heading", name=name)))


async def the_others(page: Page, action: str) -> str:
    """Lets the people whom nobody plays do it; returns what the page says then."""
    await page.get_by_test_id("actions-open").click()
    await page.get_by_role("menuitem", name=action, exact=True).click()
    said = page.get_by_test_id("notice-text")
    await expect(said).to_be_visible(timeout=ACTION)
    text = await said.inner_text()
    await page.get_by_test_id("notice").get_by_role("button").last.click()
    return text


async def clock_to(page: Page, local: str) -> None:
    await page.get_by_test_id("clock-input").fill(local)
    await page.get_by_test_id("clock-move").click()
    await expect(page.get_by_test_id("flash")).to_contain_text("Теперь")


async def answers(phone: Phone, choose: Callable[[Phone], Awaitable[None]], most: int = 99) -> int:
    """Answers `most` questions, or all there are; returns how many."""
    for answered in range(most):
        if await phone.question.get_by_role("button", name="Отправить").count():
            return answered
        progress, *_ = (await phone.question.inner_text()).splitlines()
        await choose(phone)
        before = re.compile(rf"^{progress}")
        await expect(phone.question).not_to_contain_text(before, timeout=SLOWLY)
    return most


async def kindly(phone: Phone) -> None:
    """An 8 on a scale, words where words are asked for, the first button elsewhere."""
    keys = phone.question.get_by_test_id("key")
    labels = await keys.all_inner_texts()
    if "8" in labels:
        await keys.nth(labels.index("8")).click()
    elif labels[0] == "Пропустить":
        await phone.write("Побольше времени на уроки друг друга.")
    else:
        await keys.first.click()


async def picture(target: Page | Locator, name: str) -> None:
    """For the README. Not in every run: fonts and times differ, and so would the bytes."""
    if os.environ.get("SCREENSHOTS") != "1":
        return
    page = target if isinstance(target, Page) else target.page
    await page.mouse.move(640, 95)
    await expect(page.get_by_test_id("flash")).to_have_css("opacity", "0", timeout=SLOWLY)
    await target.screenshot(path=ROOT / "docs" / name)


async def test_a_meeting_a_questionnaire_and_its_results(page: Page, tmp_path: Path) -> None:
    async with demo(tmp_path, "ru") as url:
        await page.goto(url)
        await page.wait_for_selector("body[data-ready]")
        mentor, mentee, curator = [await joined(page, name) for name in (MENTOR, MENTEE, CURATOR)]
        assert await the_others(page, "Остальные входят") == "Вошли и дали согласие: 163."
        await curator.write("/people")
        await curator.shows("23 из 23")
        await they_meet(mentor, mentee)
        await clock_to(page, "2026-12-09T10:00")
        await mentor.shows("давно нет отметок о встречах", "Майя Кузьминична")
        await page.get_by_role("button", name="10 декабря, 10:00").click()
        await they_are_asked(page, mentor, mentee, curator)
        await the_forgetful_are_reminded(page, mentor, mentee)
        await clock_to(page, "2026-12-21T10:00")
        await the_curator_looks(page, curator)


async def joined(page: Page, name: str) -> Phone:
    phone = await opens(page, name)
    await phone.shows("Согласие на обработку персональных данных")
    await phone.press("Согласен / согласна")
    await phone.shows("Всё готово")
    return phone


async def they_meet(mentor: Phone, mentee: Phone) -> None:
    """Four taps of the mentor, one of the mentee."""
    await mentor.press("Записать встречу")
    await mentor.press("Сегодня, 14 сентября")
    await mentor.press("45 мин")
    await mentor.press("Урок")
    await mentor.shows("Записано", "45 мин · урок", "ждёт подтверждения")
    await mentee.shows("Сергей Эдгарович пишет, что вы встречались")
    await mentee.press("Была")
    await mentee.shows("встреча подтверждена")
    await mentor.write("/meetings")
    await mentor.shows("✅ пн, 14 сентября · 45 мин · урок — подтверждена")


async def they_are_asked(page: Page, mentor: Phone, mentee: Phone, curator: Phone) -> None:
    """Both get the questionnaire; the mentor and most of the others answer."""
    for phone, title in ((mentor, "анкета наставника"), (mentee, "анкета наставляемого")):
        asked = phone.messages.filter(has_text=f"Открылась «Промежуточная {title}»")
        await expect(asked).to_have_count(1, timeout=SLOWLY)
        await expect(asked).to_contain_text("по 20 декабря")
    await mentor.press("Начать")
    await mentor.shows("Каждый ответ сохраняется сразу")
    await mentor.press("Начать")
    assert await answers(mentor, kindly, most=4) == 4
    assert (await the_others(page, "Остальные отвечают")).startswith("Ответили: ")
    await curator.write("/waves")
    await curator.shows("10–20 декабря, идёт. Ответили 18 из 22")
    await picture(page, "sandbox.png")
    assert await answers(mentor, kindly) == 7
    await mentor.press("Отправить")
    await mentor.shows("Спасибо, анкета отправлена")
    await curator.write("/results")
    await curator.press("Промежуточная анкета · идёт")
    await curator.shows("Наставники: ответили 10 из 10", "Наставляемые: ответили 9 из 12")
    await expect(curator.messages.last).not_to_contain_text("медиана")


async def the_forgetful_are_reminded(page: Page, mentor: Phone, mentee: Phone) -> None:
    """After a few days she is reminded, he is not; she begins and leaves it at that."""
    await clock_to(page, "2026-12-15T10:00")
    await mentee.shows("вас ждёт «Промежуточная анкета наставляемого»", "11 вопросов")
    await expect(mentor.messages.filter(has_text="вас ждёт")).to_have_count(0)
    await mentee.press("Начать")
    await mentee.shows("Каждый ответ сохраняется сразу")
    await mentee.press("Начать")
    await mentee.shows("1 из 11", "1 — пока совсем нет, 10 — полностью")
    await picture(mentee.column, "question.png")
    await mentee.press("7")
    await mentee.shows("2 из 11")


async def the_curator_looks(page: Page, curator: Phone) -> None:
    """After the close: means in words, a picture and a workbook."""
    await curator.write("/results")
    await curator.press("Промежуточная анкета · завершена")
    await curator.shows("Наставники: ответили 10 из 10", "Наставляемые: ответили 9 из 12")
    await curator.shows("Комфорт в паре", "n = 10, пар 12", "медиана")
    await curator.press("📊 Картинки")
    await curator.press("Средние оценки")
    await expect(curator.column.get_by_test_id("photo")).to_have_count(1, timeout=SLOWLY)
    width = "document.querySelector('[data-testid=photo]').naturalWidth"
    assert await page.evaluate(width) > 600
    await picture(curator.column, "results.png")
    await curator.press("‹ К результатам")
    await curator.shows("Комфорт в паре", "n = 10, пар 12", "медиана")
    await curator.press("📗 Excel")
    file = curator.column.get_by_test_id("file")
    await expect(file).to_contain_text("МБОУ-СОШ-1.xlsx", timeout=SLOWLY)
    async with page.expect_download() as download:
        await file.click()
    assert (await (await download.value).path()).read_bytes().startswith(b"PK")


async def test_joining_and_a_question_in_english(page: Page, tmp_path: Path) -> None:
    async with demo(tmp_path, "en") as url:
        await page.goto(url)
        await page.wait_for_selector("body[data-ready]")
        mentee = await opens(page, MENTEE)
        await mentee.shows("Consent to the processing of personal data", "You need not agree")
        await mentee.press("I agree")
        await mentee.shows("All is ready")
        await page.get_by_role("button", name="15 September, 10:00").click()
        await mentee.shows("“Mentee's opening questionnaire” is open", "until 30 September")
        await mentee.press("Begin")
        await mentee.shows("Every answer is saved at once")
        await mentee.press("Begin")
        await mentee.shows("1 of 16", "Have you had a mentor before?")
        await mentee.press("No")
        await mentee.shows("2 of 16", "1 – not at all, 10 – a great deal")
        await mentee.press("9")
        await mentee.shows("3 of 16")
        await expect(page.get_by_test_id("clock")).to_contain_text("15 September 2026")
