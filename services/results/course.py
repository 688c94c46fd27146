"""How the making of a file goes: who makes it tells how far it is, and hears whether to go on.

The file is made in a thread; `step` is called there, the rest anywhere.
"""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO

from models.enums import Role
from services.results.tallies import At
from services.workbooks import ROWS


class Stopped(Exception):
    """Nobody wants the file any more."""


class Typed:
    """What people typed, question by question, on the disk: of a region it is a lot."""

    def __init__(self) -> None:
        # Not in a `with`: whoever makes it closes it.
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115
        self._spans: dict[At, tuple[int, int]] = {}

    def of(self, role: Role, item: str) -> Iterator[str]:
        """The answers to a question, in the order in which they came."""
        start, end = self._spans.get((role, item), (0, 0))
        self._file.seek(start)
        while start < end:
            line = self._file.readline()
            start += len(line)
            yield json.loads(line)

    def close(self) -> None:
        self._file.close()

    async def fill(self, texts: AsyncIterator[tuple[At, str]]) -> None:
        """`texts` come question by question."""
        end = 0
        async for at, body in texts:
            start, _ = self._spans.get(at, (end, end))
            end += self._file.write(json.dumps(body, ensure_ascii=False).encode() + b"\n")
            self._spans[at] = start, end


@dataclass(eq=False)
class Course:
    """`done` of `parts` are made; no parts while the answers are still being counted.

    `told`: what of it was last shown. `most_rows`: of a sheet.
    """

    done: int = 0
    parts: int = 0
    told: tuple[int, int] | None = None
    most_rows: int = ROWS
    stopped: bool = field(default=False, init=False)

    def step(self, done: int, parts: int) -> None:
        """Told between two parts; raises Stopped when that was the last one."""
        self.done, self.parts = done, parts
        self.go_on()

    def go_on(self) -> None:
        if self.stopped:
            raise Stopped

    def stop(self) -> None:
        self.stopped = True


class _Quiet(Course):
    """Of files that are made at once: shared by all, so it remembers nothing."""

    def step(self, done: int, parts: int) -> None: ...


QUIET = _Quiet()
