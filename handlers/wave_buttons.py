"""The data of the buttons of waves."""

from datetime import date
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.wording import Code

Id = Annotated[int, Field(ge=1, lt=2**31)]
Number = Annotated[int, Field(ge=0, le=10_000)]


class ShowWave(CallbackData, prefix="w"):
    wave: Id


class ShowYear(CallbackData, prefix="wy"):
    """A page of the year's rounds."""

    page: Number


class ShowCode(CallbackData, prefix="wc"):
    """The same wave in all schools."""

    code: Code
    page: Number = 0


class ShowDelivery(CallbackData, prefix="wn"):
    """What became of the messages of a wave."""

    wave: Id
    page: Number = 0


class ShowDeliveries(CallbackData, prefix="wm"):
    """The same of one wave in all schools."""

    code: Code
    page: Number = 0


class Act(CallbackData, prefix="wo"):
    """`act`: open, close; not `sure` asks first."""

    wave: Id
    act: str
    sure: bool = False


class Prolong(CallbackData, prefix="wp"):
    """Until the day `to` (its ordinal), so that a double press is one."""

    wave: Id
    to: Annotated[int, Field(ge=1, le=date.max.toordinal())]


class AskDays(CallbackData, prefix="wa"):
    """To type a day; `what`: prolong, move."""

    wave: Id
    what: str


class OwnList(CallbackData, prefix="nl"):
    """From the year to the questionnaires of those who run the programme."""

    page: Number = 0
