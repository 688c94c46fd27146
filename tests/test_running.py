"""A whole process against the sandbox: everything over HTTP and a PostgreSQL of its own."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from bot.bell import Bell
from bot.config import load_settings
from bot.database import connect
from bot.http import build_http
from bot.receiving import Receiving
from bot.running import Running
from bot.sandbox import Fault, MovableClock, Sandbox, serving
from bot.transport import Ambiguous, NotSent, Telegram, TelegramError
from models import InboxUpdate
from tests.conftest import NOW

TOKEN = "123456:" + "A" * 35
SECRET = "s" * 32
ANNA = 100


@pytest.fixture
async def engine(fresh_database: str) -> AsyncIterator[AsyncEngine]:
    engine = connect(fresh_database)
    yield engine
    await engine.dispose()


@pytest.fixture
async def sandbox() -> Sandbox:
    return Sandbox(MovableClock(NOW), rate=0, chat_rate=0)


@pytest.fixture
async def address(sandbox: Sandbox) -> AsyncIterator[str]:
    async with serving(sandbox) as address:
        yield address


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


async def until(condition: Callable[[], object], seconds: float = 10) -> None:
    """Lets the loop turn until the condition holds."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.005)


@asynccontextmanager
async def running(engine: AsyncEngine, address: str, **given: Any) -> AsyncIterator[Running]:
    settings = load_settings(
        **{"bot_token": TOKEN, "http_port": 0, "telegram_api_url": address} | given
    )
    process = Running(settings, engine, lambda: NOW, tick_seconds=3600)
    work = asyncio.ensure_future(process.run())
    try:
        yield process
    finally:
        process.stop.set()
        await asyncio.wait_for(work, 15)


def answers(sandbox: Sandbox) -> list[str]:
    return [message.plain for message in sandbox.chat(ANNA) if message.from_bot]


@asynccontextmanager
async def telegram(address: str) -> AsyncIterator[Telegram]:
    async with aiohttp.ClientSession() as http:
        yield Telegram(http, address, TOKEN)


async def test_a_process_answers_and_stops(
    engine: AsyncEngine, sandbox: Sandbox, address: str
) -> None:
    async with running(engine, address):
        sandbox.text(ANNA, "/start")
        await until(lambda: answers(sandbox))
    sandbox.text(ANNA, "/start")
    async with running(engine, address):
        await until(lambda: len(answers(sandbox)) == 2)

    assert "ссылку-приглашение" in answers(sandbox)[0]


async def test_nothing_is_lost_while_telegram_is_out_of_order(
    engine: AsyncEngine, sandbox: Sandbox, address: str
) -> None:
    async with running(engine, address):
        await until(lambda: sandbox.poller)
        sandbox.outage("close")
        sandbox.text(ANNA, "/start")
        sandbox.outage("")
        await until(lambda: answers(sandbox))

    assert len(answers(sandbox)) == 1


async def test_two_processes_share_the_work_and_only_one_polls(
    engine: AsyncEngine, sandbox: Sandbox, address: str
) -> None:
    async with running(engine, address), running(engine, address):
        for number in range(20):
            sandbox.text(ANNA + number, "/start")
        await until(lambda: len(sandbox.delivered()) >= 20)

    assert len(sandbox.delivered()) == 20


async def test_an_update_is_confirmed_only_after_its_commit(
    engine: AsyncEngine, sandbox: Sandbox, address: str
) -> None:
    sessions = async_sessionmaker(engine)
    stop = asyncio.Event()
    sandbox.text(ANNA, "/start")
    async with telegram(address) as api:
        receiving = Receiving(sessions, api, lambda: NOW, Bell())

        async def no_database(updates: object) -> None:
            raise ConnectionRefusedError

        keep, receiving.keep = receiving.keep, no_database  # type: ignore[method-assign]
        with pytest.raises(ConnectionRefusedError):
            await receiving.poll(stop)
        assert receiving.offset is None
        receiving.keep = keep  # type: ignore[method-assign]
        await receiving.poll(stop)
        assert receiving.offset is not None
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(InboxUpdate)) == 1


