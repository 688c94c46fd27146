"""The themes of a place's open answers: shapes, and what an answer speaks of; no database.

All of it follows from the texts of cells that are shown: how many answers speak of a theme can
be counted by whoever reads them, so the rule of k (privacy, 6) needs no second look here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from models.enums import Role
from services.catalogue import Words
from services.results.themes.rules import OK, REST, brief, digest, found

At = tuple[Role, str]
"""A question: whom it asked, and the code of its item."""


@dataclass(frozen=True)
class Theme:
    """`own`: added by those who run the place, its name serves both languages."""

    code: str
    name: Words
    own: bool = False


class Counts(Counter[str]):
    """Answers by theme; an answer counts under each of its themes."""

    @property
    def listed(self) -> list[tuple[str, int]]:
        """The most first; at the end the answers that say nothing."""
        last = (OK, REST)
        return sorted(self.items(), key=lambda pair: (pair[0] in last, -pair[1], pair[0]))

    @property
    def telling(self) -> list[tuple[str, int]]:
        """Without those that have nothing to add and those without a theme."""
        return [(code, n) for code, n in self.listed if code not in (OK, REST)]


@dataclass(frozen=True)
class Themes:
    """`known`: all themes there are, in the order they are offered in. `corrected`: the themes
    that were chosen, by question and by the digest of an answer; none of them is «other».

    `counts`: of the questions whose answers may be shown, where they were read.
    """

    known: Mapping[str, Theme]
    corrected: Mapping[At, Mapping[str, tuple[str, ...]]]
    counts: Mapping[At, Counts] = field(default_factory=dict)

    def chosen(self, at: At, text: str) -> tuple[str, ...] | None:
        """None where nobody has corrected anything."""
        of_question = self.corrected.get(at)
        return of_question.get(digest(text)) if of_question else None

    def of(self, at: At, text: str) -> tuple[str, ...]:
        """The codes of an answer's themes, at least one: as chosen, or else by the rules."""
        chosen = self.chosen(at, text)
        return found(text) if chosen is None else chosen or (REST,)


@dataclass(frozen=True)
class Answered:
    """Equal answers as one: `times` of them, in the words of the first. `codes` of its themes,
    at least one; `corrected`: somebody has chosen them."""

    at: At
    text: str
    times: int
    codes: tuple[str, ...]
    corrected: bool = False

    @property
    def sign(self) -> str:
        """Names the answer in a button by its question and words."""
        return brief(*self.at, digest(self.text))


@dataclass(frozen=True)
class Question:
    """One open question to one role; its answers in the order of the cell's texts."""

    at: At
    answers: tuple[Answered, ...]

    @property
    def sign(self) -> str:
        return brief(*self.at)

    @property
    def corrected(self) -> bool:
        return any(one.corrected for one in self.answers)

    @property
    def counts(self) -> Counts:
        counts = Counts()
        for one in self.answers:
            counts.update(dict.fromkeys(one.codes, one.times))
        return counts

    @property
    def total(self) -> int:
        return sum(one.times for one in self.answers)

    def under(self, code: str) -> list[Answered]:
        return [one for one in self.answers if code in one.codes]


def question(themes: Themes, at: At, texts: Iterable[str]) -> Question:
    """Equal answers stand where the first of them stands."""
    first: dict[str, str] = {}
    times = Counter[str]()
    for text in texts:
        key = digest(text)
        first.setdefault(key, text)
        times[key] += 1
    answers = (
        Answered(at, text, times[key], themes.of(at, text), themes.chosen(at, text) is not None)
        for key, text in first.items()
    )
    return Question(at, tuple(answers))
