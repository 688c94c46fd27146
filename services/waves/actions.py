"""What curators and coordinators do with the waves of the schools they run."""

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from models import AuditEntry, Notification, Wave
from models.enums import NotificationState
from services import access, calendar
from services.calendar import WaveDays
from services.contact import calendar_of
from services.errors import NotFound, UserError
from services.people import Who
from services.programme import Programme
from services.roster.normalise import natural_order
from services.waves import audience, lifecycle, pushes
from services.waves.state import Phase, end_of, local_day, phase

LONGEST = 60
"""Days a wave may last: a questionnaire open for ever is answered by nobody."""


async def of_year(session: AsyncSession, who: Who, now: datetime) -> list[Wave]:
    """This school year's waves of all one runs, by day and then by school."""
    year = calendar.academic_year(now.astimezone(who.zone).date())
    places = await access.scope(session, who)
    found = await session.scalars(
        select(Wave)
        .join(Wave.organisation)
        .where(Wave.organisation_id.in_(places), Wave.academic_year == year)
        .options(contains_eager(Wave.organisation))
        .execution_options(populate_existing=True)
    )
    return sorted(found, key=_order)


def _order(wave: Wave) -> tuple[object, ...]:
    return calendar.order(wave.code), natural_order(wave.organisation.name_key), wave.id


async def get_managed(session: AsyncSession, who: Who, wave_id: int, lock: bool = False) -> Wave:
    """A wave of an organisation one runs; NotFound for any other. Its organisation is loaded."""
    query = select(Wave).join(Wave.organisation).where(Wave.id == wave_id)
    query = query.options(contains_eager(Wave.organisation))
    if lock:
        query = query.with_for_update(of=Wave)
    wave = await session.scalar(query.execution_options(populate_existing=True))
    if wave is None:
        raise NotFound
    if wave.organisation_id not in await access.scope(session, who):
        raise NotFound
    return wave


async def meant(session: AsyncSession, wave: Wave, now: datetime) -> tuple[int, int]:
    """How many people a wave is meant for, and how many of them can be written to now.

    Whoever is asked in two roles counts twice.
    """
    roles = await audience.asked_in(session, wave)
    days = (wave.opens_on, wave.closes_on)
    found = await audience.how_many(session, [wave.organisation_id], roles, *days, now, wave.code)
    return found.people.total(), found.told.total()


async def open_now(
    session: AsyncSession,
    who: Who,
    wave_id: int,
    now: datetime,
    min_group: int = Programme.min_group,
) -> Wave:
    """Opens a planned wave before its day; its messages still wait for working hours."""
    wave = await get_managed(session, who, wave_id, lock=True)
    today = local_day(wave, now)
    _require(wave, today, Phase.PLANNED)
    if (wave.closes_on - today).days > LONGEST:
        raise UserError("waves-open-too-early", most=LONGEST)
    wave.opens_on = min(today, wave.opens_on)
    await lifecycle.start(session, [wave], now, min_group)
    return await _done(session, who, wave, "wave_open", now)


async def prolong(
    session: AsyncSession, who: Who, wave_id: int, closes_on: date, now: datetime
) -> Wave:
    """Moves the last day of an open wave; the same day again changes nothing."""
    wave = await get_managed(session, who, wave_id, lock=True)
    _require(wave, local_day(wave, now), Phase.OPEN)
    if closes_on == wave.closes_on:
        return wave
    if closes_on < wave.closes_on:
        raise UserError("waves-not-later")
    check_days(wave.opens_on, closes_on, wave.academic_year)
    wave.closes_on = closes_on
    await _keep_messages(session, wave)
    return await _done(session, who, wave, "wave_prolong", now)


async def close_now(session: AsyncSession, who: Who, wave_id: int, now: datetime) -> Wave:
    """Closes an open wave before its last day is over; nothing can be answered any more."""
    wave = await get_managed(session, who, wave_id, lock=True)
    _require(wave, local_day(wave, now), Phase.OPEN)
    wave.closed_at = now
    return await _done(session, who, wave, "wave_close", now)


async def move(
    session: AsyncSession, who: Who, wave_id: int, days: tuple[date, date], now: datetime
) -> Wave:
    """New first and last days for a wave that has not been opened, a missed one too; from now
    on the calendar leaves it alone."""
    wave = await get_managed(session, who, wave_id, lock=True)
    today = local_day(wave, now)
    _require(wave, today, Phase.PLANNED, Phase.MISSED)
    opens_on, closes_on = days
    if opens_on < today:
        raise UserError("waves-in-the-past")
    check_days(opens_on, closes_on, wave.academic_year)
    wave.opens_on, wave.closes_on, wave.closed_at = opens_on, closes_on, None
    wave.own_days = True
    contact = await calendar_of(session, wave.organisation_id)
    if not contact.is_contact_day(opens_on) and not contact.days_between(opens_on, closes_on):
        raise UserError("waves-only-days-off")
    span = WaveDays(wave.code, opens_on, closes_on)
    roles = await audience.asked_in(session, wave)
    await audience.require_free(session, [wave.organisation_id], roles, span)
    return await _done(session, who, wave, "wave_move", now)


def _require(wave: Wave, today: date, *allowed: Phase) -> None:
    found = phase(wave, today)
    if found not in allowed:
        raise UserError(f"waves-is-{found.value}")


def check_days(opens_on: date, closes_on: date, year: int) -> None:
    """UserError unless a wave of the school year may last from the one to the other."""
    if closes_on < opens_on:
        raise UserError("waves-ends-early")
    if (closes_on - opens_on).days >= LONGEST:
        raise UserError("waves-too-long", most=LONGEST)
    if {calendar.academic_year(day) for day in (opens_on, closes_on)} != {year}:
        raise UserError("waves-other-year")


async def _keep_messages(session: AsyncSession, wave: Wave) -> None:
    """What waits to be told of the wave may now be told until its new end."""
    waiting = (NotificationState.PENDING, NotificationState.UNREACHABLE)
    await session.execute(
        update(Notification)
        .where(Notification.kind == pushes.KIND, Notification.state.in_(waiting))
        .where(Notification.args["wave"].as_integer() == wave.id)
        .values(expires_at=end_of(wave))
        .execution_options(synchronize_session=False)
    )


async def _done(session: AsyncSession, who: Who, wave: Wave, action: str, now: datetime) -> Wave:
    days = {"opens_on": wave.opens_on.isoformat(), "closes_on": wave.closes_on.isoformat()}
    details = {"wave": wave.id} | days
    session.add(AuditEntry(at=now, actor_id=who.me.id, action=action, details=details))
    await session.flush()
    return wave
