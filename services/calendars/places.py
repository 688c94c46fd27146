"""Whose calendars a person may look at and change, and of which years."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Organisation, Wave
from services import access, calendar
from services.calendar import WaveDays
from services.calendars import plan
from services.calendars.plan import Origin, Round
from services.errors import NotFound
from services.people import Who

Waves = dict[tuple[int, str], Wave]
"""By organisation and code."""


async def get_managed(session: AsyncSession, who: Who, place: int) -> Organisation:
    """NotFound for one that the person does not run."""
    if place not in await access.scope(session, who):
        raise NotFound
    return await session.get_one(Organisation, place)


async def managed(session: AsyncSession, who: Who) -> list[Organisation]:
    """Those the person runs, by name; those below them are not listed."""
    found = await session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(who.managed()))
        .order_by(Organisation.name_key, Organisation.id)
    )
    return list(found)


def today_in(place: Organisation, now: datetime) -> date:
    return now.astimezone(ZoneInfo(place.timezone)).date()


def years(place: Organisation, now: datetime) -> tuple[int, int]:
    """The school years whose calendar can be changed: this one and the next."""
    year = calendar.academic_year(today_in(place, now))
    return year, year + 1


async def rounds(session: AsyncSession, place: Organisation, year: int) -> list[Round]:
    """The year's rounds as they come; of a school with the days that its waves really have, when
    these are its own or it has been asked already."""
    found = (await plan.rounds(session, year, [place.id]))[place.id]
    waves = await waves_of(session, [place.id], year)
    origin = Origin(place.id, place.kind)
    rows = []
    for code, one in found.items():
        wave = waves.get((place.id, code))
        if wave and (wave.own_days or wave.opened_at):
            days = WaveDays(code, wave.opens_on, wave.closes_on)
            one = Round(code, days, origin if wave.own_days else one.origin)
        rows.append(one)
    return rows


async def waves_of(
    session: AsyncSession, places: list[int], year: int, lock: str | None = None
) -> Waves:
    """All of these organisations and the year; those of the code `lock` are locked."""
    here = (Wave.organisation_id.in_(places), Wave.academic_year == year)
    if lock:
        rows = select(Wave.id).where(*here, Wave.code == lock).order_by(Wave.id)
        await session.execute(rows.with_for_update())
    query = select(Wave).where(*here).execution_options(populate_existing=True)
    return {(wave.organisation_id, wave.code): wave for wave in await session.scalars(query)}
