"""The buttons of own questionnaires. Each is authorised again when it is pressed."""

from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.questionnaire_screens import Choose, Go, Toggle
from handlers.wave_buttons import Id, Number

RoleName = Literal["mentor", "mentee", "curator"]


class OwnTemplate(CallbackData, prefix="nt"):
    """The empty workbook."""


class ShowOwn(CallbackData, prefix="np"):
    """One questionnaire; `act`: withdraw asks first, unless `sure`."""

    own: Id
    act: Literal["show", "withdraw"] = "show"
    sure: bool = False


class Preview(CallbackData, prefix="nv"):
    """What a role sees: the first page, then the questions."""

    own: Id
    role: RoleName
    page: Number = 0


class Try(CallbackData, prefix="ny"):
    own: Id
    role: RoleName


class TryChoose(Choose, prefix="nq"):
    """The buttons of a question being tried are those of respondents with an `n` before them;
    the assignment is the questionnaire."""


class TryToggle(Toggle, prefix="nqt"):
    pass


class TryGo(Go, prefix="nqb"):
    pass


class SetPlan(CallbackData, prefix="ns"):
    """Sets one thing of a launch: a role or a school is asked or not (`on`), a day, an hour."""

    own: Id
    what: Literal["show", "role", "school", "all", "day", "hour"] = "show"
    value: Annotated[str, Field(max_length=10)] = ""
    on: bool = True


class Schools(CallbackData, prefix="nw"):
    """The schools to choose from, a page of them."""

    own: Id
    page: Number = 0


class Launch(CallbackData, prefix="ng"):
    """`plan` marks what the person was shown and agrees to; without it, shows that."""

    own: Id
    plan: Annotated[str, Field(max_length=8)] = ""
