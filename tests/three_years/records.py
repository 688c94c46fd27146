"""What is known of the years without asking the bot: written by those who play them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

DAY = timedelta(days=1)
Part = tuple[int, int, str]
"""A person's questionnaire: the round, the person, the role."""


@dataclass
class Span:
    """From when to when a person must not be written to, and why."""

    why: str
    since: datetime
    until: datetime | None = None

    def covers(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)

    def touches(self, since: datetime, until: datetime) -> bool:
        return self.since < until and (self.until is None or since < self.until)


@dataclass
class Resident:
    """`number` is the person's, `address` the chat's; nobody else's chat is written to."""

    number: int
    address: int
    place: int
    zone: ZoneInfo
    joined_at: datetime | None = None
    spans: list[Span] = field(default_factory=list)
    snoozes: list[Span] = field(default_factory=list)

    @property
    def is_silent(self) -> bool:
        """Some never answer, and nothing befalls them: they see whole ladders."""
        return self.number % 5 == 3

    def closed(self, moment: datetime) -> str | None:
        """Why the person must not be written to."""
        if self.joined_at is None or moment < self.joined_at:
            return "no_account"
        return next((span.why for span in self.spans if span.covers(moment)), None)

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone)


@dataclass
class Bond:
    """A pair: its term, when it was entered, and when it was ended before its time."""

    number: int
    place: int
    mentor: int
    mentee: int
    starts_on: date
    ends_on: date
    known_at: datetime
    ended_at: datetime | None = None

    def is_on(self, moment: datetime) -> bool:
        return self.known_at <= moment and (self.ended_at is None or moment < self.ended_at)


@dataclass
class Round:
    """`closes_on` is the first last day, `prolonged`: when it got which later one."""

    number: int
    place: int
    year: int
    code: str
    opens_on: date
    closes_on: date
    opened_at: datetime | None
    prolonged: list[tuple[datetime, date]] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.code.partition("-")[0]

    def last_day(self, moment: datetime) -> date:
        """As it stood at that moment."""
        return max([self.closes_on, *(day for at, day in self.prolonged if at <= moment)])

    @property
    def very_last(self) -> date:
        return max([self.closes_on, *(day for _, day in self.prolonged)])


@dataclass(frozen=True)
class Sent:
    """A new message in a chat. `parts`: the assignments that its buttons lead to; `acting`: the
    person did something at that moment, so it may be an answer."""

    number: int
    at: datetime
    address: int
    text: str
    parts: tuple[int, ...]
    acting: bool


@dataclass
class Record:
    """`own`: numbers of messages that were nobody's answer, with their kinds. `tried`: requests
    to chats, whatever became of them. `fates`: what the bot says of those whom no last message
    has reached, when the round was over. `vacations`: without a place they are everybody's."""

    residents: dict[int, Resident] = field(default_factory=dict)
    curators: dict[int, int] = field(default_factory=dict)
    bonds: list[Bond] = field(default_factory=list)
    vacations: list[tuple[int | None, date, date]] = field(default_factory=list)
    rounds: dict[int, Round] = field(default_factory=dict)
    planned: dict[tuple[int, int, str], tuple[date, date]] = field(default_factory=dict)
    ticks: list[datetime] = field(default_factory=list)
    prolonged: list[tuple[int, datetime, date]] = field(default_factory=list)
    away: list[tuple[datetime, datetime]] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    tried: list[tuple[datetime, int]] = field(default_factory=list)
    own: dict[int, str] = field(default_factory=dict)
    assignments: dict[int, Part] = field(default_factory=dict)
    answers: dict[Part, datetime] = field(default_factory=dict)
    fates: dict[Part, tuple[str, datetime]] = field(default_factory=dict)

    def of(self, address: int) -> Resident:
        return next(one for one in self.residents.values() if one.address == address)

    def is_free(self, place: int, day: date) -> bool:
        """No day to write to people of the place."""
        rests = (
            first <= day <= last for where, first, last in self.vacations if where in (None, place)
        )
        weekend, summer = day.isoweekday() > 5, day.month in (7, 8)
        return weekend or summer or day in public_holidays(day.year) or any(rests)

    def is_proper(self, resident: Resident, moment: datetime) -> bool:
        local = moment.astimezone(resident.zone)
        return 9 <= local.hour < 18 and not self.is_free(resident.place, local.date())

    def working(self, place: int, after: date, until: date) -> list[date]:
        """The working days later than `after`, up to `until`."""
        return [day for day in days(after + DAY, until) if not self.is_free(place, day)]

    def is_away(self, moment: datetime) -> bool:
        return any(since <= moment < until for since, until in self.away)


@cache
def public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("RU", years=year))


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY
