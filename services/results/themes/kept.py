"""What those who run a place have corrected: kept by the words of an answer, never by a person.

A correction belongs to the place it was made in: the town's results have their own.
"""

from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import OwnTheme, ThemeCorrection
from services.results.rounds import Place
from services.results.themes.kinds import At

Corrections = dict[At, dict[str, list[str]]]
"""Codes of themes by question and by the digest of an answer."""


def columns(place: Place) -> dict[str, Any]:
    """What names the place's round in both tables."""
    return {
        "organisation_id": place.organisation.id,
        "whole": place.whole,
        "academic_year": place.year,
        "code": place.code,
    }


async def corrections(session: AsyncSession, place: Place) -> Corrections:
    query = select(ThemeCorrection).filter_by(**columns(place))
    found: Corrections = defaultdict(dict)
    for one in await session.scalars(query.execution_options(populate_existing=True)):
        found[one.role, one.item][one.answer] = one.themes
    return found


async def own(session: AsyncSession, place: Place) -> list[OwnTheme]:
    """In the order in which they were added."""
    query = select(OwnTheme).filter_by(**columns(place)).order_by(OwnTheme.id)
    return list(await session.scalars(query.execution_options(populate_existing=True)))
