"""Processes that are forked from one that has imported everything: they start at once."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.crash.child"])
LOOK = 0.02


class Child:
    """A running process and the wire to it (see `tests.crash.line`)."""

    def __init__(self, target: Callable[..., None], *args: Any) -> None:
        self._pipe, far = CONTEXT.Pipe()
        self._process = CONTEXT.Process(target=target, args=(far, *args), daemon=True)
        self._process.start()
        far.close()

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    @property
    def exit_code(self) -> int | None:
        return self._process.exitcode

    def tell(self, *words: object) -> None:
        with suppress(OSError):
            self._pipe.send(words)

    def reached(self) -> bool:
        """Whether it stands at the point it was armed with."""
        said = False
        with suppress(EOFError, OSError):
            while self._pipe.poll():
                said = bool(self._pipe.recv())
        return said

    def send(self, number: signal.Signals) -> None:
        if self.alive and self._process.pid:
            os.kill(self._process.pid, number)

    async def ended(self, seconds: float) -> bool:
        """Waits for its end; False when it is still there."""
        return await within(seconds, lambda: not self.alive)

    def close(self) -> None:
        """Ends it whatever state it is in."""
        self.send(signal.SIGKILL)
        self._process.join(5)
        self._pipe.close()
        if not self.alive:
            self._process.close()


async def within(seconds: float, true: Callable[[], bool]) -> bool:
    """Whether it became true in time."""
    clock = asyncio.get_running_loop().time
    end = clock() + seconds
    while not true():
        if clock() > end:
            return False
        await asyncio.sleep(LOOK)
    return True
