"""`python -m bot demo`: a sample town in a sandbox, with a page to play it on."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import HttpUrl
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Settings
from bot.database import connect, embedded, migrate, session_maker
from bot.running import Running, stopped_by_signals
from bot.sandbox import Action, MovableClock, Player, Sandbox, serving
from bot.sandbox.crowd import Crowd
from handlers.texts import Translate
from models import Organisation, Person, RoleGrant
from services import joining, roster

START = datetime(2026, 9, 14, 4, 30, tzinfo=UTC)
"""Monday morning, the day before the September questionnaires, 09:30 in the sample town."""

SAMPLE = Path(roster.__file__).parent / "sample-town.xlsx"
FIRST_USER = 1000
FORGETFUL = 9
"""Every ninth of those who play themselves forgets the questionnaire until reminded."""


async def play(settings: Settings, port: int, language: str) -> None:
    """Runs until stopped. Every start is a new September."""
    with TemporaryDirectory(prefix="nastavnik-demo-") as folder, embedded(Path(folder)) as url:
        engine = connect(url)
        await migrate(engine)
        sandbox = Sandbox(MovableClock(START))
        async with session_maker(engine).begin() as session:
            await load_town(session, START)
            for player in await cast(session, START):
                sandbox.add_player(player)
        offer_actions(sandbox)
        async with serving(sandbox, port=port) as address:
            inside = settings.model_copy(update={"telegram_api_url": HttpUrl(address)})
            running = Running(inside, engine, sandbox.clock, tick_seconds=1)
            with stopped_by_signals(running.stop):
                print(f"\n  {address}/?lang={language}\n", flush=True)
                await running.run()
        await engine.dispose()


async def load_town(session: AsyncSession, now: datetime) -> None:
    workbook = roster.read_workbook(SAMPLE.read_bytes(), SAMPLE.name)
    await roster.apply(session, roster.check(workbook), roster.Scope(), None, now)


async def cast(session: AsyncSession, now: datetime) -> list[Player]:
    """Everybody of the roster with a link of their own, in the roster's order."""
    t = Translate("ru")
    rows = await session.execute(
        select(Person, Organisation.name, RoleGrant.role)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .order_by(Person.id, RoleGrant.id)
    )
    roles: dict[int, list[str]] = {}
    known: dict[int, tuple[Person, str]] = {}
    for person, place, role in rows:
        known[person.id] = person, place
        roles.setdefault(person.id, []).append(t(f"role-{role}"))
    return [
        Player(
            FIRST_USER + number,
            person.full_name,
            f"{', '.join(roles[number])} · {place}",
            await joining.invite_person(session, number, now),
        )
        for number, (person, place) in known.items()
    ]


def offer_actions(sandbox: Sandbox) -> None:
    """What the page can do for the people whom nobody plays."""
    crowd, driven = Crowd(sandbox), set[int]()

    async def arrive() -> str:
        new = [p.user_id for p in sandbox.cast if sandbox.person(p.user_id).state == "new"]
        driven.update(new)
        return str(await crowd.all(new, crowd.join))

    async def respond() -> str:
        quick = [user for user in sorted(driven) if user % FORGETFUL]
        slow = [user for user in sorted(driven) if not user % FORGETFUL]
        answered = await crowd.all(quick, crowd.answer)
        begun = 0 if answered else await crowd.all(slow, crowd.answer)
        return str(answered + begun)

    sandbox.actions["arrive"] = Action("Остальные входят", "The others join", arrive)
    sandbox.actions["respond"] = Action("Остальные отвечают", "The others answer", respond)
