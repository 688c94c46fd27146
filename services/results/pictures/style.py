"""The one style of all pictures: sizes, colours and shapes, the heading, the pages of a picture.

Objects only, no pyplot: it keeps figures for ever. All is laid out in inches, from the top left.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from math import ceil
from textwrap import wrap

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from services.results.cells import Results, Side, Speech, round_name
from services.results.pictures.colours import INK, SOFT, look

WIDTH, DPI = 7.2, 150
"""Inches and dots: 1,080 pixels, the width of a phone's screen."""

TALLEST = 2.2 * WIDTH
"""About a phone's screen: what is taller is shrunk by the chat until nobody can read it."""

EDGE = 0.36
INSIDE = WIDTH - 2 * EDGE
LINE, NOTE, FOOT = 0.3, 0.2, 0.15

ROOM = 56
"""Characters of a label on a line."""

FONT = "DejaVu Sans"


@dataclass(frozen=True)
class Block:
    """Part of a picture, never torn: `draw` gets its top. `under`: what is said above it, once
    for all that stand under the same on a page."""

    height: float
    draw: Callable[[Axes, float], None]
    under: "Block | None" = None


@dataclass(frozen=True)
class Head:
    """`what` the picture shows, the notes under it, whose marks are in it."""

    results: Results
    speech: Speech
    what: str
    notes: Sequence[str]
    sides: Sequence[Side]

    @property
    def title(self) -> list[str]:
        place = self.results.place
        names = [round_name(place, self.speech), *wrap(place.organisation.name, 52)]
        return [*names, *wrap(self.what, 56)]

    @property
    def foot(self) -> list[str]:
        return [line for note in self.notes for line in wrap(note, 84)]

    @property
    def above(self) -> float:
        rows = ceil(len(self.sides) / 2)
        return LINE * (len(self.title) + rows + 0.65)

    @property
    def below(self) -> float:
        return FOOT + NOTE * (len(self.foot) + 0.5)


def notes_on(results: Results, speech: Speech) -> list[str]:
    """What n is, and whom the numbers leave out."""
    notes = [speech.t("results-picture-note", k=results.k)]
    if results.left_out:
        notes.append(speech.t("results-left-out-total", n=results.left_out, k=results.k))
    return notes


def pictures(head: Head, blocks: Sequence[Block], last: Block | None = None) -> list[Figure]:
    """The blocks below each other on as few figures as they fit; `last`: at the foot of each."""
    return [_picture(head, page, last) for page in _pages(head, blocks, last)]


def _pages(head: Head, blocks: Sequence[Block], last: Block | None) -> list[list[Block]]:
    """About equally full, rather than a last one with a single question."""
    if not blocks:
        return []
    room = TALLEST - head.above - head.below - (last.height if last else 0)
    total, tallest = _height(blocks), max(block.height for block in blocks)
    limit = min(room, total / ceil(total / room) + tallest)
    pages: list[list[Block]] = [[]]
    for block in blocks:
        if pages[-1] and _height([*pages[-1], block]) > limit:
            pages.append([])
        pages[-1].append(block)
    return pages


def _height(blocks: Sequence[Block]) -> float:
    return sum(block.height for block in _with_heads(blocks))


def _with_heads(blocks: Sequence[Block]) -> list[Block]:
    found: list[Block] = []
    for before, block in pairwise([None, *blocks]):
        assert block is not None
        if block.under and (before is None or before.under is not block.under):
            found.append(block.under)
        found.append(block)
    return found


def _picture(head: Head, blocks: Sequence[Block], last: Block | None) -> Figure:
    parts = _with_heads(blocks) + ([last] if last else [])
    inside = sum(block.height for block in parts)
    figure = sheet(head, inside)
    height = figure.get_figheight()
    axes = figure.add_axes((EDGE / WIDTH, head.below / height, INSIDE / WIDTH, inside / height))
    axes.set_xlim(0, INSIDE)
    axes.set_ylim(inside, 0)
    axes.set_axis_off()
    top = 0.0
    for block in parts:
        block.draw(axes, top)
        top += block.height
    return figure


def sheet(head: Head, inside: float) -> Figure:
    """An empty figure with the heading above so many inches and the notes below."""
    figure = Figure(figsize=(WIDTH, head.above + inside + head.below), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    height = figure.get_figheight()
    for number, text in enumerate(head.title):
        y = 1 - LINE * (number + 0.95) / height
        size, weight = (15, "bold") if number == 0 else (12, "normal")
        figure.text(
            EDGE / WIDTH, y, text, fontsize=size, fontweight=weight, color=INK, family=FONT
        )
    _legend(figure, head)
    for number, note in enumerate(reversed(head.foot)):
        y = (FOOT + NOTE * number) / height
        figure.text(EDGE / WIDTH, y, note, fontsize=9.5, color=SOFT, family=FONT)
    return figure


def _legend(figure: Figure, head: Head) -> None:
    keys = [
        Line2D([], [], marker=shape, color=colour, linestyle="", markersize=10)
        for colour, shape in map(look, head.sides)
    ]
    figure.legend(
        keys,
        [head.speech.side(side) for side in head.sides],
        loc="upper left",
        bbox_to_anchor=(0.03, 1 - LINE * (len(head.title) + 0.3) / figure.get_figheight()),
        ncols=2,
        frameon=False,
        handletextpad=0.2,
        borderpad=0,
        prop={"family": FONT, "size": 12},
    )


def png(figure: Figure) -> bytes:
    made = BytesIO()
    figure.savefig(made, format="png", metadata={"Software": None})
    return made.getvalue()
