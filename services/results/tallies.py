"""Counts of the answers of some waves, by the database: the input of `figures`.

What comes from here is not yet fit to be shown: `privacy` decides.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    cast,
    exists,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import Answer, Assignment, QuestionnaireVersion, WaveQuestionnaire
from models.enums import Missing, Role
from services.catalogue import Item, QuestionnaireSpec
from services.questionnaires import spec_of
from services.results.privacy import Waves

At = tuple[Role, str]
"""A role and the code of a question."""


@dataclass
class Tally:
    """One question to one role in one wave. `people` and `answers` gave a value."""

    people: int = 0
    answers: int = 0
    values: Counter[str] = field(default_factory=Counter)
    missing: Counter[Missing] = field(default_factory=Counter)


@dataclass(frozen=True)
class Sent:
    """The questionnaires of one role in one wave. `promised`: the largest k that those who
    answered were told; `on_paper`: how many were handed in so."""

    promised: int
    on_paper: int


async def sent(session: AsyncSession, waves: Waves) -> dict[tuple[int, Role], Sent]:
    """By wave and role; where nobody has answered there is nothing."""
    asked = (Assignment.wave_id, Assignment.role)
    on_paper = func.count().filter(Assignment.on_paper)
    rows = await session.execute(
        select(*asked, func.max(Assignment.min_group), on_paper)
        .where(Assignment.wave_id.in_(waves), Assignment.submitted_at.is_not(None))
        .group_by(*asked)
    )
    return {(wave, role): Sent(*found) for wave, role, *found in rows}


async def items(session: AsyncSession, waves: Waves) -> dict[Role, list[Item]]:
    """What the roles were asked for statistics; of several versions the latest words count."""
    found: dict[Role, dict[str, Item]] = {}
    versions = await used_versions(session, waves)
    for spec in (versions[version_id] for version_id in sorted(versions, reverse=True)):
        asked = found.setdefault(Role(spec.role), {})
        for item in _counted(spec):
            asked.setdefault(item.code, item)
    return {role: list(asked.values()) for role, asked in found.items()}


async def tallies(session: AsyncSession, waves: Waves) -> dict[At, dict[int, Tally]]:
    """Every question's tally by wave; what nobody answered is left out."""
    versions = await used_versions(session, waves)
    found: dict[At, dict[int, Tally]] = {}
    for row in await session.execute(_by_value(versions, waves)):
        tally = found.setdefault((row.role, row.item), {}).setdefault(row.wave_id, Tally())
        if row.missing:
            tally.missing[row.missing] += row.answers
            continue
        tally.answers += row.answers
        values = row.choices or ([] if row.number is None else [str(row.number)])
        tally.values.update(dict.fromkeys(values, row.answers))
    for wave_id, role, item, people in await session.execute(_people(versions, waves)):
        found[role, item][wave_id].people = people
    return found


async def texts(session: AsyncSession, wanted: Mapping[At, Waves]) -> dict[At, list[str]]:
    """The typed answers to each question in the waves given with it, in no order."""
    waves = frozenset[int]().union(*wanted.values())
    if not waves:
        return {}
    where = or_(
        *(
            and_(Assignment.role == role, Answer.item == item, Assignment.wave_id.in_(chosen))
            for (role, item), chosen in wanted.items()
        )
    )
    versions = await used_versions(session, waves)
    typed = counted_answers(versions, waves, Assignment.role, Answer.item, Answer.body)
    rows = await session.execute(typed.where(where, Answer.body.is_not(None)))
    found: dict[At, list[str]] = {at: [] for at in wanted}
    for role, item, body in rows:
        found[role, item].append(body or "")
    return found


async def used_versions(session: AsyncSession, waves: Waves) -> dict[int, QuestionnaireSpec]:
    used = select(WaveQuestionnaire.version_id).where(WaveQuestionnaire.wave_id.in_(waves))
    found = await session.scalars(
        select(QuestionnaireVersion).where(QuestionnaireVersion.id.in_(used))
    )
    return {version.id: spec_of(version) for version in found}


def _counted(spec: QuestionnaireSpec) -> list[Item]:
    return [item for item in spec.items if item.statistics]


def counted_answers(
    versions: Mapping[int, QuestionnaireSpec], waves: Waves, *columns: Any
) -> Select[Any]:
    """Sent answers to what belongs to statistics and applies."""
    return (
        select(*columns)
        .select_from(Answer)
        .join(Assignment, Assignment.id == Answer.assignment_id)
        .join(
            WaveQuestionnaire,
            and_(
                WaveQuestionnaire.wave_id == Assignment.wave_id,
                WaveQuestionnaire.role == Assignment.role,
            ),
        )
        .where(Assignment.wave_id.in_(waves), Assignment.submitted_at.is_not(None))
        .where(or_(false(), *_applying(versions)))
    )


def _applying(versions: Mapping[int, QuestionnaireSpec]) -> Iterable[ColumnElement[bool]]:
    for version_id, spec in versions.items():
        asked = WaveQuestionnaire.version_id == version_id
        always = [item.code for item in _counted(spec) if item.only_if is None]
        yield and_(asked, Answer.item.in_(always))
        for item in _counted(spec):
            if item.only_if:
                yield and_(asked, Answer.item == item.code, _met(spec, item, Answer))


def _met(spec: QuestionnaireSpec, item: Item, answer: Any) -> ColumnElement[bool]:
    """The earlier answer that the item hangs on was given, and applies itself."""
    assert item.only_if is not None
    source, wanted = spec.item(item.only_if.item), item.only_if.any_of
    before = aliased(Answer)
    pair = answer.mentorship_id if source.scope == "pair" else None
    value = or_(cast(before.number, String).in_(wanted), before.choices.has_any(array(wanted)))
    return exists().where(
        before.assignment_id == answer.assignment_id,
        before.item == source.code,
        before.mentorship_id.is_not_distinct_from(pair),
        value,
        _met(spec, source, before) if source.only_if else true(),
    )


def _by_value(versions: Mapping[int, QuestionnaireSpec], waves: Waves) -> Select[Any]:
    """How often each answer was given; several choices of one person are one answer."""
    question = (Assignment.wave_id, Assignment.role, Answer.item)
    answer = (Answer.number, Answer.choices, Answer.missing)
    answers = counted_answers(versions, waves, *question, *answer, func.count().label("answers"))
    return answers.group_by(*question, *answer)


def _people(versions: Mapping[int, QuestionnaireSpec], waves: Waves) -> Select[Any]:
    """How many gave a value. An assignment is one person: once per wave and role."""
    question = (Assignment.wave_id, Assignment.role, Answer.item)
    given = (
        counted_answers(versions, waves, *question, Assignment.id)
        .where(Answer.missing.is_(None))
        .distinct()
        .subquery()
    ).c
    asked = (given.wave_id, given.role, given.item)
    return select(*asked, func.count()).group_by(*asked)
