from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, choice
from models.enums import Role
from models.questionnaire import CODE


class ThemeCorrection(Base):
    """What an answer of a round speaks of, as those who run the place see it.

    The place is an organisation, or (`whole`) all schools below it. The answer is named by a
    hash of its words: it belongs to nobody, and equal words are one answer.
    """

    __tablename__ = "theme_corrections"
    __table_args__ = (
        UniqueConstraint(
            *("organisation_id", "whole", "academic_year", "code", "role", "item", "answer"),
            name="uq_theme_corrections_answer",
        ),
        CheckConstraint(CODE, name="code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    whole: Mapped[bool]
    academic_year: Mapped[int] = mapped_column(SmallInteger)
    code: Mapped[str] = mapped_column(String(40))
    role: Mapped[Role] = mapped_column(choice(Role, "role"))
    item: Mapped[str] = mapped_column(String(12))
    answer: Mapped[str] = mapped_column(String(64))
    themes: Mapped[list[str]]


class OwnTheme(Base):
    """A theme that those who run the place have added to its round; `key` stays when it is
    renamed."""

    __tablename__ = "own_themes"
    __table_args__ = (
        UniqueConstraint(
            *("organisation_id", "whole", "academic_year", "code", "key"),
            name="uq_own_themes_key",
        ),
        CheckConstraint(CODE, name="code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    whole: Mapped[bool]
    academic_year: Mapped[int] = mapped_column(SmallInteger)
    code: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(4))
    name: Mapped[str] = mapped_column(String(40))
