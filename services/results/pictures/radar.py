"""The areas of the self-assessment as a radar from 1 to 5, on the four levels (domain, 4.5)."""

from collections.abc import Iterator, Sequence
from math import cos, pi, sin
from textwrap import wrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from services.results.areas import LEVELS
from services.results.cells import Area, Results, Side, Speech, in_order
from services.results.pictures.colours import RULE, SOFT, Fill, look
from services.results.pictures.kinds import LEAST_AREAS, areas_shown
from services.results.pictures.lines import said, write
from services.results.pictures.style import (
    INSIDE,
    Block,
    Head,
    notes_on,
    pictures,
)
from services.results.pictures.swatches import legend

LOW, HIGH, RADIUS = 1, 5, 1.85
AROUND = 1.1
"""Inches above and below for the names and numbers of an area."""

TINTS = dict(zip(LEVELS, ("#f6d5c3", "#fbecc8", "#e2efd9", "#cfe5f2"), strict=True))
SIGNS = {"o": "●", "D": "◆", "s": "■"}
Point = tuple[float, float]


def radar(results: Results, speech: Speech) -> list[Figure]:
    """One picture; nothing where too few areas may be shown."""
    areas = areas_shown(results)
    if len(areas) < LEAST_AREAS:
        return []
    sides = in_order(
        {s for area in areas for s, one in area.sides.items() if one.mean is not None}
    )
    both = [speech.t("results-pictures-marks-radar")] if len(sides) > 1 else []
    notes = [*both, *notes_on(results, speech)]
    head = Head(results, speech, speech.t("results-pictures-what-radar"), notes, sides)

    def draw(axes: Axes, top: float) -> None:
        centre = (INSIDE / 2, top + AROUND + RADIUS)
        _levels(axes, centre, len(areas))
        for side in reversed(sides):
            _side(axes, centre, areas, side)
        for number, area in enumerate(areas):
            at = _around(centre, number / len(areas), RADIUS + 0.24)
            _named(axes, at, area, speech, above=at[1] < centre[1])

    levels = legend([(text, Fill(TINTS[level])) for level, text in _in_words(speech)])
    return pictures(head, [Block(2 * (RADIUS + AROUND), draw)], levels)


def _in_words(speech: Speech) -> Iterator[tuple[str, str]]:
    """«зона развития: от 2,5»."""
    floors = list(LEVELS.values())
    for level, floor in LEVELS.items():
        key, bound = ("from", floor) if floor else ("below", floors[1])
        name = speech.t(f"results-level-{level}")
        yield level, speech.t(f"results-pictures-level-{key}", name=name, bound=bound)


def _around(centre: Point, turn: float, reach: float) -> Point:
    """From the top, clockwise."""
    return centre[0] + reach * sin(2 * pi * turn), centre[1] - reach * cos(2 * pi * turn)


def _reach(value: float) -> float:
    return RADIUS * (value - LOW) / (HIGH - LOW)


def _levels(axes: Axes, centre: Point, spokes: int) -> None:
    """The outermost first; each covers the middle of the one before."""
    ceilings = [*list(LEVELS.values())[1:], HIGH]
    for level, ceiling in reversed(list(zip(LEVELS, ceilings, strict=True))):
        axes.add_patch(Circle(centre, _reach(ceiling), facecolor=TINTS[level], zorder=0))
    for value in range(LOW + 1, HIGH + 1):
        ring = Circle(centre, _reach(value), fill=False, edgecolor="white", zorder=0.5)
        axes.add_patch(ring)
        at = _around(centre, 0.5 / spokes, _reach(value) - 0.1)
        write(axes, *at, str(value), 8.5, color=SOFT, ha="center")
    for number in range(spokes):
        ends = (centre, _around(centre, number / spokes, RADIUS))
        axes.plot(*zip(*ends, strict=True), color=RULE, linewidth=1, zorder=1)


def _side(axes: Axes, centre: Point, areas: Sequence[Area], side: Side) -> None:
    """A line round, broken where an area may not be shown."""
    colour, shape = look(side)
    found: list[Point | None] = []
    for number, area in enumerate(areas):
        one = area.sides.get(side)
        mean = one.mean if one else None
        at = None if mean is None else _around(centre, number / len(areas), _reach(float(mean)))
        found.append(at)
    style = "--" if shape == "o" else "-"
    for start, end in zip(found, [*found[1:], found[0]], strict=True):
        if start and end:
            axes.plot(*zip(start, end, strict=True), style, color=colour, linewidth=2, zorder=3)
    for point in filter(None, found):
        axes.plot(*point, shape, color=colour, markersize=9, zorder=4)


def _named(axes: Axes, at: Point, area: Area, speech: Speech, above: bool) -> None:
    """The area's name, then «◆ 3,2 · n = 12» for each side, outside the circle."""
    name = wrap(speech.t(f"results-area-{area.code.lower()}"), 12)
    lines: list[tuple[str, dict[str, str]]] = [(text, {"fontweight": "bold"}) for text in name]
    for side, one in area.sides.items():
        if one.mean is not None:
            colour, shape = look(side)
            text = f"{SIGNS[shape]} {said(speech, one.mean)} · n = {one.people}"
            lines.append((text, {"color": colour}))
    x, y = at
    right = x - INSIDE / 2
    ha = "center" if abs(right) < 0.1 else "left" if right > 0 else "right"
    share = {"center": 1.0 if above else 0.0}.get(ha, 0.5)
    for number, (text, how) in enumerate(lines):
        line = number + 0.5 - share * len(lines)
        write(axes, x, y + 0.21 * line, text, 10.5, ha=ha, **how)
