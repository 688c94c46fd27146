"""New days of a round for an organisation and all below it: foreseen, then applied.

What is foreseen is what is done: `apply` foresees again, alone, and does nothing when something
has changed since (`Effect.seen`).
"""

import zlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditEntry, CalendarEntry, Organisation, Wave, WaveQuestionnaire
from services import calendar
from services.calendar import WaveDays
from services.calendars import places, plan
from services.calendars.checks import check_days, check_overlap
from services.calendars.places import Waves, today_in
from services.calendars.plan import Origin, Round, Rounds
from services.errors import NotFound, UserError
from services.people import Who, organisations_below


class Act(StrEnum):
    """`drop`: the organisation's own days go, those from above hold again."""

    SET = "set"
    OFF = "off"
    DROP = "drop"


@dataclass(frozen=True)
class Wish:
    """What is wanted of a round in a place from a school year on; `days` only to SET."""

    place: int
    year: int
    code: str
    act: Act
    days: tuple[date, date] | None = None


@dataclass(frozen=True)
class Effect:
    """What comes of a wish.

    `schools` get the new days: those with pairs that year; of them `waves` are moved or go.
    `own`: how many schools keep days of their own, `opened`: how many have been asked already.
    `done`: nothing is left to do.
    """

    wish: Wish
    before: Round
    after: Round
    schools: list[Organisation]
    waves: list[Wave]
    own: int
    opened: int
    done: bool

    @property
    def seen(self) -> str:
        """The same for as long as nothing changes."""
        schools = [school.id for school in self.schools]
        what = (self.before, self.after, schools, self.own, self.opened)
        return f"{zlib.crc32(repr(what).encode()):08x}"


async def foresee(
    session: AsyncSession, who: Who, wish: Wish, now: datetime, lock: bool = False
) -> Effect:
    """What would come of it; UserError when it cannot be."""
    place = await places.get_managed(session, who, wish.place)
    today = today_in(place, now)
    if wish.year not in places.years(place, now):
        raise UserError("calendar-other-years")
    below = await organisations_below(session, [place.id])
    plans = await plan.rounds(session, wish.year, below)
    if wish.code not in plans[place.id]:
        raise NotFound
    waves = await places.waves_of(session, below, wish.year, wish.code if lock else None)
    effect = await _effect(session, wish, place, plans, waves, today)
    if effect.done:
        return effect
    if effect.opened and not effect.schools:
        raise UserError("calendar-opened")
    if wish.days:
        await check_days(session, place.id, wish.year, wish.days, today)
    await _check(session, effect, plans, waves, today)
    return effect


async def _check(
    session: AsyncSession, effect: Effect, plans: dict[int, Rounds], waves: Waves, today: date
) -> None:
    if (days := effect.after.days) is None:
        return
    schools = [school.id for school in effect.schools]
    if days.closes_on < today and schools:
        raise UserError("calendar-over")
    bound = {place: plans[place] for place in (effect.wish.place, *schools)}
    await check_overlap(session, days, bound, waves, schools)


async def _effect(
    session: AsyncSession,
    wish: Wish,
    place: Organisation,
    plans: dict[int, Rounds],
    waves: Waves,
    today: date,
) -> Effect:
    after = await _after(session, wish, place, today)
    below = plans.keys() - {place.id}
    schools, mine, own, opened = [], [], 0, 0
    for school in await _with_round(session, wish, plans, waves):
        wave, origin = waves.get((school.id, wish.code)), plans[school.id][wish.code].origin
        its_own = origin is not None and origin.id in below
        moved_by_hand = wave is not None and wave.own_days and school.id != place.id
        if wave and wave.opened_at:
            opened += 1
        elif its_own or moved_by_hand:
            own += 1
        else:
            schools.append(school)
            mine += [wave] if wave and _differs(wave, after) else []
    done = not mine and await _is_written(session, wish, today)
    return Effect(wish, plans[place.id][wish.code], after, schools, mine, own, opened, done)


