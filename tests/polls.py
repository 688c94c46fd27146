"""Schools that have answered a questionnaire, with answers known to the test."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Answer, Assignment, Organisation, Person, Wave
from models.enums import Missing, OrganisationKind, Role, WaveCode
from services.catalogue import QuestionnaireSpec
from tests.factories import make_organisation, make_pair, make_person
from tests.surveys import ROLES, ask, specs

OPENED = datetime(2026, 9, 15, 5, 0, tzinfo=UTC)
CLOSED = datetime(2026, 9, 30, 19, 30, tzinfo=UTC)
AFTER = datetime(2026, 10, 1, 6, 0, tzinfo=UTC)

NUMBERS = itertools.count(1)

Said = Mapping[str, Any]
"""By item: a number, a tuple of choices, a text, a Missing; a list has one for each pair."""

Sheets = Mapping[Role, Sequence[Said | None]]
"""What each person of a role said; None for one who has sent nothing."""


async def make_town(session: AsyncSession, name: str = "Управление образования") -> Organisation:
    return await make_organisation(session, name, kind=OrganisationKind.MUNICIPALITY)


async def make_poll(
    session: AsyncSession,
    school: Organisation,
    sheets: Sheets,
    code: WaveCode = WaveCode.INTRO,
    closed_at: datetime | None = CLOSED,
    questionnaires: Sequence[QuestionnaireSpec] = (),
    promised: int = 5,
) -> Wave:
    """The wave of a school with its answers; `questionnaires` other than the catalogue's.

    `promised`: the k that people were told."""
    asked = {role: specs()[f"{role}-{code}"] for role in ROLES}
    asked |= {Role(spec.role): spec for spec in questionnaires}
    wave = await make_round(session, school, code, asked.values(), sheets, promised)
    wave.closed_at = closed_at
    await session.flush()
    return wave


async def make_round(
    session: AsyncSession,
    school: Organisation,
    code: str,
    asked: Iterable[QuestionnaireSpec],
    sheets: Sheets,
    promised: int = 5,
) -> Wave:
    """A round of any kind, which is over: only those are asked who have a questionnaire in it."""
    days = {"opens_on": date(2026, 9, 15), "closes_on": date(2026, 9, 30)}
    wave = Wave(organisation_id=school.id, academic_year=2026, code=code, **days)
    wave.opened_at, wave.closed_at = OPENED, CLOSED
    session.add(wave)
    await session.flush()
    await ask(session, wave, asked)
    for role, said_by in sheets.items():
        for said in said_by:
            person = await make_person(session, school, f"Участник Номер{next(NUMBERS)}", role)
            assignment = Assignment(
                wave_id=wave.id, person_id=person.id, role=role, created_at=OPENED
            )
            assignment.min_group = promised
            session.add(assignment)
            await session.flush()
            if said is not None:
                await send(session, assignment, person, said)
    return wave


async def send(session: AsyncSession, assignment: Assignment, person: Person, said: Said) -> None:
    role = assignment.role
    assignment.started_at = assignment.submitted_at = OPENED
    pairs = [
        await _pair(session, person, role)
        for _ in range(max((len(v) for v in said.values() if isinstance(v, list)), default=0))
    ]
    for item, value in said.items():
        about = zip(pairs, value, strict=False) if isinstance(value, list) else [(None, value)]
        session.add_all(
            Answer(assignment_id=assignment.id, item=item, mentorship_id=pair, **column(one))
            for pair, one in about
        )
    await session.flush()


async def _pair(session: AsyncSession, person: Person, role: Role) -> int:
    school = await session.get_one(Organisation, person.organisation_id)
    other = await make_person(session, school, f"Коллега Номер{next(NUMBERS)}")
    both = (person, other) if role == Role.MENTOR else (other, person)
    return (await make_pair(session, *both)).id


def column(value: object) -> dict[str, object]:
    """The column of an answer that holds the value."""
    if isinstance(value, Missing):
        return {"missing": value}
    if isinstance(value, tuple):
        return {"choices": list(value)}
    return {"number" if isinstance(value, int) else "body": value}


async def on_paper(session: AsyncSession, wave: Wave, number: int) -> None:
    """So many of the questionnaires were handed in on paper."""
    of_wave = select(Assignment).where(Assignment.wave_id == wave.id)
    for assignment in await session.scalars(of_wave.order_by(Assignment.id).limit(number)):
        assignment.on_paper = True
    await session.flush()
