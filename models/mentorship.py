from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, choice
from models.enums import MentorshipForm, MentorshipKind, MentorshipStatus, WorkArea
from models.person import Person


class Mentorship(Base):
    """One mentor with one mentee. A group is several rows of one mentor; a mentee may have
    several mentors, each for an area of work."""

    __tablename__ = "mentorships"
    __table_args__ = (
        UniqueConstraint("mentor_id", "mentee_id", "starts_on"),
        CheckConstraint("mentor_id <> mentee_id", name="two_people"),
        CheckConstraint("starts_on <= ends_on", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    mentor_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    mentee_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    form: Mapped[MentorshipForm] = mapped_column(choice(MentorshipForm, "form"))
    kind: Mapped[MentorshipKind] = mapped_column(choice(MentorshipKind, "kind"))
    work_area: Mapped[WorkArea | None] = mapped_column(choice(WorkArea, "work_area"))
    order_number: Mapped[str | None] = mapped_column(String(50))
    order_date: Mapped[date | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    status: Mapped[MentorshipStatus] = mapped_column(
        choice(MentorshipStatus, "status"), default=MentorshipStatus.ACTIVE
    )

    mentor: Mapped[Person] = relationship(foreign_keys=mentor_id, lazy="raise")
    mentee: Mapped[Person] = relationship(foreign_keys=mentee_id, lazy="raise")
