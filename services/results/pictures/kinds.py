"""Which pictures there are, and which of them a round has. No drawing."""

from collections.abc import Iterator
from enum import StrEnum

from services.results.band import Bands
from services.results.cells import Area, Results

LEAST_AREAS = 3
"""With fewer there is nothing for a radar to go round."""


class Picture(StrEnum):
    """In the order of the chat's buttons."""

    MEANS = "means"
    RADAR = "radar"
    DISTRIBUTIONS = "distributions"
    CHANGES = "changes"
    GAPS = "gaps"
    BAND = "band"


def there(results: Results, bands: Bands | None = None) -> list[Picture]:
    """Those with something to draw."""
    return list(_there(results, bands))


def _there(results: Results, bands: Bands | None) -> Iterator[Picture]:
    if areas_shown(results) or (not results.areas and _any_mean(results)):
        yield Picture.MEANS
    if len(areas_shown(results)) >= LEAST_AREAS:
        yield Picture.RADAR
    if any(cell.distribution for row in results.rows for cell in row.cells.values()):
        yield Picture.DISTRIBUTIONS
    if results.changed():
        yield Picture.CHANGES
    if results.gaps():
        yield Picture.GAPS
    if bands:
        yield Picture.BAND


def _any_mean(results: Results) -> bool:
    return any(cell.shown for row in results.of_kind("scale") for cell in row.cells.values())


def areas_shown(results: Results) -> list[Area]:
    """Areas of the self-assessment of which some side's mean may be shown."""
    return [
        area for area in results.areas if any(one.mean is not None for one in area.sides.values())
    ]
