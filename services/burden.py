"""How many minutes of a school year questionnaires take from people: spent, measured, expected.

Minutes of answering are measured from tap to tap (`services.answering`); what nobody has
answered yet counts with the estimate of its author.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Assignment, QuestionnaireVersion, Wave, WaveQuestionnaire
from models.enums import Role, WaveCode
from services import catalogue
from services.calendar import order
from services.errors import UserError
from services.programme import Programme
from services.results.privacy import least
from services.waves.audience import FIRST_DAYS

MINUTE = 60
SHORTEST, LONGEST = 10, 300
"""Characters of a reason."""

Key = tuple[str, Role]
"""A questionnaire and who answers it."""


@dataclass(frozen=True)
class Spent:
    """What one round has taken from a person."""

    code: str
    title: str | None
    seconds: int


async def spent(session: AsyncSession, person_id: int, year: int) -> list[Spent]:
    """By round, in their order; what was handed in on paper counts with its estimate."""
    estimate = QuestionnaireVersion.spec["minutes"].as_integer() * MINUTE
    seconds = case((Assignment.on_paper, estimate), else_=Assignment.seconds)
    rows = await session.execute(
        _assignments(Wave.code, Wave.title, func.sum(seconds))
        .where(Assignment.person_id == person_id, Wave.academic_year == year)
        .where(seconds > 0)
        .group_by(Wave.code, Wave.title)
    )
    return sorted((Spent(*row) for row in rows), key=lambda one: order(one.code))


async def spent_minutes(session: AsyncSession, person_id: int, year: int) -> int:
    """All rounds together; whatever has been begun is a minute at least."""
    return minutes_of(sum(one.seconds for one in await spent(session, person_id, year)))


def minutes_of(seconds: int) -> int:
    """Rounded, halves up."""
    return max((seconds + MINUTE // 2) // MINUTE, 1) if seconds else 0


async def measured(session: AsyncSession, keys: Collection[str], min_group: int) -> dict[Key, int]:
    """The median of the seconds that people have really taken, by questionnaire and role.

    Only where at least k people have sent it; whoever left out nearly all of it counts too.
    """
    key, role = QuestionnaireVersion.key, Assignment.role
    rows = await session.execute(
        _assignments(key, role, func.percentile_disc(0.5).within_group(Assignment.seconds))
        .where(key.in_(keys), Assignment.submitted_at.is_not(None), Assignment.seconds > 0)
        .where(~Assignment.on_paper)
        .group_by(key, role)
        .having(func.count() >= least(min_group))
    )
    return {(name, who): seconds for name, who, seconds in rows}


def _assignments(*columns: Any) -> Select[Any]:
    """With their waves and what was asked."""
    asked = WaveQuestionnaire
    same = (asked.wave_id == Assignment.wave_id) & (asked.role == Assignment.role)
    return (
        select(*columns)
        .select_from(Assignment)
        .join(Wave, Wave.id == Assignment.wave_id)
        .join(asked, same)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == asked.version_id)
    )


@dataclass(frozen=True)
class Asked:
    """A questionnaire for one role of a school in one round, and how many seconds it takes."""

    wave: Wave
    role: Role
    seconds: int

    @property
    def kind(self) -> WaveCode:
        return WaveCode.of(self.wave.code)


async def expected_year(
    session: AsyncSession, schools: Collection[int], year: int, min_group: int
) -> dict[Role, int]:
    """Minutes of the whole year by role: of the school that asks most, as it is planned now."""
    found: dict[tuple[int, Role], list[Asked]] = {}
    for one in await _year(session, schools, year, min_group):
        found.setdefault((one.wave.organisation_id, one.role), []).append(one)
    sums: dict[Role, int] = {}
    for (_, role), asked in found.items():
        sums[role] = max(sums.get(role, 0), minutes_of(_of_one_person(asked)))
    return {role: sums[role] for role in Role if role in sums}


async def over_limit(
    session: AsyncSession,
    schools: Collection[int],
    roles: Collection[Role],
    minutes: int,
    year: int,
    limit: int,
    min_group: int = Programme.min_group,
) -> dict[Role, int]:
    """What the year would come to by role with one more questionnaire of `minutes`: only for
    those of `roles` whom it takes past `limit` minutes; then the curator has to say why."""
    found = await expected_year(session, schools, year, min_group)
    sums = {role: found.get(role, 0) + minutes for role in roles}
    return {role: total for role, total in sums.items() if total > limit}


def explained(over: Mapping[Role, int], limit: int, reason: str) -> dict[str, Any]:
    """For the details of the audit entry: what was passed and why. UserError for no reason."""
    words = " ".join(reason.split())
    if len(words) < SHORTEST:
        raise UserError("burden-reason-short")
    if len(words) > LONGEST:
        raise UserError("burden-reason-long", length=len(words), most=LONGEST)
    return {"limit": limit, "minutes": {r.value: n for r, n in over.items()}, "reason": words}


async def of_wave(session: AsyncSession, wave: Wave, min_group: int) -> dict[Role, "Takes"]:
    """How long a wave takes, by role in their order."""
    asked = await _asked(session, [wave])
    real = await measured(session, {key for _, key, _, _ in asked}, min_group)
    found = {
        role: Takes(minutes, minutes_of(real[key, role]) if (key, role) in real else None)
        for _, key, role, minutes in asked
    }
    return {role: found[role] for role in Role if role in found}


@dataclass(frozen=True)
class Takes:
    """Minutes: what the author thinks, and what it really took."""

    estimated: int
    measured: int | None


async def _year(
    session: AsyncSession, schools: Collection[int], year: int, min_group: int
) -> list[Asked]:
    """All questionnaires of the year but those that were missed."""
    held = Wave.closed_at.is_(None) | Wave.opened_at.is_not(None)
    found = await session.scalars(
        select(Wave).where(Wave.organisation_id.in_(schools), Wave.academic_year == year, held)
    )
    asked = await _asked(session, found.all())
    real = await measured(session, {key for _, key, _, _ in asked}, min_group)
    return [
        Asked(wave, role, real.get((key, role), minutes * MINUTE))
        for wave, key, role, minutes in asked
    ]


async def _asked(
    session: AsyncSession, waves: Collection[Wave]
) -> list[tuple[Wave, str, Role, int]]:
    """What is asked in the waves, by the key of the questionnaire, with its author's minutes:
    what was frozen, or for those that have not been opened yet what the catalogue has."""
    by_id = {wave.id: wave for wave in waves}
    minutes = QuestionnaireVersion.spec["minutes"].as_integer()
    rows = await session.execute(
        select(
            WaveQuestionnaire.wave_id, QuestionnaireVersion.key, WaveQuestionnaire.role, minutes
        )
        .join(QuestionnaireVersion, QuestionnaireVersion.id == WaveQuestionnaire.version_id)
        .where(WaveQuestionnaire.wave_id.in_(by_id))
    )
    found = [(by_id[wave], key, role, takes) for wave, key, role, takes in rows]
    frozen = {wave.id for wave, _, _, _ in found}
    return found + [
        (wave, spec.key, Role(spec.role), spec.minutes)
        for wave in waves
        if wave.id not in frozen
        for spec in catalogue.built_in()
        if spec.wave == WaveCode.of(wave.code)
    ]


def _of_one_person(asked: Collection[Asked]) -> int:
    """Seconds. The short checks are for a newcomer's first days: as many as fit in there."""
    checks = [one for one in asked if one.kind is WaveCode.CHECK]
    fit = [sum(one.seconds for one in checks if _follows(first, one)) for first in checks]
    return sum(one.seconds for one in asked if one not in checks) + max(fit, default=0)


def _follows(first: Asked, other: Asked) -> bool:
    return timedelta(0) <= other.wave.opens_on - first.wave.opens_on <= FIRST_DAYS
