"""`doctor`: is everything there that the bot needs, and what to do when it is not."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.config import Settings, WrongSettings, load_settings
from bot.database import connect, database_url, newest_revision
from bot.transport import Ambiguous, NotSent, Telegram, TelegramError
from services.operations.overview import Trouble, troubles

LOOK = "decide by /status in the chat, or see `python -m bot outbox list`"


@dataclass(frozen=True)
class Finding:
    """One thing looked at, and what to mend when it is not fine."""

    what: str
    fine: bool
    words: str


async def examine() -> list[Finding]:
    """Looks at all there is; never raises for what it finds."""
    try:
        settings = load_settings()
    except WrongSettings as error:
        return [Finding("settings", False, str(error))]
    findings = [Finding("settings", True, "all variables are well-formed")]
    return findings + await database(settings) + await telegram(settings)


async def database(settings: Settings) -> list[Finding]:
    try:
        with database_url(settings.database_url, settings.data_dir) as url:
            engine = connect(url)
            try:
                return [await version(engine), *await tables(engine)]
            finally:
                await engine.dispose()
    except Exception as error:
        words = f"cannot be reached ({type(error).__name__}): check DATABASE_URL and the server"
        return [Finding("database", False, words)]


async def version(engine: AsyncEngine) -> Finding:
    async with engine.connect() as connection:
        number = str(await connection.scalar(text("show server_version_num")))
    fine = int(number) >= 150000
    words = f"PostgreSQL {int(number) // 10000}"
    return Finding("database", fine, words if fine else f"{words}: 15 or newer is needed")


async def tables(engine: AsyncEngine) -> list[Finding]:
    async with engine.connect() as connection:
        exists = await connection.scalar(text("select to_regclass('alembic_version')"))
        revision = exists and await connection.scalar(text("select * from alembic_version"))
        if revision != newest_revision():
            return [Finding("tables", False, "out of date: run `python -m bot migrate`")]
    return [Finding("tables", True, f"revision {revision}"), *await waiting(engine)]


async def waiting(engine: AsyncEngine) -> list[Finding]:
    """What waits for a human."""
    async with AsyncSession(engine) as session:
        found = await troubles(session)
    dead = found.pop(Trouble.UPDATES)
    stuck = ", ".join(f"{count} {trouble}" for trouble, count in found.items() if count)
    return [
        Finding("inbox", not dead, f"{dead} updates could not be handled: {LOOK}")
        if dead
        else Finding("inbox", True, "all updates could be handled"),
        Finding("outbox", False, f"messages need a look ({stuck}): {LOOK}")
        if stuck
        else Finding("outbox", True, "no message waits for a human"),
    ]


async def telegram(settings: Settings) -> list[Finding]:
    if settings.bot_token is None:
        return [Finding("telegram", False, "BOT_TOKEN is not set: get a token from @BotFather")]
    proxy = str(settings.telegram_proxy) if settings.telegram_proxy else None
    base = str(settings.telegram_api_url)
    async with aiohttp.ClientSession() as http:
        try:
            me = await Telegram(http, base, settings.token, proxy).call("getMe")
        except TelegramError as error:
            words = f"refused: {error.description}; is BOT_TOKEN right?"
            return [Finding("telegram", False, words)]
        except (NotSent, Ambiguous):
            words = (
                f"{base} cannot be reached: check the network, TELEGRAM_PROXY or TELEGRAM_API_URL"
            )
            return [Finding("telegram", False, words)]
        return [Finding("telegram", True, f"@{me['username']}"), await clock(http, base, proxy)]


async def clock(http: aiohttp.ClientSession, base: str, proxy: str | None) -> Finding:
    """Compares with the server's Date: a wrong clock opens waves on a wrong day."""
    async with http.get(base, proxy=proxy, allow_redirects=False) as response:
        said = response.headers.get("Date")
    if not said:
        return Finding("clock", True, "Telegram did not say the time")
    away = abs((parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    return Finding("clock", away < 60, f"{away:.0f} s from Telegram's; set the machine's clock")
