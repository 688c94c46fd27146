"""A curator reminds the mentors of quiet pairs, once a week at most.

What they get is the reminder that the schedule knows, in their working hours: it is cancelled
when a meeting is logged meanwhile, and the schedule does not repeat it.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditEntry, Person
from services import access
from services.attention import quiet
from services.attention.quiet import QuietPair
from services.contact import ContactCalendar, calendars_of
from services.errors import NotFound
from services.notifications import Notice, notify
from services.people import Who
from services.reach import FAR
from services.reminders import parts

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Nudge:
    """What a press would send: the quiet pairs by mentor, and when by mentor.

    `told`: mentors who were reminded within a week. `out`: those who cannot be written to now.
    `mark` changes with whom it reaches and on which day.
    """

    mentors: Mapping[int, Sequence[QuietPair]]
    due: Mapping[int, datetime]
    told: int
    out: int
    mark: str


async def of_place(session: AsyncSession, who: Who, place: int, now: datetime) -> list[QuietPair]:
    """The quiet pairs of a place that one runs; NotFound for any other."""
    if place not in await access.scope(session, who):
        raise NotFound
    return await quiet.pairs(session, [place], now)


async def prepare(session: AsyncSession, who: Who, place: int, now: datetime) -> Nudge:
    """Whom the reminder would reach; nothing is written."""
    by_mentor: dict[int, list[QuietPair]] = defaultdict(list)
    for pair in await of_place(session, who, place, now):
        by_mentor[pair.mentor_id].append(pair)
    said = parts.said(Person.id, "quiet", since=now - WEEK)
    awake = exists().where(parts.readers(now).c.person_id == Person.id)
    rows = await session.execute(select(Person.id, said, awake).where(Person.id.in_(by_mentor)))
    states = {person: (was_told, reached) for person, was_told, reached in rows}
    told = {mentor for mentor, (was_told, _) in states.items() if was_told}
    due = await _due(session, by_mentor, now)
    free = {mentor for mentor, (_, reached) in states.items() if reached and mentor in due} - told
    mentors = {mentor: pairs for mentor, pairs in by_mentor.items() if mentor in free}
    mine = {mentor: due[mentor] for mentor in mentors}
    return Nudge(
        mentors, mine, len(told), len(states) - len(told) - len(free), _mark(mentors, mine)
    )


async def _due(
    session: AsyncSession, by_mentor: Mapping[int, Sequence[QuietPair]], now: datetime
) -> dict[int, datetime]:
    """The next working hour of each mentor; of those who have one."""
    homes = {mentor: pairs[0].home for mentor, pairs in by_mentor.items()}
    calendars = await calendars_of(session, set(homes.values()))
    found = {mentor: calendars[home].next_before(now + FAR, now) for mentor, home in homes.items()}
    return {mentor: due_at for mentor, due_at in found.items() if due_at}


def _mark(mentors: Mapping[int, Sequence[QuietPair]], due: Mapping[int, datetime]) -> str:
    said = sorted((due[mentor].date(), pair.id) for mentor in mentors for pair in mentors[mentor])
    return hashlib.sha256(str(said).encode()).hexdigest()[:8]


async def send(
    session: AsyncSession, who: Who, place: int, mark: str, now: datetime
) -> int | None:
    """Owes what was shown under `mark`; returns to how many. None when it has changed since."""
    nudge = await prepare(session, who, place, now)
    if not nudge.mentors or nudge.mark != mark:
        return None
    homes = {pair.home for pairs in nudge.mentors.values() for pair in pairs}
    calendars = await calendars_of(session, homes)
    sent = 0
    for mentor, pairs in nudge.mentors.items():
        notice = _notice(pairs, calendars[pairs[0].home], nudge.due[mentor])
        sent += await notify(session, [mentor], notice, now)
    details = {"organisation": place, "mentors": sent}
    session.add(AuditEntry(at=now, actor_id=who.me.id, action="mentors_nudged", details=details))
    await session.flush()
    return sent


def _notice(pairs: Sequence[QuietPair], contact: ContactCalendar, due_at: datetime) -> Notice:
    """One message to a mentor, however many of the pairs are theirs; one a week by its key."""
    day = contact.local_day(due_at)
    said = [{"what": "quiet", "pair": pair.id} for pair in pairs]
    key = f"nudge:{day - timedelta(days=day.weekday())}"
    return Notice(parts.KIND, key, {"parts": said}, due_at, contact.end_of_day(due_at))
