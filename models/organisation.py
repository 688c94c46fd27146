from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, choice
from models.enums import OrganisationKind


class Organisation(Base):
    """A school, its municipality, its region: a tree. `timezone` is an IANA name."""

    __tablename__ = "organisations"
    __table_args__ = (
        UniqueConstraint("parent_id", "name_key", postgresql_nulls_not_distinct=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    kind: Mapped[OrganisationKind] = mapped_column(choice(OrganisationKind, "kind"))
    name: Mapped[str] = mapped_column(String(300))
    name_key: Mapped[str] = mapped_column(String(300))
    timezone: Mapped[str] = mapped_column(String(64))
    teachers_total: Mapped[int | None]
    young_total: Mapped[int | None]


class Vacation(Base):
    """Days without contact, first and last included; schools inherit those of their parents."""

    __tablename__ = "vacations"
    __table_args__ = (
        UniqueConstraint("organisation_id", "starts_on"),
        CheckConstraint("starts_on <= ends_on", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class CalendarEntry(Base):
    """When a round is held from this school year on, here and in all organisations below that
    have no entry of their own. Later years take the same days; without days it is not held."""

    __tablename__ = "calendar_entries"
    __table_args__ = (
        UniqueConstraint("organisation_id", "academic_year", "code"),
        CheckConstraint("opens_on <= closes_on", name="order"),
        CheckConstraint("num_nonnulls(opens_on, closes_on) in (0, 2)", name="both_days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    academic_year: Mapped[int] = mapped_column(SmallInteger)
    code: Mapped[str] = mapped_column(String(40))
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
