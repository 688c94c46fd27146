"""Pushing updates to a webhook: queues that may overtake each other, and a retry ladder."""

import asyncio
import json
import logging
import secrets
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import aiohttp

from bot.sandbox.updates import Pending, UpdateQueue

log = logging.getLogger(__name__)
ANSWER_SECONDS = 60
LONGEST_RETRY_AFTER = 3600


class Webhook:
    """Inactive while `url` is empty. Within a queue one update is in flight, the rest wait."""

    def __init__(
        self,
        updates: UpdateQueue,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self.url = ""
        self.max_connections = 40
        self.last_error = ""
        self.last_error_at: datetime | None = None
        self._secret = ""
        self._updates = updates
        self._clock = clock
        self._sleep = sleep
        self._queues: dict[int, deque[Pending]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._slots = asyncio.Semaphore(self.max_connections)

    async def start(self, url: str, secret: str, max_connections: int) -> None:
        await self.stop()
        self.url, self._secret, self.max_connections = url, secret, max_connections
        self._slots = asyncio.Semaphore(max_connections)
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        self._session = aiohttp.ClientSession(timeout=timeout)
        for update in self._updates:
            self.take(update)

    async def stop(self) -> None:
        self.url, self.last_error, self.last_error_at = "", "", None
        self._queues.clear()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session:
            await self._session.close()
        self._session = None

    def take(self, update: Pending) -> None:
        """Put an update in its queue; a queue is worked off by one task."""
        if not self.url:
            return
        if update.queue in self._queues:
            self._queues[update.queue].append(update)
            return
        self._queues[update.queue] = deque([update])
        task = asyncio.get_running_loop().create_task(self._drain(update.queue))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, queue: int) -> None:
        waiting = self._queues[queue]
        while waiting:
            await self._push(waiting[0])
            waiting.popleft()
        del self._queues[queue]

    async def _push(self, update: Pending) -> None:
        """Try until it is taken or too old."""
        attempt = 0
        while self._updates.holds(update):
            async with self._slots:
                wait = await self._attempt(update, attempt)
            if wait is None:
                self._updates.confirm(update.id)
                return
            attempt += 1
            await self._sleep(wait)

    async def _attempt(self, update: Pending, attempt: int) -> float | None:
        """Seconds until the next try, None when the bot took the update."""
        assert self._session is not None
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self._secret
        body = json.dumps(update.body)
        try:
            async with self._session.post(self.url, data=body, headers=headers) as answer:
                if 200 <= answer.status < 300:
                    return None
                self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                return retry_after(answer.headers) or pause(attempt)
        except (aiohttp.ClientError, TimeoutError) as error:
            self._failed(str(error) or "Connection timed out")
            return pause(attempt)

    def _failed(self, reason: str) -> None:
        self.last_error, self.last_error_at = reason, self._clock()
        log.debug("webhook: %s", reason)

    def info(self) -> dict[str, Any]:
        self._updates.expire()
        answer: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending),
            "max_connections": self.max_connections,
            "allowed_updates": self._updates.allowed,
        }
        if self.last_error_at:
            answer["last_error_date"] = int(self.last_error_at.timestamp())
            answer["last_error_message"] = self.last_error
        return answer


def pause(attempt: int) -> float:
    """At once, then 2, 4, 8, … up to something between one and two minutes."""
    ceiling = 60 + secrets.randbelow(61)
    return 0.0 if attempt == 0 else float(min(2 ** min(attempt, 10), ceiling))


def retry_after(headers: Any) -> float:
    value = headers.get("Retry-After", "")
    return float(min(int(value), LONGEST_RETRY_AFTER)) if value.isdigit() else 0.0
