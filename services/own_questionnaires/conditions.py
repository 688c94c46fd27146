"""«Только если»: on which answer to which earlier question a question hangs."""

import re
from collections.abc import Sequence
from typing import Any

from services.catalogue import Item
from services.paper.reading import given_by
from services.roster.normalise import clean
from services.roster.reading import RowReader

CONDITION = re.compile(r"\s*(\S+?)\s*[=:]\s*(.+)", re.DOTALL)
RANGE = re.compile(r"(\d{1,2})\s*[-‐‑–—]\s*(\d{1,2})")
PARTED = re.compile(r"[;,\n]")
RUSSIAN, LATIN = "АВЕКМНОРСТХ", "ABEKMHOPCTX"


def plain_code(text: str) -> str:
    """Capitals, and Latin ones where a Russian letter looks the same."""
    return clean(text).upper().translate(str.maketrans(RUSSIAN, LATIN))


def read(readers: Sequence[RowReader], made: Sequence[dict[str, Any]]) -> list[Item]:
    """The questions without mistakes, with their conditions."""
    items = []
    codes = [data["code"] for data in made]
    earlier: dict[str, Item | None] = {}
    for number, (reader, data) in enumerate(zip(readers, made, strict=True)):
        typed = reader.text("only_if", 300)
        if typed:
            data["only_if"] = _condition(reader, data, typed, earlier, codes[number:])
        item = None if reader.failed else Item.model_validate(data)
        earlier.setdefault(data["code"], item)
        if item:
            items.append(item)
    return items


def _condition(
    reader: RowReader,
    data: dict[str, Any],
    typed: str,
    earlier: dict[str, Item | None],
    later: Sequence[str | None],
) -> dict[str, Any] | None:
    found = CONDITION.fullmatch(typed)
    if found is None:
        reader.error("only_if", "own-condition-form", value=typed[:60])
        return None
    code = plain_code(found[1])
    if code not in earlier:
        key = "own-condition-later" if code in later else "own-condition-unknown"
        reader.error("only_if", key, question=code)
        return None
    source = earlier[code]
    if source is None:  # it has mistakes of its own
        return None
    if not source.closed:
        reader.error("only_if", "own-condition-text", question=code)
    elif data["scope"] == "person" and source.scope == "pair":
        reader.error("only_if", "own-condition-scope", question=code)
    else:
        return {"item": code, "any_of": _values(reader, source, found[2])}
    return None


def _values(reader: RowReader, source: Item, typed: str) -> list[str]:
    """An answer may have a comma of its own, so the whole is tried first."""
    known = {choice.text.ru.casefold() for choice in source.choices}
    parts = [typed] if clean(typed).casefold() in known else PARTED.split(_spelled(source, typed))
    values: list[str] = []
    for part in filter(None, map(clean, parts)):
        given = given_by(source, part)
        if given is None or not given.values:
            options = ", ".join(f"«{choice.text.ru}»" for choice in source.choices)
            reader.error("only_if", "own-condition-answer", value=part, options=options)
        else:
            values += given.values
    if not values and "only_if" not in reader.failed:
        reader.error("only_if", "own-condition-form", value=typed[:60])
    return list(dict.fromkeys(values))


def _spelled(source: Item, typed: str) -> str:
    """Of a scale «1–4» is 1, 2, 3, 4."""
    if source.kind != "scale":
        return typed
    return RANGE.sub(lambda m: ", ".join(map(str, range(int(m[1]), int(m[2]) + 1))), typed)
