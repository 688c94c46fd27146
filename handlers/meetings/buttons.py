"""What the buttons of the meetings carry: ids and choices; so each step outlives a restart."""

from datetime import date
from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from models import Meeting
from models.enums import MeetingStatus
from services.meetings import TextField

Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
Ordinal = Annotated[int, Field(ge=1, le=date.max.toordinal())]
"""A day as `date.toordinal()`."""

Minutes = Annotated[int, Field(ge=1, le=600)]
Use = Literal["log", "plan", "answer", "correct", "move"]
"""What a day is chosen for."""

Deed = Literal["yes", "no", "cancel"]


class Whom(CallbackData, prefix="mw"):
    """With which pair; `another` is to log a day that was not planned."""

    use: Literal["log", "another", "plan", "list"]
    pair: Id


class Month(CallbackData, prefix="mm"):
    """Leafs a calendar; `use` and `id` as in Day, `month`: any day of it."""

    use: Use
    id: Id
    month: Ordinal


class Day(CallbackData, prefix="md"):
    """A day is chosen. `id` is the pair's for the uses log and plan, the meeting's for answer,
    correct and move."""

    use: Use
    id: Id
    day: Ordinal


class Length(CallbackData, prefix="ml"):
    pair: Id
    day: Ordinal
    minutes: Minutes


class Topic(CallbackData, prefix="mt"):
    """The last tap: the meeting is written down."""

    pair: Id
    day: Ordinal
    minutes: Minutes
    topic: str


class Page(CallbackData, prefix="mp"):
    pair: Id
    number: Annotated[int, Field(ge=0, le=10_000)]


class Card(CallbackData, prefix="mc"):
    """`act`: show; or a question: note, next_task, correct, minutes, topic, day, answer, move."""

    meeting: Id
    act: str


class Change(CallbackData, prefix="me"):
    """A correction of one of the two, or a text to take away."""

    meeting: Id
    minutes: Minutes | None = None
    topic: str | None = None
    clear: TextField | None = None


class Act(CallbackData, prefix="ma"):
    """Was it, or taken back; counts only while the meeting is as it was shown."""

    meeting: Id
    act: Deed
    status: MeetingStatus
    day: Ordinal

    @classmethod
    def on(cls, meeting: Meeting, act: Deed) -> "Act":
        day = meeting.held_on.toordinal()
        return cls(meeting=meeting.id, act=act, status=meeting.status, day=day)
