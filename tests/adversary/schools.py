"""Narrowing by linear algebra: people of one school in one role are a column.

What is read off a view is a `Statement`: a number that is the sum, over all who sent their
questionnaire in some schools, of something each of them said. Nobody inside a school is told
apart, so a set of people whose number follows from the statements is a set of schools.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from models.enums import Missing, Role
from services.catalogue import Item
from services.results.cells import Results, Side, Speech
from services.results.privacy import Waves
from tests.polls import Said

TINY = 1e-7

Kind = tuple[str, str]
"""("people", ""), ("sum", ""), ("missing", ""), or ("count", "yes")."""

Found = list[tuple[Side, str, Kind, int]]
"""What a view says: of whom, which question, what, the number."""


@dataclass(frozen=True)
class Statement:
    """`waves`: whom the number is about; the adversary is taken to know that of every number."""

    role: Role
    item: str
    kind: Kind
    waves: Waves
    number: int
    view: str


@dataclass
class Adversary:
    """`people`: what those who sent it said, by school and role; only for judging what follows."""

    speech: Speech
    people: Mapping[tuple[int, Role], list[Said]]
    k: Mapping[int, int]
    items: dict[tuple[Role, str], Item] = field(default_factory=dict)
    kept: list[Statement] = field(default_factory=list)

    def keeps(self, view: str, made: Results, found: Found) -> None:
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
