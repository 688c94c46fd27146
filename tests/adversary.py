"""An adversary who keeps every page and file of results and narrows by linear algebra.

What is read off a view is a `Statement`: a number that is the sum, over all who sent their
questionnaire in some schools, of something each of them said. Nobody inside a school is told
apart, so the people of one school in one role are one column; a set of people whose number
follows from the statements is then a set of schools.
"""

import csv
import html
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from typing import Any

import numpy as np
from openpyxl import load_workbook

from handlers.results import pages, screens
from handlers.screen import Screen
from models.enums import Missing, Role
from services.catalogue import Item
from services.reports import flat
from services.results.cells import Cell, Results, Side, Speech
from services.results.figures import Response, together
from services.results.privacy import Waves
from services.results.workbook import results_book
from tests.polls import AFTER, Said

TINY = 1e-7

Kind = tuple[str, str]
"""("people", ""), ("sum", ""), ("missing", ""), or ("count", "yes")."""


@dataclass(frozen=True)
class Statement:
    """`waves`: whom the number is about; the adversary is taken to know that of every number."""

    role: Role
    item: str
    kind: Kind
    waves: Waves
    number: int
    view: str


Known = Mapping[tuple[str, Side], tuple[str, Cell]]
"""By what a row is called and whose column it is: the code of the question and its cell."""


@dataclass
class Adversary:
    """`people`: what those who sent it said, by school and role; only for judging what follows."""

    speech: Speech
    people: Mapping[tuple[int, Role], list[Said]]
    k: Mapping[int, int]
    items: dict[tuple[Role, str], Item] = field(default_factory=dict)
    kept: list[Statement] = field(default_factory=list)

    def keeps(self, view: str, made: Results, found: list[tuple[Side, str, Kind, int]]) -> None:
        cells = {
            (side.role, cell.item.code): cell
            for row in made.rows
            for side, cell in row.cells.items()
        }
        self.items |= {at: cell.item for at, cell in cells.items()}
        for side, code, kind, number in found:
            waves = cells[side.role, code].verdict.waves
            self.kept.append(Statement(side.role, code, kind, waves, number, view))

    def narrowed(self) -> list[tuple[Waves, Role, str, Kind]]:
        """What follows of 1 to k - 1 people: of those who answered a question, or sent it."""
        return [one for role in Role for one in self._narrowed(role)]

    def _narrowed(self, role: Role) -> Iterator[tuple[Waves, Role, str, Kind]]:
        waves = sorted({wave for wave, asked in self.people if asked is role})
        columns = self._columns(role, waves)
        if not columns:
            return
        free = null_space(self._equations(role, waves, columns), len(columns))
        for length in range(1, len(waves) + 1):
            for chosen in itertools.combinations(waves, length):
                for item, kind in dict.fromkeys((item, kind) for _, item, kind in columns):
                    where = [columns[wave, item, kind] for wave in chosen]
                    follows = np.abs(free[where].sum(axis=0)).max(initial=0.0) < TINY
                    if follows and self._few(chosen, role, item, kind):
                        yield Waves(chosen), role, item, kind

    def _columns(self, role: Role, waves: list[int]) -> dict[tuple[int, str, Kind], int]:
        found = [
            (wave, code, kind)
            for (asked, code), item in self.items.items()
            if asked is role
            for kind in kinds(item)
            for wave in waves
        ]
        return {one: number for number, one in enumerate(found)}

    def _equations(
        self, role: Role, waves: list[int], columns: Mapping[tuple[int, str, Kind], int]
    ) -> list[dict[int, float]]:
        """The statements, and what everybody knows of how answers hang together."""
        rows = [
            {columns[wave, one.item, one.kind]: 1.0 for wave in one.waves}
            for one in dict.fromkeys(self.kept)
            if one.role is role
        ]
        for (asked, code), item in self.items.items():
            if asked is role:
                for wave in waves:
                    rows += self._bound(role, wave, code, item, columns)
        return rows

    def _bound(
        self,
        role: Role,
        wave: int,
        code: str,
        item: Item,
        columns: Mapping[tuple[int, str, Kind], int],
    ) -> Iterator[dict[int, float]]:
        """Whoever was asked gave a value or none; values are counted one by one; who is asked a
        question that hangs on another has answered that one so."""
        at = {kind: columns[wave, code, kind] for kind in kinds(item)}
        asked = {at["people", ""]: 1.0, at["missing", ""]: 1.0}
        if item.only_if and (role, item.only_if.item) in self.items:
            source = item.only_if.item
            before = (columns[wave, source, ("count", value)] for value in item.only_if.any_of)
            yield asked | dict.fromkeys(before, -1.0)
        else:
            yield asked
        counts = {at["count", value]: 1.0 for value in item.values}
        if item.kind in ("scale", "single", "yes_no"):
            yield counts | {at["people", ""]: -1.0}
        if item.kind == "scale":
            worth = {at["count", value]: float(value) for value in item.values}
            yield worth | {at["sum", ""]: -1.0}

    def _few(self, chosen: Iterable[int], role: Role, code: str, kind: Kind) -> bool:
        """How many said nothing follows from how many did, so that is about all who sent it."""
        sheets = {wave: self.people.get((wave, role), []) for wave in chosen}
        k = max((self.k[wave] for wave, said in sheets.items() if said), default=0)
        sent = [one for said in sheets.values() for one in said]
        gave = [one for one in sent if not isinstance(one.get(code, SKIPPED), Missing)]
        few = 0 < len(sent) < k
        return few or (kind[0] in ("sum", "count") and 0 < len(gave) < k)


