"""What is counted of one question."""

from collections import Counter
from dataclasses import dataclass, field

from models.enums import Missing, Role

At = tuple[Role, str]
"""A role and the code of a question."""


@dataclass
class Tally:
    """One question to one role in one wave. `people` and `answers` gave a value."""

    people: int = 0
    answers: int = 0
    values: Counter[str] = field(default_factory=Counter)
    missing: Counter[Missing] = field(default_factory=Counter)
