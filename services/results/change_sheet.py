"""The sheet of a workbook with the change per person."""

from services.results.change import Change
from services.results.sheets import Writing
from services.workbooks import NUMBER, RATIO, WHOLE, Value

COLUMNS = (
    "since", "people", "answers", "before", "after", "change", "low", "high", "better", "same",
    "worse", "p",
)  # fmt: skip
STYLES = ("text", WHOLE, WHOLE, *[NUMBER] * 5, *[WHOLE] * 3, RATIO)


def changes(w: Writing) -> None:
    """A line a question and role, hidden ones with the reason."""
    t = w.speech.t
    headings = [
        t("results-question"),
        t("results-who"),
        *(t(f"results-change-column-{column}") for column in COLUMNS),
        t("results-note"),
    ]
    widths = (34, 16, 22, *[11] * (len(COLUMNS) - 1), 44)
    sheet = w.book.sheet(t("results-sheet-changes"), headings, widths)
    for number, one in enumerate(w.results.changes, start=1):
        line = [
            one.item.label.of(w.speech.language),
            t(f"results-role-{one.role}"),
            t(f"round-{one.earlier}", number=""),
            *(_figures(one) if one.shown else [None] * (len(COLUMNS) - 1)),
            _note(w, one),
        ]
        w.book.row(sheet, number, line, ("text", "text", *STYLES, "soft"))


def _figures(one: Change) -> list[Value]:
    s, (low, high) = one.sums, one.interval or (None, None)
    means = [one.before, one.after, one.mean]
    return [s.people, s.answers, *means, low, high, s.better, one.same, s.worse, one.beside]


def _note(w: Writing, one: Change) -> str | None:
    t, k = w.speech.t, w.results.k
    if not one.shown:
        return t("results-change-few", k=k)
    said = []
    if one.notable is not None:
        said.append(t("results-change-yes" if one.notable else "results-change-no"))
    if one.verdict.left_out:
        said.append(t("results-change-left-out", n=one.verdict.left_out))
    return "; ".join(said) or None
