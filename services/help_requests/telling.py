"""Who is told what of requests, for the schedule: found as "due and not yet told".

However many requests there are, a tick asks a handful of questions; what was told is known by
the keys of the outbox. A message that was called off because its reader could not be written to
just then (muted over night, say) is owed again when they can.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, HelpRequest, Notification
from models.enums import AccountStatus, NotificationState
from services.contact import ContactCalendar, calendars_of, is_contact_time
from services.help_requests import state
from services.help_requests.routes import Holder
from services.help_requests.state import Asked, deadline, is_last_call
from services.notifications import PLANNED, Notice, notify
from services.reach import FAR, consented

REQUEST, LATE, REMINDER, TAKEN = "help_request", "help_late", "help_remind", "help_taken"

OFF = (NotificationState.CANCELLED, NotificationState.UNREACHABLE)
"""Of who can be written to now: it was called off, or met a closed door, and is owed again."""

NEWS = timedelta(days=7)
"""That somebody has taken a request on is no news later."""

KEPT = timedelta(days=365)
"""A settled request is forgotten then."""


@dataclass(frozen=True)
class Owed:
    """A message about requests to one person, who belongs to `place`; see Notice."""

    kind: str
    about: str
    person: int
    place: int
    args: dict[str, Any] = field(hash=False)
    today: bool = False

    @property
    def start(self) -> str:
        return f"{self.kind}:{self.about}"

    @property
    def key(self) -> str:
        return f"{self.start}:{self.person}"


class Told(NamedTuple):
    key: str
    state: NotificationState
    sent_at: datetime | None


async def look_after(session: AsyncSession, now: datetime) -> None:
    """A part of the schedule: tells, reminds, hands on what is late, forgets what is old."""
    await forget(session, now)
    requests = await state.load(session, HelpRequest.done_at.is_(None), now)
    if left := [one for one in requests if one.is_open and one.answered_at]:
        await _hand_back(session, left, now)
        requests = await state.load(session, HelpRequest.done_at.is_(None), now)
    await tell(session, requests, now)
    await _remind(session, [one for one in requests if one.is_open], now)


async def _hand_back(session: AsyncSession, left: Sequence[Asked], now: datetime) -> None:
    """Who had taken these on holds the role no more: they wait again, with time to answer."""
    calendars = await calendars_of(session, {one.asker.organisation_id for one in left})
    for one in left:
        answer_by = deadline(calendars[one.asker.organisation_id], now)
        await session.execute(
            update(HelpRequest)
            .where(HelpRequest.id == one.id, HelpRequest.done_at.is_(None))
            .values(answered_by=None, answered_at=None, answer_by=answer_by)
        )


async def forget(session: AsyncSession, now: datetime) -> None:
    """What was settled long ago, and all of those who have withdrawn their consent."""
    old = HelpRequest.done_at < now - KEPT
    await session.execute(
        delete(HelpRequest)
        .where(or_(old, ~consented(HelpRequest.person_id)))
        .execution_options(synchronize_session=False)
    )


async def tell(session: AsyncSession, requests: Iterable[Asked], now: datetime) -> int:
    """Owes addressees and askers what they do not know yet; returns how many are new."""
    owed = [one for asked in requests for one in _news(asked, now)]
    return await _owe(session, owed, await _told(session, owed), now)


def _news(asked: Asked, now: datetime) -> list[Owed]:
    if asked.done_at:
        return []
    if asked.taker:
        taken_at, asker = asked.answered_at, asked.asker
        if not asker.reachable or taken_at is None or taken_at <= now - NEWS:
            return []
        about, args = f"{asked.id}:{asked.taker.id}", {"request": asked.id}
        return [Owed(TAKEN, about, asker.id, asker.organisation_id, args)]
    late = asked.route.second if asked.overdue(now) else ()
    told = ((REQUEST, asked.route.first), (LATE, late))
    return [_about(kind, asked, who) for kind, readers in told for who in readers]


def _about(kind: str, asked: Asked, reader: Holder) -> Owed:
    """Told anew when the deadline was set anew."""
    about, args = f"{asked.id}:{asked.last_day}", {"request": asked.id}
    return Owed(kind, about, reader.id, reader.organisation_id, args)


async def _told(session: AsyncSession, owed: Sequence[Owed]) -> dict[str, Told]:
    keys = {one.key for one in owed}
    if not keys:
        return {}
    row = Notification
    rows = await session.execute(
        select(row.dedupe_key, row.state, row.sent_at).where(row.dedupe_key.in_(keys))
    )
    return {found.key: found for found in map(Told._make, rows)}


async def _owe(
    session: AsyncSession, owed: Sequence[Owed], told: Mapping[str, Told], now: datetime
) -> int:
    """What is new or was called off, in the hours of each reader: a psychologist of the region
    may live in another zone."""
    off = {key for key, found in told.items() if found.state in OFF}
    due = [one for one in owed if one.key not in told or one.key in off]
    calendars = await calendars_of(session, {one.place for one in due}) if due else {}
    groups: dict[tuple[str, int, bool], list[Owed]] = defaultdict(list)
    for one in due:
        groups[one.start, one.place, one.key in off].append(one)
    added = 0
    for (_, place, again), group in groups.items():
        notice = _notice(group[0], calendars[place], now)
        if notice and again:
            await _again(session, group, notice)
        elif notice:
            added += await notify(session, [one.person for one in group], notice, now)
    return added


def _notice(owed: Owed, contact: ContactCalendar, now: datetime) -> Notice | None:
    due_at = contact.next_before(now + FAR, now)
    expires_at = contact.end_of_day(now) if owed.today else None
    return Notice(owed.kind, owed.start, owed.args, due_at, expires_at) if due_at else None


async def _again(session: AsyncSession, group: Sequence[Owed], notice: Notice) -> None:
    """To the account that each of them has now."""
    key = func.concat(f"{notice.key}:", Account.person_id)
    await session.execute(
        update(Notification)
        .where(Notification.dedupe_key == key, Account.status == AccountStatus.ACTIVE)
        .where(Account.person_id.in_([one.person for one in group]))
        .where(Notification.state.in_(OFF))
        .values(state=NotificationState.PENDING, due_at=notice.due_at, account_id=Account.id)
        .execution_options(synchronize_session=False)
    )
    session.info[PLANNED] = True


async def _remind(session: AsyncSession, waiting: Sequence[Asked], now: datetime) -> None:
    """On the last working day before the deadline and on its own day, all in one message a day;
    never on the day on which the reader was first told."""
    soon = [one for one in waiting if not one.overdue(now)]
    pairs = [(one, _about(REQUEST, one, who)) for one in soon for who in one.route.first]
    if not pairs:
        return
    calendars = await calendars_of(session, {first.place for _, first in pairs})
    told = await _told(session, [first for _, first in pairs])
    owed = {
        _reminder(first, calendars[first.place], now)
        for asked, first in pairs
        if is_contact_time(now, calendars[first.place])
        and is_last_call(asked, calendars[first.place], now)
        and _knows(told.get(first.key), calendars[first.place], now)
    }
    found = sorted(owed, key=lambda one: one.key)
    await _owe(session, found, await _told(session, found), now)


def _reminder(first: Owed, contact: ContactCalendar, now: datetime) -> Owed:
    return Owed(REMINDER, str(contact.local_day(now)), first.person, first.place, {}, today=True)


def _knows(told: Told | None, contact: ContactCalendar, now: datetime) -> bool:
    sent_at = told.sent_at if told else None
    return sent_at is not None and contact.local_day(sent_at) < contact.local_day(now)
