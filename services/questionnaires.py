"""Questionnaires as frozen versions, and one person's sheet: what is asked and what is given."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from models import Assignment, Organisation, QuestionnaireVersion, Wave, WaveQuestionnaire
from services.catalogue import QuestionnaireSpec
from services.errors import NotFound
from services.filled_in import UNDER_WAY as UNDER_WAY
from services.filled_in import filled_in
from services.steps import Given, Key, Step, applying, every, first_unanswered


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


class Phase(StrEnum):
    """What a person sees of a questionnaire now."""

    EARLY = "early"
    INTRO = "intro"
    QUESTION = "question"
    REVIEW = "review"
    SENT = "sent"
    CLOSED = "closed"


@dataclass
class Sheet:
    """One person's questionnaire. `colleagues`: names by mentorship, in the order of asking.

    `answers` has also those that do not apply at present. `today` is the school's, in `zone`.
    `stale` says that the last press belonged to another step and changed nothing.
    """

    assignment: Assignment
    spec: QuestionnaireSpec
    colleagues: dict[int, str]
    answers: dict[Key, Given]
    zone: ZoneInfo
    today: date
    stale: bool = False

    @property
    def wave(self) -> Wave:
        return self.assignment.wave

    @property
    def steps(self) -> list[Step]:
        """What is asked as things stand."""
        return applying(self.spec, self._every, self._values)

    @property
    def step(self) -> Step | None:
        """The question on the screen; None when all is answered.

        A question that does not apply any more gives way to the first without an answer.
        """
        asked = self.steps
        on_screen = (step for step in asked if step.name == self.assignment.cursor)
        return next(on_screen, None) or first_unanswered(asked, self._values)

    @property
    def unanswered(self) -> Step | None:
        return first_unanswered(self.steps, self._values)

    @property
    def phase(self) -> Phase:
        if self.assignment.submitted_at:
            return Phase.SENT
        if self.wave.closed_at or self.today > self.wave.closes_on:
            return Phase.CLOSED
        if self.wave.opened_at is None:
            return Phase.EARLY
        if self.assignment.started_at is None:
            return Phase.INTRO
        return Phase.QUESTION if self.step else Phase.REVIEW

    @property
    def closed_on(self) -> date:
        """The last day: the curator may have closed earlier, never later."""
        closed_at = self.wave.closed_at
        closed_on = closed_at.astimezone(self.zone).date() if closed_at else date.max
        return min(self.wave.closes_on, closed_on)

    @cached_property
    def _every(self) -> list[Step]:
        return every(self.spec, list(self.colleagues))

    @property
    def _values(self) -> dict[Key, tuple[str, ...]]:
        return {key: given.values for key, given in self.answers.items()}


async def get_own(
    session: AsyncSession, person_id: int, assignment_id: int, now: datetime
) -> Sheet:
    """The person's own sheet, locked until the transaction ends; NotFound for anybody else's."""
    which = {"assignment": assignment_id, "person": person_id}
    row = (await session.execute(_own(), which)).one_or_none()
    if row is None:
        raise NotFound
    return await _sheet(session, row, now)


async def at_hand(session: AsyncSession, person_id: int, now: datetime) -> list[Sheet]:
    """The person's sheets of open waves, the sent ones too; those closing first come first."""
    query = _sheets().where(
        Assignment.person_id == person_id, Wave.opened_at.is_not(None), Wave.closed_at.is_(None)
    )
    rows = (await session.execute(query.order_by(Wave.closes_on, Assignment.id))).all()
    sheets = [await _sheet(session, row, now) for row in rows]
    return [sheet for sheet in sheets if sheet.phase is not Phase.CLOSED]


async def next_opening(session: AsyncSession, organisation_id: int, today: date) -> date | None:
    """The day on which the next wave of a school opens, when it is known."""
    return await session.scalar(
        select(func.min(Wave.opens_on)).where(
            Wave.organisation_id == organisation_id,
            Wave.opened_at.is_(None),
            Wave.closed_at.is_(None),
            Wave.opens_on >= today,
        )
    )


Found = Row[Assignment, str, int, str]
"""An assignment with its wave, the school's time zone, the version's number and fingerprint."""


@cache
def _own() -> Select[Assignment, str, int, str]:
    """Built once, like what follows: it runs for every tap."""
    mine = Assignment.person_id == bindparam("person")
    return _sheets().where(Assignment.id == bindparam("assignment"), mine)


def _sheets() -> Select[Assignment, str, int, str]:
    version = QuestionnaireVersion
    return (
        select(Assignment, Organisation.timezone, version.id, version.fingerprint)
        .join(Assignment.wave)
        .join(Wave.organisation)
        .join(
            WaveQuestionnaire,
            (WaveQuestionnaire.wave_id == Assignment.wave_id)
            & (WaveQuestionnaire.role == Assignment.role),
        )
        .join(version, version.id == WaveQuestionnaire.version_id)
        .options(contains_eager(Assignment.wave))
        .with_for_update(of=Assignment)
        .execution_options(populate_existing=True)
    )


async def _sheet(session: AsyncSession, found: Found, now: datetime) -> Sheet:
    assignment, timezone, version_id, fingerprint = found
    colleagues, answers = await filled_in(session, assignment)
    zone = ZoneInfo(timezone)
    return Sheet(
        assignment=assignment,
        spec=await _spec(session, version_id, fingerprint),
        colleagues=colleagues,
        answers=answers,
        zone=zone,
        today=now.astimezone(zone).date(),
    )


async def _spec(session: AsyncSession, version_id: int, fingerprint: str) -> QuestionnaireSpec:
    """Read once by a process: it is long, and what was frozen never changes."""
    known = _known()
    if fingerprint not in known:
        known[fingerprint] = spec_of(await session.get_one(QuestionnaireVersion, version_id))
    return known[fingerprint]


@cache
def _known() -> dict[str, QuestionnaireSpec]:
    return {}
