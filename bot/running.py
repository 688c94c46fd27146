"""One process of the bot: what it runs, and how it stops."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import aiohttp
import structlog
from aiogram import Bot
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import build_dispatcher
from bot.bell import Bell
from bot.clock import utc_now
from bot.config import Settings
from bot.database import session_maker, statement_maker
from bot.delivery import Delivery, keep_delivering, keep_recovering
from bot.exporting import Exporting, keep_exporting
from bot.handling import Handling, keep_handling
from bot.http import build_http
from bot.logs import report
from bot.presence import Presence, present
from bot.receiving import ALLOWED, Receiving, keep_polling, patiently_call
from bot.requests import Caller
from bot.schedule import ticking
from bot.transport import Telegram
from bot.words import Words
from handlers.conversations import compose
from handlers.sections import ALWAYS
from handlers.texts import LANGUAGES, Translate
from services.notifications import Lane
from services.programme import Programme

log = structlog.get_logger()

PARTS = ("receive", "handle", "deliver", "schedule")
HANDLERS = 12
"""Most of their time they wait for a commit: six left a third of the processor idle."""

MANY_UPDATES = 1000
"""Rings kept for the handlers; what is beyond is found twice a second."""

PUSHES = (Lane.PERSONAL, Lane.PUSH)
CONNECTIONS = 700
"""To Telegram: as many as messages may be under way, and some for the rest."""

DRAIN_SECONDS = 12
STOP_SECONDS = 15
"""After that the system ends the process, whatever it does: nothing is lost by it."""

FREE = 30
"""Messages a second that Telegram sends without a fee."""


@dataclass
class Running:
    """What a process is made of. `stop` ends it; the clock is the programme's."""

    settings: Settings
    engine: AsyncEngine
    clock: Callable[[], datetime] = utc_now
    parts: tuple[str, ...] = PARTS
    tick_seconds: float = 30
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Runs the parts until `stop` is set; what was begun is finished first."""
        connector = aiohttp.TCPConnector(limit=CONNECTIONS)
        async with aiohttp.ClientSession(connector=connector) as http:
            telegram = self._telegram(http)
            programme = await introduced(telegram, self.settings, self.stop)
            if programme is None:
                return
            try:
                async with (
                    asyncio.timeout(None) as limit,
                    present(self.engine, "receive" in self.parts) as here,
                    asyncio.TaskGroup() as tasks,
                ):
                    tasks.create_task(self._limited(limit))
                    await self._work(telegram, programme, here, tasks)
            except TimeoutError:
                log.warning("stopped before all was finished: the next start goes on")

    async def _limited(self, limit: asyncio.Timeout) -> None:
        """Nothing holds up the end for long: whatever is cut off, the next start goes on."""
        await self.stop.wait()
        log.info("stopping")
        limit.reschedule(asyncio.get_running_loop().time() + DRAIN_SECONDS)

    async def _work(
        self, telegram: Telegram, programme: Programme, here: Presence, tasks: asyncio.TaskGroup
    ) -> None:
        sessions = session_maker(self.engine)
        arrived, replies, pushes = Bell(MANY_UPDATES), Bell(), Bell()
        receiving = Receiving(statement_maker(self.engine), telegram, self.clock, arrived)
        delivery = self._delivery(telegram, programme, here, tasks, replies)
        handling = Handling(
            sessions, build_dispatcher(), Bot(self.settings.token), telegram, delivery,
            self.clock, programme, pushes.ring,
        )  # fmt: skip
        scheduled = "schedule" in self.parts
        async with (
            self._listening(receiving),
            ticking(sessions, self.clock, self.tick_seconds, scheduled, pushes, programme),
        ):
            if "receive" in self.parts:
                tasks.create_task(self._receive(receiving, here))
            for _ in range(HANDLERS if "handle" in self.parts else 0):
                tasks.create_task(keep_handling(handling, arrived, self.stop))
            if "handle" in self.parts:
                making = Exporting(sessions, self.clock, programme, replies.ring, self.stop.is_set)
                tasks.create_task(keep_exporting(making, self.stop))
            if "deliver" in self.parts:
                for lanes, bell in (((Lane.REPLY,), replies), (PUSHES, pushes)):
                    tasks.create_task(keep_delivering(delivery, lanes, bell, self.stop))
                tasks.create_task(keep_recovering(delivery, self.stop))
            log.info("started", bot=programme.bot_name, parts=self.parts)
            await self.stop.wait()

    def _delivery(
        self,
        telegram: Telegram,
        programme: Programme,
        here: Presence,
        tasks: asyncio.TaskGroup,
        replies: Bell,
    ) -> Delivery:
        sessions, rate = session_maker(self.engine), self.settings.messages_per_second
        return Delivery(
            sessions=sessions,
            statements=statement_maker(self.engine),
            caller=Caller(telegram, sessions),
            words=Words(sessions, compose, programme, paid=rate > FREE),
            clock=self.clock,
            per_second=rate,
            owner=lambda: here.number,
            spawn=lambda work: tasks.create_task(guarded(work)),
            wake=replies.ring,
            stopping=self.stop.is_set,
        )

    def _telegram(self, http: aiohttp.ClientSession) -> Telegram:
        proxy = self.settings.telegram_proxy
        base = str(self.settings.telegram_api_url)
        return Telegram(http, base, self.settings.token, str(proxy) if proxy else None)

    async def _receive(self, receiving: Receiving, here: Presence) -> None:
        """Telegram is told which way it is: an old webhook would forbid polling."""
        url, secret = self.settings.webhook_url, self.settings.webhook_secret
        if url and secret:
            params = {
                "url": str(url), "secret_token": secret.get_secret_value(),
                "allowed_updates": ALLOWED,
            }  # fmt: skip
            await patiently_call(receiving.telegram, self.stop, "setWebhook", params)
            return
        await patiently_call(receiving.telegram, self.stop, "deleteWebhook", {})
        await keep_polling(receiving, lambda: here.leads, self.stop)

    @asynccontextmanager
    async def _listening(self, receiving: Receiving) -> AsyncIterator[None]:
        """Health, metrics and the webhook; port 0 turns them off."""
        if not self.settings.http_port:
            yield
            return
        secret = self.settings.webhook_secret if self.settings.webhook_url else None
        keep, sessions = receiving.keep, receiving.statements
        app = build_http(sessions, keep, secret.get_secret_value() if secret else None)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=3)
        await runner.setup()
        await web.TCPSite(runner, self.settings.http_host, self.settings.http_port).start()
        try:
            yield
        finally:
            await runner.cleanup()


async def guarded(work: Coroutine[Any, Any, None]) -> None:
    """One piece of work: when it fails, the rest of the process goes on."""
    try:
        await work
    except Exception as error:
        report("a piece of work failed", error)


async def introduced(
    telegram: Telegram, settings: Settings, stop: asyncio.Event
) -> Programme | None:
    """Asks Telegram who we are (for invitation links); waits while it is away."""
    me = await patiently_call(telegram, stop, "getMe", {})
    if me is None:
        return None
    for language in LANGUAGES:
        t = Translate(language)
        own = [{"command": name, "description": t(f"command-{name}")} for name in ALWAYS]
        params = {"commands": own} | ({"language_code": language} if language != "ru" else {})
        await patiently_call(telegram, stop, "setMyCommands", params)
    return Programme(
        operator=settings.operator_name,
        min_group=settings.min_group,
        yearly_minutes=settings.yearly_minutes,
        bot_name=me["username"],
        admin_ids=frozenset(settings.admin_ids),
        definitions=settings.definitions,
    )


@contextmanager
def stopped_by_signals(stop: asyncio.Event) -> Iterator[None]:
    """SIGTERM and Ctrl+C set `stop`; a second one, or STOP_SECONDS, end the process at once."""
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGTERM, signal.SIGINT)

    def ask(number: signal.Signals) -> None:
        stop.set()
        loop.remove_signal_handler(number)
        signal.alarm(STOP_SECONDS)

    for number in numbers:
        loop.add_signal_handler(number, ask, number)
    try:
        yield
    finally:
        signal.alarm(0)
        for number in numbers:
            loop.remove_signal_handler(number)
