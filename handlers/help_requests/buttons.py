"""What the buttons of requests for help carry."""

from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

Id = Annotated[int, Field(ge=0, lt=2**31)]


class Ask(CallbackData, prefix="hk"):
    """`mark` stands for all that was promised when the button was shown."""

    kind: Annotated[str, Field(max_length=32)]
    act: Literal["show", "send"] = "show"
    mark: Annotated[str, Field(max_length=12)] = ""


class Undo(CallbackData, prefix="hu"):
    request: Id


class Requests(CallbackData, prefix="hl"):
    page: Annotated[int, Field(ge=0, le=10_000)] = 0


class OneRequest(CallbackData, prefix="hr"):
    request: Id


class TakeHelp(CallbackData, prefix="qh"):
    request: Id


class Done(CallbackData, prefix="hd"):
    request: Id
