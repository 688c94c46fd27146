"""Who writes to us: the account, the person behind it, what they may do."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    Exists,
    Integer,
    ScalarSelect,
    Select,
    Update,
    any_,
    bindparam,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Consent, Organisation, Person, RoleGrant
from models.enums import AccountStatus, ConsentKind, Role
from services import notifications
from services.errors import NotFound
from services.tables import table

MANAGING = frozenset({Role.CURATOR, Role.MUNICIPAL_COORDINATOR})
"""Roles that run the programme in their organisation and below it."""


class Grant(NamedTuple):
    """A role in an organisation and all below it."""

    role: Role
    organisation_id: int


class Sender(NamedTuple):
    """An account as it was read; `people.account` is the one to change."""

    id: int
    address: int
    status: AccountStatus
    language: str
    expects: dict[str, Any] | None
    muted_at: datetime | None
    person_id: int | None


class Place(NamedTuple):
    """The organisation of a person."""

    id: int
    name: str
    timezone: str


class Me(NamedTuple):
    """A person as they were read, for what the bot says and whom it belongs to."""

    id: int
    organisation_id: int
    full_name: str
    phone: str | None
    organisation: Place


@dataclass(frozen=True)
class Who:
    """Whoever caused an update. `person` is None until an invitation is used."""

    account: Sender
    person: Me | None
    grants: tuple[Grant, ...]
    consented: bool

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    @property
    def me(self) -> Me:
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


class Met(NamedTuple):
    """Who writes, as their messenger tells it."""

    address: int
    language: str | None = None


async def meet(session: AsyncSession, everybody: Collection[Met], now: datetime) -> dict[int, Who]:
    """The accounts that write (made when they are new), by address, with their persons, roles
    and consents."""
    addresses = [one.address for one in everybody]
    found = await _find(session, addresses)
    if new := [one for one in everybody if one.address not in found]:
        rows = [
            {
                "messenger": "telegram",
                "address": one.address,
                "language": "en" if one.language == "en" else "ru",
                "created_at": now,
            }
            for one in sorted(new)
        ]
        await session.execute(insert(Account).values(rows).on_conflict_do_nothing())
        found = await _find(session, addresses)
    return found


async def by_id(session: AsyncSession, account_id: int) -> Who:
    """The same for a known account, as it has become."""
    found = await of_many(session, [account_id])
    if account_id not in found:
        raise NotFound
    return found[account_id]


async def of_many(session: AsyncSession, account_ids: Collection[int]) -> dict[int, Who]:
    """The same for many accounts at once; for messages the bot sends by itself."""
    rows = await session.execute(_account("id"), {"wanted": list(account_ids)})
    return {row[0]: _who(row) for row in rows}


async def account(session: AsyncSession, who: Who) -> Account:
    """The account to change; then `by_id` reads what it has become."""
    return await session.get_one(Account, who.account.id)


async def _find(session: AsyncSession, addresses: Collection[int]) -> dict[int, Who]:
    rows = await session.execute(_account("address"), {"wanted": list(addresses)})
    return {row[1]: _who(row) for row in rows}


def _who(row: Sequence[Any]) -> Who:
    *sender, person_id, name, phone, place, place_name, timezone, held, consented = row
    found = Sender._make((*sender, person_id))
    if person_id is None:
        return Who(found, None, (), False)
    person = Me(person_id, place, name, phone, Place(place, place_name, timezone))
    grants = tuple(Grant(Role(role), organisation) for role, organisation in held or ())
    return Who(found, person, grants, bool(grants) and consented)


@cache
def _account(by: Literal["address", "id"]) -> Select[Any]:
    """All about those who write, in one round trip, without entities: it runs all the time."""
    account, person, place = table(Account).c, table(Person).c, table(Organisation).c
    sender = (account.id, account.address, account.status, account.language, account.expects)
    named = (person.id, person.full_name, person.phone, place.id, place.name, place.timezone)
    wanted = {
        "address": account.address == any_(bindparam("wanted", type_=ARRAY(BigInteger))),
        "id": account.id == any_(bindparam("wanted", type_=ARRAY(Integer))),
    }
    return (
        select(*sender, account.muted_at, *named, _grants(), _consented())
        .select_from(table(Account))
        .outerjoin(table(Person), person.id == account.person_id)
        .outerjoin(table(Organisation), place.id == person.organisation_id)
        .where(account.messenger == "telegram", wanted[by])
    )


def _grants() -> ScalarSelect[Any]:
    held = table(RoleGrant).c
    grants = func.json_agg(func.json_build_array(held.role, held.organisation_id), type_=JSON)
    return select(grants).where(held.person_id == table(Person).c.id).scalar_subquery()


def _consented() -> Exists:
    given = table(Consent).c
    return exists().where(
        given.person_id == table(Person).c.id,
        given.kind == ConsentKind.PERSONAL_DATA,
        given.withdrawn_at.is_(None),
    )


async def expect(session: AsyncSession, account: Sender, what: dict[str, Any] | None) -> None:
    """What the account's next free text will mean; written only when it changes."""
    if account.expects != what:
        await session.execute(_expecting(), {"number": account.id, "what": what})


@cache
def _expecting() -> Update:
    row = table(Account)
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
