"""Answers from paper into the database: as if sent by the person, and marked."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Answer, Assignment, AuditEntry, Wave
from models.enums import Missing
from services.paper.waiting import Waiting
from services.people import Who
from services.steps import REVIEW, Given, Key, Step

SKIPPED = Given(missing=Missing.SKIPPED)


async def enter(
    session: AsyncSession,
    who: Who,
    wave: Wave,
    people: Iterable[Waiting],
    answers: Mapping[int, Mapping[Key, Given]],
    now: datetime,
) -> int:
    """Hands the answers in; returns for how many people. Whoever has sent their own meanwhile
    keeps them; what was begun in the bot gives way to the paper."""
    entered = 0
    for one in people:
        if one.sheet.id in answers and await _hold(session, one.sheet.id, now):
            for key, given in answers[one.sheet.id].items():
                one.sheet.give(key, given)
            await _replace(session, one, answers[one.sheet.id])
            entered += 1
    details = {"wave": wave.id, "people": entered}
    session.add(AuditEntry(at=now, actor_id=who.me.id, action="paper_entered", details=details))
    await session.flush()
    return entered


async def _hold(session: AsyncSession, assignment_id: int, now: datetime) -> bool:
    """Marks the assignment as sent; False when it has been sent already."""
    row = await session.scalar(
        select(Assignment)
        .where(Assignment.id == assignment_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None or row.submitted_at:
        return False
    row.started_at = row.started_at or now
    row.submitted_at, row.on_paper, row.cursor, row.touched_at = now, True, REVIEW, None
    return True


async def _replace(session: AsyncSession, one: Waiting, given: Mapping[Key, Given]) -> None:
    """A question left out on paper is one that was skipped; what does not apply is forgotten."""
    await session.execute(delete(Answer).where(Answer.assignment_id == one.sheet.id))
    steps = (step for step in one.sheet.steps if step.item.statistics)
    session.add_all(_answer(one.sheet.id, step, given.get(step.key, SKIPPED)) for step in steps)


def _answer(assignment_id: int, step: Step, given: Given) -> Answer:
    row = Answer(assignment_id=assignment_id, item=step.item.code, mentorship_id=step.pair)
    if given.choices is None:
        row.number, row.body, row.missing = given.number, given.body, given.missing
    else:
        row.choices = list(given.choices)
    return row
