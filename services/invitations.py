"""Links and printed sheets that bring people in, made by those who run a school.

`last` is the newest invitation that the person saw when pressing. When there is a newer one, the
press is a second one or an old one: it makes nothing, and the link just made stays good.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditEntry, Person
from models.enums import Role
from services import access, joining, membership
from services.errors import UserError
from services.joining import INVITE_DAYS
from services.membership import NEED_A_LINK, Member, Place
from services.people import Who


@dataclass(frozen=True)
class Link:
    """`until` is local to the person's organisation; `replaced`: an older link died for it."""

    token: str
    until: datetime
    replaced: bool


@dataclass(frozen=True)
class Guest:
    name: str
    roles: tuple[Role, ...]
    token: str


@dataclass(frozen=True)
class Sheet:
    place: str
    until: datetime
    guests: tuple[Guest, ...]


async def invite(
    session: AsyncSession, who: Who, person_id: int, last: int, now: datetime
) -> Link | None:
    """A fresh one-time link for a person of the scope; None for a press that came too late.

    Raises NotFound for somebody of another school, UserError for somebody with a role
    outside the scope of the one who asks: such a link would be a way up.
    """
    await _lock(session, [person_id])
    known = await membership.profile(session, who, person_id, now)
    if known.member.serves - await access.scope(session, who):
        raise UserError("people-link-above")
    if known.last_invite != last:
        return None
    token = await joining.invite_person(session, person_id, now)
    _audit(session, who, "invite.link", {"person": person_id}, now)
    await session.flush()
    return Link(token, _until(now, known.timezone), known.link_until is not None)


async def waiting(session: AsyncSession, who: Who, place: Place) -> list[Member]:
    """Those of the place who need a link and may get one from this person."""
    scope = await access.scope(session, who)
    return [m for m in place.members if m.state in NEED_A_LINK and m.serves <= scope]


async def last_of(session: AsyncSession, members: Sequence[Member]) -> int:
    return await membership.last_invite(session, [member.person_id for member in members])


async def sheet(
    session: AsyncSession, who: Who, organisation_id: int, last: int, now: datetime
) -> Sheet | None:
    """Fresh links for all who wait; their earlier unused ones stop working. None as above, or
    when nobody waits. Raises NotFound for another school."""
    place = await membership.place(session, who, organisation_id)
    await _lock(session, [member.person_id for member in place.members])
    members = await waiting(session, who, place)
    if not members or await last_of(session, members) != last:
        return None
    guests = [
        Guest(m.name, m.roles, await joining.invite_person(session, m.person_id, now))
        for m in members
    ]
    details = {"organisation": organisation_id, "people": [m.person_id for m in members]}
    _audit(session, who, "invite.sheet", details, now)
    await session.flush()
    return Sheet(place.name, _until(now, place.timezone), tuple(guests))


async def _lock(session: AsyncSession, person_ids: Sequence[int]) -> None:
    """Two who invite the same people wait for each other; one order, so never for ever."""
    await session.execute(
        select(Person.id).where(Person.id.in_(person_ids)).order_by(Person.id).with_for_update()
    )


def _until(now: datetime, timezone: str) -> datetime:
    return (now + timedelta(days=INVITE_DAYS)).astimezone(ZoneInfo(timezone))


def _audit(
    session: AsyncSession, who: Who, action: str, details: dict[str, object], now: datetime
) -> None:
    session.add(AuditEntry(at=now, actor_id=who.me.id, action=action, details=details))
