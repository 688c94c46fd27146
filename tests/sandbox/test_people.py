"""Playing people, the clock and the demo's actions, through the controls."""

import asyncio
import signal
import sys
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.sandbox import Action, MovableClock, SandboxError
from tests.sandbox.desk import ANNA, BORIS, KEYBOARD, MONDAY, STRANGER, TOKEN, Desk


async def test_the_cast_is_listed_with_who_has_started(desk: Desk) -> None:
    new = {"user_id": STRANGER, "name": "Вера", "subtitle": "куратор", "start": "vera-link"}
    await desk.control("POST", "people", [new])
    desk.sandbox.block(BORIS)
    people = await desk.control("GET", "people")
    assert [(p["name"], p["state"]) for p in people] == [
        ("Анна", "active"),
        ("Борис", "blocked"),
        ("Вера", "new"),
    ]


async def test_starting_uses_the_persons_own_payload_or_a_given_one(desk: Desk) -> None:
    await desk.control("POST", f"users/{ANNA}/start", {})
    await desk.control("POST", f"users/{ANNA}/start", {"payload": "other"})
    await desk.control("POST", f"users/{BORIS}/start")
    texts = [update["message"]["text"] for update in await desk.done("getUpdates")]
    assert texts == ["/start anna-link", "/start other", "/start"]


