"""Results of a round as a workbook: the response, what was answered, and how it is counted."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from xlsxwriter.worksheet import Worksheet

from models.enums import Role
from services.results import (
    areas_sheet,
    change_sheet,
    cut_sheet,
    gaps_sheet,
    shares_sheet,
    sheets,
    themes_sheet,
)
from services.results.cells import Results, Speech, round_name
from services.results.course import QUIET, Course, Typed
from services.results.figures import Response, together
from services.results.pictures.parts import divided
from services.results.privacy import PERCENT_FROM
from services.results.sheets import Writing
from services.results.themes.told import Told
from services.roster.normalise import natural_order
from services.waves import response
from services.waves.response import UNREACHED, State
from services.workbooks import DAY, LEFT, SHARE, WHOLE, Value, writing

RULES = ("scale", "n", "pairs", "missing", "hide", "rest", "single", "share", "texts")


def results_book(
    results: Results,
    responses: Mapping[int, Response],
    speech: Speech,
    now: datetime,
    typed: Typed | None = None,
    course: Course = QUIET,
) -> bytes:
    """All that may be shown of a place; `responses` by wave, `now` is local.

    What people typed comes from `typed`, or else from the cells.
    """
    with writing(now) as book:
        told = Told(results.themes, speech.language) if results.themes else None
        w = Writing(book, speech, results, typed, course, told)
        first, last = partial(summary, w, responses), partial(method, w, now)
        parts: list[Callable[[], None]] = [first, *_sheets(w), last]
        for number, write in enumerate(parts):
            course.step(number, len(parts))
            write()
        course.step(len(parts), len(parts))
    return book.content


def _sheets(w: Writing) -> list[Callable[[], None]]:
    """Those of what was answered; only where there is something in it."""
    found: list[tuple[object, Callable[[Writing], None]]] = [
        (w.results.forms is not None, sheets.forms),
        (w.results.areas, areas_sheet.areas),
        (w.results.of_kind("scale"), sheets.means),
        (w.results.changes, change_sheet.changes),
        (w.results.gaps(), gaps_sheet.gaps),
        (any(w.results.cuts.values()), cut_sheet.cuts),
        (w.results.of_kind("single", "yes_no", "multiple", "scale"), sheets.distributions),
        (divided(w.results), shares_sheet.shares),
        (w.results.of_kind("text"), sheets.texts),
        (w.told and w.results.of_kind("text"), themes_sheet.themes),
    ]
    return [partial(write, w) for wanted, write in found if wanted]


def summary(w: Writing, responses: Mapping[int, Response]) -> None:
    t, place = w.speech.t, w.results.place
    found = together(responses)
    roles = [role for role in Role if role in found or role in w.results.roles]
    both = [t("results-both")] if len(roles) > 1 else []
    headings = [round_name(place, w.speech), *(t(f"results-role-{r}") for r in roles), *both]
    sheet = w.book.sheet(t("results-sheet-summary"), headings, (46, *[16] * (len(headings) - 1)))
    w.book.row(sheet, 1, [place.organisation.name], ["bold"])
    columns = _columns(found, roles)
    for row, (key, states) in enumerate(counted_states().items(), start=2):
        values = [sum(column[state] for state in states) for column in columns]
        w.book.row(
            sheet, row, [t(f"results-response-{key}"), *values], ["text", *[WHOLE] * len(values)]
        )
    row = 2 + len(counted_states())
    shares = [sheets.share(column[State.SUBMITTED], column.total()) for column in columns]
    styles = ["text", *[SHARE] * len(shares)]
    w.book.row(sheet, row, [t("results-response-share"), *shares], styles)
    if place.whole:
        _schools(w, sheet, row + 2, responses, roles)


def _columns(found: Response, roles: list[Role]) -> list[Counter[State]]:
    """The roles, and all together where there are several."""
    columns = [found.get(role, Counter()) for role in roles]
    return [*columns, response.total(found)] if len(roles) > 1 else columns


def _schools(
    w: Writing,
    sheet: Worksheet,
    row: int,
    responses: Mapping[int, Response],
    roles: list[Role],
) -> None:
    """Answered of invited by school; in the order of names, which is no ranking."""
    t, waves = w.speech.t, w.results.place.waves
    w.book.row(sheet, row, [t("results-by-school")], ["bold"])
    for wave in sorted(waves, key=lambda wave: natural_order(wave.organisation.name_key)):
        row += 1
        columns = _columns(responses.get(wave.id, {}), roles)
        done = [t("results-of", done=c[State.SUBMITTED], all=c.total()) for c in columns]
        w.book.row(sheet, row, [wave.organisation.name, *done], ["text", *["right"] * len(done)])


def method(w: Writing, now: datetime) -> None:
    t, results = w.speech.t, w.results
    headings = [t("results-method-what"), t("results-method-how")]
    sheet = w.book.sheet(t("results-sheet-method"), headings, (40, 100))
    lines = [(t(f"results-fact-{key}"), *fact) for key, fact in _facts(w, now).items()]
    numbers = {"k": results.k, "twice": 2 * results.k, "share": PERCENT_FROM}
    lines += [
        (t(f"results-name-{rule}"), t(f"results-rule-{rule}", **numbers), "text")
        for rule in _rules(results)
    ]
    for row, (what, how, style) in enumerate([*lines, *_questions(w)], start=1):
        w.book.row(sheet, row, [what, how], ["bold", style])


def _facts(w: Writing, now: datetime) -> dict[str, tuple[Value, str]]:
    results, place = w.results, w.results.place
    opens_on, closes_on = place.days
    facts: dict[str, tuple[Value, str]] = {
        "place": (place.organisation.name, "text"),
        "round": (round_name(place, w.speech), "text"),
        "waves": (len(place.waves), LEFT),
        "opens": (opens_on, DAY),
        "closes": (closes_on, DAY),
        "made": (now.date(), DAY),
        "paper": (results.paper, LEFT),
    }
    if results.forms is not None:
        return facts
    return facts | {
        "least": (results.k, LEFT),
        "hidden": (results.hidden, LEFT),
        "rest": (results.left_out, LEFT),
    }


def _rules(results: Results) -> list[str]:
    """Of what is in the book, in the order of its sheets."""
    if results.forms is not None:
        return ["form"]
    extra = {
        "areas": results.areas,
        "then": any(side.then for side in results.sides),
        "change": results.changes,
        "gaps": results.gaps(),
        "cuts": any(results.cuts.values()),
        "groups": divided(results),
        "themes": results.themes and results.of_kind("text"),
    }
    return [*RULES, *(rule for rule, is_there in extra.items() if is_there), "charts"]


def _questions(w: Writing) -> list[tuple[str, Value, str]]:
    """Every question as it was asked."""
    language = w.speech.language
    asked = [
        (cell.item, w.speech.side(side))
        for row in w.results.rows
        for side, cell in row.cells.items()
    ]
    if w.results.forms:
        curators = w.speech.t("results-role-curator")
        asked = [(item, curators) for item, _ in w.results.forms[0].points]
    return [(f"{i.label.of(language)} ({who})", i.text.of(language), "text") for i, who in asked]


def counted_states() -> dict[str, tuple[State, ...]]:
    """The lines of a response and the states each of them counts."""
    return {
        "invited": tuple(State),
        "submitted": (State.SUBMITTED,),
        "started": (State.STARTED,),
        "notified": (State.NOTIFIED,),
    } | {state.value: (state,) for state in UNREACHED}
