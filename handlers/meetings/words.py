"""How meetings and people are named to the one who reads."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, Self

from babel.dates import format_date

from handlers.texts import Translate
from handlers.wording import first_names
from models import Meeting, Mentorship
from models.enums import MeetingStatus
from services import meetings, pairs
from services.calendar import academic_year, year_name
from services.people import Who


class Reader(Protocol):
    """What a handler's context and a notice's telling have in common."""

    @property
    def t(self) -> Translate: ...
    @property
    def who(self) -> Who: ...
    @property
    def now(self) -> datetime: ...


@dataclass(frozen=True)
class View:
    """Who reads, in which language, on which local day."""

    t: Translate
    me: int
    today: date

    @classmethod
    def of(cls, c: Reader) -> Self:
        return cls(c.t, c.who.me.id, c.now.astimezone(c.who.zone).date())

    def name(self, pair: Mentorship) -> str:
        """«Анна Петровна»: the other one of the pair."""
        return first_names(pairs.other(pair, self.me).full_name)

    def labels(self, found: Collection[Mentorship]) -> list[str]:
        """The pairs' names for buttons: namesakes in full, ended pairs with their year."""
        names = [self.name(pair) for pair in found]
        return [
            self._label(pair, name, names.count(name) > 1)
            for pair, name in zip(found, names, strict=True)
        ]

    def _label(self, pair: Mentorship, name: str, ambiguous: bool) -> str:
        text = pairs.other(pair, self.me).full_name if ambiguous else name
        if pairs.is_active(pair, self.today):
            return text
        return f"{text} · {year_name(academic_year(pair.starts_on))}"

    def what(self, meeting: Meeting) -> str:
        """«вт, 15 сентября · 45 мин · урок»; of a planned meeting the day only."""
        day = self.t.weekday(meeting.held_on)
        if meeting.minutes is None or meeting.topic is None:
            return day
        topic = self.topic(meeting.topic)
        return self.t("meeting-what", day=day, minutes=meeting.minutes, topic=topic)

    def short_day(self, day: date) -> str:
        """«сб 12», for a small button."""
        return format_date(day, "EEEEEE d", locale=self.t.language)

    def topic(self, code: str) -> str:
        return self.t(f"meeting-topic-{code}")

    def state(self, meeting: Meeting) -> str:
        if meeting.status == MeetingStatus.WAITING and meetings.may_answer(meeting, self.me):
            return self.t("meeting-state-yours")
        return self.t(f"meeting-state-{meeting.status}")
