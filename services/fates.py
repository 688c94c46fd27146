"""What became of the messages to a person, as those who look after people need to know it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, String, case, cast, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Notification
from models.enums import AccountStatus, NotificationState
from services.notifications import LIVE, Lane


class Fate(StrEnum):
    """The most urgent first: who can be helped, then what an administrator looks at, then what
    passes by itself.

    `missed`: it met a closed chat, which is open again; `untold`: there was no message;
    `absent`: the person is on leave.
    """

    NO_ACCOUNT = "no_account"
    GONE = "gone"
    BLOCKED = "blocked"
    NO_CONSENT = "no_consent"
    DEAD = "dead"
    HELD = "held"
    MISSED = "missed"
    EXPIRED = "expired"
    UNTOLD = "untold"
    UNKNOWN = "unknown"
    MUTED = "muted"
    ABSENT = "absent"
    QUEUED = "queued"
    CANCELLED = "cancelled"
    SENT = "sent"
    ANSWERED = "answered"


FAILED = frozenset({Fate.GONE, Fate.BLOCKED, Fate.DEAD, Fate.MISSED, Fate.EXPIRED})
"""Fates of a message that has certainly not arrived."""


@dataclass(frozen=True)
class Last:
    """A message: when it is due or, if it was `sent`, when it was."""

    fate: Fate
    at: datetime


def fate_of(state: ColumnElement[NotificationState]) -> ColumnElement[str]:
    """Of a message in this state to somebody who can be written to."""
    return case(
        (state.in_(LIVE), literal(Fate.QUEUED.value)),
        (state == NotificationState.UNREACHABLE, literal(Fate.MISSED.value)),
        else_=cast(state, String),
    )


async def last_message(session: AsyncSession, person_id: int) -> Last | None:
    """The newest thing the schedule has written to the person; None when there is none.

    Only what goes to many counts. What concerns the person alone (a request for help and its
    answers) is nobody else's business, not even that it exists.
    """
    refused = Notification.state == NotificationState.UNREACHABLE
    fate = case(
        (refused & (Account.status == AccountStatus.BLOCKED), literal(Fate.BLOCKED.value)),
        (refused & (Account.status == AccountStatus.GONE), literal(Fate.GONE.value)),
        else_=fate_of(Notification.__table__.c.state),
    )
    row = await session.execute(
        select(fate, Notification.sent_at, Notification.due_at)
        .join(Account, Account.id == Notification.account_id)
        .where(Account.person_id == person_id, Notification.lane == Lane.PUSH)
        .where(Notification.state != NotificationState.CANCELLED)
        .order_by(Notification.due_at.desc(), Notification.id.desc())
        .limit(1)
    )
    found = row.one_or_none()
    return Last(Fate(found[0]), found[1] or found[2]) if found else None
