"""CSV for statisticians: UTF-8 with BOM, semicolons and decimal commas, as a Russian Excel, R's
`read.csv2` and pandas (`sep=";", decimal=","`) read it. One row a cell, change, difference or
stratum that may be shown."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from io import StringIO

from models.enums import Missing, Role
from services.catalogue import Item
from services.results.cells import AreaSide, Cell, Results, Row, Side, Speech
from services.results.change import Change
from services.results.forms import Form
from services.workbooks import Value

BOM = "\ufeff"
DANGEROUS = ("=", "+", "-", "@")
"""What a spreadsheet may take for a formula at the start of a cell."""

HEAD = ("organisation", "year", "round")
CELL = (
    "code", "question", "role", "then", "kind", "stratum", "people", "answers", "mean", "median",
    "lowest", "highest", "hard_to_say", "skipped", "left_out", "counts",
)  # fmt: skip
CHANGE = (
    "earlier", "before", "after", "mentors", "mentees", "difference", "low", "high", "p",
    "p_holm", "better", "same", "worse",
)  # fmt: skip
COLUMNS = (*HEAD, *CELL, *CHANGE)
"""What they hold stands in the README, for who computes with them."""


Line = dict[str, Value]
"""By column; what is not there stays empty."""


def cells(results: Results, speech: Speech) -> bytes:
    """`counts` are answers by option, such as `yes=7|no=2`; texts are not here, only their
    number."""
    place = results.place
    named = (place.organisation.name, place.year, place.code)
    head: Line = dict(zip(HEAD, named, strict=True))
    lines = (head | line for line in _lines(results, speech))
    return written(COLUMNS, ([line.get(column) for column in COLUMNS] for line in lines))


def _lines(results: Results, speech: Speech) -> Iterator[Line]:
    for row in results.rows:
        yield from (_cell(side, cell, speech) for side, cell in row.cells.items() if cell.shown)
    for area in results.areas:
        for side, one in area.sides.items():
            if one.mean is not None:
                yield _area(area.code, side, one, speech)
    if results.grown:
        named = _named("growth", speech.t("indicator-i14"), Side(Role.MENTOR), "growth")
        people = sum(results.grown.values())
        yield named | {"people": people, "counts": _counts(results.grown)}
    for form in results.forms or ():
        yield from _form(form, speech)
    yield from (_change(one, speech) for one in results.changes if one.shown)
    yield from (_difference(*one, speech) for one in results.gaps())
    for (role, _), told in results.cuts.items():
        yield from (_stratum(role, name, cell, speech) for name, cell in told.items())


def _form(form: Form, speech: Speech) -> Iterator[Line]:
    """What a curator states, without the name."""
    for item, points in form.points:
        label = f"{form.school}: {item.label.of(speech.language)}"
        if points is not None:
            named = _named(item.code, label, Side(Role.CURATOR), "points")
            yield named | {"people": 1, "answers": 1, "mean": points}


def _named(code: str, label: str, side: Side, kind: str) -> Line:
    role, then = str(side.role), int(side.then)
    return {"code": code, "question": label, "role": role, "then": then, "kind": kind}


def _of(item: Item, side: Side, kind: str, speech: Speech) -> Line:
    return _named(item.code, item.label.of(speech.language), side, kind)


def _cell(side: Side, cell: Cell, speech: Speech) -> Line:
    item, scale = cell.item, cell.item.kind == "scale"
    low, high = (cell.extremes if scale else None) or (None, None)
    middle: Line = {"mean": cell.mean, "median": cell.median} if scale else {}
    missing = {str(which): cell.missing.get(which, 0) for which in Missing}
    return {
        **_of(item, side, item.kind, speech),
        "people": cell.people,
        "answers": cell.answers,
        **middle,
        "lowest": low,
        "highest": high,
        **missing,
        "left_out": cell.verdict.left_out,
        "counts": _counts(cell.distribution),
    }


def _area(code: str, side: Side, one: AreaSide, speech: Speech) -> Line:
    name = speech.t(f"results-area-{code.lower()}")
    named = _named(f"area_{code}", name, side, "area")
    return named | {"people": one.people, "mean": one.mean, "counts": _counts(one.levels)}


def _change(one: Change, speech: Speech) -> Line:
    """Of the same people; `p_holm` is among all questions of the file."""
    sums, (low, high) = one.sums, one.interval or (None, None)
    return {
        **_of(one.item, Side(one.role), "change", speech),
        "people": sums.people,
        "answers": sums.answers,
        "left_out": one.verdict.left_out,
        "earlier": str(one.earlier),
        "before": one.before,
        "after": one.after,
        "difference": one.mean,
        "low": low,
        "high": high,
        "p": one.p,
        "p_holm": one.beside,
        "better": sums.better,
        "same": one.same,
        "worse": sums.worse,
    }


def _difference(row: Row, mentors: Cell, mentees: Cell, speech: Speech) -> Line:
    """Above zero the mentors' mean is the higher one; `counts` are people."""
    return {
        "code": mentors.item.code,
        "question": row.label(speech.language),
        "then": 0,
        "kind": "difference",
        "counts": _counts({Role.MENTOR: mentors.people, Role.MENTEE: mentees.people}),
        "mentors": mentors.mean,
        "mentees": mentees.mean,
        "difference": mentors.mean - mentees.mean,
    }


def _stratum(role: Role, name: str, cell: Cell, speech: Speech) -> Line:
    """Of a part of those who are in the cell of the question: never to be added to it."""
    middle = cell.mean if cell.item.kind == "scale" else None
    counts = cell.counts if middle is None else None
    return {
        **_of(cell.item, Side(role), "stratum", speech),
        "stratum": name,
        "people": cell.people,
        "answers": cell.answers,
        "mean": middle,
        "counts": _counts(counts),
    }


def _counts(found: Mapping[str, int] | None) -> str | None:
    return "|".join(f"{value}={count}" for value, count in found.items()) if found else None


def written(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    target = StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_safe(value) for value in row] for row in rows)
    return (BOM + target.getvalue()).encode()


def _safe(value: Value) -> str:
    """Numbers as they are; what somebody typed is one line and never begins like a formula."""
    if value is None:
        return ""
    if isinstance(value, Fraction | float):
        return f"{float(value):.4f}".rstrip("0").rstrip(".").replace(".", ",")
    text = " ".join(str(value).split())
    return f"'{text}" if isinstance(value, str) and text.startswith(DANGEROUS) else text
