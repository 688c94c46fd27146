"""A first draft of strengths, weaknesses, opportunities and threats by rule (domain, 4.6).

It only sorts what may be shown; whoever signs the report judges.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from models.enums import Role, WaveCode
from services.reports import themed, words
from services.reports.gathering import Material
from services.results.cells import Cell, Row, Side, Speech
from services.results.indicators.opinions import Value, cell_of

STRONG, WEAK, GAP, THREAT = Fraction(8), Fraction(13, 2), Fraction(2), Fraction(6)
"""Means: from here a strength in both roles, below it a weakness, between the roles a weakness,
below it a threat. All on ten points."""

TEN = 10
HOPES = ("CNT", "FUT", "MORE")
LOW = ("LOAD", "REG")
"""Is there time, do meetings keep to the schedule: asked halfway."""

CAUTION = Fraction(60, 100)
"""A response below makes every number doubtful."""

SIDES = (Side(Role.MENTOR), Side(Role.MENTEE))


@dataclass(frozen=True)
class Draft:
    strengths: list[str]
    weaknesses: list[str]
    opportunities: list[str]
    threats: list[str]


def draft(material: Material, speech: Speech) -> Draft:
    rows = [row for row in material.results.of_kind("scale") if row.item.maximum == TEN]
    return Draft(
        [_line(row, speech) for row in rows if _is_strong(row)],
        [_line(row, speech) for row in rows if _is_weak(row)],
        list(_hopes(material, speech)),
        list(_threats(material, speech)),
    )


def _means(row: Row) -> list[Fraction]:
    """Of mentors and mentees, as far as they are shown."""
    cells = (row.cells.get(side) for side in SIDES)
    return [cell.mean for cell in cells if cell and cell.shown]


def _is_strong(row: Row) -> bool:
    means = _means(row)
    return len(means) == len(SIDES) and min(means) >= STRONG


def _is_weak(row: Row) -> bool:
    means = _means(row)
    return bool(means) and (min(means) < WEAK or max(means) - min(means) >= GAP)


def _line(row: Row, speech: Speech) -> str:
    """«Комфорт в паре: наставники 8,2 (n = 12), наставляемые 9,0 (n = 15)»."""
    shown = [(side, row.cells[side]) for side in SIDES if side in row.cells]
    said = (_said(side, cell, speech) for side, cell in shown if cell.shown)
    return f"{row.label(speech.language)}: {', '.join(said)}"


def _said(side: Side, cell: Cell, speech: Speech) -> str:
    return f"{speech.side(side).lower()} {words.mean(speech, cell)}"


def _hopes(material: Material, speech: Speech) -> Iterator[str]:
    """Who would go on, or become a mentor; what is most valuable."""
    for code in HOPES:
        for side in SIDES:
            cell = cell_of(material.results, side.role, code)
            if cell and cell.shown:
                yield _share(cell, side, cell.counts["yes"], speech)
    yield from themed.lines(speech, material.results, "VAL")


def _threats(material: Material, speech: Speech) -> Iterator[str]:
    halfway = material.others.get(WaveCode.INTERIM)
    for code in LOW:
        for side in SIDES:
            cell = cell_of(halfway, side.role, code) if halfway else None
            if cell and cell.shown and cell.mean < THREAT:
                yield f"{cell.item.label.of(speech.language)}: {_said(side, cell, speech)}"
    for side in SIDES:
        cell = cell_of(material.results, side.role, "STAY")
        if cell and cell.shown and cell.counts["no"]:
            yield _share(cell, side, cell.counts["no"], speech, answer="no")
    yield from themed.lines(speech, material.results, "LCK")
    yield from _unfinished(material, speech)


def _unfinished(material: Material, speech: Speech) -> Iterator[str]:
    """Pairs without an order, and a response that is too low to rely on."""
    for one in material.statistics.indicators:
        found = one.now
        if not isinstance(found, Value):
            continue
        if one.code == "i8" and found.ratio < 1:
            missing = found.whole - int(found.part)
            yield speech.t("reports-swot-orders", n=missing, all=found.whole)
        if one.code == "i11" and found.ratio < CAUTION:
            who = speech.t(f"results-role-{one.role}").lower()
            share = words.part_of(speech, int(found.part), found.whole)
            yield speech.t("reports-swot-response", who=who, share=share)


def _share(cell: Cell, side: Side, part: int, speech: Speech, answer: str = "yes") -> str:
    """«Желание продолжить, «Да»: наставники 7 из 9»."""
    name = cell.item.label.of(speech.language)
    option = next(one.text.of(speech.language) for one in cell.item.choices if one.value == answer)
    share = words.part_of(speech, part, cell.answers)
    return f"{name} («{option}»): {speech.side(side).lower()} {share}"
