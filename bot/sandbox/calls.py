"""Reading a Bot API call: JSON, a form or multipart, from the body or the address."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.sandbox.errors import ApiError, bad_request


@dataclass
class Upload:
    name: str
    content: bytes
    mime: str


@dataclass
class Call:
    """`method` in lower case; a form brings every value as text, JSON brings real ones."""

    method: str
    params: dict[str, Any]
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        value = self.params.get(name)
        return "" if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """An integer; what is not one counts as the default, as with Telegram."""
        try:
            return int(self.params[name])
        except (KeyError, TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        return str(self.params.get(name, "")).lower() in ("true", "1", "yes")

    def structure(self, name: str) -> Any:
        """An object or a list, given as such or as JSON text; None when absent."""
        value = self.params.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    @property
    def chat_id(self) -> int | None:
        return self.number("chat_id") or None


async def read_call(request: web.Request) -> Call:
    call = Call(request.match_info["method"].lower(), dict(request.query))
    if not request.body_exists:
        return call
    try:
        if request.content_type == "application/json":
            call.params.update(await read_json(request))
        else:
            await read_form(request, call)
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None
    return call


async def read_json(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise bad_request("can't parse JSON object")
    return body


async def read_form(request: web.Request, call: Call) -> None:
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            content = value.file.read()
            value.file.close()
            call.uploads[name] = Upload(value.filename, content, value.content_type)
        else:
            call.params[name] = value if isinstance(value, str) else bytes(value).decode()
