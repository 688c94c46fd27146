"""Leaves: while somebody is away nobody but the person begins a conversation. No reason is kept.

A leave begins on the day on which it is noted and ends with a day, or when the person is back.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models import Absence, AuditEntry, Organisation, Person
from services import calendar, membership, reach
from services.errors import UserError
from services.people import Who

LONGEST = timedelta(days=366)
"""A later return is no day that anybody knows: then the end is left open."""


async def today_of(session: AsyncSession, person_id: int, now: datetime) -> date:
    """The local day of the person's organisation."""
    zone = select(Organisation.timezone).join(Person, Person.organisation_id == Organisation.id)
    found = await session.scalars(zone.where(Person.id == person_id))
    return now.astimezone(ZoneInfo(found.one())).date()


async def require(session: AsyncSession, who: Who, person_id: int, now: datetime) -> None:
    """Raises NotFound unless it is the person's own leave, or of somebody they look after."""
    if person_id != who.me.id:
        await membership.profile(session, who, person_id, now)


async def begin(
    session: AsyncSession, who: Who, person_id: int, ends_on: date | None, now: datetime
) -> None:
    """The person is away from today to that day, or till they are back; changes a leave that is
    under way. UserError for a day that is over or too far."""
    await require(session, who, person_id, now)
    today = await today_of(session, person_id, now)
    if ends_on is not None and ends_on < today:
        raise UserError("leave-past", day=ends_on)
    if ends_on is not None and ends_on - today > LONGEST:
        raise UserError("leave-too-far")
    under_way = await reach.leave_of(session, person_id, now)
    starts_on = under_way.starts_on if under_way else today
    await reach.release(session, person_id, now)
    await session.execute(
        insert(Absence)
        .values(person_id=person_id, starts_on=starts_on, ends_on=ends_on)
        .on_conflict_do_update(
            index_elements=["person_id", "starts_on"], set_={"ends_on": ends_on}
        )
    )
    _note(session, who, person_id, "absence", now)


async def come_back(session: AsyncSession, who: Who, person_id: int, now: datetime) -> None:
    """The person is back today; what has waited is due in their next working hours."""
    await require(session, who, person_id, now)
    today = await today_of(session, person_id, now)
    if await reach.leave_of(session, person_id, now) is None:
        return
    mine = Absence.person_id == person_id
    await session.execute(delete(Absence).where(mine, Absence.starts_on >= today))
    await session.execute(
        update(Absence)
        .where(mine, or_(Absence.ends_on.is_(None), Absence.ends_on >= today))
        .values(ends_on=today - timedelta(days=1))
        .execution_options(synchronize_session=False)
    )
    await reach.release(session, person_id, now)
    _note(session, who, person_id, "absence_over", now)


def _note(session: AsyncSession, who: Who, person_id: int, action: str, now: datetime) -> None:
    """What a curator does for somebody else is written down; what people do themselves is not."""
    if person_id != who.me.id:
        details = {"person": person_id}
        session.add(AuditEntry(at=now, actor_id=who.me.id, action=action, details=details))


def typed_day(text: str, today: date) -> date:
    """The day in «25 декабря» or «25.12»: the next one, when no year is given.

    Raises UserError for anything else, and for a day that does not exist.
    """
    year = calendar.academic_year(today)
    [day] = calendar.typed_days(text, year, 1)
    return day if day >= today else calendar.typed_days(text, year + 1, 1)[0]
