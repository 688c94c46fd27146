"""Nothing is lost: every message that was due was sent, or there is a reason."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from tests.three_years.records import Part, Record, Resident, Round, Sent, Span
from tests.three_years.rules import MOST, Found, is_meant, openings, reminders
from tests.three_years.town import ROUNDS

ROLES = {
    "growth_start": ("mentor",),
    "check": ("mentee",),
    "deficits_again": ("mentee",),
    "growth": ("mentor",),
    "curator": ("curator",),
}
"""Who is asked; both of a pair in all other rounds."""

BOTH = ("mentor", "mentee")
AFTER = {"check": (), "curator": (7,)}
"""Working days after the opening on which reminders come; the last comes on the working day
before the last day."""

CLOSED = frozenset({"no_account", "muted", "blocked", "no_consent", "absent"})
"""Why somebody cannot be told; known from what they did."""

OTHER = frozenset({"untold", "missed", "expired"})
"""There was no working hour left when they could be told again."""


class Complete:
    """`silent`: how many were found who got their whole ladder, to know that there were any."""

    def __init__(self, record: Record) -> None:
        self.record, self.silent, self.reasons = record, 0, Counter[str]()
        self.told, self.said = openings(record), reminders(record)

    def lacking(self) -> Found:
        yield from self.rounds()
        for asked in self.record.rounds.values():
            if asked.opened_at is None:
                continue
            for role in ROLES.get(asked.kind, BOTH):
                for who in self.record.residents.values():
                    yield from self.part(asked, who, role)

    def rounds(self) -> Found:
        """Each school with pairs has each year's rounds, and none but those the bot slept
        through was missed."""
        known = {(one.place, one.year, one.code): one for one in self.record.rounds.values()}
        for place, year in sorted(self._years()):
            for code in ROUNDS:
                found = known.get((place, year, code))
                if found is None:
                    yield "no round", f"{code} of {year} in {place}"
                elif found.opened_at is None and self._ticks(found):
                    yield "never opened", f"{code} of {year} in {place}"

    def _years(self) -> set[tuple[int, int]]:
        last = self.record.ticks[-1]
        return {
            (bond.place, year)
            for bond in self.record.bonds
            for year in range(bond.starts_on.year - (bond.starts_on.month < 8), bond.ends_on.year)
            if bond.known_at < last and date(year, 8, 1) <= last.date()
        }

    def _ticks(self, asked: Round) -> list[datetime]:
        """The working hours of its school in which it could have been opened."""
        home = self.record.residents[self.record.curators[asked.place]]
        return [
            moment
            for moment in self.during(asked, home)
            if moment.astimezone(home.zone).hour >= 10
        ]

    def during(self, asked: Round, who: Resident) -> Iterator[datetime]:
        """Ticks in the person's working hours while the round was on."""
        since = asked.opens_on - timedelta(days=1)
        until = asked.very_last + timedelta(days=1)
        for moment in self.record.ticks:
            if not since <= moment.date() <= until or not self.record.is_proper(who, moment):
                continue
            if asked.opens_on <= who.day(moment) <= asked.last_day(moment):
                yield moment

    def part(self, asked: Round, who: Resident, role: str) -> Found:
        """One person's questionnaire."""
        part = (asked.number, who.number, role)
        assert asked.opened_at
        meant = [
            moment
            for moment in self.during(asked, who)
            if moment >= asked.opened_at and is_meant(self.record, asked, who, role, moment)
        ]
        if not meant:
            return
        what = f"{asked.code} of {asked.year}: {who.number}, {role}"
        if part in self.told:
            yield from self.ladder(asked, who, role, what)
            return
        if self.good_days(part, who, meant):
            yield "never told", what
        if asked.very_last + timedelta(days=3) < self.record.ticks[-1].date():
            yield from self.reason(part, who, what)

    def reason(self, part: Part, who: Resident, what: str) -> Found:
        """What the bot says to those who look after people agrees with what is known."""
        if part in self.record.answers:
            return
        fate, moment = self.record.fates.get(part, ("nothing", self.record.ticks[-1]))
        self.reasons[fate] += 1
        known = (who.closed(moment) or "").partition(" ")[0]
        is_right = fate == known if fate in CLOSED else fate in OTHER
        if not is_right:
            yield "no reason", f"{what}: {fate}, and {known or 'nothing'} is known"

    def good_days(self, part: Part, who: Resident, meant: list[datetime]) -> set[date]:
        """On which the person could have been told: of one round a day."""
        answered = self.record.answers.get(part)
        others = {who.day(s.at) for found in self.told.values() for s in self._his(found, who)}
        return {
            who.day(moment)
            for moment in meant
            if who.closed(moment) is None and (answered is None or moment < answered)
        } - others

    @staticmethod
    def _his(found: list[Sent], who: Resident) -> list[Sent]:
        return [sent for sent in found if sent.address == who.address]

    def ladder(self, asked: Round, who: Resident, role: str, what: str) -> Found:
        """Who stayed silent, and could be written to all the time, was reminded on each step."""
        told = self.told[asked.number, who.number, role][0]
        if not self.is_plain(asked, who, role, told):
            return
        due = self.steps(asked, who, who.day(told.at))
        said = self.said.get((asked.number, who.number), [])
        self.silent += 1
        if [who.day(sent.at) for sent in said] != due:
            days = [f"{sent.at:%d.%m}" for sent in said]
            yield "another ladder", f"{what}: {days}, not {[f'{day:%d.%m}' for day in due]}"

    def is_plain(self, asked: Round, who: Resident, role: str, told: Sent) -> bool:
        """Nothing came between: no answer, no leave, no other round, no change of the pair."""
        until = who.midnight(asked.closes_on + timedelta(days=1))
        if until > self.record.ticks[-1] or asked.prolonged:
            return False
        if any(part[:2] == (asked.number, who.number) for part in self.record.answers):
            return False
        spans = [*who.spans, *who.snoozes, *(Span("away", *ends) for ends in self.record.away)]
        others = [s for found in self.told.values() for s in self._his(found, who)]
        return (
            not any(span.touches(told.at, until) for span in spans)
            and not any(told.at <= sent.at < until for sent in others if sent is not told)
            and all(
                is_meant(self.record, asked, who, role, moment)
                for moment in self.during(asked, who)
                if moment >= told.at
            )
        )

    def steps(self, asked: Round, who: Resident, told: date) -> list[date]:
        """The days of the reminders, as the town was promised them."""
        record, place = self.record, who.place
        working = record.working(place, told, asked.closes_on)
        before = [day for day in working if day < asked.closes_on]
        eve = before[-1] if before else asked.closes_on
        found = [
            working[count - 1]
            for count in AFTER.get(asked.kind, (3, 7))
            if len(working) >= count and len(record.working(place, working[count - 1], eve)) >= 2
        ]
        since = found[-1] if found else told
        last = (d for d in working if d >= eve and len(record.working(place, since, d)) >= 2)
        found += [day for day in last][:1]
        assert len(found) <= MOST.get(asked.kind, 3)
        return found
