"""Launching: what is wished, what would come of it, and the waves that are asked for.

A launch is one decision: the waves of all schools, their frozen questionnaires and the entry in
the audit come together or not at all.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditEntry, Organisation, Wave, WaveQuestionnaire
from models.enums import Role
from services import access, burden, calendar
from services.calendar import WaveDays
from services.calendars import messages
from services.calendars import plan as year_plan
from services.calendars.messages import Opening
from services.errors import UserError
from services.own_questionnaires.drafts import Own, State, get_managed
from services.people import Who
from services.programme import Programme
from services.roster.normalise import natural_order
from services.versions import freeze
from services.waves import audience
from services.waves.actions import check_days
from services.waves.audience import Audience

HOURS = range(9, 18)
USUAL_HOUR = 10
A_WEEK = timedelta(days=6)
"""How much later than the first day the last one is when nothing else is said."""


@dataclass(frozen=True)
class Plan:
    """What is wished so far; `schools`: None for all."""

    roles: tuple[Role, ...]
    schools: frozenset[int] | None = None
    days: tuple[date, date] | None = None
    hour: int = USUAL_HOUR
    reason: str = ""

    @classmethod
    def restored(cls, stored: Mapping[str, Any]) -> Self:
        schools, days = stored["schools"], stored["days"]
        return cls(
            tuple(map(Role, stored["roles"])),
            None if schools is None else frozenset(schools),
            (date.fromisoformat(days[0]), date.fromisoformat(days[1])) if days else None,
            stored["hour"],
            stored["reason"],
        )

    def stored(self) -> dict[str, Any]:
        return {
            "roles": [role.value for role in self.roles],
            "schools": None if self.schools is None else sorted(self.schools),
            "days": [day.isoformat() for day in self.days] if self.days else None,
            "hour": self.hour,
            "reason": self.reason,
        }


@dataclass(frozen=True)
class Offer:
    """What a launch would do: `waves` are not in the session yet. `sums`: minutes of the year
    by role with it, `over` those above the limit."""

    own: Own
    plan: Plan
    schools: Sequence[Organisation]
    waves: Sequence[Wave]
    audience: Audience
    openings: Sequence[Opening]
    sums: Mapping[Role, int]
    over: Mapping[Role, int] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """The same for as long as nothing changes."""
        schools = sorted(school.id for school in self.schools)
        asked = [self.own.specs[role].fingerprint() for role in self.plan.roles]
        people = sorted(self.audience.people.items())
        what = (self.plan.stored(), asked, schools, people, sorted(self.over))
        return f"{zlib.crc32(repr(what).encode()):08x}"


def today_of(who: Who, now: datetime) -> date:
    return now.astimezone(who.zone).date()


def a_week_from(day: date) -> tuple[date, date]:
    """Within the school year."""
    year_ends = calendar.first_day(calendar.academic_year(day) + 1) - timedelta(days=1)
    return day, min(day + A_WEEK, year_ends)


async def schools_of(session: AsyncSession, who: Who, now: datetime) -> list[Organisation]:
    """Where it may be launched: what one runs and takes part this year, by name."""
    year = calendar.academic_year(today_of(who, now))
    places = await access.scope(session, who)
    found = await session.scalars(
        select(Organisation).where(Organisation.id.in_(places), year_plan.takes_part(year))
    )
    return sorted(found, key=lambda one: (natural_order(one.name_key), one.id))


def chosen(plan: Plan, schools: Sequence[Organisation]) -> list[Organisation]:
    return [one for one in schools if plan.schools is None or one.id in plan.schools]


def require_days(days: tuple[date, date] | None, who: Who, now: datetime) -> tuple[date, date]:
    """UserError unless they may be the days of a round from now on."""
    if days is None:
        raise UserError("own-no-days")
    today = today_of(who, now)
    check_days(*days, calendar.academic_year(today))
    if days[0] < today:
        raise UserError("waves-in-the-past")
    return days


async def foresee(
    session: AsyncSession, who: Who, own: Own, plan: Plan, programme: Programme, now: datetime
) -> Offer:
    """What would come of it; UserError when it cannot be."""
    roles = tuple(role for role in plan.roles if role in own.specs)
    if not roles:
        raise UserError("own-no-roles")
    plan = replace(plan, roles=roles)
    schools = chosen(plan, await schools_of(session, who, now))
    if not schools:
        raise UserError("own-no-schools")
    days, ids = require_days(plan.days, who, now), [school.id for school in schools]
    waves = [_wave(own, school, days, plan.hour) for school in schools]
    openings = await messages.openings(session, waves, now)
    _require_working_hours(openings, schools)
    meant = await audience.how_many(session, ids, roles, *days, now, own.code)
    if not meant.people.total():
        raise UserError("own-nobody")
    await audience.require_free(session, ids, roles, WaveDays(own.code, *days))
    asked, year = own.spec.minutes, waves[0].academic_year
    sums = await burden.over_limit(session, ids, roles, asked, year, 0, programme.min_group)
    over = {role: sum_ for role, sum_ in sums.items() if sum_ > programme.yearly_minutes}
    return Offer(own, plan, schools, waves, meant, openings, sums, over)


def _wave(own: Own, school: Organisation, days: tuple[date, date], hour: int) -> Wave:
    return Wave(
        organisation_id=school.id,
        academic_year=calendar.academic_year(days[0]),
        code=own.code,
        title=own.title,
        opens_on=days[0],
        closes_on=days[1],
        opens_at=time(hour),
        own_days=True,
    )


def _require_working_hours(openings: Sequence[Opening], schools: Sequence[Organisation]) -> None:
    """Everywhere somebody could be told of it."""
    names = {school.id: school.name for school in schools}
    for one in openings:
        if one.at is None:
            raise UserError("own-no-working-day", school=names[one.schools[0]])


async def launch(
    session: AsyncSession,
    who: Who,
    own_id: int,
    plan: Plan,
    mark: str,
    programme: Programme,
    now: datetime,
) -> Own | Offer:
    """Does what was shown under `mark`, once: the questionnaire as it is then. An offer when that
    is not what would come of it any more. UserError as `foresee`, and for a withdrawn one."""
    await year_plan.alone(session)
    own = await get_managed(session, who, own_id, lock=True)
    if own.state is State.LAUNCHED:
        return own
    if own.state is State.WITHDRAWN:
        raise UserError("own-is-withdrawn")
    offer = await foresee(session, who, own, plan, programme, now)
    if offer.mark != mark or (offer.over and not plan.reason):
        return offer
    await _write(session, who, offer, programme, now)
    return await get_managed(session, who, own_id)


async def _write(
    session: AsyncSession, who: Who, offer: Offer, programme: Programme, now: datetime
) -> None:
    own, plan, waves = offer.own, offer.plan, offer.waves
    session.add_all(waves)
    await session.flush()
    for role in plan.roles:
        version = await freeze(session, own.specs[role], now)
        session.add_all(
            WaveQuestionnaire(wave_id=wave.id, role=role, version_id=version.id) for wave in waves
        )
    details: dict[str, Any] = {"own": own.id, "waves": [wave.id for wave in waves]}
    details |= {key: plan.stored()[key] for key in ("roles", "days", "hour")}
    if offer.over:
        reason = burden.explained(offer.over, programme.yearly_minutes, plan.reason)
        details["burden"] = reason
    session.add(AuditEntry(at=now, actor_id=who.me.id, action="own_launched", details=details))
    await session.flush()
