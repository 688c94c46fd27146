"""People who answer two questionnaires of a year, with answers known to the test."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from models import Answer, Assignment, Organisation, Person, Wave
from models.enums import Role
from tests.factories import make_pair, make_person
from tests.polls import NUMBERS, column
from tests.surveys import ask, specs

DAYS = {
    "intro": (9, 15), "growth_start": (10, 1), "interim": (12, 10), "final": (5, 10),
    "growth": (5, 26),
}  # fmt: skip

Said = Mapping[str, Any] | None
"""By item; a mapping within is by the number of the pair. None: nothing was sent."""


async def make_people(
    session: AsyncSession, school: Organisation, role: Role, number: int
) -> list[Person]:
    name = "Участник Номер{}"
    return [
        await make_person(session, school, name.format(next(NUMBERS)), role) for _ in range(number)
    ]


async def make_held(
    session: AsyncSession,
    school: Organisation,
    code: str,
    said: Sequence[tuple[Person, Role, Said]],
    promised: int = 5,
    pairs: Mapping[tuple[int, int], int] | None = None,
) -> Wave:
    """A round that is over. `pairs`: mentorships by person and number."""
    month, day = DAYS[code]
    on = date(2026 if month > 7 else 2027, month, day)
    wave = Wave(
        organisation_id=school.id, academic_year=2026, code=code, opens_on=on, closes_on=on
    )
    wave.opened_at = datetime(on.year, month, day, 5, tzinfo=UTC)
    wave.closed_at = datetime(on.year, month, day, 18, tzinfo=UTC)
    session.add(wave)
    await session.flush()
    await ask(session, wave, [spec for spec in specs().values() if spec.wave == code])
    for person, role, answers in said:
        one = Assignment(wave_id=wave.id, person_id=person.id, role=role, min_group=promised)
        one.created_at = wave.opened_at
        one.submitted_at = wave.opened_at if answers is not None else None
        session.add(one)
        await session.flush()
        for item, value in (answers or {}).items():
            about = value if isinstance(value, Mapping) else {None: value}
            for number, mark in about.items():
                pair = (pairs or {})[person.id, number] if number is not None else None
                session.add(
                    Answer(assignment_id=one.id, item=item, mentorship_id=pair, **column(mark))
                )
    await session.flush()
    return wave


async def make_pairs(
    session: AsyncSession, school: Organisation, mentors: Sequence[Person], number: int
) -> dict[tuple[int, int], int]:
    """So many pairs of every mentor."""
    found = {}
    for mentor in mentors:
        for one in range(number):
            (mentee,) = await make_people(session, school, Role.MENTEE, 1)
            found[mentor.id, one] = (await make_pair(session, mentor, mentee)).id
    return found


async def make_two(
    session: AsyncSession,
    school: Organisation,
    before: Sequence[Any],
    after: Sequence[Any],
    codes: tuple[str, str] = ("intro", "final"),
    promised: tuple[int, int] = (5, 5),
    item: str = "EFF",
) -> tuple[Wave, Wave]:
    """Mentors, one for each place in both lists, who said these marks; None: sent nothing."""
    mentors = await make_people(session, school, Role.MENTOR, len(before))
    waves = []
    for code, marks, k in zip(codes, (before, after), promised, strict=True):
        said = [
            (person, Role.MENTOR, None if mark is None else {item: mark})
            for person, mark in zip(mentors, marks, strict=True)
        ]
        waves.append(await make_held(session, school, code, said, k))
    return waves[0], waves[1]
