"""What a round was answered: the cells that the chat shows, as tables and a picture."""

from collections.abc import Iterator

from models.enums import WaveCode
from services.reports import drawn, themed, words
from services.reports.report import TEXT, Report
from services.results.cells import Cell, Results, Row, Side
from services.results.pictures.kinds import Picture

CHOICES = ("single", "yes_no", "multiple")


def means(r: Report, results: Results, level: int = 2) -> None:
    """A line a question and side, with the picture of them."""
    sides = r.sides(results)
    rows = [line for row in results.of_kind("scale") for line in _means(r, row, sides)]
    r.word.heading(r.t("reports-means"), level)
    r.gaps(results)
    if not rows:
        r.said("reports-no-means")
        return
    columns = ("question", "who", "mean", "median", "range", "people", "missing")
    headings = [r.t(f"reports-column-{column}") for column in columns]
    r.word.table(headings, rows, (5.3, 3.3, 1.7, 1.8, 1.7, 1.6, 1.6))
    r.note("reports-means-note", k=results.k, twice=2 * results.k)
    drawn.picture(r, Picture.MEANS, results)


def _means(r: Report, row: Row, sides: list[Side]) -> Iterator[list[str]]:
    name = r.label(row)
    for side in sides:
        if cell := row.cells.get(side):
            yield [name, r.speech.side(side), *_figures(r, cell)]
            name = ""


def _figures(r: Report, cell: Cell) -> list[str]:
    if not cell.shown:
        return [words.DASH] * 5
    low, high = cell.extremes or (None, None)
    span = words.DASH if low is None else f"{low}–{high}"
    middle = [words.number(r.speech, value) for value in (cell.mean, cell.median)]
    return [*middle, span, words.people(r.speech, cell), str(sum(cell.missing.values()))]


def distributions(r: Report, results: Results) -> None:
    r.word.heading(r.t("reports-distributions"), 2)
    sides = r.sides(results)
    lines: list[list[str]] = []
    heads: list[int] = []
    for row in results.of_kind(*CHOICES):
        block = list(_choices(r, row, sides))
        if len(block) > 1:
            heads.append(len(lines))
            lines += block
    if lines:
        names = [r.speech.side(side) for side in sides]
        widths = [TEXT - 3.6 * len(sides), *[3.6] * len(sides)]
        r.word.table([r.t("reports-column-option"), *names], lines, widths, heads)
    if not _marks(r, results, sides) and not lines:
        r.said("reports-no-distributions", k=results.k)
    drawn.picture(r, Picture.DISTRIBUTIONS, results)


def _choices(r: Report, row: Row, sides: list[Side]) -> Iterator[list[str]]:
    """The question with how many answered, then its options."""
    cells = [row.cells.get(side) for side in sides]
    if any(cell and cell.shown for cell in cells):
        yield [r.label(row), *(_head(r, cell) for cell in cells)]
        for choice in row.item.choices:
            text = choice.text.of(r.speech.language)
            yield [text, *(_count(r, cell, choice.value) for cell in cells)]


def _head(r: Report, cell: Cell | None) -> str:
    if cell is None:
        return ""
    return f"n = {words.people(r.speech, cell)}" if cell.shown else words.DASH


def _count(r: Report, cell: Cell | None, value: str) -> str:
    if cell is None:
        return ""
    return words.count(r.speech, cell.counts[value], cell.answers) if cell.shown else words.DASH


def _marks(r: Report, results: Results, sides: list[Side]) -> bool:
    """How often each mark was given, where single values may be shown: whether any may."""
    found = [
        (r.label(row), side, counts)
        for row in results.of_kind("scale")
        for side in sides
        if (cell := row.cells.get(side)) and (counts := cell.distribution)
    ]
    if not found:
        r.note("results-single-values", n=2 * results.k)
        return False
    marks = sorted({int(mark) for _, _, counts in found for mark in counts})
    headings = [r.t("reports-column-question"), r.t("reports-column-who"), *map(str, marks)]
    rows = [
        [name, r.speech.side(side), *(str(counts.get(str(mark), "")) for mark in marks)]
        for name, side, counts in found
    ]
    width = 8.5 / len(marks)
    r.word.table(headings, rows, (5, 3.5, *[width] * len(marks)))
    return True


def texts(r: Report, results: Results) -> None:
    """Only how many answers are about what: the words themselves may hold names."""
    r.word.heading(r.t("reports-texts"), 2)
    rows = [
        [
            *(r.label(row), r.speech.side(side)),
            str(cell.people) if cell.shown else words.DASH,
            themed.all_of(r.speech, results, side, cell),
        ]
        for row in results.of_kind("text")
        for side, cell in row.cells.items()
    ]
    if not rows:
        r.said("results-no-texts")
        return
    r.note("reports-texts-note", k=results.k)
    columns = ("question", "who", "texts", "themes")
    headings = [r.t(f"reports-column-{column}") for column in columns]
    r.word.table(headings, rows, (5, 3.5, 2, 6.5))


def expected(r: Report, results: Results) -> None:
    """September's expectations beside May's facts: two questions, so no growth."""
    r.word.heading(r.t("reports-expected"), 2)
    intro = r.material.others.get(WaveCode.INTRO)
    rows = list(_expected(r, results, intro)) if intro else []
    if not rows:
        r.said("reports-no-expected")
        return
    columns = ("question", "who", "expected", "fact")
    headings = [r.t(f"reports-column-{column}") for column in columns]
    r.word.table(headings, rows, (6.5, 3.5, 3.5, 3.5))
    if not r.material.results.changed():
        r.note("reports-expected-note")


def _expected(r: Report, results: Results, intro: Results) -> Iterator[list[str]]:
    before = _by_code(intro)
    for row in results.of_kind("scale"):
        for side, cell in row.cells.items():
            old = before.get((side, cell.item.code))
            if old and (old.shown or cell.shown) and old.item.values == cell.item.values:
                both = [words.mean(r.speech, one) for one in (old, cell)]
                yield [cell.item.label.of(r.speech.language), r.speech.side(side), *both]


def _by_code(results: Results) -> dict[tuple[Side, str], Cell]:
    rows = results.of_kind("scale")
    return {(side, c.item.code): c for row in rows for side, c in row.cells.items()}
