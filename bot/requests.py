"""A stored screen as a call to the Bot API, and what a failed call means for the message."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.database import AWAY
from bot.logs import report, told
from bot.transport import Ambiguous, NotSent, Telegram, TelegramError, Upload
from models import File
from models.enums import AccountStatus, NotificationState
from services import notifications
from services.notifications import Lane
from services.outcomes import Outcome
from services.sending import MAX_ATTEMPTS, Owed

GONE = {
    "bot was blocked by the user": AccountStatus.BLOCKED,
    "user is deactivated": AccountStatus.GONE,
    "chat not found": AccountStatus.GONE,
}
"""How Telegram ends its refusals to write to somebody who cannot be written to."""

CANNOT_EDIT = ("message to edit not found", "message can't be edited", "there is no text in")


COPIES = 5
"""Of an answer whose arrival is uncertain, at most: what a frozen process took counts as well."""


@dataclass(frozen=True)
class Request:
    """One call to the Bot API."""

    method: str
    params: dict[str, Any]
    file: File | None = None


def request_for(
    chat_id: int, args: dict[str, Any], file: File | None = None, paid: bool = False
) -> Request:
    """`args`: a stored screen, the message to edit in `edit`; or a chat's `commands`."""
    if "commands" in args:
        scope = {"type": "chat", "chat_id": chat_id}
        return Request("setMyCommands", {"commands": args["commands"], "scope": scope})
    params: dict[str, Any] = {"chat_id": chat_id, "parse_mode": "HTML"}
    params["reply_markup"] = {"inline_keyboard": args["rows"]}
    if paid:
        params["allow_paid_broadcast"] = True
    if file:
        method = "sendPhoto" if file.mime.startswith("image/") else "sendDocument"
        return Request(method, params | {"caption": args["text"]}, file)
    params |= {"text": args["text"], "link_preview_options": {"is_disabled": True}}
    if "edit" in args:
        return Request("editMessageText", params | {"message_id": args["edit"]})
    return Request("sendMessage", params)


@dataclass
class Caller:
    """Makes the calls. Errors are those of `Telegram.call`."""

    telegram: Telegram
    sessions: async_sessionmaker[AsyncSession]

    async def call(self, request: Request) -> int | None:
        """The id of the message that the person sees now."""
        try:
            result = await self._sent(request)
        except TelegramError as error:
            if "message is not modified" in error.description:
                return int(request.params["message_id"])
            if not any(reason in error.description for reason in CANNOT_EDIT):
                raise
            params = {k: v for k, v in request.params.items() if k != "message_id"}
            result = await self.telegram.call("sendMessage", params)
        return int(result["message_id"]) if isinstance(result, dict) else None

    async def _sent(self, request: Request) -> Any:
        method, params, file = request.method, request.params, request.file
        if file is None:
            return await self.telegram.call(method, params)
        field = "photo" if method == "sendPhoto" else "document"
        if file.telegram_id:
            return await self.telegram.call(method, params | {field: file.telegram_id})
        upload = Upload(field, file.name, file.mime, file.content)
        result = await self.telegram.call(method, params, upload)
        await self._remember(file.id, result)
        return result

    async def _remember(self, file_id: int, result: dict[str, Any]) -> None:
        """Telegram's id of an uploaded file: it is never uploaded twice, nor kept by us."""
        sent = result.get("document") or (result.get("photo") or [{}])[-1]
        try:
            async with self.sessions.begin() as session:
                file = await session.get(File, file_id)
                if file:
                    file.telegram_id, file.content = sent.get("file_id"), b""
        except AWAY as error:
            report("an uploaded file is not remembered", error, file=file_id)


def is_new_message(owed: Owed) -> bool:
    """Only what makes a message counts for Telegram's limits."""
    return "edit" not in owed.args and "commands" not in owed.args


def failed(owed: Owed, error: Exception, now: datetime) -> Outcome:
    """What a failure means for the message. Raises nothing."""
    match error:
        case TelegramError():
            return _refused(owed, error, now)
        case NotSent():
            return Outcome(NotificationState.PENDING, f"not sent: {error}", counted=False)
        case Ambiguous():
            return _ambiguous(owed, f"no answer: {error}", now)
    return _again(owed, told(error), now)


def _refused(owed: Owed, error: TelegramError, now: datetime) -> Outcome:
    description = error.description
    if error.retry_after is not None:
        pause = float(error.retry_after)
        return Outcome(NotificationState.PENDING, description, pause=pause, counted=False)
    if any(description.endswith(reason) for reason in GONE):
        return Outcome(NotificationState.UNREACHABLE, description)
    if error.code == 401:
        return Outcome(NotificationState.PENDING, description, counted=False)
    if error.code in (403, 409):
        return _again(owed, description, now)
    return Outcome(NotificationState.DEAD, description)


def _again(owed: Owed, reason: str, now: datetime) -> Outcome:
    """Another try after 1, 2, 4 … 600 seconds, or a dead letter after the last.

    Later answers to the same person wait for it; other messages do not.
    """
    if owed.attempts >= MAX_ATTEMPTS:
        return Outcome(NotificationState.DEAD, reason)
    wait = min(600, 2 ** (owed.attempts - 1))
    if owed.lane == Lane.REPLY:
        return Outcome(NotificationState.PENDING, reason, pause=wait)
    return Outcome(NotificationState.PENDING, reason, due_at=now + timedelta(seconds=wait))


def _ambiguous(owed: Owed, reason: str, now: datetime) -> Outcome:
    """The person may have got it: resend or hold, by the kind. An edit may be repeated often."""
    copies = MAX_ATTEMPTS if "edit" in owed.args else COPIES
    if owed.kind in notifications.RESENT_KINDS and owed.attempts < copies:
        return _again(owed, reason, now)
    return Outcome(NotificationState.UNKNOWN, reason)


def status_after(error: str | None) -> AccountStatus:
    """What a refusal tells about the account."""
    found = (status for reason, status in GONE.items() if (error or "").endswith(reason))
    return next(found, AccountStatus.GONE)
