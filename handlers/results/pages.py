"""Results as text: means, areas, distributions and typed answers, with a reason for every gap."""

import html
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from handlers import decisions
from handlers.results import themes_buttons, themes_pages
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
from handlers.screen import Button, Rows, Screen, column, grid
from handlers.sections import menu_button
from handlers.texts import Html, Translate
from handlers.wording import clipped, language, said
from services.results.areas import LEVELS
from services.results.cells import Area, Cell, Results, Row, Side, tenths
from services.results.figures import Response
from services.results.pairing import earlier
from services.results.pictures.kinds import there as drawable
from services.results.privacy import shares_allowed
from services.results.rounds import Place
from services.results.trend import series

FILES = ("results-pictures", "results-workbook")
MORE = (
    "results-changes",
    "results-gaps",
    "results-cuts",
    "results-trend",
    "results-distributions",
    "results-texts",
    "results-documents",
    "results-response",
)
"""Buttons; the name of the view is the end of the key."""

MEANS = 1000
"""Characters of a page of means: some seven questions."""

ANSWER = 400
"""Characters of a typed answer in the chat; the workbook has it whole."""


def means(
    t: Translate, asked: View, made: Results, found: Response, larger: Place | None
) -> Screen:
    """The response, the areas if there are any, then a question a paragraph with all sides."""
    head = [title(t, made.place), *answered(t, found), *_gaps(t, made)]
    if made.grown:
        head += ["", t("results-grown", n=sum(made.grown.values()), **made.grown)]
    blocks = [_area(t, made, area) for area in made.areas if _seen(made, area.sides)]
    blocks += [_means(t, made, row) for row in made.of_kind("scale") if _seen(made, row.cells)]
    if blocks:
        head += ["", t("results-legend")]
    return paged(t, asked, head, packed(blocks, MEANS), _buttons(t, made, larger))


def _seen(made: Results, sides: Iterable[Side]) -> bool:
    """Something can be said of it beyond what `_gaps` has said already."""
    return not all(made.nothing_of(side.role) for side in sides)


def _gaps(t: Translate, made: Results) -> list[str]:
    """What holds for the whole page is said once."""
    gaps = [
        t("results-few-role", who=t(f"results-role-{role}"), k=made.k)
        for role in made.roles
        if made.nothing_of(role)
    ]
    if made.left_out:
        gaps.append(t("results-left-out-total", n=made.left_out, k=made.k))
    return ["", *gaps] if gaps else []


def _area(t: Translate, made: Results, area: Area) -> str:
    """«Методическая» and for each side «3,2 · n = 12» with the people by level."""
    lines: list[str] = [t("results-heading", text=t(f"results-area-{area.code.lower()}"))]
    for side, one in area.sides.items():
        if made.nothing_of(side.role):
            continue
        if one.mean is None:
            lines.append(_line(t, side, [_few(t, made)]))
            continue
        lines.append(_line(t, side, [_bold(t, one.mean), t("results-n", n=one.people)]))
        if one.levels:
            counts = {level: one.levels[level] for level in LEVELS if one.levels[level]}
            named = [f"{t(f'results-level-{level}')} — {n}" for level, n in counts.items()]
            lines.append(" · ".join(named))
    return "\n".join([*lines, ""])


def _means(t: Translate, made: Results, row: Row) -> str:
    lines = [
        _line(t, side, _mean(t, cell) if cell.shown else [_few(t, made)])
        for side, cell in row.cells.items()
        if not made.nothing_of(side.role)
    ]
    if row.growth is not None:
        lines.append(t("results-growth", value=_signed(t, tenths(row.growth))))
    return "\n".join([_label(t, row), *lines, ""])


def _signed(t: Translate, value: Decimal) -> str:
    """«+0,9»."""
    return ("+" if value > 0 else "") + t("results-number", value=value)


def _line(t: Translate, side: Side, parts: Iterable[str]) -> str:
    return f"{t(side.key)}: {' · '.join(parts)}"


def _bold(t: Translate, mean: Fraction) -> str:
    return t("results-heading", text=t("results-number", value=tenths(mean)))


def _mean(t: Translate, cell: Cell) -> Iterator[str]:
    """«<b>7,8</b> · медиана 8 · от 5 до 10 · n = 12 (пар 15) · затруднились 2»"""
    yield _bold(t, cell.mean)
    yield t("results-median", value=tenths(cell.median))
    if cell.extremes:
        yield t("results-range", low=cell.extremes[0], high=cell.extremes[1])
    yield from _counted(t, cell)


def _counted(t: Translate, cell: Cell) -> list[str]:
    key = "results-n-pairs" if cell.answers > cell.people else "results-n"
    missing = sum(cell.missing.values())
    without = [t("results-missing", n=missing)] if missing else []
    return [t(key, n=cell.people, answers=cell.answers), *without]


