"""The workbook that came back: answers by person, or every mistake at its cell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from models.enums import Missing, Role
from services.catalogue import Item
from services.errors import UserError
from services.paper.table import NAMES, layout
from services.paper.waiting import Waiting, asked
from services.roster.normalise import whole_number, word_key
from services.roster.reading import RowReader, shown
from services.roster.rows import Issue
from services.roster.workbook import Sheet, read_workbook, sheet_names
from services.steps import Given, Key

MAX_TEXT = 2000
NO_ANSWER = frozenset(
    map(word_key, ("-", "–", "—", "затрудняюсь", "затрудняюсь ответить", "не знаю", "нет ответа"))
)
ROW_NAME = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")


@dataclass
class Typed:
    """`answers` by assignment; `done` names those who have sent their answers meanwhile."""

    answers: dict[int, dict[Key, Given]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    done: list[str] = field(default_factory=list)


def read(content: bytes, filename: str, people: Sequence[Waiting]) -> Typed:
    """Raises UserError when the file as a whole cannot be read, or has no answers at all.

    `people`: all who are waited for. A row left empty is one whose paper has not come.
    """
    found = set(map(word_key, sheet_names(content)))
    by_role: dict[Role, list[Waiting]] = {}
    for one in people:
        if word_key(NAMES[one.sheet.role]) in found:
            by_role.setdefault(one.sheet.role, []).append(one)
    layouts = [layout(role, asked(some[0].sheet)) for role, some in by_role.items()]
    if not layouts:
        raise UserError("paper-other-file")
    book = read_workbook(content, filename, layouts)
    typed = Typed()
    for role, some in by_role.items():
        _read_sheet(book.sheets[NAMES[role]], some, typed)
    if not typed.answers and not typed.issues and not typed.done:
        raise UserError("paper-nothing-typed")
    return typed


def _read_sheet(sheet: Sheet, people: Sequence[Waiting], typed: Typed) -> None:
    waiting = {one.sheet.id: one for one in people}
    items = asked(people[0].sheet)
    for row in sheet.rows:
        reader = RowReader(sheet, row, typed.issues)
        given = {item.code: row.cells[item.code] for item in items if item.code in row.cells}
        if "row" not in row.cells or not given:
            continue
        name = ROW_NAME.fullmatch(shown(reader.cell("row")))
        if name is None:
            reader.error("row", "paper-row-wrong", value=shown(row.cells["row"]))
            continue
        one = waiting.get(int(name[1]))
        if one is None:
            typed.done.append(shown(row.cells.get("who") or name[0]))
            continue
        pair = int(name[2]) if name[2] else None
        if pair not in one.rows:
            reader.error("row", "paper-row-wrong", value=name[0])
            continue
        _read_row(reader, items, one, pair, typed)


def _read_row(
    reader: RowReader, items: Sequence[Item], one: Waiting, pair: int | None, typed: Typed
) -> None:
    answers = typed.answers.setdefault(one.sheet.id, {})
    for item in items:
        value = reader.cell(item.code)
        if value is None:
            continue
        key = (item.code, pair if item.scope == "pair" else None)
        if key in answers:
            reader.error(item.code, "paper-cell-twice", who=one.name)
            continue
        given = given_by(item, value)
        if given is None:
            reader.error(item.code, f"paper-cell-{item.kind}", **_wanted(item, value))
        else:
            answers[key] = given


def _wanted(item: Item, value: object) -> Mapping[str, object]:
    if item.kind == "scale":
        return {"value": shown(value), "low": item.minimum, "high": item.maximum}
    if item.kind == "text":
        return {"most": MAX_TEXT}
    options = ", ".join(f"«{choice.text.ru}»" for choice in item.choices)
    return {"value": shown(value), "options": options}


def given_by(item: Item, value: object) -> Given | None:
    """None for what is no answer to the question."""
    text = value if isinstance(value, str) else shown(value)
    if item.kind == "text":
        return Given(body=text) if len(text) <= MAX_TEXT else None
    if word_key(text) in NO_ANSWER:
        return Given(missing=Missing.HARD_TO_SAY if item.hard_to_say else Missing.SKIPPED)
    if item.kind == "scale":
        return _point(item, value, text)
    parts = re.split(r"[;\n]", text) if item.kind == "multiple" else [text]
    chosen = {_choice(item, part) for part in parts if part.strip()}
    if None in chosen or (len(chosen) > 1 and chosen & item.alone):
        return None
    return Given(choices=tuple(v for v in item.values if v in chosen))


def _point(item: Item, value: object, text: str) -> Given | None:
    """By its number, or by its words where it has some."""
    number = whole_number(value)
    if number is None and item.labels:
        named = [c.value for c in item.choices if word_key(c.text.ru) == word_key(text)]
        number = int(named[0]) if named else None
    fits = number is not None and item.minimum <= number <= item.maximum
    return Given(number=number) if fits else None


def _choice(item: Item, text: str) -> str | None:
    """By its words or by its number in the list."""
    number = whole_number(text.strip())
    for place, choice in enumerate(item.choices, start=1):
        if place == number or word_key(choice.text.ru) == word_key(text):
            return choice.value
    return None
