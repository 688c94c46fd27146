"""Which answers count: those that were sent, apply, and belong to statistics."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    cast,
    exists,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import Answer, Assignment, QuestionnaireVersion, WaveQuestionnaire
from services.catalogue import Item, QuestionnaireSpec
from services.questionnaires import spec_of
from services.results.privacy import Waves


async def used_versions(session: AsyncSession, waves: Waves) -> dict[int, QuestionnaireSpec]:
    asked = WaveQuestionnaire.wave_id == func.any(cast(sorted(waves), ARRAY(Integer)))
    used = select(WaveQuestionnaire.version_id).where(asked)
    found = await session.scalars(
        select(QuestionnaireVersion).where(QuestionnaireVersion.id.in_(used))
    )
    return {version.id: spec_of(version) for version in found}


def counted(spec: QuestionnaireSpec) -> list[Item]:
    return [item for item in spec.items if item.statistics]


def counted_answers(
    versions: Mapping[int, QuestionnaireSpec], waves: Waves, *columns: Any
) -> Select[Any]:
    """Sent answers to what belongs to statistics and applies."""
    applying = [*always(versions), *under_conditions(versions)]
    return sent_answers(waves, *columns).where(or_(false(), *applying))


def sent_answers(waves: Waves, *columns: Any) -> Select[Any]:
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
        .where(among(waves), Assignment.submitted_at.is_not(None))
    )


def among(waves: Waves) -> ColumnElement[bool]:
    """The assignments of these: one parameter, as a region has more waves than a statement may
    have parameters."""
    return Assignment.wave_id == func.any(cast(sorted(waves), ARRAY(Integer)))


def always(versions: Mapping[int, QuestionnaireSpec]) -> list[ColumnElement[bool]]:
    """Answers that apply whatever else was answered. By themselves, as a statement with the
    conditions in it is not done by several processes of the database at once."""
    return [
        and_(
            WaveQuestionnaire.version_id == version_id,
            Answer.item.in_([item.code for item in counted(spec) if item.only_if is None]),
        )
        for version_id, spec in versions.items()
    ]


def under_conditions(versions: Mapping[int, QuestionnaireSpec]) -> list[ColumnElement[bool]]:
    """As one condition, which the database can look up for many answers at once."""
    asked = [(at, spec, i) for at, spec in versions.items() for i in counted(spec) if i.only_if]
    before = aliased(Answer)
    met = [
        and_(
            WaveQuestionnaire.version_id == version_id,
            Answer.item == item.code,
            *_met(spec, item, Answer, before),
        )
        for version_id, spec, item in asked
    ]
    codes = {item.code for _, _, item in asked}
    return [and_(Answer.item.in_(codes), _earlier(Answer, before, or_(*met)))] if asked else []


def _earlier(answer: Any, before: Any, met: ColumnElement[bool]) -> ColumnElement[bool]:
    """The same person gave such an answer."""
    return exists().where(before.assignment_id == answer.assignment_id, met)


def _met(
    spec: QuestionnaireSpec, item: Item, answer: Any, before: Any
) -> list[ColumnElement[bool]]:
    """`before` is the earlier answer that the item hangs on, as wanted, and applies itself."""
    assert item.only_if is not None
    source, wanted = spec.item(item.only_if.item), item.only_if.any_of
    pair = answer.mentorship_id if source.scope == "pair" else None
    value = or_(cast(before.number, String).in_(wanted), before.choices.has_any(array(wanted)))
    met = [before.item == source.code, before.mentorship_id.is_not_distinct_from(pair), value]
    if source.only_if:
        further = aliased(Answer)
        met.append(_earlier(before, further, and_(*_met(spec, source, before, further))))
    return met
