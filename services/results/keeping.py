"""Counts the answers of closed waves and keeps the counts (`kept` says when they hold)."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    String,
    Subquery,
    and_,
    case,
    cast,
    delete,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession

from models import Answer, AnswerCount, Assignment, CountedWave, Wave
from services.results.counting import among, counted_answers, used_versions
from services.results.kept import RULES, states
from services.results.privacy import Waves

AT_A_TIME = 200
"""Waves that are counted in one tick: a second or two."""

QUESTION = ("wave_id", "role", "item")
NOTHING = literal({}, JSONB)


async def keep(session: AsyncSession, now: datetime) -> None:
    """A part of the schedule: counts what was closed and is not counted yet, the latest first.

    The state is written down before the answers are counted: should one come in between, the
    state is not what it was, and the counts do not hold.
    """
    waves = Waves(await session.scalars(_uncounted()))
    if waves:
        await _write_states(session, waves)
        await session.execute(delete(AnswerCount).where(AnswerCount.wave_id.in_(waves)))
        await _count(session, waves)


def _uncounted() -> Select[Any]:
    """Locked, so that nobody hands in answers to them meanwhile."""
    head = CountedWave
    new = or_(head.wave_id.is_(None), head.rules != RULES, head.closed_at != Wave.closed_at)
    return (
        select(Wave.id)
        .outerjoin(head, head.wave_id == Wave.id)
        .where(Wave.opened_at.is_not(None), Wave.closed_at.is_not(None), new)
        .order_by(Wave.closed_at.desc(), Wave.id)
        .limit(AT_A_TIME)
        .with_for_update(of=Wave, key_share=True, skip_locked=True)
    )


async def _write_states(session: AsyncSession, waves: Waves) -> None:
    state, head = states(among(waves)).c, CountedWave
    columns = (head.wave_id, head.rules, head.state, head.closed_at)
    found = (
        select(Wave.id, literal(RULES), func.coalesce(state.state, ""), Wave.closed_at)
        .outerjoin(state.wave_id.table, state.wave_id == Wave.id)
        .where(Wave.id.in_(waves))
    )
    new = insert(head).from_select(columns, found)
    changed = {name: new.excluded[name] for name in ("rules", "state", "closed_at")}
    await session.execute(new.on_conflict_do_update(index_elements=[head.wave_id], set_=changed))


async def _count(session: AsyncSession, waves: Waves) -> None:
    """One statement: each question's numbers, people and values come together in a row."""
    versions = await used_versions(session, waves)
    question = (Assignment.wave_id, Assignment.role, Answer.item)
    answer = (Answer.number, Answer.choices, Answer.missing)
    answers = counted_answers(versions, waves, *question, *answer, func.count().label("answers"))
    same = answers.group_by(*question, *answer).cte("same")
    who = func.count(Answer.assignment_id.distinct()).label("people")
    valued = counted_answers(versions, waves, *question, who).where(Answer.missing.is_(None))
    people = valued.group_by(*question).subquery()
    numbers, values = _numbers(same), _values(same)
    found = (
        select(
            *(numbers.c[name] for name in QUESTION),
            func.coalesce(people.c.people, 0),
            numbers.c.answers,
            func.coalesce(values.c.given, NOTHING),
            numbers.c.missing,
        )
        .outerjoin(people, _same(numbers, people))
        .outerjoin(values, _same(numbers, values))
    )
    columns = (*QUESTION, "people", "answers", "given", "missing")
    await session.execute(insert(AnswerCount).from_select(columns, found))


def _numbers(same: CTE) -> Subquery:
    """How many answers have a value, and how many lack one for which reason."""
    lacks = same.c.missing.is_not(None)
    valued = func.sum(same.c.answers).filter(~lacks)
    missing = func.jsonb_object_agg(cast(same.c.missing, String), same.c.answers).filter(lacks)
    question = [same.c[name] for name in QUESTION]
    return (
        select(
            *question,
            func.coalesce(valued, 0).label("answers"),
            func.coalesce(missing, NOTHING).label("missing"),
        )
        .group_by(*question)
        .subquery()
    )


def _values(same: CTE) -> Subquery:
    """How often each number or option was given; several choices of one person are one answer."""
    number = func.jsonb_build_array(same.c.number)
    chosen = func.coalesce(same.c.choices, case((same.c.number.is_not(None), number)))
    value = func.jsonb_array_elements_text(chosen).table_valued("value")
    question = [same.c[name] for name in QUESTION]
    times = (
        select(*question, value.c.value, func.sum(same.c.answers).label("times"))
        .join(value, true())
        .group_by(*question, value.c.value)
        .subquery()
    )
    question = [times.c[name] for name in QUESTION]
    given = func.jsonb_object_agg(times.c.value, times.c.times).label("given")
    return select(*question, given).group_by(*question).subquery()


def _same(one: Subquery, other: Subquery) -> ColumnElement[bool]:
    """Both are about the same question."""
    return and_(*(one.c[name] == other.c[name] for name in QUESTION))
