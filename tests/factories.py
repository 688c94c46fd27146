"""People, schools and pairs for tests, with plain defaults."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Base, Mentorship, Organisation, Person, RoleGrant
from models.enums import (
    MentorshipForm,
    MentorshipKind,
    OrganisationKind,
    Role,
)
from services import joining
from services.replies import Reply, owe
from services.roster.normalise import name_key, organisation_key
from services.sending import Owed
from tests.conversation import User, World

ZONE = "Asia/Yekaterinburg"


async def make_organisation(
    session: AsyncSession,
    name: str = "МБОУ СОШ № 1",
    parent: Organisation | None = None,
    kind: OrganisationKind = OrganisationKind.SCHOOL,
    timezone: str = ZONE,
) -> Organisation:
    organisation = Organisation(
        name=name,
        name_key=organisation_key(name),
        parent_id=parent.id if parent else None,
        kind=kind,
        timezone=timezone,
    )
    session.add(organisation)
    await session.flush()
    return organisation


async def make_person(
    session: AsyncSession, organisation: Organisation, full_name: str, *roles: Role
) -> Person:
    person = Person(
        organisation_id=organisation.id, full_name=full_name, name_key=name_key(full_name)
    )
    session.add(person)
    await session.flush()
    session.add_all(
        RoleGrant(person_id=person.id, role=role, organisation_id=organisation.id)
        for role in roles
    )
    await session.flush()
    return person


async def make_pair(
    session: AsyncSession,
    mentor: Person,
    mentee: Person,
    starts_on: date = date(2026, 9, 1),
    ends_on: date = date(2027, 5, 31),
) -> Mentorship:
    pair = Mentorship(
        organisation_id=mentee.organisation_id,
        mentor_id=mentor.id,
        mentee_id=mentee.id,
        form=MentorshipForm.TEACHER_TEACHER,
        kind=MentorshipKind.TRADITIONAL,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    session.add(pair)
    await session.flush()
    return pair


async def make_joined(world: World, person: Person, address: int) -> User:
    """The person has used an invitation and agreed to the consent, through the chat."""
    async with world.sessions.begin() as session:
        token = await joining.invite_person(session, person.id, world.now)
    user = world.user(address)
    await user.says(f"/start {token}")
    await user.clicks("Согласен")
    return user


@dataclass
class School:
    """A town with one school: a curator, Anna the mentor, Boris the mentee, all joined."""

    town: Organisation
    school: Organisation
    people: dict[str, Person]
    pair: Mentorship
    users: dict[str, User] = field(default_factory=dict)

    @property
    def anna(self) -> User:
        return self.users["anna"]

    @property
    def boris(self) -> User:
        return self.users["boris"]

    @property
    def curator(self) -> User:
        return self.users["curator"]


async def make_school(world: World, join: bool = True) -> School:
    async with world.sessions.begin() as session:
        town = await make_organisation(
            session, "Управление образования", kind=OrganisationKind.MUNICIPALITY
        )
        school = await make_organisation(session, parent=town)
        people = {
            "anna": await make_person(session, school, "Иванова Анна Петровна", Role.MENTOR),
            "boris": await make_person(session, school, "Орлов Борис Ильич", Role.MENTEE),
            "curator": await make_person(session, school, "Ким Вера Олеговна", Role.CURATOR),
        }
        pair = await make_pair(session, people["anna"], people["boris"])
    made = School(town, school, people, pair)
    if join:
        for address, name in enumerate(people, start=100):
            made.users[name] = await make_joined(world, people[name], address)
    return made


async def make_coordinator(world: World, town: Organisation, address: int = 500) -> User:
    """Inna runs the town."""
    async with world.sessions.begin() as session:
        role = Role.MUNICIPAL_COORDINATOR
        person = await make_person(session, town, "Соколова Инна Юрьевна", role)
    return await make_joined(world, person, address)


async def count(world: World, table: type[Base]) -> int:
    """All rows of the table."""
    async with world.sessions() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def account_of(session: AsyncSession, address: int) -> Account:
    account = await session.scalar(select(Account).where(Account.address == address))
    assert account is not None
    return account


async def owe_one(
    session: AsyncSession,
    account: Any,
    key: str,
    args: dict[str, Any],
    now: datetime,
    owner: int | None = None,
) -> Owed | None:
    """Owes one reply; what `owner` may send at once."""
    return (await owe(session, [Reply(account, key, args)], now, owner)).get(key)
