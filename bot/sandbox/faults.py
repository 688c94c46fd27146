"""Trouble on demand: errors, delays, lost requests, lost answers, an outage."""

from dataclasses import dataclass
from random import Random
from typing import Literal

from bot.sandbox.errors import ApiError, SandboxError

Drop = Literal["", "request", "response"]
Outage = Literal["", "close", "502"]


@dataclass
class Fault:
    """What goes wrong, how often and where.

    `times` strikes the next N matching calls, else `share` of them (0..1) until cleared.
    `method` and `chat_id` narrow it. A delay may stand alone or come before the rest.
    `drop="response"` accepts the call and hangs up: the sender cannot know.
    """

    times: int | None = None
    share: float = 1.0
    method: str = ""
    chat_id: int | None = None
    code: int = 0
    description: str = ""
    retry_after: int | None = None
    delay: float = 0.0
    drop: Drop = ""
    struck: int = 0

    def __post_init__(self) -> None:
        if self.drop not in ("", "request", "response"):
            raise SandboxError("drop is 'request' or 'response'")
        if not 0 <= self.share <= 1:
            raise SandboxError("share is between 0 and 1")

    def concerns(self, method: str, chat_id: int | None) -> bool:
        if self.method and self.method.lower() != method:
            return False
        return self.chat_id is None or self.chat_id == chat_id

    def error(self) -> ApiError | None:
        if not self.code:
            return None
        return ApiError(self.code, self.description or "Internal Server Error", self.retry_after)


class Faults:
    def __init__(self, seed: int = 0) -> None:
        self.outage: Outage = ""
        self.active: list[Fault] = []
        self._random = Random(seed)

    def add(self, fault: Fault) -> Fault:
        self.active.append(fault)
        return fault

    def clear(self) -> None:
        self.active.clear()
        self.outage = ""

    def strike(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that hits this call, if any; a used-up fault is forgotten."""
        for fault in self.active:
            if fault.concerns(method, chat_id) and self._random.random() < fault.share:
                self._count(fault)
                return fault
        return None

    def _count(self, fault: Fault) -> None:
        fault.struck += 1
        if fault.times is not None and fault.struck >= fault.times:
            self.active.remove(fault)
