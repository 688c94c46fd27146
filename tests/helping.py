"""People who ask for help and those who are asked: what the tests of requests share."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, HelpRequest, Organisation, Person, RoleGrant
from models.enums import AccountStatus, Role, WaveCode
from services import answering, joining
from tests.conversation import User, World
from tests.factories import School, make_person
from tests.surveys import joined, make_joined_school, make_wave


@dataclass
class Asking:
    """Anna, Boris her mentee, and Vera the curator; `numbers`: of the December questionnaires,
    where there are some."""

    world: World
    school: School
    numbers: dict[str, int] = field(default_factory=dict)

    @property
    def anna(self) -> User:
        return self.school.anna

    @property
    def boris(self) -> User:
        return self.school.boris

    @property
    def curator(self) -> User:
        return self.school.curator

    def person(self, name: str) -> Person:
        return self.school.people[name]

    async def asks(self, label: str, user: User | None = None) -> str:
        """Opens /support, chooses and sends; returns what is shown then."""
        user = user or self.boris
        await user.says("/support")
        await user.clicks(label)
        return await user.clicks("Отправить")

    async def sends(self, kind: str, name: str = "boris") -> str:
        """Answers the questionnaire, asks for this help and sends; returns the thanks."""
        user, person = self.school.users[name], self.person(name).id
        number = self.numbers[name]
        async with self.world.sessions.begin() as session:
            sheet = await answering.begin(session, person, number, self.world.now)
            while step := sheet.step:
                value = kind if not step.item.statistics else ("skip", *step.item.values)[-1]
                at = number, step.key
                sheet = await answering.choose(session, person, at, value, self.world.now)
        await user.says("/survey")
        return await user.clicks("Отправить")

    async def adds(
        self, name: str, role: Role, address: int | None, at: Organisation | None = None
    ) -> User:
        """Somebody with a role in the school, who has joined if there is an address."""
        async with self.world.sessions.begin() as session:
            person = await make_person(session, at or self.school.school, name, role)
            self.school.people[name] = person
            if address is None:
                return self.world.user(0)
            return await joined(session, self.world, person, address)

    async def requests(self) -> list[HelpRequest]:
        async with self.world.sessions() as session:
            return list(await session.scalars(select(HelpRequest).order_by(HelpRequest.id)))

    async def only(self) -> HelpRequest:
        (request,) = await self.requests()
        return request

    async def sets_account(self, user: User, **values: object) -> None:
        """`person_id`, `muted_at`, `status`, `language` and so on."""
        which = update(Account).where(Account.address == user.address)
        async with self.world.sessions.begin() as session:
            await session.execute(which.values(**values))

    async def blocked(self, user: User) -> None:
        await self.sets_account(user, status=AccountStatus.BLOCKED)

    async def grants(self, name: str, role: Role) -> None:
        """One more role, where the person belongs."""
        person = self.person(name)
        place = person.organisation_id
        async with self.world.sessions.begin() as session:
            session.add(RoleGrant(person_id=person.id, role=role, organisation_id=place))

    async def loses_role(self, name: str) -> None:
        async with self.world.sessions.begin() as session:
            held = RoleGrant.person_id == self.person(name).id
            await session.execute(delete(RoleGrant).where(held))

    async def withdraws(self, name: str) -> None:
        """The consent."""
        async with self.world.sessions.begin() as session:
            await joining.withdraw(session, self.person(name).id, self.world.now)


async def make_asking(world: World) -> Asking:
    return Asking(world, await make_joined_school(world))


async def with_surveys(
    asking: Asking, session: AsyncSession, people: Iterable[tuple[str, Role]]
) -> None:
    """The December questionnaire lies before them."""
    found = [(name, asking.person(name), role) for name, role in people]
    made = await make_wave(
        session,
        asking.school.school,
        WaveCode.INTERIM,
        people=[(person, role) for _, person, role in found],
    )
    asking.numbers = {name: made.of(person, role) for name, person, role in found}


def times(user: User, words: str) -> int:
    """In how many messages the words stand."""
    return sum(words in message.plain for message in user.chat)


MUTED = {"muted_at": datetime.fromisoformat("2026-09-01T00:00:00Z")}
"""Said /stop long ago."""
