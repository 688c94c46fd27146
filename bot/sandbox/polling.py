"""getUpdates and the choice between polling and a webhook."""

import asyncio
import re
from urllib.parse import urlsplit

from bot.sandbox.calls import Call
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.world import Json

LONGEST_POLL = 50
LIMIT = 100
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


class HangUp(Exception):
    """The connection is to be closed without an answer."""


async def get_updates(sandbox: Sandbox, call: Call) -> list[Json]:
    if sandbox.webhook.url:
        raise ApiError(409, WEBHOOK_ACTIVE)
    set_allowed(sandbox, call)
    ticket = sandbox.poller = object()
    sandbox.updates.bell.ring()
    if offset := call.number("offset"):
        sandbox.updates.confirm_below(offset)
    limit = call.number("limit", LIMIT)
    timeout = max(0, min(call.number("timeout"), LONGEST_POLL))
    return await poll(sandbox, ticket, limit if 1 <= limit <= LIMIT else LIMIT, timeout)


async def poll(sandbox: Sandbox, ticket: object, limit: int, timeout: int) -> list[Json]:
    """Wait for news as long as nobody else begins to wait."""
    time = asyncio.get_running_loop().time
    deadline = time() + timeout
    while True:
        check_still_polling(sandbox, ticket)
        found = sandbox.updates.fetch(limit)
        left = deadline - time()
        if found or left <= 0:
            return found
        await sandbox.updates.bell.wait(left)


def check_still_polling(sandbox: Sandbox, ticket: object) -> None:
    if sandbox.closed or sandbox.faults.outage:
        raise HangUp
    if sandbox.webhook.url:
        raise ApiError(409, "Conflict: terminated by setWebhook request")
    if sandbox.poller is not ticket:
        raise ApiError(409, OTHER_POLLER)


def set_allowed(sandbox: Sandbox, call: Call) -> None:
    """Not given: as before. An empty list: the default kinds."""
    allowed = call.structure("allowed_updates")
    if isinstance(allowed, list):
        sandbox.updates.allowed = [str(kind) for kind in allowed]


async def set_webhook(sandbox: Sandbox, call: Call) -> bool:
    url = call.text("url")
    if not url:
        return await delete_webhook(sandbox, call)
    check_address(url)
    secret = call.text("secret_token")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    set_allowed(sandbox, call)
    if call.flag("drop_pending_updates"):
        sandbox.updates.clear()
    connections = max(1, min(call.number("max_connections", 40), 100))
    await sandbox.webhook.start(url, secret, connections)
    sandbox.updates.bell.ring()
    return True


def check_address(url: str) -> None:
    """HTTPS, except on this very machine, where the sandbox lives."""
    address = urlsplit(url)
    if address.hostname in ("127.0.0.1", "localhost", "::1"):
        return
    if address.scheme != "https" or not address.hostname:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")


async def delete_webhook(sandbox: Sandbox, call: Call) -> bool:
    await sandbox.webhook.stop()
    if call.flag("drop_pending_updates"):
        sandbox.updates.clear()
    return True
