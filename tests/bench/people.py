"""A school with as many people as wanted, all joined, with a questionnaire open."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    Account,
    Assignment,
    Base,
    Consent,
    Mentorship,
    Notification,
    Organisation,
    Person,
    RoleGrant,
    Wave,
    WaveQuestionnaire,
)
from models.enums import (
    ConsentKind,
    MentorshipForm,
    MentorshipKind,
    MentorshipStatus,
    NotificationState,
    OrganisationKind,
    Role,
    WaveCode,
)
from services import catalogue
from services.calendar import academic_year
from services.questionnaires import freeze
from services.tables import table

FIRST = 1_000_000
"""The address of the first; the others follow."""

DAYS = date(2026, 9, 14), date(2026, 9, 30)


async def make_wave(session: AsyncSession, now: datetime) -> Wave:
    """A school whose wave of questionnaires was opened an hour ago."""
    school = Organisation(
        kind=OrganisationKind.SCHOOL, name="Школа", name_key="школа", timezone="Asia/Yekaterinburg"
    )
    session.add(school)
    await session.flush()
    wave = Wave(
        organisation_id=school.id,
        academic_year=academic_year(DAYS[0]),
        code=WaveCode.INTRO,
        opens_on=DAYS[0],
        closes_on=DAYS[1],
        opened_at=now - timedelta(hours=1),
    )
    session.add(wave)
    await session.flush()
    version = await freeze(session, catalogue.load()["mentee-intro"], now)
    session.add(WaveQuestionnaire(wave_id=wave.id, role=Role.MENTEE, version_id=version.id))
    await session.flush()
    return wave


async def make_people(
    session: AsyncSession, wave: Wave, count: int, now: datetime, first: int = FIRST
) -> None:
    """Mentees with accounts `first`, `first` + 1, …; none of them has been told of the wave."""
    school = literal(wave.organisation_id)
    number = func.generate_series(first, first + count - 1, type_=BigInteger).column_valued("n")
    key = func.concat("person ", number)
    people = select(school, key, key)
    await session.execute(
        insert(Person).from_select(["organisation_id", "full_name", "name_key"], people)
    )
    address = func.substr(Person.name_key, len("person ") + 1).cast(BigInteger)
    new = select(Person.id).where(address >= first)
    account = {"address": address, "created_at": now, "messenger": "telegram"}
    account |= {"status": "active", "language": "ru"}
    await give(session, new, RoleGrant, role=Role.MENTEE, organisation_id=school)
    await give(session, new, Account, **account)
    consent = {"kind": ConsentKind.PERSONAL_DATA, "version": "1", "text_hash": "0"}
    await give(session, new, Consent, **consent, given_at=now)
    await give(session, new, Assignment, wave_id=wave.id, role=Role.MENTEE, created_at=now)
    await pair(session, wave, new, first)


async def pair(session: AsyncSession, wave: Wave, people: Select[int], first: int) -> None:
    """All of them are one mentor's: whoever is in no pair is told nothing."""
    name, place = f"person -{first}", wave.organisation_id
    mentor = Person(organisation_id=place, full_name=name, name_key=name)
    session.add(mentor)
    await session.flush()
    same = {
        "organisation_id": place,
        "mentor_id": mentor.id,
        "form": MentorshipForm.TEACHER_TEACHER,
        "kind": MentorshipKind.TRADITIONAL,
        "status": MentorshipStatus.ACTIVE,
        "starts_on": DAYS[0],
        "ends_on": date(2027, 5, 31),
    }
    columns = table(Mentorship).c
    given = [literal(value, columns[name].type) for name, value in same.items()]
    rows = people.add_columns(*given)
    await session.execute(insert(Mentorship).from_select(["mentee_id", *same], rows))


async def give(
    session: AsyncSession, people: Select[int], entity: type[Base], **values: object
) -> None:
    """A row of the entity for each of the people."""
    columns = table(entity).c
    given: list[ColumnElement[Any]] = [
        value if isinstance(value, ColumnElement) else literal(value, columns[name].type)
        for name, value in values.items()
    ]
    await session.execute(
        insert(entity).from_select(["person_id", *values], people.add_columns(*given))
    )


async def told_already(session: AsyncSession, now: datetime) -> None:
    """What is owed counts as sent: the people were told before the benchmark began."""
    await session.execute(
        update(Notification).values(state=NotificationState.SENT, sent_at=now, message_id=1)
    )
