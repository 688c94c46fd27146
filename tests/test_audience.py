"""Who is asked in which round, and how many rounds a person is told of on one day."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select, update

from models import Assignment, Decision, Mentorship, Notification, Person, Wave
from models.enums import MentorshipStatus, Role, WaveCode
from services import questionnaires, schedule
from services.calendar import WaveDays, default_waves
from services.programme import Programme
from services.waves import audience
from tests.conversation import World
from tests.factories import (
    School,
    make_coordinator,
    make_joined,
    make_organisation,
    make_pair,
    make_person,
    make_school,
)
from tests.surveys import make_wave
from tests.year import INTRO, at, comes, ticks, told, wave_of

MENTOR, MENTEE, CURATOR = Role.MENTOR, Role.MENTEE, Role.CURATOR
OCTOBER = (date(2026, 10, 6), date(2026, 10, 10))


@pytest.fixture
async def school(world: World) -> School:
    return await make_school(world)


async def asked(world: World, code: str) -> set[tuple[str, str]]:
    """First names and roles."""
    async with world.sessions() as session:
        rows = await session.execute(
            select(Person.full_name, Assignment.role)
            .join(Assignment, Assignment.person_id == Person.id)
            .join(Wave, Wave.id == Assignment.wave_id)
            .where(Wave.code == code)
        )
        return {(name.split()[1], role.value) for name, role in rows}


async def starts(world: World, made: School, day: date) -> None:
    async with world.sessions.begin() as session:
        await session.execute(
            update(Mentorship).where(Mentorship.id == made.pair.id).values(starts_on=day)
        )


@pytest.mark.parametrize(
    ("code", "roles"),
    [
        ("intro", (MENTOR, MENTEE)),
        ("growth_start", (MENTOR,)),
        ("check-3", (MENTEE,)),
        ("deficits", (MENTOR, MENTEE)),
        ("deficits_again", (MENTEE,)),
        ("curator", (CURATOR,)),
        ("own-7", ()),
    ],
)
def test_a_round_asks_those_for_whom_there_is_a_questionnaire(
    code: str, roles: tuple[Role, ...]
) -> None:
    assert audience.roles_of(code) == roles


def test_no_two_rounds_of_a_year_ask_the_same_people_at_once() -> None:
    rounds = [one for one in default_waves(2026) if not one.code.startswith("check")]
    clashes = [
        (one.code, other.code)
        for one in rounds
        for other in rounds
        if one.code < other.code
        and one.opens_on <= other.closes_on
        and other.opens_on <= one.closes_on
        and set(audience.roles_of(one.code)) & set(audience.roles_of(other.code))
    ]
    assert clashes == []
    assert {WaveCode.of(one.code) for one in default_waves(2026)} == {*WaveCode} - {WaveCode.OWN}


@pytest.mark.parametrize(
    ("started", "is_asked"),
    [("2026-06-27", False), ("2026-06-28", True), ("2026-10-10", True), ("2026-10-11", False)],
)
async def test_the_short_check_is_for_the_first_hundred_days(
    world: World, school: School, started: str, is_asked: bool
) -> None:
    await starts(world, school, date.fromisoformat(started))
    await comes(world, "2026-10-06 10:00")
    assert await asked(world, "check-1") == ({("Борис", "mentee")} if is_asked else set())


async def test_whoever_changes_mentors_is_no_newcomer_again(world: World, school: School) -> None:
    await starts(world, school, date(2025, 9, 1))
    async with world.sessions.begin() as session:
        pair = await session.get_one(Mentorship, school.pair.id)
        pair.status, pair.ends_on = MentorshipStatus.COMPLETED, date(2026, 9, 30)
        olga = await make_person(session, school.school, "Белова Ольга Игоревна", MENTOR)
        await make_pair(session, olga, school.people["boris"], starts_on=date(2026, 10, 1))
    await comes(world, "2026-10-06 10:00")
    assert await asked(world, "check-1") == set()
    await comes(world, "2026-10-12 10:00")
    assert await asked(world, "deficits") == {("Ольга", "mentor"), ("Борис", "mentee")}


async def test_the_curators_form_is_for_the_curators_of_the_school(
    world: World, school: School
) -> None:
    inna = await make_coordinator(world, school.town)
    await comes(world, "2027-05-26 10:00")
    assert await asked(world, "curator") == {("Вера", "curator")}
    assert await asked(world, "growth") == {("Анна", "mentor")}
    assert "Открылась" in school.curator.sees
    assert "Открылась" not in inna.sees
    assert "Кураторы: 0 из 1." in await looks(school, "Анкета куратора")


async def looks(school: School, name: str) -> str:
    await school.curator.says("/waves")
    return await school.curator.clicks(name)


async def test_nobody_is_told_of_two_rounds_on_one_day(world: World, school: School) -> None:
    """Late in the year there are two; the one that closes first is told first."""
    async with world.sessions.begin() as session:
        pyotr = await make_person(session, school.school, "Серов Пётр Львович", MENTEE)
        await make_pair(session, school.people["anna"], pyotr, starts_on=date(2026, 10, 9))
        days = {"opens_on": date(2026, 10, 6), "closes_on": date(2026, 10, 20)}
        await make_wave(session, school.school, INTRO, **days, opened_at=world.now)
    await comes(world, "2026-10-09 09:00")
    user = await make_joined(world, pyotr, 300)
    await comes(world, "2026-10-09 16:00")  # Friday: the check closes on Saturday
    assert "Открылась «Двадцать секунд" in user.sees
    for hour in ("2026-10-09 17:00", "2026-10-10 12:00"):
        await comes(world, hour)
    assert (await told(world, "survey_open")).count(("Пётр", "sent")) == 1
    await comes(world, "2026-10-12 09:00")
    assert "Открылась «Вводная" in user.sees
    await comes(world, "2026-10-12 17:00")
    await comes(world, "2026-10-13 09:00")
    assert "Открылась «Что пока трудно" in user.sees
    assert (await told(world, "survey_open")).count(("Пётр", "sent")) == 3


async def test_what_met_a_closed_chat_and_a_new_round_leave_on_two_days(
    world: World, school: School
) -> None:
    anna = school.anna
    world.telegram.blocked_by.add(anna.address)
    await comes(world, "2026-09-15 10:00")
    await comes(world, "2026-09-30 09:00")
    async with world.sessions.begin() as session:
        days = {"opens_on": date(2026, 9, 14), "closes_on": date(2026, 10, 20)}
        await session.execute(update(Wave).where(Wave.code == INTRO).values(**days))
        await session.execute(update(Notification).values(expires_at=at("2026-10-21 00:00")))
    await comes(world, "2026-10-01 09:00")
    await anna.blocks(back=True)
    for hour in ("2026-10-01 10:00", "2026-10-01 17:00"):
        await comes(world, hour)
    assert (await told(world, "survey_open")).count(("Анна", "sent")) == 1
    await comes(world, "2026-10-02 09:00")
    assert (await told(world, "survey_open")).count(("Анна", "sent")) == 2


async def test_the_k_of_the_installation_is_promised(world: World, school: School) -> None:
    await ticks(world)
    world.moves_to(at("2026-09-15 10:00"))
    async with world.sessions.begin() as session:
        await schedule.run(session, "open_waves", world.now, Programme(min_group=7))
    async with world.sessions() as session:
        assert set(await session.scalars(select(Assignment.min_group))) == {7}


async def test_only_where_something_was_decided_people_are_asked_whether_they_noticed(
    world: World, school: School
) -> None:
    other = await another_school(world, school)
    async with world.sessions.begin() as session:
        session.add(
            Decision(
                organisation_id=school.school.id,
                academic_year=2026,
                code="intro",
                position=1,
                body="Один свободный урок в неделю",
                decided_by=school.people["curator"].id,
                decided_at=world.now,
                told_at=world.now,
            )
        )
    await comes(world, "2026-12-10 10:00")
    async with world.sessions() as session:
        items = {}
        for assignment in await session.scalars(
            select(Assignment).where(Assignment.role == MENTEE)
        ):
            sheet = await questionnaires.get_own(
                session, assignment.person_id, assignment.id, world.now
            )
            items[assignment.person_id] = {item.code for item in sheet.spec.items}
    assert "NTC" in items[school.people["boris"].id]
    assert "NTC" not in items[other]


async def another_school(world: World, made: School) -> int:
    """Its mentee's id."""
    async with world.sessions.begin() as session:
        place = await make_organisation(session, "МБОУ СОШ № 2", made.town)
        olga = await make_person(session, place, "Белова Ольга Игоревна", MENTOR)
        pyotr = await make_person(session, place, "Серов Пётр Львович", MENTEE)
        await make_pair(session, olga, pyotr)
        return pyotr.id


