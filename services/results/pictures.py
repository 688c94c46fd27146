"""Pictures of results: PNG for a phone. Objects only, no pyplot: it keeps figures for ever."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from textwrap import wrap
from threading import Lock
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from models.enums import Role
from services.results.cells import Results, Side, Speech, in_order, round_name, tenths

WIDTH, DPI = 7.2, 150
"""Inches and dots: 1,080 pixels, the width of a phone's screen."""

ROW, LINE, AXIS, NOTE = 0.82, 0.3, 0.55, 0.2
"""Inches of height for a question, a line of the title, the scale, a line of the notes."""

ROOM = 46
"""Characters of a label that fit in beside the two numbers of people."""

INK, SOFT, RULE = "#1f2933", "#5c6b7a", "#d9e0e6"
LOOKS = {Role.MENTOR: ("#0072b2", "o"), Role.MENTEE: ("#c44e00", "D")}
OTHERS, THEN = ("#007a5a", "s"), ("#5c6b7a", "s")
"""Told apart by the colour-blind, and by shape in a black-and-white print."""

FONT = "DejaVu Sans"
ONE_AT_A_TIME = Lock()
"""Matplotlib's fonts are shared between threads and not made for it."""


@dataclass(frozen=True)
class Line:
    """What is drawn on one line: a name, and by side the mean and how many people gave it."""

    name: str
    ends: tuple[int, int]
    points: Mapping[Side, tuple[Fraction, int]]


def means(results: Results, speech: Speech) -> bytes | None:
    """The means of all sides on one line a question; None when no mean may be shown.

    Of the self-assessment the areas are drawn, not the statements."""
    found = _areas(results, speech) if results.areas else _questions(results, speech)
    lines = [line for line in found if line.points]
    if not lines:
        return None
    title = [round_name(results.place, speech), *wrap(results.place.organisation.name, 52)]
    notes = _notes(results, speech)
    foot = AXIS + NOTE * len(notes)
    height = LINE * (len(title) + 1.6) + ROW * len(lines) + foot
    with ONE_AT_A_TIME:
        figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor="white")
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.05, foot / height, 0.9, ROW * len(lines) / height))
        _frame(axes, lines)
        for number, line in enumerate(lines):
            _question(axes, number, line, speech)
        _heading(figure, title, speech, in_order({s for line in lines for s in line.points}))
        for number, note in enumerate(reversed(notes)):
            y = (0.15 + NOTE * number) / height
            figure.text(0.05, y, note, fontsize=9.5, color=SOFT, family=FONT)
        return _png(figure)


def _questions(results: Results, speech: Speech) -> Iterable[Line]:
    for row in results.of_kind("scale"):
        cells = {side: cell for side, cell in row.cells.items() if cell.shown}
        points = {side: (cell.mean, cell.people) for side, cell in cells.items()}
        yield Line(row.label(speech.language), (row.item.minimum, row.item.maximum), points)


def _areas(results: Results, speech: Speech) -> Iterable[Line]:
    for area in results.areas:
        points = {s: (one.mean, one.people) for s, one in area.sides.items() if one.mean}
        yield Line(speech.t(f"results-area-{area.code.lower()}"), (1, 5), points)


def _notes(results: Results, speech: Speech) -> list[str]:
    notes = [speech.t("results-picture-note", k=results.k)]
    if results.left_out:
        notes.append(speech.t("results-left-out-total", n=results.left_out, k=results.k))
    return [line for note in notes for line in wrap(note, 84)]


def _frame(axes: Axes, lines: list[Line]) -> None:
    low, high = min(line.ends[0] for line in lines), max(line.ends[1] for line in lines)
    axes.set_xlim(low - 0.06 * (high - low), high + 0.1 * (high - low))
    axes.set_ylim(len(lines) - 0.4, -0.65)
    axes.set_xticks(range(low, high + 1))
    axes.tick_params(axis="x", length=0, labelsize=11, labelcolor=SOFT, labelfontfamily=FONT)
    axes.set_yticks([])
    numbers = range(len(lines))
    axes.hlines(numbers, low, high, color=RULE, linewidth=1.5, zorder=1)
    for number in range(low, high + 1):
        axes.plot([number] * len(lines), numbers, "|", color=RULE, markersize=9, zorder=1)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _look(side: Side) -> tuple[str, str]:
    """Colour and shape."""
    return THEN if side.then else LOOKS.get(side.role, OTHERS)


def _question(axes: Axes, number: int, line: Line, speech: Speech) -> None:
    """The name above, under it a line from one side's mean to the other's."""
    left, right = axes.get_xlim()
    label: dict[str, Any] = {"va": "center", "family": FONT}
    size = min(12.5, 12.5 * ROOM / len(line.name))
    axes.text(left, number - 0.36, line.name, fontsize=size, color=INK, **label)
    for place, (side, (_, people)) in enumerate(reversed(list(line.points.items()))):
        axes.annotate(
            f"n = {people}",
            (right, number - 0.36),
            xytext=(-52 * place, 0),
            textcoords="offset points",
            ha="right",
            fontsize=10,
            color=_look(side)[0],
            **label,
        )
    _dumbbell(axes, number, {side: mean for side, (mean, _) in line.points.items()}, speech)


def _dumbbell(axes: Axes, line: int, means: Mapping[Side, Fraction], speech: Speech) -> None:
    """The numbers stand outside the two points, so that close means stay readable."""
    axes.plot([float(m) for m in means.values()], [line] * len(means), color=SOFT, linewidth=2.5)
    left = min(means, key=lambda side: means[side])
    for side, mean in means.items():
        colour, shape = _look(side)
        axes.plot([float(mean)], [line], shape, color=colour, markersize=11, zorder=3)
        before = side == left and len(means) > 1
        axes.annotate(
            speech.t("results-number", value=tenths(mean)),
            (float(mean), line),
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


def _heading(figure: Figure, title: list[str], speech: Speech, sides: tuple[Side, ...]) -> None:
    height = figure.get_figheight()
    for number, text in enumerate(title):
        y = 1 - LINE * (number + 0.95) / height
        size, weight = (15, "bold") if number == 0 else (12, "normal")
        figure.text(0.05, y, text, fontsize=size, fontweight=weight, color=INK, family=FONT)
    keys = [
        Line2D([], [], marker=shape, color=colour, linestyle="", markersize=10)
        for colour, shape in map(_look, sides)
    ]
    figure.legend(
        keys,
        [speech.side(side) for side in sides],
        loc="center left",
        bbox_to_anchor=(0.03, 1 - LINE * (len(title) + 0.85) / height),
        ncols=2,
        frameon=False,
        handletextpad=0.2,
        prop={"family": FONT, "size": 12},
    )


def _png(figure: Figure) -> bytes:
    made = BytesIO()
    figure.savefig(made, format="png", metadata={"Software": None})
    return made.getvalue()
