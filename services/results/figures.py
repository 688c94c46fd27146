"""Results of a round: answers in the database -> numbers that may be shown.

Only what was sent counts, and of that only what applies and belongs to statistics. "Hard to
say" and "skipped" are counted apart and are never a zero. Items about a pair give one value a
pair, so a cell knows both its people and its answers.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditEntry
from models.enums import Missing, Role
from services.calendar import year_name
from services.catalogue import Item, Language
from services.people import Who
from services.results import tallies
from services.results.privacy import Verdict, least, verdicts
from services.results.rounds import Place
from services.waves import response
from services.waves.response import State

ROLES = (Role.MENTOR, Role.MENTEE)


@dataclass(frozen=True)
class Speech:
    """Words for a file: `t` gives those of a key, `language` picks a questionnaire's own."""

    t: Callable[..., str]
    language: Language


def round_name(place: Place, speech: Speech) -> str:
    """«Вводная анкета, 2026/27»: a file is read long after."""
    name = speech.t(f"results-round-{place.code}")
    return f"{name}, {year_name(place.year)}"


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
    def numbers(self) -> list[int]:
        """Every value of a scale, ascending."""
        return [int(value) for value, count in self.counts.items() for _ in range(count)]

    @property
    def mean(self) -> Fraction:
        """Of a shown scale; its values are never none."""
        return Fraction(sum(self.numbers), len(self.numbers))

    @property
    def median(self) -> Fraction:
        half, odd = divmod(len(self.numbers), 2)
        return Fraction(sum(self.numbers[half - 1 + odd : half + 1]), 2 - odd)

    @property
    def extremes(self) -> tuple[int, int] | None:
        """The lowest and the highest value, where single values may be shown."""
        return (self.numbers[0], self.numbers[-1]) if self.verdict.detail else None

    @property
    def distribution(self) -> Mapping[str, int] | None:
        """`counts` where they may be shown: a scale's numbers are single values."""
        if not self.shown or self.item.kind == "text":
            return None
        return self.counts if self.item.kind != "scale" or self.verdict.detail else None


@dataclass(frozen=True)
class Row:
    """A question with both roles side by side, or the only role that is asked it."""

    cells: Mapping[Role, Cell]

    @property
    def item(self) -> Item:
        return next(iter(self.cells.values())).item

    def label(self, language: Language) -> str:
        labels = (cell.item.label.of(language) for cell in self.cells.values())
        return " / ".join(dict.fromkeys(labels))


@dataclass(frozen=True)
class Results:
    """`rows` in the order of the mentors' questionnaire, then what only mentees are asked."""

    place: Place
    k: int
    rows: tuple[Row, ...]

    def of_kind(self, *kinds: str) -> list[Row]:
        return [row for row in self.rows if row.item.kind in kinds]

    def nothing_of(self, role: Role) -> bool:
        """Every cell of the role is hidden."""
        return not any(row.cells[role].shown for row in self.rows if role in row.cells)

    @property
    def hidden(self) -> int:
        return sum(not cell.shown for row in self.rows for cell in row.cells.values())

    @property
    def left_out(self) -> int:
        """The most people that any shown cell leaves out."""
        shown = (c.verdict.left_out for row in self.rows for c in row.cells.values() if c.shown)
        return max(shown, default=0)


Response = dict[Role, Counter[State]]


async def responses(session: AsyncSession, place: Place) -> dict[int, Response]:
    """How many are in which state by wave and role; waves without people are left out."""
    return await response.counts(session, list(place.ids))


def together(found: Mapping[int, Response]) -> Response:
    """All waves as one; both roles are always there."""
    return {
        role: sum((by_role.get(role, Counter()) for by_role in found.values()), Counter())
        for role in ROLES
    }


async def results(session: AsyncSession, place: Place, min_group: int) -> Results | None:
    """None while any wave of the place may still bring answers: then only the response shows."""
    if not place.is_over:
        return None
    k = least(min_group)
    items = await tallies.items(session, place.ids)
    found = await tallies.tallies(session, place.ids)
    cells = {
        (role, item.code): _cell(item, found.get((role, item.code), {}), place, k)
        for role, asked in items.items()
        for item in asked
    }
    texts = await tallies.texts(
        session,
        {at: c.verdict.waves for at, c in cells.items() if c.item.kind == "text" and c.shown},
    )
    for at, bodies in texts.items():
        cells[at] = _with_texts(cells[at], bodies)
    return Results(place, k, tuple(_rows(items, cells)))


def _cell(item: Item, found: Mapping[int, tallies.Tally], place: Place, k: int) -> Cell:
    people = {wave: tally.people for wave, tally in found.items()}
    verdict = verdicts(place.groups, people, k)[place.ids]
    if not verdict.shown:
        return Cell(item, verdict)
    counted = [tally for wave, tally in found.items() if wave in verdict.waves]
    values: Counter[str] = sum((tally.values for tally in counted), Counter())
    return Cell(
        item,
        verdict,
        counts={value: values[value] for value in item.values},
        missing=sum((tally.missing for tally in counted), Counter()),
        answers=sum(tally.answers for tally in counted),
    )


def _with_texts(cell: Cell, bodies: list[str]) -> Cell:
    """Shuffled by the words themselves, so that no order of people shines through."""
    ordered = sorted(bodies, key=lambda body: hashlib.sha256(body.encode()).digest())
    return Cell(**vars(cell) | {"texts": tuple(ordered)})


def _rows(items: Mapping[Role, list[Item]], cells: Mapping[tuple[Role, str], Cell]) -> list[Row]:
    mentees = {item.code: item for item in items.get(Role.MENTEE, [])}
    rows = []
    for item in items.get(Role.MENTOR, []):
        row = {Role.MENTOR: cells[Role.MENTOR, item.code]}
        other = mentees.get(item.mirror_code)
        if other and (other.kind, other.values) == (item.kind, item.values):
            row[Role.MENTEE] = cells[Role.MENTEE, other.code]
            del mentees[other.code]
        rows.append(Row(row))
    return rows + [Row({Role.MENTEE: cells[Role.MENTEE, code]}) for code in mentees]


def tenths(value: Fraction) -> Decimal:
    """To one decimal, halves up, as a spreadsheet shows it."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


async def record_export(
    session: AsyncSession, who: Who, shown: Results, kind: str, now: datetime
) -> None:
    """Every file that leaves the bot is written down."""
    place = shown.place
    details = {
        "format": kind,
        "organisation": place.organisation.id,
        "whole": place.whole,
        "year": place.year,
        "wave": place.code.value,
        "hidden": shown.hidden,
    }
    entry = AuditEntry(at=now, actor_id=who.me.id, action="results_exported", details=details)
    session.add(entry)
    await session.flush()
