from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, choice
from models.enums import MeetingStatus
from models.mentorship import Mentorship


class Meeting(Base):
    """One meeting per pair and day, whoever logs it. `held_on` is the school's local date.

    `answered_by` is who confirmed or disputed; a meeting nobody answered stays `waiting`.
    """

    __tablename__ = "meetings"
    __table_args__ = (
        Index(
            "uq_meetings_mentorship_id_held_on",
            "mentorship_id",
            "held_on",
            unique=True,
            postgresql_where=text("status <> 'cancelled'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorships.id"), index=True)
    held_on: Mapped[date]
    minutes: Mapped[int | None]
    topic: Mapped[str | None] = mapped_column(String(32))
    note: Mapped[str | None] = mapped_column(String(1000))
    next_task: Mapped[str | None] = mapped_column(String(1000))
    status: Mapped[MeetingStatus] = mapped_column(choice(MeetingStatus, "status"))
    logged_by: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    logged_at: Mapped[datetime]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    answered_at: Mapped[datetime | None]

    mentorship: Mapped[Mentorship] = relationship(lazy="raise")
