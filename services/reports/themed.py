"""The themes of open answers in a document: how many answers speak of what, and not a word of
the answers themselves."""

from collections.abc import Iterator

from models.enums import Role
from services.reports import words
from services.results.cells import Cell, Results, Side, Speech
from services.results.themes.kinds import Counts

TOP = 3
"""Themes of a line in the draft of strengths and weaknesses."""


def all_of(speech: Speech, results: Results, side: Side, cell: Cell) -> str:
    """«Время и нагрузка — 5; Родители — 3; Другое — 1»; a dash for what is not shown."""
    counts = _counts(results, side.role, cell)
    named = (f"{_name(speech, results, code)} — {n}" for code, n in counts.listed)
    return "; ".join(named) or words.DASH


def lines(speech: Speech, results: Results, code: str) -> Iterator[str]:
    """«Чего не хватает, наставники: Время и нагрузка — 5 из 9, …», a line a side that speaks of
    any theme."""
    for row in results.of_kind("text"):
        for side, cell in row.cells.items():
            found = _counts(results, side.role, cell).telling[:TOP]
            if cell.item.code == code and found:
                yield _line(speech, results, side, cell, found)


def _line(
    speech: Speech, results: Results, side: Side, cell: Cell, found: list[tuple[str, int]]
) -> str:
    shares = ((_name(speech, results, one), n) for one, n in found)
    named = (
        speech.t("themes-of", name=name, share=words.part_of(speech, n, cell.answers))
        for name, n in shares
    )
    label, who = cell.item.label.of(speech.language), speech.side(side).lower()
    return speech.t("themes-line-of", label=label, who=who, themes=", ".join(named))


def _counts(results: Results, role: Role, cell: Cell) -> Counts:
    """None of what is not shown."""
    counts = results.themes.counts if results.themes else {}
    return counts.get((role, cell.item.code), Counts())


def _name(speech: Speech, results: Results, code: str) -> str:
    assert results.themes is not None, "there is a theme"
    return results.themes.known[code].name.of(speech.language)
