"""What became of the messages of a wave: of the first ones, of the reminders, by person."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Subquery,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from models import Absence, Account, Assignment, Notification, Person
from models.enums import AccountStatus, NotificationState, Role
from services.fates import Fate, fate_of
from services.notifications import LIVE
from services.reach import absent, consented, leaves
from services.reminders import parts
from services.waves import pushes

FINE = frozenset({Fate.SENT, Fate.ANSWERED})
TROUBLE = frozenset(Fate) - FINE - {Fate.QUEUED, Fate.CANCELLED, Fate.ABSENT}
"""Not delivered, or in doubt."""

ORDER = {fate: number for number, fate in enumerate(Fate)}


@dataclass(frozen=True)
class Addressee:
    """One person's part in a wave, once per role.

    `place`: the person's organisation. `due_at`: when the last message is due. `told_at`: when
    the last of those that arrived was sent. `away_till`: the last day of a leave, if known.
    """

    person_id: int
    place: int
    role: Role
    name: str
    fate: Fate
    due_at: datetime | None
    told_at: datetime | None
    away_till: date | None = None


@dataclass(frozen=True)
class Mail:
    """Messages by what became of them; `next_at`: those that wait for an hour leave from it."""

    first: Counter[Fate] = field(default_factory=Counter)
    reminders: Counter[Fate] = field(default_factory=Counter)
    next_at: datetime | None = None


async def mail(session: AsyncSession, wave_ids: Sequence[int], now: datetime) -> Mail:
    """All messages of these waves; a reminder of two questionnaires counts for both."""
    found, made = _messages(wave_ids), Mail()
    fate = fate_of(found.c.state).label("fate")
    rows = await session.execute(
        select(found.c.is_first, fate, func.count()).group_by(found.c.is_first, "fate")
    )
    for is_first, name, number in rows:
        (made.first if is_first else made.reminders)[Fate(name)] = number
    waiting = and_(found.c.state == NotificationState.PENDING, found.c.due_at > now)
    next_at = await session.scalar(select(func.min(found.c.due_at)).where(waiting))
    return Mail(made.first, made.reminders, next_at)


async def sums(
    session: AsyncSession, wave_ids: Sequence[int], now: datetime | None = None
) -> dict[int, Counter[Fate]]:
    """How many people have which fate, by wave; waves without people are left out.

    Without `now` a leave is no fate.
    """
    query = _fates(wave_ids, now).subquery()
    rows = await session.execute(
        select(query.c.wave_id, query.c.fate, func.count()).group_by(query.c.wave_id, query.c.fate)
    )
    found: dict[int, Counter[Fate]] = {}
    for wave, name, number in rows:
        found.setdefault(wave, Counter())[Fate(name)] = number
    return found


async def not_simply_sent(
    session: AsyncSession, wave_id: int, now: datetime | None = None
) -> list[Addressee]:
    """Everybody but those whom the last message reached: the most urgent first, then by name.

    Without `now` a leave is no fate.
    """
    query = _fates([wave_id], now).subquery()
    rows = await session.execute(
        select(query, Person.organisation_id, Person.full_name)
        .join(Person, Person.id == query.c.person_id)
        .where(query.c.fate.not_in([fate.value for fate in FINE]))
        .order_by(Person.name_key, Person.id, query.c.role)
    )
    people = [
        Addressee(person, place, Role(role), name, Fate(fate), due_at, told_at, away_till)
        for _, person, role, fate, due_at, told_at, away_till, place, name in rows
    ]
    return sorted(people, key=lambda one: ORDER[one.fate])


def _messages(wave_ids: Sequence[int]) -> Subquery:
    """The messages about each assignment of the waves: by their unique key, or as reminders."""
    row = (Notification.id, Notification.state, Notification.due_at, Notification.sent_at)
    of_waves = Assignment.wave_id.in_(wave_ids)
    first = (
        select(Assignment.id.label("assignment"), literal(True).label("is_first"), *row)
        .join(Notification, Notification.dedupe_key == pushes.key_of_assignment())
        .where(of_waves)
    )
    reminders = (
        select(Assignment.id, literal(False), *row)
        .join(Account, Account.person_id == Assignment.person_id)
        .join(Notification, Notification.account_id == Account.id)
        .where(of_waves, Notification.kind == parts.KIND, _is_about())
    )
    return union_all(first, reminders).subquery("messages")


def _is_about() -> ColumnElement[bool]:
    """A reminder with the assignment's questionnaire among its parts."""
    role = cast(Assignment.role, String)
    named = {"what": literal("survey"), "wave": Assignment.wave_id, "role": role}
    fields = [field for name, value in named.items() for field in (literal(name), value)]
    part = func.jsonb_build_array(func.jsonb_build_object(*fields))
    return Notification.args.contains(func.jsonb_build_object(literal("parts"), part))


def _last(wave_ids: Sequence[int]) -> Subquery:
    """By assignment: the state and the hour of the last message, and when one was sent."""
    found = _messages(wave_ids)
    told_at = func.max(found.c.sent_at).over(partition_by=found.c.assignment)
    return (
        select(found.c.assignment, found.c.state, found.c.due_at, told_at.label("told_at"))
        .ext(distinct_on(found.c.assignment))
        .where(found.c.state != NotificationState.CANCELLED)
        .order_by(found.c.assignment, found.c.due_at.desc(), found.c.id.desc())
        .subquery("last")
    )


def _fates(wave_ids: Sequence[int], now: datetime | None) -> Select[Any]:
    last = _last(wave_ids)
    return (
        select(
            Assignment.wave_id,
            Assignment.person_id,
            Assignment.role,
            _fate(last, now).label("fate"),
            last.c.due_at,
            last.c.told_at,
            _away_till(now).label("away_till"),
        )
        .outerjoin(last, last.c.assignment == Assignment.id)
        .where(Assignment.wave_id.in_(wave_ids))
    )


def _away_till(now: datetime | None) -> ColumnElement[Any]:
    if now is None:
        return null()
    return leaves(Assignment.person_id, now).with_only_columns(Absence.ends_on).scalar_subquery()


def _fate(last: Subquery, now: datetime | None) -> ColumnElement[str]:
    """Whoever cannot be written to now matters more than what became of the last message.

    A reminder still to come is no news of somebody whom the questionnaire has reached.
    """
    own = Account.person_id == Assignment.person_id
    active = and_(own, Account.status == AccountStatus.ACTIVE)
    reached = or_(last.c.told_at.is_not(None), Assignment.started_at.is_not(None))
    whens = (
        (Assignment.submitted_at.is_not(None), Fate.ANSWERED),
        (~exists().where(own), Fate.NO_ACCOUNT),
        (~exists().where(active) & exists().where(own, _blocked()), Fate.BLOCKED),
        (~exists().where(active), Fate.GONE),
        (~consented(Assignment.person_id), Fate.NO_CONSENT),
        (~exists().where(active, Account.muted_at.is_(None)), Fate.MUTED),
        (absent(Assignment.person_id, now) if now else false(), Fate.ABSENT),
        (and_(reached, or_(last.c.state.is_(None), last.c.state.in_(LIVE))), Fate.SENT),
        (last.c.state.is_(None), Fate.UNTOLD),
    )
    return case(
        *((when, literal(fate.value)) for when, fate in whens), else_=fate_of(last.c.state)
    )


def _blocked() -> ColumnElement[bool]:
    return Account.status == AccountStatus.BLOCKED
