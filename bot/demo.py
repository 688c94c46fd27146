"""`python -m bot demo`: a sample town in a sandbox, with a page to play it on."""

import asyncio
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
from handlers.texts import LANGUAGES, Translate
from models import Organisation, Person, RoleGrant
from models.enums import Role
from services import joining, roster

Words = dict[str, str]
"""A sentence for the page in both of its languages."""

START = datetime(2026, 9, 14, 4, 30, tzinfo=UTC)
"""Monday morning, the day before the September questionnaires, 09:30 in the sample town."""

SAMPLE = Path(roster.__file__).parent / "sample-town.xlsx"
FIRST_USER = 1000
FORGETFUL = 9
"""Every ninth of those who play themselves forgets a questionnaire until reminded."""

PAUSE = 0.2
PATIENCE = 2.0


async def play(settings: Settings, port: int, language: str) -> None:
    """Runs until stopped. Every start is a new September."""
    with TemporaryDirectory(prefix="nastavnik-demo-") as folder, embedded(Path(folder)) as url:
        engine = connect(url)
        await migrate(engine)
        sandbox = Sandbox(MovableClock(START))
        async with session_maker(engine).begin() as session:
            await load_town(session, START)
            for player in await cast(session, START, language):
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


async def cast(session: AsyncSession, now: datetime, language: str = "ru") -> list[Player]:
    """Everybody of the roster with a link of their own, in the roster's order; `language` is
    that of their phones."""
    t = Translate(language)
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
            language,
        )
        for number, (person, place) in known.items()
    ]


def offer_actions(sandbox: Sandbox) -> None:
    """What the page can do for the people whom nobody plays."""
    others = Others(sandbox)
    sandbox.actions["arrive"] = Action("Остальные входят", "The others join", others.arrive)
    sandbox.actions["meet"] = Action("Остальные встречаются", "The others meet", others.meet)
    sandbox.actions["respond"] = Action("Остальные отвечают", "The others answer", others.respond)


class Others:
    """The people whom nobody plays: those who had not opened the bot when they were let in."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.crowd = Crowd(sandbox)
        self.driven = set[int]()

    async def arrive(self) -> Words:
        new = [
            p.user_id for p in self.sandbox.cast if self.sandbox.person(p.user_id).state == "new"
        ]
        self.driven.update(new)
        joined = await self.crowd.all(new, self.crowd.join)
        return words(f"Вошли и дали согласие: {joined}.", f"Joined and agreed: {joined}.")

    async def meet(self) -> Words:
        """Each mentor logs a meeting of today; the mentees confirm those they are told of."""
        roles = tuple(Translate(language)(f"role-{Role.MENTOR}") for language in LANGUAGES)
        mentors = [
            player.user_id
            for player in self.sandbox.cast
            if player.user_id in self.driven and any(role in player.subtitle for role in roles)
        ]
        logged = await self.crowd.all(mentors, self.crowd.meet)
        confirmed, waited = 0, 0.0
        while confirmed < logged and waited < PATIENCE:
            new = await self.crowd.all(sorted(self.driven), self.crowd.confirm)
            confirmed, waited = confirmed + new, 0.0 if new else waited + PAUSE
            await asyncio.sleep(PAUSE)
        return words(
            f"Записали встречу: {logged}. Подтвердили: {confirmed}.",
            f"Logged a meeting: {logged}. Confirmed it: {confirmed}.",
        )

    async def respond(self) -> Words:
        """At first all but the forgetful answer; when nobody else is left, the forgetful too."""
        slow = {user for user in self.driven if user % FORGETFUL == 0}
        answered = await self.crowd.all(sorted(self.driven - slow), self.crowd.answer)
        if not answered:
            late = await self.crowd.all(sorted(slow), self.crowd.answer)
            return words(
                f"Ответили и те, кто забывал: {late}.", f"Those who forgot have answered: {late}."
            )
        return words(
            f"Ответили: {answered}. Остальные пока забыли. Переведите часы на несколько дней: "
            "бот им напомнит. Нажмёте ещё раз – ответят и они.",
            f"Answered: {answered}. The rest forgot for now. Move the clock on by a few days, "
            "and the bot reminds them. Press again, and they answer too.",
        )


def words(ru: str, en: str) -> Words:
    return {"ru": ru, "en": en}
