"""A school's means on the band of all schools' (`services.results.band`)."""

from collections.abc import Callable
from functools import partial

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from services.results.band import Band, Bands
from services.results.cells import Results, Row, Side, Speech, in_order
from services.results.pictures.colours import INK, look
from services.results.pictures.lines import Scale, ends_of, said, under_label, write
from services.results.pictures.style import INSIDE, Block, Head, notes_on, pictures

COLUMN = 1.2
"""Inches at the right for the numbers of people and schools."""

TRACK, HALF = 0.5, 0.11


def band(results: Results, speech: Speech, bands: Bands | None) -> list[Figure]:
    """Nothing where there is no band of any question."""
    if bands is None:
        return []
    rows = [(row, found) for row in results.of_kind("scale") if (found := _of(row, bands))]
    every = [one for _, found in rows for one in found]
    scale = Scale((ends_of(one.item) for one in every), COLUMN)
    blocks = [_block(row, found, scale, speech) for row, found in rows]
    sides = in_order({Side(one.role) for one in every})
    of_band = speech.t("results-pictures-marks-band", whole=bands.name)
    notes = [of_band, *notes_on(results, speech)]
    head = Head(results, speech, speech.t("results-pictures-what-band"), notes, sides)
    return pictures(head, blocks, scale.numbers())


def _of(row: Row, bands: Bands) -> list[Band]:
    asked = ((side.role, cell.item.code) for side, cell in row.cells.items() if not side.then)
    return [bands.found[at] for at in asked if at in bands.found]


def _block(row: Row, found: list[Band], scale: Scale, speech: Speech) -> Block:
    tracks = [_track(one, scale, speech) for one in found]
    return under_label(row.label(speech.language), tracks, TRACK)


def _track(one: Band, scale: Scale, speech: Speech) -> Callable[[Axes, float], None]:
    return partial(_draw, one=one, scale=scale, speech=speech)


def _draw(axes: Axes, middle: float, one: Band, scale: Scale, speech: Speech) -> None:
    """The number stands above the school's mark."""
    colour, shape = look(Side(one.role))
    y = middle + 0.09
    scale.rule(axes, y, ends_of(one.item))
    corner, width = (scale.x(one.low), y - HALF), scale.x(one.high) - scale.x(one.low)
    axes.add_patch(Rectangle(corner, width, 2 * HALF, facecolor=colour, alpha=0.28, zorder=2))
    tick = [scale.x(one.whole)] * 2
    axes.plot(tick, [y - HALF, y + HALF + 0.06], color=INK, linewidth=2, zorder=3)
    axes.plot([scale.x(one.school)], [y], shape, color=colour, markersize=9, zorder=4)
    text, bold = said(speech, one.school), {"fontweight": "bold", "ha": "center"}
    write(axes, scale.x(one.school), y - 0.23, text, 11, color=colour, **bold)
    write(axes, INSIDE, y - 0.09, f"n = {one.people}", 10, color=colour, ha="right")
    schools = speech.t("results-pictures-schools", n=one.schools)
    write(axes, INSIDE, y + 0.09, schools, 9, color=colour, ha="right")
