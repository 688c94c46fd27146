"""Answers of two rounds, matched by the database: the input of `changes`.

What comes from here is not yet fit to be shown: `matched` decides.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, ColumnElement, Integer, Subquery, and_, case, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Answer, Assignment, Wave
from models.enums import Role, WaveCode
from services.results import tallies
from services.results.change import Sums
from services.results.returning import returning
from services.results.rounds import Place
from services.results.tallies import At

EARLIER: Mapping[WaveCode, tuple[WaveCode, ...]] = {
    WaveCode.FINAL: (WaveCode.INTERIM, WaveCode.INTRO),
    WaveCode.DEFICITS_AGAIN: (WaveCode.DEFICITS,),
    WaveCode.GROWTH: (WaveCode.GROWTH_START,),
}
"""With which rounds a round is compared, the first that was held and asked the question."""


def earlier(code: str) -> tuple[WaveCode, ...]:
    """The same by the code of a wave."""
    return EARLIER.get(WaveCode.of(code), ())


@dataclass
class Paired:
    """One question to one role in one school: who answered it before, after, and both times.
    `lost`, `new`: people with an answer that has no counterpart before or after."""

    sums: Sums
    before: int
    after: int
    lost: int
    new: int


async def paired(
    session: AsyncSession, before: Place, after: Place, wanted: Iterable[At]
) -> dict[At, dict[int, Paired]]:
    """By question, then by school. Who is not told of (`returning`) has no counterpart."""
    told = returning(of(before), of(after))
    sides = ((before, OLD), (after, NEW))
    old, new = [await _answers(session, one, wanted, told, side) for one, side in sides]
    found: dict[At, dict[int, Paired]] = {}
    for school, role, item, *numbers in await session.execute(_by_item(_by_person(old, new))):
        numbers = [int(number) for number in numbers]
        one = Paired(Sums(*numbers[:9]), *numbers[9:])
        found.setdefault((Role(role), item), {})[school] = one
    return found


TOLD, OLD, NEW = 0, 1, 2
"""Answers of people who are told of match, others have a number of their own in either round."""


async def _answers(
    session: AsyncSession, place: Place, wanted: Iterable[At], told: Subquery, side: int
) -> Subquery:
    """A row a value: whose, to what, about which pair."""
    versions = await tallies.used_versions(session, place.ids)
    asked = or_(*(and_(Assignment.role == role, Answer.item == code) for role, code in wanted))
    pair = func.coalesce(Answer.mentorship_id, 0).label("pair")
    whose = (Wave.organisation_id.label("school"), Assignment.role, Assignment.person_id)
    match = case((told.c.told, TOLD), else_=side).label("match")
    answers = tallies.counted_answers(versions, place.ids, *whose, Answer.item, pair, match)
    same = and_(
        told.c.school == Wave.organisation_id,
        told.c.role == Assignment.role,
        told.c.person_id == Assignment.person_id,
    )
    return (
        answers.add_columns(Answer.number)
        .join(Wave, Wave.id == Assignment.wave_id)
        .outerjoin(told, same)
        .where(asked, Answer.number.is_not(None))
        .subquery()
    )


KEY = ("school", "role", "item", "person_id")


def _by_person(old: Subquery, new: Subquery) -> Subquery:
    """A row a person and question, with what he answered both times and only once."""
    same = and_(*(old.c[name] == new.c[name] for name in (*KEY, "pair", "match")))
    change = new.c.number - old.c.number
    key = [func.coalesce(old.c[name], new.c[name]).label(name) for name in KEY]
    both = func.count(change)
    counted: dict[str, Any] = {
        "n": both,
        "before": func.sum(case((change.is_not(None), old.c.number), else_=0)),
        "after": func.sum(case((change.is_not(None), new.c.number), else_=0)),
        "better": func.count().filter(change > 0),
        "worse": func.count().filter(change < 0),
        "d": func.coalesce(func.sum(change), 0),
        "lost": func.count(old.c.number) - both,
        "new": func.count(new.c.number) - both,
    }
    columns = [column.label(name) for name, column in counted.items()]
    joined = old.join(new, same, full=True)
    return select(*key, *columns).select_from(joined).group_by(*key).subquery()


def _by_item(person: Subquery) -> Any:
    """A row a school and question: the columns of Sums, then of Paired."""
    one = person.c
    of_sums = (one.n, one.before, one.after, one.better, one.worse)
    squares = (one.d * one.d, one.d * one.n, one.n * one.n)
    people = [
        func.count().filter(condition)
        for condition in (one.n + one.lost > 0, one.n + one.new > 0, one.lost > 0, one.new > 0)
    ]
    key = (one.school, one.role, one.item)
    sums = [func.sum(column) for column in (*of_sums, *squares)]
    return select(*key, func.count().filter(one.n > 0), *sums, *people).group_by(*key)


class Twice(NamedTuple):
    """People of one role in one school who sent both questionnaires; `told` can be counted."""

    sent: int
    told: int


async def twice(
    session: AsyncSession, before: Place, after: Place
) -> dict[tuple[Role, int], Twice]:
    """By role and school."""
    row = returning(of(before), of(after)).c
    counted = (func.count(), func.count().filter(row.told))
    found = await session.execute(
        select(row.role, row.school, *counted).group_by(row.role, row.school)
    )
    return {(Role(role), school): Twice(*numbers) for role, school, *numbers in found}


def of(place: Place) -> ColumnElement[bool]:
    """The waves of a place, as `returning` takes them."""
    return Wave.id == func.any(cast(sorted(place.ids), ARRAY(Integer)))
