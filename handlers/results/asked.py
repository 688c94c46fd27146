"""What a press on a page of results asks for, and a file as the answer."""

import re
from dataclasses import dataclass

from handlers.context import Context
from handlers.results import screens
from handlers.results.screens import View
from handlers.screen import Attachment, Button, Screen, column
from handlers.wording import language
from services.results.cells import Results, Speech
from services.results.rounds import Place

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

MANY_SCHOOLS = 50
"""Counting the answers of more takes longer than a page should."""


@dataclass(frozen=True)
class Asked:
    """What a press asks for; `results` are None while answers may still come."""

    c: Context
    view: View
    place: Place
    larger: Place | None
    results: Results | None

    @property
    def speech(self) -> Speech:
        return Speech(self.c.t, language(self.c.t))


def sent(asked: Asked, file: Attachment, act: str = "means") -> Screen:
    """The file under the round's title, with a way back to the page it was asked for on."""
    c = asked.c
    back = Button.of(c.t("results-back"), screens.view_of(asked.place, act))
    return Screen(screens.title(c.t, asked.place), column((back,)), attachment=file, fresh=True)


def file_name(asked: Asked, ending: str) -> str:
    """Such as 2026-intro-МБОУ-СОШ-1.xlsx."""
    place = asked.place
    name = re.sub(r"\W+", "-", place.organisation.name).strip("-")[:60]
    return f"{place.year}-{place.code}-{name}.{ending}"
