"""Into which parts the answers to a question are divided, for pictures and charts. No drawing.

The marks of a scale are four groups at 40, 60 and 80 % of its points: of 1-10 these are 1-4,
5-6, 7-8 and 9-10, of 1-5 they are 1-2, 3, 4 and 5, which are the levels of the self-assessment
(domain, 4.5).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from textwrap import shorten

from services.catalogue import Item
from services.results.cells import Cell, Results, Row, Side, Speech
from services.results.pictures.colours import GROUPS, OPTIONS, Fill

CUTS = (0, 4, 6, 8, 10)
"""Where groups of marks end, in tenths of the points."""

LONGEST = 50
"""Characters of an option."""


@dataclass(frozen=True)
class Part:
    """One field of a bar: the answers it stands for."""

    values: tuple[str, ...]
    text: str
    fill: Fill


def parts(item: Item, speech: Speech) -> list[Part]:
    if item.kind == "scale":
        return list(_groups(item, speech))
    return [
        Part(
            (choice.value,),
            shorten(choice.text.of(speech.language), LONGEST, placeholder="…"),
            OPTIONS[number % len(OPTIONS)],
        )
        for number, choice in enumerate(item.choices)
    ]


def _groups(item: Item, speech: Speech) -> Iterator[Part]:
    """Of a short scale some groups are empty and are left out."""
    points = len(item.values)
    ends = [points * cut // 10 for cut in CUTS]
    for number, (start, end) in enumerate(pairwise(ends), start=1):
        if values := item.values[start:end]:
            said = values[0] if len(values) == 1 else f"{values[0]}–{values[-1]}"
            text = speech.t(f"results-pictures-group-{number}", values=said)
            yield Part(values, text, GROUPS[number - 1])


def divided(results: Results) -> list[Row]:
    """The questions of which single values may be shown, the scales last."""
    rows = [r for r in results.of_kind("single", "yes_no", "multiple", "scale") if shown(r)]
    return sorted(rows, key=lambda row: row.item.kind == "scale")


def shown(row: Row) -> dict[Side, Cell]:
    """The sides of which single values may be shown."""
    return {side: cell for side, cell in row.cells.items() if cell.distribution is not None}


def is_several(row: Row) -> bool:
    """Several choices are no whole, so each option has a bar of its own."""
    return row.item.kind == "multiple"
