"""What has changed for the same people since an earlier round; where the sides see differently."""

from collections.abc import Iterator

from services.reports import words
from services.reports.report import Report
from services.results.cells import Row
from services.results.change import Change


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


def _lines(r: Report, row: Row, same: list[Change]) -> Iterator[list[str]]:
    name = r.label(row)
    for one in same:
        who, since = r.t(f"results-role-{one.role}"), r.t(f"round-{one.earlier}", number="")
        said = [words.change(r.speech, one), words.certainty(r.speech, one)]
        change = "; ".join(part for part in said if part)
        yield [name, who, since, change, words.ways(r.speech, one), str(one.sums.people)]
        name = ""
