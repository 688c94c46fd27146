"""What is hard for young teachers, in autumn and in May; what mentors have grown in."""

from collections.abc import Iterator

from models.enums import WaveCode
from services.reports import drawn, words
from services.reports.report import Report
from services.results.areas import LEVELS
from services.results.cells import Area, AreaSide, Results, Side
from services.results.pictures.kinds import Picture

BOTH = (WaveCode.DEFICITS, WaveCode.DEFICITS_AGAIN)


def growth(r: Report) -> None:
    """Both, as a section of the year's report."""
    r.word.heading(r.t("reports-growth"))
    areas(r, pictured=True)
    competences(r)


def areas(r: Report, pictured: bool = False) -> None:
    """The six areas in autumn and in May, with the radar of the round that the document is about,
    or of the latest; `pictured`: with the means, too."""
    r.word.heading(r.t("reports-areas"), 2)
    rounds = r.material.rounds
    held = {code: rounds[code] for code in BOTH if code in rounds}
    rows = [line for area in _codes(held) for line in _area(r, area, held)]
    if not rows:
        r.said("reports-no-areas")
        return
    columns = ("area", "who", "autumn", "spring", "levels")
    headings = [r.t(f"reports-column-{column}") for column in columns]
    r.word.table(headings, rows, (3.2, 3.3, 2.6, 2.6, 5.3))
    r.note("reports-areas-note", k=max(results.k for results in held.values()))
    own = r.material.results
    drawing = own if own.areas else list(held.values())[-1]
    if pictured:
        drawn.picture(r, Picture.MEANS, drawing)
    drawn.picture(r, Picture.RADAR, drawing)


def _codes(held: dict[WaveCode, Results]) -> list[str]:
    return list(dict.fromkeys(area.code for made in held.values() for area in made.areas))


def _area(r: Report, code: str, held: dict[WaveCode, Results]) -> Iterator[list[str]]:
    found = {
        which: next((area for area in made.areas if area.code == code), None)
        for which, made in held.items()
    }
    name = r.t(f"results-area-{code.lower()}")
    for side in _sides(found):
        seen = [_side(found.get(which), side) for which in BOTH]
        if any(one and one.mean is not None for one in seen):
            latest = next((one for one in reversed(seen) if one and one.levels), None)
            means = [_mean(r, one) for one in seen]
            yield [name, r.speech.side(side), *means, _levels(r, latest)]


def _sides(found: dict[WaveCode, Area | None]) -> list[Side]:
    return list(dict.fromkeys(side for area in found.values() if area for side in area.sides))


def _side(area: Area | None, side: Side) -> AreaSide | None:
    return area.sides.get(side) if area else None


def _mean(r: Report, one: AreaSide | None) -> str:
    if one is None or one.mean is None:
        return words.DASH
    return f"{words.number(r.speech, one.mean)} (n = {one.people})"


def _levels(r: Report, one: AreaSide | None) -> str:
    if one is None or one.levels is None:
        return words.DASH
    counts = [(level, one.levels[level]) for level in LEVELS if one.levels[level]]
    return "; ".join(f"{r.t(f'results-level-{level}')} — {n}" for level, n in counts)


def competences(r: Report) -> None:
    """Now beside the start of the year, both as mentors see them in May."""
    r.word.heading(r.t("reports-competences"), 2)
    made = r.material.rounds.get(WaveCode.GROWTH)
    if made and made.grown:
        r.said("results-grown", n=sum(made.grown.values()), **made.grown)
    rows = list(_grown(r, made)) if made else []
    if not rows:
        r.said("reports-no-competences")
        return
    columns = ("competence", "then", "now", "grown")
    headings = [r.t(f"reports-column-{column}") for column in columns]
    r.word.table(headings, rows, (6.5, 3.5, 3.5, 3.5))
    r.note("reports-competences-note")


def _grown(r: Report, made: Results) -> Iterator[list[str]]:
    for row in made.of_kind("scale"):
        if row.growth is not None:
            then = next(cell for side, cell in row.cells.items() if side.then)
            now = next(cell for side, cell in row.cells.items() if not side.then)
            both = [words.mean(r.speech, cell) for cell in (then, now)]
            yield [r.label(row), *both, words.signed(r.speech, row.growth)]
