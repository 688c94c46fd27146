"""Pictures of results: PNG for a phone. Objects only, no pyplot: it keeps figures for ever."""

from collections.abc import Mapping
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
from services.results.figures import ROLES, Results, Row, Speech, round_name, tenths

WIDTH, DPI = 7.2, 150
"""Inches and dots: 1,080 pixels, the width of a phone's screen."""

ROW, LINE, AXIS, NOTE = 0.82, 0.3, 0.55, 0.2
"""Inches of height for a question, a line of the title, the scale, a line of the notes."""

ROOM = 46
"""Characters of a label that fit in beside the two numbers of people."""

INK, SOFT, RULE = "#1f2933", "#5c6b7a", "#d9e0e6"
LOOKS = {Role.MENTOR: ("#0072b2", "o"), Role.MENTEE: ("#c44e00", "D")}
"""Told apart by the colour-blind, and by shape in a black-and-white print."""

FONT = "DejaVu Sans"
ONE_AT_A_TIME = Lock()
"""Matplotlib's fonts are shared between threads and not made for it."""


def means(results: Results, speech: Speech) -> bytes | None:
    """The means of both roles on one line a question; None when no mean may be shown."""
    rows = [row for row in results.of_kind("scale") if any(c.shown for c in row.cells.values())]
    if not rows:
        return None
    title = [round_name(results.place, speech), *wrap(results.place.organisation.name, 52)]
    notes = _notes(results, speech)
    foot = AXIS + NOTE * len(notes)
    height = LINE * (len(title) + 1.6) + ROW * len(rows) + foot
    with ONE_AT_A_TIME:
        figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor="white")
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.05, foot / height, 0.9, ROW * len(rows) / height))
        _frame(axes, rows)
        for line, row in enumerate(rows):
            _question(axes, line, row, speech)
        _heading(figure, title, speech)
        for line, note in enumerate(reversed(notes)):
            y = (0.15 + NOTE * line) / height
            figure.text(0.05, y, note, fontsize=9.5, color=SOFT, family=FONT)
        return _png(figure)


def _notes(results: Results, speech: Speech) -> list[str]:
    notes = [speech.t("results-picture-note", k=results.k)]
    if results.left_out:
        notes.append(speech.t("results-left-out-total", n=results.left_out, k=results.k))
    return [line for note in notes for line in wrap(note, 84)]


def _frame(axes: Axes, rows: list[Row]) -> None:
    items = [cell.item for row in rows for cell in row.cells.values()]
    low, high = min(item.minimum for item in items), max(item.maximum for item in items)
    axes.set_xlim(low - 0.6, high + 0.9)
    axes.set_ylim(len(rows) - 0.4, -0.65)
    axes.set_xticks(range(low, high + 1))
    axes.tick_params(axis="x", length=0, labelsize=11, labelcolor=SOFT, labelfontfamily=FONT)
    axes.set_yticks([])
    lines = range(len(rows))
    axes.hlines(lines, low, high, color=RULE, linewidth=1.5, zorder=1)
    for number in range(low, high + 1):
        axes.plot([number] * len(rows), lines, "|", color=RULE, markersize=9, zorder=1)
    for side in axes.spines.values():
        side.set_visible(False)


def _question(axes: Axes, line: int, row: Row, speech: Speech) -> None:
    """The label above, under it a line from one role's mean to the other's."""
    shown = {role: cell for role, cell in row.cells.items() if cell.shown}
    left, right = axes.get_xlim()
    label: dict[str, Any] = {"va": "center", "family": FONT}
    name = row.label(speech.language)
    size = min(12.5, 12.5 * ROOM / len(name))
    axes.text(left, line - 0.36, name, fontsize=size, color=INK, **label)
    for place, (role, cell) in enumerate(reversed(shown.items())):
        axes.annotate(
            f"n = {cell.people}",
            (right, line - 0.36),
            xytext=(-52 * place, 0),
            textcoords="offset points",
            ha="right",
            fontsize=10,
            color=LOOKS[role][0],
            **label,
        )
    _dumbbell(axes, line, {role: cell.mean for role, cell in shown.items()}, speech)


def _dumbbell(axes: Axes, line: int, means: Mapping[Role, Fraction], speech: Speech) -> None:
    """The numbers stand outside the two points, so that close means stay readable."""
    axes.plot([float(m) for m in means.values()], [line] * len(means), color=SOFT, linewidth=2.5)
    left = min(means, key=lambda role: means[role])
    for role, mean in means.items():
        colour, shape = LOOKS[role]
        axes.plot([float(mean)], [line], shape, color=colour, markersize=11, zorder=3)
        before = role == left and len(means) > 1
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


def _heading(figure: Figure, title: list[str], speech: Speech) -> None:
    height = figure.get_figheight()
    for number, text in enumerate(title):
        y = 1 - LINE * (number + 0.95) / height
        size, weight = (15, "bold") if number == 0 else (12, "normal")
        figure.text(0.05, y, text, fontsize=size, fontweight=weight, color=INK, family=FONT)
    keys = [
        Line2D([], [], marker=shape, color=colour, linestyle="", markersize=10)
        for colour, shape in LOOKS.values()
    ]
    figure.legend(
        keys,
        [speech.t(f"results-role-{role}") for role in ROLES],
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
