"""Anna and Boris meet: the taps that many tests need, and what is in the log then."""

from datetime import date

from sqlalchemy import select

from models import Meeting, Mentorship
from models.enums import MeetingStatus, Role
from tests.conversation import User, World
from tests.factories import School, make_joined, make_pair, make_person

TODAY = ("Сегодня", "45 мин", "Урок")


async def logs(user: User, *taps: str) -> int:
    """Opens the menu, taps «Записать встречу» and then `taps`; returns how many those were."""
    await user.says("/menu")
    await user.clicks("Записать встречу")
    for label in taps:
        await tap(user, label)
    return len(taps)


async def tap(user: User, label: str) -> str:
    """Presses the button that says just `label`, or the first that has it."""
    exact = [b for row in user.last.rows for b in row if b["text"] == label]
    await user.presses(exact[0]["callback_data"] if exact else user.last.data(label))
    return user.sees


async def log_of(world: World) -> list[Meeting]:
    """All meetings, the earliest made first."""
    async with world.sessions() as session:
        return list(await session.scalars(select(Meeting).order_by(Meeting.id)))


async def only(world: World) -> Meeting:
    (meeting,) = await log_of(world)
    return meeting


async def states(world: World) -> list[MeetingStatus]:
    return [meeting.status for meeting in await log_of(world)]


async def join_mentee(
    world: World, made: School, full_name: str, address: int, mentor: str = "anna"
) -> tuple[User, Mentorship]:
    """One more mentee of Anna's."""
    async with world.sessions.begin() as session:
        person = await make_person(session, made.school, full_name, Role.MENTEE)
        pair = await make_pair(session, made.people[mentor], person)
    return await make_joined(world, person, address), pair


async def set_term(world: World, made: School, starts_on: date, ends_on: date) -> None:
    async with world.sessions.begin() as session:
        pair = await session.get_one(Mentorship, made.pair.id)
        pair.starts_on, pair.ends_on = starts_on, ends_on
