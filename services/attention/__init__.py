"""What needs the attention of those who run schools: exceptions first.

A kind of exception is a line of `kinds`: a code and a function that finds its lines in places
(`lines`). Its words are `attention-CODE` and `attention-all-CODE`, its button is in
`handlers.attention.buttons`. `monday` owes everybody the weekly look; what it says is found when
it leaves. `nudging` reminds the mentors of quiet pairs when a curator wants it.
"""

from collections import defaultdict
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Organisation
from services import access
from services.attention import checks, disputes, quiet, requests, silence, unreached
from services.attention.lines import Kind, Line, Matter
from services.people import Who
from services.roster.normalise import natural_order


def kinds(min_group: int) -> tuple[Kind, ...]:
    """All of them, the most urgent first. `min_group`: the fewest whose answers are shown."""
    return (
        Kind("requests", requests.find, private=True),
        Kind("disputed", disputes.find),
        Kind("quiet", quiet.find),
        Kind("unreached", unreached.find),
        Kind("low", partial(checks.find, min_group=min_group)),
        Kind("response", silence.find),
    )


async def look(
    session: AsyncSession, who: Who, min_group: int, now: datetime, only: str | None = None
) -> list[Matter]:
    """What needs the person's attention, the most urgent first; `only`: of this kind."""
    places = await access.scope(session, who)
    found = []
    for kind in kinds(min_group):
        if only in (None, kind.code):
            by_round: dict[str, list[Line]] = defaultdict(list)
            for line in await kind.find(session, places, now):
                if line.readers is None or who.me.id in line.readers:
                    by_round[line.code].append(line)
            found += [Matter(kind, tuple(lines)) for lines in by_round.values()]
    return found


async def by_place(session: AsyncSession, matter: Matter) -> list[tuple[str, Line]]:
    """Names of places with their lines: the worst first, then by name."""
    ids = [line.place for line in matter.lines]
    rows = await session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    places = {place.id: place for place in rows}

    def order(line: Line) -> tuple[object, ...]:
        return -line.badness, -line.count, natural_order(places[line.place].name_key)

    return [(places[line.place].name, line) for line in sorted(matter.lines, key=order)]
