from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    SmallInteger,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, choice
from models.enums import Missing, Role, WaveCode
from models.organisation import Organisation


class QuestionnaireVersion(Base):
    """A questionnaire frozen as it was asked; answers point to it for ever."""

    __tablename__ = "questionnaire_versions"
    __table_args__ = (UniqueConstraint("key", "fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(64))
    spec: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class Wave(Base):
    """One round of questionnaires in one school. Days are the school's local dates, both
    included; `opened_at` and `closed_at` say what has really happened."""

    __tablename__ = "waves"
    __table_args__ = (
        UniqueConstraint("organisation_id", "academic_year", "code"),
        CheckConstraint("opens_on <= closes_on", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    academic_year: Mapped[int] = mapped_column(SmallInteger)
    code: Mapped[WaveCode] = mapped_column(choice(WaveCode, "code"))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(lazy="raise")


class WaveQuestionnaire(Base):
    """Which frozen version a role answers in a wave."""

    __tablename__ = "wave_questionnaires"

    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(choice(Role, "role"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_versions.id"))


class Assignment(Base):
    """One person's questionnaire in a wave, once per role. `cursor` is the step on the
    screen (`ITEM`, `ITEM:MENTORSHIP` or `review`); a button of another step is stale."""

    __tablename__ = "assignments"
    __table_args__ = (
        UniqueConstraint("wave_id", "person_id", "role"),
        ForeignKeyConstraint(
            ["wave_id", "role"], ["wave_questionnaires.wave_id", "wave_questionnaires.role"]
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role, "role"))
    cursor: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]

    wave: Mapped[Wave] = relationship(lazy="raise", foreign_keys=wave_id)


class Answer(Base):
    """One answer per assignment and item (and pair, for items about one colleague).

    It carries no time: who answered when must not be readable from the results.
    Exactly one of number, choices, body, missing is set.
    """

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint(
            "assignment_id", "item", "mentorship_id", postgresql_nulls_not_distinct=True
        ),
        CheckConstraint("num_nonnulls(number, choices, body, missing) = 1", name="one_value"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"))
    item: Mapped[str] = mapped_column(String(12))
    mentorship_id: Mapped[int | None] = mapped_column(ForeignKey("mentorships.id"))
    number: Mapped[int | None] = mapped_column(SmallInteger)
    choices: Mapped[list[str] | None]
    body: Mapped[str | None] = mapped_column(String(2000))
    missing: Mapped[Missing | None] = mapped_column(choice(Missing, "missing"))


class HelpRequest(Base):
    """A private request from a questionnaire; never part of statistics, no reasons asked."""

    __tablename__ = "help_requests"
    __table_args__ = (UniqueConstraint("assignment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"))
    kind: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    answered_at: Mapped[datetime | None]
