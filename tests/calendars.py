"""The calendar's pages in tests: the way there, a school far away, who did what."""

from sqlalchemy import select

from models import AuditEntry, Organisation
from models.enums import Role
from tests.conversation import User, World
from tests.factories import School, make_organisation, make_pair, make_person
from tests.year import ticks

GONE = "Этого уже нет"
KAMCHATKA = "Asia/Kamchatka"


async def far_school(world: World, made: School) -> Organisation:
    """A school of the same town in another zone, with a pair and two mentees."""
    async with world.sessions.begin() as session:
        place = await make_organisation(session, "МБОУ СОШ № 2", made.town, timezone=KAMCHATKA)
        olga = await make_person(session, place, "Белова Ольга Игоревна", Role.MENTOR)
        for name in ("Серов Пётр Львович", "Серова Яна Львовна"):
            await make_pair(session, olga, await make_person(session, place, name, Role.MENTEE))
    await ticks(world)
    return place


async def opens(user: User, *buttons: str) -> str:
    await user.says("/waves")
    for button in ("Календарь", *buttons):
        await user.clicks(button)
    return user.sees


async def audit(world: World) -> list[str]:
    async with world.sessions() as session:
        return list(await session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
