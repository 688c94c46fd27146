"""Who may import what: each the organisations he runs, the command line everything."""

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditEntry, Person
from services.roster import (
    RosterErrors,
    Scope,
    apply,
    known_organisations,
    plan,
    scope_of,
)
from services.roster.layout import ORGANISATIONS, PAIRS, PARTICIPANTS
from tests.roster_book import ANNA, SCHOOL, organisation_named, roster, sample, town

ALL = Scope()
NOTHING = {"created": 0, "changed": 0}


async def test_a_curator_imports_his_school_and_no_other(
    session: AsyncSession, now: datetime
) -> None:
    await apply(session, sample(), ALL, None, now)
    mine = await organisation_named(session, "МБОУ СОШ № 3")
    scope = await scope_of(session, [mine.id])
    named = select(Person).where(Person.full_name == "Фомичева Акулина Ниловна")
    curator = (await session.scalars(named)).one()
    sheets = town()
    sheets[ORGANISATIONS] = [[SCHOOL, "школа"]]
    known = await known_organisations(session)

    done = await apply(session, roster(sheets, *known), scope, curator, now)

    assert len(done.people.created) == 3
    entry = (await session.scalars(select(AuditEntry).order_by(AuditEntry.id))).all()[-1]
    assert entry.actor_id == curator.id

    sheets[ORGANISATIONS] = [["МБОУ СОШ № 1", "школа", None, None, 99], [SCHOOL, "школа"]]
    sheets[PARTICIPANTS].append(["МБОУ СОШ № 1", "Чужая Анна Ивановна", "наставник"])
    refused = await plan(session, roster(sheets, *known), scope)
    assert [(i.sheet, i.row, i.key) for i in refused.errors] == [
        (ORGANISATIONS, 2, "roster-foreign"),
        (PARTICIPANTS, 5, "roster-foreign"),
    ]
    with pytest.raises(RosterErrors):
        await apply(session, roster(sheets, *known), scope, curator, now)


async def test_the_whole_towns_file_in_a_curators_hands_is_no_offence_where_nothing_changes(
    session: AsyncSession, now: datetime
) -> None:
    await apply(session, sample(), ALL, None, now)
    mine = await organisation_named(session, "МБОУ СОШ № 3")

    again = await plan(session, sample(), await scope_of(session, [mine.id]))

    assert again.errors == []
    assert again.changes_nothing


async def test_a_coordinator_imports_the_schools_of_his_town_new_ones_too(
    session: AsyncSession, now: datetime
) -> None:
    await apply(session, sample(), ALL, None, now)
    name = "Управление образования города Заречногорска"
    scope = await scope_of(session, [(await organisation_named(session, name)).id])
    sheets = town()
    sheets[ORGANISATIONS] = [["МАОУ лицей № 9", "школа", name]]
    sheets[PARTICIPANTS] = [["МАОУ лицей № 9", ANNA, "наставник"]]
    sheets[PAIRS] = []
    found = roster(sheets, *await known_organisations(session))

    done = await apply(session, found, scope, None, now)

    assert done.errors == []
    assert (await organisation_named(session, "МАОУ лицей № 9")).timezone == "Asia/Yekaterinburg"
    sheets[ORGANISATIONS] = [["МБОУ СОШ № 77", "школа", None, "Europe/Moscow"]]
    sheets[PARTICIPANTS] = []
    foreign = await plan(session, roster(sheets), scope)
    assert [issue.key for issue in foreign.errors] == ["roster-foreign"]


async def test_a_curator_cannot_make_a_coordinator_of_a_school(
    session: AsyncSession, now: datetime
) -> None:
    sheets = town()
    sheets[PARTICIPANTS][2][2] = "руководитель, муниципальный координатор"

    found = await plan(session, roster(sheets), ALL)

    assert [i.key for i in found.errors] == ["roster-coordinator-of-school"]


async def test_a_new_organisation_needs_a_zone_though_the_database_knows_its_name(
    session: AsyncSession, now: datetime
) -> None:
    await apply(session, roster(town()), ALL, None, now)
    sheets = town()
    sheets[ORGANISATIONS] = [
        ["Другой город", "муниципалитет", None, None],
        [SCHOOL, "школа"],
    ]
    found = roster(sheets, "Другой город", SCHOOL)  # renamed between the check and the plan

    assert [i.key for i in (await plan(session, found, ALL)).errors] == ["roster-zone-missing"]
