"""What reminders are made of, to whom they go, and whether a part has been said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, exists, func, literal, or_
from sqlalchemy.sql.elements import SQLCoreOperations

from models import Account, Notification, Person
from models.enums import NotificationState
from services.contact import ContactCalendar
from services.notifications import LIVE
from services.reach import REMINDER, PersonId, reachable

KIND = REMINDER

SAID = (*LIVE, NotificationState.HELD, NotificationState.SENT, NotificationState.UNKNOWN)
"""A reminder in another state has reached nobody, and its parts are due again."""


Awake = Mapping[int, ContactCalendar]
"""The organisations in which people may be written to now."""


@dataclass(frozen=True)
class Due:
    """One part owed to a person, whose `place` is the organisation with their hours.

    `snooze`: the end of the time (in seconds) for which the person had put reminders off.
    """

    person_id: int
    place: int
    part: dict[str, Any]
    snooze: int | None = None


@lru_cache(maxsize=2)
def readers(now: datetime) -> Subquery:
    """Accounts (id, person_id) of those who may be reminded now: they have not put it off.

    Built once a tick: every kind of reminder asks.
    """
    awake = or_(Person.snoozed_until.is_(None), Person.snoozed_until <= now)
    query = reachable(now).join(Person, Person.id == Account.person_id)
    return query.where(awake).subquery("reader")


def reminded(person_id: PersonId) -> ColumnElement[bool]:
    """Of an account and a notification: a reminder that was said to the person there."""
    return and_(
        Account.person_id == person_id,
        Notification.account_id == Account.id,
        Notification.kind == KIND,
        Notification.state.in_(SAID),
    )


def has_part(what: str, *ids: tuple[str, SQLCoreOperations[Any]]) -> ColumnElement[bool]:
    """Of a notification: this very part is among its parts."""
    fields: Sequence[Any] = [literal("what"), literal(what)]
    for name, value in ids:
        fields = [*fields, literal(name), value]
    part = func.jsonb_build_array(func.jsonb_build_object(*fields))
    return Notification.args.contains(func.jsonb_build_object(literal("parts"), part))


def said(
    person_id: PersonId,
    what: str,
    *ids: tuple[str, SQLCoreOperations[Any]],
    since: datetime | None = None,
) -> ColumnElement[bool]:
    """Whether the person has had a reminder (since then) with this very part."""
    found = exists().where(reminded(person_id), has_part(what, *ids))
    return found.where(Notification.due_at > since) if since else found
