"""Schools whose newcomers find it hard, by the last short check; never who.

It says no more than the results of the round do: the mean of those who answered, where `privacy`
lets it be shown. Of a school where fewer than k have answered nothing is said.
"""

from datetime import datetime, timedelta
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from models import Wave
from models.enums import Role, WaveCode
from services.attention.lines import Line, Places
from services.results import privacy, tallies
from services.results.tallies import Sent, Tally
from services.waves.state import phase_at

MOOD = "MOOD"
"""«Как вам работается»: 1 is very hard, 5 very well."""

LOW = 3
FRESH = timedelta(days=14)
"""Older answers say nothing of today."""


async def find(session: AsyncSession, places: Places, now: datetime, min_group: int) -> list[Line]:
    waves = await _last(session, places, now)
    ids = frozenset(waves)
    if not ids:
        return []
    given = (await tallies.tallies(session, ids)).get((Role.MENTEE, MOOD), {})
    sent = await tallies.sent(session, ids)
    found = []
    for number, tally in given.items():
        mean = _mean(number, tally, sent[number, Role.MENTEE], min_group)
        if mean is not None and mean < LOW:
            wave = waves[number]
            found.append(Line(wave.organisation_id, of=tally.people, wave=wave, mean=mean))
    return found


async def _last(session: AsyncSession, places: Places, now: datetime) -> dict[int, Wave]:
    """The last check of each place, if it is over and not long ago."""
    rows = await session.scalars(
        select(Wave)
        .where(Wave.organisation_id.in_(places), Wave.opened_at.is_not(None))
        .where(func.split_part(Wave.code, "-", 1) == WaveCode.CHECK)
        .where(Wave.closes_on > (now - FRESH).date())
        .options(joinedload(Wave.organisation))
        .order_by(Wave.closes_on, Wave.id)
        .execution_options(populate_existing=True)
    )
    by_place = {wave.organisation_id: wave for wave in rows}
    over = (wave for wave in by_place.values() if privacy.is_over([phase_at(wave, now)]))
    return {wave.id: wave for wave in over}


def _mean(number: int, tally: Tally, sent: Sent, min_group: int) -> Fraction | None:
    """None where it may not be shown."""
    k = privacy.k_of(sent.promised, min_group)
    school = frozenset({number})
    verdict = privacy.verdicts({school: [school]}, {number: tally.people}, {number: k})[school]
    if not verdict.shown:
        return None
    marks = sum(int(value) * count for value, count in tally.values.items())
    return Fraction(marks, tally.answers)
