"""What the pages of a round, its workbook and its CSV say of the schools together."""

import csv
import html
import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO, StringIO
from typing import Any

from openpyxl import load_workbook

from handlers.results import pages, screens
from handlers.screen import Screen
from models.enums import Role
from services.reports import flat
from services.results.cells import Cell, Results, Side, Speech
from services.results.figures import Response, together
from services.results.workbook import results_book
from tests.adversary.schools import Found
from tests.polls import AFTER

Known = Mapping[tuple[str, Side], tuple[str, Cell]]
"""By what a row is called and whose column it is: the code of the question and its cell."""


def known(made: Results, speech: Speech) -> Known:
    return {
        (row.label(speech.language), side): (cell.item.code, cell)
        for row in made.rows
        for side, cell in row.cells.items()
    }


def of_csv(content: bytes) -> Found:
    found: Found = []
    for row in csv.DictReader(StringIO(content.decode("utf-8-sig")), delimiter=";"):
        if row["kind"] not in ("scale", "single", "yes_no", "multiple", "text"):
            continue
        side, code = Side(Role(row["role"])), row["code"]
        found.append((side, code, ("people", ""), int(row["people"])))
        missing = int(row["hard_to_say"]) + int(row["skipped"])
        found.append((side, code, ("missing", ""), missing))
        if row["mean"]:
            mean = float(row["mean"].replace(",", "."))
            found.append((side, code, ("sum", ""), round(mean * int(row["answers"]))))
        for one in filter(None, row["counts"].split("|")):
            value, count = one.rsplit("=", 1)
            found.append((side, code, ("count", value), int(count)))
    return found


def of_workbook(made: Results, found: Mapping[int, Response], speech: Speech) -> Found:
    return of_book(results_book(made, found, speech, AFTER), made, speech)


def of_book(content: bytes, made: Results, speech: Speech) -> Found:
    """The sheets with all answers; `tests.adversary.tables` reads the others."""
    book = load_workbook(BytesIO(content))
    t, read = speech.t, known(made, speech)
    stated: Found = []
    sheets = set(book.sheetnames)
    for name, of_sheet in (("means", _means_sheet), ("distributions", _counts_sheet)):
        if (title := str(t(f"results-sheet-{name}"))) in sheets:
            head, *lines = book[title].iter_rows(values_only=True)
            for line in lines:
                stated += of_sheet(dict(zip(head, line, strict=True)), speech, read)
    if (title := str(t("results-sheet-texts"))) in sheets:
        stated += _texts_sheet(
            list(book[title].iter_rows(min_row=2, values_only=True)), speech, read, made
        )
    return stated


def _means_sheet(line: dict[Any, Any], speech: Speech, read: Known) -> Iterator[Any]:
    t = speech.t
    for (label, side), (code, _) in read.items():
        of = {key: line.get(f"{speech.side(side)}: {t(f'results-column-{key}')}") for key in MEANS}
        if line[t("results-question")] == label and of["people"] is not None:
            yield side, code, ("people", ""), of["people"]
            yield side, code, ("sum", ""), round(of["mean"] * of["answers"])
            yield side, code, ("missing", ""), of["missing"]


MEANS = ("mean", "people", "answers", "missing")


def _counts_sheet(line: dict[Any, Any], speech: Speech, read: Known) -> Iterator[Any]:
    t, language = speech.t, speech.language
    for (label, side), (code, cell) in read.items():
        count = line.get(f"{speech.side(side)}: {t('results-column-answers')}")
        if line[t("results-question")] == label and count is not None:
            for choice in cell.item.choices:
                if choice.text.of(language) == line[t("results-option")]:
                    yield side, code, ("count", choice.value), count


def _texts_sheet(lines: list[Any], speech: Speech, read: Known, made: Results) -> Iterator[Any]:
    """Each line is somebody's words; where they are hidden there is one that says so."""
    hidden = speech.t("results-few", k=made.k)
    for (label, side), (code, cell) in read.items():
        mine = [one for one in lines if one[:2] == (label, speech.side(side))]
        if cell.item.kind == "text" and mine and mine[0][2] != hidden:
            yield side, code, ("people", ""), len(mine)


def of_chat(made: Results, found: Response, speech: Speech) -> Found:
    """Every page, by turning them."""
    read, stated = known(made, speech), []
    for act in ("means", "distributions", "texts"):
        for text in turned(made, found, speech, act):
            stated += of_page(text, speech, read)
    return stated


def turned(made: Results, found: Response, speech: Speech, act: str) -> list[str]:
    view, seen = screens.view_of(made.place, act), list[str]()
    for number in range(30):
        text = plain(_screen(made, found, speech, view.model_copy(update={"page": number})))
        if text in seen:
            break
        seen.append(text)
    return seen


def _screen(made: Results, found: Response, speech: Speech, view: screens.View) -> Screen:
    if view.act == "means":
        return pages.means(speech.t, view, made, found, None)
    return {"distributions": pages.distributions, "texts": pages.texts}[view.act](
        speech.t, view, made
    )


def plain(screen: Screen) -> str:
    return html.unescape(re.sub("<[^>]+>", "", screen.text))


def of_page(text: str, speech: Speech, read: Known) -> Iterator[Any]:
    """«Наставники: 7,8 · медиана 8 · n = 12 · затруднились 2» under the name of the question."""
    label, sides = "", []
    for line in text.splitlines():
        yield from _typed(line, speech, read)
        if any(line == name for name, _ in read):
            label, sides = line, []
        heads = [
            (side, code, match)
            for (name, side), (code, _) in read.items()
            if name == label and (match := re.search(HEAD.format(speech.side(side)), line))
        ]
        for side, code, match in heads:
            yield side, code, ("people", ""), int(match[2])
            if match[1]:
                yield (
                    side,
                    code,
                    ("sum", ""),
                    round(float(match[1].replace(",", ".")) * int(match[2])),
                )
        sides = [(side, code) for side, code, _ in heads] or sides
        counts = line.partition("): ")[2].split(", ") if "): " in line else [line]
        for name, number in re.findall(r"^(.+?) — (\d.*)$", "\n".join(counts), re.MULTILINE):
            yield from _options(name, number, sides, speech, read, label)


HEAD = r"{}(?:: ([\d,]+) ·| \()[^/]*?n = (\d+)"


def _typed(line: str, speech: Speech, read: Known) -> Iterator[Any]:
    """«Польза, наставники:» stands above what they wrote, all of it on some page."""
    for (label, side), (code, cell) in read.items():
        if line == f"{label}, {speech.side(side).lower()}:" and cell.texts:
            yield side, code, ("people", ""), len(cell.texts)


def _options(
    name: str, numbers: str, sides: list[Any], speech: Speech, read: Known, label: str
) -> Iterator[Any]:
    for (side, code), number in zip(sides, numbers.split(" / "), strict=False):
        for choice in read[label, side][1].item.choices:
            if choice.text.of(speech.language) == name:
                yield side, code, ("count", choice.value), int(number.split()[0])


VIEWS: dict[str, Callable[[Results, Mapping[int, Response], Speech], Found]] = {
    "chat": lambda made, found, speech: of_chat(made, together(found), speech),
    "xlsx": of_workbook,
    "csv": lambda made, found, speech: of_csv(flat.cells(made, speech)),
}
