"""What a wave is at a moment. Its days are its school's, so the organisation has to be loaded."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_

from models import Wave
from services.contact import ContactCalendar


class Phase(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    MISSED = "missed"


def phase(wave: Wave, today: date) -> Phase:
    """`today` is the school's; a wave is over on the day after its last, tick or no tick."""
    over = wave.closed_at is not None or today > wave.closes_on
    if wave.opened_at:
        return Phase.CLOSED if over else Phase.OPEN
    return Phase.MISSED if over else Phase.PLANNED


def phase_at(wave: Wave, now: datetime) -> Phase:
    return phase(wave, local_day(wave, now))


def is_open() -> ColumnElement[bool]:
    return and_(Wave.opened_at.is_not(None), Wave.closed_at.is_(None))


def local_day(wave: Wave, moment: datetime) -> date:
    """The school's date."""
    return moment.astimezone(_zone(wave)).date()


def last_day(wave: Wave) -> date:
    """The last day, or the day on which a curator closed it earlier."""
    if wave.closed_at is None:
        return wave.closes_on
    return min(wave.closes_on, local_day(wave, wave.closed_at))


def end_of(wave: Wave) -> datetime:
    """Midnight after the planned last day, in UTC."""
    return ContactCalendar(_zone(wave)).moment(wave.closes_on + timedelta(days=1), time(0))


def _zone(wave: Wave) -> ZoneInfo:
    return ZoneInfo(wave.organisation.timezone)
