"""The waves of questionnaires as the schedule runs them: planned, opened, told, closed.

What is due is found as "due and not yet done", so a pause of the bot is caught up with while
the days of a wave last. A wave whose days have wholly passed unopened is never pushed late: it
is closed without having been opened ("missed"), and a curator may give it new days.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, Date, and_, case, cast, exists, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models import Assignment, Mentorship, Organisation, Wave, WaveQuestionnaire
from models.enums import MentorshipStatus, Role, WaveCode
from services import calendar, catalogue
from services.contact import ContactCalendar, calendars_of, next_contact
from services.questionnaires import UNDER_WAY, freeze
from services.waves import pushes
from services.waves.state import is_open

OPENING = time(10)
EASTMOST = timedelta(hours=14)


async def plan_year(session: AsyncSession, now: datetime) -> None:
    """Gives every organisation with pairs in this school year its waves; changes none."""
    year = calendar.academic_year(now.date())
    for days in calendar.default_waves(year):
        pairs = exists().where(
            Mentorship.organisation_id == Organisation.id,
            Mentorship.status != MentorshipStatus.ENDED_EARLY,
            Mentorship.starts_on < calendar.first_day(year + 1),
            Mentorship.ends_on >= calendar.first_day(year),
        )
        lacking = select(Organisation.id).where(~_planned(year, days.code), pairs)
        rows = [
            vars(days) | {"organisation_id": found, "academic_year": year}
            for found in await session.scalars(lacking)
        ]
        if rows:
            await session.execute(insert(Wave).values(rows).on_conflict_do_nothing())


def _planned(year: int, code: WaveCode) -> ColumnElement[bool]:
    return exists().where(
        Wave.organisation_id == Organisation.id, Wave.academic_year == year, Wave.code == code
    )


def opening_time(wave: Wave, contact: ContactCalendar) -> datetime:
    """10:00 in the school on the first contact day of the wave; ValueError when there is none."""
    return next_contact(contact.moment(wave.opens_on, time(0)), contact, at=OPENING)


async def open_due(session: AsyncSession, now: datetime) -> None:
    """Opens the waves whose hour has come and whose last day is not over."""
    found = await session.scalars(
        select(Wave)
        .where(Wave.opened_at.is_(None), Wave.closed_at.is_(None))
        .where(Wave.opens_on <= (now + EASTMOST).date())
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    waiting = list(found)
    calendars = await calendars_of(session, {wave.organisation_id for wave in waiting})
    due = [wave for wave in waiting if _is_due(wave, calendars[wave.organisation_id], now)]
    if due:
        await start(session, due, now)


def _is_due(wave: Wave, contact: ContactCalendar, now: datetime) -> bool:
    if contact.local_day(now) > wave.closes_on:
        return False
    try:
        return opening_time(wave, contact) <= now
    except ValueError:
        return False


async def start(session: AsyncSession, waves: Sequence[Wave], now: datetime) -> None:
    """Freezes what is asked and owes everybody their questionnaire. The waves are locked."""
    codes = {WaveCode.of(wave.code) for wave in waves}
    versions: dict[str, dict[Role, int]] = defaultdict(dict)
    for spec in catalogue.load().values():
        if spec.wave in codes:
            frozen = await freeze(session, spec, now)
            versions[WaveCode(spec.wave)][Role(spec.role)] = frozen.id
    rows = [
        {"wave_id": wave.id, "role": role, "version_id": version}
        for wave in waves
        for role, version in versions[WaveCode.of(wave.code)].items()
    ]
    await session.execute(insert(WaveQuestionnaire).values(rows).on_conflict_do_nothing())
    for wave in waves:
        wave.opened_at = now
    await session.flush()
    await assign_missing(session, now)


def of_wave() -> ColumnElement[bool]:
    """Joins waves with the pairs whose term touches their days."""
    return and_(
        Mentorship.organisation_id == Wave.organisation_id,
        Mentorship.status.in_(UNDER_WAY),
        Mentorship.starts_on <= Wave.closes_on,
        Mentorship.ends_on >= Wave.opens_on,
    )


async def assign_missing(session: AsyncSession, now: datetime) -> None:
    """While a wave is open: whoever was paired, joined or came back later is asked too."""
    person = case(
        (WaveQuestionnaire.role == Role.MENTOR, Mentorship.mentor_id), else_=Mentorship.mentee_id
    )
    role = WaveQuestionnaire.role
    assigned = exists().where(
        Assignment.wave_id == Wave.id, Assignment.person_id == person, Assignment.role == role
    )
    missing = (
        select(Wave.id, person, role, literal(now, Assignment.created_at.type))
        .join(WaveQuestionnaire, WaveQuestionnaire.wave_id == Wave.id)
        .join(Mentorship, of_wave())
        .where(is_open(), ~assigned)
        .distinct()
    )
    columns = ["wave_id", "person_id", "role", "created_at"]
    await session.execute(
        insert(Assignment).from_select(columns, missing).on_conflict_do_nothing()
    )
    await pushes.tell(session, now)


async def close_due(session: AsyncSession, now: datetime) -> None:
    """Closes what is over in its school's zone; what never opened is closed as missed."""
    moment = literal(now, Wave.closed_at.type)
    today = cast(func.timezone(Organisation.timezone, moment), Date)
    await session.execute(
        update(Wave)
        .where(Organisation.id == Wave.organisation_id)
        .where(Wave.closed_at.is_(None), Wave.closes_on < today)
        .values(closed_at=now)
        .execution_options(synchronize_session=False)
    )
