"""The data of the buttons of the calendar. `place`: an organisation, `year`: a school year."""

from datetime import date
from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.wording import Code

Id = Annotated[int, Field(ge=1, lt=2**31)]
Year = Annotated[int, Field(ge=0, lt=2**15)]
Number = Annotated[int, Field(ge=0, le=10_000)]
Ordinal = Annotated[int, Field(ge=0, le=date.max.toordinal())]


class ShowPlaces(CallbackData, prefix="kp"):
    """The calendar of the place that one runs, or the choice of one."""


class ShowCalendar(CallbackData, prefix="kc"):
    """A page of a year's rounds."""

    place: Id
    year: Year
    page: Number = 0


class ShowRound(CallbackData, prefix="kr"):
    """`days`: asks for new ones."""

    place: Id
    year: Year
    code: Code
    act: Literal["show", "days"] = "show"


class Change(CallbackData, prefix="kd"):
    """What is wanted of a round: without `seen` it is only shown what would come of it.

    `opens`, `closes`: ordinals of the days to SET. `seen`: see `Effect.seen`.
    """

    place: Id
    year: Year
    code: Code
    act: Literal["set", "off", "drop"]
    opens: Ordinal = 0
    closes: Ordinal = 0
    seen: Annotated[str, Field(max_length=8)] = ""


class Outlook(CallbackData, prefix="ko"):
    """What people will be sent, a month a page."""

    place: Id
    page: Number = 0


class ShowVacations(CallbackData, prefix="kv"):
    """`add`: asks for a new one."""

    place: Id
    act: Literal["show", "add"] = "show"


class AddVacation(CallbackData, prefix="ka"):
    """The one that has just been typed, if its days are these."""

    place: Id
    starts: Ordinal
    ends: Ordinal


class RemoveVacation(CallbackData, prefix="kx"):
    """Not `sure` asks first."""

    vacation: Id
    sure: bool = False
