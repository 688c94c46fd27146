"""How the same people's answers have changed: an arrow from the mean before to the one after."""

from collections.abc import Callable, Iterator
from functools import partial

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from services.results.cells import Results, Side, Speech, in_order
from services.results.change import Change
from services.results.pictures.colours import look
from services.results.pictures.lines import (
    Scale,
    ends_of,
    heading,
    number_at,
    said,
    signed,
    under_label,
    write,
)
from services.results.pictures.style import INSIDE, Head, pictures

COLUMN = 1.8
"""Inches at the right, for «+1,2 · n = 120» and a number at the scale's end."""

TRACK = 0.36


def changes(results: Results, speech: Speech) -> list[Figure]:
    """Under the round it is compared with; expectations set beside facts are no growth."""
    found = results.changed()
    if not found:
        return []
    every = [one for _, same in found for one in same]
    scale = Scale((ends_of(one.item) for one in every), COLUMN)
    heads = {one.earlier: heading(_since(one, speech)) for one in every}
    blocks = [
        under_label(
            row.label(speech.language),
            [_track(one, scale, speech) for one in same],
            TRACK,
            heads[same[0].earlier],
        )
        for row, same in found
    ]
    sides = in_order({Side(one.role) for one in every})
    what = speech.t("results-pictures-what-changes")
    head = Head(results, speech, what, list(_notes(every, results.k, speech)), sides)
    return pictures(head, blocks, scale.numbers())


def _notes(every: list[Change], k: int, speech: Speech) -> Iterator[str]:
    yield speech.t("results-pictures-marks-changes")
    if any(one.expected for one in every):
        yield speech.t("results-pictures-marks-expected")
    yield speech.t("results-pictures-twice", k=k)
    if left_out := max(one.verdict.left_out for one in every):
        yield speech.t("results-changes-left-out", n=left_out)


def _since(one: Change, speech: Speech) -> str:
    key = "results-pictures-expected" if one.expected else "results-pictures-was"
    return speech.t(key, round=speech.t(f"round-{one.earlier}", number=""))


def _track(one: Change, scale: Scale, speech: Speech) -> Callable[[Axes, float], None]:
    return partial(_draw, one=one, scale=scale, speech=speech)


def _draw(axes: Axes, y: float, one: Change, scale: Scale, speech: Speech) -> None:
    """Hollow is before, filled is after."""
    colour, shape = look(Side(one.role))
    before, after = scale.x(one.before), scale.x(one.after)
    scale.rule(axes, y, ends_of(one.item))
    arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": 2, "shrinkA": 5, "shrinkB": 4}
    if abs(after - before) > 0.2:
        axes.annotate("", (after, y), (before, y), arrowprops=arrow, zorder=2)
    axes.plot([before], [y], shape, color=colour, mfc="white", mew=2, markersize=11, zorder=3)
    axes.plot([after], [y], shape, color=colour, markersize=9, zorder=4)
    number_at(axes, (before, y), said(speech, one.before), colour, before=one.mean >= 0)
    number_at(axes, (after, y), said(speech, one.after), colour, before=one.mean < 0)
    text = f"{signed(speech, one.mean)} · n = {one.sums.people}"
    write(axes, INSIDE, y, text, 10.5, color=colour, ha="right")
