"""Who writes to us: the account, the person behind it, what they may do."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from models import Account, Consent, Organisation, Person, RoleGrant
from models.enums import AccountStatus, ConsentKind, Role
from services import notifications
from services.errors import NotFound

MANAGING = frozenset({Role.CURATOR, Role.MUNICIPAL_COORDINATOR})
"""Roles that run the programme in their organisation and below it."""


@dataclass(frozen=True)
class Who:
    """Whoever caused an update. `person` is None until an invitation is used."""

    account: Account
    person: Person | None
    grants: tuple[RoleGrant, ...]
    consented: bool

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    @property
    def me(self) -> Person:
        """The person; raises NotFound for an account nobody has joined with."""
        if self.person is None:
            raise NotFound("join-first")
        return self.person

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the person's organisation."""
        return ZoneInfo(self.me.organisation.timezone)

    def managed(self) -> list[int]:
        """The organisations the person runs; those below them are not listed."""
        return [grant.organisation_id for grant in self.grants if grant.role in MANAGING]


async def meet(session: AsyncSession, address: int, language: str | None, now: datetime) -> Who:
    """The account that writes (made when it is new), its person, roles and consent."""
    found = await _account(session, address)
    if found is None:
        await session.execute(
            insert(Account)
            .values(
                messenger="telegram",
                address=address,
                language="en" if language == "en" else "ru",
                created_at=now,
            )
            .on_conflict_do_nothing()
        )
        found = await _account(session, address)
        assert found is not None
    return await who(session, found)


async def _account(session: AsyncSession, address: int) -> Account | None:
    return await session.scalar(
        select(Account)
        .where(Account.messenger == "telegram", Account.address == address)
        .options(joinedload(Account.person).joinedload(Person.organisation))
        .execution_options(populate_existing=True)
    )


async def who(session: AsyncSession, account: Account) -> Who:
    """Roles and consent of an account whose person is loaded."""
    if account.person_id is None:
        return Who(account, None, (), consented=False)
    rows = await session.execute(
        select(RoleGrant, _consented(account.person_id)).where(
            RoleGrant.person_id == account.person_id
        )
    )
    found = rows.all()
    grants = tuple(grant for grant, _ in found)
    return Who(account, account.person, grants, bool(found and found[0][1]))


def _consented(person_id: int) -> ScalarSelect[int]:
    return (
        select(func.count())
        .where(
            Consent.person_id == person_id,
            Consent.kind == ConsentKind.PERSONAL_DATA,
            Consent.withdrawn_at.is_(None),
        )
        .scalar_subquery()
    )


async def by_id(session: AsyncSession, account_id: int) -> Who:
    """The same for a known account; for messages the bot sends by itself."""
    account = await session.scalar(
        select(Account)
        .where(Account.id == account_id)
        .options(joinedload(Account.person).joinedload(Person.organisation))
        .execution_options(populate_existing=True)
    )
    if account is None:
        raise NotFound
    return await who(session, account)


async def block(session: AsyncSession, account: Account) -> None:
    await notifications.unreachable(session, account.id, AccountStatus.BLOCKED)


async def unblock(session: AsyncSession, account: Account, now: datetime) -> None:
    account.status = AccountStatus.ACTIVE
    await notifications.reachable_again(session, account.id, now)


async def organisations_below(session: AsyncSession, roots: list[int]) -> list[int]:
    """The organisations given and everything under them."""
    tree = select(Organisation.id).where(Organisation.id.in_(roots)).cte(recursive=True)
    tree = tree.union(select(Organisation.id).join(tree, Organisation.parent_id == tree.c.id))
    return list(await session.scalars(select(tree.c.id)))
