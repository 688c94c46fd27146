"""Which column is which: the heading row is found, named headings are matched, others reported."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from services.roster.layout import SheetLayout
from services.roster.normalise import clean, heading_key
from services.roster.package import RosterFileError
from services.roster.rows import Issue, Severity

TITLE_ROWS = 10  # a title, a date, an empty line may stand above the headings
ALIKE = 60


def find_headings(
    layout: SheetLayout, values: Sequence[Sequence[object]]
) -> tuple[int, dict[int, str], list[Issue]]:
    """The heading's row (Excel's number), column index -> code, warnings about other headings."""
    known = {
        heading_key(name): column.code
        for column in layout.columns
        for name in (column.heading, *column.aliases)
    }
    rows = [[heading_key(cell) for cell in line] for line in values[:TITLE_ROWS]] or [[]]
    top = max(range(len(rows)), key=lambda index: sum(cell in known for cell in rows[index]))
    columns = {i: known[cell] for i, cell in enumerate(rows[top]) if cell in known}
    others = [i for i, cell in enumerate(rows[top]) if cell and cell not in known]
    unknown = [clean(str(values[top][i])) for i in others]
    refuse_wrong(layout, list(columns.values()), unknown)
    issues = [skipped(layout, top + 1, set(columns.values()), heading) for heading in unknown]
    return top + 1, columns, issues


def refuse_wrong(layout: SheetLayout, codes: list[str], unknown: list[str]) -> None:
    twice = [c.heading for c in layout.columns if codes.count(c.code) > 1]
    if twice:
        headings = listed(twice)
        raise RosterFileError("roster-file-heading-twice", sheet=layout.name, headings=headings)
    missing = [c.heading for c in layout.columns if c.required and c.code not in codes]
    if not missing:
        return
    wrong = {"sheet": layout.name, "missing": listed(missing)}
    meant = {heading: nearest_heading(heading, missing) for heading in unknown}
    alike = ", ".join(f"«{heading}» → «{found}»" for heading, found in meant.items() if found)
    if alike:
        raise RosterFileError("roster-file-headings-alike", alike=alike, **wrong)
    raise RosterFileError("roster-file-headings", **wrong)


def skipped(layout: SheetLayout, row: int, present: set[str], heading: str) -> Issue:
    absent = [column.heading for column in layout.columns if column.code not in present]
    meant = nearest_heading(heading, absent)
    args: dict[str, object] = {"value": heading, **({"suggestion": meant} if meant else {})}
    return Issue(Severity.WARNING, layout.name, row, heading, "roster-column-skipped", args)


def nearest_heading(heading: str, among: list[str]) -> str | None:
    keys = {name: heading_key(name) for name in among}
    found = process.extractOne(heading_key(heading), keys, scorer=fuzz.WRatio, score_cutoff=ALIKE)
    return None if found is None else str(found[2])


def listed(names: list[str]) -> str:
    return ", ".join(f"«{name}»" for name in names)
