"""Health, metrics and, when asked for, the webhook."""

import hmac
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.logs import report
from models import InboxUpdate, Notification

log = structlog.get_logger()

Keep = Callable[[list[dict[str, Any]]], Awaitable[None]]
BODY_LIMIT = 1024 * 1024


def build_http(
    sessions: async_sessionmaker[AsyncSession], keep: Keep, secret: str | None
) -> web.Application:
    """`/health`, `/metrics`, and `/telegram` when there is a webhook secret."""
    app = web.Application(client_max_size=BODY_LIMIT)
    probe = Probe(sessions)
    app.router.add_get("/health", probe.health)
    app.router.add_get("/metrics", probe.metrics)
    if secret:
        app.router.add_post("/telegram", Webhook(keep, secret).receive)
    return app


class Probe:
    """Alive means that the database answers."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def health(self, request: web.Request) -> web.Response:
        try:
            async with self._sessions() as session:
                await session.execute(select(1))
        except Exception as error:
            report("health check failed", error)
            return web.json_response({"ok": False, "reason": "no database"}, status=503)
        return web.json_response({"ok": True})

    async def metrics(self, request: web.Request) -> web.Response:
        registry = CollectorRegistry()
        for name, states in (await self._counts()).items():
            gauge = Gauge(
                f"nastavnik_{name}", f"Rows of {name} by state", ["state"], registry=registry
            )
            for state, count in states.items():
                gauge.labels(state).set(count)
        return web.Response(body=generate_latest(registry), content_type="text/plain")

    async def _counts(self) -> dict[str, dict[str, int]]:
        async with self._sessions() as session:
            return {
                table.__tablename__: {
                    state.value: count
                    for state, count in await session.execute(
                        select(table.state, func.count()).group_by(table.state)
                    )
                }
                for table in (InboxUpdate, Notification)
            }


class Webhook:
    """Checks the secret, keeps the raw update, says 200; 503 makes Telegram try again."""

    def __init__(self, keep: Keep, secret: str) -> None:
        self._keep, self._secret = keep, secret

    async def receive(self, request: web.Request) -> web.Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            return web.Response(status=401)
        try:
            update = await request.json()
        except ValueError:
            return web.Response(status=400)
        try:
            await self._keep([update])
        except Exception as error:
            report("an update could not be kept", error)
            return web.Response(status=503, headers={"Retry-After": "2"})
        return web.Response()
