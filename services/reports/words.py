"""How numbers are put into words: as the chat does, without HTML."""

import html
from datetime import date
from fractions import Fraction

from babel.dates import format_date

from services.results.cells import Cell, Speech, tenths
from services.results.change import Change
from services.results.forms import POINTS
from services.results.indicators.definitions import Definitions
from services.results.indicators.measures import Indicator, Kind
from services.results.indicators.opinions import Found, Reason, Value
from services.results.privacy import shares_allowed

DASH = "—"
LEAST_P = 0.001
NINE = 9
"""Points of the curator's form."""


def plain(speech: Speech) -> Speech:
    """The chat's words are HTML, a document's are not."""
    return Speech(lambda key, **args: html.unescape(speech.t(key, **args)), speech.language)


def day(speech: Speech, when: date) -> str:
    """«15 сентября 2026 г.»; not every font has the narrow space that belongs there."""
    return format_date(when, "long", locale=speech.language).replace("\u202f", "\xa0")


def number(speech: Speech, value: Fraction) -> str:
    """«7,8»."""
    return speech.t("results-number", value=tenths(value))


def signed(speech: Speech, value: Fraction) -> str:
    """«+0,9»."""
    return ("+" if value > 0 else "") + number(speech, value)


def change(speech: Speech, one: Change) -> str:
    """«6,2 → 7,4 (+1,2)»."""
    before, after = number(speech, one.before), number(speech, one.after)
    return f"{before} → {after} ({signed(speech, one.mean)})"


def ways(speech: Speech, one: Change) -> str:
    """«выше 7 (58 %), так же 3 (25 %), ниже 2 (17 %)»."""
    counts = {"better": one.sums.better, "same": one.same, "worse": one.sums.worse}
    said = {name: count(speech, n, one.sums.answers) for name, n in counts.items()}
    return speech.t("results-change-ways", **said)


def certainty(speech: Speech, one: Change) -> str | None:
    """«скорее всего, от +0,3 до +2,1; изменение заметно (p = 0,012)», as far as it is known."""
    if one.interval is None:
        return None
    low, high = (signed(speech, Fraction(end)) for end in one.interval)
    said = speech.t("results-change-interval", low=low, high=high)
    if one.beside is None:
        return said
    key = "results-change-notable" if one.notable else "results-change-chance"
    which = "results-change-p" if one.beside >= LEAST_P else "results-change-p-least"
    p = speech.t(which, p=one.beside)
    return f"{said}; {speech.t(key, p=p)}"


def part_of(speech: Speech, part: int, whole: int) -> str:
    """«7 из 9», with a percentage from ten on."""
    words = speech.t("results-of", done=part, all=whole)
    return f"{words} ({share(part, whole)} %)" if shares_allowed(whole) else words


def count(speech: Speech, part: int, whole: int) -> str:
    """«5 (42 %)»: one of the options."""
    if not shares_allowed(whole):
        return str(part)
    return speech.t("results-count-share", n=part, share=share(part, whole))


def share(part: int, whole: int) -> int:
    """Halves up."""
    return (200 * part + whole) // (2 * whole)


def mean(speech: Speech, cell: Cell | None) -> str:
    """«7,8 (n = 12)»; a dash for what is hidden, nothing for what was not asked."""
    if cell is None:
        return ""
    return f"{number(speech, cell.mean)} (n = {cell.people})" if cell.shown else DASH


def people(speech: Speech, cell: Cell) -> str:
    """«12», and of a question about pairs «12 (15)» with the answers."""
    return f"{cell.people} ({cell.answers})" if cell.answers > cell.people else str(cell.people)


def number_of(code: str) -> str:
    """«I14», whatever stands behind a hyphen."""
    return code.partition("-")[0].upper()


def name_of(speech: Speech, one: Indicator, d: Definitions) -> str:
    """«I3. Довольны совместной работой наставляемые»."""
    key = "i1-all" if one.code == "i1" and d.all_teachers else one.code
    words = f"{number_of(one.code)}. {speech.t(f'indicator-{key}')}"
    return f"{words}: {speech.t(f'results-role-{one.role}').lower()}" if one.role else words


def with_remarks(speech: Speech, one: Indicator) -> str:
    """The value, and what makes it less than certain."""
    value = value_of(speech, one.kind, one.now)
    if isinstance(one.now, Reason):
        return value
    if one.of_all:
        value += "; " + speech.t("indicator-of-schools", n=one.of_all[0], all=one.of_all[1])
    if one.unknown:
        value = speech.t("indicator-unknown", value=value, n=one.unknown)
    if one.kind is Kind.SHARE and one.now.ratio > 1:
        value = speech.t("indicator-check", value=value)
    return value


def value_of(speech: Speech, kind: Kind, found: Found) -> str:
    if isinstance(found, Reason):
        return speech.t(f"indicator-none-{found}")
    return VALUES[kind](speech, found)


def _share(speech: Speech, found: Value) -> str:
    return part_of(speech, int(found.part), found.whole)


def _load(speech: Speech, found: Value) -> str:
    value = number(speech, found.ratio)
    return speech.t("indicator-load", value=value, part=int(found.part), whole=found.whole)


def _change(speech: Speech, found: Value) -> str:
    return speech.t("indicator-change", value=signed(speech, found.ratio), n=found.whole)


def _points(speech: Speech, found: Value) -> str:
    return speech.t(
        "indicator-points", value=number(speech, found.ratio), most=POINTS * NINE, n=found.whole
    )


VALUES = {Kind.SHARE: _share, Kind.LOAD: _load, Kind.CHANGE: _change, Kind.POINTS: _points}


def threshold_of(speech: Speech, one: Indicator) -> str:
    """«не менее 70 %: нет»."""
    if one.threshold is None:
        return DASH
    bound, most = one.threshold
    if one.kind is Kind.SHARE:
        words = speech.t("indicator-at-least-share", n=int(bound * 100))
    else:
        words = speech.t("indicator-at-most" if most else "indicator-at-least", n=int(bound))
    if one.met is None:
        return words
    return f"{words}: {speech.t('indicator-met' if one.met else 'indicator-unmet')}"
