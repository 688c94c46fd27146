"""The numbers of a round that may be shown: questions, and whose answers to them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from models.enums import Missing, Role
from services.calendar import year_name
from services.catalogue import Item, Language
from services.results.change import Change
from services.results.forms import Form
from services.results.privacy import Verdict
from services.results.rounds import Place
from services.results.themes.kinds import Themes


@dataclass(frozen=True)
class Speech:
    """Words for a file: `t` gives those of a key, `language` picks a questionnaire's own."""

    t: Callable[..., str]
    language: Language

    def side(self, side: "Side") -> str:
        """«Наставники»."""
        return self.t(side.key)


def round_name(place: Place, speech: Speech) -> str:
    """«Вводная анкета, 2026/27»: a file is read long after."""
    kind, _, number = place.code.partition("-")
    name = place.title or speech.t(f"round-{kind}", number=number)
    return f"{name}, {year_name(place.year)}"


class Side(NamedTuple):
    """Whose answers they are; `then`: how they see today what was so at the start of the year."""

    role: Role
    then: bool = False

    @property
    def key(self) -> str:
        return "results-side-then" if self.then else f"results-role-{self.role}"


def in_order(sides: set[Side]) -> tuple[Side, ...]:
    """As they stand beside each other: mentors first."""
    return tuple(sorted(sides, key=lambda side: (list(Role).index(side.role), side.then)))


