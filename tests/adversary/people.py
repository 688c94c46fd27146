"""Narrowing where every person is a column.

A number that is read off a view is about a set of people, whom the adversary is taken to know:
a mean about all who gave a value in some schools, in a stratum of them, or in two rounds. Each
kind of number (how many people, the sum of their marks, how many chose an option) of a question
is a system of its own: options add up to people, and marks to sums, for each set alike, so what
follows of one kind follows of all that are shown for the same sets.
"""

import itertools
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from models.enums import Role

System = tuple[Role, str, str, str]
"""Who, the question, the round («intro>final» for a change), and what is counted."""

Persons = frozenset[int]


@dataclass(frozen=True)
class Told:
    """`number` of `people`, as `view` writes it, rounded to `step`; None where it is drawn."""

    system: System
    people: Persons
    number: float | None
    view: str
    step: float = 1.0


@dataclass
class Narrowing:
    """`k`: what was promised in a round, by its code. Of `ratings` single values need 2k."""

    k: Mapping[str, int]
    ratings: Collection[str] = ("EFF", "ORG")
    kept: dict[Told, None] = field(default_factory=dict)

    def keeps(self, told: Told) -> None:
        self.kept[told] = None

    def narrowed(self) -> list[tuple[System, Persons]]:
        """Sets of fewer than k people about whom alone something follows."""
        systems: dict[System, set[Persons]] = {}
        for one in self.kept:
            systems.setdefault(one.system, set()).add(one.people)
        judged: dict[Any, list[Persons]] = {}
        for system, sets in systems.items():
            alike = frozenset(sets), self._k(system)
            if alike not in judged:
                judged[alike] = list(few(*alike))
        return [
            (system, found)
            for system, sets in systems.items()
            for found in judged[frozenset(sets), self._k(system)]
        ]

    def _k(self, system: System) -> int:
        """Of a change the larger promise holds."""
        _, item, codes, kind = system
        k = max(self.k[code] for code in codes.split(">"))
        return 2 * k if kind.startswith("count") and item in self.ratings else k


def few(sets: frozenset[Persons], k: int) -> Iterator[Persons]:
    """The smallest such sets: some sum of the statements is zero for everybody else, and not for
    them. So without their columns the statements are of a lower rank."""
    lines = sorted(sets, key=sorted)
    alike: dict[tuple[bool, ...], set[int]] = {}
    for person in Persons().union(*sets):
        alike.setdefault(tuple(person in one for one in lines), set()).add(person)
    columns, people = list(alike), list(alike.values())
    matrix = np.array(columns, dtype=float).T
    whole, found = rank(matrix), list[set[int]]()
    small = [n for n, one in enumerate(people) if len(one) < k]
    for size in range(1, k):
        for chosen in itertools.combinations(small, size):
            if sum(len(people[n]) for n in chosen) >= k:
                continue
            if any(one <= set(chosen) for one in found):
                continue
            if rank(np.delete(matrix, chosen, axis=1)) < whole:
                found.append(set(chosen))
                yield Persons().union(*(people[n] for n in chosen))


def rank(matrix: Any) -> int:
    return int(np.linalg.matrix_rank(matrix)) if matrix.size else 0


def count_by_view(kept: Mapping[Told, None]) -> Counter[str]:
    """How much each view has told."""
    return Counter(one.view for one in kept)
