"""I15: areas that have left the level of a deficit by May."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from models import Organisation
from models.enums import Role
from services.results.cells import Results
from services.results.indicators import opinions
from services.results.indicators.opinions import Found, Reason, Value
from tests.factories import make_organisation
from tests.polls import make_round
from tests.test_results import of_wave
from tests.test_results_rounds import CODES, self_seen

MENTEE = Role.MENTEE


async def assessed(
    session: AsyncSession, school: Organisation, code: str, marks: Sequence[int]
) -> Results:
    """Mentees who gave one mark to all statements of an area."""
    said = {MENTEE: [dict.fromkeys(CODES, mark) for mark in marks]}
    return await of_wave(session, await make_round(session, school, code, [self_seen()], said))


@pytest.mark.parametrize(
    ("autumn", "may", "seen"),
    [
        ([2] * 6 + [4] * 4, [2] * 2 + [4] * 8, Value(Fraction(4), 6)),
        ([2] * 6 + [4] * 4, [2] * 1 + [4] * 4, Value(Fraction(4), 6)),
        ([2] * 6 + [4] * 4, [2] * 10, Value(Fraction(0), 6)),
        ([2] * 6, [5] * 6, Value(Fraction(6), 6)),
        ([4] * 6, [5] * 6, Reason.NOBODY),
        ([2] * 4, [5] * 6, Reason.FEW),
        ([2] * 6, [5] * 4, Reason.FEW),
    ],
)
async def test_of_the_areas_of_autumn_those_that_have_left_the_level(
    session: AsyncSession, autumn: list[int], may: list[int], seen: Found
) -> None:
    school = await make_organisation(session)
    before = await assessed(session, school, "deficits", autumn)
    after = await assessed(session, school, "deficits_again", may)
    assert opinions.closed(before, after) == seen


async def test_without_both_rounds_there_is_none(session: AsyncSession) -> None:
    school = await make_organisation(session)
    before = await assessed(session, school, "deficits", [2] * 6)
    assert opinions.closed(before, None) == opinions.closed(None, before) == Reason.ABSENT
