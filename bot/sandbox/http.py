"""What all control routes share: the sandbox behind a request, JSON in and out."""

import json
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from aiohttp import web

from bot.sandbox.errors import SandboxError
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.world import Person

SANDBOX = web.AppKey("sandbox", Sandbox)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
View = Callable[[Sandbox, web.Request], Awaitable[Any]]


def control(view: View) -> Handler:
    """Answers JSON; what cannot be done becomes `{"error": …}` with 400, 404 or 409."""

    @wraps(view)
    async def handler(request: web.Request) -> web.StreamResponse:
        try:
            return web.json_response(await view(request.app[SANDBOX], request))
        except SandboxError as error:
            return web.json_response({"error": str(error)}, status=409)
        except KeyError as error:
            return web.json_response({"error": f"no {error}"}, status=404)
        except (ValueError, TypeError, AttributeError) as error:
            return web.json_response({"error": str(error)}, status=400)

    return handler


def person_in(sandbox: Sandbox, request: web.Request) -> Person:
    return sandbox.person(int(request.match_info["id"]))


def number_in(request: web.Request, name: str) -> int:
    return int(request.query.get(name, 0))


async def body_of(request: web.Request) -> Any:
    return json.loads(await request.read() or b"{}")
