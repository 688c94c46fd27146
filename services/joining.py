"""How people come in: one-time invitations, the consent, and how they leave."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Consent, Invite, Organisation, Person, RoleGrant
from models.enums import AccountStatus, ConsentKind, Role
from services import people, reach
from services.errors import UserError
from services.roster.normalise import name_key, person_name

INVITE_DAYS = 60
CONSENT_VERSION = "2026-11-26"


def hashed(text: str) -> str:
    """SHA-256 in hexadecimal: what is kept of a token or of a consent's text."""
    return hashlib.sha256(text.encode()).hexdigest()


async def invite_person(session: AsyncSession, person_id: int, now: datetime) -> str:
    """A one-time token (128 bits, 22 characters) for a person of the roster.

    Earlier unused invitations of the same person stop working.
    """
    await session.execute(
        update(Invite)
        .where(Invite.person_id == person_id, Invite.used_at.is_(None))
        .values(revoked_at=now)
    )
    return _invite(session, Invite(person_id=person_id), now)


async def invite_role(
    session: AsyncSession, role: Role, organisation_id: int, now: datetime
) -> str:
    """A one-time token for somebody who is not in the roster yet; raises for an unknown place."""
    if await session.get(Organisation, organisation_id) is None:
        raise UserError("invite-no-organisation", number=str(organisation_id))
    return _invite(session, Invite(role=role, organisation_id=organisation_id), now)


def _invite(session: AsyncSession, invite: Invite, now: datetime) -> str:
    token = secrets.token_urlsafe(16)
    invite.token_hash = hashed(token)
    invite.created_at = now
    invite.expires_at = now + timedelta(days=INVITE_DAYS)
    session.add(invite)
    return token


async def accept(session: AsyncSession, account: Account, token: str, now: datetime) -> Invite:
    """Uses an invitation for this account; raises UserError when it cannot be used.

    A link tapped again by the one who used it is no error: the invite is returned as it is,
    unless the person has moved on to another account by a newer link.
    For an invitation to a role the account gets its person later, by `introduce`.
    """
    invite = await session.scalar(
        select(Invite).where(Invite.token_hash == hashed(token)).with_for_update()
    )
    if invite is None or invite.revoked_at:
        raise UserError("invite-unknown")
    if invite.used_by == account.id and invite.person_id == account.person_id:
        return invite
    if invite.used_at:
        raise UserError("invite-used")
    if invite.expires_at <= now:
        raise UserError("invite-expired")
    if account.person_id and account.person_id != invite.person_id:
        raise UserError("invite-foreign")
    invite.used_at, invite.used_by = now, account.id
    if invite.person_id:
        await _bind(session, account, invite.person_id, now)
    return invite


async def _bind(session: AsyncSession, account: Account, person_id: int, now: datetime) -> None:
    """The person's address is now this account; an earlier one (a lost phone) loses it, and what
    has not reached the person there comes here."""
    earlier = await session.scalars(
        update(Account)
        .where(Account.person_id == person_id, Account.id != account.id)
        .values(person_id=None)
        .returning(Account.id)
    )
    lost = list(earlier)
    account.person_id = person_id
    account.status = AccountStatus.ACTIVE
    await session.flush()
    if lost:
        await reach.readdress(session, lost, account.id, now)


async def introduce(
    session: AsyncSession, account: Account, invite_id: int, full_name: str, now: datetime
) -> Person:
    """Who came by an invitation to a role says their name and gets the role; once a link."""
    invite = await session.get(Invite, invite_id)
    if invite is None or invite.used_by != account.id or invite.person_id or account.person_id:
        raise UserError("invite-unknown")
    if len(full_name.split()) < 2 or len(full_name) > 200:
        raise UserError("join-name-wrong")
    assert invite.role is not None
    assert invite.organisation_id is not None
    key = name_key(full_name)
    known = select(Person).where(
        Person.organisation_id == invite.organisation_id, Person.name_key == key
    )
    if await session.scalar(known):
        raise UserError("join-name-taken", name=person_name(full_name))
    person = Person(
        organisation_id=invite.organisation_id, full_name=person_name(full_name), name_key=key
    )
    session.add(person)
    await session.flush()
    session.add(
        RoleGrant(person_id=person.id, role=invite.role, organisation_id=invite.organisation_id)
    )
    invite.person_id = person.id
    await _bind(session, account, person.id, now)
    return person


async def come_back(session: AsyncSession, account: Account, now: datetime) -> None:
    """The account can and may be written to again: what has not expired is owed, in working
    hours."""
    await people.unblock(session, account, now)
    await reach.hold_till_morning(session, now, account.id)


async def consent(session: AsyncSession, person_id: int, text: str, now: datetime) -> None:
    """Keeps that the person agreed to this very text; a second tap changes nothing."""
    if await session.scalar(_standing(person_id).limit(1)):
        return
    session.add(
        Consent(
            person_id=person_id,
            kind=ConsentKind.PERSONAL_DATA,
            version=CONSENT_VERSION,
            text_hash=hashed(text),
            given_at=now,
        )
    )
    await session.flush()


async def withdraw(session: AsyncSession, person_id: int, now: datetime) -> None:
    """From now on nothing is asked of the person and nothing is sent but replies."""
    for given in await session.scalars(_standing(person_id)):
        given.withdrawn_at = now
    await session.flush()


def _standing(person_id: int) -> Select[Consent]:
    return select(Consent).where(
        Consent.person_id == person_id,
        Consent.kind == ConsentKind.PERSONAL_DATA,
        Consent.withdrawn_at.is_(None),
    )
