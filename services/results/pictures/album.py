"""All pictures by name, as figures and as files."""

import html
from collections.abc import Callable, Mapping
from threading import Lock

from matplotlib.figure import Figure

from services.results.band import Bands
from services.results.cells import Results, Speech
from services.results.pictures.arrows import changes
from services.results.pictures.bars import distributions
from services.results.pictures.dumbbells import gaps, means
from services.results.pictures.kinds import Picture
from services.results.pictures.radar import radar
from services.results.pictures.schools import band
from services.results.pictures.style import png

ONE_AT_A_TIME = Lock()
"""Matplotlib's fonts are shared between threads and not made for it."""

DRAWN: Mapping[Picture, Callable[[Results, Speech], list[Figure]]] = {
    Picture.MEANS: means,
    Picture.RADAR: radar,
    Picture.DISTRIBUTIONS: distributions,
    Picture.CHANGES: changes,
    Picture.GAPS: gaps,
}


def figures(
    kind: Picture, results: Results, speech: Speech, bands: Bands | None = None
) -> list[Figure]:
    """Several where one would be too tall for a phone, none where nothing may be shown.

    `results` with their changes, if those are to be drawn; `bands` for that picture only."""
    words = Speech(lambda key, **args: html.unescape(speech.t(key, **args)), speech.language)
    if kind is Picture.BAND:
        return band(results, words, bands)
    return DRAWN[kind](results, words)


def files(
    kind: Picture, results: Results, speech: Speech, bands: Bands | None = None
) -> list[bytes]:
    """PNGs; safe in any thread, the same bytes for the same answers."""
    with ONE_AT_A_TIME:
        return [png(figure) for figure in figures(kind, results, speech, bands)]
