"""The years happen: ticks, and what people do, by seeded dice."""

import heapq
import itertools
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from sqlalchemy import select

from bot.schedule import tick
from models import Assignment, Notification, Wave
from services.waves import delivery
from tests.three_years.acts import Acts
from tests.three_years.clock import ticks
from tests.three_years.records import DAY, Resident, Round, Sent, days
from tests.three_years.town import MOVED, ROUNDS, Town

Deed = Callable[[], Awaitable[object]]
HOUR = timedelta(hours=1)
CUT_OFF = ("blocked", "blocked unawares", "no_consent", "no_account")
OPENED = "Открылась «"


class Play:
    """From the first day to the last, both in UTC."""

    def __init__(self, town: Town, dice: Random, first: date, last: date) -> None:
        self.town, self.dice, self.record = town, dice, town.record
        self.first, self.last = first, last
        self.acts = Acts(town)
        self.todo: list[tuple[datetime, int, Deed]] = []
        self.count, self.read = itertools.count(), 0
        self.busy = frozenset(self._busy())
        self.tempers: dict[int, str] = {}
        self.all_answer = False

    def _busy(self) -> list[date]:
        """Days of any round, and some after it: it may be prolonged."""
        return [
            day
            for year in range(self.first.year - 1, self.last.year + 1)
            for code in ROUNDS
            for day in days(*self.expected(year, code))
        ]

    @staticmethod
    def expected(year: int, code: str) -> tuple[date, date]:
        """The days of a round, said apart from the bot."""
        moved = max((since for since in MOVED if since <= year), default=None)
        ends = MOVED[moved] if moved and code == "deficits" else ROUNDS[code]
        first, last = (date(year + (month < 8), month, day) for month, day in ends)
        return first, last

    def at(self, moment: datetime, deed: Deed) -> None:
        """Not while the bot is away: people find nobody at home then."""
        for since, until in self.record.away:
            if since <= moment < until:
                moment = until + timedelta(minutes=self.dice.randrange(5, 600))
        heapq.heappush(self.todo, (moment, next(self.count), deed))

    def soon(self, first: float, last: float, deed: Deed) -> None:
        """So many hours from now."""
        self.at(self.town.world.now + self.dice.uniform(first, last) * HOUR, deed)

    def on(self, first: date, last: date, deed: Deed) -> None:
        """On some day between these on which a round is on, at any hour."""
        wanted = [day for day in days(max(first, self.first), min(last, self.last))]
        chosen = [day for day in wanted if day in self.busy] or wanted
        if chosen:
            minute = timedelta(minutes=self.dice.randrange(24 * 60))
            self.at(datetime.combine(self.dice.choice(chosen), time(), UTC) + minute, deed)

    async def run(self) -> None:
        for day in days(self.first, self.last):
            for moment in ticks(day, self.busy.__contains__, self.dice):
                if not self.record.is_away(moment):
                    heapq.heappush(self.todo, (moment, next(self.count), self._tick))
            midnight = datetime.combine(day + DAY, time(), UTC)
            while self.todo and self.todo[0][0] < midnight:
                moment, _, deed = heapq.heappop(self.todo)
                self.town.world.moves_to(moment)
                await deed()
                self._react()
        self.town.world.moves_to(midnight)
        await self._tick()
        await self._read()

    async def _tick(self) -> None:
        world = self.town.world
        self.record.ticks.append(world.now)
        await tick(world.sessions, world.now)
        await world.settle()
        async with world.sessions() as session:
            over = select(Wave.id).where(Wave.closed_at == world.now, Wave.opened_at.is_not(None))
            for wave in list(await session.scalars(over)):
                for one in await delivery.not_simply_sent(session, wave, world.now):
                    part = (wave, one.person_id, one.role.value)
                    self.record.fates[part] = one.fate.value, world.now

    def _react(self) -> None:
        """Of what has come since: who answers, when, and who puts it off."""
        fresh, self.read = self.record.sent[self.read :], len(self.record.sent)
        for sent in fresh:
            if not sent.acting:
                for assignment in sent.parts:
                    self._decide(sent, assignment)

    def _decide(self, sent: Sent, assignment: int) -> None:
        resident = self.record.of(sent.address)
        if resident.is_silent:
            return
        if OPENED in sent.text:
            temper = self.dice.choice(("at once", "later", "never"))
            self.tempers[assignment] = "at once" if self.all_answer else temper
            if self.tempers[assignment] == "at once":
                self.soon(0.1, 30, lambda: self._answer(resident, assignment))
        elif self.tempers.get(assignment) == "later":
            self.tempers[assignment] = "answering"
            self.soon(0.1, 20, lambda: self._answer(resident, assignment))
        elif self.dice.random() < 0.25:
            longest = self.dice.random() < 0.7
            chat = self.town.users[resident.number].chat
            message = next(one for one in reversed(chat) if one.id == sent.number)
            self.soon(0.1, 3, lambda: self.acts.snoozes(resident, message, longest))

    async def _answer(self, resident: Resident, assignment: int) -> None:
        if resident.closed(self.town.world.now) not in CUT_OFF:
            await self.acts.answers(resident, assignment, self.dice.random() < 0.05)

    async def _read(self) -> None:
        """What of the tables the checks need: names of things, not what was decided about them."""
        record = self.record
        async with self.town.world.sessions() as session:
            for wave in await session.scalars(select(Wave)):
                first, last = self.expected(wave.academic_year, wave.code)
                later = [(at, day) for number, at, day in record.prolonged if number == wave.id]
                record.rounds[wave.id] = Round(
                    wave.id,
                    wave.organisation_id,
                    wave.academic_year,
                    wave.code,
                    first,
                    last,
                    wave.opened_at,
                    later,
                )
            for row in await session.scalars(select(Assignment)):
                record.assignments[row.id] = (row.wave_id, row.person_id, row.role.value)
            kinds = select(Notification.message_id, Notification.kind)
            rows = await session.execute(kinds.where(Notification.message_id.is_not(None)))
            record.own = {number: kind for number, kind in rows if number and kind != "reply"}
