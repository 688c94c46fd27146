from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, choice
from models.enums import InboxState

PENDING = text("state = 'pending'")
DEAD = text("state = 'dead'")


class InboxUpdate(Base):
    """A raw update, kept before Telegram is told that it arrived.

    `id` is the order of arrival (Telegram's own numbers may start anew after a quiet week).
    `sender` is the Telegram user, 0 when the update names none: one person's updates are
    handled in order, whether messages or button presses. `told_at`: administrators were alerted
    of its death.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        Index("ix_inbox_pending", "id", postgresql_where=PENDING),
        Index("ix_inbox_sender_pending", "sender", "id", postgresql_where=PENDING),
        Index("ix_inbox_dead", "id", postgresql_where=DEAD),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    update_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    sender: Mapped[int] = mapped_column(BigInteger)
    raw: Mapped[dict[str, Any]]
    state: Mapped[InboxState] = mapped_column(
        choice(InboxState, "state"), default=InboxState.PENDING
    )
    received_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    retry_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(300))
    told_at: Mapped[datetime | None]
