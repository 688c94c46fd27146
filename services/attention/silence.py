"""How many have not answered the rounds that are open."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from models import Wave
from services.attention.lines import Line, Places
from services.contact import ContactCalendar, calendars_of
from services.reminders.ladder import Rounds
from services.waves import response
from services.waves.response import State
from services.waves.state import Phase, is_open, phase_at

SETTLED = Rounds().after[0]
"""Working days after the opening; before the first reminder it is no news that many are silent."""


async def find(session: AsyncSession, places: Places, now: datetime) -> list[Line]:
    waves = await _open(session, places, now)
    counts = await response.counts(session, [wave.id for wave in waves])
    found = []
    for wave in waves:
        counted = response.total(counts.get(wave.id, {}))
        asked, silent = counted.total(), counted.total() - counted[State.SUBMITTED]
        if silent:
            found.append(Line(wave.organisation_id, silent, asked, wave=wave))
    return found


async def _open(session: AsyncSession, places: Places, now: datetime) -> list[Wave]:
    """The round that closes first comes first."""
    rows = await session.scalars(
        select(Wave)
        .where(Wave.organisation_id.in_(places), is_open())
        .options(joinedload(Wave.organisation))
        .order_by(Wave.closes_on, Wave.code, Wave.id)
        .execution_options(populate_existing=True)
    )
    waves = [wave for wave in rows if phase_at(wave, now) is Phase.OPEN]
    calendars = await calendars_of(session, {wave.organisation_id for wave in waves})
    return [wave for wave in waves if _days(wave, calendars[wave.organisation_id], now) >= SETTLED]


def _days(wave: Wave, contact: ContactCalendar, now: datetime) -> int:
    assert wave.opened_at is not None
    return contact.days_between(contact.local_day(wave.opened_at), contact.local_day(now))
