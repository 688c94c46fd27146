"""What needs attention in a place, as each kind of exception finds it."""

from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from sqlalchemy.ext.asyncio import AsyncSession

from models import Wave

Places = Collection[int]
"""Organisations, without those below them."""


@dataclass(frozen=True)
class Line:
    """So many (`count`, out of `of` where that is said) in one place, by `reasons`.

    `wave`: the round that it is about. `mean`: of a rating. `readers`: the only ones who may be
    told of it; None for everybody who runs the place.
    """

    place: int
    count: int = 1
    of: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    wave: Wave | None = None
    mean: Fraction | None = None
    readers: frozenset[int] | None = None

    @property
    def code(self) -> str:
        """Of the round; lines of different rounds are different matters."""
        return self.wave.code if self.wave else ""

    @property
    def badness(self) -> Fraction:
        """To sort places by: a low mean, a large share, a large number."""
        if self.mean is not None:
            return -self.mean
        return Fraction(self.count, self.of or 1)


Find = Callable[[AsyncSession, Places, datetime], Awaitable[list[Line]]]
"""One kind's lines, in a handful of statements however many places there are."""


@dataclass(frozen=True)
class Kind:
    """`private`: each reader sees their own, so there is no sum by school to look into."""

    code: str
    find: Find
    private: bool = False


@dataclass(frozen=True)
class Matter:
    """All lines of a kind about one round; at least one."""

    kind: Kind
    lines: tuple[Line, ...]

    @property
    def code(self) -> str:
        return self.lines[0].code

    @property
    def together(self) -> Line:
        """The sum; of one place its own line."""
        if len(self.lines) == 1:
            return self.lines[0]
        return Line(
            place=0,
            count=sum(line.count for line in self.lines),
            of=sum(line.of for line in self.lines),
            reasons=sum((line.reasons for line in self.lines), Counter()),
            wave=self.lines[0].wave,
        )