def _few(t: Translate, made: Results) -> str:
    return t("results-few", k=made.k)


def _label(t: Translate, row: Row) -> Html:
    return t("results-heading", text=row.label(language(t)))


def _buttons(t: Translate, made: Results, larger: Place | None) -> Rows:
    """To what there is: a round with nothing to draw has no pictures, and so on."""
    kinds = {row.item.kind for row in made.rows}
    there = {
        "results-pictures": bool(drawable(made)),
        "results-changes": bool(earlier(made.place.code)),
        "results-gaps": bool(made.gaps()),
        "results-trend": bool(series(made.place.code)),
        "results-texts": "text" in kinds,
    }
    keys = [key for key in FILES + MORE if there.get(key, True)]
    if all(made.nothing_of(role) for role in made.roles):
        keys = ["results-workbook", "results-documents", "results-response"]
    buttons = {
        key: Button.of(t(key), view_of(made.place, key.removeprefix("results-"))) for key in keys
    }
    files = tuple(buttons[key] for key in FILES if key in buttons)
    more = grid((buttons[key] for key in MORE if key in buttons), 2)
    whole = [Button.of(t("results-larger"), view_of(larger))] if larger and made.hidden else []
    rest = column((*whole, decisions.button(t, made.place)))
    return (files, *more, *rest, *ways_back(t, made.place))


def distributions(t: Translate, asked: View, made: Results) -> Screen:
    """Choice questions option by option; of scales, where single values may be shown."""
    choices = made.of_kind("single", "yes_no", "multiple")
    blocks = [_choices(t, made, row) for row in choices if _seen(made, row.cells)]
    scales = made.of_kind("scale")
    blocks += [_scale(t, row) for row in scales if _open(row)]
    head = [title(t, made.place), *_gaps(t, made)]
    if scales:
        head.append(t("results-single-values", n=2 * made.k))
    return paged(t, asked, head, packed(blocks, PAGE), back(t, made))


def _open(row: Row) -> dict[Side, Cell]:
    """The cells whose distribution may be shown."""
    return {side: cell for side, cell in row.cells.items() if cell.distribution is not None}


def _choices(t: Translate, made: Results, row: Row) -> str:
    """«Часто — 5 (42 %) / 2», mentors before the stroke."""
    shown = _open(row)
    lines: list[str] = [_label(t, row)]
    if shown:
        lines.append(" / ".join(_head(t, side, cell) for side, cell in shown.items()))
        for choice in row.item.choices:
            text = html.escape(said(t, choice.text), quote=False)
            counts = [count(t, cell, choice.value) for cell in shown.values()]
            lines.append(f"{text} — {' / '.join(counts)}")
    lines += [
        _line(t, side, [_few(t, made)])
        for side, cell in row.cells.items()
        if not cell.shown and not made.nothing_of(side.role)
    ]
    return "\n".join([*lines, ""])


def _head(t: Translate, side: Side, cell: Cell) -> str:
    return f"{t(side.key)} ({', '.join(_counted(t, cell))})"


def count(t: Translate, cell: Cell, value: str) -> str:
    number = cell.counts[value]
    if not shares_allowed(cell.answers):
        return str(number)
    half_up = (200 * number + cell.answers) // (2 * cell.answers)
    return t("results-count-share", n=number, share=half_up)


def _scale(t: Translate, row: Row) -> str:
    """«7 — 3, 8 — 4»: the points that were given, and how often."""
    lines: list[str] = [_label(t, row)]
    for side, cell in _open(row).items():
        counts = ((choice.text, cell.counts[choice.value]) for choice in cell.item.choices)
        given = [f"{html.escape(said(t, text), quote=False)} — {n}" for text, n in counts if n]
        lines.append(f"{_head(t, side, cell)}: {', '.join(given)}")
    return "\n".join([*lines, ""])


def texts(t: Translate, asked: View, made: Results) -> Screen:
    """Question by question, shuffled; every page says which question it belongs to."""
    pages = []
    for row in made.of_kind("text"):
        for side, cell in row.cells.items():
            heading = f"{_label(t, row)}, {t(side.key).lower()}:"
            top = themes_pages.top(t, made, side.role, cell)
            bodies = [f"• {_shortened(text)}" for text in cell.texts] or [_few(t, made)]
            pages += [[heading, *top, *part] for part in packed(bodies, PAGE)]
    head = [title(t, made.place), *_gaps(t, made)]
    rows = (*column([themes_buttons.button(t, made.place)] if pages else []), *back(t, made))
    return paged(t, asked, head, pages or [[t("results-no-texts")]], rows)


def _shortened(text: str) -> str:
    """On one paragraph, and not so long that escaping breaks the limit of a message."""
    return html.escape(clipped(text, ANSWER), quote=False)


def back(t: Translate, made: Results) -> Rows:
    return column((Button.of(t("results-back"), view_of(made.place)), menu_button(t)))
