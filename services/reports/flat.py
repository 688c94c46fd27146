"""CSV for statisticians: UTF-8 with BOM, semicolons and decimal commas, as a Russian Excel, R's
`read.csv2` and pandas (`sep=";", decimal=","`) read it. One row a cell that may be shown."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from io import StringIO

from models.enums import Missing, Role
from services.results.cells import AreaSide, Cell, Results, Side, Speech
from services.results.forms import Form
from services.workbooks import Value

BOM = "\ufeff"
DANGEROUS = ("=", "+", "-", "@")
"""What a spreadsheet may take for a formula at the start of a cell."""

COLUMNS = (
    "organisation", "year", "round", "code", "question", "role", "then", "kind", "people",
    "answers", "mean", "median", "lowest", "highest", "hard_to_say", "skipped", "left_out",
    "counts",
)  # fmt: skip


def cells(results: Results, speech: Speech) -> bytes:
    """`counts` are answers by option, such as `yes=7|no=2`; texts are not here, only their
    number."""
    place = results.place
    head: list[Value] = [place.organisation.name, place.year, place.code]
    return written(COLUMNS, ([*head, *row] for row in _rows(results, speech)))


def _rows(results: Results, speech: Speech) -> Iterator[list[Value]]:
    for row in results.rows:
        yield from (_cell(side, cell, speech) for side, cell in row.cells.items() if cell.shown)
    for area in results.areas:
        for side, one in area.sides.items():
            if one.mean is not None:
                yield _area(area.code, side, one, speech)
    if results.grown:
        named = _named("growth", speech.t("indicator-i14"), Side(Role.MENTOR), "change")
        yield [*named, sum(results.grown.values()), *[None] * 8, _counts(results.grown)]
    for form in results.forms or ():
        yield from _form(form, speech)


def _form(form: Form, speech: Speech) -> Iterator[list[Value]]:
    """What a curator states, without the name."""
    for item, points in form.points:
        label = f"{form.school}: {item.label.of(speech.language)}"
        if points is not None:
            named = _named(item.code, label, Side(Role.CURATOR), "points")
            yield [*named, 1, 1, points, *[None] * 7]


def _named(code: str, label: str, side: Side, kind: str) -> list[Value]:
    return [code, label, str(side.role), int(side.then), kind]


def _cell(side: Side, cell: Cell, speech: Speech) -> list[Value]:
    item, scale = cell.item, cell.item.kind == "scale"
    low, high = (cell.extremes if scale else None) or (None, None)
    middle: list[Value] = [cell.mean, cell.median] if scale else [None, None]
    missing = [cell.missing.get(which, 0) for which in Missing]
    return [
        *_named(item.code, item.label.of(speech.language), side, item.kind),
        cell.people,
        cell.answers,
        *middle,
        low,
        high,
        *missing,
        cell.verdict.left_out,
        _counts(cell.distribution),
    ]


def _area(code: str, side: Side, one: AreaSide, speech: Speech) -> list[Value]:
    name = speech.t(f"results-area-{code.lower()}")
    named = _named(f"area_{code}", name, side, "area")
    return [*named, one.people, None, one.mean, *[None] * 6, _counts(one.levels)]


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
