"""The waves of questionnaires as the schedule runs them: planned, opened, told, closed.

What is due is found as "due and not yet done", so a pause of the bot is caught up with while
the days of a wave last. A wave whose days have wholly passed unopened is never pushed late: it
is closed without having been opened ("missed"), and a curator may give it new days.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import Date, and_, cast, exists, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models import Assignment, Organisation, Wave, WaveQuestionnaire
from models.enums import Role, WaveCode
from services import calendar, catalogue
from services.calendars import plan
from services.catalogue import QuestionnaireSpec
from services.contact import ContactCalendar, calendars_of, next_contact
from services.decisions.carried import with_decisions
from services.programme import Programme
from services.tables import table
from services.versions import freeze
from services.waves import audience, pushes
from services.waves.state import is_open

OPENING = time(10)
EASTMOST = timedelta(hours=14)


async def plan_year(session: AsyncSession, now: datetime) -> None:
    """Gives every organisation with pairs in this school year its waves; changes none."""
    await plan.alone(session)
    year = calendar.academic_year(now.date())
    here = and_(Wave.organisation_id == Organisation.id, Wave.academic_year == year)
    codes = select(func.array_agg(Wave.code)).where(here).scalar_subquery()
    rows = await session.execute(select(Organisation.id, codes).where(plan.takes_part(year)))
    planned = {place: set(known or ()) for place, known in rows}
    lacking = [
        vars(days) | {"organisation_id": place, "academic_year": year}
        for place, held in (await plan.of_year(session, year, planned)).items()
        for days in held
        if days.code not in planned[place]
    ]
    if lacking:
        await session.execute(insert(table(Wave)).on_conflict_do_nothing(), lacking)


def opening_time(wave: Wave, contact: ContactCalendar) -> datetime:
    """10:00 in the school, or the wave's own hour, on its first contact day; ValueError when
    there is none."""
    hour = wave.opens_at or OPENING
    return next_contact(contact.moment(wave.opens_on, time(0)), contact, at=hour)


async def open_due(
    session: AsyncSession, now: datetime, min_group: int = Programme.min_group
) -> None:
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
        await start(session, due, now, min_group)


def _is_due(wave: Wave, contact: ContactCalendar, now: datetime) -> bool:
    if contact.local_day(now) > wave.closes_on:
        return False
    try:
        return opening_time(wave, contact) <= now
    except ValueError:
        return False


async def start(
    session: AsyncSession,
    waves: Sequence[Wave],
    now: datetime,
    min_group: int = Programme.min_group,
) -> None:
    """Freezes what is asked and owes everybody their questionnaire. The waves are locked.

    What an own questionnaire asks was frozen when it was launched.
    """
    versions: dict[str, int] = {}
    rows = []
    for wave in waves:
        wave.opened_at = now
        for spec in await _asked(session, wave):
            fingerprint = spec.fingerprint()
            if fingerprint not in versions:
                versions[fingerprint] = (await freeze(session, spec, now)).id
            role, version = Role(spec.role), versions[fingerprint]
            rows.append({"wave_id": wave.id, "role": role, "version_id": version})
    if rows:
        await session.execute(insert(WaveQuestionnaire).values(rows).on_conflict_do_nothing())
    await session.flush()
    await assign_missing(session, now, min_group)


async def _asked(session: AsyncSession, wave: Wave) -> list[QuestionnaireSpec]:
    """The questionnaires of the programme that belong to the wave, as its school is asked them."""
    kind = WaveCode.of(wave.code)
    asked = [spec for spec in catalogue.built_in() if spec.wave == kind]
    return [await with_decisions(session, spec, wave) for spec in asked]


async def assign_missing(
    session: AsyncSession, now: datetime, min_group: int = Programme.min_group
) -> None:
    """While a wave is open: whoever was paired, joined or came back later is asked too.

    `min_group`: the k that they are promised.
    """
    asked = audience.meant(audience.of_waves(is_open())).subquery("asked")
    assigned = exists().where(
        Assignment.wave_id == asked.c.id,
        Assignment.person_id == asked.c.person_id,
        Assignment.role == asked.c.role,
    )
    same = [
        literal(now, Assignment.created_at.type),
        literal(min_group, Assignment.min_group.type),
    ]
    missing = select(asked.c.id, asked.c.person_id, asked.c.role, *same).where(~assigned)
    columns = ["wave_id", "person_id", "role", "created_at", "min_group"]
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
