"""How names, questionnaires' own words and long texts are put to a reader."""

from typing import Annotated

from pydantic import StringConstraints

from handlers.texts import Translate
from models.enums import WaveCode
from services.catalogue import Language, Words


def language(t: Translate) -> Language:
    """In which of its two languages a questionnaire speaks to the reader."""
    return "en" if t.language == "en" else "ru"


def said(t: Translate, words: Words) -> str:
    return words.of(language(t))


Code = Annotated[str, StringConstraints(pattern=rf"^({'|'.join(WaveCode)})(-[0-9]{{1,9}})?$")]
"""A wave's code in the data of a button."""


def round_name(t: Translate, code: str, title: str | None = None) -> str:
    """What a round is called; `title` is that of an own questionnaire."""
    kind, _, number = code.partition("-")
    return title or t(f"round-{WaveCode(kind)}", number=number)


def first_names(full_name: str) -> str:
    """«Иванова Анна Петровна» is addressed as «Анна Петровна»."""
    return " ".join(full_name.split()[1:]) or full_name


def clipped(text: str, length: int) -> str:
    """On one line, no longer than `length`; what is left out shows as an ellipsis."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1].rstrip() + "…"
