"""Going through a questionnaire: every tap is saved at once, until all is sent.

Each function takes the step that the pressed button belonged to. When another one is on the
screen by now (an old message, a double tap, a second phone) nothing changes and the sheet comes
back `stale`.
"""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Integer,
    String,
    Update,
    bindparam,
    cast,
    delete,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, Insert, insert
from sqlalchemy.ext.asyncio import AsyncSession

from models import Answer, Assignment, Wave
from services import help_requests, strata
from services.errors import NotFound, UserError
from services.questionnaires import Phase, Sheet, get_own
from services.steps import REVIEW, Given, Key, Step, before, name_of, taken, toggled
from services.tables import table

MAX_TEXT = 2000
PAUSE = 120
"""Seconds: a longer gap between two taps counts as this much."""

NO_REQUEST = "none"


async def begin(session: AsyncSession, person_id: int, assignment_id: int, now: datetime) -> Sheet:
    """From the title page to the first question; pressed again it changes nothing."""
    sheet = await get_own(session, person_id, assignment_id, now)
    if sheet.phase is Phase.INTRO:
        sheet.started_at = now
        await _put(session, sheet, sheet.unanswered, now, started_at=now)
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
        await _save(session, sheet, step, given, now)
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
        if left:
            await _save(session, sheet, step, left, now, stay=True)
        else:
            await _put(session, sheet, step, now)
            await _delete(session, sheet, step.key)
    return sheet


async def write(
    session: AsyncSession, person_id: int, at: tuple[int, Key | None], text: str, now: datetime
) -> Sheet:
    """Answers an open question; UserError when it is none, or the text is too long.

    `at` names no question when the text was typed under one that only buttons answer.
    """
    sheet, step = await _at(session, person_id, at, now)
    if step:
        if step.item.closed:
            raise UserError("survey-use-buttons")
        body = text.strip()
        if len(body) > MAX_TEXT:
            raise UserError("survey-text-long", length=len(body), limit=MAX_TEXT)
        await _save(session, sheet, step, Given(body=body), now)
    return sheet


async def keep(session: AsyncSession, person_id: int, at: tuple[int, Key], now: datetime) -> Sheet:
    """Goes on with the answer as it is; without one the question stays."""
    sheet, step = await _at(session, person_id, at, now)
    if step and step.key in sheet.answers:
        await _put(session, sheet, sheet.unanswered, now)
    return sheet


async def back(session: AsyncSession, person_id: int, at: tuple[int, Key], now: datetime) -> Sheet:
    """To the question before; the first stays where it is."""
    sheet, step = await _at(session, person_id, at, now)
    if step:
        await _put(session, sheet, before(sheet.steps, step) or step, now)
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
        await _put(session, sheet, step, now)
    return sheet


async def send(session: AsyncSession, person_id: int, assignment_id: int, now: datetime) -> Sheet:
    """Hands the answers in for good, once.

    What does not apply is forgotten. A private request leaves the answers too: only the person
    it is addressed to sees it.
    """
    sheet = await get_own(session, person_id, assignment_id, now)
    await _hold_wave(session, sheet)
    sheet.stale = sheet.phase is not Phase.REVIEW
    if not sheet.stale:
        groups = await strata.of(session, person_id, sheet.role)
        await _put(session, sheet, None, now, submitted_at=now, touched_at=None, strata=groups)
        sheet.submitted_at = now
        kind = _request(sheet)
        await _forget(session, sheet)
        if kind:
            await help_requests.ask(session, sheet, kind, now)
    return sheet


async def _hold_wave(session: AsyncSession, sheet: Sheet) -> None:
    """The curator may be closing it: its days as they are now, and till the commit."""
    wave = table(Wave).c
    days = select(wave.closed_at, wave.closes_on).where(wave.id == sheet.wave_id)
    closed_at, closes_on = (await session.execute(days.with_for_update(read=True))).one()
    sheet.wave = sheet.wave._replace(closed_at=closed_at, closes_on=closes_on)


async def _at(
    session: AsyncSession, person_id: int, at: tuple[int, Key | None], now: datetime
) -> tuple[Sheet, Step | None]:
    """The sheet, and the question if it is the one on the screen."""
    sheet = await get_own(session, person_id, at[0], now)
    step = sheet.step if sheet.phase is Phase.QUESTION else None
    sheet.stale = step is None or not _is_at(step, at[1])
    return sheet, None if sheet.stale else step