async def _with_round(
    session: AsyncSession, wish: Wish, plans: dict[int, Rounds], waves: Waves
) -> list[Organisation]:
    """The place and those below it that have pairs that year, or the round already."""
    has_wave = [school for school, code in waves if code == wish.code]
    found = await session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(plans))
        .where(plan.takes_part(wish.year) | Organisation.id.in_(has_wave))
        .order_by(Organisation.id)
    )
    return list(found)


def _differs(wave: Wave, after: Round) -> bool:
    days = WaveDays(wave.code, wave.opens_on, wave.closes_on)
    return wave.own_days or after.days != days


async def _after(session: AsyncSession, wish: Wish, place: Organisation, today: date) -> Round:
    if wish.act is Act.DROP:
        found = await plan.rounds(session, wish.year, [place.id], unless=_own(wish, today))
        return found[place.id].get(wish.code, Round(wish.code, None))
    days = WaveDays(wish.code, *wish.days) if wish.days else None
    return Round(wish.code, days, Origin(place.id, place.kind))


def _own(wish: Wish, today: date) -> ColumnElement[bool]:
    """The entries that DROP takes away: of past years too, but next year's page leaves alone
    what holds this year."""
    entry = CalendarEntry
    this = calendar.academic_year(today) == wish.year
    year = entry.academic_year <= wish.year if this else entry.academic_year == wish.year
    return and_(entry.organisation_id == wish.place, entry.code == wish.code, year)


async def has_own(session: AsyncSession, wish: Wish, now: datetime) -> bool:
    """There is something to DROP."""
    place = await session.get_one(Organisation, wish.place)
    if await session.scalar(select(exists().where(_own(wish, today_in(place, now))))):
        return True
    wave = (await places.waves_of(session, [place.id], wish.year)).get((place.id, wish.code))
    return wave is not None and wave.own_days and wave.opened_at is None


async def _is_written(session: AsyncSession, wish: Wish, today: date) -> bool:
    if wish.act is Act.DROP:
        return not await session.scalar(select(exists().where(_own(wish, today))))
    days = select(CalendarEntry.opens_on, CalendarEntry.closes_on).filter_by(**_key(wish))
    row = (await session.execute(days)).one_or_none()
    return row is not None and tuple(row) == (wish.days or (None, None))


def _key(wish: Wish) -> dict[str, Any]:
    return {"organisation_id": wish.place, "academic_year": wish.year, "code": wish.code}


async def apply(
    session: AsyncSession, who: Who, wish: Wish, seen: str, now: datetime
) -> Effect | None:
    """Does what was `seen`, once. None when something else would come of it by now."""
    await plan.alone(session)
    effect = await foresee(session, who, wish, now, lock=True)
    if effect.done:
        return effect
    if effect.seen != seen:
        return None
    place = await places.get_managed(session, who, wish.place)
    await _write(session, wish, today_in(place, now))
    await _settle(session, effect)
    days = [day.isoformat() for day in wish.days or ()]
    details = _key(wish) | {"act": wish.act, "days": days, "waves": len(effect.waves)}
    session.add(AuditEntry(at=now, actor_id=who.me.id, action="calendar", details=details))
    await session.flush()
    return effect


async def _write(session: AsyncSession, wish: Wish, today: date) -> None:
    if wish.act is Act.DROP:
        gone = delete(CalendarEntry).where(_own(wish, today))
        await session.execute(gone.execution_options(synchronize_session=False))
        return
    opens_on, closes_on = wish.days or (None, None)
    days = {"opens_on": opens_on, "closes_on": closes_on}
    await session.execute(
        insert(CalendarEntry)
        .values(_key(wish) | days)
        .on_conflict_do_update(index_elements=list(_key(wish)), set_=days)
    )


async def _settle(session: AsyncSession, effect: Effect) -> None:
    """Gives the waves their new days, or takes them away; the schedule makes what is lacking."""
    if days := effect.after.days:
        for wave in effect.waves:
            wave.opens_on, wave.closes_on = days.opens_on, days.closes_on
            wave.closed_at, wave.own_days = None, False
        return
    asked = exists().where(WaveQuestionnaire.wave_id == Wave.id)
    await session.execute(
        delete(Wave)
        .where(Wave.id.in_([wave.id for wave in effect.waves]), ~asked)
        .execution_options(synchronize_session=False)
    )
