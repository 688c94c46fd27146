"""The only HTTP to Telegram: timeouts, raw answers, kinds of failure. No token in any error."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

CONNECT_SECONDS = 4
TOTAL_SECONDS = 10
"""Longer waits only widen the window in which nobody knows whether a message arrived."""


class TelegramError(Exception):
    """Telegram's own refusal: `code`, `description`, and how long to wait after a 429."""

    def __init__(self, code: int, description: str, retry_after: float | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after


class NotSent(Exception):
    """The request never left: safe to repeat."""


class Ambiguous(Exception):
    """No answer to a request that may have been carried out."""


@dataclass(frozen=True)
class Upload:
    """A file that goes with a request."""

    field: str
    name: str
    mime: str
    content: bytes


class Telegram:
    """A Bot API server and a token. `call` raises TelegramError, NotSent or Ambiguous."""

    def __init__(
        self, http: aiohttp.ClientSession, base: str, token: str, proxy: str | None = None
    ) -> None:
        self._http, self._proxy = http, proxy
        self._api = f"{base.rstrip('/')}/bot{token}"
        self._file = f"{base.rstrip('/')}/file/bot{token}"

    async def call(
        self,
        method: str,
        params: Mapping[str, Any] | None = None,
        upload: Upload | None = None,
        seconds: float = TOTAL_SECONDS,
    ) -> Any:
        """The `result` of a Bot API method."""
        body = _form(params or {}, upload) if upload else None
        raw = await self._request(
            "POST", f"{self._api}/{method}", seconds, data=body, json=None if body else params
        )
        return _result(*raw)

    async def download(self, file_id: str, limit: int) -> bytes:
        """A file's content, at most `limit` bytes (the rest is cut)."""
        path = (await self.call("getFile", {"file_id": file_id}))["file_path"]
        status, content = await self._request("GET", f"{self._file}/{path}", TOTAL_SECONDS)
        if status != 200:
            raise TelegramError(status, "the file could not be fetched")
        return content[:limit]

    async def _request(
        self, verb: str, url: str, seconds: float, **body: Any
    ) -> tuple[int, bytes]:
        timeout = aiohttp.ClientTimeout(total=seconds, connect=CONNECT_SECONDS)
        try:
            async with self._http.request(
                verb, url, timeout=timeout, proxy=self._proxy, **body
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(type(error).__name__) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Ambiguous(type(error).__name__) from None


def _form(params: Mapping[str, Any], upload: Upload) -> aiohttp.FormData:
    # Telegram takes names of files as they are; quoted, «Список» would arrive as %D0%A1…
    form = aiohttp.FormData(quote_fields=False)
    for name, value in params.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    form.add_field(upload.field, upload.content, filename=upload.name, content_type=upload.mime)
    return form


def _result(status: int, content: bytes) -> Any:
    try:
        answer = json.loads(content)
        if answer["ok"]:
            return answer["result"]
    except (ValueError, KeyError, TypeError):
        raise Ambiguous(f"HTTP {status}") from None
    if status >= 500:
        raise Ambiguous(f"HTTP {status}")
    wait = answer.get("parameters", {}).get("retry_after")
    raise TelegramError(answer.get("error_code", status), answer.get("description", ""), wait)
