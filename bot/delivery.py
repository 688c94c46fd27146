"""Sends what the outbox owes: paced, in order per chat, each outcome written down."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.bell import Bell
from bot.transport import Ambiguous, NotSent, Telegram, TelegramError, Upload
from handlers.screen import Screen
from handlers.texts import Translate
from models import File, Notification
from models.enums import AccountStatus, NotificationState
from services import notifications, people, sending
from services.people import Who
from services.programme import Programme
from services.sending import Owed

log = structlog.get_logger()

Compose = Callable[
    [AsyncSession, Who, Notification, Translate, Programme, datetime], Awaitable[Screen | None]
]
"""Words for a notification as things stand now; None when its reason is gone."""

GONE = {
    "bot was blocked by the user": AccountStatus.BLOCKED,
    "user is deactivated": AccountStatus.GONE,
}
CANNOT_EDIT = ("message to edit not found", "message can't be edited", "there is no text in")


@dataclass(frozen=True)
class Request:
    """One call to the Bot API, and what to do when an edit is refused."""

    method: str
    params: dict[str, Any]
    file: File | None = None


@dataclass
class Delivery:
    """`step` sends one batch. `per_second` is shared by all processes.

    `taken` is called when a whole batch was claimed: there may be more, for another sender.
    """

    sessions: async_sessionmaker[AsyncSession]
    telegram: Telegram
    compose: Compose
    programme: Programme
    clock: Callable[[], datetime]
    per_second: float
    batch: int = 5
    taken: Callable[[], object] = bool

    async def step(self) -> int:
        """Sends what is due, at most one batch; returns how many were taken."""
        async with self.sessions.begin() as session:
            claimed = await sending.claim(session, self.clock(), self.batch)
            paced = [row for row in claimed if "edit" not in row.args]
            delay = 0.0
            if paced:
                delay = await sending.reserve(session, len(paced), self.per_second)
        if len(claimed) == self.batch:
            self.taken()
        async with asyncio.TaskGroup() as tasks:
            for row in claimed:
                slot = delay + paced.index(row) / self.per_second if row in paced else 0.0
                tasks.create_task(self._deliver(row, slot))
        return len(claimed)

    async def _deliver(self, row: Owed, slot: float) -> None:
        if slot > 0:
            await asyncio.sleep(slot)
        state, values = await self._outcome(row)
        async with self.sessions.begin() as session:
            await sending.settle(session, row, state, **values)
            if state == NotificationState.UNREACHABLE:
                gone = GONE.get(values["last_error"].split(": ")[-1], AccountStatus.GONE)
                await notifications.unreachable(session, row.account_id, gone)
            if wait := values.get("due_at") if state == NotificationState.PENDING else None:
                await notifications.wait(session, row.account_id, wait)

    async def _outcome(self, row: Owed) -> tuple[NotificationState, dict[str, Any]]:
        now = self.clock()
        if row.expires_at and row.expires_at <= now:
            return NotificationState.EXPIRED, {}
        try:
            request = await self._request(row, now)
            if request is None:
                return NotificationState.CANCELLED, {}
            message_id = await self._send(request)
        except TelegramError as error:
            return refused(row, error, now)
        except NotSent as error:
            return again(row, f"not sent: {error}", now)
        except Ambiguous as error:
            return ambiguous(row, f"no answer: {error}", now)
        except Exception as error:
            log.exception("notification failed", notification=row.id, kind=row.kind)
            return again(row, f"{type(error).__name__}: {error}", now)
        # What was said is not kept: replies may hold invitation links and personal data.
        said: dict[str, Any] = {"args": {}} if row.kind == "reply" else {}
        sent = {"sent_at": now, "message_id": message_id, "last_error": None}
        return NotificationState.SENT, sent | said

    async def _request(self, row: Owed, now: datetime) -> Request | None:
        """The words are chosen now, from the state of things now."""
        args, address = row.args, row.address
        if row.kind == "reply" and "file" not in args:
            return request_for(address, args, None)
        async with self.sessions() as session:
            if row.kind == "reply":
                return request_for(address, args, await session.get(File, args["file"]))
            who = await people.by_id(session, row.account_id)
            told = await session.get_one(Notification, row.id)
            translate = Translate(who.account.language)
            screen = await self.compose(session, who, told, translate, self.programme, now)
        return request_for(address, screen.stored(), None) if screen else None

    async def _send(self, request: Request) -> int | None:
        file = request.file
        if file is None:
            return await self._call(request)
        field = "photo" if request.method == "sendPhoto" else "document"
        if file.telegram_id:
            result = await self.telegram.call(
                request.method, request.params | {field: file.telegram_id}
            )
            return int(result["message_id"])
        upload = Upload(field, file.name, file.mime, file.content)
        result = await self.telegram.call(request.method, request.params, upload)
        await self._remember(file.id, result)
        return int(result["message_id"])

    async def _call(self, request: Request) -> int | None:
        try:
            result = await self.telegram.call(request.method, request.params)
        except TelegramError as error:
            if "message is not modified" in error.description:
                return int(request.params["message_id"])
            if not any(reason in error.description for reason in CANNOT_EDIT):
                raise
            params = {k: v for k, v in request.params.items() if k != "message_id"}
            result = await self.telegram.call("sendMessage", params)
        return int(result["message_id"]) if isinstance(result, dict) else None

    async def _remember(self, file_id: int, result: dict[str, Any]) -> None:
        """Telegram's id of an uploaded file: it is never uploaded twice, nor kept by us."""
        sent = result.get("document") or (result.get("photo") or [{}])[-1]
        async with self.sessions.begin() as session:
            file = await session.get(File, file_id)
            if file:
                file.telegram_id, file.content = sent.get("file_id"), b""


