"""Own questionnaires as they are kept: drafts, launched ones, withdrawn ones."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditEntry, OwnQuestionnaire, Wave
from models.enums import Role, WaveCode
from services import access
from services.catalogue import QuestionnaireSpec
from services.errors import NotFound, UserError
from services.own_questionnaires import checks
from services.own_questionnaires.checks import Specs
from services.own_questionnaires.reading import read
from services.people import Who
from services.roster.files import refuse_large
from services.roster.rows import Issue
from services.versions import asked_before


class State(StrEnum):
    DRAFT = "draft"
    LAUNCHED = "launched"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Own:
    """`specs`: what each role is asked; all alike but for the role."""

    id: int
    title: str
    state: State
    specs: Specs

    @property
    def spec(self) -> QuestionnaireSpec:
        return next(iter(self.specs.values()))

    @property
    def code(self) -> str:
        """Of its waves."""
        return code_of(self.id)


@dataclass(frozen=True)
class Upload:
    """`own_id` is None when there is something to mend: then nothing is kept."""

    own_id: int | None
    issues: list[Issue]


def code_of(own_id: int) -> str:
    return f"{WaveCode.OWN}-{own_id}"


async def upload(
    session: AsyncSession, who: Who, name: str, content: bytes, now: datetime
) -> Upload:
    """Keeps a draft when nothing in it must be mended; one of the same title gives way to it.

    Raises UserError for what is no filled template.
    """
    refuse_large(len(content))
    typed = await asyncio.to_thread(read, content, name)
    if not typed.items:
        return Upload(None, typed.issues)
    place = _home(who)
    title = typed.title.ru if typed.title else ""
    specs = checks.specs_of(typed, checks.series(place, title))
    typed.issues += checks.advice(typed, specs, await asked_before(session))
    if typed.errors:
        return Upload(None, typed.issues)
    return Upload(await _keep(session, who, place, specs, now), typed.issues)


def _home(who: Who) -> int:
    """The place whose questionnaire it is: one's own where one runs it."""
    managed = who.managed()
    if not managed:
        raise NotFound
    return who.me.organisation_id if who.me.organisation_id in managed else min(managed)


async def _keep(session: AsyncSession, who: Who, place: int, specs: Specs, now: datetime) -> int:
    stored = {role.value: spec.model_dump(mode="json") for role, spec in specs.items()}
    spec = next(iter(specs.values()))
    row = await _same(session, place, spec.title.ru)
    if row is None:
        row = OwnQuestionnaire(organisation_id=place, created_at=now)
        session.add(row)
    row.author_id, row.title, row.spec = who.me.id, spec.title.ru, stored
    await session.flush()
    return row.id


async def _same(session: AsyncSession, place: int, title: str) -> OwnQuestionnaire | None:
    """The draft of this title, locked."""
    found = await session.scalars(
        select(OwnQuestionnaire)
        .where(OwnQuestionnaire.organisation_id == place, OwnQuestionnaire.title == title)
        .where(OwnQuestionnaire.withdrawn_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    rows = found.all()
    launched = await _launched(session, [row.id for row in rows])
    return next((row for row in rows if row.id not in launched), None)


async def of_mine(session: AsyncSession, who: Who) -> list[Own]:
    """All of the places one runs, the newest first."""
    places = await access.scope(session, who)
    found = await session.scalars(
        select(OwnQuestionnaire)
        .where(OwnQuestionnaire.organisation_id.in_(places))
        .order_by(OwnQuestionnaire.id.desc())
        .execution_options(populate_existing=True)
    )
    return await _seen(session, found.all())


async def get_managed(session: AsyncSession, who: Who, own_id: int, lock: bool = False) -> Own:
    """One of a place one runs; NotFound for any other."""
    query = select(OwnQuestionnaire).where(OwnQuestionnaire.id == own_id)
    if lock:
        query = query.with_for_update()
    row = await session.scalar(query.execution_options(populate_existing=True))
    if row is None or row.organisation_id not in await access.scope(session, who):
        raise NotFound
    return (await _seen(session, [row]))[0]


async def withdraw(session: AsyncSession, who: Who, own_id: int, now: datetime) -> Own:
    """Puts a draft away for good; once more changes nothing. UserError when it is launched."""
    own = await get_managed(session, who, own_id, lock=True)
    if own.state is State.LAUNCHED:
        raise UserError("own-is-launched")
    if own.state is State.DRAFT:
        row = await session.get_one(OwnQuestionnaire, own_id)
        row.withdrawn_at = now
        details = {"own": own_id}
        entry = AuditEntry(at=now, actor_id=who.me.id, action="own_withdrawn", details=details)
        session.add(entry)
        await session.flush()
    return await get_managed(session, who, own_id)


async def _seen(session: AsyncSession, rows: Sequence[OwnQuestionnaire]) -> list[Own]:
    launched = await _launched(session, [row.id for row in rows])
    return [Own(row.id, row.title, _state(row, launched), _specs(row.spec)) for row in rows]


def _state(row: OwnQuestionnaire, launched: Collection[int]) -> State:
    if row.id in launched:
        return State.LAUNCHED
    return State.WITHDRAWN if row.withdrawn_at else State.DRAFT


def _specs(stored: Mapping[str, Any]) -> Specs:
    """JSON in the database keeps no order of roles."""
    return {
        role: QuestionnaireSpec.model_validate(stored[role]) for role in Role if role in stored
    }


async def _launched(session: AsyncSession, ids: Collection[int]) -> set[int]:
    codes = {code_of(own_id): own_id for own_id in ids}
    found = await session.scalars(select(Wave.code).where(Wave.code.in_(codes)).distinct())
    return {codes[code] for code in found}
