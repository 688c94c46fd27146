"""How names, questionnaires' own words and long texts are put to a reader."""

from datetime import date
from typing import Annotated

from pydantic import StringConstraints

from handlers.texts import Html, Translate
from models.enums import WaveCode
from services.catalogue import Language, Words
from services.errors import UserError
from services.waves.audience import Overlap


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


def span(t: Translate, opens_on: date, closes_on: date) -> Html:
    """«10–20 декабря», «28 ноября – 5 декабря»."""
    if (opens_on.year, opens_on.month) == (closes_on.year, closes_on.month):
        return Html(f"{opens_on.day}–{t.day(closes_on)}")
    return Html(f"{t.day(opens_on)} – {t.day(closes_on)}")


def refusal(t: Translate, error: UserError) -> Html:
    """What is wrong; an overlap names the other round."""
    if not isinstance(error, Overlap):
        return t(error.key, **error.args_)
    return t(
        error.key,
        round=round_name(t, error.days.code, error.title),
        days=span(t, error.days.opens_on, error.days.closes_on),
        place=f", {error.school}" if error.school else "",
    )


def first_names(full_name: str) -> str:
    """«Иванова Анна Петровна» is addressed as «Анна Петровна»."""
    return " ".join(full_name.split()[1:]) or full_name


def clipped(text: str, length: int) -> str:
    """On one line, no longer than `length`; what is left out shows as an ellipsis."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1].rstrip() + "…"
