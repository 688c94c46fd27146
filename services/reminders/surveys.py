"""Unfinished questionnaires: the steps of their ladder that have come.

A step that was missed is not made up for once a later one has come. Between two messages about
one round there is at least one whole working day without any; a step so near to the last one
that it would push it away is left out. On the day on which the person is told of a new round,
only a last step is said as well. Nobody is reminded of what they have neither been told of nor
begun.
"""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    ColumnElement,
    DateTime,
    FromClause,
    Integer,
    String,
    Values,
    and_,
    case,
    cast,
    column,
    exists,
    func,
    or_,
    select,
    values,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import Account, Assignment, Notification, Person, Wave
from models.enums import NotificationState
from services.contact import ContactCalendar
from services.notifications import LIVE
from services.reminders import ladder
from services.reminders.parts import Awake, Due, readers, reminded
from services.waves import pushes
from services.waves.state import is_open

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Before anybody was told of anything: a step that the ladder does not have."""

JUST_OPENED = timedelta(days=1)
"""Nobody can be due in a wave as young as that: the pause is longer."""


class Steps(NamedTuple):
    """What is due in a wave to people of a place, by when they were told of it: before `told`
    they may be written to, before `first` step 1 is due, before `second` step 2. `last`: the
    last step has come; `hold`: the earlier ones make way for it. `today`: when it began."""

    wave_id: int
    place: int
    most: int
    today: datetime
    told: datetime
    first: datetime
    second: datetime
    last: bool
    hold: bool


async def unfinished(session: AsyncSession, awake: Awake, now: datetime) -> list[Due]:
    """Whoever is due the next step of an open wave."""
    rows = await session.execute(
        select(Wave.id, Wave.code, Wave.closes_on, Person.organisation_id)
        .join(Assignment, Assignment.wave_id == Wave.id)
        .join(Person, Person.id == Assignment.person_id)
        .where(is_open(), Wave.opened_at < now - JUST_OPENED)
        .where(Assignment.submitted_at.is_(None), Person.organisation_id.in_(list(awake)))
        .distinct()
    )
    steps = [
        Steps(wave, place, *_cuts(ladder.of_round(code), closes_on, awake[place], now))
        for wave, code, closes_on, place in rows
    ]
    return await _due(session, steps, now) if steps else []


def _cuts(
    rounds: ladder.Rounds, closes_on: date, contact: ContactCalendar, now: datetime
) -> tuple[Any, ...]:
    """The fields of Steps after `place`."""
    today = contact.local_day(now)
    before = contact.last_day_before(closes_on) or closes_on

    def told_for(days: int) -> datetime:
        return contact.moment(days_back(today, days, contact), time(0))

    first, second = [*map(told_for, rounds.after), NEVER, NEVER][:2]
    begun, told = contact.moment(today, time(0)), told_for(ladder.PAUSE)
    hold = contact.days_between(today, before) < ladder.PAUSE
    return rounds.most, begun, told, first, second, today >= before, hold


def days_back(today: date, count: int, contact: ContactCalendar) -> date:
    """The `count`th working day back, today being the first; who was told before it has had
    `count` working days."""
    back = (today - timedelta(days=n) for n in range(400))
    return next(islice(filter(contact.is_contact_day, back), count - 1, None))


def _steps(rows: list[Steps]) -> Values:
    moment = DateTime(timezone=True)
    return values(
        column("wave_id", Integer),
        column("place", Integer),
        column("most", Integer),
        column("today", moment),
        column("told", moment),
        column("first", moment),
        column("second", moment),
        column("last", Boolean),
        column("hold", Boolean),
        name="steps",
    ).data(rows)


async def _due(session: AsyncSession, rows: list[Steps], now: datetime) -> list[Due]:
    steps, reader = _steps(rows), readers(now)
    push, done = aliased(Notification, name="push"), _done()
    told = func.coalesce(push.sent_at, push.due_at, Assignment.created_at)
    step = case(
        (steps.c.last, ladder.LAST),
        (steps.c.hold, 0),
        (told < steps.c.second, 2),
        (told < steps.c.first, 1),
        else_=0,
    )
    found = await session.execute(
        select(Person.id, Person.organisation_id, Assignment.wave_id, Assignment.role, step)
        .select_from(Assignment)
        .join(Person, Person.id == Assignment.person_id)
        .join(steps, _of_step(steps))
        .join(reader, reader.c.person_id == Person.id)
        .outerjoin(push, push.dedupe_key == pushes.key_of_assignment())
        .join(done, done.c.step < step)
        .where(Assignment.submitted_at.is_(None), told < steps.c.told)
        .where(or_(push.id.is_not(None), Assignment.started_at.is_not(None)))
        .where(func.coalesce(push.state.not_in((*LIVE, NotificationState.HELD)), True))
        .where(done.c.messages < steps.c.most)
        .where(func.coalesce(done.c.due_at < steps.c.told, True))
        .where(or_(step == ladder.LAST, ~_told_today(reader.c.id, steps.c.today)))
        .order_by(Person.id, Assignment.wave_id, Assignment.role)
    )
    return [
        Due(person, place, {"what": "survey", "wave": wave, "role": role.value, "step": number})
        for person, place, wave, role, number in found
    ]


def _of_step(steps: Values) -> ColumnElement[bool]:
    return and_(steps.c.wave_id == Assignment.wave_id, steps.c.place == Person.organisation_id)


def _told_today(account_id: ColumnElement[int], today: ColumnElement[datetime]) -> Any:
    """Of a new round, or it is about to be."""
    row = aliased(Notification)
    lately = or_(row.state.in_(LIVE), row.sent_at >= today)
    return exists().where(row.account_id == account_id, row.kind == pushes.KIND, lately)


def _done() -> FromClause:
    """What was said of an assignment's wave to its person: the last `step` in this role (0:
    none), and in all roles how many `messages` and when the last was due. What the person had
    put off and was said again is no message more."""
    parts = func.jsonb_array_elements(Notification.args["parts"]).table_valued("value")
    part = parts.c.value.op("->>")
    mine = part("role") == cast(Assignment.role, String)
    anew = func.coalesce(part("again"), "") == ""
    return (
        select(
            func.coalesce(func.max(cast(part("step"), Integer)).filter(mine), 0).label("step"),
            func.count(Notification.id.distinct()).filter(anew).label("messages"),
            func.max(Notification.due_at).label("due_at"),
        )
        .select_from(Account)
        .join(Notification, reminded(Assignment.person_id))
        .join(parts, and_(True))
        .where(part("what") == "survey", cast(part("wave"), Integer) == Assignment.wave_id)
        .lateral("done")
    )
