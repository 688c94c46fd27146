"""Reads the sheets of a workbook and the tables of a Word document."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document
from openpyxl import load_workbook

from models.enums import Role
from services.strata import STRATA
from tests.adversary.reading import of_book, of_csv
from tests.adversary.seen import Read, Seen
from tests.adversary.words import CHANGE, POINT, TENTH, WAYS, number, ways

ROLES = (Role.MENTOR, Role.MENTEE)
EXACT = 1e-6


def book(content: bytes, seen: Seen) -> Iterator[Read]:
    yield from seen.told(of_book(content, seen.made, seen.speech))
    read = load_workbook(BytesIO(content))
    for name, of_line in (
        ("changes", _change),
        ("cuts", _cut),
        ("gaps", _gap),
        ("shares", _share),
    ):
        title = seen.speech.t(f"results-sheet-{name}")
        if title in read.sheetnames:
            head, *lines = read[title].iter_rows(values_only=True)
            for line in lines:
                if line[0] and line[1] is not None:
                    yield from of_line(dict(zip(head, line, strict=True)), seen)


def flat(content: bytes, seen: Seen) -> Iterator[Read]:
    yield from seen.told(of_csv(content))


def _change(line: dict[Any, Any], seen: Seen) -> Iterator[Read]:
    t = seen.speech.t
    role, item = _whose(line, seen)
    for kind in ("people", "before", "after", "better", "same", "worse"):
        found = line[t(f"results-change-column-{kind}")]
        if found is not None:
            yield from seen.both(role, item, kind, found, EXACT)


def _whose(line: dict[Any, Any], seen: Seen) -> tuple[Role, str]:
    t = seen.speech.t
    side = seen.side(line[t("results-who")])
    assert side, line
    return side.role, seen.item(line[t("results-question")], side.role)


def _cut(line: dict[Any, Any], seen: Seen) -> Iterator[Read]:
    t = seen.speech.t
    role, item = _whose(line, seen)
    (stratum,) = [one for one in STRATA if t(f"stratum-{one}") == line[t("results-cuts-by")]]
    found = {key: line[t(f"results-cuts-column-{key}")] for key in CUT}
    yield seen.cut(role, item, stratum, "people", found["people"])
    if found["mean"] is not None:
        yield seen.cut(role, item, stratum, "sum", found["mean"])
    for choice in seen.cell(role, item).item.choices:
        if choice.text.of(seen.speech.language) == found["option"]:
            yield seen.cut(role, item, stratum, f"count {choice.value}", found["count"])


CUT = ("people", "mean", "option", "count")


def _gap(line: dict[Any, Any], seen: Seen) -> Iterator[Read]:
    t = seen.speech.t
    for role in ROLES:
        item = seen.item(line[t("results-question")], role)
        of = {key: line[f"{t(f'results-role-{role}')}: {t(f'results-column-{key}')}"] for key in N}
        yield seen.of(role, item, "sum", of["mean"], step=EXACT)
        yield seen.of(role, item, "people", of["people"])


N = ("mean", "people")


def _share(line: dict[Any, Any], seen: Seen) -> Iterator[Read]:
    """How many gave an answer of each part."""
    role, item = _whose(line, seen)
    yield seen.of(role, item, "people", line[seen.speech.t("results-column-people")])
    for value in seen.cell(role, item).item.values:
        yield seen.of(role, item, f"count {value}", None)


def document(content: bytes, seen: Seen) -> Iterator[Read]:
    t = seen.speech.t
    columns = {key: t(f"reports-column-{key}") for key in ("mean", "option", "ways", "apart")}
    for table in Document(BytesIO(content)).tables:
        head, *lines = [[cell.text for cell in row.cells] for row in table.rows]
        if columns["mean"] in head:
            yield from _means(_full(lines), seen)
        elif columns["ways"] in head:
            yield from _changes(_full(lines), seen)
        elif columns["apart"] in head:
            yield from _gaps(head, lines, seen)
        elif head[0] == columns["option"]:
            yield from _options(head, lines, seen)
        elif all(mark.isdigit() for mark in head[2:]) and len(head) > 5:
            yield from _marks(head, lines, seen)
        elif t("reports-column-expected") in head:
            yield from _expected(lines, seen)


def _full(lines: list[list[str]]) -> Iterator[list[str]]:
    """A question's name is said once."""
    name = ""
    for line in lines:
        name = line[0] or name
        yield [name, *line[1:]]


