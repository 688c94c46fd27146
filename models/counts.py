from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, choice
from models.enums import Role


class CountedWave(Base):
    """A wave whose answers were counted after it was closed.

    The counts hold for as long as `state`, a hash of what was sent in it, is what it is now, and
    `rules` those of the program (`services.results.kept`). `closed_at`: after which closing it
    was done; one that is opened and closed again is counted again.
    """

    __tablename__ = "counted_waves"

    wave_id: Mapped[int] = mapped_column(
        ForeignKey("waves.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    rules: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(String(32))
    closed_at: Mapped[datetime]


class AnswerCount(Base):
    """How one question was answered by one role in a counted wave.

    `people` and `answers` gave a value; `given` is how often each number or option was chosen,
    `missing` how often a value is missing for each reason. What people typed is not here.
    """

    __tablename__ = "answer_counts"

    wave_id: Mapped[int] = mapped_column(
        ForeignKey("counted_waves.wave_id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[Role] = mapped_column(choice(Role, "role"), primary_key=True)
    item: Mapped[str] = mapped_column(String(12), primary_key=True)
    people: Mapped[int]
    answers: Mapped[int]
    given: Mapped[dict[str, Any]]
    missing: Mapped[dict[str, Any]]
