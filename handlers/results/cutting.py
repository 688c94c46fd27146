"""Results by form, tenure and area of work, as far as nobody is told apart."""

import html

from handlers.results.asked import MANY_SCHOOLS, Asked
from handlers.results.pages import back, count
from handlers.results.screens import PAGE, packed, paged, title, view_of
from handlers.screen import Button, Screen, column
from handlers.texts import Translate
from handlers.wording import language, said
from services.results.cells import Cell, Results, Row, tenths
from services.results.cuts import with_cuts
from services.strata import ATTRIBUTES

CUTS = {f"cut-{attribute}": strata for attribute, strata in ATTRIBUTES.items()}
"""By the view that a button asks for, its strata."""


async def choose(asked: Asked, made: Results) -> Screen:
    """Of a region they take a minute, so they are in the workbook only."""
    t = asked.c.t
    if len(made.place.waves) > MANY_SCHOOLS:
        workbook = Button.of(t("results-workbook"), view_of(made.place, "workbook"))
        text = f"{title(t, made.place)}\n\n{t('results-cuts-large')}"
        return Screen(text, (*column((workbook,)), *back(t, made)))
    return _choice(asked.c.t, await known(asked, made))


def _choice(t: Translate, made: Results) -> Screen:
    """The attributes by which something can be told."""
    there = {stratum for cells in made.cuts.values() for stratum in cells}
    buttons = [
        Button.of(t(f"results-{act}"), view_of(made.place, act))
        for act, strata in CUTS.items()
        if not there.isdisjoint(strata)
    ]
    said = t("results-cuts-choose" if buttons else "results-cuts-none", k=made.k)
    return Screen(f"{title(t, made.place)}\n\n{said}", (*column(buttons), *back(t, made)))


async def known(asked: Asked, made: Results) -> Results:
    return await with_cuts(asked.c.session, made, asked.c.programme.min_group)


async def cut(asked: Asked, made: Results) -> Screen:
    """A question a paragraph, with the strata of one attribute under each other."""
    if len(made.place.waves) > MANY_SCHOOLS:
        return await choose(asked, made)
    t, made, strata = asked.c.t, await known(asked, made), CUTS[asked.view.act]
    blocks = [
        "\n".join([*lines, ""]) for row in made.rows if (lines := _block(t, made, row, strata))
    ]
    if not blocks:
        return _choice(t, made)
    head = [title(t, made.place), t(f"results-{asked.view.act}"), "", t("results-cuts-note")]
    other = Button.of(t("results-cuts-other"), view_of(made.place, "cuts"))
    rows = (*column((other,)), *back(t, made))
    return paged(t, asked.view, head, packed(blocks, PAGE), rows)


def _block(t: Translate, made: Results, row: Row, strata: tuple[str, ...]) -> list[str]:
    lines = [
        _line(t, f"{t(side.key)}, {t(f'stratum-{stratum}')}", told[stratum])
        for side, cell in row.cells.items()
        for told in [made.cuts.get((side.role, cell.item.code), {})]
        for stratum in strata
        if stratum in told
    ]
    return [t("results-heading", text=row.label(language(t))), *lines] if lines else []


def _line(t: Translate, who: str, cell: Cell) -> str:
    """«Наставляемые, стаж до 3 лет: 7,8 · n = 12», or «…: часто — 5, редко — 7 · n = 12»."""
    key = "results-n-pairs" if cell.answers > cell.people else "results-n"
    n = t(key, n=cell.people, answers=cell.answers)
    return f"{who}: {_told(t, cell)} · {n}"


def _told(t: Translate, cell: Cell) -> str:
    if cell.item.kind == "scale":
        return t("results-heading", text=t("results-number", value=tenths(cell.mean)))
    given = [(choice.text, count(t, cell, choice.value)) for choice in cell.item.choices]
    return ", ".join(f"{html.escape(said(t, text), quote=False)} — {n}" for text, n in given)