async def test_an_update_without_a_number_confirms_no_other(
    engine: AsyncEngine, sandbox: Sandbox, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with telegram(address) as api:
        receiving = Receiving(async_sessionmaker(engine), api, lambda: NOW, Bell(), offset=100)

        async def ill(*args: object, **kwargs: object) -> list[dict[str, object]]:
            return [{"message": {}}]

        monkeypatch.setattr(api, "call", ill)
        await receiving.poll(asyncio.Event())

    assert receiving.offset == 100


async def test_a_poll_ends_as_soon_as_it_is_told_to_stop(
    engine: AsyncEngine, sandbox: Sandbox, address: str
) -> None:
    stop = asyncio.Event()
    async with telegram(address) as api:
        receiving = Receiving(async_sessionmaker(engine), api, lambda: NOW, Bell())
        polling = asyncio.ensure_future(receiving.poll(stop))
        await until(lambda: sandbox.poller)
        stop.set()
        await asyncio.wait_for(polling, 2)


async def test_a_wrong_token_ends_the_process(
    engine: AsyncEngine, sandbox: Sandbox, address: str
) -> None:
    sandbox.only_token = "123456:" + "B" * 35
    settings = load_settings(bot_token=TOKEN, http_port=0, telegram_api_url=address)

    with pytest.raises(TelegramError, match="401"):
        await Running(settings, engine).run()


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(code=429, description="Too Many Requests", retry_after=7), TelegramError),
        (Fault(code=500, description="Internal Server Error"), Ambiguous),
        (Fault(drop="response"), Ambiguous),
        (Fault(drop="request"), Ambiguous),
    ],
)
async def test_kinds_of_failure_are_told_apart(
    sandbox: Sandbox, address: str, fault: Fault, error: type[Exception]
) -> None:
    sandbox.faults.add(fault)
    async with telegram(address) as api:
        with pytest.raises(error) as caught:
            await api.call("getMe")

    assert TOKEN not in str(caught.value)
    if isinstance(caught.value, TelegramError):
        assert caught.value.retry_after == 7


async def test_what_could_not_leave_is_known_not_to_have_left() -> None:
    async with telegram("http://127.0.0.1:1") as api:
        with pytest.raises(NotSent):
            await api.call("getMe")


@pytest.fixture
async def webhook(engine: AsyncEngine) -> AsyncIterator[str]:
    """The bot's own HTTP server, with a database that can be taken away."""
    from aiohttp import web

    async with aiohttp.ClientSession() as http:
        api = Telegram(http, "http://127.0.0.1:1", TOKEN)
        receiving = Receiving(async_sessionmaker(engine), api, lambda: NOW, Bell())
        runner = web.AppRunner(build_http(receiving.statements, receiving.keep, SECRET))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        await runner.cleanup()


async def post(url: str, body: bytes, secret: str = SECRET) -> int:
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    async with (
        aiohttp.ClientSession() as http,
        http.post(url, data=io.BytesIO(body), headers=headers) as reply,
    ):
        return reply.status


async def test_the_webhook_keeps_what_has_the_secret(engine: AsyncEngine, webhook: str) -> None:
    update = json.dumps({"update_id": 5, "message": {"from": {"id": 1}}}).encode()

    assert await post(f"{webhook}/telegram", update, secret="x" * 32) == 401
    assert await post(f"{webhook}/telegram", b"not json") == 400
    assert await post(f"{webhook}/telegram", b"x" * 1_100_000) == 413
    assert await post(f"{webhook}/telegram", update) == 200
    assert await post(f"{webhook}/telegram", update) == 200
    async with async_sessionmaker(engine)() as session:
        assert await session.scalar(select(func.count()).select_from(InboxUpdate)) == 1


async def test_health_and_metrics_are_served(webhook: str) -> None:
    async with aiohttp.ClientSession() as http:
        async with http.get(f"{webhook}/health") as reply:
            assert (reply.status, await reply.json()) == (200, {"ok": True})
        async with http.get(f"{webhook}/metrics") as reply:
            assert "nastavnik_inbox" in await reply.text()


async def test_without_a_database_health_and_webhook_say_try_later(
    engine: AsyncEngine,
) -> None:
    from aiohttp import web

    gone = connect("postgresql+asyncpg://nobody@127.0.0.1:1/none")
    sessions = async_sessionmaker(gone)

    async def keep(updates: object) -> None:
        async with sessions.begin() as session:
            await session.execute(select(1))

    runner = web.AppRunner(build_http(sessions, keep, SECRET))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with aiohttp.ClientSession() as http, http.get(f"{url}/health") as reply:
        assert reply.status == 503
    assert await post(f"{url}/telegram", b'{"update_id": 1}') == 503
    await runner.cleanup()
    await gone.dispose()
