"""A TCP relay between the bot and what it talks to: slow on demand, cut on demand."""

import asyncio
import re
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

REQUEST = re.compile(rb"POST /bot[^/ ]+/(\w+)")
SENDS = frozenset({"sendMessage", "editMessageText", "sendDocument", "sendPhoto"})

Connect = Callable[[], Awaitable[tuple[StreamReader, StreamWriter]]]


class Link:
    """One relayed connection; `asked` is the Bot API method that waits for its answer."""

    def __init__(self, *ends: StreamWriter) -> None:
        self.ends = ends
        self.asked = ""

    def cut(self) -> None:
        for end in self.ends:
            end.transport.abort()


class Proxy:
    """Listens on `port`; every piece of data is `delay` seconds late.

    `given_up` counts messages whose sender did not wait for the answer.
    """

    def __init__(self, connect: Connect, delay: float = 0) -> None:
        self.port = 0
        self.links: set[Link] = set()
        self.given_up = 0
        self.open = asyncio.Event()
        self.open.set()
        self._connect, self._delay = connect, delay
        self._server: asyncio.Server | None = None

    @property
    def in_flight(self) -> int:
        """Messages on their way: asked for, and not yet answered."""
        return sum(link.asked in SENDS for link in self.links)

    def cut(self) -> int:
        """Breaks every connection; returns how many there were."""
        cut = len(self.links)
        for link in list(self.links):
            link.asked = ""
            link.cut()
        return cut

    async def listen(self) -> None:
        self._server = await asyncio.start_server(self._relay, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    def refuse(self) -> int:
        """From now on nobody gets through, until `listen`; returns how many were cut."""
        if self._server:
            self._server.close()
        return self.cut()

    async def _relay(self, reader: StreamReader, writer: StreamWriter) -> None:
        try:
            far_reader, far_writer = await self._connect()
        except OSError:
            writer.transport.abort()
            return
        link = Link(writer, far_writer)
        self.links.add(link)
        try:
            there = self._pump(reader, far_writer, lambda data: asked(link, data))
            back = self._pump(far_reader, writer, lambda data: answered(link))
            await asyncio.gather(there, back)
        finally:
            self.given_up += link.asked in SENDS
            self.links.discard(link)
            link.cut()

    async def _pump(
        self, reader: StreamReader, writer: StreamWriter, seen: Callable[[bytes], object]
    ) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                if self._delay:
                    await asyncio.sleep(self._delay)
                await self.open.wait()
                seen(data)
                writer.write(data)
                await writer.drain()
        writer.close()


def asked(link: Link, data: bytes) -> None:
    if found := REQUEST.match(data):
        link.asked = found[1].decode()


def answered(link: Link) -> None:
    link.asked = ""


@asynccontextmanager
async def relaying(connect: Connect, delay: float = 0) -> AsyncIterator[Proxy]:
    proxy = Proxy(connect, delay)
    await proxy.listen()
    try:
        yield proxy
    finally:
        proxy.open.set()
        proxy.refuse()
        await asyncio.sleep(0)
