"""The wire between the test and a process of the bot: halts it at a named point."""

import os
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

LONGEST = 20.0
"""Seconds that a process stands at a point at most."""


class Line:
    """The process's end. `("arm", point, n)` halts it the n-th time it comes to the point,
    `("go",)` lets it go on. When the other end is gone, so is the process."""

    def __init__(self, pipe: "Connection[Any, Any]") -> None:
        self._pipe = pipe
        self._point, self._left = "", 0
        self._go = threading.Event()
        self._told = threading.Lock()

    def open(self) -> None:
        threading.Thread(target=self._listen, daemon=True).start()

    def reach(self, point: str) -> None:
        """The process is at `point`: it stands still if it was told to."""
        with self._told:
            if not point or point != self._point:
                return
            self._left -= 1
            if self._left > 0:
                return
            self._point = ""
            self._go.clear()
        with suppress(OSError):
            self._pipe.send(point)
        self._go.wait(LONGEST)

    def _listen(self) -> None:
        with suppress(EOFError, OSError):
            while True:
                words = self._pipe.recv()
                with self._told:
                    self._obey(words)
        os._exit(3)

    def _obey(self, words: object) -> None:
        match words:
            case ("arm", str(point), int(times)):
                self._point, self._left = point, times
            case ("go",):
                self._go.set()
