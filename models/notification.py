from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, choice
from models.enums import NotificationState

LIVE = text("state in ('pending', 'leased', 'dispatching')")
TAKEN = text("state in ('leased', 'dispatching')")
STUCK = text("state in ('held', 'unknown', 'dead')")
OLD_REPLIES = text("kind = 'reply' and state in ('sent', 'unreachable', 'cancelled', 'expired')")
REMINDERS = text("kind = 'reminder'")


class Notification(Base):
    """The outbox: one message owed to an account, written with its cause.

    `kind` and `args` say what to tell; the words are chosen when it is sent. `due_at` and
    `expires_at` are the programme's time; `lease_until` is the database's. `owner` is the
    process that took it (see `services.presence`), `epoch` counts how often it was taken.
    `dispatching` is committed before the request leaves, so after a crash it is known which
    messages are ambiguous.
    `told_at`: administrators were alerted of its trouble.
    `lane` 0 are replies, 1 are messages to one person, 2 is a push to many.

    Every index is written once for each of a hundred thousand people, so they are few, and
    `account_id` is no foreign key: looking up each account took a third of the time. Accounts
    stay: a trigger keeps those that have messages (see the migration 0004). `dedupe_key` is
    compared byte by byte, whatever the database's language.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("dedupe_key"),
        CheckConstraint(
            "(state in ('leased', 'dispatching')) = (lease_until is not null)", name="lease"
        ),
        Index("ix_notifications_live", "lane", "due_at", "id", postgresql_where=LIVE),
        Index("ix_notifications_taken", "lease_until", postgresql_where=TAKEN),
        Index("ix_notifications_account", "account_id", "state"),
        Index("ix_notifications_stuck", "state", "id", postgresql_where=STUCK),
        Index("ix_notifications_old_replies", "created_at", postgresql_where=OLD_REPLIES),
        Index("ix_notifications_reminders", "account_id", postgresql_where=REMINDERS),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    account_id: Mapped[int] = mapped_column()
    dedupe_key: Mapped[str] = mapped_column(String(120, collation="C"))
    kind: Mapped[str] = mapped_column(String(40))
    args: Mapped[dict[str, Any]]
    lane: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[NotificationState] = mapped_column(
        choice(NotificationState, "state"), default=NotificationState.PENDING
    )
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    epoch: Mapped[int] = mapped_column(default=0)
    owner: Mapped[int | None]
    lease_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    last_error: Mapped[str | None] = mapped_column(String(300))
    told_at: Mapped[datetime | None]


class Pace(Base):
    """The one row all senders share: the theoretical arrival time of the next message.

    Nothing is sent before `paused_until`. `refused_at` and `refused_account`: the last "too many
    requests" (429), to tell one busy chat from a bot that sends too much. All times are the
    database's.
    """

    __tablename__ = "pace"

    id: Mapped[int] = mapped_column(primary_key=True)
    next_at: Mapped[datetime]
    paused_until: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    refused_account: Mapped[int | None]


class File(Base):
    """A document or a picture made once; after the first upload `telegram_id` is sent."""

    __tablename__ = "files"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    mime: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes] = mapped_column(BYTEA)
    created_at: Mapped[datetime]
    telegram_id: Mapped[str | None] = mapped_column(String(200))
