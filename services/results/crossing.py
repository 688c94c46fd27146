"""Which strata may be told apart: rule 11 of `privacy`. No database.

Schools divide the people of a cell, and so do strata. With the sums of both one can leave some
schools and take away some strata; what remains is, in every school, those on one side of a
division of the strata. The fewest who can be had so are those on the smaller side of each
school, and they have to be k people or none. Other sums that are shown divide a school further:
who answered in another round too, and strata that a smaller group tells already.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from services.results.matched import blocks
from services.results.privacy import FLOOR, Verdict, Waves, union
from services.strata import STRATA

MOST = 9
"""Combinations of strata that are looked at; each more doubles the ways to divide them."""

Division = tuple[int, str, frozenset[str]]
"""A wave, in which other rounds it was answered too, and the strata of whoever answered."""

Counts = Mapping[Division, int]
"""People; of several pairs somebody may have answered earlier about only some: he is twice."""

Told = Mapping[int, frozenset[str]]
"""By wave the strata that are told of it."""


@dataclass(frozen=True)
class Divided:
    """A cell, uncut: its verdicts by group of schools, and how strata divide its people.

    `people` without other rounds, `finest` with all whose numbers of the same people are shown.
    """

    groups: Mapping[Waves, Verdict]
    k: Mapping[int, int]
    people: Counts
    finest: Counts

    @cached_property
    def told(self) -> dict[Waves, dict[str, Waves]]:
        """By group the strata it tells, with the waves that it tells them of."""
        return {group: _by_stratum(step.after) for group, step in self._steps.items()}

    def barred(self, later: Counts) -> Waves:
        """Where a later round must not show who answered both, as the strata shown of this one
        would narrow that. `later`: people, with who answered in the later round."""
        then = replace(self, finest=later)
        told = (step for step in self._steps.values() if step.strata)
        narrow = (step for step in told if not then._allow(step))
        return union(step.new(stratum) for step in narrow for stratum in step.strata)

    @cached_property
    def _steps(self) -> dict[Waves, "_Step"]:
        """A stratum is told of what smaller groups tell of it, and of the rest if that may be
        told at once. So it is never taken back, and depends on nothing but the group itself.

        Schools that are over later than the rest take no part in larger groups: what a group
        has told before would be known beside what a smaller one tells then.
        """
        told: dict[int, frozenset[str]] = {}
        found: dict[Waves, _Step] = {}
        for group in sorted(self.groups, key=len):
            waves = self.groups[group].batches[0]
            found[group] = self._step(_Step({wave: told.get(wave, NONE) for wave in waves}))
            told |= found[group].after
        return found

    def _step(self, step: "_Step") -> "_Step":
        """One stratum after the other, each beside those before it."""
        here = _within(self._plain, step)
        present = {stratum for at, _ in here for stratum in at[2]}
        for stratum in (one for one in STRATA if one in present):
            more = replace(step, strata=(*step.strata, stratum))
            new = more.new(stratum)
            if any(at[0] in new and stratum in at[2] for at, _ in here) and self._allow(more):
                step = more
        return step

    def _allow(self, step: "_Step") -> bool:
        """However they are divided: the smaller sides are k people, or nobody even where only
        schools are told apart."""
        plain, fine = _within(self._plain, step), _within(self._fine, step)
        k = max((self.k[at[0]] for at, _ in plain), default=FLOOR)
        sizes = Counter[frozenset[str]]()
        for at, people in plain:
            sizes[step.column(at)] += people
        if len(sizes) == 1:
            return True
        columns, twice = list(sizes), sum(n for _, n in fine) - sizes.total()
        if len(columns) > MOST or min(sizes.values()) < k:
            return False
        rows = {(self._block[at[0]], at[1], step.inside(at)) for at, _ in fine}
        if len(rows) == 1:
            return min(sizes.values()) - twice >= k
        block = self._block
        whole = _Rows(columns, ((block[at[0]], step.column(at), n) for at, n in plain))
        parts = _Rows(
            columns,
            (((block[at[0]], at[1], step.inside(at)), step.column(at), n) for at, n in fine),
        )
        both = zip(parts.smaller(), whole.smaller(), strict=True)
        return all(not all_of or few - twice >= k for few, all_of in both)

    @cached_property
    def _plain(self) -> "_ByWave":
        return _by_wave(self.people)

    @cached_property
    def _fine(self) -> "_ByWave":
        return _by_wave(self.finest)

    @cached_property
    def _block(self) -> dict[int, int]:
        """By wave; every shown sum of schools is made of blocks."""
        lines = enumerate(blocks(self.groups))
        return {wave: number for number, one in lines for wave in one}


NONE = frozenset[str]()

_ByWave = Mapping[int, list[tuple[Division, int]]]


def _by_wave(counts: Counts) -> _ByWave:
    found: dict[int, list[tuple[Division, int]]] = {}
    for at, people in counts.items():
        found.setdefault(at[0], []).append((at, people))
    return found


def _within(counts: _ByWave, step: "_Step") -> list[tuple[Division, int]]:
    return [one for wave in step.before for one in counts.get(wave, ())]


def _by_stratum(told: Told) -> dict[str, Waves]:
    found = {
        stratum: frozenset(wave for wave, strata in told.items() if stratum in strata)
        for stratum in STRATA
    }
    return {stratum: where for stratum, where in found.items() if where}


@dataclass(frozen=True)
class _Step:
    """Strata to be told of the waves of `before`, beside what is told of them there."""

    before: Told
    strata: tuple[str, ...] = ()

    def new(self, stratum: str) -> Waves:
        """Where it is not told yet."""
        return frozenset(wave for wave, told in self.before.items() if stratum not in told)

    @property
    def after(self) -> Told:
        return {wave: told | frozenset(self.strata) for wave, told in self.before.items()}

    def column(self, at: Division) -> frozenset[str]:
        """In which of the strata somebody is that are new to his school."""
        return (at[2] & self._asked) - self.before[at[0]]

    @cached_property
    def _asked(self) -> frozenset[str]:
        return frozenset(self.strata)

    def inside(self, at: Division) -> frozenset[str]:
        """In which of those that are told already."""
        return at[2] & self.before[at[0]]


class _Rows:
    """People by row, told apart by what is shown, and by column."""

    def __init__(
        self, columns: Sequence[frozenset[str]], found: Iterable[tuple[Any, Any, int]]
    ) -> None:
        # Here, as few need it, and it takes a tenth of a second and 20 MB.
        import numpy as np

        counted: dict[Any, list[int]] = {}
        for row, column, people in found:
            counted.setdefault(row, [0] * len(columns))[columns.index(column)] += people
        self.matrix = np.array(list(counted.values()), dtype=np.int64).reshape(-1, len(columns))
        ways = list(itertools.product((0, 1), repeat=max(len(columns) - 1, 0)))[1:]
        self.sides = np.array([(0, *way) for way in ways], dtype=np.int64).reshape(
            -1, len(columns)
        )

    def smaller(self) -> list[int]:
        """The sum of the smaller sides, for every way of dividing the columns in two."""
        import numpy as np

        one = self.matrix @ self.sides.T
        other = self.matrix.sum(axis=1, keepdims=True) - one
        return [int(number) for number in np.minimum(one, other).sum(axis=0)]
