"""The buttons of the themes of open answers."""

from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import Field, StringConstraints

from handlers.results.screens import Id, Year, view_of
from handlers.screen import Button
from handlers.texts import Translate
from handlers.wording import Code
from services.results.rounds import Place

Act = Literal["q", "t", "l", "a", "y", "n", "u", "o", "r", "d", "b"]
"""Questions, themes of one, answers under one, an answer; put a theme on it, take it off, undo;
ask for a new one; rename, drop, undo all."""

Sign = Annotated[str, StringConstraints(pattern=r"^[\w-]{0,6}$")]
"""Of a question or an answer, made from words (`rules.brief`): it tells nothing of a person."""

Theme = Annotated[str, StringConstraints(pattern=r"^[\w-]{0,4}$")]


class Themed(CallbackData, prefix="xt"):
    """`at`: a question or an answer. `theme`: the one to put or take; `under`: the one whose
    answers are looked through, on `page`."""

    act: Act
    year: Year
    code: Code
    organisation: Id
    whole: bool
    at: Sign = ""
    theme: Theme = ""
    under: Theme = ""
    page: Annotated[int, Field(ge=0, lt=1000)] = 0

    def to(self, act: Act, **more: str | int) -> "Themed":
        """The same place, and where in it."""
        return self.model_copy(update={"act": act, "theme": "", **more})


def themed(place: Place) -> Themed:
    view = view_of(place)
    at = {"year": view.year, "code": view.code, "organisation": view.organisation}
    return Themed(act="q", whole=view.whole, **at)


def button(t: Translate, place: Place) -> Button:
    """Leads from what people typed to its themes."""
    return Button.of(t("themes-button"), themed(place))
