"""How the same people's answers to a question have changed between two rounds: the arithmetic."""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from models.enums import Role, WaveCode
from services.catalogue import Item
from services.results.privacy import Verdict
from services.results.student import p_value, quantile

SURE = 0.95
TESTED_FROM = 20
"""People: with fewer no test is worth its name."""


class Sums(NamedTuple):
    """Of matched answers; sums of several schools add up. `better`, `worse`: answers that went
    up or down. The last three are sums over people, of d and n: somebody's change in all, and
    his number of answers."""

    people: int = 0
    answers: int = 0
    before: int = 0
    after: int = 0
    better: int = 0
    worse: int = 0
    dd: int = 0
    dn: int = 0
    nn: int = 0

    def plus(self, other: "Sums") -> "Sums":
        return Sums(*(one + two for one, two in zip(self, other, strict=True)))


@dataclass(frozen=True)
class Change:
    """One question to one role, in the round and the `earlier` one. Hidden, `sums` are zero.

    The spread, and so the interval and the test, follows single values: it needs `detail`.
    `beside`: what `p` is among all questions that are tested at once (`student.holm`).
    """

    role: Role
    item: Item
    earlier: WaveCode
    verdict: Verdict
    sums: Sums
    beside: float | None = None

    @property
    def shown(self) -> bool:
        return self.verdict.shown

    @property
    def expected(self) -> bool:
        """What was hoped for beside what came: two questions, so no growth (domain, 4.3)."""
        return self.earlier is WaveCode.INTRO

    @property
    def before(self) -> Fraction:
        return Fraction(self.sums.before, self.sums.answers)

    @property
    def after(self) -> Fraction:
        return Fraction(self.sums.after, self.sums.answers)

    @property
    def mean(self) -> Fraction:
        """Of the differences."""
        return self.after - self.before

    @property
    def same(self) -> int:
        return self.sums.answers - self.sums.better - self.sums.worse

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the mean difference lies for 95 % of such samples."""
        if not self.verdict.detail:
            return None
        reach = quantile(SURE, self.sums.people - 1) * self._error
        return float(self.mean) - reach, float(self.mean) + reach

    @property
    def p(self) -> float | None:
        """Of the paired t test; None for fewer than TESTED_FROM people."""
        if not self.verdict.detail or self.sums.people < TESTED_FROM:
            return None
        if not self._error:
            return 0.0 if self.mean else 1.0
        return p_value(float(self.mean) / self._error, self.sums.people - 1)

    @property
    def notable(self) -> bool | None:
        return None if self.beside is None else self.beside < 1 - SURE

    @property
    def _error(self) -> float:
        """Of the mean. A mentor of three is one voice: his answers go together, so the spread is
        that of people. With one answer each this is Student's own."""
        s = self.sums
        spread = s.dd - 2 * self.mean * s.dn + self.mean**2 * s.nn
        return math.sqrt(spread * Fraction(s.people, s.people - 1)) / s.answers
