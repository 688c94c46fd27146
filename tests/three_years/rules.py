"""Nobody is pestered: what may not be among the messages, said apart from the bot."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from tests.three_years.records import Part, Record, Resident, Round, Sent

OPENED = "Открылась «"
MOST = {"check": 1, "curator": 2}
"""Reminders of a round; three of all others."""

NEW_FOR = timedelta(days=100)
Found = Iterator[tuple[str, str]]
"""The name of a rule, and how it was broken."""


def broken(record: Record) -> Found:
    yield from to_nobody_but_who_acts(record)
    for sent in own(record):
        yield from wrong_moment(record, sent)
        for assignment in sent.parts:
            yield from wrong_part(record, sent, record.assignments[assignment])
    yield from twice(record)
    for part, told in openings(record).items():
        if len(told) > 1:
            yield "opened twice", f"{part}: {[f'{one.at}' for one in told]}"
    yield from two_openings_a_day(record)
    yield from reminded_too_often(record)
    yield from tried_in_vain(record)


def own(record: Record) -> list[Sent]:
    """What the bot has said of its own accord."""
    return [sent for sent in record.sent if sent.number in record.own]


def openings(record: Record) -> dict[Part, list[Sent]]:
    found: dict[Part, list[Sent]] = defaultdict(list)
    for sent in own(record):
        if OPENED in sent.text:
            for assignment in sent.parts:
                found[record.assignments[assignment]].append(sent)
    return found


def reminders(record: Record) -> dict[tuple[int, int], list[Sent]]:
    """Messages by round and person, in whatever role; in order of time."""
    found: dict[tuple[int, int], list[Sent]] = defaultdict(list)
    for sent in own(record):
        if OPENED not in sent.text:
            for number, person in {record.assignments[one][:2] for one in sent.parts}:
                found[number, person].append(sent)
    return found


def to_nobody_but_who_acts(record: Record) -> Found:
    for sent in record.sent:
        if sent.number not in record.own and not sent.acting:
            yield "an answer to nothing", f"{sent}"


def wrong_moment(record: Record, sent: Sent) -> Found:
    who = record.of(sent.address)
    what = f"{who.number} at {sent.at.astimezone(who.zone)}: {sent.text[:80]}"
    if not record.is_proper(who, sent.at):
        yield "outside hours", what
    if why := who.closed(sent.at):
        yield why, what
    is_reminder = record.own[sent.number] == "reminder"
    if is_reminder and any(span.covers(sent.at) for span in who.snoozes):
        yield "snoozed", what


def wrong_part(record: Record, sent: Sent, part: Part) -> Found:
    number, person, role = part
    who, asked = record.residents[person], record.rounds[number]
    what = f"{asked.code} of {who.number}, {role}, at {sent.at.astimezone(who.zone)}"
    if who.address != sent.address:
        yield "somebody else's", what
    if part in record.answers and record.answers[part] <= sent.at:
        yield "answered", what
    if not asked.opens_on <= who.day(sent.at) <= asked.last_day(sent.at):
        yield "not in its days", what
    if not is_meant(record, asked, who, role, sent.at):
        yield "not meant any more", what


def is_meant(record: Record, asked: Round, who: Resident, role: str, moment: datetime) -> bool:
    """By the pairs and the curator's post, as they are at the moment."""
    if role == "curator":
        return record.curators[asked.place] == who.number
    return any(
        (bond.mentor if role == "mentor" else bond.mentee) == who.number
        for bond in record.bonds
        if bond.place == asked.place and bond.is_on(moment)
        if bond.starts_on <= asked.last_day(moment) and bond.ends_on >= asked.opens_on
        if asked.kind != "check" or is_new(record, bond.mentee, asked.opens_on)
    )


def is_new(record: Record, mentee: int, day: date) -> bool:
    starts = [bond.starts_on for bond in record.bonds if bond.mentee == mentee]
    return min(starts) >= day - NEW_FOR


def twice(record: Record) -> Found:
    """The same words to the same person on one day."""
    seen = Counter(
        (sent.address, record.of(sent.address).day(sent.at), sent.text) for sent in own(record)
    )
    for (address, day, text), count in seen.items():
        if count > 1:
            yield "said twice", f"{address} on {day}: {text[:80]}"


def two_openings_a_day(record: Record) -> Found:
    told = (sent for found in openings(record).values() for sent in found)
    seen = Counter((sent.address, record.of(sent.address).day(sent.at)) for sent in told)
    for (address, day), count in seen.items():
        if count > 1:
            yield "two rounds on one day", f"{address} on {day}"


def reminded_too_often(record: Record) -> Found:
    """What was put off and is said again is asked for: it counts as none more."""
    for (number, person), said in reminders(record).items():
        asked, who = record.rounds[number], record.residents[person]
        what = f"{asked.code} of {person}: {[f'{sent.at:%d.%m.%Y %H:%M}' for sent in said]}"
        ends = {span.until for span in who.snoozes if span.until and span.until <= said[-1].at}
        again = sum(end >= said[0].at for end in ends)
        if len(said) > MOST.get(asked.kind, 3) + again:
            yield "reminded too often", what
        if not again:
            yield from too_near(record, asked, who, said, what)


def too_near(record: Record, asked: Round, who: Resident, said: list[Sent], what: str) -> Found:
    """A whole working day lies between two, and after the opening."""
    first = [
        s for part, found in openings(record).items() for s in found if part[0] == asked.number
    ]
    told = [sent for sent in first if sent.address == who.address][:1]
    for one, other in pairwise([*told, *said]):
        if len(record.working(who.place, who.day(one.at), who.day(other.at))) < 2:
            yield "reminded too soon", what


def tried_in_vain(record: Record) -> Found:
    """Who has blocked the bot is left alone as soon as it knows."""
    for who in record.residents.values():
        for span in who.spans:
            if span.why.startswith("blocked"):
                times = sum(a == who.address and span.covers(at) for at, a in record.tried)
                if times > (span.why == "blocked unawares"):
                    yield "tried in vain", f"{who.number} {times} times, {span}"