SKIPPED = Missing.SKIPPED


def kinds(item: Item) -> list[Kind]:
    counts: list[Kind] = [("count", value) for value in item.values]
    return [
        ("people", ""),
        ("missing", ""),
        *([("sum", "")] if item.kind == "scale" else []),
        *counts,
    ]


def null_space(rows: list[dict[int, float]], width: int) -> Any:
    """What may be added to the answers without any statement noticing: a column a direction."""
    matrix = np.zeros((len(rows), width))
    for number, row in enumerate(rows):
        for column, value in row.items():
            matrix[number, column] = value
    _, sizes, directions = np.linalg.svd(matrix, full_matrices=True)
    rank = int((sizes > TINY).sum())
    return directions[rank:].T


Found = list[tuple[Side, str, Kind, int]]


def known(made: Results, speech: Speech) -> Known:
    return {
        (row.label(speech.language), side): (cell.item.code, cell)
        for row in made.rows
        for side, cell in row.cells.items()
    }


def of_csv(made: Results, speech: Speech) -> Found:
    found: Found = []
    text = flat.cells(made, speech).decode("utf-8-sig")
    for row in csv.DictReader(StringIO(text), delimiter=";"):
        if row["kind"] not in ("scale", "single", "yes_no", "multiple", "text"):
            continue
        side, code = Side(Role(row["role"])), row["code"]
        found.append((side, code, ("people", ""), int(row["people"])))
        missing = int(row["hard_to_say"]) + int(row["skipped"])
        found.append((side, code, ("missing", ""), missing))
        if row["mean"]:
            mean = float(row["mean"].replace(",", "."))
            found.append((side, code, ("sum", ""), round(mean * int(row["answers"]))))
        for one in filter(None, row["counts"].split("|")):
            value, count = one.rsplit("=", 1)
            found.append((side, code, ("count", value), int(count)))
    return found


def of_workbook(made: Results, found: Mapping[int, Response], speech: Speech) -> Found:
    book = load_workbook(BytesIO(results_book(made, found, speech, AFTER)))
    t, read = speech.t, known(made, speech)
    stated: Found = []
    sheets = set(book.sheetnames)
    for name, of_sheet in (("means", _means_sheet), ("distributions", _counts_sheet)):
        if (title := str(t(f"results-sheet-{name}"))) in sheets:
            head, *lines = book[title].iter_rows(values_only=True)
            for line in lines:
                stated += of_sheet(dict(zip(head, line, strict=True)), speech, read)
    if (title := str(t("results-sheet-texts"))) in sheets:
        stated += _texts_sheet(
            list(book[title].iter_rows(min_row=2, values_only=True)), speech, read, made
        )
    return stated


def _means_sheet(line: dict[Any, Any], speech: Speech, read: Known) -> Iterator[Any]:
    t = speech.t
    for (label, side), (code, _) in read.items():
        of = {key: line.get(f"{speech.side(side)}: {t(f'results-column-{key}')}") for key in MEANS}
        if line[t("results-question")] == label and of["people"] is not None:
            yield side, code, ("people", ""), of["people"]
            yield side, code, ("sum", ""), round(of["mean"] * of["answers"])
            yield side, code, ("missing", ""), of["missing"]


