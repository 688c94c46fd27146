"""Requests as they stand."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import (
    Assignment,
    HelpRequest,
    Organisation,
    Person,
    QuestionnaireVersion,
    RoleGrant,
    WaveQuestionnaire,
)
from services.catalogue import Words
from services.contact import ContactCalendar
from services.errors import NotFound
from services.help_requests.kinds import KINDS, Kind, kind_of
from services.help_requests.routes import NOWHERE, Route, routes
from services.questionnaires import spec_of
from services.reach import consented, reachable

WORKING_DAYS = 3
"""To answer in, the day of asking not counted."""


def deadline(contact: ContactCalendar, now: datetime) -> datetime:
    """The end of the third working day after this one; in three days where none is to come."""
    tomorrow = contact.local_day(now) + timedelta(days=1)
    try:
        *_, day = islice(contact.days_from(tomorrow), WORKING_DAYS)
    except ValueError:
        return now + timedelta(days=WORKING_DAYS)
    return contact.moment(day, contact.last)


class Asker(NamedTuple):
    """`reachable`: may be written to without having asked."""

    id: int
    name: str
    phone: str | None
    organisation_id: int
    place: str
    timezone: str
    reachable: bool


class Taker(NamedTuple):
    id: int
    name: str


@dataclass(frozen=True)
class Asked:
    """A request. `taker`: who has taken it on (and, till it is settled, still holds the role).
    `words`: of the questionnaire, when the code is one that only an older version has."""

    id: int
    code: str
    created_at: datetime
    answer_by: datetime
    answered_at: datetime | None
    done_at: datetime | None
    asker: Asker
    taker: Taker | None = None
    words: Words | None = None
    route: Route = NOWHERE

    @property
    def kind(self) -> Kind:
        return kind_of(self.code)

    @property
    def is_open(self) -> bool:
        """Nobody has taken it on, or whoever had does not hold the role any more."""
        return self.done_at is None and self.taker is None

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.asker.timezone)

    @cached_property
    def last_day(self) -> date:
        """The day of the deadline, where the asker is."""
        return self.answer_by.astimezone(self.zone).date()

    def overdue(self, now: datetime) -> bool:
        return self.is_open and self.answer_by <= now

    def concerns(self, person_id: int, now: datetime) -> bool:
        """The person may read it now, as an addressee."""
        if self.taker and self.taker.id == person_id:
            return self.route.has(person_id)
        return self.route.reaches(person_id, self.answer_by <= now)


def is_last_call(asked: Asked, contact: ContactCalendar, now: datetime) -> bool:
    """Today is the day of the deadline, or the reader's last working day before it."""
    today = contact.local_day(now)
    return today in (asked.last_day, contact.last_day_before(asked.last_day))


async def load(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> list[Asked]:
    """The requests with their ways, the earliest deadline first; in three statements at most.

    Those of people who have withdrawn their consent are left out.
    """
    which = and_(which, consented(HelpRequest.person_id))
    found = [_asked(row) for row in await session.execute(_rows(which, now))]
    if not found:
        return []
    asked = select(
        HelpRequest.id.label("request"),
        HelpRequest.kind,
        HelpRequest.person_id.label("asker"),
        Person.organisation_id.label("place"),
    )
    of_asker = Person.id == HelpRequest.person_id
    ways = await routes(session, asked.join(Person, of_asker).where(which), now)
    own = await _own_words(session, [one.id for one in found if one.code not in KINDS])
    return [_standing(one, ways.get(one.id, NOWHERE), own.get(one.id)) for one in found]


async def one(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> Asked:
    """The only request; NotFound when there is none."""
    found = await load(session, which, now)
    if not found:
        raise NotFound("help-gone")
    return found[0]


def _rows(which: ColumnElement[bool], now: datetime) -> Select[Any]:
    row, taker = HelpRequest, aliased(Person)
    has_role = exists().where(RoleGrant.person_id == Person.id)
    writable = and_(has_role, Person.id.in_(select(reachable(now).subquery().c.person_id)))
    return (
        select(row.id, row.kind, row.created_at, row.answer_by, row.answered_at, row.done_at)
        .add_columns(taker.id, taker.full_name)
        .add_columns(Person.id, Person.full_name, Person.phone, Organisation.id)
        .add_columns(Organisation.name, Organisation.timezone, writable)
        .join(Person, Person.id == row.person_id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .join(taker, taker.id == row.answered_by, isouter=True)
        .where(which)
        .order_by(row.answer_by, row.id)
    )


def _asked(row: Any) -> Asked:
    number, code, created_at, answer_by, answered_at, done_at, taker, name, *asker = row
    times = (created_at, answer_by, answered_at, done_at)
    return Asked(number, code, *times, Asker._make(asker), Taker(taker, name) if taker else None)


def _standing(asked: Asked, route: Route, words: Words | None) -> Asked:
    taker = asked.taker
    if taker and asked.done_at is None and not route.has(taker.id):
        taker = None
    return replace(asked, route=route, words=words, taker=taker)


async def _own_words(session: AsyncSession, requests: Collection[int]) -> dict[int, Words]:
    """From the very versions that were answered."""
    if not requests:
        return {}
    same = and_(
        WaveQuestionnaire.wave_id == Assignment.wave_id,
        WaveQuestionnaire.role == Assignment.role,
    )
    rows = await session.execute(
        select(HelpRequest.id, HelpRequest.kind, QuestionnaireVersion)
        .join(Assignment, Assignment.id == HelpRequest.assignment_id)
        .join(WaveQuestionnaire, same)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == WaveQuestionnaire.version_id)
        .where(HelpRequest.id.in_(requests))
    )
    found: dict[int, Words] = {}
    for number, code, version in rows:
        items = (item for item in spec_of(version).items if not item.statistics)
        choices = {choice.value: choice.text for item in items for choice in item.choices}
        if code in choices:
            found[number] = choices[code]
    return found
