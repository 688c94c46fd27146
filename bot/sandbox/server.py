"""The HTTP server: the Bot API, the controls and the page on one loopback address."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from bot.sandbox.calls import Call, read_call
from bot.sandbox.control import control_routes
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Fault
from bot.sandbox.http import SANDBOX
from bot.sandbox.methods import perform
from bot.sandbox.page import page_routes
from bot.sandbox.polling import HangUp
from bot.sandbox.sandbox import Sandbox

TOKEN = re.compile(r"(\d{1,16}):[A-Za-z0-9_-]{3,}")
BODY_LIMIT = 52 * 1024 * 1024


def build_app(sandbox: Sandbox) -> web.Application:
    app = web.Application(client_max_size=BODY_LIMIT)
    app[SANDBOX] = sandbox
    app.router.add_route("*", "/bot{token}/{method}", bot_api)
    app.router.add_get("/file/bot{token}/{path:.+}", download)
    app.add_routes([*control_routes(), *page_routes()])
    app.on_shutdown.append(close)
    return app


@asynccontextmanager
async def serving(sandbox: Sandbox, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve until the block ends; yields the address, such as http://127.0.0.1:8081."""
    runner = web.AppRunner(build_app(sandbox), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def close(app: web.Application) -> None:
    await app[SANDBOX].close()


async def bot_api(request: web.Request) -> web.StreamResponse:
    sandbox = request.app[SANDBOX]
    if sandbox.faults.outage:
        return out_of_order(request, sandbox)
    try:
        check_token(sandbox, request.match_info["token"])
        call = await read_call(request)
        return answer({"ok": True, "result": await with_faults(sandbox, call)})
    except ApiError as error:
        return answer(error.as_json(), error.code)
    except HangUp:
        return hang_up(request)


async def with_faults(sandbox: Sandbox, call: Call) -> Any:
    fault = sandbox.faults.strike(call.method, call.chat_id)
    if fault is None:
        return await perform(sandbox, call)
    await before(sandbox, fault)
    result = await perform(sandbox, call)
    if fault.drop == "response":
        raise HangUp
    return result


async def before(sandbox: Sandbox, fault: Fault) -> None:
    """Everything that goes wrong before a call is accepted."""
    if fault.delay:
        await sandbox.sleep(fault.delay)
    if fault.drop == "request":
        raise HangUp
    if error := fault.error():
        raise error


async def download(request: web.Request) -> web.StreamResponse:
    sandbox = request.app[SANDBOX]
    if sandbox.faults.outage:
        return out_of_order(request, sandbox)
    try:
        check_token(sandbox, request.match_info["token"])
    except ApiError as error:
        return answer(error.as_json(), error.code)
    file = sandbox.files.at(request.match_info["path"])
    if file is None:
        return answer(ApiError(404, "Not Found").as_json(), 404)
    return web.Response(body=file.content, content_type="application/octet-stream")


def check_token(sandbox: Sandbox, token: str) -> None:
    """Any token of the right form is the bot, unless the sandbox was told to accept one only."""
    match = TOKEN.fullmatch(token)
    if match is None:
        raise ApiError(404, "Not Found")
    if sandbox.only_token not in (None, token):
        raise ApiError(401, "Unauthorized")
    sandbox.bot_id = int(match[1])


def answer(body: dict[str, Any], status: int = 200) -> web.Response:
    return web.Response(
        body=json.dumps(body).encode(), status=status, content_type="application/json"
    )


def out_of_order(request: web.Request, sandbox: Sandbox) -> web.Response:
    if sandbox.faults.outage == "close":
        return hang_up(request)
    page = "<html><head><title>502 Bad Gateway</title></head></html>"
    return web.Response(text=page, status=502, content_type="text/html")


def hang_up(request: web.Request) -> web.Response:
    """Close the connection; the answer that is returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
