"""Coloured fields, and what they mean in words."""

from collections.abc import Iterator, Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from services.results.pictures.colours import SOFT, Fill
from services.results.pictures.lines import write
from services.results.pictures.style import INSIDE, Block

CHARACTER, SIGN, APART = 0.093, 0.27, 0.2
"""Inches: a letter of the words, a field with its gap, between two entries."""

ROW = 0.27


Entry = tuple[str, Fill]


def field(axes: Axes, corner: tuple[float, float], size: tuple[float, float], fill: Fill) -> None:
    made = Rectangle(corner, *size, facecolor=fill.colour, edgecolor="white", hatch=fill.hatch)
    axes.add_patch(made)


def legend(entries: Sequence[Entry]) -> Block:
    """The words for all the fields of what stands under it."""
    placed = list(_placed(entries))
    rows = placed[-1][1] + 1

    def draw(axes: Axes, top: float) -> None:
        for x, row, (text, fill) in placed:
            y = top + 0.12 + ROW * row
            field(axes, (x, y + 0.04), (0.18, 0.18), fill)
            write(axes, x + SIGN, y + ROW / 2, text, 10.5, color=SOFT)

    return Block(0.2 + ROW * rows, draw)


def _placed(entries: Sequence[Entry]) -> Iterator[tuple[float, int, Entry]]:
    """From the left, and on into the next row."""
    x, row = 0.0, 0
    for entry in entries:
        width = SIGN + CHARACTER * len(entry[0])
        if x and x + width > INSIDE:
            x, row = 0.0, row + 1
        yield x, row, entry
        x += width + APART
