"""Who may be written to without being asked, and what waits till they may be."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    exists,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Consent, Notification, Person
from models.enums import AccountStatus, ConsentKind, NotificationState
from services.contact import calendars_of
from services.notifications import Lane
from services.operations import alerts

FAR = timedelta(days=400)

PersonId = SQLColumnExpression[int] | SQLColumnExpression[int | None]


def consented(person_id: PersonId) -> ColumnElement[bool]:
    """The person has agreed to the processing of personal data, and still does."""
    return exists().where(
        Consent.person_id == person_id,
        Consent.kind == ConsentKind.PERSONAL_DATA,
        Consent.withdrawn_at.is_(None),
    )


def reachable() -> Select[int, int | None]:
    """Accounts that may be written to without being asked: id and person_id."""
    return select(Account.id, Account.person_id).where(
        Account.status == AccountStatus.ACTIVE,
        Account.muted_at.is_(None),
        consented(Account.person_id),
    )


async def hold_till_morning(
    session: AsyncSession, now: datetime, account_id: int | None = None
) -> None:
    """What could not leave in the reader's working hours waits for the next ones; no replies.

    Of one account, or (by the schedule) of all: Telegram was away, or there was too much to send.
    """
    of_whom = Notification.account_id == account_id if account_id else true()
    waiting = and_(of_whom, _owed(now), Notification.state == NotificationState.PENDING)
    rows = await session.scalars(
        select(Person.organisation_id)
        .join(Account, Account.person_id == Person.id)
        .join(Notification, Notification.account_id == Account.id)
        .where(waiting)
        .distinct()
    )
    calendars = await calendars_of(session, list(rows))
    for place, contact in calendars.items():
        due_at = contact.next_before(now + FAR, now)
        if due_at and due_at > now:
            people = select(Person.id).where(Person.organisation_id == place)
            accounts = select(Account.id).where(Account.person_id.in_(people))
            await session.execute(
                update(Notification)
                .where(waiting, Notification.account_id.in_(accounts))
                .where(Notification.due_at < due_at)
                .values(due_at=due_at)
                .execution_options(synchronize_session=False)
            )


async def readdress(
    session: AsyncSession, from_accounts: Sequence[int], account_id: int, now: datetime
) -> None:
    """What a person was still owed at earlier addresses is owed at this one, in working hours."""
    unsent = (NotificationState.PENDING, NotificationState.UNREACHABLE)
    await session.execute(
        update(Notification)
        .where(Notification.account_id.in_(from_accounts), _owed(now))
        .where(Notification.state.in_(unsent))
        .values(account_id=account_id, state=NotificationState.PENDING, last_error=None)
        .execution_options(synchronize_session=False)
    )
    await hold_till_morning(session, now, account_id)


def _owed(now: datetime) -> ColumnElement[bool]:
    """No reply, no alert (trouble is told of at any hour), and not too late."""
    in_time = or_(Notification.expires_at.is_(None), Notification.expires_at > now)
    return and_(Notification.lane != Lane.REPLY, Notification.kind != alerts.KIND, in_time)
