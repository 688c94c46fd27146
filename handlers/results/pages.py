"""Results as text: means, distributions and typed answers, with a reason for every gap."""

import html

from handlers.results.screens import (
    PAGE,
    View,
    answered,
    packed,
    paged,
    title,
    view_of,
    ways_back,
)
from handlers.screen import Button, Rows, Screen, column
from handlers.sections import menu_button
from handlers.texts import Translate
from handlers.wording import clipped, language, said
from models.enums import Role
from services.results.figures import ROLES, Cell, Response, Results, Row, tenths
from services.results.privacy import shares_allowed
from services.results.rounds import Place

FILES = ("results-picture", "results-workbook")
MORE = ("results-distributions", "results-texts", "results-response")
"""Buttons; the name of the view is the end of the key."""

MEANS = 1000
"""Characters of a page of means: some seven questions."""

ANSWER = 400
"""Characters of a typed answer in the chat; the workbook has it whole."""


def means(
    t: Translate, asked: View, made: Results, found: Response, larger: Place | None
) -> Screen:
    """The response, then a question a paragraph with both roles."""
    head = [title(t, made.place), *answered(t, found), *_gaps(t, made)]
    blocks = [_means(t, made, row) for row in made.of_kind("scale") if _visible(made, row)]
    if blocks:
        head += ["", t("results-legend")]
    return paged(t, asked, head, packed(blocks, MEANS), _buttons(t, made, larger))


def _visible(made: Results, row: Row) -> bool:
    """Something can be said of the row beyond what `_gaps` has said already."""
    return not all(made.nothing_of(role) for role in row.cells)


def _gaps(t: Translate, made: Results) -> list[str]:
    """What holds for the whole page is said once."""
    gaps = [t(f"results-few-{role}", k=made.k) for role in ROLES if made.nothing_of(role)]
    if made.left_out:
        gaps.append(t("results-left-out-total", n=made.left_out, k=made.k))
    return ["", *gaps] if gaps else []


def _means(t: Translate, made: Results, row: Row) -> str:
    lines = [
        f"{t(f'results-role-{role}')}: {_mean(t, cell) if cell.shown else _few(t, made)}"
        for role, cell in row.cells.items()
        if not made.nothing_of(role)
    ]
    return "\n".join([_label(t, row), *lines, ""])


def _mean(t: Translate, cell: Cell) -> str:
    """«<b>7,8</b> · медиана 8 · от 5 до 10 · n = 12 (пар 15) · затруднились 2»"""
    parts = [
        f"<b>{t('results-number', value=tenths(cell.mean))}</b>",
        t("results-median", value=tenths(cell.median)),
    ]
    if cell.extremes:
        parts.append(t("results-range", low=cell.extremes[0], high=cell.extremes[1]))
    return " · ".join([*parts, *_counted(t, cell)])


def _counted(t: Translate, cell: Cell) -> list[str]:
    key = "results-n-pairs" if cell.answers > cell.people else "results-n"
    missing = sum(cell.missing.values())
    without = [t("results-missing", n=missing)] if missing else []
    return [t(key, n=cell.people, answers=cell.answers), *without]


def _few(t: Translate, made: Results) -> str:
    return t("results-few", k=made.k)


def _label(t: Translate, row: Row) -> str:
    return f"<b>{html.escape(row.label(language(t)), quote=False)}</b>"


def _buttons(t: Translate, made: Results, larger: Place | None) -> Rows:
    keys: tuple[str, ...] = FILES + MORE
    if all(made.nothing_of(role) for role in ROLES):
        keys = ("results-workbook", "results-response")
    buttons = {
        key: Button.of(t(key), view_of(made.place, key.removeprefix("results-"))) for key in keys
    }
    files = tuple(buttons[key] for key in FILES if key in buttons)
    more = [buttons[key] for key in MORE if key in buttons]
    if larger and made.hidden:
        more.append(Button.of(t("results-larger"), view_of(larger)))
    return (files, *column(more), *ways_back(t, made.place))


def distributions(t: Translate, asked: View, made: Results) -> Screen:
    """Choice questions option by option; of scales, where single values may be shown."""
    choices = made.of_kind("single", "yes_no", "multiple")
    blocks = [_choices(t, made, row) for row in choices if _visible(made, row)]
    blocks += [_scale(t, row) for row in made.of_kind("scale") if _open(row)]
    head = [title(t, made.place), *_gaps(t, made)]
    head.append(t("results-single-values", n=2 * made.k))
    return paged(t, asked, head, packed(blocks, PAGE), _back(t, made))


def _open(row: Row) -> dict[Role, Cell]:
    """The cells whose distribution may be shown."""
    return {role: cell for role, cell in row.cells.items() if cell.distribution is not None}


def _choices(t: Translate, made: Results, row: Row) -> str:
    """«Часто — 5 (42 %) / 2», mentors before the stroke."""
    shown, lines = _open(row), [_label(t, row)]
    if shown:
        lines.append(" / ".join(_head(t, role, cell) for role, cell in shown.items()))
        for choice in row.item.choices:
            text = html.escape(said(t, choice.text), quote=False)
            counts = [_count(t, cell, choice.value) for cell in shown.values()]
            lines.append(f"{text} — {' / '.join(counts)}")
    lines += [
        f"{t(f'results-role-{role}')}: {_few(t, made)}"
        for role, cell in row.cells.items()
        if not cell.shown and not made.nothing_of(role)
    ]
    return "\n".join([*lines, ""])


def _head(t: Translate, role: Role, cell: Cell) -> str:
    return f"{t(f'results-role-{role}')} ({', '.join(_counted(t, cell))})"


def _count(t: Translate, cell: Cell, value: str) -> str:
    number = cell.counts[value]
    if not shares_allowed(cell.answers):
        return str(number)
    half_up = (200 * number + cell.answers) // (2 * cell.answers)
    return t("results-count-share", n=number, share=half_up)


def _scale(t: Translate, row: Row) -> str:
    """«7 — 3, 8 — 4»: the numbers that were given, and how often."""
    lines = [_label(t, row)]
    for role, cell in _open(row).items():
        given = ", ".join(f"{value} — {n}" for value, n in cell.counts.items() if n)
        lines.append(f"{_head(t, role, cell)}: {given}")
    return "\n".join([*lines, ""])


def texts(t: Translate, asked: View, made: Results) -> Screen:
    """Question by question, shuffled; every page says which question it belongs to."""
    pages = []
    for row in made.of_kind("text"):
        for role, cell in row.cells.items():
            heading = f"{_label(t, row)}, {t(f'results-role-{role}').lower()}:"
            bodies = [f"• {_shortened(text)}" for text in cell.texts] or [_few(t, made)]
            pages += [[heading, *part] for part in packed(bodies, PAGE)]
    head = [title(t, made.place), *_gaps(t, made)]
    return paged(t, asked, head, pages or [[t("results-no-texts")]], _back(t, made))


def _shortened(text: str) -> str:
    """On one paragraph, and not so long that escaping breaks the limit of a message."""
    return html.escape(clipped(text, ANSWER), quote=False)


def _back(t: Translate, made: Results) -> Rows:
    return column((Button.of(t("results-back"), view_of(made.place)), menu_button(t)))
