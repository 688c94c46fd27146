"""What reminders are made of, and whether a part has been said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, literal
from sqlalchemy.sql.elements import SQLCoreOperations

from models import Notification
from models.enums import NotificationState

KIND = "reminder"

SAID = (
    NotificationState.PENDING,
    NotificationState.LEASED,
    NotificationState.DISPATCHING,
    NotificationState.HELD,
    NotificationState.SENT,
    NotificationState.UNKNOWN,
)
"""A reminder in another state has reached nobody, and its parts are due again."""


@dataclass(frozen=True)
class Due:
    """One part owed to a person, whose `place` is the organisation with their hours."""

    person_id: int
    place: int
    part: dict[str, Any]


def reminded(account_id: ColumnElement[int]) -> ColumnElement[bool]:
    return and_(
        Notification.account_id == account_id,
        Notification.kind == KIND,
        Notification.state.in_(SAID),
    )


def said(
    account_id: ColumnElement[int],
    what: str,
    *ids: tuple[str, SQLCoreOperations[Any]],
    since: datetime | None = None,
) -> ColumnElement[bool]:
    """Whether the account has a reminder (since then) with this very part."""
    fields: Sequence[Any] = [literal("what"), literal(what)]
    for name, value in ids:
        fields = [*fields, literal(name), value]
    part = func.jsonb_build_array(func.jsonb_build_object(*fields))
    whole = func.jsonb_build_object(literal("parts"), part)
    found = exists().where(reminded(account_id), Notification.args.contains(whole))
    return found.where(Notification.due_at > since) if since else found
