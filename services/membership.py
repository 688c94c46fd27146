"""Who of a school is in the bot and who is not, for those who run it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Absence, Account, Invite, Organisation, Person, RoleGrant
from models.enums import AccountStatus, Role
from services import fates, reach
from services.access import scope
from services.errors import NotFound
from services.fates import Last
from services.people import Who
from services.reach import consented
from services.roster.normalise import natural_order


class State(StrEnum):
    """`no_consent`: came by the link, has not agreed; `muted`: joined, wants no reminders."""

    JOINED = "joined"
    MUTED = "muted"
    NO_CONSENT = "no_consent"
    BLOCKED = "blocked"
    GONE = "gone"
    NEVER_STARTED = "never_started"


JOINED = frozenset({State.JOINED, State.MUTED})
NEED_A_LINK = frozenset({State.NEVER_STARTED, State.GONE})
"""Nobody of them can be met without a new invitation."""


@dataclass(frozen=True)
class Member:
    """`serves`: the organisations in which the person has a role."""

    person_id: int
    organisation_id: int
    name: str
    position: str | None
    roles: tuple[Role, ...]
    serves: frozenset[int]
    state: State


@dataclass(frozen=True)
class Place:
    """A school, or an office above schools, with its own people by name."""

    organisation_id: int
    name: str
    timezone: str
    members: tuple[Member, ...]

    @property
    def joined(self) -> int:
        return sum(member.state in JOINED for member in self.members)

    @property
    def total(self) -> int:
        return len(self.members)


@dataclass(frozen=True)
class Profile:
    """`last_invite` (0: none) changes with every new link; `link_until`: one is waiting;
    `last_message`: the newest of those that go to many, questionnaires and reminders; `leave`:
    the one that the person is on."""

    member: Member
    place: str
    timezone: str
    last_invite: int
    link_until: datetime | None
    last_message: Last | None
    leave: Absence | None


async def people_in(session: AsyncSession, organisation_ids: Collection[int]) -> list[Member]:
    """Everybody of these organisations (not of those below), sorted by name."""
    return await _members(session, Person.organisation_id.in_(organisation_ids))


async def places(session: AsyncSession, who: Who) -> list[Place]:
    """Those of the person's scope that have people, sorted by name."""
    return await _places(session, await scope(session, who))


async def place(session: AsyncSession, who: Who, organisation_id: int) -> Place:
    """One of the scope; raises NotFound for any other, and for one without people."""
    if organisation_id not in await scope(session, who):
        raise NotFound
    found = await _places(session, [organisation_id])
    if not found:
        raise NotFound
    return found[0]


async def profile(session: AsyncSession, who: Who, person_id: int, now: datetime) -> Profile:
    """A person of the scope; raises NotFound for any other."""
    found = await _members(session, Person.id == person_id)
    if not found or found[0].organisation_id not in await scope(session, who):
        raise NotFound
    home = await session.get_one(Organisation, found[0].organisation_id)
    waiting = (Invite.used_at.is_(None), Invite.revoked_at.is_(None), Invite.expires_at > now)
    until = await session.scalar(
        select(func.max(Invite.expires_at)).where(Invite.person_id == person_id, *waiting)
    )
    last = await last_invite(session, [person_id])
    told = await fates.last_message(session, person_id)
    leave = await reach.leave_of(session, person_id, now)
    return Profile(found[0], home.name, home.timezone, last, until, told, leave)


async def last_invite(session: AsyncSession, person_ids: Sequence[int]) -> int:
    """The newest invitation made for any of them, 0 when there is none."""
    newest = select(func.max(Invite.id)).where(Invite.person_id.in_(person_ids))
    return await session.scalar(newest) or 0


async def _places(session: AsyncSession, organisation_ids: Collection[int]) -> list[Place]:
    here: dict[int, list[Member]] = {}
    for member in await people_in(session, organisation_ids):
        here.setdefault(member.organisation_id, []).append(member)
    rows = await session.scalars(select(Organisation).where(Organisation.id.in_(here)))
    found = sorted(rows, key=lambda one: (natural_order(one.name_key), one.id))
    return [Place(one.id, one.name, one.timezone, tuple(here[one.id])) for one in found]


async def _members(session: AsyncSession, which: ColumnElement[bool]) -> list[Member]:
    """Of a person with several accounts the active one counts: it comes last."""
    rows = await session.execute(
        select(Person, Account.status, Account.muted_at, consented(Person.id))
        .join(Account, Account.person_id == Person.id, isouter=True)
        .where(which)
        .order_by(Person.name_key, Person.id, Account.status == AccountStatus.ACTIVE)
    )
    found = {person: _state(status, muted, agreed) for person, status, muted, agreed in rows}
    grants = await _grants(session, which)
    return [_member(person, grants.get(person.id, []), found[person]) for person in found]


async def _grants(session: AsyncSession, which: ColumnElement[bool]) -> dict[int, list[RoleGrant]]:
    rows = await session.scalars(
        select(RoleGrant).join(Person, Person.id == RoleGrant.person_id).where(which)
    )
    found: dict[int, list[RoleGrant]] = {}
    for grant in rows:
        found.setdefault(grant.person_id, []).append(grant)
    return found


def _member(person: Person, grants: Sequence[RoleGrant], state: State) -> Member:
    held = {grant.role for grant in grants}
    return Member(
        person.id,
        person.organisation_id,
        person.full_name,
        person.position,
        tuple(role for role in Role if role in held),
        frozenset(grant.organisation_id for grant in grants),
        state,
    )


def _state(status: AccountStatus | None, muted_at: datetime | None, agreed: bool) -> State:
    if status is None:
        return State.NEVER_STARTED
    if status is not AccountStatus.ACTIVE:
        return State(status.value)
    if not agreed:
        return State.NO_CONSENT
    return State.MUTED if muted_at else State.JOINED
