"""How often the results of a round have left as a file: the sum, for those who answered."""

from sqlalchemy import String, case, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditEntry, Organisation, Wave


async def times(session: AsyncSession, wave_id: int) -> int:
    """Files with results of the wave's school, or of a whole that it belongs to."""
    wave = await session.get_one(Wave, wave_id)
    above = (
        select(Organisation.id, Organisation.parent_id)
        .where(Organisation.id == wave.organisation_id)
        .cte(recursive=True)
    )
    above = above.union(
        select(Organisation.id, Organisation.parent_id).join(
            above, Organisation.id == above.c.parent_id
        )
    )
    told = AuditEntry.details
    place, of_whole = told["organisation"].astext, told["whole"].astext == "true"
    holds = place.in_(select(cast(above.c.id, String)))
    own = place == str(wave.organisation_id)
    found = await session.scalar(
        select(func.count())
        .where(AuditEntry.action == "results_exported", case((of_whole, holds), else_=own))
        .where(told["year"].astext == str(wave.academic_year))
        .where(told["wave"].astext == wave.code)
    )
    return found or 0
