"""The school year in tests: the clock at a school, ticks of the schedule, a look at the rows."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from bot.schedule import tick
from models import Account, CalendarEntry, Mentorship, Notification, Organisation, Person, Wave
from models.enums import WaveCode
from services import calendar
from tests.conversation import World
from tests.factories import ZONE, School, make_school

INTRO, INTERIM, FINAL = WaveCode.INTRO, WaveCode.INTERIM, WaveCode.FINAL


def at(text: str, zone: str = ZONE) -> datetime:
    """«2026-09-15 10:00» at a school, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


async def only(world: World, *codes: str, year: int = 2026) -> None:
    """No other round is held anywhere from this school year on."""
    async with world.sessions.begin() as session:
        roots = await session.scalars(
            select(Organisation.id).where(Organisation.parent_id.is_(None))
        )
        session.add_all(
            CalendarEntry(organisation_id=root, academic_year=year, code=code)
            for root in roots
            for code in calendar.DEFAULTS
            if code not in codes
        )


async def comes(world: World, text: str, zone: str = ZONE) -> None:
    """The hour comes: the schedule ticks and what is due is delivered."""
    world.moves_to(at(text, zone))
    await ticks(world)


async def ticks(world: World) -> None:
    await tick(world.sessions, world.now)
    await world.settle()


async def wave_of(world: World, code: WaveCode = INTRO, place: Organisation | None = None) -> Wave:
    async with world.sessions() as session:
        query = select(Wave).where(Wave.code == code).order_by(Wave.id)
        if place:
            query = query.where(Wave.organisation_id == place.id)
        found = await session.scalar(query.limit(1))
    assert found is not None
    return found


async def told(world: World, kind: str) -> list[tuple[str, str]]:
    """First names and states of what was planned of a kind, in order of planning."""
    async with world.sessions() as session:
        rows = await session.execute(
            select(Person.full_name, Notification.state)
            .join(Account, Account.person_id == Person.id)
            .join(Notification, Notification.account_id == Account.id)
            .where(Notification.kind == kind)
            .order_by(Notification.id)
        )
        return [(name.split()[1], state.value) for name, state in rows]


async def make_new_pair(world: World) -> School:
    """A school whose pair starts today, so that it is quiet no earlier than 5 October; nothing
    is asked but in September, December and May."""
    made = await make_school(world)
    await only(world, INTRO, INTERIM, FINAL)
    async with world.sessions.begin() as session:
        await session.execute(update(Mentorship).values(starts_on=date(2026, 9, 14)))
    return made


async def days(world: World, first: str, last: str, hour: str = "12:00") -> list[str]:
    """Ticks at noon of every day; on which of them reminders were planned."""
    day, end, found = date.fromisoformat(first), date.fromisoformat(last), []
    before = len(await told(world, "reminder"))
    while day <= end:
        await comes(world, f"{day} {hour}")
        now = len(await told(world, "reminder"))
        if now > before:
            found.append(f"{day:%d.%m}")
        day, before = day + timedelta(days=1), now
    return found


async def parts(world: World) -> list[dict[str, object]]:
    async with world.sessions() as session:
        rows = select(Notification.args).where(Notification.kind == "reminder")
        rows = rows.order_by(Notification.id)
        return [part for args in await session.scalars(rows) for part in args["parts"]]
