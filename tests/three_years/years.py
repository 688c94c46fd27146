"""What happens in each of the years: who comes, who goes, what befalls whom."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from random import Random

from models.enums import Role
from tests.three_years.play import Play
from tests.three_years.records import Bond, Resident
from tests.three_years.town import Town

TROUBLES = ("leave", "leave", "open leave", "mute", "block", "silent block", "withdraw")
AWAY = datetime(2027, 10, 5, 3, tzinfo=UTC), datetime(2027, 10, 19, 3, tzinfo=UTC)
"""The bot is away: a short check is missed, the end of another round, the beginning of a third."""

FIRST_SCHOOL_DAY = date(2026, 9, 1)


class Years(Play):
    """`mentors` of each school; each gets so many `newcomers` in September."""

    def __init__(
        self, town: Town, dice: Random, first: date, last: date, newcomers: int = 1
    ) -> None:
        super().__init__(town, dice, first, last)
        self.newcomers = newcomers
        self.mentors: dict[int, list[Resident]] = {}
        self.mentees: dict[int, list[Resident]] = {}

    def plan(self, troubles: int) -> None:
        """`troubles`: how often each befalls somebody in a year."""
        since = datetime.combine(self.first, datetime.min.time(), UTC)
        self.record.away = [(since - timedelta(days=400), since)]
        if self.last > AWAY[0].date():
            self.record.away.append(AWAY)
        for year in range(self.first.year, self.last.year + (self.last.month > 8)):
            first, last = date(year, 9, 1), date(year + 1, 6, 20)
            opening = datetime(year, 9, 1, 6, tzinfo=UTC)
            self.at(max(opening, since), partial(self.september, year))
            self.at(datetime(year + 1, 1, 11, 6, tzinfo=UTC), partial(self.january, year))
            for trouble in TROUBLES * troubles:
                self.on(first, last, partial(self.befalls, trouble))
            for deed in (*[self.meet] * 3, *[self.plan_meeting] * 3) * troubles:
                self.on(first, last, deed)
            for _ in range(len(self.town.schools) // 2):
                self.on(first, last, self.prolong)
            for _ in range(2):
                self.on(date(year, 9, 16), date(year + 1, 4, 20), self.replace)
                self.on(date(year, 9, 16), date(year + 1, 4, 20), self.part)

    def plan_scene(self, *names: str) -> None:
        """Each of these befalls somebody when the round of November begins, for long."""
        for name in names:
            if name == "part":
                self.at(datetime(2026, 11, 4, 8, tzinfo=UTC), self.part)
            elif name == "answer":
                self.all_answer = True
            else:
                long = partial(self.befalls, name, (24.0 * 12, 24.0 * 14))
                self.at(datetime(2026, 11, 1, 8, tzinfo=UTC), long)

    async def september(self, year: int) -> None:
        """Two pairs in each school; one newcomer of the town comes late and one never comes."""
        for number, (place, _) in enumerate(self.town.schools):
            mentors = self.mentors.setdefault(place, [])
            while len(mentors) < 2:
                mentors.append(await self.town.moves_in(place, Role.MENTOR))
                await self.town.joins(mentors[-1])
            if year == FIRST_SCHOOL_DAY.year + 2:
                await self.promote(place)
            for mentor in mentors * self.newcomers:
                is_first = mentor is mentors[0]
                ends = year + 2 if number == 0 and is_first and year == 2026 else year + 1
                bond = await self.newcomer(mentor, date(year, 9, 1), date(ends, 5, 31))
                mentee = self.record.residents[bond.mentee]
                if number != 0 or is_first:
                    await self.town.joins(mentee)
                elif year != FIRST_SCHOOL_DAY.year + 1:
                    when = datetime(year, 11, 10, 20, tzinfo=UTC)
                    self.at(when, partial(self.town.joins, mentee, by_link=True))

    async def january(self, year: int) -> None:
        for place, _ in self.town.schools:
            bond = await self.newcomer(
                self.mentors[place][0], date(year + 1, 1, 11), date(year + 1, 5, 31)
            )
            mentee = self.record.residents[bond.mentee]
            join = partial(self.town.joins, mentee, by_link=True)
            self.on(date(year + 1, 1, 11), date(year + 1, 3, 20), join)

    async def newcomer(self, mentor: Resident, starts_on: date, ends_on: date) -> Bond:
        mentee = await self.town.moves_in(mentor.place, Role.MENTEE)
        self.mentees.setdefault(mentor.place, []).append(mentee)
        return await self.town.pairs(mentor, mentee, starts_on, ends_on)

    async def promote(self, place: int) -> None:
        """The first mentee of the school is a mentor instead of one of the two."""
        mentee = self.mentees[place][0]
        await self.town.promotes(mentee)
        self.mentors[place][1] = mentee

    def someone(self) -> Resident | None:
        """Who can be written to now, and is in a pair or a curator."""
        now = self.town.world.now
        busy = {p for bond in self.bonds() for p in (bond.mentor, bond.mentee)}
        busy |= set(self.record.curators.values())
        known = (one for one in self.record.residents.values() if not one.is_silent)
        found = [one for one in known if one.number in busy and one.closed(now) is None]
        return self.dice.choice(found) if found else None

    def bonds(self) -> list[Bond]:
        now, today = self.town.world.now, self.town.world.now.date()
        return [b for b in self.record.bonds if b.is_on(now) and b.starts_on < today < b.ends_on]

    def breakable(self) -> list[Bond]:
        silent = {one.number for one in self.record.residents.values() if one.is_silent}
        return [bond for bond in self.bonds() if not silent & {bond.mentor, bond.mentee}]

    async def befalls(self, trouble: str, hours: tuple[float, float] = (24, 24 * 16)) -> None:
        """It is over after so many hours."""
        if not (who := self.someone()):
            return
        acts, days = self.acts, round(self.dice.uniform(*hours)) // 24
        back: dict[str, Callable[[Resident], Awaitable[None]]] = {
            "open leave": acts.returns,
            "mute": acts.unmutes,
            "block": acts.unblocks,
            "silent block": acts.unblocks,
            "withdraw": acts.agrees,
        }
        if trouble == "leave":
            await acts.leaves(who, days)
        elif trouble == "open leave":
            await acts.leaves(who, None)
        elif trouble == "mute":
            await acts.mutes(who)
        elif trouble == "withdraw":
            await acts.withdraws(who)
        else:
            await acts.blocks(who, silently=trouble == "silent block")
        if trouble in back:
            self.soon(*hours, partial(back[trouble], who))

    def pair(self) -> tuple[Resident, Bond] | None:
        """A mentor who is there, with one of the pairs."""
        found = self.bonds()
        bond = self.dice.choice(found) if found else None
        mentor = bond and self.record.residents[bond.mentor]
        if not bond or not mentor or mentor.closed(self.town.world.now):
            return None
        return mentor, bond

    async def meet(self) -> None:
        if found := self.pair():
            await self.acts.meets(*found)

    async def plan_meeting(self) -> None:
        if found := self.pair():
            await self.acts.plans(*found, self.dice.randrange(1, 12))

    async def prolong(self) -> None:
        places = [place for place, _ in self.town.schools]
        for place in self.dice.sample(places, len(places)):
            curator = self.record.residents[self.record.curators[place]]
            is_there = curator.closed(self.town.world.now) is None
            if is_there and await self.acts.prolongs(place, self.dice.randrange(2, 8)):
                return

    async def part(self) -> None:
        """A newcomer goes; nobody follows."""
        if found := self.breakable():
            await self.town.parts(self.dice.choice(found))

    async def replace(self) -> None:
        """The other mentor of the school takes over."""
        if not (found := self.breakable()):
            return
        bond = self.dice.choice(found)
        others = [m for m in self.mentors[bond.place] if m.number != bond.mentor]
        mentee = self.record.residents[bond.mentee]
        today = mentee.day(self.town.world.now)
        if others and others[0] is not mentee:
            await self.town.parts(bond)
            await self.town.pairs(others[0], mentee, today, bond.ends_on)
