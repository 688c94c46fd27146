"""Answering a questionnaire."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

Id = Annotated[int, Field(ge=0, lt=2**31)]


class OpenSurvey(CallbackData, prefix="s"):
    """The button of pushes and reminders: leads to where the person stopped."""

    assignment: Id
