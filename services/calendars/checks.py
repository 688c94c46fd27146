"""What the days of a round must be."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from models.enums import WaveCode
from services.calendar import WaveDays
from services.calendars.places import Waves
from services.calendars.plan import Rounds
from services.contact import calendar_of
from services.errors import UserError
from services.waves import actions, audience


async def check_days(
    session: AsyncSession, place: int, year: int, days: tuple[date, date], today: date
) -> None:
    """UserError for days that nobody can mean."""
    opens_on, closes_on = days
    actions.check_days(opens_on, closes_on, year)
    if opens_on < today:
        raise UserError("waves-in-the-past")
    contact = await calendar_of(session, place)
    if not contact.is_contact_day(opens_on) and not contact.days_between(opens_on, closes_on):
        raise UserError("waves-only-days-off")


async def check_overlap(
    session: AsyncSession,
    days: WaveDays,
    plans: dict[int, Rounds],
    waves: Waves,
    schools: Collection[int],
) -> None:
    """Overlap with what is planned in these organisations, or with the schools' waves as they
    are. `plans`: of all that count; whoever has a wave is not bound by the plan of its round."""
    if WaveCode.of(days.code) is WaveCode.CHECK:
        return
    for place, rounds in plans.items():
        for other in rounds.values():
            if other.days and (place, other.code) not in waves and _meet(other.days, days):
                raise audience.Overlap(other.days)
    await audience.require_free(session, schools, audience.roles_of(days.code), days)


def _meet(other: WaveDays, days: WaveDays) -> bool:
    """The short check is in nobody's way."""
    if other.code == days.code or WaveCode.of(other.code) is WaveCode.CHECK:
        return False
    same = set(audience.roles_of(other.code)) & set(audience.roles_of(days.code))
    return bool(same) and days.opens_on <= other.closes_on and other.opens_on <= days.closes_on
