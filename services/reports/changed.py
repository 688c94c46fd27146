"""What has changed for the same people since an earlier round; where the sides see differently."""

from collections.abc import Iterator
from fractions import Fraction

from models.enums import Role
from services.reports import drawn, words
from services.reports.report import Report
from services.results.cells import Cell, Row
from services.results.change import Change
from services.results.pictures.kinds import Picture

FURTHEST = 5
"""Questions in the table of differences."""


def changes(r: Report) -> None:
    """Nothing at all where no earlier round asks the same."""
    results = r.material.results
    if not results.changes:
        return
    r.word.heading(r.t("results-changes"), 2)
    rows = [line for row, same in results.changed() for line in _lines(r, row, same)]
    if not rows:
        r.said("reports-no-changes", k=results.k)
        return
    columns = ("question", "who", "since", "change", "ways", "people")
    headings = [r.t(f"reports-column-{column}") for column in columns]
    r.word.table(headings, rows, (3.6, 2.6, 2.6, 3.8, 3.2, 1.2))
    r.note("reports-changes-note", k=results.k)
    drawn.picture(r, Picture.CHANGES, results)


def _lines(r: Report, row: Row, same: list[Change]) -> Iterator[list[str]]:
    name = r.label(row)
    for one in same:
        who, since = r.t(f"results-role-{one.role}"), r.t(f"round-{one.earlier}", number="")
        said = [words.change(r.speech, one), words.certainty(r.speech, one)]
        change = "; ".join(part for part in said if part)
        yield [name, who, since, change, words.ways(r.speech, one), str(one.sums.people)]
        name = ""


def gaps(r: Report) -> None:
    """The FURTHEST questions apart; nothing at all where only one side is asked."""
    results = r.material.results
    found = results.gaps()
    if not found:
        return
    r.word.heading(r.t("results-gaps"), 2)
    rows = [
        [r.label(row), *_both(r, *cells), words.number(r.speech, _apart(*cells))]
        for row, *cells in found[:FURTHEST]
    ]
    roles = [r.t(f"results-role-{role}") for role in (Role.MENTOR, Role.MENTEE)]
    headings = [r.t("reports-column-question"), *roles, r.t("reports-column-apart")]
    r.word.table(headings, rows, (7, 3.7, 3.7, 2.6))
    r.note("reports-gaps-note")
    drawn.picture(r, Picture.GAPS, results)


def _both(r: Report, mentors: Cell, mentees: Cell) -> list[str]:
    return [words.mean(r.speech, cell) for cell in (mentors, mentees)]


def _apart(mentors: Cell, mentees: Cell) -> Fraction:
    return abs(mentors.mean - mentees.mean)