async def test_starting_again_unblocks_and_writing_while_blocking_is_refused(desk: Desk) -> None:
    await desk.control("POST", f"users/{ANNA}/block")
    await desk.control("POST", f"users/{ANNA}/text", {"text": "ау"}, status=409)
    await desk.control("POST", f"users/{ANNA}/block", status=409)
    await desk.control("POST", f"users/{ANNA}/start", {})
    blocked, unblocked, start = await desk.done("getUpdates")
    assert blocked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert unblocked["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert start["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    await desk.control("POST", f"users/{ANNA}/unblock", status=409)


async def test_a_long_text_goes_as_several_messages(desk: Desk) -> None:
    desk.sandbox.text(ANNA, "я" * 5000 + "😀" * 3000)
    texts = [update["message"]["text"] for update in await desk.done("getUpdates")]
    assert "".join(texts) == "я" * 5000 + "😀" * 3000
    assert all(len(text.encode("utf-16-le")) <= 8192 for text in texts)


async def test_a_document_of_a_person_reaches_the_bot(desk: Desk) -> None:
    form = aiohttp.FormData({"caption": "список"}, quote_fields=False)
    form.add_field("file", b"rows", filename="список.xlsx")
    url = f"{desk.url}/sandbox/users/{ANNA}/document"
    async with desk.http.post(url, data=form) as answer:
        shown = await answer.json()
    [update] = await desk.done("getUpdates")
    document = update["message"]["document"]
    assert (document["file_name"], update["message"]["caption"]) == ("список.xlsx", "список")
    async with desk.http.get(desk.url + shown["file"]["url"]) as answer:
        assert await answer.read() == b"rows"
        assert answer.headers["Content-Disposition"].startswith("attachment")


async def test_a_button_is_found_by_its_words(desk: Desk) -> None:
    await desk.done("sendMessage", chat_id=ANNA, text="?", reply_markup=KEYBOARD)
    assert desk.sandbox.tap(ANNA, "Да").data == "yes"
    with pytest.raises(SandboxError, match="no button «Нет»"):
        desk.sandbox.tap(ANNA, "Нет")


async def test_the_chat_shows_buttons_pictures_and_the_reply_keyboard(desk: Desk) -> None:
    keyboard = {"keyboard": [[{"text": "Меню"}, "Помощь"]]}
    await desk.done("sendMessage", chat_id=ANNA, text="<b>?</b>", reply_markup=keyboard)
    await desk.done("sendMessage", chat_id=ANNA, text="?", reply_markup=KEYBOARD)
    chat = await desk.control("GET", f"chats/{ANNA}")
    assert chat["keyboard"] == [["Меню", "Помощь"]]
    assert chat["messages"][-1]["buttons"] == KEYBOARD["inline_keyboard"]
    assert chat["messages"][-2]["plain"] == "<b>?</b>"
    await desk.done("sendMessage", chat_id=ANNA, text="!", reply_markup={"remove_keyboard": True})
    assert (await desk.control("GET", f"chats/{ANNA}"))["keyboard"] == []


async def test_events_wait_for_news(desk: Desk) -> None:
    last = (await desk.control("GET", "events?since=0"))["last"]
    waiting = asyncio.ensure_future(desk.control("GET", f"events?since={last}"))
    await asyncio.sleep(0.02)
    await desk.done("sendMessage", chat_id=ANNA, text="новость")
    news = await asyncio.wait_for(waiting, 5)
    assert [(e["what"], e["chat_id"]) for e in news["events"]] == [("message", ANNA)]
    assert (await desk.control("GET", "events?since=99999"))["reset"] is True


@pytest.mark.parametrize(
    ("verb", "path", "status"),
    [
        ("GET", "callbacks/1", 404),
        ("POST", "actions/none", 404),
        ("POST", f"users/{ANNA}/press", 404),
        ("POST", "users/0/text", 404),
        ("GET", "chats/anna", 400),
        ("GET", "clock?zone=Moon/Sea", 404),
    ],
)
async def test_a_wrong_control_says_so(desk: Desk, verb: str, path: str, status: int) -> None:
    assert "error" in await desk.control(verb, path, {} if verb == "POST" else None, status)


async def test_actions_run_and_their_failures_are_told(desk: Desk) -> None:
    async def report() -> str:
        return "готово"

    async def fail() -> None:
        raise RuntimeError("нет данных")

    desk.sandbox.actions["report"] = Action("Отчёт", "Report", report)
    desk.sandbox.actions["fail"] = Action("Сбой", "Failure", fail)
    [first, _] = await desk.control("GET", "actions")
    assert first == {"name": "report", "ru": "Отчёт", "en": "Report"}
    assert await desk.control("POST", "actions/report") == {"result": "готово"}
    failed = await desk.control("POST", "actions/fail", status=409)
    assert failed["error"] == "RuntimeError: нет данных"


# --- the clock ---


async def test_the_clock_moves_forward_only_and_dates_follow(desk: Desk) -> None:
    moved: list[datetime] = []
    desk.sandbox.clock.on_move(moved.append)
    december = datetime(2026, 12, 10, 4, 0, tzinfo=UTC)
    await desk.control("POST", "clock", {"now": "2026-12-10T04:00:00Z"})
    assert moved == [december]
    sent = await desk.done("sendMessage", chat_id=ANNA, text="волна")
    assert sent["date"] == int(december.timestamp())
    back = await desk.control("POST", "clock", {"now": "2026-12-01T04:00:00Z"}, status=400)
    assert back["error"].startswith("the clock only moves forward: it is 2026-12-10 04:00 UTC")
    await desk.control("POST", "clock", {"now": "2027-01-01T04:00:00"}, status=400)


async def test_a_local_time_is_understood_in_its_zone(desk: Desk) -> None:
    body = {"local": "2026-12-10T10:00", "zone": "Asia/Kamchatka"}
    assert (await desk.control("POST", "clock", body))["now"] == "2026-12-09T22:00:00+00:00"
    shown = await desk.control("GET", "clock?zone=Asia/Yekaterinburg")
    assert shown["local"] == "2026-12-10T03:00"


async def test_chips_offer_the_next_working_day_and_days_of_the_year(desk: Desk) -> None:
    desk.sandbox.clock.move_to(datetime(2026, 12, 31, 12, 0, tzinfo=UTC))
    chips = (await desk.control("GET", "clock?zone=Asia/Yekaterinburg"))["chips"]
    named = {chip["id"]: chip["at"] for chip in chips if chip["id"] != "date"}
    assert named["workday"] > "2027-01-09"
    assert named["day"] == "2027-01-01T12:00:00+00:00"
    days = [chip["at"][5:16] for chip in chips if chip["id"] == "date"]
    assert days == ["05-10T05:00", "06-10T05:00", "09-15T05:00", "12-10T05:00"]


def test_a_ticking_clock_adds_real_time_to_where_it_began() -> None:
    real = [MONDAY]
    clock = MovableClock(MONDAY + timedelta(days=9), source=lambda: real[0])
    real[0] += timedelta(seconds=30)
    assert clock() == MONDAY + timedelta(days=9, seconds=30)
    clock.move_to(clock() + timedelta(days=1))
    real[0] += timedelta(seconds=30)
    assert clock() == MONDAY + timedelta(days=10, seconds=60)


async def test_it_runs_as_a_process_of_its_own_until_sigterm() -> None:
    command = (sys.executable, "-m", "bot.sandbox", "--rate", "0")
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    address = (await asyncio.wait_for(process.stdout.readline(), 20)).decode().strip()
    async with aiohttp.ClientSession() as http, http.get(f"{address}/bot{TOKEN}/getMe") as answer:
        assert (await answer.json())["ok"]
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 20) == 0
