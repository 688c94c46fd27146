"""The pictures in a document, numbered, each with a caption and with words in its place."""

from collections.abc import Iterator

from services.reports.report import Report
from services.results.cells import Results, round_name
from services.results.pictures.kinds import Picture, areas_shown


def picture(r: Report, kind: Picture, results: Results) -> None:
    """Nothing where there is nothing to draw."""
    # Here, as it brings a library of drawing that takes a second and 25 MB.
    from services.results.pictures import album

    place, what = results.place, r.t(f"results-pictures-{kind}")
    where = {"round": round_name(place, r.speech), "place": place.organisation.name}
    people = _people(kind, results)
    for png in album.files(kind, results, r.speech):
        number = len(r.word.paper.inline_shapes) + 1
        caption = r.t("reports-picture", number=number, what=what, people=people, k=results.k)
        instead = r.t("reports-picture-alt", what=what, **where)
        r.word.picture(png, caption, instead)


def _people(kind: Picture, results: Results) -> str:
    """«12», or «5–12» where not every question has as many."""
    found = set(_counted(kind, results))
    return f"{min(found)}–{max(found)}" if len(found) > 1 else "".join(map(str, found))


def _counted(kind: Picture, results: Results) -> Iterator[int]:
    """How many people each number on the picture is of."""
    if kind is Picture.CHANGES:
        yield from (one.sums.people for _, same in results.changed() for one in same)
    elif kind is Picture.GAPS:
        yield from (cell.people for _, *cells in results.gaps() for cell in cells)
    elif kind is Picture.DISTRIBUTIONS:
        every = (cell for row in results.rows for cell in row.cells.values())
        yield from (cell.people for cell in every if cell.distribution is not None)
    elif results.areas:
        sides = (side for area in areas_shown(results) for side in area.sides.values())
        yield from (side.people for side in sides if side.mean is not None)
    else:
        rated = (cell for row in results.of_kind("scale") for cell in row.cells.values())
        yield from (cell.people for cell in rated if cell.shown)
