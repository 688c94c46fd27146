"""What was decided goes along into the next round: has anybody noticed?"""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Decision, Organisation, Wave
from services.catalogue import QuestionnaireSpec, Words
from services.decisions import MOST, file, words


async def with_decisions(
    session: AsyncSession, spec: QuestionnaireSpec, wave: Wave
) -> QuestionnaireSpec:
    """The questionnaire as this school is asked it: its questions about what was decided name
    the latest decisions of this or the last school year; without any they are left out."""
    if not any(item.decisions for item in spec.items):
        return spec
    made = await _latest(session, wave)
    hint = _hint(made) if made else None
    items = (
        item.model_copy(update={"hint": hint}) if item.decisions else item
        for item in spec.items
        if made or not item.decisions
    )
    return spec.model_copy(update={"items": tuple(items)})


async def _latest(session: AsyncSession, wave: Wave) -> list[Decision]:
    """Of the school or, when it has none, of the nearest place above it."""
    query = (
        select(Decision)
        .where(Decision.told_at.is_not(None), Decision.academic_year >= wave.academic_year - 1)
        .order_by(Decision.told_at.desc(), Decision.position)
        .limit(MOST)
    )
    place: int | None = wave.organisation_id
    while place:
        found = list(await session.scalars(query.where(Decision.organisation_id == place)))
        if found:
            return [one for one in found if one.told_at == found[0].told_at]
        place = await session.scalar(
            select(Organisation.parent_id).where(Organisation.id == place)
        )
    return []


def _hint(made: Iterable[Decision]) -> Words:
    said = [words(decision) for decision in made]
    ru, en = "; ".join(one.ru for one in said), "; ".join(one.en for one in said)
    head = file()["hint"]
    return Words(ru=head["ru"].format(decisions=ru), en=head["en"].format(decisions=en))
