"""One spelling for what people write in many: names, organisations, phones, dates, numbers."""

import re
import unicodedata
from datetime import date, datetime
from math import isfinite

DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
LOOKALIKES = str.maketrans("ABCEHKMOPTXaceopxy", "АВСЕНКМОРТХасеорху")
QUOTES = re.compile('[«»„“”‟"″]')
NUMBER_SIGN = re.compile(r"(?:№|\bN[oо]?[.º°]?(?=\s*\d))\s*", re.IGNORECASE)
RUN = re.compile(r"(\D*)(\d*)")
WORD = re.compile(r"[^\W\d_]+")
NAME = re.compile(r"[^\W\d_]+(?:[-'’. ]+[^\W\d_]+)*\.?")
PATRONYMIC_PARTICLES = frozenset({"оглы", "оглу", "кызы", "гызы", "кизи", "улы", "уулу", "угли"})
SMALL_PARTICLES = frozenset({"фон", "де", "ди", "да", "дер", "ван", "аль", "эль", "ибн"})
MONTHS = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?:\s*г\.?)?")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
IN_WORDS = re.compile(r"(\d{1,2})\s+([а-я]+)\s+(\d{4})(?:\s*г(?:ода|\.)?)?", re.IGNORECASE)
YEARS = range(2000, 2101)
COUNT = re.compile(r"(\d{1,4})(?:[.,]\d+)?\s*(?:лет|год|года|г\.?|л\.?)?", re.IGNORECASE)
NUMBERS = "ноль один два три четыре пять шесть семь восемь девять десять"


def clean(text: str) -> str:
    """Composed letters, single plain spaces, no invisible signs; nothing else changes."""
    composed = unicodedata.normalize("NFC", text)
    if not composed.isprintable():
        composed = "".join(sign for sign in composed if sign.isspace() or sign.isprintable())
    return " ".join(composed.split())


def fold(text: str) -> str:
    """For comparing: no case, ё as е, one kind of dash."""
    return clean(text).translate(DASHES).casefold().replace("ё", "е")


def word_key(text: str) -> str:
    return re.sub(r"\s*-\s*", "-", fold(text)).strip(" .,;:")


def heading_key(cell: object) -> str:
    return " ".join(re.findall(r"\w+|№", fold(str(cell)))) if cell not in (None, "") else ""


def one_script(text: str) -> str:
    """Latin letters that slipped into a Russian word are Russian (СOБОЛЕВА with a Latin O)."""
    return WORD.sub(lambda found: cyrillic(found[0]), text)


def cyrillic(word: str) -> str:
    translated = word.translate(LOOKALIKES)
    mixed = any("а" <= sign <= "я" for sign in fold(word))
    return translated if mixed and not re.search("[A-Za-z]", translated) else word


def person_name(text: str) -> str:
    """СОБОЛЕВА  нина -> Соболева Нина; what is written with care (МакКей) is left alone."""
    plain = one_script(clean(text).translate(DASHES))
    plain = re.sub(r"\s*-\s*", "-", plain)
    return WORD.sub(lambda found: capitals(found[0]), plain)


def capitals(word: str) -> str:
    lower = word.lower()
    if lower in PATRONYMIC_PARTICLES:
        return lower
    if word.isupper() or (word.islower() and word not in SMALL_PARTICLES):
        return word[:1].upper() + lower[1:]
    return word


def is_name(text: str) -> bool:
    """Letters, hyphens, apostrophes, dots; `person_name` first."""
    return NAME.fullmatch(text) is not None


def has_initials(text: str) -> bool:
    return re.search(r"\b[^\W\d_](?:\.|\s|$)", text) is not None


def name_key(text: str) -> str:
    """By which people are found and sorted: `person_name` in any spelling gives one key."""
    return fold(person_name(text)).replace("’", "'")


def organisation_name(text: str) -> str:
    """«СОШ» quotes, № with a space; capitals are left, as they are abbreviations."""
    plain = NUMBER_SIGN.sub("№ ", one_script(clean(text)))
    opening = True
    result = []
    for sign in plain:
        quote = QUOTES.match(sign) is not None
        result.append(("«" if opening else "»") if quote else sign)
        opening = opening != quote
    return " ".join("".join(result).split())


def organisation_key(text: str) -> str:
    """Without quotes from the start: what they part (N"5") may become a number sign."""
    return word_key(organisation_name(QUOTES.sub(" ", text)))


def natural_order(key: str) -> tuple[tuple[str, int], ...]:
    """Puts school № 2 before № 12, by their `organisation_key`; also what comes after."""
    return tuple((text, int(number or 0)) for text, number in RUN.findall(key))


def phone(text: str) -> str | None:
    """E.164, or None when it is no telephone number."""
    digits = re.sub(r"\D", "", text)
    if re.search(r"[^\W\d_]", text):
        return None
    if text.lstrip().startswith("+") and not digits.startswith("7"):
        return f"+{digits}" if 8 <= len(digits) <= 15 else None
    if len(digits) == 11 and digits[0] in "78":
        return f"+7{digits[1:]}"
    return f"+7{digits}" if len(digits) == 10 and digits[0] in "3489" else None


class ImpossibleDate(ValueError):
    """Looks like a date, but the calendar has no such day."""

    def __init__(self, year: int, month: int) -> None:
        super().__init__(year, month)
        self.year, self.month = year, month


def parse_date(value: object) -> date | None:
    """None when this is no date at all. Raises `ImpossibleDate`."""
    if isinstance(value, datetime):
        return in_years(value.year, value.month, value.day)
    if isinstance(value, date):
        return in_years(value.year, value.month, value.day)
    text = clean(value) if isinstance(value, str) else ""
    if found := DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
        return in_years(year + 2000 if year < 100 else year, month, day)
    if found := ISO.fullmatch(text):
        return in_years(*map(int, found.groups()))
    if (found := IN_WORDS.fullmatch(text)) and found[2].lower()[:3] in (*MONTHS, "май"):
        month = 5 if found[2].lower() == "май" else MONTHS.index(found[2].lower()[:3]) + 1
        return in_years(int(found[3]), month, int(found[1]))
    return None


def in_years(year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise ImpossibleDate(year, month) from None
    if year not in YEARS:
        raise ImpossibleDate(year, month)
    return found


def whole_number(value: object) -> int | None:
    """Full units: 7, 7.0, «7», «7 лет», 7.5 -> 7. None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return int(value) if isfinite(value) else None
    found = COUNT.fullmatch(value) if isinstance(value, str) else None
    return int(found[1]) if found else None


def number_meant(text: str) -> int | None:
    """«два» -> 2: only a suggestion, never a value."""
    words = NUMBERS.split()
    return words.index(fold(text)) if fold(text) in words else None
