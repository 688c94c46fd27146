"""Which results a person may ask for: of single schools, and of all below an organisation.

A round is the same wave (code and school year) in all the schools a person runs.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from models import Organisation, Wave
from services import access
from services.calendar import academic_year, order
from services.errors import NotFound
from services.people import Who
from services.results import privacy
from services.roster.normalise import natural_order
from services.waves.state import Phase, end_of, last_day, phase_at


class Name(NamedTuple):
    """What a round is called: `title` is that of an own questionnaire."""

    code: str
    title: str | None


@dataclass(frozen=True)
class Place:
    """A school, or (`whole`) an organisation with all below it, in one round.

    `waves` come with their organisations. `round_groups` are the sets of waves of all places in
    the round that the person may ask for.
    """

    organisation: Organisation
    whole: bool
    year: int
    code: str
    waves: tuple[Wave, ...]
    phases: Counter[Phase]
    round_groups: frozenset[privacy.Waves]

    @cached_property
    def groups(self) -> dict[privacy.Waves, list[privacy.Waves]]:
        """The sets of waves that can be asked for inside, itself included, with their batches."""
        waves = {wave.id: wave for wave in self.waves}
        inside = (group for group in self.round_groups if group <= self.ids)
        return {group: batches(waves[wave] for wave in group) for group in inside}

    @property
    def title(self) -> str | None:
        return self.waves[0].title

    @cached_property
    def ids(self) -> privacy.Waves:
        return frozenset(wave.id for wave in self.waves)

    @property
    def is_over(self) -> bool:
        return privacy.is_over(self.phases)

    @property
    def phase(self) -> Phase:
        """Of several schools the one that is furthest from its end."""
        order = (Phase.OPEN, Phase.PLANNED, Phase.CLOSED)
        return next((found for found in order if found in self.phases), Phase.MISSED)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of all waves together, as they were in the end."""
        return min(w.opens_on for w in self.waves), max(map(last_day, self.waves))


def batches(waves: Iterable[Wave]) -> list[privacy.Waves]:
    """Waves that were all over before the first of the next batch opened, in that order.

    Usually there is one batch: a school that missed its days and gets new ones makes another.
    What was never opened belongs to none.
    """
    held = sorted((wave.opened_at, wave.id, _over_at(wave)) for wave in waves if wave.opened_at)
    found: list[privacy.Waves] = []
    until: datetime | None = None
    for opened_at, wave_id, over_at in held:
        if until is None or opened_at > until:
            found.append(privacy.Waves())
        found[-1] |= {wave_id}
        until = max(until or over_at, over_at)
    return found


def _over_at(wave: Wave) -> datetime:
    return wave.closed_at or end_of(wave)


async def rounds(
    session: AsyncSession, who: Who, year: int, now: datetime
) -> dict[Name, Counter[Phase]]:
    """The rounds of a school year that have begun somewhere, the latest first, with how many
    waves are in which phase."""
    ids = await access.scope(session, who)
    found: dict[Name, Counter[Phase]] = {}
    waves = await _waves(session, ids, year)
    for wave in sorted(waves, key=_turn, reverse=True):
        found.setdefault(Name(wave.code, wave.title), Counter())[phase_at(wave, now)] += 1
    ahead = {Phase.PLANNED, Phase.MISSED}
    return {name: phases for name, phases in found.items() if phases.keys() - ahead}


async def years(session: AsyncSession, who: Who) -> list[int]:
    """The school years in which a round has begun, the first one first."""
    ids = await access.scope(session, who)
    held = select(Wave.academic_year).where(Wave.organisation_id.in_(ids))
    found = await session.scalars(held.where(Wave.opened_at.is_not(None)).distinct())
    return sorted(found)


def _turn(wave: Wave) -> tuple[date, tuple[int, int]]:
    return wave.opens_on, order(wave.code)


def this_year(who: Who, now: datetime) -> int:
    return academic_year(now.astimezone(who.zone).date())


async def places(
    session: AsyncSession, who: Who, year: int, code: str, now: datetime
) -> list[Place]:
    """What the person may ask for: wholes first, the largest at the top, then schools by name."""
    return await places_in(session, await access.scope(session, who), year, code, now)


async def places_in(
    session: AsyncSession, ids: frozenset[int], year: int, code: str, now: datetime
) -> list[Place]:
    """What somebody may ask for who runs these organisations, in the order of `places`."""
    found = await session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    organisations = {organisation.id: organisation for organisation in found}
    waves = [wave for wave in await _waves(session, ids, year) if wave.code == code]
    wholes = _wholes(organisations, waves)
    made = [
        *((organisations[key], True, below) for key, below in wholes.items()),
        *((wave.organisation, False, [wave]) for wave in waves),
    ]
    groups = frozenset(frozenset(wave.id for wave in below) for _, _, below in made)
    return sorted(
        (_place(organisation, whole, below, groups, now) for organisation, whole, below in made),
        key=_order,
    )


def _order(place: Place) -> tuple[bool, int, tuple[object, ...]]:
    name = natural_order(place.organisation.name_key)
    return not place.whole, -len(place.waves), name


def pick(found: Sequence[Place], organisation_id: int, whole: bool) -> Place:
    """The place asked for; NotFound unless it is among those the person runs."""
    for place in found:
        if (place.organisation.id, place.whole) == (organisation_id, whole):
            return place
    raise NotFound


async def same(
    session: AsyncSession,
    ids: frozenset[int],
    place: Place,
    code: str,
    now: datetime,
    year: int | None = None,
) -> Place | None:
    """The same place in another round; `ids`: what is run by whoever asks. `year`: not its own."""
    found = await places_in(session, ids, year or place.year, code, now)
    wanted = (place.organisation.id, place.whole)
    return next((one for one in found if (one.organisation.id, one.whole) == wanted), None)


def above(found: Sequence[Place], place: Place) -> Place | None:
    """The smallest place the person runs that holds this one and more."""
    larger = [other for other in found if other.whole and place.ids < other.ids]
    return min(larger, key=lambda other: len(other.waves), default=None)


async def _waves(session: AsyncSession, organisation_ids: frozenset[int], year: int) -> list[Wave]:
    found = await session.scalars(
        select(Wave)
        .where(Wave.organisation_id.in_(organisation_ids), Wave.academic_year == year)
        .options(joinedload(Wave.organisation))
        .execution_options(populate_existing=True)
    )
    return list(found)


def _wholes(organisations: dict[int, Organisation], waves: list[Wave]) -> dict[int, list[Wave]]:
    """Organisations with several waves below them."""
    below: dict[int, list[Wave]] = {}
    for wave in waves:
        above: int | None = wave.organisation_id
        while above in organisations:
            below.setdefault(above, []).append(wave)
            above = organisations[above].parent_id
    return {key: found for key, found in below.items() if len(found) > 1}


def _place(
    organisation: Organisation,
    whole: bool,
    waves: list[Wave],
    groups: frozenset[privacy.Waves],
    now: datetime,
) -> Place:
    return Place(
        organisation=organisation,
        whole=whole,
        year=waves[0].academic_year,
        code=waves[0].code,
        waves=tuple(waves),
        phases=Counter(phase_at(wave, now) for wave in waves),
        round_groups=groups,
    )
