"""The colours of all pictures and of the workbook's charts. No drawing."""

from typing import NamedTuple

from models.enums import Role
from services.results.cells import Side

INK, SOFT, RULE = "#1f2933", "#5c6b7a", "#d9e0e6"
LOOKS = {Role.MENTOR: ("#0072b2", "o"), Role.MENTEE: ("#c44e00", "D")}
OTHERS, THEN = ("#007a5a", "s"), ("#5c6b7a", "s")
"""Told apart by the colour-blind, and by shape in a black-and-white print."""

PALE = {"#0072b2": "#a9d0e8", "#c44e00": "#f2b272", "#007a5a": "#b9dccf", "#5c6b7a": "#c9ced4"}
"""The same, fainter: how it was before."""


class Fill(NamedTuple):
    """Hatched ones are told apart in a black-and-white print too."""

    colour: str
    hatch: str = ""
    dark: bool = False


GROUPS = (
    Fill("#b35806", "///", dark=True),
    Fill("#f2b272", "///"),
    Fill("#a9d0e8"),
    Fill("#0a5a9c", dark=True),
)
"""Low marks hatched and warm, high ones plain and cold; the stronger, the darker."""

OPTIONS = (
    Fill("#0072b2", dark=True),
    Fill("#f0b44c", "///"),
    Fill("#b9dcf2", "..."),
    Fill("#c44e00", r"\\", dark=True),
    Fill("#c9ced4"),
    Fill("#007a5a", "///", dark=True),
    Fill("#e8bcd6", "---"),
    Fill("#5c6b7a", "xxx", dark=True),
)
"""Of choice questions: neighbours differ in lightness and in hatching."""


def look(side: Side) -> tuple[str, str]:
    """Colour and shape."""
    return THEN if side.then else LOOKS.get(side.role, OTHERS)
