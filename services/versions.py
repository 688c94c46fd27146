"""Questionnaires as frozen versions: what has been asked stays as it was asked."""

import json
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession

from models import QuestionnaireVersion, WaveQuestionnaire
from services.catalogue import QuestionnaireSpec


async def freeze(
    session: AsyncSession, spec: QuestionnaireSpec, now: datetime
) -> QuestionnaireVersion:
    """The version that answers to `spec` will point to: an equal one that is there, or new."""
    fingerprint = spec.fingerprint()
    await session.execute(
        insert(QuestionnaireVersion)
        .values(
            key=spec.key,
            fingerprint=fingerprint,
            spec=spec.model_dump(mode="json"),
            created_at=now,
        )
        .on_conflict_do_nothing()
    )
    found = await session.scalars(
        select(QuestionnaireVersion).where(
            QuestionnaireVersion.key == spec.key, QuestionnaireVersion.fingerprint == fingerprint
        )
    )
    return found.one()


def spec_of(version: QuestionnaireVersion) -> QuestionnaireSpec:
    """What was frozen; parsed once, as a questionnaire is read with every tap."""
    return _parsed(json.dumps(version.spec, sort_keys=True))


@lru_cache(maxsize=64)
def _parsed(text: str) -> QuestionnaireSpec:
    return QuestionnaireSpec.model_validate_json(text)


async def asked_before(session: AsyncSession) -> list[QuestionnaireSpec]:
    """The latest version of every questionnaire that belongs to a wave: for `catalogue.lint`."""
    found = await session.scalars(
        select(QuestionnaireVersion)
        .where(QuestionnaireVersion.id.in_(select(WaveQuestionnaire.version_id)))
        .order_by(QuestionnaireVersion.key, QuestionnaireVersion.id.desc())
        .ext(distinct_on(QuestionnaireVersion.key))
    )
    return [spec_of(version) for version in found]
