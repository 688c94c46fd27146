"""The indicators with the statistics card of May (the four counts), as Word, Excel and CSV."""

from collections.abc import Iterator
from datetime import datetime

from services.documents import Word
from services.reports import words
from services.reports.flat import written
from services.reports.gathering import Statistics
from services.results.cells import Speech, round_name
from services.results.indicators.definitions import Definitions
from services.results.indicators.measures import Indicator
from services.results.indicators.opinions import Found, Reason
from services.workbooks import NUMBER, RATIO, WHOLE, Book, Value, writing

COUNTS = ("young", "mentors", "young_mentored", "young_category")
COUNTED = (
    "i1",
    "i2",
    "i3",
    "i4",
    "i5",
    "i7",
    "i8",
    "i9",
    "i11",
    "i13",
    "i14",
    "i14-mean",
    "i15",
    "i16",
    "i17",
)
NOT_KEPT = ("i6", "i10", "i12")
COLUMNS = (
    "code", "indicator", "role", "part", "whole", "value", "threshold", "before_part",
    "before_whole", "before_value",
)  # fmt: skip


def counts(found: Statistics, speech: Speech) -> list[tuple[str, str]]:
    """The four counts with their names."""
    card = found.card
    said = {name: getattr(card, name) for name in COUNTS}
    values = {name: _said(value, speech) for name, value in said.items()}
    if card.young is not None and card.said < card.schools:
        of = speech.t("indicator-of-schools", n=card.said, all=card.schools)
        values["young"] += f"; {of}"
    if card.young_mentored is not None and card.unknown:
        value = values["young_mentored"]
        values["young_mentored"] = speech.t("indicator-unknown", value=value, n=card.unknown)
    years = found.definitions.young_years
    return [(speech.t(f"card-{name}", years=years), value) for name, value in values.items()]


def _said(value: int | None, speech: Speech) -> str:
    return speech.t("indicator-none-missing") if value is None else str(value)


def rows(found: Statistics, speech: Speech) -> Iterator[list[str]]:
    """Name, value, threshold, last year's value."""
    for one in found.indicators:
        name = words.name_of(speech, one, found.definitions)
        before = words.value_of(speech, one.kind, one.before)
        yield [name, words.with_remarks(speech, one), words.threshold_of(speech, one), before]


def how(speech: Speech, d: Definitions) -> Iterator[str]:
    """How each indicator is counted, and which are not counted and why."""
    numbers = {"years": d.young_years, "cut": d.satisfied_from, "monthly": d.monthly}
    for code in (*COUNTED, *NOT_KEPT):
        key = "i1-all" if code == "i1" and d.all_teachers else code
        yield f"{words.number_of(code)}. {speech.t(f'indicator-how-{key}', **numbers)}"


def headings(speech: Speech) -> list[str]:
    columns = ("indicator", "value", "threshold", "before")
    return [speech.t(f"reports-column-{column}") for column in columns]


def document(found: Statistics, speech: Speech) -> bytes:
    speech = words.plain(speech)
    word = Word(speech.language)
    name = found.place.organisation.name
    word.title(speech.t("card-title"), round_name(found.place, speech), name)
    table(word, found, speech)
    word.heading(speech.t("reports-indicators"))
    word.table(headings(speech), rows(found, speech), (7, 4.4, 2.4, 3.2))
    for line in (speech.t("indicator-thresholds"), *how(speech, found.definitions)):
        word.note(line)
    return word.content


def table(word: Word, found: Statistics, speech: Speech) -> None:
    """The card itself."""
    day = words.day(speech, found.day)
    word.heading(speech.t("card-counts", day=day))
    head = [speech.t("reports-column-indicator"), speech.t("reports-column-value")]
    word.table(head, counts(found, speech), (12.5, 4.5))


def book(found: Statistics, speech: Speech, now: datetime) -> bytes:
    """`now` is local."""
    speech = words.plain(speech)
    with writing(now) as made:
        _counts(made, found, speech)
        _indicators(made, found, speech)
        sheet = made.sheet(speech.t("card-how"), [speech.t("card-how")], (130,))
        lines = [speech.t("indicator-thresholds"), *how(speech, found.definitions)]
        for number, line in enumerate(lines, start=1):
            made.row(sheet, number, [line])
    return made.content


def _counts(made: Book, found: Statistics, speech: Speech) -> None:
    day = words.day(speech, found.day)
    heads = [speech.t("card-counts", day=day), found.place.organisation.name]
    sheet = made.sheet(speech.t("card-sheet"), heads, (70, 40))
    for number, (label, value) in enumerate(counts(found, speech), start=1):
        whole = int(value) if value.isdigit() else value
        made.row(sheet, number, [label, whole], ["text", WHOLE])


def _indicators(made: Book, found: Statistics, speech: Speech) -> None:
    name, *others = headings(speech)
    columns = [speech.t(f"card-column-{column}") for column in ("part", "whole", "ratio")]
    widths = (50, *[12] * len(columns), *[24] * len(others))
    sheet = made.sheet(speech.t("reports-indicators"), [name, *columns, *others], widths)
    lines = zip(found.indicators, rows(found, speech), strict=True)
    for number, (one, (label, *said)) in enumerate(lines, start=1):
        whole = isinstance(one.now, Reason) or one.now.part.denominator == 1
        styles = ["text", WHOLE if whole else NUMBER, WHOLE, RATIO]
        made.row(sheet, number, [label, *_numbers(one.now), *said], styles)


def _numbers(found: Found) -> list[Value]:
    return [None] * 3 if isinstance(found, Reason) else [found.part, found.whole, found.ratio]


def flat(found: Statistics, speech: Speech) -> bytes:
    """The card, then the indicators: a row each."""
    speech = words.plain(speech)
    card: list[list[Value]] = [
        [name, label, None, getattr(found.card, name), *[None] * 6]
        for name, (label, _) in zip(COUNTS, counts(found, speech), strict=True)
    ]
    return written(COLUMNS, [*card, *(_flat(one, found, speech) for one in found.indicators)])


def _flat(one: Indicator, found: Statistics, speech: Speech) -> list[Value]:
    name = words.name_of(speech, one, found.definitions)
    bound = one.threshold.bound if one.threshold else None
    role = str(one.role) if one.role else None
    return [one.code, name, role, *_numbers(one.now), bound, *_numbers(one.before)]
