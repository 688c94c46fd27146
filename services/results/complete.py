"""Results with everything that is computed beside them, for files that tell all there is."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.results.cells import Results
from services.results.changes import with_changes
from services.results.cuts import with_cuts
from services.results.themes import placed


async def complete(
    session: AsyncSession, made: Results, scope: frozenset[int], min_group: int, now: datetime
) -> Results:
    """With the changes, the strata, and what is needed to tell the themes of answers; `scope`:
    the organisations run by whoever asks. The curators' own forms have nothing of it."""
    if made.forms is not None:
        return made
    made = await with_changes(session, made, scope, min_group, now)
    made = await with_cuts(session, made, min_group)
    return await placed.with_themes(session, made)
