"""The roster against the database: a dry run, the import, and the import again."""

import time
from datetime import date, datetime

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.texts import LANGUAGES, Translate
from models import AuditEntry, Base, Mentorship, Organisation, Person, RoleGrant
from models.enums import MentorRank, MentorshipKind, MentorshipStatus, Role
from services.roster import (
    ImportPlan,
    RosterErrors,
    Scope,
    apply,
    plan,
    plan_lines,
)
from services.roster.layout import ORGANISATIONS, PAIRS, PARTICIPANTS
from tests.roster_book import (
    ANNA,
    BORIS,
    HEAD,
    SCHOOL,
    TOWN,
    Rows,
    organisation_named,
    roster,
    sample,
    town,
)

ALL = Scope()
NOTHING = {"created": 0, "changed": 0}


async def count(session: AsyncSession, table: type[Base]) -> int:
    return await session.scalar(select(func.count()).select_from(table)) or 0


async def person(session: AsyncSession, name: str) -> Person:
    return (await session.scalars(select(Person).where(Person.full_name == name))).one()


def counts(made: ImportPlan) -> dict[str, tuple[int, int, int]]:
    return {
        name: (len(part.created), len(part.changed), part.same)
        for name, part in made.parts.items()
    }


async def bring(session: AsyncSession, sheets: dict[str, Rows], now: datetime) -> ImportPlan:
    return await apply(session, roster(sheets), ALL, None, now)


async def test_the_sample_town_is_imported_as_the_dry_run_said(
    session: AsyncSession, now: datetime
) -> None:
    said = await plan(session, sample(), ALL)
    assert await count(session, Person) == 0

    done = await apply(session, sample(), ALL, None, now)

    assert counts(said) == counts(done)
    assert await count(session, Organisation) == len(done.organisations.created) == 13
    assert await count(session, Person) == len(done.people.created) == 166
    assert await count(session, RoleGrant) == len(done.roles.created) == 169  # 3 heads mentor
    assert await count(session, Mentorship) == len(done.pairs.created) == 78
    (entry,) = await session.scalars(select(AuditEntry))
    assert (entry.at, entry.actor_id, entry.action) == (now, None, "roster.import")
    assert entry.details["people"] == {"created": 166, "changed": 0, "same": 0}


async def test_importing_twice_changes_nothing(session: AsyncSession, now: datetime) -> None:
    await apply(session, sample(), ALL, None, now)
    session.expunge_all()

    again = await apply(session, sample(), ALL, None, now)

    assert again.changes_nothing
    assert counts(again) == {
        "organisations": (0, 0, 13),
        "people": (0, 0, 166),
        "roles": (0, 0, 169),
        "pairs": (0, 0, 78),
    }
    assert await count(session, AuditEntry) == 1


async def test_what_is_stored_is_what_the_file_says(session: AsyncSession, now: datetime) -> None:
    await bring(session, town(), now)

    school = await organisation_named(session, SCHOOL)
    assert school.parent_id == (await organisation_named(session, TOWN)).id
    assert school.timezone == "Asia/Yekaterinburg"  # the town's
    anna, boris = await person(session, ANNA), await person(session, BORIS)
    assert (anna.name_key, boris.phone) == ("соболева анна ильинична", "+79123456789")
    (grant,) = await session.scalars(select(RoleGrant).where(RoleGrant.person_id == anna.id))
    assert (grant.role, grant.rank, grant.organisation_id) == (
        Role.MENTOR, MentorRank.LEAD, school.id
    )  # fmt: skip
    (pair,) = await session.scalars(select(Mentorship))
    assert (pair.mentor_id, pair.mentee_id, pair.kind) == (
        anna.id, boris.id, MentorshipKind.TRADITIONAL
    )  # fmt: skip