MEANS = ("mean", "people", "answers", "missing")


def _counts_sheet(line: dict[Any, Any], speech: Speech, read: Known) -> Iterator[Any]:
    t, language = speech.t, speech.language
    for (label, side), (code, cell) in read.items():
        count = line.get(f"{speech.side(side)}: {t('results-column-answers')}")
        if line[t("results-question")] == label and count is not None:
            for choice in cell.item.choices:
                if choice.text.of(language) == line[t("results-option")]:
                    yield side, code, ("count", choice.value), count


def _texts_sheet(lines: list[Any], speech: Speech, read: Known, made: Results) -> Iterator[Any]:
    """Each line is somebody's words; where they are hidden there is one that says so."""
    hidden = speech.t("results-few", k=made.k)
    for (label, side), (code, cell) in read.items():
        mine = [one for one in lines if one[:2] == (label, speech.side(side))]
        if cell.item.kind == "text" and mine and mine[0][2] != hidden:
            yield side, code, ("people", ""), len(mine)


def of_chat(made: Results, found: Response, speech: Speech) -> Found:
    """Every page, by turning them."""
    read, stated = known(made, speech), []
    for act in ("means", "distributions", "texts"):
        for text in turned(made, found, speech, act):
            stated += _of_page(text, speech, read)
    return stated


def turned(made: Results, found: Response, speech: Speech, act: str) -> list[str]:
    view, seen = screens.view_of(made.place, act), list[str]()
    for number in range(30):
        text = plain(_screen(made, found, speech, view.model_copy(update={"page": number})))
        if text in seen:
            break
        seen.append(text)
    return seen


def _screen(made: Results, found: Response, speech: Speech, view: screens.View) -> Screen:
    if view.act == "means":
        return pages.means(speech.t, view, made, found, None)
    return {"distributions": pages.distributions, "texts": pages.texts}[view.act](
        speech.t, view, made
    )


def plain(screen: Screen) -> str:
    return html.unescape(re.sub("<[^>]+>", "", screen.text))


def _of_page(text: str, speech: Speech, read: Known) -> Iterator[Any]:
    """«Наставники: 7,8 · медиана 8 · n = 12 · затруднились 2» under the name of the question."""
    label, sides = "", []
    for line in text.splitlines():
        yield from _typed(line, speech, read)
        if any(line == name for name, _ in read):
            label, sides = line, []
        heads = [
            (side, code, match)
            for (name, side), (code, _) in read.items()
            if name == label and (match := re.search(HEAD.format(speech.side(side)), line))
        ]
        for side, code, match in heads:
            yield side, code, ("people", ""), int(match[2])
            if match[1]:
                yield (
                    side,
                    code,
                    ("sum", ""),
                    round(float(match[1].replace(",", ".")) * int(match[2])),
                )
        sides = [(side, code) for side, code, _ in heads] or sides
        counts = line.partition("): ")[2].split(", ") if "): " in line else [line]
        for name, number in re.findall(r"^(.+?) — (\d.*)$", "\n".join(counts), re.MULTILINE):
            yield from _options(name, number, sides, speech, read, label)


HEAD = r"{}(?:: ([\d,]+) ·| \()[^/]*?n = (\d+)"


def _typed(line: str, speech: Speech, read: Known) -> Iterator[Any]:
    """«Польза, наставники:» stands above what they wrote, all of it on some page."""
    for (label, side), (code, cell) in read.items():
        if line == f"{label}, {speech.side(side).lower()}:" and cell.texts:
            yield side, code, ("people", ""), len(cell.texts)


def _options(
    name: str, numbers: str, sides: list[Any], speech: Speech, read: Known, label: str
) -> Iterator[Any]:
    for (side, code), number in zip(sides, numbers.split(" / "), strict=False):
        for choice in read[label, side][1].item.choices:
            if choice.text.of(speech.language) == name:
                yield side, code, ("count", choice.value), int(number.split()[0])


VIEWS: dict[str, Callable[[Results, Mapping[int, Response], Speech], Found]] = {
    "chat": lambda made, found, speech: of_chat(made, together(found), speech),
    "xlsx": of_workbook,
    "csv": lambda made, found, speech: of_csv(made, speech),
}