def request_for(chat_id: int, args: dict[str, Any], file: File | None) -> Request:
    """A stored screen as a call to the Bot API."""
    if "commands" in args:
        scope = {"type": "chat", "chat_id": chat_id}
        return Request("setMyCommands", {"commands": args["commands"], "scope": scope})
    params: dict[str, Any] = {"chat_id": chat_id, "parse_mode": "HTML"}
    params["reply_markup"] = {"inline_keyboard": args["rows"]}
    if file:
        method = "sendPhoto" if file.mime.startswith("image/") else "sendDocument"
        return Request(method, params | {"caption": args["text"]}, file)
    params |= {"text": args["text"], "link_preview_options": {"is_disabled": True}}
    if "edit" in args:
        return Request("editMessageText", params | {"message_id": args["edit"]})
    return Request("sendMessage", params)


Outcome = tuple[NotificationState, dict[str, Any]]


def refused(row: Owed, error: TelegramError, now: datetime) -> Outcome:
    """What Telegram's refusal means for the message."""
    description = error.description
    if error.retry_after is not None:
        wait = now + timedelta(seconds=error.retry_after)
        return NotificationState.PENDING, {"due_at": wait, "attempts": row.attempts - 1}
    if any(description.endswith(reason) for reason in GONE) or "chat not found" in description:
        return NotificationState.UNREACHABLE, {"last_error": description[:300]}
    if error.code >= 500 or error.code in (401, 403, 409):
        return again(row, description, now)
    return NotificationState.DEAD, {"last_error": description[:300]}


def again(row: Owed, reason: str, now: datetime) -> Outcome:
    """Another try with back-off, or a dead letter after the last."""
    if row.attempts >= sending.MAX_ATTEMPTS:
        return NotificationState.DEAD, {"last_error": reason[:300]}
    due_at = sending.next_try(row.attempts, now)
    return NotificationState.PENDING, {"due_at": due_at, "last_error": reason[:300]}


def ambiguous(row: Owed, reason: str, now: datetime) -> Outcome:
    """The person may have got it: resend or hold, by the kind."""
    if row.kind in notifications.RESENT_KINDS or "edit" in row.args:
        return again(row, reason, now)
    return NotificationState.UNKNOWN, {"last_error": reason[:300]}


async def keep_delivering(delivery: Delivery, owed: Bell, stop: asyncio.Event) -> None:
    """Delivers until told to stop; looks again twice a second for what became due."""
    while not stop.is_set():
        try:
            if await delivery.step():
                continue
        except Exception:
            log.exception("delivery paused")
            await asyncio.sleep(1)
        await owed.wait(0.5)
