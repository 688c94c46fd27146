"""Schools with something that needs attention: what the tests of it share."""

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Mentorship, Notification, Organisation, Person
from models.enums import Role
from tests.conversation import User, World
from tests.factories import School, make_organisation, make_pair, make_person
from tests.pair import TODAY, logs
from tests.surveys import joined, make_joined_school
from tests.year import comes, only

MONDAY = "2026-09-28 09:05"
"""The pair of `make_calm` has been quiet since the 22nd."""


async def make_calm(world: World) -> School:
    """Anna, Boris and their curator, all in the bot; nothing is asked."""
    made = await make_joined_school(world)
    await only(world)
    return made


async def add_quiet(
    session: AsyncSession, place: Organisation, mentor: str, mentee: str
) -> tuple[Person, Person]:
    """A pair since September that has never met, and is not in the bot."""
    one = await make_person(session, place, mentor, Role.MENTOR)
    other = await make_person(session, place, mentee, Role.MENTEE)
    await make_pair(session, one, other)
    return one, other


async def add_school(
    world: World, made: School, name: str, pairs: int, timezone: str | None = None
) -> Organisation:
    """Another school of the town, with quiet pairs who are not in the bot."""
    zone = {"timezone": timezone} if timezone else {}
    async with world.sessions.begin() as session:
        place = await make_organisation(session, name, made.town, **zone)
        for number in range(pairs):
            await add_quiet(session, place, f"Белова Ольга {number}", f"Уваров Пётр {number}")
    return place


async def add_curator(
    world: World, place: Organisation, address: int = 700, name: str = "Лис Инна Олеговна"
) -> User:
    async with world.sessions.begin() as session:
        person = await make_person(session, place, name, Role.CURATOR)
        return await joined(session, world, person, address)


async def disagree(made: School) -> None:
    """Anna says that they met today, Boris that they did not."""
    await logs(made.anna, *TODAY)
    await made.boris.clicks("Не было")


async def meet(world: World, made: School, hour: str) -> None:
    """They log a meeting, so that the pair is not quiet any more."""
    await comes(world, hour)
    await logs(made.anna, *TODAY)


async def ends(world: World, made: School) -> None:
    """The pair is over, and nobody is quiet in it."""
    async with world.sessions.begin() as session:
        over = update(Mentorship).where(Mentorship.id == made.pair.id)
        await session.execute(over.values(ends_on=date(2026, 9, 10)))


async def planned(world: World, start: str) -> list[Notification]:
    """Messages by the start of their key, in order of planning."""
    async with world.sessions() as session:
        rows = select(Notification).where(Notification.dedupe_key.startswith(start))
        return list(await session.scalars(rows.order_by(Notification.id)))
