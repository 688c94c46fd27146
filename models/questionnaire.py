from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    SmallInteger,
    String,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, choice
from models.enums import Missing, Role
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


class OwnQuestionnaire(Base):
    """A curator's own questionnaire as it stands before it is launched; a launched version is
    frozen. Its waves have the code `own-ID`."""

    __tablename__ = "own_questionnaires"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    title: Mapped[str] = mapped_column(String(200))
    spec: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


CODE = "code ~ '^[a-z_]+(-[0-9]+)?$'"


class Wave(Base):
    """One round of questionnaires in one school. Days are the school's local dates, both
    included; `opened_at` and `closed_at` say what has really happened.

    `code`: see WaveCode. `title`: only of an own questionnaire. `opens_at`: the local hour,
    10:00 when empty. `own_days`: set by those who run the school itself, so that the calendar
    above it does not move them.
    """

    __tablename__ = "waves"
    __table_args__ = (
        UniqueConstraint("organisation_id", "academic_year", "code"),
        CheckConstraint("opens_on <= closes_on", name="order"),
        CheckConstraint(CODE, name="code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    academic_year: Mapped[int] = mapped_column(SmallInteger)
    code: Mapped[str] = mapped_column(String(40))
    title: Mapped[str | None] = mapped_column(String(200))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    opens_at: Mapped[time | None]
    own_days: Mapped[bool] = mapped_column(default=False, server_default=false())
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
    screen (`ITEM`, `ITEM:MENTORSHIP` or `review`); a button of another step is stale.

    `min_group`: the k that was promised; results never go below it. `seconds`: how long
    answering has taken, counted from tap to tap; `touched_at` is the last tap, only while it is
    under way. `on_paper`: entered from a paper form by somebody else. `strata`: by what the
    answers may be cut, as it was when they were sent (`services.strata`).
    """

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
    min_group: Mapped[int] = mapped_column(SmallInteger, default=5, server_default="5")
    seconds: Mapped[int] = mapped_column(default=0, server_default="0")
    touched_at: Mapped[datetime | None]
    on_paper: Mapped[bool] = mapped_column(default=False, server_default=false())
    strata: Mapped[list[str]] = mapped_column(default=list, server_default="[]")

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
    """A private request, from a questionnaire or by itself; never part of statistics, no
    reasons asked. `answer_by`: the deadline; `answered_at`: somebody has taken it on;
    `done_at`: it is settled."""

    __tablename__ = "help_requests"
    __table_args__ = (UniqueConstraint("assignment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignments.id"))
    kind: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    answered_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class Decision(Base):
    """What those who run a school or a town decided after a round: at most three, from the
    list (`choice`) or in their own words (`body`). `told_at`: everybody was told of it; from
    then on it stays as it is."""

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("organisation_id", "academic_year", "code", "position"),
        CheckConstraint("num_nonnulls(choice, body) = 1", name="one_value"),
        CheckConstraint("position between 1 and 3", name="position"),
        CheckConstraint(CODE, name="code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    academic_year: Mapped[int] = mapped_column(SmallInteger)
    code: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(SmallInteger)
    choice: Mapped[str | None] = mapped_column(String(40))
    body: Mapped[str | None] = mapped_column(String(300))
    decided_by: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    decided_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
