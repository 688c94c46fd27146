"""The sheet of a workbook with the themes of open answers: how many answers speak of what."""

from services.results.sheets import Writing, share
from services.workbooks import SHARE, WHOLE

COLUMNS = ("theme", "answers", "of")
STYLES = ("text", "text", "text", WHOLE, WHOLE, SHARE)


def themes(w: Writing) -> None:
    """A line a theme of each question and role, the most first; written after the answers, which
    are counted as they are written."""
    t, told = w.speech.t, w.told
    if told is None:
        return
    headings = [
        t("results-question"),
        t("results-who"),
        *(t(f"themes-column-{column}") for column in COLUMNS),
        t("results-column-share"),
    ]
    sheet = w.book.sheet(t("results-sheet-themes"), headings, (34, 18, 40, 12, 16, 12))
    number = 1
    for row in w.results.of_kind("text"):
        for side, cell in row.cells.items():
            at = (side.role, cell.item.code)
            for code, n in told.counts[at].listed if at in told.counts else []:
                whole = told.answers[at]
                names = [w.label(row), w.speech.side(side), told.name(code)]
                w.book.row(sheet, number, [*names, n, whole, share(n, whole)], STYLES)
                number += 1
    w.book.filtered(sheet, number - 1)
