"""The sheet of a workbook with the six areas of the self-assessment, and their radar."""

from xlsxwriter.worksheet import Worksheet

from services.results.areas import LEVELS
from services.results.cells import Area, AreaSide, Side
from services.results.charts import Axis, Charts, Series
from services.results.pictures.colours import look
from services.results.pictures.kinds import LEAST_AREAS, areas_shown
from services.results.sheets import Writing
from services.workbooks import NUMBER, WHOLE, Value


def areas(w: Writing) -> None:
    """The six areas: the mean, and how many people are at which level."""
    t = w.speech.t
    sides = tuple(side for side in w.results.sides if side in w.results.areas[0].sides)
    columns = ("mean", "people", *(f"level-{level}" for level in LEVELS))
    headings = [t("results-area"), *w.headings(columns, sides), t("results-note")]
    widths = (34, *[8] * (len(headings) - 2), 40)
    sheet = w.book.sheet(t("results-sheet-areas"), headings, widths)
    styles = ("text", *(NUMBER, *[WHOLE] * 5) * len(sides), "soft")
    for number, area in enumerate(w.results.areas, start=1):
        values = [value for side in sides for value in _of_area(area, side)]
        name = t(f"results-area-{area.code.lower()}")
        w.book.row(sheet, number, [name, *values, _area_note(w, area)], styles)
    w.book.filtered(sheet, len(w.results.areas))
    if len(areas_shown(w.results)) >= LEAST_AREAS:
        _radar(w, sheet, sides)


def _radar(w: Writing, sheet: Worksheet, sides: tuple[Side, ...]) -> None:
    last, each = len(w.results.areas), 2 + len(LEVELS)
    series = [
        Series(_named(w, side), (1, at, last, at), look(side)[0])
        for side, at in zip(sides, range(1, 1 + each * len(sides), each), strict=True)
        if _means(w, side)
    ]
    title, axis = w.speech.t("results-chart-areas"), Axis("", low=1, high=5)
    charts = Charts(w.book, sheet, last + 2, 2 + each * len(sides))
    charts.radar(title, (1, 0, last, 0), series, axis)


def _means(w: Writing, side: Side) -> list[AreaSide]:
    found = (area.sides.get(side) for area in w.results.areas)
    return [one for one in found if one and one.mean is not None]


def _named(w: Writing, side: Side) -> str:
    """«Наставляемые (n = 12)», or «n = 9–12» where not all areas have as many."""
    people = sorted(one.people for one in _means(w, side))
    n = "–".join(map(str, dict.fromkeys((people[0], people[-1]))))
    return f"{w.speech.side(side)} (n = {n})"


def _of_area(area: Area, side: Side) -> list[Value]:
    found = area.sides.get(side)
    if found is None:
        return [None] * 6
    levels = found.levels or {}
    return [found.mean, found.people or None, *(levels.get(level) for level in LEVELS)]


def _area_note(w: Writing, area: Area) -> str | None:
    few = w.speech.t("results-few", k=w.results.k)
    hidden = [side for side, one in area.sides.items() if one.mean is None]
    return "; ".join(f"{w.speech.side(side)}: {few}" for side in hidden) or None
