"""What is decided after a round, told to all who took part, and asked about in the next one.

A round without consequences is the last one that people answer honestly: whoever runs the school
chooses up to three decisions, all participants read them, and the next questionnaire asks
whether anything has changed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Assignment, AuditEntry, Decision, Organisation, Person, Wave
from services.catalogue import Words
from services.contact import calendars_of
from services.errors import NotFound, UserError
from services.notifications import Lane, Notice, notify
from services.people import Who
from services.results.rounds import Place

KIND = "decisions"
MOST, LONGEST = 3, 200
STALE = timedelta(days=21)
"""Nobody wants to read the decisions on a questionnaire they have forgotten."""


@cache
def choices() -> Mapping[str, Words]:
    """The list to choose from, by code."""
    return {code: Words.model_validate(words) for code, words in file()["choices"].items()}


@cache
def file() -> dict[str, Any]:
    text = Path(__file__).with_name("choices.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def words(decision: Decision) -> Words:
    """Own words serve both languages."""
    body = decision.body
    return Words(ru=body, en=body) if body else choices()[decision.choice or ""]


async def of_round(
    session: AsyncSession, organisation_id: int, year: int, code: str
) -> list[Decision]:
    """In the order of deciding."""
    found = await session.scalars(
        select(Decision)
        .where(Decision.organisation_id == organisation_id, Decision.code == code)
        .where(Decision.academic_year == year)
        .order_by(Decision.position)
        .execution_options(populate_existing=True)
    )
    return list(found)


async def of_place(session: AsyncSession, place: Place) -> list[Decision]:
    return await of_round(session, place.organisation.id, place.year, place.code)


async def choose(session: AsyncSession, who: Who, place: Place, code: str, now: datetime) -> None:
    """One of the list; NotFound for what is not on it. Chosen again it changes nothing."""
    if code not in choices():
        raise NotFound
    made = await _open(session, place)
    if code not in {decision.choice for decision in made}:
        await _add(session, who, place, made, Decision(choice=code), now)


async def write(session: AsyncSession, who: Who, place: Place, text: str, now: datetime) -> None:
    """One in one's own words."""
    body = " ".join(text.split())
    if len(body) > LONGEST:
        raise UserError("decisions-long", length=len(body), most=LONGEST)
    made = await _open(session, place)
    if body and body not in {decision.body for decision in made}:
        await _add(session, who, place, made, Decision(body=body), now)


async def _add(
    session: AsyncSession,
    who: Who,
    place: Place,
    made: Sequence[Decision],
    decision: Decision,
    now: datetime,
) -> None:
    taken = {other.position for other in made}
    free = next((n for n in range(1, MOST + 1) if n not in taken), None)
    if free is None:
        raise UserError("decisions-enough", most=MOST)
    decision.organisation_id = place.organisation.id
    decision.academic_year, decision.code = place.year, place.code
    decision.position, decision.decided_by, decision.decided_at = free, who.me.id, now
    session.add(decision)
    await session.flush()


async def drop(session: AsyncSession, place: Place, position: int) -> None:
    """Takes one back; what is not there any more is no mistake."""
    made = await _open(session, place)
    ids = [decision.id for decision in made if decision.position == position]
    await session.execute(delete(Decision).where(Decision.id.in_(ids)))


async def _open(session: AsyncSession, place: Place) -> list[Decision]:
    """What is decided so far, while it may still be changed; held till the commit."""
    if not place.is_over:
        raise UserError("decisions-not-over")
    await session.execute(
        select(Organisation.id).where(Organisation.id == place.organisation.id).with_for_update()
    )
    made = await of_place(session, place)
    if any(decision.told_at for decision in made):
        raise UserError("decisions-told-already")
    return made


async def tell(session: AsyncSession, who: Who, place: Place, now: datetime) -> int:
    """Owes the decisions to all who were asked; returns to how many. From then on they stay."""
    made = await _open(session, place)
    if not made:
        raise UserError("decisions-none")
    for decision in made:
        decision.told_at = now
    told = sum([await _tell_school(session, place, wave, now) for wave in place.waves])
    details = {"organisation": place.organisation.id, "year": place.year, "wave": place.code}
    session.add(AuditEntry(at=now, actor_id=who.me.id, action="decisions_told", details=details))
    await session.flush()
    return told


async def participants(session: AsyncSession, place: Place) -> int:
    query = select(func.count(Assignment.person_id.distinct()))
    return await session.scalar(query.where(Assignment.wave_id.in_(place.ids))) or 0


async def _tell_school(session: AsyncSession, place: Place, wave: Wave, now: datetime) -> int:
    """In the hours of each reader's own organisation."""
    rows = await session.execute(
        select(Person.organisation_id, func.array_agg(Person.id.distinct()))
        .join(Assignment, Assignment.person_id == Person.id)
        .where(Assignment.wave_id == wave.id)
        .group_by(Person.organisation_id)
    )
    readers = {home: people for home, people in rows}
    ids = (place.organisation.id, place.year, place.code)
    key = "decisions:" + ":".join(map(str, ids))
    args = dict(zip(("organisation", "year", "code"), ids, strict=True)) | {"title": place.title}
    told = 0
    for home, contact in (await calendars_of(session, list(readers))).items():
        due_at = contact.next_before(now + STALE, now)
        if due_at:
            notice = Notice(KIND, key, args, due_at, now + STALE, Lane.PUSH)
            told += await notify(session, readers[home], notice, now)
    return told


async def place_of(session: AsyncSession, decision: Decision) -> Organisation:
    return await session.get_one(Organisation, decision.organisation_id)
