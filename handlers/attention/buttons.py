"""What the buttons of attention carry, and where each kind of exception leads."""

from collections.abc import Callable
from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.help_requests.buttons import Requests
from handlers.people import People
from handlers.results.screens import View
from handlers.wave_buttons import ShowDelivery
from services.attention.lines import Line, Matter
from services.membership import State

Id = Annotated[int, Field(ge=1, lt=2**31)]
Number = Annotated[int, Field(ge=0, le=10_000)]


class BySchool(CallbackData, prefix="tk"):
    """One kind in all schools; `code`: of the round that it is about."""

    kind: Annotated[str, Field(max_length=12)]
    code: Annotated[str, Field(max_length=24)] = ""
    page: Number = 0


class QuietPairs(CallbackData, prefix="tq"):
    place: Id
    page: Number = 0


class NudgeMentors(CallbackData, prefix="tn"):
    """`mark` stands for what was shown when the button was; without one it is shown first."""

    place: Id
    mark: Annotated[str, Field(max_length=8)] = ""


class Disputes(CallbackData, prefix="td"):
    place: Id
    page: Number = 0


def _unreached(line: Line) -> CallbackData:
    """Who is muted is in, and not among those who are not."""
    shown: Literal["all", "out"] = "out" if line.reasons.keys() - {State.MUTED} else "all"
    return People(place=line.place, shown=shown)


def _results(line: Line) -> CallbackData:
    assert line.wave is not None
    year, code = line.wave.academic_year, line.wave.code
    return View(act="means", year=year, code=code, organisation=line.place, whole=False)


def _delivery(line: Line) -> CallbackData:
    assert line.wave is not None
    return ShowDelivery(wave=line.wave.id)


OPENERS: dict[str, Callable[[Line], CallbackData]] = {
    "requests": lambda line: Requests(),
    "disputed": lambda line: Disputes(place=line.place),
    "quiet": lambda line: QuietPairs(place=line.place),
    "unreached": _unreached,
    "low": _results,
    "response": _delivery,
}
"""By kind: to the page where something can be done about it in one place."""


def opener(matter: Matter, several: bool) -> CallbackData:
    """`several`: the reader runs more than one place, and chooses."""
    if several and not matter.kind.private:
        return BySchool(kind=matter.kind.code, code=matter.code)
    return OPENERS[matter.kind.code](matter.lines[0])
