"""Means of both sides on one line a question: all in order, or furthest apart first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from models.enums import Role
from services.results.cells import Results, Side, Speech, in_order
from services.results.pictures.colours import SOFT, look
from services.results.pictures.lines import (
    LABEL,
    Ends,
    Scale,
    ends_of,
    label,
    number_at,
    said,
    wrapped,
    write,
)
from services.results.pictures.style import INSIDE, Block, Head, notes_on, pictures

BESIDE = 44
"""Characters of a name that fit in beside the two numbers of people."""

N = 0.74
"""Inches for «n = 120»."""

FURTHEST = 10
"""Questions on the map of differences: further down there is little to see."""


@dataclass(frozen=True)
class Line:
    """A question's name, and by side the mean and how many people gave it."""

    name: str
    ends: Ends
    points: Mapping[Side, tuple[Fraction, int]]


def means(results: Results, speech: Speech) -> list[Figure]:
    """The means of all sides on one line a question; nothing when no mean may be shown.

    Of the self-assessment the areas are drawn, not the statements."""
    found = _areas(results, speech) if results.areas else _questions(results, speech)
    lines = [line for line in found if line.points]
    return _drawn(results, speech, lines, speech.t("results-pictures-what-means"))


def gaps(results: Results, speech: Speech) -> list[Figure]:
    """What mentors and mentees see differently, no more than FURTHEST questions."""
    found = results.gaps()
    lines = [
        Line(
            speech.t(
                "results-pictures-gap",
                text=row.label(speech.language),
                apart=said(speech, abs(mentors.mean - mentees.mean)),
            ),
            ends_of(row.item),
            {
                Side(Role.MENTOR): (mentors.mean, mentors.people),
                Side(Role.MENTEE): (mentees.mean, mentees.people),
            },
        )
        for row, mentors, mentees in found[:FURTHEST]
    ]
    what = speech.t("results-pictures-what-gaps", shown=len(lines), all=len(found))
    return _drawn(results, speech, lines, what)


def _questions(results: Results, speech: Speech) -> Iterable[Line]:
    for row in results.of_kind("scale"):
        cells = {side: cell for side, cell in row.cells.items() if cell.shown}
        points = {side: (cell.mean, cell.people) for side, cell in cells.items()}
        yield Line(row.label(speech.language), ends_of(row.item), points)


def _areas(results: Results, speech: Speech) -> Iterable[Line]:
    for area in results.areas:
        points = {
            side: (one.mean, one.people)
            for side, one in area.sides.items()
            if one.mean is not None
        }
        yield Line(speech.t(f"results-area-{area.code.lower()}"), (1, 5), points)


def _drawn(results: Results, speech: Speech, lines: list[Line], what: str) -> list[Figure]:
    if not lines:
        return []
    scale = Scale(line.ends for line in lines)
    sides = in_order({side for line in lines for side in line.points})
    head = Head(results, speech, what, notes_on(results, speech), sides)
    blocks = [_block(line, scale, speech) for line in lines]
    return pictures(head, blocks, scale.numbers())


def _block(line: Line, scale: Scale, speech: Speech) -> Block:
    """The name above, under it a line from one side's mean to the other's."""
    name = wrapped(line.name, BESIDE)

    def draw(axes: Axes, top: float) -> None:
        y = label(axes, top, name) + 0.22
        for place, (side, (_, people)) in enumerate(reversed(list(line.points.items()))):
            x, colour = INSIDE - N * place, look(side)[0]
            write(axes, x, top + LABEL / 2, f"n = {people}", 10, color=colour, ha="right")
        scale.rule(axes, y, line.ends)
        _dumbbell(axes, y, line, scale, speech)

    return Block(LABEL * len(name) + 0.55, draw)


def _dumbbell(axes: Axes, y: float, line: Line, scale: Scale, speech: Speech) -> None:
    """The numbers stand outside the two points, so that close means stay readable."""
    means = {side: mean for side, (mean, _) in line.points.items()}
    axes.plot([scale.x(m) for m in means.values()], [y] * len(means), color=SOFT, linewidth=2.5)
    left = min(means, key=lambda side: means[side])
    for side, mean in means.items():
        colour, shape = look(side)
        axes.plot([scale.x(mean)], [y], shape, color=colour, markersize=11, zorder=3)
        before = side == left and len(means) > 1
        number_at(axes, (scale.x(mean), y), said(speech, mean), colour, before)
