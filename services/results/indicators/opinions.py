"""Indicators from answers: only from what may be shown of a round, so they tell nothing more."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from models.enums import Role, WaveCode
from services.results.cells import Cell, Results, Side
from services.results.figures import Response
from services.waves.response import State

OF_WORK = frozenset({WaveCode.INTERIM, WaveCode.FINAL})
"""Rounds that ask how content people are; the first one asks what they expect."""


class Reason(StrEnum):
    """Why there is no number. `missing`: nobody has said it; `few`: hidden, or so few answers
    that single marks are; `nobody`: there is nothing to count; `absent`: no such round is over."""

    MISSING = "missing"
    FEW = "few"
    NOBODY = "nobody"
    ABSENT = "absent"


class Value(NamedTuple):
    part: Fraction
    whole: int

    @property
    def ratio(self) -> Fraction:
        return self.part / self.whole


Found = Value | Reason


def counted(part: int | Fraction, whole: int) -> Found:
    return Value(Fraction(part), whole) if whole else Reason.NOBODY


def cell_of(results: Results, role: Role, code: str) -> Cell | None:
    cells = (row.cells.get(Side(role)) for row in results.rows)
    return next((cell for cell in cells if cell and cell.item.code == code), None)


def satisfied(results: Results | None, role: Role, least: int) -> Found:
    """Of the marks of joint work, one for each pair, those from `least` on. A count of marks
    above a line is single values, so it shows with them."""
    cell = _work(results, role, "SAT")
    if isinstance(cell, Reason):
        return cell
    counts = cell.distribution
    if counts is None:
        return Reason.FEW
    return counted(sum(n for mark, n in counts.items() if int(mark) >= least), cell.answers)


def agreeing(results: Results | None, role: Role, code: str) -> Found:
    """Who said yes to a choice question."""
    cell = _work(results, role, code)
    if isinstance(cell, Reason):
        return cell
    return counted(cell.counts["yes"], cell.answers)


def _work(results: Results | None, role: Role, code: str) -> Cell | Reason:
    if results is None or WaveCode.of(results.place.code) not in OF_WORK:
        return Reason.ABSENT
    cell = cell_of(results, role, code)
    if cell is None:
        return Reason.ABSENT
    return cell if cell.shown else Reason.FEW


def response(found: Response | None, role: Role) -> Found:
    states = (found or {}).get(role)
    return counted(states[State.SUBMITTED], states.total()) if states else Reason.ABSENT


def growth(results: Results | None) -> Found:
    """The mean of what competences have grown by, as mentors see it today; the whole is how
    many competences are shown."""
    if results is None:
        return Reason.ABSENT
    changes = [row.growth for row in results.rows if row.growth is not None]
    return counted(sum(changes, Fraction()), len(changes)) if changes else Reason.FEW


def grown(results: Results | None) -> Found:
    """Mentors who see themselves higher than at the start of the year."""
    if results is None:
        return Reason.ABSENT
    if results.grown is None:
        return Reason.FEW
    return counted(results.grown["up"], sum(results.grown.values()))


def points(results: Results | None) -> Found:
    """The sum of the curator's form; of several forms their mean. Open ones are left out."""
    if results is None or results.forms is None:
        return Reason.ABSENT
    totals = [form.total for form in results.forms if form.level]
    return counted(sum(totals), len(totals))


def closed(before: Results | None, after: Results | None) -> Found:
    """I15: of the areas at the level of a deficit in autumn, how many are not so in May; a person
    has six. From the levels that both self-assessments show of all who answered, not person by
    person: the May ones as if as many had answered as in autumn. No fewer than none.
    """
    if before is None or after is None:
        return Reason.ABSENT
    now = _levels(after)
    both = [(levels, now[area]) for area, levels in _levels(before).items() if area in now]
    asked = sum(sum(old.values()) for old, _ in both)
    later = sum(sum(new.values()) for _, new in both)
    if not later:
        return Reason.FEW
    was = sum(old["deficit"] for old, _ in both)
    still = Fraction(sum(new["deficit"] for _, new in both) * asked, later)
    return counted(max(0, round(was - still)), was)


def _levels(results: Results) -> dict[str, Mapping[str, int]]:
    """By area, as mentees see themselves; where they may be shown."""
    sides = {area.code: area.sides.get(Side(Role.MENTEE)) for area in results.areas}
    return {code: side.levels for code, side in sides.items() if side and side.levels}
