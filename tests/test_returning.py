"""Who of those who answered twice is left out of a comparison, so that it can be shown."""

import random
import statistics
from hashlib import md5
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Organisation, Person
from models.enums import Role
from services.results.change import Change
from tests.factories import make_organisation
from tests.polls import make_town
from tests.test_changes import MENTOR, change
from tests.twice import make_held, make_people, make_two

Marks = list[int | None]


@pytest.fixture
async def school(session: AsyncSession) -> Organisation:
    return await make_organisation(session)


def answered(both: int, first: int, second: int) -> tuple[Marks, Marks]:
    """Marks of those who answered twice, then of those who did once."""
    rng = random.Random(both)
    before: Marks = [rng.randint(1, 10) for _ in range(both + first)] + [None] * second
    after: Marks = [rng.randint(1, 10) for _ in range(both)] + [None] * first
    return before, after + [rng.randint(1, 10) for _ in range(second)]


async def compared(
    session: AsyncSession, school: Organisation, both: int, first: int, second: int
) -> Change:
    await make_two(session, school, *answered(both, first, second))
    return await change(session, school)


@pytest.mark.parametrize(
    ("both", "first", "second", "told"),
    [
        (12, 0, 0, 12),
        (12, 1, 0, 5),
        (12, 1, 1, 6),
        (12, 2, 3, 7),
        (12, 4, 4, 9),
        (12, 5, 0, 12),
        (12, 5, 5, 12),
        (20, 1, 0, 13),
        (9, 4, 4, 6),
        (9, 1, 1, 5),
    ],
)
async def test_with_those_who_answered_once_k_people_are_left_out(
    session: AsyncSession, school: Organisation, both: int, first: int, second: int, told: int
) -> None:
    found = await compared(session, school, both, first, second)

    assert found.sums.people == told
    assert found.verdict.left_out == both - told
    for once in (first, second):
        assert told == both or once + both - told >= 5


@pytest.mark.parametrize(("both", "first", "second"), [(8, 1, 1), (5, 1, 0), (9, 0, 1), (4, 0, 0)])
async def test_where_k_would_not_remain_nothing_is_shown(
    session: AsyncSession, school: Organisation, both: int, first: int, second: int
) -> None:
    assert not (await compared(session, school, both, first, second)).shown


async def test_it_is_chance_and_not_what_they_said(
    session: AsyncSession, school: Organisation
) -> None:
    """The same people are left out of every question, and their answers in no number."""
    people = await make_people(session, school, MENTOR, 13)
    rng = random.Random(1)
    rounds = []
    for code, there in (("intro", people[:12]), ("final", people)):
        said = {one.id: {"EFF": rng.randint(1, 10), "ORG": rng.randint(1, 10)} for one in there}
        rounds.append(said)
        await make_held(session, school, code, [(one, MENTOR, said[one.id]) for one in there])
    drawn = sorted((one.id for one in people[:12]), key=lambda n: md5(str(n).encode()).hexdigest())

    for item in ("EFF", "ORG"):
        found = await change(session, school, item)
        assert found.sums.people == 5
        means = [statistics.fmean(said[one][item] for one in drawn[7:]) for said in rounds]
        assert [float(found.before), float(found.after)] == pytest.approx(means)


async def test_those_of_a_small_school_all_count_in_the_town(session: AsyncSession) -> None:
    """By itself it shows nothing, so nobody has to be left out of it."""
    town = await make_town(session)
    for number in (1, 2, 3):
        place = await make_organisation(session, f"Школа {number}", parent=town)
        await make_two(session, place, *answered(4, 2, 2))

    found = await change(session, town, whole=True)
    assert (found.sums.people, found.verdict.left_out) == (12, 0)


async def test_other_roles_and_schools_do_not_matter(
    session: AsyncSession, school: Organisation
) -> None:
    other = await make_organisation(session, "Другая школа")
    await make_two(session, other, *answered(3, 3, 0))
    found = await compared(session, school, 12, 1, 1)
    here = select(Person.id).where(Person.organisation_id == school.id)
    assert len((await session.scalars(here)).all()) == 14
    assert found.sums.people == 6


async def test_a_larger_promise_leaves_out_more(
    session: AsyncSession, school: Organisation
) -> None:
    marks: Any = answered(14, 1, 1)
    await make_two(session, school, *marks, promised=(5, 7))
    found = await change(session, school)
    assert found.role is Role.MENTOR
    assert found.sums.people == 7
