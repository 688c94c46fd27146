"""What several pictures draw: a question's name, its scale, marks on it and numbers at them."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from textwrap import wrap
from typing import Any

from matplotlib.axes import Axes

from services.catalogue import Item
from services.results.cells import Speech, tenths
from services.results.pictures.colours import INK, RULE, SOFT
from services.results.pictures.style import FONT, INSIDE, ROOM, Block

LABEL = 0.25
"""Inches for a line of a question's name."""

LEFT, RIGHT = 0.5, 0.62
"""Beside a scale there is room for a number at its ends."""

Ends = tuple[int, int]


class Scale:
    """Where a value of a scale stands; `right`: inches kept free at the right.

    All questions of a picture stand on the same scale, from the lowest to the highest value."""

    def __init__(self, ends: Iterable[Ends], right: float = RIGHT) -> None:
        found = list(ends)
        self.low, self.high = min(low for low, _ in found), max(high for _, high in found)
        self.right = INSIDE - right

    def x(self, value: Fraction | int) -> float:
        share = float(value - self.low) / (self.high - self.low)
        return LEFT + share * (self.right - LEFT)

    def rule(self, axes: Axes, y: float, ends: Ends) -> None:
        points = [self.x(value) for value in range(ends[0], ends[1] + 1)]
        axes.plot(points, [y] * len(points), "|-", color=RULE, linewidth=1.5, zorder=1, ms=9)

    def numbers(self) -> Block:
        """The values, for the foot of a picture."""

        def draw(axes: Axes, top: float) -> None:
            for value in range(self.low, self.high + 1):
                write(axes, self.x(value), top + 0.15, str(value), 11, color=SOFT, ha="center")

        return Block(0.36, draw)


def ends_of(item: Item) -> Ends:
    return item.minimum, item.maximum


def write(axes: Axes, x: float, y: float, text: str, size: float, **look: Any) -> None:
    look = {"color": INK, "va": "center", "family": FONT, **look}
    axes.text(x, y, text, fontsize=size, **look)


def wrapped(name: str, room: int = ROOM) -> list[str]:
    return wrap(name, room) or [""]


def label(axes: Axes, top: float, lines: Sequence[str]) -> float:
    """The question's name; returns where it ends."""
    for number, text in enumerate(lines):
        write(axes, 0, top + LABEL * (number + 0.5), text, 12.5)
    return top + LABEL * len(lines)


def heading(text: str) -> Block:
    """Above all the questions of which it holds."""
    lines = wrapped(text, 62)

    def draw(axes: Axes, top: float) -> None:
        for number, line in enumerate(lines):
            y = top + LABEL * (number + 0.5)
            write(axes, 0, y, line, 11.5, fontweight="bold", color=SOFT)

    return Block(LABEL * len(lines) + 0.08, draw)


def number_at(axes: Axes, at: tuple[float, float], text: str, colour: str, before: bool) -> None:
    """Bold, to the left or to the right of a mark."""
    axes.annotate(
        text,
        at,
        xytext=(-10 if before else 10, 0),
        textcoords="offset points",
        ha="right" if before else "left",
        va="center",
        fontsize=12.5,
        fontweight="bold",
        color=colour,
        family=FONT,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
        zorder=2,
    )


def said(speech: Speech, value: Fraction) -> str:
    """«7,8»."""
    return speech.t("results-number", value=tenths(value))


def signed(speech: Speech, value: Fraction) -> str:
    """«+0,9»."""
    return ("+" if value > 0 else "") + said(speech, value)


Tracks = Sequence[Callable[[Axes, float], None]]


def under_label(name: str, tracks: Tracks, each: float, under: Block | None = None) -> Block:
    """A question's name with a line for each side below it, `each` so high."""
    lines = wrapped(name)

    def draw(axes: Axes, top: float) -> None:
        y = label(axes, top, lines)
        for number, track in enumerate(tracks):
            track(axes, y + each * (number + 0.5))

    return Block(LABEL * len(lines) + each * len(tracks) + 0.14, draw, under)
