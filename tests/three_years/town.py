"""The town: its people, pairs and phones, with real commits."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.transport import Upload
from handlers.questionnaires import OpenSurvey
from models import CalendarEntry, Mentorship, Organisation, Person, RoleGrant, Vacation
from models.enums import MentorshipStatus, OrganisationKind, Role
from services import calendar
from tests.conversation import FakeTelegram, User, World
from tests.factories import make_joined, make_organisation, make_pair, make_person
from tests.surveys import joined
from tests.three_years.records import Bond, Record, Resident, Sent

ZONES = ("Europe/Kaliningrad", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Kamchatka")
REST = ((10, 26), (11, 1)), ((3, 22), (3, 28))
"""The town's vacations, besides the bot's own summer."""

OWN_REST = (date(2026, 12, 7), date(2026, 12, 11))
"""The second school's own: a round would have begun on its fourth day."""

MOVED = {2026: ((10, 27), (11, 12)), 2027: ((10, 14), (10, 29))}
"""When the town asks about difficulties; the later days hold for the third year too."""

NOT_HELD = ("check-3", "check-4", "check-6", "check-7")
"""The town has enough of short checks, from the first year on."""

ROUNDS = {code: ends for code, ends in calendar.DEFAULTS.items() if code not in NOT_HELD}
"""What is held, as it was when the tests were loaded: a mutant may change it."""


@dataclass
class Phones(FakeTelegram):
    """Writes down what comes to whom; `acting`: whose update is being handled."""

    record: Record = field(default_factory=Record)
    clock: Callable[[], datetime] | None = None
    acting: int | None = None

    def _show(self, method: str, given: dict[str, Any], upload: Upload | None) -> dict[str, Any]:
        assert self.clock
        at, address, is_new = self.clock(), given["chat_id"], "message_id" not in given
        if is_new and address != self.acting:
            self.record.tried.append((at, address))
        shown = super()._show(method, given, upload)
        if is_new:
            message = self.chats[address][-1]
            data = [b.get("callback_data", "") for row in message.rows for b in row]
            prefix = f"{OpenSurvey.__prefix__}:"
            parts = [OpenSurvey.unpack(d).assignment for d in data if d.startswith(prefix)]
            acting = address == self.acting
            sent = Sent(message.id, at, address, message.plain, tuple(parts), acting)
            self.record.sent.append(sent)
        return shown


class Network(World):
    """Messages leave together, as they do in life."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.delivery.batch = 100

    async def finish(self) -> None:
        while self.begun:
            begun, self.begun = self.begun, []
            await asyncio.gather(*begun)

    async def receive(self, update: dict[str, Any]) -> None:
        (event,) = update.values()
        assert isinstance(self.telegram, Phones)
        self.telegram.acting = event["from"]["id"]
        await super().receive(update)
        self.telegram.acting = None


class Town:
    """`schools` are in the order of ZONES; `bonds` and all else that is known is in `record`."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], start: datetime) -> None:
        self.record = Record()
        phones = Phones(record=self.record)
        self.world = Network(sessions, start, telegram=phones)
        phones.clock = lambda: self.world.now
        self.users: dict[int, User] = {}
        self.schools: list[tuple[int, ZoneInfo]] = []

    async def founded(self, schools: int, years: int) -> None:
        async with self.world.sessions.begin() as session:
            kind = OrganisationKind.MUNICIPALITY
            office = await make_organisation(session, "Управление образования", kind=kind)
            for number, zone in enumerate(ZONES[:schools], start=1):
                place = await make_organisation(
                    session, f"МБОУ СОШ № {number}", office, timezone=zone
                )
                self.schools.append((place.id, ZoneInfo(zone)))
            self._rests(session, office.id, years)
            session.add_all(self._entries(office.id))
        for place_id, _ in self.schools:
            curator = await self.moves_in(place_id, Role.CURATOR)
            self.record.curators[place_id] = curator.number
            await self.joins(curator)

    @staticmethod
    def _entries(office: int) -> list[CalendarEntry]:
        found = [
            CalendarEntry(organisation_id=office, academic_year=2026, code=code)
            for code in NOT_HELD
        ]
        for year, ends in MOVED.items():
            first, last = (date(year, *day) for day in ends)
            entry = CalendarEntry(organisation_id=office, academic_year=year, code="deficits")
            entry.opens_on, entry.closes_on = first, last
            found.append(entry)
        return found

    def _rests(self, session: AsyncSession, office: int, years: int) -> None:
        rests = [
            tuple(calendar.day_of(2026 + year, *day) for day in rest)
            for year in range(years)
            for rest in REST
        ]
        vacations = [(office, *rest) for rest in rests]
        self.record.vacations += [(None, first, last) for first, last in rests]
        if len(self.schools) > 1:
            vacations.append((self.schools[1][0], *OWN_REST))
            self.record.vacations.append((self.schools[1][0], *OWN_REST))
        session.add_all(
            Vacation(organisation_id=place, name="Каникулы", starts_on=first, ends_on=last)
            for place, first, last in vacations
        )

    async def moves_in(self, place: int, role: Role) -> Resident:
        """Somebody new, who is not in the bot yet."""
        number = len(self.record.residents) + 1
        async with self.world.sessions.begin() as session:
            home = await session.get_one(Organisation, place)
            person = await make_person(session, home, f"Иванова Анна Петровна {number}", role)
        found = Resident(person.id, 1000 + person.id, place, ZoneInfo(home.timezone))
        self.record.residents[person.id] = found
        self.users[person.id] = self.world.user(found.address)
        return found

    async def joins(self, resident: Resident, by_link: bool = False) -> None:
        async with self.world.sessions() as session:
            person = await session.get_one(Person, resident.number)
        if by_link:
            await make_joined(self.world, person, resident.address)
        else:
            async with self.world.sessions.begin() as session:
                await joined(session, self.world, person, resident.address)
        resident.joined_at = self.world.now

    async def pairs(
        self, mentor: Resident, mentee: Resident, starts_on: date, ends_on: date
    ) -> Bond:
        """Whoever is no mentor yet becomes one."""
        async with self.world.sessions.begin() as session:
            one, other = [await session.get_one(Person, r.number) for r in (mentor, mentee)]
            pair = await make_pair(session, one, other, starts_on, ends_on)
        bond = Bond(pair.id, mentee.place, one.id, other.id, starts_on, ends_on, self.world.now)
        self.record.bonds.append(bond)
        return bond

    async def promotes(self, resident: Resident) -> None:
        """The mentee of some year becomes a mentor."""
        grant = {"person_id": resident.number, "organisation_id": resident.place}
        async with self.world.sessions.begin() as session:
            session.add(RoleGrant(role=Role.MENTOR, **grant))

    async def parts(self, bond: Bond) -> None:
        """The pair is ended before its time."""
        ended = {"status": MentorshipStatus.ENDED_EARLY}
        async with self.world.sessions.begin() as session:
            await session.execute(
                update(Mentorship).where(Mentorship.id == bond.number).values(ended)
            )
        bond.ended_at = self.world.now
