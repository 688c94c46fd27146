"""The frame of /results: which round, which place, who has answered, pages and buttons."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.paging import cut, turner, within
from handlers.questionnaire_ends import Glance
from handlers.screen import Button, Rows, Screen, column
from handlers.sections import menu_button
from handlers.texts import Html, Translate
from handlers.wave_buttons import ShowDelivery
from handlers.wording import Code, clipped, round_name
from services.calendar import year_name
from services.results.figures import Response
from services.results.rounds import Name, Place
from services.waves.response import UNREACHED, State
from services.waves.state import Phase

PAGE = 1400
"""Characters of a page: about two screens of a phone."""

PLACES = 8
LABEL = 32


Id = Annotated[int, Field(ge=0, lt=2**31)]
Year = Annotated[int, Field(ge=0, lt=2**15)]


class OfYear(CallbackData, prefix="xy"):
    """The rounds of a school year, which starts in `year`."""

    year: Year


class Round(CallbackData, prefix="xr"):
    year: Year
    code: Code
    page: int = 0


class View(CallbackData, prefix="xv"):
    """`whole`: the organisation with all below it, not its own wave."""

    act: str
    year: Year
    code: Code
    organisation: Id
    whole: bool
    page: int = 0


def view_of(place: Place, act: str = "means") -> View:
    return View(
        act=act,
        year=place.year,
        code=place.code,
        organisation=place.organisation.id,
        whole=place.whole,
    )


def rounds(
    t: Translate, year: int, found: Mapping[Name, Mapping[Phase, int]], years: Sequence[int]
) -> Screen:
    """`years`: those that one may look at, this one included."""
    buttons = [
        Button.of(_round_label(t, name, phases), Round(year=year, code=name.code))
        for name, phases in found.items()
    ]
    text = t("results-choose-round" if found else "results-no-rounds", year=year_name(year))
    return Screen(text, (*column(buttons), *_other_years(year, years), (menu_button(t),)))


def _other_years(year: int, years: Sequence[int]) -> Rows:
    """The one before and the one after."""
    before = [Button.of(f"‹ {year_name(one)}", OfYear(year=one)) for one in years if one < year][
        -1:
    ]
    after = [Button.of(f"{year_name(one)} ›", OfYear(year=one)) for one in years if one > year][:1]
    return ((*before, *after),) if before or after else ()


def _round_label(t: Translate, name: Name, phases: Mapping[Phase, int]) -> str:
    """«Вводная анкета · идёт»; of several schools, what the furthest from its end does."""
    order = (Phase.OPEN, Phase.PLANNED, Phase.CLOSED, Phase.MISSED)
    phase = next(phase for phase in order if phases.get(phase))
    return f"{round_name(t, *name)} · {t(f'results-phase-{phase}')}"


def places(t: Translate, found: Sequence[Place], asked: Round) -> Screen:
    page = cut(found, asked.page, PLACES)
    buttons = [Button.of(_place_label(place), view_of(place)) for place in page.items]
    text = t("results-choose-place", round=round_name(t, asked.code, found[0].title))
    back = (Button.of(t("button-back"), OfYear(year=asked.year)), menu_button(t))
    return Screen(
        text, (*column(buttons), *turning(asked, page.number, page.count), *column(back))
    )


def _place_label(place: Place) -> str:
    short = clipped(place.organisation.name, LABEL)
    return f"Σ {short}" if place.whole else short


def response(t: Translate, place: Place, found: Response) -> Screen:
    """Numbers by role, and how many the bot has not reached for which reason."""
    total = sum(found.values(), Counter())
    lines = [title(t, place), ""]
    lines += answered(t, found) or [t("results-nobody-invited")]
    for key in (State.STARTED, State.NOTIFIED, *UNREACHED):
        if total[key]:
            lines.append(t(f"results-count-{key}", n=total[key]))
    if not place.is_over:
        lines += ["", t("results-later-whole" if place.whole else "results-later")]
    buttons = []
    if not place.whole and any(total[state] for state in UNREACHED):
        (wave,) = place.ids
        buttons.append(Button.of(t("delivery-button"), ShowDelivery(wave=wave)))
    if place.is_over:
        buttons.append(Button.of(t("results-back"), view_of(place)))
    return Screen("\n".join(lines), (*column(buttons), *ways_back(t, place)))


def answered(t: Translate, found: Response) -> list[Html]:
    """«Наставники: ответили 8 из 9», for the roles that were asked."""
    return [
        t(
            "results-answered",
            who=t(f"results-role-{role}"),
            done=states[State.SUBMITTED],
            all=states.total(),
        )
        for role, states in found.items()
        if states.total()
    ]


def title(t: Translate, place: Place) -> Html:
    opens_on, closes_on = place.days
    return t(
        f"results-title-{place.phase}",
        round=round_name(t, place.code, place.title),
        place=place.organisation.name,
        opens=t.day(opens_on),
        closes=t.day(closes_on),
        done=place.phases[Phase.CLOSED],
        all=len(place.waves),
    )


def ways_back(t: Translate, place: Place) -> Rows:
    """To the list this place was chosen from, if there was one, and to the menu."""
    several = len(place.round_groups) > 1
    up = Round(year=place.year, code=place.code) if several else OfYear(year=place.year)
    return column((Button.of(t("button-back"), up), menu_button(t)))


def packed(blocks: Iterable[str], limit: int) -> list[list[str]]:
    """Blocks by page, in their order, each page under `limit` unless a block alone is longer."""
    pages: list[list[str]] = [[]]
    for block in blocks:
        if pages[-1] and sum(map(len, pages[-1])) + len(block) > limit:
            pages.append([])
        pages[-1].append(block)
    return pages


def paged(
    t: Translate,
    asked: View | Glance,
    head: Sequence[str],
    pages: Sequence[Sequence[str]],
    rows: Rows,
) -> Screen:
    """The page asked for, or the nearest there is, under `head`."""
    page = within(asked.page, len(pages))
    number = [t("results-page", page=page + 1, pages=len(pages))] if len(pages) > 1 else []
    text = "\n".join([*head, "", *pages[page], *number])
    return Screen(text, (*turning(asked, page, len(pages)), *rows))


def turning(asked: View | Round | Glance, page: int, pages: int) -> Rows:
    def to(number: int) -> View | Round | Glance:
        return asked.model_copy(update={"page": number})

    return turner(page, pages, to, "‹ {number}", "{number} ›")
