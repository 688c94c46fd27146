"""How names, questionnaires' own words and long texts are put to a reader."""

from handlers.texts import Translate
from services.catalogue import Language, Words


def language(t: Translate) -> Language:
    """In which of its two languages a questionnaire speaks to the reader."""
    return "en" if t.language == "en" else "ru"


def said(t: Translate, words: Words) -> str:
    return words.of(language(t))


def first_names(full_name: str) -> str:
    """«Иванова Анна Петровна» is addressed as «Анна Петровна»."""
    return " ".join(full_name.split()[1:]) or full_name


def clipped(text: str, length: int) -> str:
    """On one line, no longer than `length`; what is left out shows as an ellipsis."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1].rstrip() + "…"
