"""Going through a questionnaire: every tap is saved at once, until all is sent.

Each function takes the step that the pressed button belonged to. When another one is on the
screen by now (an old message, a double tap, a second phone) nothing changes and the sheet comes
back `stale`.
"""

from datetime import datetime
from functools import cache
from typing import cast

from sqlalchemy import Table, Update, bindparam, delete, null, update
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from models import Answer, Assignment
from services import help_requests
from services.errors import NotFound, UserError
from services.questionnaires import Phase, Sheet, get_own
from services.steps import REVIEW, Given, Key, Step, before, name_of, taken, toggled

MAX_TEXT = 2000
NO_REQUEST = "none"


async def begin(session: AsyncSession, person_id: int, assignment_id: int, now: datetime) -> Sheet:
    """From the title page to the first question; pressed again it changes nothing."""
    sheet = await get_own(session, person_id, assignment_id, now)
    if sheet.phase is Phase.INTRO:
        sheet.assignment.started_at = now
        await _go_on(session, sheet)
    return sheet


async def choose(
    session: AsyncSession, person_id: int, at: tuple[int, Key], value: str, now: datetime
) -> Sheet:
    """Answers a closed question, or leaves it by "hard to say" or "skip".

    `at`: the assignment and the question. NotFound for a value the question does not offer.
    """
    sheet, step = await _at(session, person_id, at, now)
    if step:
        given = taken(step.item, value)
        if given is None:
            raise NotFound
        await _save(session, sheet, step, given)
        await _go_on(session, sheet)
    return sheet


async def toggle(
    session: AsyncSession,
    person_id: int,
    at: tuple[int, Key],
    value: str,
    on: bool,
    now: datetime,
) -> Sheet:
    """Switches one of several choices; the question stays until `keep`."""
    sheet, step = await _at(session, person_id, at, now)
    if step:
        if step.item.kind != "multiple" or value not in step.item.values:
            raise NotFound
        left = toggled(step.item, sheet.answers.get(step.key), value, on)
        await _save(session, sheet, step, left)
    return sheet


async def write(
    session: AsyncSession, person_id: int, at: tuple[int, Key], text: str, now: datetime
) -> Sheet:
    """Answers an open question; UserError when it is none, or the text is too long."""
    sheet, step = await _at(session, person_id, at, now)
    if step:
        if step.item.closed:
            raise UserError("survey-use-buttons")
        body = text.strip()
        if len(body) > MAX_TEXT:
            raise UserError("survey-text-long", length=len(body), limit=MAX_TEXT)
        await _save(session, sheet, step, Given(body=body))
        await _go_on(session, sheet)
    return sheet


async def keep(session: AsyncSession, person_id: int, at: tuple[int, Key], now: datetime) -> Sheet:
    """Goes on with the answer as it is; without one the question stays."""
    sheet, step = await _at(session, person_id, at, now)
    if step and step.key in sheet.answers:
        await _go_on(session, sheet)
    return sheet


async def back(session: AsyncSession, person_id: int, at: tuple[int, Key], now: datetime) -> Sheet:
    """To the question before; the first stays where it is."""
    sheet, step = await _at(session, person_id, at, now)
    if step:
        await _put(session, sheet, before(sheet.steps, step) or step)
    return sheet


async def change(
    session: AsyncSession, person_id: int, at: tuple[int, Key], now: datetime
) -> Sheet:
    """From the list of answers to one of them; NotFound for a question that is not asked."""
    sheet = await get_own(session, person_id, at[0], now)
    sheet.stale = sheet.phase is not Phase.REVIEW
    if not sheet.stale:
        step = next((step for step in sheet.steps if step.key == at[1]), None)
        if step is None:
            raise NotFound
        await _put(session, sheet, step)
    return sheet


async def send(session: AsyncSession, person_id: int, assignment_id: int, now: datetime) -> Sheet:
    """Hands the answers in for good, once.

    What does not apply is forgotten. A private request leaves the answers too: only the person
    it is addressed to sees it.
    """
    sheet = await get_own(session, person_id, assignment_id, now)
    await session.refresh(sheet.wave, ["closed_at", "closes_on"], with_for_update={"read": True})
    sheet.stale = sheet.phase is not Phase.REVIEW
    if not sheet.stale:
        sheet.assignment.submitted_at = now
        kind = _request(sheet)
        await _forget(session, sheet)
        if kind:
            await help_requests.ask(session, sheet.assignment, kind, now)
    return sheet


async def _at(
    session: AsyncSession, person_id: int, at: tuple[int, Key], now: datetime
) -> tuple[Sheet, Step | None]:
    """The sheet, and the question if it is the one on the screen."""
    sheet = await get_own(session, person_id, at[0], now)
    step = sheet.step if sheet.phase is Phase.QUESTION else None
    sheet.stale = step is None or step.name != name_of(at[1])
    return sheet, None if sheet.stale else step


async def _go_on(session: AsyncSession, sheet: Sheet) -> None:
    await _put(session, sheet, sheet.unanswered)


async def _put(session: AsyncSession, sheet: Sheet, step: Step | None) -> None:
    cursor = step.name if step else REVIEW
    await session.execute(_moved(), {"number": sheet.assignment.id, "to": cursor})
    set_committed_value(sheet.assignment, "cursor", cursor)


@cache
def _moved() -> Update:
    """Built once, and no flush of an entity: it runs for every tap."""
    row = cast(Table, Assignment.__table__)
    return update(row).where(row.c.id == bindparam("number")).values(cursor=bindparam("to"))


async def _save(session: AsyncSession, sheet: Sheet, step: Step, given: Given | None) -> None:
    """One row a question: a new answer takes the place of the old one."""
    if given is None:
        await _delete(session, sheet, step.key)
        return
    value = {
        "number": given.number,
        "choices": null() if given.choices is None else list(given.choices),
        "body": given.body,
        "missing": given.missing,
    }
    where = {"assignment_id": sheet.assignment.id, "item": step.item.code}
    await session.execute(_upsert(), {**where, "mentorship_id": step.pair, **value})
    sheet.answers[step.key] = given


@cache
def _upsert() -> Insert:
    row = insert(cast(Table, Answer.__table__))
    value = {name: row.excluded[name] for name in ("number", "choices", "body", "missing")}
    return row.on_conflict_do_update(
        index_elements=["assignment_id", "item", "mentorship_id"], set_=value
    )


async def _delete(session: AsyncSession, sheet: Sheet, key: Key) -> None:
    item, pair = key
    await session.execute(
        delete(Answer).where(
            Answer.assignment_id == sheet.assignment.id,
            Answer.item == item,
            Answer.mentorship_id.is_not_distinct_from(pair),
        )
    )
    sheet.answers.pop(key, None)


def _request(sheet: Sheet) -> str | None:
    """The help asked for, if any."""
    private = (step.key for step in sheet.steps if not step.item.statistics)
    asked = (value for key in private for value in sheet.answers[key].values)
    return next((value for value in asked if value != NO_REQUEST), None)


async def _forget(session: AsyncSession, sheet: Sheet) -> None:
    kept = {step.key for step in sheet.steps if step.item.statistics}
    for key in [key for key in sheet.answers if key not in kept]:
        await _delete(session, sheet, key)
    await session.flush()