def _means(lines: Iterator[list[str]], seen: Seen) -> Iterator[Read]:
    for name, who, mean, _, span, people, _ in lines:
        if mean != "—":
            role = _role(who, seen)
            item = seen.item(name, role)
            yield seen.of(role, item, "sum", number(mean), step=TENTH)
            yield seen.of(role, item, "people", int(people.split()[0]))
            assert (span != "—") == (seen.cell(role, item).extremes is not None)


def _role(who: str, seen: Seen) -> Role:
    side = seen.side(who)
    assert side, who
    return side.role


def _changes(lines: Iterator[list[str]], seen: Seen) -> Iterator[Read]:
    for name, who, _, change, directions, people in lines:
        role = _role(who, seen)
        item = seen.item(name, role)
        found, way = CHANGE.match(f"{who}: {change} · n = {people}"), WAYS.match(directions)
        found = found or CHANGE.match(f"{who}: {change.split(';')[0]} · n = {people}")
        assert found, change
        assert way, directions
        yield from seen.both(role, item, "people", int(people), EXACT)
        yield from seen.both(role, item, "before", number(found[2]), TENTH)
        yield from seen.both(role, item, "after", number(found[3]), TENTH)
        yield from ways(way, seen, role, item)


def _gaps(head: list[str], lines: list[list[str]], seen: Seen) -> Iterator[Read]:
    for line in lines:
        for who, said in zip(head[1:3], line[1:3], strict=True):
            yield from _mean(seen, line[0], _role(who, seen), said)


def _mean(seen: Seen, name: str, role: Role, said: str, code: str = "") -> Iterator[Read]:
    """«7,8 (n = 12)»."""
    if match := POINT.match(said):
        item = seen.item(name, role)
        yield seen.of(role, item, "sum", number(match[1]), code, TENTH)
        yield seen.of(role, item, "people", int(match[2]), code)


def _expected(lines: list[list[str]], seen: Seen) -> Iterator[Read]:
    for name, who, before, after in lines:
        role = _role(who, seen)
        yield from _mean(seen, name, role, before, "intro")
        yield from _mean(seen, name, role, after)


def _options(head: list[str], lines: list[list[str]], seen: Seen) -> Iterator[Read]:
    """«n = 12» beside a question, then «5 (42 %)» beside its options."""
    label = ""
    names = {row.label(seen.speech.language) for row in seen.made.rows}
    for first, *found in lines:
        label = first if first in names else label
        for who, said in zip(head[1:], found, strict=True):
            role = _role(who, seen)
            if first == label and (match := re.match(r"n = (\d+)", said)):
                yield seen.of(role, seen.item(label, role), "people", int(match[1]))
            elif match := re.match(r"(\d+)", said):
                yield from _option(seen, role, label, first, int(match[1]))


def _option(seen: Seen, role: Role, label: str, text: str, count: int) -> Iterator[Read]:
    item = seen.item(label, role)
    for choice in seen.cell(role, item).item.choices:
        if choice.text.of(seen.speech.language) == text:
            yield seen.of(role, item, f"count {choice.value}", count)


def _marks(head: list[str], lines: list[list[str]], seen: Seen) -> Iterator[Read]:
    for name, who, *counts in lines:
        role = _role(who, seen)
        item = seen.item(name, role)
        for mark, count in zip(head[2:], counts, strict=True):
            if count:
                yield seen.of(role, item, f"count {mark}", int(count))
