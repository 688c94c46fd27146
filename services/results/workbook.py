"""Results of a round as a workbook: response, means with a chart, distributions, texts, method."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from xlsxwriter.worksheet import Worksheet

from models.enums import Missing
from services.results.figures import (
    ROLES,
    Cell,
    Response,
    Results,
    Row,
    Speech,
    round_name,
    together,
)
from services.results.privacy import PERCENT_FROM, shares_allowed
from services.roster.normalise import natural_order
from services.waves import response
from services.waves.response import UNREACHED, State
from services.workbooks import DAY, NUMBER, SHARE, WHOLE, Book, Value, writing

FIGURES = ("mean", "median", "from", "to", "people", "answers", "missing")
COLOURS = ("#0072b2", "#c44e00")
RULES = ("scale", "n", "pairs", "missing", "hide", "rest", "single", "share", "texts")


def results_book(
    results: Results, responses: Mapping[int, Response], speech: Speech, now: datetime
) -> bytes:
    """All that may be shown of a place; `responses` by wave, `now` is local."""
    with writing(now) as book:
        sheets = Sheets(book, speech, results)
        sheets.summary(responses)
        sheets.means()
        sheets.distributions()
        sheets.texts()
        sheets.method(now)
    return book.content


@dataclass(frozen=True)
class Sheets:
    book: Book
    speech: Speech
    results: Results

    def summary(self, responses: Mapping[int, Response]) -> None:
        t, place = self.speech.t, self.results.place
        headings = [round_name(place, self.speech), *self._roles, t("results-both")]
        sheet = self.book.sheet(t("results-sheet-summary"), headings, (46, 16, 16, 16))
        self.book.row(sheet, 1, [place.organisation.name], ["bold"])
        by_role = together(responses)
        columns = [*by_role.values(), response.total(by_role)]
        row = 2
        for key, states in counted_states().items():
            values = [sum(column[state] for state in states) for column in columns]
            self.book.row(sheet, row, [t(f"results-response-{key}"), *values], ["text"])
            row += 1
        shares = [_share(column[State.SUBMITTED], column.total()) for column in columns]
        self.book.row(sheet, row, [t("results-response-share"), *shares], ["text", *[SHARE] * 3])
        if place.whole:
            self._schools(sheet, row + 2, responses)

    def _schools(self, sheet: Worksheet, row: int, responses: Mapping[int, Response]) -> None:
        """Answered of invited by school; in the order of names, which is no ranking."""
        t = self.speech.t
        self.book.row(sheet, row, [t("results-by-school")], ["bold"])
        waves = self.results.place.waves
        for wave in sorted(waves, key=lambda wave: natural_order(wave.organisation.name_key)):
            row += 1
            by_role = together({wave.id: responses.get(wave.id, {})})
            columns = [*by_role.values(), response.total(by_role)]
            done = [t("results-of", done=c[State.SUBMITTED], all=c.total()) for c in columns]
            self.book.row(sheet, row, [wave.organisation.name, *done])

    def means(self) -> None:
        t = self.speech.t
        headings = [t("results-question")]
        for name in self._roles:
            headings += [f"{name}: {t(f'results-column-{figure}')}" for figure in FIGURES]
        sheet = self.book.sheet(
            t("results-sheet-means"), [*headings, t("results-note")], (34, *[12] * 14, 44)
        )
        rows = self.results.of_kind("scale")
        styles = [NUMBER, NUMBER, *[WHOLE] * 5]
        for number, row in enumerate(rows, start=1):
            values = [value for role in ROLES for value in _figures(row.cells.get(role))]
            line = [row.label(self.speech.language), *values, self._note(row)]
            self.book.row(sheet, number, line, ["text", *styles, *styles, "soft"])
        if rows:
            self._chart(sheet, rows)

    def _chart(self, sheet: Worksheet, rows: list[Row]) -> None:
        """Bars that take their numbers from the sheet."""
        t, name, last = self.speech.t, self.speech.t("results-sheet-means"), len(rows)
        chart = self.book.book.add_chart({"type": "bar"})
        for number, role in enumerate(self._roles):
            column = 1 + number * len(FIGURES)
            chart.add_series(
                {
                    "name": role,
                    "categories": [name, 1, 0, last, 0],
                    "values": [name, 1, column, last, column],
                    "fill": {"color": COLOURS[number]},
                    "data_labels": {"value": True, "num_format": NUMBER},
                }
            )
        chart.set_title({"name": t("results-chart"), "name_font": {"size": 12}})
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"min": 0, "max": max(row.item.maximum for row in rows)})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 760, "height": 120 + 44 * last})
        sheet.insert_chart(last + 2, 0, chart)

    def distributions(self) -> None:
        t = self.speech.t
        headings = [t("results-question"), t("results-option")]
        for name in self._roles:
            headings += [f"{name}: {t(f'results-column-{c}')}" for c in ("answers", "share")]
        sheet = self.book.sheet(
            t("results-sheet-distributions"),
            [*headings, t("results-note")],
            (34, 30, *[14] * 4, 44),
        )
        number = 1
        styles = ["text", "text", WHOLE, SHARE, WHOLE, SHARE, "soft"]
        for row in self.results.of_kind("single", "yes_no", "multiple", "scale"):
            label, note = row.label(self.speech.language), self._note(row, distribution=True)
            for line in self._lines(row):
                self.book.row(sheet, number, [label, *line, note], styles)
                number, note = number + 1, None

    def _lines(self, row: Row) -> list[list[Value]]:
        """A line an option, then the answers without a value; nothing of what is hidden."""
        cells = [row.cells.get(role) for role in ROLES]
        if not any(cell and cell.distribution for cell in cells):
            return [[None] * 5]
        lines: list[list[Value]] = [
            [
                choice.text.of(self.speech.language),
                *(value for cell in cells for value in _count(cell, choice.value)),
            ]
            for choice in row.item.choices
        ]
        for missing in Missing:
            counts = [c.missing.get(missing, 0) if c and c.distribution else None for c in cells]
            if any(counts):
                name = self.speech.t(f"results-missing-{missing}")
                lines.append([name, counts[0], None, counts[1], None])
        return lines

    def texts(self) -> None:
        t = self.speech.t
        headings = [t("results-question"), t("results-who"), t("results-answer")]
        sheet = self.book.sheet(t("results-sheet-texts"), headings, (34, 18, 90))
        number = 1
        for row in self.results.of_kind("text"):
            for role, cell in row.cells.items():
                start = [row.label(self.speech.language), t(f"results-role-{role}")]
                shown = [(body, "text") for body in cell.texts]
                for text, style in shown or [(t("results-few", k=self.results.k), "soft")]:
                    self.book.row(sheet, number, [*start, text], ["text", "text", style])
                    number += 1

    def method(self, now: datetime) -> None:
        t, results = self.speech.t, self.results
        headings = [t("results-method-what"), t("results-method-how")]
        sheet = self.book.sheet(t("results-sheet-method"), headings, (40, 100))
        opens_on, closes_on = results.place.days
        facts: dict[str, tuple[Value, str]] = {
            "place": (results.place.organisation.name, "text"),
            "round": (round_name(results.place, self.speech), "text"),
            "waves": (len(results.place.waves), WHOLE),
            "opens": (opens_on, DAY),
            "closes": (closes_on, DAY),
            "made": (now.date(), DAY),
            "least": (results.k, WHOLE),
            "hidden": (results.hidden, WHOLE),
            "rest": (results.left_out, WHOLE),
        }
        lines = [(t(f"results-fact-{key}"), value, style) for key, (value, style) in facts.items()]
        numbers = {"k": results.k, "twice": 2 * results.k, "share": PERCENT_FROM}
        lines += [
            (t(f"results-name-{rule}"), t(f"results-rule-{rule}", **numbers), "text")
            for rule in RULES
        ]
        for row, (what, how, style) in enumerate([*lines, *self._questions()], start=1):
            self.book.row(sheet, row, [what, how], ["bold", style])

    def _questions(self) -> list[tuple[str, Value, str]]:
        """Every question as it was asked."""
        language = self.speech.language
        return [
            (
                f"{cell.item.label.of(language)} ({self.speech.t(f'results-role-{role}')})",
                cell.item.text.of(language),
                "text",
            )
            for row in self.results.rows
            for role, cell in row.cells.items()
        ]

    @property
    def _roles(self) -> list[str]:
        return [self.speech.t(f"results-role-{role}") for role in ROLES]

    def _note(self, row: Row, distribution: bool = False) -> str | None:
        """Why a number is not there, or whom it does not count."""
        t, k, notes = self.speech.t, self.results.k, []
        for role, cell in row.cells.items():
            name = t(f"results-role-{role}")
            if not cell.shown:
                notes.append(f"{name}: {t('results-few', k=k)}")
            elif distribution and cell.distribution is None:
                notes.append(f"{name}: {t('results-few-single', k=2 * k)}")
            elif cell.verdict.left_out:
                notes.append(f"{name}: {t('results-left-out', n=cell.verdict.left_out, k=k)}")
        return "; ".join(notes) or None


def counted_states() -> dict[str, tuple[State, ...]]:
    """The lines of a response and the states each of them counts."""
    return {
        "invited": tuple(State),
        "submitted": (State.SUBMITTED,),
        "started": (State.STARTED,),
        "notified": (State.NOTIFIED,),
    } | {state.value: (state,) for state in UNREACHED}


def _share(part: int, whole: int) -> float | None:
    return part / whole if shares_allowed(whole) else None


def _figures(cell: Cell | None) -> list[Value]:
    if cell is None or not cell.shown:
        return [None] * len(FIGURES)
    low, high = cell.extremes or (None, None)
    missing = sum(cell.missing.values())
    return [cell.mean, cell.median, low, high, cell.people, cell.answers, missing]


def _count(cell: Cell | None, value: str) -> list[Value]:
    counts = cell.distribution if cell else None
    if cell is None or counts is None:
        return [None, None]
    return [counts[value], _share(counts[value], cell.answers)]
