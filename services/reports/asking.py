"""Which round of which organisation a document is for, by numbers that somebody typed."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Organisation, Wave
from services.calendar import year_name
from services.errors import NotFound, UserError
from services.people import organisations_below
from services.results import rounds
from services.results.rounds import Place

KNOWN = 12
"""Rounds that are named to somebody who got a number wrong."""


async def asked(
    session: AsyncSession, wave_id: int, organisation_id: int, now: datetime
) -> tuple[frozenset[int], Place]:
    """The whole organisation in the round of that wave, or the one school that held it; with
    everything that anybody may ask for, so that no small remainder shows."""
    organisation = await session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFound("reports-no-organisation", number=str(organisation_id))
    below = await organisations_below(session, [organisation_id])
    wave = await session.get(Wave, wave_id)
    if wave is None:
        known = await _known(session, below)
        raise NotFound("reports-no-wave", number=str(wave_id), known=known)
    if wave.organisation_id not in below:
        raise UserError("reports-not-theirs", wave=str(wave_id), organisation=str(organisation_id))
    scope = await _everything(session, organisation)
    found = await rounds.places_in(session, scope, wave.academic_year, wave.code, now)
    wholes = [one for one in found if one.organisation.id == organisation_id]
    return scope, next(iter(wholes), rounds.pick(found, wave.organisation_id, False))


async def _everything(session: AsyncSession, organisation: Organisation) -> frozenset[int]:
    """The tree that the organisation stands in."""
    top = organisation
    while top.parent_id:
        top = await session.get_one(Organisation, top.parent_id)
    return frozenset(await organisations_below(session, [top.id]))


async def _known(session: AsyncSession, organisations: list[int]) -> str:
    """A wave of each of the latest rounds that were held: «17 (final 2026/27)»."""
    rows = await session.execute(
        select(func.min(Wave.id), Wave.code, Wave.academic_year)
        .where(Wave.organisation_id.in_(organisations), Wave.opened_at.is_not(None))
        .group_by(Wave.code, Wave.academic_year)
        .order_by(Wave.academic_year.desc(), func.min(Wave.opens_on).desc())
        .limit(KNOWN)
    )
    return ", ".join(f"{number} ({code} {year_name(year)})" for number, code, year in rows) or "–"