async def test_changes_are_told_old_and_new_and_then_made(
    session: AsyncSession, now: datetime
) -> None:
    await bring(session, town(), now)
    sheets = town()
    sheets[ORGANISATIONS][1][4] = 52
    sheets[PARTICIPANTS][0][3:5] = ["старший наставник", "методист"]
    sheets[PARTICIPANTS][1][7] = None  # an empty cell takes nothing away
    sheets[PAIRS][0][8] = date(2026, 9, 21)

    said = await plan(session, roster(sheets), ALL)
    assert [(c.row, c.name, c.fields) for p in said.parts.values() for c in p.changed] == [
        (3, SCHOOL, {"teachers_total": (51, 52)}),
        (2, ANNA, {"position": ("учитель", "методист")}),
        (2, ANNA, {"rank": (MentorRank.LEAD, MentorRank.SENIOR)}),
        (2, f"{ANNA} – {BORIS}", {"starts_on": (date(2026, 9, 14), date(2026, 9, 21))}),
    ]
    for language in LANGUAGES:
        assert any("«методист»" in line for line in plan_lines(said, Translate(language)))

    await bring(session, sheets, now)
    session.expunge_all()
    assert (await plan(session, roster(sheets), ALL)).changes_nothing
    assert (await person(session, ANNA)).position == "методист"
    assert (await person(session, BORIS)).phone == "+79123456789"
    assert await count(session, Mentorship) == 1


async def test_people_absent_from_the_file_are_counted_and_kept(
    session: AsyncSession, now: datetime
) -> None:
    await bring(session, town(), now)
    sheets = town()
    del sheets[PARTICIPANTS][2]

    done = await bring(session, sheets, now)

    assert done.absent == 1
    assert await person(session, HEAD)
    assert any("1" in line for line in plan_lines(done, Translate("ru"))[-1:])


async def test_a_pair_that_was_ended_is_not_brought_back(
    session: AsyncSession, now: datetime
) -> None:
    await bring(session, town(), now)
    (pair,) = await session.scalars(select(Mentorship))
    pair.status, pair.ends_on = MentorshipStatus.ENDED_EARLY, date(2026, 12, 1)
    await session.flush()

    assert (await bring(session, town(), now)).changes_nothing

    sheets = town()
    sheets[PAIRS][0][8] = date(2027, 1, 11)  # and yet they may begin anew
    assert len((await bring(session, sheets, now)).pairs.created) == 1


async def test_nothing_is_imported_while_an_error_stands(
    session: AsyncSession, now: datetime
) -> None:
    sheets = town()
    sheets[PARTICIPANTS][2][1] = None

    with pytest.raises(RosterErrors) as raised:
        await bring(session, sheets, now)

    assert raised.value.args_ == {"count": 1}
    assert await count(session, Organisation) == 0


async def test_schools_of_the_same_name_in_two_towns_stay_apart(
    session: AsyncSession, now: datetime
) -> None:
    await bring(session, town(), now)
    other = town()
    other[ORGANISATIONS][0][0] = other[ORGANISATIONS][1][2] = "Другой город"
    done = await bring(session, other, now)
    assert len(done.people.created) == 3

    other[ORGANISATIONS] = [[SCHOOL, "школа", None, "Europe/Moscow"]]
    unclear = await plan(session, roster(other), ALL)
    assert {issue.key for issue in unclear.errors} == {"roster-organisation-ambiguous"}


async def test_a_school_without_a_town_is_given_one(session: AsyncSession, now: datetime) -> None:
    alone = town()
    alone[ORGANISATIONS] = [[SCHOOL, "школа", None, "Asia/Yekaterinburg", 51, 7]]
    await bring(session, alone, now)

    done = await bring(session, town(), now)

    assert [change.fields.keys() for change in done.organisations.changed] == [{"parent_id"}]
    assert (await organisation_named(session, SCHOOL)).parent_id
    assert (await bring(session, town(), now)).changes_nothing


async def test_five_thousand_people_take_a_few_seconds_and_a_few_statements(
    session: AsyncSession, now: datetime
) -> None:
    sheets = town()
    for number in range(2500):
        word = "".join(chr(ord("а") + int(digit)) for digit in str(number))
        mentor, mentee = f"Старший{word} Анна Ильинична", f"Младший{word} Борис Петрович"
        sheets[PARTICIPANTS] += [[SCHOOL, mentor, "наставник"], [SCHOOL, mentee, "наставляемый"]]
        sheets[PAIRS].append([SCHOOL, mentor, mentee, *sheets[PAIRS][0][3:]])
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    found = roster(sheets)
    started = time.perf_counter()

    done = await apply(session, found, ALL, None, now)

    event.remove(engine, "before_cursor_execute", note)
    assert time.perf_counter() - started < 15  # two seconds on an idle machine
    assert (len(done.people.created), len(done.pairs.created)) == (5003, 2501)
    assert len(statements) < 60
