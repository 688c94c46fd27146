from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, choice
from models.enums import AccountStatus, ConsentKind, MentorRank, Role
from models.organisation import Organisation


class Person(Base):
    """A participant as the roster knows them; `name_key` finds and sorts them.

    `snoozed_until`: reminders were put off by the person till then.
    """

    __tablename__ = "persons"
    __table_args__ = (UniqueConstraint("organisation_id", "name_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    full_name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))
    position: Mapped[str | None] = mapped_column(String(200))
    tenure_years: Mapped[int | None]
    category: Mapped[str | None] = mapped_column(String(100))
    phone: Mapped[str | None] = mapped_column(String(20))
    snoozed_until: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(lazy="raise")


class Absence(Base):
    """A leave: nobody writes to the person on these local days, first and last included; the
    end may be open."""

    __tablename__ = "absences"
    __table_args__ = (
        UniqueConstraint("person_id", "starts_on"),
        CheckConstraint("starts_on <= ends_on", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class RoleGrant(Base):
    """A role of a person within an organisation and all below it."""

    __tablename__ = "role_grants"
    __table_args__ = (UniqueConstraint("person_id", "role", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    role: Mapped[Role] = mapped_column(choice(Role, "role"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    rank: Mapped[MentorRank | None] = mapped_column(choice(MentorRank, "rank"))


class Account(Base):
    """A person's address in a messenger; `person_id` is empty until an invitation is used.

    `expects` says what the next free text means (and to which object it belongs); it always
    agrees with the last screen shown, and a restart does not lose it. `muted_at`: the person
    said /stop, only replies are sent. `free_at` and `push_at` (the database's time): nothing,
    or nothing but a reply, is sent to this chat before.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        UniqueConstraint("messenger", "address"),
        Index(
            "uq_accounts_person_active",
            "person_id",
            unique=True,
            postgresql_where=text("status = 'active'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)
    messenger: Mapped[str] = mapped_column(String(16), default="telegram")
    address: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[AccountStatus] = mapped_column(
        choice(AccountStatus, "status"), default=AccountStatus.ACTIVE
    )
    language: Mapped[str] = mapped_column(String(8), default="ru")
    expects: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]
    muted_at: Mapped[datetime | None]
    free_at: Mapped[datetime | None]
    push_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship(lazy="raise")


class Invite(Base):
    """A one-time link. Only the SHA-256 of its 128-bit token is kept.

    Either for a known person, or for a role in an organisation (the newcomer types a name).
    """

    __tablename__ = "invites"
    __table_args__ = (
        CheckConstraint(
            "(person_id is not null) or (role is not null and organisation_id is not null)",
            name="target",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)
    role: Mapped[Role | None] = mapped_column(choice(Role, "role"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class Consent(Base):
    """One document agreed to: its version and the hash of the very text that was shown."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    kind: Mapped[ConsentKind] = mapped_column(choice(ConsentKind, "kind"))
    version: Mapped[str] = mapped_column(String(20))
    text_hash: Mapped[str] = mapped_column(String(64))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
