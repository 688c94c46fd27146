"""What those who run schools may reach. Every id that comes from outside goes through `scope`,
or through a `get_own` of its feature; what is not within is NotFound."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.people import Who, organisations_below


async def scope(session: AsyncSession, who: Who) -> frozenset[int]:
    """The organisations the person runs, with all below them; none for everybody else."""
    return frozenset(await organisations_below(session, who.managed()))
