"""Unfinished questionnaires: at most three reminders a wave and person.

The steps are three and seven working days after the person was told of the questionnaire, and
the working day before its last day. A step that was missed is not made up for once a later one
has come. Between two messages there is at least one whole working day without any; a step so
near to the last one that it would push it away is left out.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

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
    func,
    select,
    values,
)
from sqlalchemy.ext.asyncio import AsyncSession

from models import Assignment, Notification, Person, Wave
from models.enums import NotificationState
from services.contact import ContactCalendar
from services.reach import reachable
from services.reminders.parts import Due, reminded
from services.waves.state import is_open

FIRST, SECOND = 3, 7
"""Working days after the push."""

PAUSE = 2
"""A message on the second working day after another leaves a whole one between them."""

JUST_OPENED = timedelta(days=1)
"""Nobody can be due in a wave as young as that: PAUSE is longer."""

LAST_STEP = 3


async def unfinished(
    session: AsyncSession, awake: Mapping[int, ContactCalendar], now: datetime
) -> list[Due]:
    """Whoever is due the next step of an open wave."""
    rows = await session.execute(
        select(Wave.id, Wave.closes_on, Person.organisation_id)
        .join(Assignment, Assignment.wave_id == Wave.id)
        .join(Person, Person.id == Assignment.person_id)
        .where(is_open(), Wave.opened_at < now - JUST_OPENED)
        .where(Assignment.submitted_at.is_(None), Person.organisation_id.in_(list(awake)))
        .distinct()
    )
    steps = [
        (wave, place, *_cuts(closes_on, awake[place], now)) for wave, closes_on, place in rows
    ]
    return await _due(session, steps) if steps else []


def _cuts(
    closes_on: date, contact: ContactCalendar, now: datetime
) -> tuple[datetime, datetime, datetime, bool, bool]:
    """Told before the first moment: may be written to; before the second: step 1; the third:
    step 2. Then whether the last step has come, and whether the earlier ones make way for it."""
    today = contact.local_day(now)
    before = contact.last_day_before(closes_on) or closes_on
    cuts = (contact.moment(days_back(today, n, contact), time(0)) for n in (PAUSE, FIRST, SECOND))
    told, first, second = cuts
    last = today >= before
    return told, first, second, last, contact.days_between(today, before) < PAUSE


def days_back(today: date, count: int, contact: ContactCalendar) -> date:
    """The `count`th working day back, today being the first; who was told before it has had
    `count` working days."""
    back = (today - timedelta(days=n) for n in range(400))
    return next(islice(filter(contact.is_contact_day, back), count - 1, None))


def _steps(rows: list[tuple[Any, ...]]) -> Values:
    moment = DateTime(timezone=True)
    return values(
        column("wave_id", Integer),
        column("place", Integer),
        column("told", moment),
        column("first", moment),
        column("second", moment),
        column("last", Boolean),
        column("hold", Boolean),
        name="steps",
    ).data(rows)


async def _due(session: AsyncSession, rows: list[tuple[Any, ...]]) -> list[Due]:
    steps, account = _steps(rows), reachable().subquery()
    push = Notification.__table__.alias("push")
    done = _done(account.c.id)
    told = func.coalesce(push.c.sent_at, push.c.due_at, Assignment.created_at)
    step = case(
        (steps.c.last, LAST_STEP),
        (steps.c.hold, 0),
        (told < steps.c.second, 2),
        (told < steps.c.first, 1),
        else_=0,
    )
    key = func.concat("wave:", Assignment.wave_id, ":", Assignment.role, ":", Person.id)
    under_way = (
        NotificationState.PENDING,
        NotificationState.LEASED,
        NotificationState.DISPATCHING,
        NotificationState.HELD,
    )
    found = await session.execute(
        select(Person.id, Person.organisation_id, Assignment.wave_id, Assignment.role, step)
        .select_from(Assignment)
        .join(Person, Person.id == Assignment.person_id)
        .join(steps, _of_step(steps))
        .join(account, account.c.person_id == Person.id)
        .outerjoin(push, push.c.dedupe_key == key)
        .join(done, done.c.step < step)
        .where(Assignment.submitted_at.is_(None), told < steps.c.told)
        .where(func.coalesce(push.c.state.not_in(under_way), True))
        .where(func.coalesce(done.c.due_at < steps.c.told, True))
        .order_by(Person.id, Assignment.role)
    )
    return [
        Due(person, place, {"what": "survey", "wave": wave, "role": role.value, "step": number})
        for person, place, wave, role, number in found
    ]


def _of_step(steps: Values) -> ColumnElement[bool]:
    return and_(steps.c.wave_id == Assignment.wave_id, steps.c.place == Person.organisation_id)


def _done(account_id: ColumnElement[int]) -> FromClause:
    """The last step said to the account about the assignment, 0 when none, and when."""
    parts = func.jsonb_array_elements(Notification.args["parts"]).table_valued("value")
    part = parts.c.value
    return (
        select(
            func.coalesce(func.max(cast(part.op("->>")("step"), Integer)), 0).label("step"),
            func.max(Notification.due_at).label("due_at"),
        )
        .select_from(Notification)
        .join(parts, and_(True))
        .where(reminded(account_id), part.op("->>")("what") == "survey")
        .where(cast(part.op("->>")("wave"), Integer) == Assignment.wave_id)
        .where(part.op("->>")("role") == cast(Assignment.role, String))
        .lateral("done")
    )