def _is_at(step: Step, key: Key | None) -> bool:
    return step.name == name_of(key) if key else step.item.closed


class Overtaken(Exception):
    """The sheet has changed since it was read, by the person's other account: to be tried again.

    Nobody waits for a lock, and what depends on a sheet is saved only if it still is as it was.
    """


async def _put(
    session: AsyncSession, sheet: Sheet, step: Step | None, now: datetime, **values: Any
) -> None:
    """Moves the cursor, together with `values` of the assignment."""
    sheet.cursor = step.name if step else REVIEW
    await _written(session, _moved(), {**_row(sheet, now), **values})


async def _save(
    session: AsyncSession,
    sheet: Sheet,
    step: Step,
    given: Given,
    now: datetime,
    stay: bool = False,
) -> None:
    """One row a question: a new answer takes the place of the old one; then goes on.

    One statement, as it runs for every tap.
    """
    sheet.give(step.key, given)
    to = step if stay else sheet.unanswered
    sheet.cursor = to.name if to else REVIEW
    answer = {
        "item": step.item.code,
        "mentorship_id": step.pair,
        "number": given.number,
        "choices": None if given.choices is None else list(given.choices),
        "body": given.body,
        "missing": given.missing,
    }
    await _written(session, _upsert(), {**_row(sheet, now), **answer})


async def _written(session: AsyncSession, statement: Update | Insert, values: Any) -> None:
    result = await session.execute(statement, values)
    assert isinstance(result, CursorResult)
    if not result.rowcount:
        raise Overtaken


def _row(sheet: Sheet, now: datetime) -> dict[str, Any]:
    cursor = {"this": sheet.id, "seen": sheet.seen, "cursor": sheet.cursor}
    return cursor | {"touched_at": now, "now": now}


@cache
def _moved() -> Update:
    """The columns to set are those it is given when it runs, and the time it took."""
    row = table(Assignment)
    version = cast(literal_column("assignments.xmin"), String)
    mine = update(row).where(row.c.id == bindparam("this"), version == bindparam("seen"))
    return mine.values(seconds=row.c.seconds + _since(row.c.touched_at))


def _since(touched_at: ColumnElement[datetime]) -> ColumnElement[int]:
    """Seconds since the last tap; who comes back later has not been answering all the while."""
    gap = func.extract("epoch", bindparam("now", type_=touched_at.type) - touched_at)
    return cast(func.greatest(func.least(func.coalesce(gap, 0), PAUSE), 0), Integer)


@cache
def _upsert() -> Insert:
    moves: dict[str, Any] = {name: bindparam(name) for name in ("cursor", "touched_at")}
    moved = _moved().values(moves).returning(Assignment.id).cte("moved")
    row = table(Answer)
    given = [row.c[name] for name in ("item", "mentorship_id", *VALUE)]
    kinds = {column.name: column.type for column in given} | {"choices": JSONB(none_as_null=True)}
    values = [bindparam(name, type_=kind) for name, kind in kinds.items()]
    new = insert(row).from_select(["assignment_id", *given], select(moved.c.id, *values))
    return new.on_conflict_do_update(
        index_elements=["assignment_id", "item", "mentorship_id"],
        set_={name: new.excluded[name] for name in VALUE},
    )


VALUE = ("number", "choices", "body", "missing")


async def _delete(session: AsyncSession, sheet: Sheet, key: Key) -> None:
    item, pair = key
    await session.execute(
        delete(Answer).where(
            Answer.assignment_id == sheet.id,
            Answer.item == item,
            Answer.mentorship_id.is_not_distinct_from(pair),
        )
    )
    sheet.give(key, None)


def _request(sheet: Sheet) -> str | None:
    """The help asked for, if any."""
    private = (step.key for step in sheet.steps if not step.item.statistics)
    asked = (value for key in private for value in sheet.answers[key].values)
    return next((value for value in asked if value != NO_REQUEST), None)


async def _forget(session: AsyncSession, sheet: Sheet) -> None:
    kept = {step.key for step in sheet.steps if step.item.statistics}
    for key in [key for key in sheet.answers if key not in kept]:
        await _delete(session, sheet, key)
