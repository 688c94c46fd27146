"""What goes wrong, where and when: all of it follows from a seed."""

from dataclasses import dataclass
from random import Random

LEASE = 6.0
"""Seconds; the product's is longer, and schedules would be, too."""

KINDS = (
    "kill", "freeze", "database-crash", "kill", "telegram-cut", "term", "kill-all",
    "database-cut", "lost-answers", "kill", "database-hangs", "errors", "too-many", "kill-all",
)  # fmt: skip
"""The first trouble of a schedule goes round: twenty schedules have every kind."""

DEADLY = frozenset({"kill", "kill-all"})
FAULTS: dict[str, dict[str, object]] = {
    "lost-answers": {"drop": "response"},
    "lost-requests": {"drop": "request"},
    "errors": {"code": 500},
    "too-many": {"code": 429, "retry_after": 1},
}
"""What the sandbox does to requests."""

POINTS = (
    "after_claim", "before_intent", "after_intent", "after_post", "before_settle",
    "after_settle", "before_inbox_commit", "after_inbox_commit", "before_offset",
    "before_handle_commit", "after_handle_commit", "after_reply_post",
)  # fmt: skip
"""See `tests.crash.points`."""


@dataclass(frozen=True)
class Trouble:
    """It strikes `after` seconds, or when a process comes to `point` for the `times`-th time.
    `lasts` seconds later what is down is up again."""

    kind: str
    after: float = 0.0
    point: str = ""
    times: int = 1
    lasts: float = 0.5

    def __str__(self) -> str:
        where = f"{self.point} × {self.times}" if self.point else "any time"
        return f"{self.kind} after {self.after:.2f} s at {where} for {self.lasts:.1f} s"


@dataclass(frozen=True)
class Schedule:
    """`bots`: processes. `pause`: how long a person thinks at most, in seconds."""

    seed: int
    bots: int
    troubles: tuple[Trouble, ...]
    pause: float = 0.25
    mutant: str = ""


def planned(seed: int) -> Schedule:
    dice = Random(seed)
    troubles = [_trouble(KINDS[seed % len(KINDS)], dice)]
    while dice.random() < 0.45 and len(troubles) < 3:
        troubles.append(_trouble(dice.choice((*KINDS, "lost-requests")), dice))
    return Schedule(seed, dice.choice((1, 2, 2)), tuple(troubles), dice.choice((0.05, 0.25, 0.5)))


def _trouble(kind: str, dice: Random) -> Trouble:
    point = dice.choice(POINTS) if dice.random() < 0.7 else ""
    times = dice.choice((1, 2, 5, 12))
    return Trouble(
        kind, round(dice.uniform(0, 1.2), 2), point, times, round(_lasts(kind, dice), 2)
    )


def _lasts(kind: str, dice: Random) -> float:
    if kind == "freeze":
        return dice.choice((1.0, LEASE + 1.5, LEASE + 1.5))
    if kind == "database-hangs":
        return dice.choice((1.0, 2.0, LEASE + 1.5))
    return dice.choice((0.0, 0.3, 1.0, 2.0))


def seeds(first: int, count: int, step: int = 1) -> range:
    """With a step of `len(KINDS)` all begin with the same trouble."""
    return range(first, first + count * step, step)
