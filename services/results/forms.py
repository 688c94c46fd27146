"""The curator's own form: nine points of 0 to 2 about the school's programme.

It is what a curator states, by name and for those who run the programme: no opinion among
others, so there is no group to hide in. Its first page says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Answer, Assignment, Organisation, Person, Wave
from models.enums import Role
from services.catalogue import Item
from services.results.privacy import Waves
from services.roster.normalise import natural_order

LEVELS = {"unacceptable": 0, "acceptable": 9, "optimal": 15}
"""From which sum on, ascending (domain, 3.4: to be verified before it is called official)."""

POINTS = 2
"""The most that one point gives."""


def level_of(total: int) -> str:
    return [level for level, least in LEVELS.items() if total >= least][-1]


@dataclass(frozen=True)
class Form:
    """What one curator states: `points` in their order, None where one was left open, and what
    was written."""

    school: str
    author: str
    points: tuple[tuple[Item, int | None], ...]
    texts: tuple[tuple[Item, str], ...]

    @cached_property
    def given(self) -> list[int]:
        return [number for _, number in self.points if number is not None]

    @property
    def total(self) -> int:
        return sum(self.given)

    @property
    def most(self) -> int:
        return POINTS * len(self.points)

    @property
    def level(self) -> str | None:
        """None while a point is open: the sum would be too low."""
        return level_of(self.total) if len(self.given) == len(self.points) else None


async def forms(session: AsyncSession, waves: Waves, items: Iterable[Item]) -> list[Form]:
    """By school and name, which is no ranking."""
    asked = list(items)
    given: dict[int, dict[str, Answer]] = {}
    for answer in await session.scalars(_answers(waves)):
        given.setdefault(answer.assignment_id, {})[answer.item] = answer
    rows = await session.execute(
        select(Assignment.id, Organisation.name, Organisation.name_key, Person.full_name)
        .join(Wave, Wave.id == Assignment.wave_id)
        .join(Organisation, Organisation.id == Wave.organisation_id)
        .join(Person, Person.id == Assignment.person_id)
        .where(Assignment.wave_id.in_(waves), Assignment.role == Role.CURATOR)
        .where(Assignment.submitted_at.is_not(None))
        .order_by(Person.name_key, Person.id)
    )
    found = [
        (natural_order(key), _form(school, author, asked, given.get(number, {})))
        for number, school, key, author in rows
    ]
    return [form for _, form in sorted(found, key=lambda pair: pair[0])]


def _form(school: str, author: str, asked: list[Item], given: Mapping[str, Answer]) -> Form:
    found = [(item, given.get(item.code)) for item in asked]
    return Form(
        school,
        author,
        tuple((i, one.number if one else None) for i, one in found if i.kind == "scale"),
        tuple((item, one.body) for item, one in found if one and one.body),
    )


def _answers(waves: Waves) -> Select[Answer]:
    return (
        select(Answer)
        .join(Assignment, Assignment.id == Answer.assignment_id)
        .where(Assignment.wave_id.in_(waves), Assignment.role == Role.CURATOR)
        .where(Assignment.submitted_at.is_not(None))
    )
