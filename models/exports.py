from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, choice
from models.enums import ExportState

LIVE = text("state in ('waiting', 'running')")


class Export(Base):
    """A file of results that is made in the background, for whoever asked for it in the chat.

    The file is named as the button that asked for it: `act` of a place in a round. `messages`
    are the dedupe keys of the messages that show how far it is, the newest last. `done` of
    `parts` are made; no parts while answers are still being counted.

    `epoch` counts how often it was taken, `attempts` how often by a process that did not live to
    give it back; `lease_until` is the database's time.
    """

    __tablename__ = "exports"
    __table_args__ = (
        CheckConstraint("(state = 'running') = (lease_until is not null)", name="lease"),
        Index("uq_exports_live", "account_id", unique=True, postgresql_where=LIVE),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    act: Mapped[str] = mapped_column(String(20))
    academic_year: Mapped[int] = mapped_column(SmallInteger)
    code: Mapped[str] = mapped_column(String(40))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    whole: Mapped[bool]
    state: Mapped[ExportState] = mapped_column(choice(ExportState, "state"))
    messages: Mapped[list[str]]
    done: Mapped[int] = mapped_column(SmallInteger)
    parts: Mapped[int] = mapped_column(SmallInteger)
    created_at: Mapped[datetime]
    epoch: Mapped[int]
    attempts: Mapped[int] = mapped_column(SmallInteger)
    lease_until: Mapped[datetime | None]