async def test_how_many_a_round_would_ask_and_reach(world: World, school: School) -> None:
    await school.boris.blocks()
    roles = (MENTOR, MENTEE, CURATOR)
    async with world.sessions() as session:
        places = [school.school.id]
        found = await audience.how_many(session, places, roles, *OCTOBER, world.now)
        checked = await audience.how_many(
            session, places, (MENTEE,), *OCTOBER, world.now, "check-1"
        )
        nobody = await audience.how_many(session, [school.town.id], roles, *OCTOBER, world.now)
    assert found.people == {MENTOR: 1, MENTEE: 1, CURATOR: 1}
    assert found.told == {MENTOR: 1, MENTEE: 0, CURATOR: 1}
    assert checked.people == {MENTEE: 1}
    assert nobody.people.total() == 0


@pytest.mark.parametrize(
    ("days", "roles", "code", "clashes"),
    [
        ((30, 31), (MENTEE,), "own-1", True),
        ((1, 15), (MENTOR,), "deficits", True),
        ((1, 14), (MENTOR,), "own-1", False),
        ((16, 20), (CURATOR,), "own-1", False),
        ((16, 20), (MENTEE,), "intro", False),
        ((16, 20), (MENTEE,), "check-1", False),
    ],
)
async def test_a_round_that_asks_the_same_people_meanwhile_is_in_the_way(
    world: World,
    school: School,
    days: tuple[int, int],
    roles: tuple[Role, ...],
    code: str,
    clashes: bool,
) -> None:
    await ticks(world)
    first = date(2026, 9, 1)
    wanted = WaveDays(code, *(first + timedelta(days=day - 1) for day in days))
    async with world.sessions() as session:
        asking = audience.require_free(session, [school.school.id], roles, wanted)
        if not clashes:
            await asking
            return
        with pytest.raises(audience.Overlap) as refused:
            await asking
    assert (refused.value.days.code, refused.value.school) == ("intro", "МБОУ СОШ № 1")


async def test_what_is_over_or_short_is_in_nobodys_way(world: World, school: School) -> None:
    await comes(world, "2026-10-01 00:00")
    async with world.sessions.begin() as session:
        await session.execute(delete(Wave).where(Wave.code == "growth_start"))
        days = WaveDays("own-1", date(2026, 9, 20), date(2026, 10, 8))
        await audience.require_free(session, [school.school.id], (MENTOR, MENTEE), days)
    assert (await wave_of(world)).closed_at


async def test_a_wave_is_not_moved_onto_another_of_the_same_people(
    world: World, school: School
) -> None:
    await ticks(world)
    await school.curator.says("/waves")
    for label in ("Что пока трудно", "Изменить даты"):
        await school.curator.clicks(label)
    assert "«Наставник о себе в начале года» (1–9 октября" in await school.curator.says(
        "8.10–14.10"
    )
    assert (await wave_of(world, WaveCode.DEFICITS)).opens_on == date(2026, 10, 12)
    assert "10–14 октября" in await school.curator.says("10.10–14.10")
