"""The sheet of a workbook with the change per person."""

from itertools import groupby

from xlsxwriter.worksheet import Worksheet

from models.enums import WaveCode
from services.results.cells import Side
from services.results.change import Change
from services.results.charts import Axis, Charts, Series
from services.results.pictures.colours import PALE, look
from services.results.sheets import CAPTION, MOST, Writing, caption
from services.workbooks import NUMBER, RATIO, WHOLE, Value

COLUMNS = (
    "since", "people", "answers", "before", "after", "change", "low", "high", "better", "same",
    "worse", "p",
)  # fmt: skip
STYLES = ("text", WHOLE, WHOLE, *[NUMBER] * 5, *[WHOLE] * 3, RATIO)
BEFORE, AFTER, NAMES = 5, 6, 15
"""The columns of both means and of the captions."""


def changes(w: Writing) -> None:
    """A line a question and role, those of one chart together; hidden ones at the end, with the
    reason."""
    t = w.speech.t
    headings = [
        t("results-question"),
        t("results-who"),
        *(t(f"results-change-column-{column}") for column in COLUMNS),
        t("results-note"),
        t("results-chart-label"),
    ]
    widths = (32, 15, 24, *[7] * (len(COLUMNS) - 1), 40, CAPTION)
    sheet = w.book.sheet(t("results-sheet-changes"), headings, widths)
    found = _in_order(w.results.changes)
    for number, one in enumerate(found, start=1):
        w.book.row(sheet, number, _line(w, one), ("text", "text", *STYLES, "soft", "soft"))
    w.book.filtered(sheet, len(found))
    _charts(w, sheet, found)


def _in_order(found: tuple[Change, ...]) -> list[Change]:
    """Within a role and an earlier round as they were asked."""
    groups = list(dict.fromkeys(map(_group, found)))
    return sorted(found, key=lambda one: (not one.shown, groups.index(_group(one))))


def _group(one: Change) -> tuple[str, str]:
    return one.role, one.earlier


def _line(w: Writing, one: Change) -> list[Value]:
    t, name = w.speech.t, one.item.label.of(w.speech.language)
    return [
        name,
        t(f"results-role-{one.role}"),
        t(f"round-{one.earlier}", number=""),
        *(_figures(one) if one.shown else [None] * (len(COLUMNS) - 1)),
        _note(w, one),
        caption(w, name, [one.sums.people]) if one.shown else None,
    ]


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


def _charts(w: Writing, sheet: Worksheet, found: list[Change]) -> None:
    """One a role and earlier round: what was hoped for is no measurement."""
    charts, first = Charts(w.book, sheet, len(found) + 2, NAMES), 1
    for _, group in groupby((one for one in found if one.shown), key=_group):
        same = list(group)
        for start in range(0, len(same), MOST):
            part = same[start : start + MOST]
            _chart(w, charts, first, part)
            first += len(part)
    charts.printed()


def _chart(w: Writing, charts: Charts, first: int, same: list[Change]) -> None:
    """Pale is before; `first`: the row where its lines begin."""
    t, one, last = w.speech.t, same[0], first + len(same) - 1
    colour, (before, after) = look(Side(one.role))[0], _words(one)
    series = [
        Series(t(before), (first, BEFORE, last, BEFORE), PALE[colour]),
        Series(t(after), (first, AFTER, last, AFTER), colour),
    ]
    code = WaveCode.of(w.results.place.code)
    then, now = (t(f"round-{each}", number="") for each in (one.earlier, code))
    title = f"{t(f'results-role-{one.role}')}: {then} → {now}"
    axis = Axis(t("results-chart-axis"), high=max(each.item.maximum for each in same))
    charts.bars(title, (first, NAMES, last, NAMES), series, axis)


def _words(one: Change) -> tuple[str, str]:
    """«Ждали» and «получилось», where the earlier round asked what is expected."""
    if one.expected:
        return "results-chart-hoped", "results-chart-came"
    return "results-chart-before", "results-chart-after"
