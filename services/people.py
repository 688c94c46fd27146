"""Who writes to us: the account, the person behind it, what they may do."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal, NamedTuple, cast
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, Select, Table, Update, bindparam, exists, func, select, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager
from sqlalchemy.orm.attributes import set_committed_value

from models import Account, Consent, Organisation, Person, RoleGrant
from models.enums import AccountStatus, ConsentKind, Role
from services import notifications
from services.errors import NotFound

MANAGING = frozenset({Role.CURATOR, Role.MUNICIPAL_COORDINATOR})
"""Roles that run the programme in their organisation and below it."""


class Grant(NamedTuple):
    """A role in an organisation and all below it."""

    role: Role
    organisation_id: int


@dataclass(frozen=True)
class Who:
    """Whoever caused an update. `person` is None until an invitation is used."""

    account: Account
    person: Person | None
    grants: tuple[Grant, ...]
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
    found = await _find(session, "address", address)
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
        found = await _find(session, "address", address)
        assert found is not None
    return found


async def by_id(session: AsyncSession, account_id: int) -> Who:
    """The same for a known account; for messages the bot sends by itself."""
    found = await _find(session, "id", account_id)
    if found is None:
        raise NotFound
    return found


async def _find(session: AsyncSession, by: Literal["address", "id"], value: int) -> Who | None:
    row = (await session.execute(_account(by), {"wanted": value})).one_or_none()
    if row is None:
        return None
    account, held, consented = row
    grants = tuple(Grant(Role(role), organisation) for role, organisation in held or ())
    return Who(account, account.person, grants, bool(grants) and consented)


@cache
def _account(by: Literal["address", "id"]) -> Select[Account, Any, bool]:
    """All about who writes, in one round trip; built once, as it runs for every update."""
    grant = func.json_build_array(RoleGrant.role, RoleGrant.organisation_id)
    grants = select(func.json_agg(grant, type_=JSON)).where(RoleGrant.person_id == Person.id)
    consented = exists().where(
        Consent.person_id == Person.id,
        Consent.kind == ConsentKind.PERSONAL_DATA,
        Consent.withdrawn_at.is_(None),
    )
    column = Account.address if by == "address" else Account.id
    return (
        select(Account, grants.scalar_subquery(), consented)
        .outerjoin(Account.person)
        .outerjoin(Person.organisation)
        .options(contains_eager(Account.person).contains_eager(Person.organisation))
        .where(Account.messenger == "telegram", column == bindparam("wanted"))
        .execution_options(populate_existing=True)
    )


async def expect(session: AsyncSession, account: Account, what: dict[str, Any] | None) -> None:
    """What the account's next free text will mean; written only when it changes."""
    if account.expects == what:
        return
    await session.execute(_expecting(), {"number": account.id, "what": what})
    set_committed_value(account, "expects", what)


@cache
def _expecting() -> Update:
    row = cast(Table, Account.__table__)
    what = bindparam("what", type_=JSONB(none_as_null=True))
    return update(row).where(row.c.id == bindparam("number")).values(expects=what)


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
