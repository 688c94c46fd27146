"""The buttons that note a leave, and how a leave is put on somebody's card."""

from datetime import date
from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.screen import Button
from handlers.texts import Html, Translate
from models import Absence

Id = Annotated[int, Field(ge=1, lt=2**31)]
Ordinal = Annotated[int, Field(ge=1, le=date.max.toordinal())]


class Leave(CallbackData, prefix="lv"):
    """To look at the leave of a person and to note one; `ask`: to change it."""

    person: Id
    act: Literal["show", "ask"] = "show"


class LeaveMonth(CallbackData, prefix="lm"):
    """Leafs the calendar; `month`: any day of it."""

    person: Id
    month: Ordinal


class LeaveTill(CallbackData, prefix="lt"):
    """The last day, 0 when nobody knows it yet; `today`: when the button was shown. Only on
    that day it counts."""

    person: Id
    today: Ordinal
    day: Annotated[int, Field(ge=0, le=date.max.toordinal())] = 0


class LeaveOver(CallbackData, prefix="lb"):
    """Back from the leave that began on the day `began`."""

    person: Id
    began: Ordinal


def leave_button(t: Translate, person: int, found: Absence | None, mine: bool) -> Button:
    state = "on" if found else "off"
    whose = "mine" if mine else "theirs"
    return Button.of(t(f"leave-button-{state}-{whose}"), Leave(person=person))


def line(t: Translate, found: Absence) -> Html:
    """«В отпуске или на больничном по 25 декабря.»"""
    if found.ends_on is None:
        return t("leave-line-open")
    return t("leave-line", day=t.day(found.ends_on))
