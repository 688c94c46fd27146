"""Counts of the answers of closed waves that are kept: so a region is summarised in a second.

Nothing has to remember to throw them away. Whoever reads them compares what was sent in a wave
with what had been sent when it was counted; a wave that was prolonged, or got a late
questionnaire, is counted directly until `keeping` has counted it again. An answer is not changed
after it was sent, nor removed without its assignment; whoever does that by hand removes the
`counted_waves` row of the wave too.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    SQLColumnExpression,
    String,
    Subquery,
    TableValuedAlias,
    and_,
    cast,
    column,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from models import AnswerCount, Assignment, CountedWave, WaveQuestionnaire
from models.enums import Missing, Role
from services.results.counting import among
from services.results.privacy import Waves
from services.results.tally import At, Tally

RULES = 1
"""What counts, and how. Whoever changes it adds one: then everything is counted again."""


class Split(NamedTuple):
    """Of some waves those whose counts are kept, and those to be counted directly. Where nobody
    has answered is neither."""

    kept: Waves
    direct: Waves


async def split(session: AsyncSession, waves: Waves) -> Split:
    """The one place that decides where a count comes from."""
    state = states(among(waves)).c
    head = CountedWave
    holds = and_(head.wave_id == state.wave_id, head.rules == RULES, head.state == state.state)
    found = select(state.wave_id, head.wave_id.is_not(None)).select_from(state.wave_id.table)
    rows = (await session.execute(found.outerjoin(head, holds))).all()
    return Split(Waves(w for w, held in rows if held), Waves(w for w, held in rows if not held))


def states(which: ColumnElement[bool]) -> Subquery:
    """`wave_id` and `state`: what was sent in each wave, of which questionnaires, as a hash.
    `which` assignments; waves in which nothing was sent are left out."""
    sent = (
        select(
            Assignment.wave_id,
            func.count().label("number"),
            func.sum(Assignment.id).label("ids"),
            func.extract("epoch", func.max(Assignment.submitted_at)).label("latest"),
        )
        .where(which, Assignment.submitted_at.is_not(None))
        .group_by(Assignment.wave_id)
        .subquery()
    ).c
    hashed = func.md5(
        func.concat_ws(" ", sent.number, sent.ids, sent.latest, _asked(sent.wave_id))
    )
    return select(sent.wave_id, hashed.label("state")).subquery()


def _asked(wave: ColumnElement[int]) -> ColumnElement[str]:
    """The versions of the questionnaires of a wave."""
    asked = WaveQuestionnaire
    version = func.concat(asked.role, "=", asked.version_id)
    every = func.string_agg(version, aggregate_order_by(literal(" "), asked.role))
    return select(every).where(asked.wave_id == wave).scalar_subquery()


async def people(session: AsyncSession, waves: Waves) -> dict[At, dict[int, int]]:
    """As `tallies.people`, of waves that are kept."""
    count = AnswerCount
    rows = await session.execute(
        select(count.role, count.item, func.array_agg(count.wave_id), func.array_agg(count.people))
        .where(_in(waves), count.people > 0)
        .group_by(count.role, count.item)
    )
    return {(role, item): dict(zip(*found, strict=True)) for role, item, *found in rows}


async def tallies(session: AsyncSession, waves: Waves) -> dict[At, dict[int, Tally]]:
    """As `tallies.tallies`, of waves that are kept."""
    count = AnswerCount
    columns = (count.people, count.answers, count.given, count.missing)
    found: dict[At, dict[int, Tally]] = {}
    rows = await session.execute(
        select(count.role, count.item, count.wave_id, *columns).where(_in(waves))
    )
    for role, item, wave, number, answers, given, missing in rows:
        reasons = Counter({Missing(reason): times for reason, times in missing.items()})
        tally = Tally(number, answers, Counter(given), reasons)
        found.setdefault((role, item), {})[wave] = tally
    return found


async def add_given(
    session: AsyncSession, found: Mapping[At, Tally], wanted: Mapping[At, Waves]
) -> None:
    """Adds the answers to each question in the waves given with it, which are kept."""
    for role, item, value, reason, answers in await session.execute(_given(wanted)):
        tally = found[role, item]
        if reason is not None:
            tally.missing[Missing(reason)] += answers
        elif value is not None:
            tally.values[value] += answers
        else:
            tally.answers += answers


def _given(wanted: Mapping[At, Waves]) -> Select[Any]:
    """Rows of role, item, value, reason and how often: a value that was given, or the reason why
    one is missing, or, with neither, all answers that have a value."""
    count, question = AnswerCount, (AnswerCount.role, AnswerCount.item)
    value, reason = _each(count.given), _each(count.missing)
    where = asked_in(wanted, count.wave_id, *question)
    none = literal(None, String)
    found = union_all(
        select(
            *question,
            none.label("value"),
            none.label("reason"),
            func.sum(count.answers).label("answers"),
        )
        .where(where)
        .group_by(*question),
        select(*question, value.c.key, none, _sum(value))
        .join(value, true())
        .where(where)
        .group_by(*question, value.c.key),
        select(*question, none, reason.c.key, _sum(reason))
        .join(reason, true())
        .where(where)
        .group_by(*question, reason.c.key),
    ).subquery()
    return select(*found.c)


def _each(numbers: SQLColumnExpression[dict[str, Any]]) -> TableValuedAlias:
    """The names in a column of numbers by name."""
    pairs = func.jsonb_each_text(numbers)
    return pairs.table_valued(column("key", String), column("value", String)).render_derived()


def _sum(pairs: TableValuedAlias) -> ColumnElement[int]:
    return func.sum(cast(pairs.c.value, Integer))


def asked_in(
    wanted: Mapping[At, Waves],
    wave: SQLColumnExpression[int],
    role: SQLColumnExpression[Role],
    item: SQLColumnExpression[str],
) -> ColumnElement[bool]:
    """Each question in its own waves, by the columns for them; most have the same waves."""
    alike: dict[tuple[Any, Waves], list[str]] = {}
    for (who, code), waves in wanted.items():
        alike.setdefault((who, waves), []).append(code)
    where = (
        and_(role == who, item.in_(codes), wave == func.any(_array(waves)))
        for (who, waves), codes in alike.items()
    )
    return or_(false(), *where)


def _in(waves: Waves) -> ColumnElement[bool]:
    return AnswerCount.wave_id == func.any(_array(waves))


def _array(waves: Waves) -> ColumnElement[Any]:
    return cast(sorted(waves), ARRAY(Integer))
