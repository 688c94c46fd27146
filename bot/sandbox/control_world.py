"""Controls of the world around: the clock, trouble, the record, the demo's actions."""

import logging
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.sandbox.chips import chips
from bot.sandbox.errors import SandboxError
from bot.sandbox.faults import Fault
from bot.sandbox.http import SANDBOX, body_of, number_in
from bot.sandbox.sandbox import Sandbox

log = logging.getLogger(__name__)
DEFAULT_ZONE = "Asia/Yekaterinburg"
LONGEST_WAIT = 20.0


async def show_events(sandbox: Sandbox, request: web.Request) -> Any:
    """Waits up to `timeout` seconds (20 at most) for something after `since`."""
    since = number_in(request, "since")
    seconds = min(float(request.query.get("timeout", LONGEST_WAIT)), LONGEST_WAIT)
    if since == sandbox.events.last and seconds > 0 and not sandbox.closed:
        await sandbox.events.bell.wait(seconds)
    return sandbox.events.since(since)


async def show_log(sandbox: Sandbox, request: web.Request) -> Any:
    return [entry.as_json() for entry in sandbox.delivered(number_in(request, "since"))]


async def inject_update(sandbox: Sandbox, request: web.Request) -> Any:
    return {"update_id": sandbox.updates.add_raw(await body_of(request)).id}


async def show_clock(sandbox: Sandbox, request: web.Request) -> Any:
    zone = ZoneInfo(request.query.get("zone", DEFAULT_ZONE))
    now = sandbox.clock()
    local = now.astimezone(zone).replace(tzinfo=None).isoformat("T", "minutes")
    return {
        "now": now.isoformat(),
        "zone": zone.key,
        "local": local,
        "chips": chips(now, zone),
    }


async def move_clock(sandbox: Sandbox, request: web.Request) -> Any:
    """`{"now": "…Z"}`, or `{"local": "2026-12-10T10:00", "zone": "Asia/Yekaterinburg"}`."""
    body = await body_of(request)
    moment = datetime.fromisoformat(body["now"] if "now" in body else body["local"])
    if "now" not in body:
        moment = moment.replace(tzinfo=ZoneInfo(body.get("zone", DEFAULT_ZONE)))
    return {"now": sandbox.moved_to(moment).isoformat()}


async def list_faults(sandbox: Sandbox, request: web.Request) -> Any:
    active = [vars(fault) for fault in sandbox.faults.active]
    return {"outage": sandbox.faults.outage, "faults": active}


async def add_fault(sandbox: Sandbox, request: web.Request) -> Any:
    return vars(sandbox.faults.add(Fault(**await body_of(request))))


async def clear_faults(sandbox: Sandbox, request: web.Request) -> Any:
    sandbox.faults.clear()
    return {"outage": "", "faults": []}


async def set_outage(sandbox: Sandbox, request: web.Request) -> Any:
    sandbox.outage((await body_of(request)).get("kind", "close"))
    return {"outage": sandbox.faults.outage}


async def list_actions(sandbox: Sandbox, request: web.Request) -> Any:
    actions = sandbox.actions.items()
    return [{"name": name, "ru": action.ru, "en": action.en} for name, action in actions]


async def run_action(sandbox: Sandbox, request: web.Request) -> Any:
    action = sandbox.actions[request.match_info["name"]]
    try:
        return {"result": await action.run()}
    except Exception as error:
        log.exception("action %s", request.match_info["name"])
        raise SandboxError(f"{type(error).__name__}: {error}") from error


async def show_file(request: web.Request) -> web.StreamResponse:
    """Pictures are shown, everything else is only ever downloaded."""
    file = request.app[SANDBOX].files.find(request.match_info["id"])
    if file is None:
        raise web.HTTPNotFound
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
    kind = file.mime
    if file.kind != "photo":
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
        kind = "application/octet-stream"
    return web.Response(body=file.content, content_type=kind, headers=headers)
