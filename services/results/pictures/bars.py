"""How the answers are distributed: a full bar a side, cut by the options or by groups of marks
(`parts`). Several choices are no whole, so each option has a bar of its own.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from services.catalogue import Item
from services.results.cells import Cell, Results, Row, Side, Speech, in_order
from services.results.pictures.colours import INK, SOFT, Fill, look
from services.results.pictures.lines import (
    LABEL,
    label,
    under_label,
    wrapped,
    write,
)
from services.results.pictures.parts import Part, divided, is_several, parts, shown
from services.results.pictures.style import (
    INSIDE,
    Block,
    Head,
    notes_on,
    pictures,
)
from services.results.pictures.swatches import Entry, field, legend
from services.results.privacy import PERCENT_FROM, shares_allowed

LEFT, COLUMN = 0.24, 0.95
"""Inches: a side's mark before its bar, and the number of people behind it."""

FULL = INSIDE - LEFT - COLUMN
TRACK, THICK, THIN = 0.4, 0.32, 0.17
READABLE = 0.31
"""Inches: a number in a narrower field would run over its neighbour."""


def distributions(results: Results, speech: Speech) -> list[Figure]:
    """Of all that may be shown by single values: choice questions first, then the scales."""
    rows = divided(results)
    if not rows:
        return []
    legends: dict[tuple[Entry, ...], Block] = {}
    blocks = []
    for row in _together(rows, speech):
        blocks.append(_several(row, speech) if is_several(row) else _one(row, speech, legends))
    sides = in_order({side for row in rows for side in shown(row)})
    notes = [speech.t("results-pictures-marks-shares", share=PERCENT_FROM)]
    if any(
        not cell.distribution for row in results.of_kind("scale") for cell in row.cells.values()
    ):
        notes.append(speech.t("results-pictures-marks-single", n=2 * results.k))
    notes += notes_on(results, speech)
    what = speech.t("results-pictures-what-distributions")
    return pictures(Head(results, speech, what, notes, sides), blocks)


def _together(rows: list[Row], speech: Speech) -> list[Row]:
    """Those with the same answers below each other, so that their words are said once."""
    found: dict[object, list[Row]] = {}
    for row in rows:
        entries = row.item.code if is_several(row) else _entries(row.item, speech)
        found.setdefault(entries, []).append(row)
    return [row for same in found.values() for row in same]


def _entries(item: Item, speech: Speech) -> tuple[Entry, ...]:
    return tuple((part.text, part.fill) for part in parts(item, speech))


def _one(row: Row, speech: Speech, legends: dict[tuple[Entry, ...], Block]) -> Block:
    entries = _entries(row.item, speech)
    under = legends.setdefault(entries, legend(entries))
    tracks = [_track(side, cell, speech) for side, cell in shown(row).items()]
    return under_label(row.label(speech.language), tracks, TRACK, under)


def _track(side: Side, cell: Cell, speech: Speech) -> Callable[[Axes, float], None]:
    return partial(_bar, side=side, cell=cell, speech=speech)


def _bar(axes: Axes, y: float, side: Side, cell: Cell, speech: Speech) -> None:
    _mark(axes, y, side)
    x, all_of_them = LEFT, sum(cell.counts.values())
    for part in parts(cell.item, speech):
        count = sum(cell.counts[value] for value in part.values)
        width = FULL * count / all_of_them
        if count:
            field(axes, (x, y - THICK / 2), (width, THICK), part.fill)
        if count and width >= READABLE:
            _inside(axes, (x + width / 2, y), _count(speech, cell, count), part.fill)
        x += width
    _people(axes, y, side, cell, speech)


def _mark(axes: Axes, y: float, side: Side) -> None:
    colour, shape = look(side)
    axes.plot([0.08], [y], shape, color=colour, markersize=8)


def _inside(axes: Axes, at: tuple[float, float], text: str, fill: Fill) -> None:
    """On a field of its own: a number on hatching is hard to read."""
    box = {"facecolor": fill.colour, "edgecolor": "none", "pad": 1}
    ink = "white" if fill.dark else INK
    write(axes, *at, text, 10, ha="center", bbox=box, color=ink)


def _count(speech: Speech, cell: Cell, count: int) -> str:
    """Per cent from ten answers on, halves up."""
    if not shares_allowed(cell.answers):
        return str(count)
    share = (200 * count + cell.answers) // (2 * cell.answers)
    return speech.t("results-pictures-share", share=share)


def _people(axes: Axes, y: float, side: Side, cell: Cell, speech: Speech) -> None:
    """And how many answers, where a mentor of three gave three."""
    pairs = cell.answers > cell.people
    look_of: dict[str, Any] = {"color": look(side)[0], "ha": "right"}
    write(axes, INSIDE, y - 0.08 * pairs, f"n = {cell.people}", 10, **look_of)
    if pairs:
        text = speech.t("results-pictures-answers", n=cell.answers)
        write(axes, INSIDE, y + 0.1, text, 8.5, **look_of)


def _several(row: Row, speech: Speech) -> Block:
    """Options below each other; a bar's length is the share of those who chose it."""
    cells, name = shown(row), wrapped(row.label(speech.language), 44)
    options = parts(row.item, speech)
    each = LABEL + 0.22 * len(cells)

    def draw(axes: Axes, top: float) -> None:
        y = label(axes, top, name)
        for number, (side, cell) in enumerate(reversed(cells.items())):
            text, colour = f"n = {cell.people}", look(side)[0]
            write(
                axes, INSIDE - 0.74 * number, top + LABEL / 2, text, 10, color=colour, ha="right"
            )
        for part in options:
            write(axes, 0, y + LABEL / 2, part.text, 10.5, color=SOFT)
            for number, (side, cell) in enumerate(cells.items()):
                _share(axes, y + LABEL + 0.22 * (number + 0.5), side, cell, part, speech)
            y += each

    return Block(LABEL * len(name) + each * len(options) + 0.14, draw)


def _share(axes: Axes, y: float, side: Side, cell: Cell, part: Part, speech: Speech) -> None:
    _mark(axes, y, side)
    count = cell.counts[part.values[0]]
    width = FULL * count / cell.answers
    field(axes, (LEFT, y - THIN / 2), (width, THIN), Fill(look(side)[0]))
    write(axes, LEFT + width + 0.08, y, _count(speech, cell, count), 10)
