"""«По годам»: the means of each question in all rounds of its kind, this year and before."""

from collections.abc import Iterator, Sequence

from handlers.results.asked import Asked
from handlers.results.pages import back
from handlers.results.screens import PAGE, packed, paged, title
from handlers.screen import Screen
from handlers.texts import Html, Translate
from handlers.wording import language, round_name
from models.enums import WaveCode
from services import access
from services.calendar import year_name
from services.results.cells import Results, Row, tenths
from services.results.tallies import At
from services.results.trend import Point, series, trend


async def over_years(asked: Asked, made: Results) -> Screen:
    """A question a paragraph, a line a role and year, in it the rounds as they came."""
    c, t = asked.c, asked.c.t
    scope = await access.scope(c.session, c.who)
    found = await trend(c.session, made, scope, c.programme.min_group, c.now)
    blocks = [
        "\n".join([t("results-heading", text=row.label(language(t))), *lines, ""])
        for row in made.of_kind("scale")
        if (lines := list(_lines(t, made, row, found)))
    ]
    names = ", ".join(round_name(t, code, None) for code in series(made.place.code))
    said = [t("results-trend-head", rounds=names)] if blocks else []
    if blocks and WaveCode.INTRO in series(made.place.code):
        said.append(t("results-trend-expected"))
    said = said or [t("results-trend-none", k=made.k)]
    head = [title(t, made.place), "", " ".join(said)]
    return paged(t, asked.view, head, packed(blocks, PAGE), back(t, made))


def _lines(
    t: Translate, made: Results, row: Row, found: dict[At, tuple[Point, ...]]
) -> Iterator[str]:
    for side, cell in row.cells.items():
        points = found.get((side.role, cell.item.code), ())
        for year in dict.fromkeys(point.year for point in points):
            here = [point for point in points if point.year == year]
            told = _told(t, series(made.place.code), here)
            yield t("results-trend-year", who=t(side.key), year=year_name(year), told=told)


def _told(t: Translate, codes: Sequence[str], points: Sequence[Point]) -> Html:
    """«7,2 (n = 12) → — → 8,1 (n = 11)»: a dash where a round shows nothing."""
    by_code = {point.code: point for point in points}
    found = (
        t("results-trend-point", value=t("results-number", value=tenths(one.mean)), n=one.people)
        if (one := by_code.get(code))
        else "—"
        for code in codes
    )
    return Html(" → ".join(found))
