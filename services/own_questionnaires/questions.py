"""The questions of the workbook, a row each."""

import hashlib
import re
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from models.enums import Role
from services.catalogue import Item
from services.catalogue.fields import MAX_LABEL
from services.catalogue.spec import MAX_ITEMS
from services.own_questionnaires import conditions
from services.own_questionnaires.table import (
    ABOUT,
    ANSWERS,
    LAYOUT,
    QUESTIONS,
    YES_NO,
    About,
    Answers,
    YesNo,
)
from services.roster.normalise import clean, word_key
from services.roster.reading import Listed, RowReader, shown
from services.roster.rows import Issue, Severity
from services.roster.words import Words
from services.roster.workbook import Sheet

MAX_QUESTION, MAX_OPTION, MAX_END = 500, 100, 40
MAX_OPTIONS = 12
CODE = re.compile(r"[A-Z][A-Z0-9_]{0,11}")
PARTED = re.compile(r"[;\n]")
SCALES = {Answers.TEN: 10, Answers.FIVE: 5}
CHOOSING = (Answers.SINGLE, Answers.MULTIPLE)


class Questions(NamedTuple):
    """`rows`: Excel's, by code; those of questions with mistakes too."""

    items: list[Item]
    rows: dict[str, int]


def read(sheet: Sheet, roles: Collection[Role], issues: list[Issue]) -> Questions:
    """Mistakes are added to `issues`; what has one is not among the questions."""
    readers = [RowReader(sheet, row, issues) for row in sheet.rows]
    if not readers:
        issues.append(_whole("own-no-questions", {}))
    if len(readers) > MAX_ITEMS:
        issues.append(_whole("own-many-questions", {"most": MAX_ITEMS}))
        readers = readers[:MAX_ITEMS]
    rows: dict[str, int] = {}
    made = [_question(reader) for reader in readers]
    for reader, data in zip(readers, made, strict=True):
        _place(reader, data, rows)
        if data["scope"] == "pair" and Role.CURATOR in roles:
            reader.error("scope", "own-curator-pair")
    return Questions(conditions.read(readers, made), rows)


def _whole(key: str, args: dict[str, object]) -> Issue:
    return Issue(Severity.ERROR, QUESTIONS, 2, LAYOUT.heading("text"), key, args)


def _question(reader: RowReader) -> dict[str, Any]:
    """An item's fields, its condition not looked at yet."""
    answers = _word(reader, "kind", ANSWERS, required=True)
    text = _bilingual(reader, "text", MAX_QUESTION, required=True)
    label = reader.text("label", MAX_LABEL)
    about = _word(reader, "scope", ABOUT) or About.SELF
    data: dict[str, Any] = {
        "code": _code(reader, text, answers, about),
        "kind": _kind(answers),
        "scope": about.value,
        "text": text,
        "label": {"ru": label, "en": label} if label else _short(text),
    }
    if answers in SCALES:
        data["maximum"] = SCALES[answers]
    data |= _ends(reader, answers) | _options(reader, answers)
    if _word(reader, "skip", YES_NO) is YesNo.NO:
        data |= {"hard_to_say": False, "skippable": False}
    return data


def _word(
    reader: RowReader, code: str, words: Words[Listed], required: bool = False
) -> Listed | None:
    text = reader.text(code, 200, required)
    found = words.code(text) if text else None
    if text and found is None:
        known = ", ".join(f"«{words.usual(one)}»" for one in words.words)
        reader.error(code, "own-word-unknown", words.nearest(text), value=text, known=known)
    return found


def _kind(answers: Answers | None) -> str | None:
    return "scale" if answers in SCALES else answers and answers.value


def _bilingual(
    reader: RowReader, code: str, most: int, required: bool = False
) -> dict[str, str] | None:
    ru, en = reader.text(code, most, required), reader.text(f"{code}_en", most)
    return {"ru": ru, "en": en or ru} if ru else None


def _short(text: dict[str, str] | None) -> dict[str, str] | None:
    """What a question is called in results when nothing shorter is given."""
    if text is None:
        return None
    return {
        name: words if len(words) <= MAX_LABEL else words[: MAX_LABEL - 1].rstrip() + "…"
        for name, words in text.items()
    }


def _code(
    reader: RowReader, text: dict[str, str] | None, answers: Answers | None, about: About
) -> str | None:
    """As typed, or made of the words: the same question has the same code the next time, and
    a changed one another."""
    typed = reader.text("code", 40)
    if typed is None:
        known = f"{word_key(text['ru'])}|{answers}|{about}" if text else ""
        return "Q" + hashlib.sha256(known.encode()).hexdigest()[:7].upper()
    code = conditions.plain_code(typed)
    if not CODE.fullmatch(code):
        reader.error("code", "own-code-form", value=typed[:40])
        return None
    return code


def _place(reader: RowReader, data: dict[str, Any], rows: dict[str, int]) -> None:
    code = data["code"]
    if code in rows:
        typed = "code" in reader.row.cells
        key = "own-code-twice" if typed else "own-question-twice"
        reader.error("code" if typed else "text", key, value=code, first=rows[code])
    elif code:
        rows[code] = reader.number


def _ends(reader: RowReader, answers: Answers | None) -> dict[str, Any]:
    if answers in SCALES:
        return {end: _bilingual(reader, end, MAX_END, required=True) for end in ("low", "high")}
    _unwanted(reader, answers, "low", "high", "low_en", "high_en")
    return {}


def _unwanted(reader: RowReader, answers: Answers | None, *codes: str) -> None:
    for code in codes:
        if answers and code in reader.row.cells:
            reader.warn(code, "own-not-needed", kind=ANSWERS.usual(answers))


def _options(reader: RowReader, answers: Answers | None) -> dict[str, Any]:
    if answers not in CHOOSING:
        _unwanted(reader, answers, "options", "options_en")
        return {}
    russian, english = _listed(reader, "options"), _listed(reader, "options_en")
    if english and len(english) != len(russian):
        reader.error("options_en", "own-options-unequal", ru=len(russian), en=len(english))
    if len(russian) < 2 and "options" not in reader.failed:
        reader.error("options", "own-options-few")
    if len(russian) > MAX_OPTIONS:
        reader.error("options", "own-options-many", count=len(russian), most=MAX_OPTIONS)
    words = zip(russian, english if len(english) == len(russian) else russian, strict=True)
    return {
        "options": [
            {"code": f"o{number}", "text": {"ru": ru, "en": en}}
            for number, (ru, en) in enumerate(words, start=1)
        ]
    }


def _listed(reader: RowReader, code: str) -> Sequence[str]:
    whole = reader.cell(code)
    text = whole if isinstance(whole, str) else shown(whole if whole is not None else "")
    parts = [part for part in map(clean, PARTED.split(text)) if part]
    for number, part in enumerate(parts):
        if word_key(part) in map(word_key, parts[:number]):
            reader.error(code, "own-options-twice", value=part)
        if len(part) > MAX_OPTION:
            reader.error(code, "roster-cell-long", value=part[:40] + "…", limit=MAX_OPTION)
    return parts