@dataclass(frozen=True)
class Cell:
    """One question to one role. A hidden cell holds no answers at all.

    `counts`: answers by the item's values in their order, those nobody gave too (empty for a
    text). `texts` are in an order that says nothing of people.
    """

    item: Item
    verdict: Verdict
    counts: Mapping[str, int] = field(default_factory=dict)
    missing: Mapping[Missing, int] = field(default_factory=dict)
    answers: int = 0
    texts: tuple[str, ...] = ()

    @property
    def shown(self) -> bool:
        return self.verdict.shown

    @property
    def people(self) -> int:
        """How many gave a value; of a hidden cell that is not told."""
        return self.verdict.people if self.shown else 0

    @cached_property
    def numbers(self) -> list[tuple[int, int]]:
        """The values given of a scale, ascending, with how many gave each."""
        return [(int(value), count) for value, count in self.counts.items() if count]

    @property
    def mean(self) -> Fraction:
        """Of a shown scale; its values are never none."""
        total = sum(value * count for value, count in self.numbers)
        return Fraction(total, sum(self.counts.values()))

    @property
    def median(self) -> Fraction:
        number = sum(self.counts.values())
        return Fraction(self._value_at((number - 1) // 2) + self._value_at(number // 2), 2)

    def _value_at(self, place: int) -> int:
        """Of all the values in a line."""
        for value, count in self.numbers:
            if place < count:
                return value
            place -= count
        raise IndexError(place)

    @property
    def extremes(self) -> tuple[int, int] | None:
        """The lowest and the highest value, where single values may be shown."""
        return (self.numbers[0][0], self.numbers[-1][0]) if self.verdict.detail else None

    @property
    def distribution(self) -> Mapping[str, int] | None:
        """`counts` where they may be shown: a scale's numbers are single values."""
        if not self.shown or self.item.kind == "text":
            return None
        return self.counts if self.item.kind != "scale" or self.verdict.detail else None


@dataclass(frozen=True)
class Row:
    """A question with all sides that are asked it, beside each other."""

    cells: Mapping[Side, Cell]

    @property
    def item(self) -> Item:
        return next(iter(self.cells.values())).item

    def label(self, language: Language) -> str:
        now = [cell.item for side, cell in self.cells.items() if not side.then]
        labels = [item.label.of(language) for item in now or [self.item]]
        return " / ".join(dict.fromkeys(labels))

    @property
    def growth(self) -> Fraction | None:
        """How much higher they see themselves today than at the start; None when not shown."""
        means = {side: cell.mean for side, cell in self.cells.items() if cell.shown}
        then = next((side for side in means if side.then), None)
        now = Side(then.role) if then else None
        return means[now] - means[then] if then and now in means else None


@dataclass(frozen=True)
class Area:
    """One of the six areas of the self-assessment. `sides` have the mean, which follows from
    what is shown of the area's questions; `levels` count people by level (see `areas`)."""

    code: str
    sides: Mapping[Side, "AreaSide"]


@dataclass(frozen=True)
class AreaSide:
    mean: Fraction | None
    people: int
    levels: Mapping[str, int] | None


@dataclass(frozen=True)
class Results:
    """`rows` in the order of the mentors' questionnaire, then what only others are asked.

    `k`: the largest that holds for anybody in the place. `paper`: how many of the
    questionnaires that count were handed in on paper. `forms` stand in place of all numbers
    in the round of the curators' own form. `grown`: mentors by the direction of their change
    (see `growing`), where that may be shown. `changes`: filled in by `changes.with_changes`,
    `themes` by `themes.placed.with_themes`.
    `cuts`: cells of strata that may be shown, by role and question; by `cuts.with_cuts`.
    """

    place: Place
    k: int
    rows: tuple[Row, ...]
    areas: tuple[Area, ...] = ()
    paper: int = 0
    forms: tuple[Form, ...] | None = None
    grown: Mapping[str, int] | None = None
    changes: tuple[Change, ...] = ()
    themes: Themes | None = None
    cuts: Mapping[tuple[Role, str], Mapping[str, Cell]] = field(default_factory=dict)

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        """Whom the round asked; nobody else has a column."""
        return in_order({side for row in self.rows for side in row.cells})

    @property
    def roles(self) -> tuple[Role, ...]:
        return tuple(dict.fromkeys(side.role for side in self.sides))

    def item(self, role: Role, code: str) -> Item:
        """A question of the role; KeyError when it was not asked."""
        return self._items[role, code]

    @cached_property
    def _items(self) -> dict[tuple[Role, str], Item]:
        cells = ((side, cell) for row in self.rows for side, cell in row.cells.items())
        return {_at(side, cell): cell.item for side, cell in cells}

    def of_kind(self, *kinds: str) -> list[Row]:
        return [row for row in self.rows if row.item.kind in kinds]

    def changed(self) -> list[tuple[Row, list[Change]]]:
        """The questions of which a change may be shown, in the order of the earlier rounds."""
        shown = {(one.role, one.item.code): one for one in self.changes if one.shown}
        found = [
            (
                row,
                [
                    shown[at]
                    for side, cell in row.cells.items()
                    if (at := _at(side, cell)) in shown
                ],
            )
            for row in self.rows
        ]
        return sorted(
            ((row, same) for row, same in found if same), key=lambda pair: pair[1][0].earlier
        )

    def gaps(self) -> list[tuple[Row, Cell, Cell]]:
        """Ratings of which both sides may be shown, furthest apart first: mentors, mentees."""
        found = [
            (row, row.cells[mentor], row.cells[mentee])
            for row in self.of_kind("scale")
            if (mentor := Side(Role.MENTOR)) in row.cells
            and (mentee := Side(Role.MENTEE)) in row.cells
        ]
        shown = [one for one in found if one[1].shown and one[2].shown]
        return sorted(shown, key=lambda one: -abs(one[1].mean - one[2].mean))

    def nothing_of(self, role: Role) -> bool:
        """Every cell of the role is hidden."""
        cells = (c for row in self.rows for side, c in row.cells.items() if side.role == role)
        return not any(cell.shown for cell in cells)

    @property
    def hidden(self) -> int:
        return sum(not cell.shown for row in self.rows for cell in row.cells.values())

    @property
    def left_out(self) -> int:
        """The most people that any shown cell leaves out."""
        shown = (c.verdict.left_out for row in self.rows for c in row.cells.values() if c.shown)
        return max(shown, default=0)


def _at(side: Side, cell: Cell) -> tuple[Role, str]:
    return side.role, cell.item.code


def tenths(value: Fraction) -> Decimal:
    """To one decimal, halves up, as a spreadsheet shows it; never «-0,0»."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP) + 0
