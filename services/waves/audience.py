"""Who is meant by a round of questionnaires, and which rounds ask the same people meanwhile."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    FromClause,
    String,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    union,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, joinedload

from models import Mentorship, Organisation, RoleGrant, Wave, WaveQuestionnaire
from models.enums import Role, WaveCode
from services import catalogue
from services.calendar import WaveDays
from services.errors import UserError
from services.filled_in import UNDER_WAY
from services.reach import reachable

FIRST_DAYS = timedelta(days=100)
"""How long a newcomer is asked the short check: from the day of the first pair on."""


@dataclass(frozen=True)
class Audience:
    """People by role: all who are meant, and those of them who can be written to now."""

    people: Counter[Role] = field(default_factory=Counter)
    told: Counter[Role] = field(default_factory=Counter)


class Overlap(UserError):
    """The days meet another round that asks the same people (`school`: in which one, where there
    are several). The names in its words are the handlers' (`handlers.wording.refusal`)."""

    def __init__(self, days: WaveDays, title: str | None = None, school: str = "") -> None:
        super().__init__("waves-overlap")
        self.days, self.title, self.school = days, title, school


@cache
def roles_of(code: str) -> tuple[Role, ...]:
    """Who is asked in a round of the catalogue; nobody in an own one, which says so itself."""
    kind = WaveCode.of(code)
    asked = {Role(spec.role) for spec in catalogue.built_in() if spec.wave == kind}
    return tuple(role for role in Role if role in asked)


def of_waves(*which: ColumnElement[bool]) -> Subquery:
    """Waves with what they ask, as `meant` takes them."""
    return (
        select(
            Wave.id,
            Wave.organisation_id.label("place"),
            func.split_part(Wave.code, "-", 1).label("kind"),
            WaveQuestionnaire.role,
            Wave.opens_on,
            Wave.closes_on,
        )
        .join(WaveQuestionnaire, WaveQuestionnaire.wave_id == Wave.id)
        .where(*which)
        .subquery("rounds")
    )


def meant(rounds: FromClause) -> CompoundSelect[int, int, Role]:
    """Everybody whom the rounds ask, once in each role: `id` of the round, `person_id`, `role`.

    `rounds` has `id`, `place`, `kind`, `role`, `opens_on` and `closes_on`. Mentors and mentees
    are those of the place's pairs whose term touches the days, curators those of the place.
    """
    row = rounds.c
    person = case((row.role == Role.MENTOR, Mentorship.mentor_id), else_=Mentorship.mentee_id)
    pairs = (
        select(row.id, person.label("person_id"), row.role)
        .join(Mentorship, Mentorship.organisation_id == row.place)
        .where(row.role.in_((Role.MENTOR, Role.MENTEE)), Mentorship.status.in_(UNDER_WAY))
        .where(Mentorship.starts_on <= row.closes_on, Mentorship.ends_on >= row.opens_on)
        .where(or_(row.kind != WaveCode.CHECK, _is_new(row.opens_on)))
    )
    served = and_(RoleGrant.organisation_id == row.place, RoleGrant.role == row.role)
    curators = (
        select(row.id, RoleGrant.person_id, row.role)
        .join(RoleGrant, served)
        .where(row.role == Role.CURATOR)
    )
    return union(pairs, curators)


def _is_new(day: ColumnElement[date]) -> ColumnElement[bool]:
    """The mentee had no mentor yet more than FIRST_DAYS before the day."""
    earlier = aliased(Mentorship)
    return ~exists().where(
        earlier.mentee_id == Mentorship.mentee_id, earlier.starts_on < day - FIRST_DAYS
    )


async def how_many(
    session: AsyncSession,
    school_ids: Collection[int],
    roles: Collection[Role],
    opens_on: date,
    closes_on: date,
    now: datetime,
    code: str = WaveCode.OWN,
) -> Audience:
    """Whom a round of these schools would ask: as things stand at `now`."""
    found = Audience()
    for role in roles:
        rounds = (
            select(
                Organisation.id,
                Organisation.id.label("place"),
                literal(WaveCode.of(code).value, String).label("kind"),
                literal(role, WaveQuestionnaire.role.type).label("role"),
                literal(opens_on, Date).label("opens_on"),
                literal(closes_on, Date).label("closes_on"),
            )
            .where(Organisation.id.in_(school_ids))
            .subquery("rounds")
        )
        people, account = meant(rounds).subquery(), reachable(now).subquery()
        row = await session.execute(
            select(func.count(), func.count(account.c.id)).select_from(
                people.outerjoin(account, account.c.person_id == people.c.person_id)
            )
        )
        found.people[role], found.told[role] = row.one()
    return found


async def require_free(
    session: AsyncSession, school_ids: Collection[int], roles: Collection[Role], days: WaveDays
) -> None:
    """Overlap with a round of these schools that is not over, asks one of these roles and shares
    a day with `days`. The short check is never in the way, and nothing is in its way."""
    if WaveCode.of(days.code) is WaveCode.CHECK:
        return
    waves = await session.scalars(
        select(Wave)
        .where(Wave.organisation_id.in_(school_ids), Wave.closed_at.is_(None))
        .where(Wave.opens_on <= days.closes_on, Wave.closes_on >= days.opens_on)
        .where(Wave.code != days.code)
        .options(joinedload(Wave.organisation))
        .order_by(Wave.opens_on, Wave.id)
    )
    for wave in waves:
        asked = await asked_in(session, wave)
        if WaveCode.of(wave.code) is not WaveCode.CHECK and set(asked) & set(roles):
            found = WaveDays(wave.code, wave.opens_on, wave.closes_on)
            raise Overlap(found, wave.title, wave.organisation.name)


async def asked_in(session: AsyncSession, wave: Wave) -> tuple[Role, ...]:
    """Who is asked in a wave, an own one too."""
    if WaveCode.of(wave.code) != WaveCode.OWN:
        return roles_of(wave.code)
    asked = select(WaveQuestionnaire.role).where(WaveQuestionnaire.wave_id == wave.id)
    found = set(await session.scalars(asked))
    return tuple(role for role in Role if role in found)
