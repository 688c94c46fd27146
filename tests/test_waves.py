"""Waves as the schedule runs them, and who has answered."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from models import Account, Assignment, Mentorship, Notification, Person, Vacation, Wave
from models.enums import MentorshipStatus, Role
from services.calendar import default_waves
from services.waves import lifecycle, response
from services.waves.response import State
from services.waves.state import Phase, phase
from tests.conversation import World
from tests.factories import (
    School,
    count,
    make_joined,
    make_organisation,
    make_pair,
    make_person,
    make_school,
)
from tests.surveys import answer_all
from tests.year import FINAL, INTERIM, INTRO, at, comes, only, ticks, told, wave_of

OPEN = "Открылась «Вводная анкета"


@pytest.fixture
async def school(world: World) -> School:
    return await make_school(world)


async def test_a_year_is_planned_once_and_only_where_there_are_pairs(
    world: World, school: School
) -> None:
    async with world.sessions.begin() as session:
        await make_organisation(session, "Школа без пар", school.town)
    await ticks(world)
    async with world.sessions.begin() as session:
        await session.execute(update(Wave).values(closes_on=Wave.closes_on + timedelta(days=1)))
    await ticks(world)

    async with world.sessions() as session:
        rows = list(await session.scalars(select(Wave).order_by(Wave.opens_on)))
    day = timedelta(days=1)
    planned = {(one.code, one.opens_on, one.closes_on + day) for one in default_waves(2026)}
    assert {(row.code, row.opens_on, row.closes_on) for row in rows} == planned
    assert len(rows) == len(planned)
    assert {row.organisation_id for row in rows} == {school.school.id}


@pytest.mark.parametrize("zone", ["Europe/Kaliningrad", "Asia/Yekaterinburg", "Asia/Kamchatka"])
async def test_a_wave_opens_at_ten_of_each_school_and_closes_after_its_last_day(
    world: World, school: School, zone: str
) -> None:
    async with world.sessions.begin() as session:
        (await session.merge(school.school)).timezone = zone
    await comes(world, "2026-09-15 09:59:59", zone)
    assert (await wave_of(world)).opened_at is None
    assert school.anna.sees.startswith("Спасибо")

    await comes(world, "2026-09-15 10:00", zone)
    assert (await wave_of(world)).opened_at == world.now
    assert OPEN in school.anna.sees
    assert "15 вопросов" in school.anna.sees
    assert "по 30 сентября" in school.boris.sees

    await comes(world, "2026-09-30 23:59:59", zone)
    assert (await wave_of(world)).closed_at is None
    await comes(world, "2026-10-01 00:00", zone)
    assert (await wave_of(world)).closed_at == world.now


async def test_ticking_again_adds_nothing(world: World, school: School) -> None:
    await comes(world, "2026-09-15 10:00")
    before = [await count(world, table) for table in (Wave, Assignment, Notification)]
    world.restart()
    await ticks(world)
    world.waits(minutes=5)
    await ticks(world)
    assert [await count(world, table) for table in (Wave, Assignment, Notification)] == before


async def test_a_day_off_waits_for_the_next_working_day_at_ten(
    world: World, school: School
) -> None:
    await comes(world, "2027-05-10 12:00")  # a Monday off, moved from Victory Day
    assert (await wave_of(world, FINAL)).opened_at is None
    await comes(world, "2027-05-11 09:59")
    assert (await wave_of(world, FINAL)).opened_at is None
    await comes(world, "2027-05-11 10:00")
    assert (await wave_of(world, FINAL)).opened_at == world.now


async def test_a_pause_of_the_bot_is_made_up_for_within_the_days_of_a_wave(
    world: World, school: School
) -> None:
    await comes(world, "2026-12-19 23:00")  # Saturday, the last but one day
    assert (await wave_of(world, INTERIM)).opened_at == world.now
    assert school.anna.sees.startswith("Спасибо")
    assert await told(world, "survey_open") == []  # no working hour is left before the end

    await comes(world, "2026-12-21 09:00")
    assert (await wave_of(world, INTERIM)).closed_at == world.now
    assert await told(world, "survey_open") == []


async def test_a_late_evening_opening_is_told_in_the_morning(world: World, school: School) -> None:
    await comes(world, "2026-09-17 22:00")
    assert (await wave_of(world)).opened_at == world.now
    assert school.anna.sees.startswith("Спасибо")
    await comes(world, "2026-09-18 09:00")
    assert OPEN in school.anna.sees


async def test_a_wave_that_passed_while_the_bot_was_away_is_missed(
    world: World, school: School
) -> None:
    await only(world, INTRO)
    await comes(world, "2026-10-01 00:00")
    missed = await wave_of(world)
    assert missed.opened_at is None
    assert missed.closed_at == world.now
    assert phase(missed, date(2026, 10, 1)) == Phase.MISSED
    await comes(world, "2026-10-01 12:00")
    assert await told(world, "survey_open") == []


async def test_a_wave_amid_a_vacation_never_opens_by_itself(world: World, school: School) -> None:
    async with world.sessions.begin() as session:
        days = {"starts_on": date(2026, 9, 14), "ends_on": date(2026, 10, 2)}
        session.add(Vacation(organisation_id=school.town.id, name="Карантин", **days))
    for day in ("15", "22", "30"):
        await comes(world, f"2026-09-{day} 12:00")
    assert (await wave_of(world)).opened_at is None


async def test_a_calendar_without_working_days_stops_nobody_else(
    world: World, school: School
) -> None:
    async with world.sessions.begin() as session:
        other = await make_organisation(session, "МБОУ СОШ № 2", school.town)
        days = {"starts_on": date(2026, 9, 1), "ends_on": date(2029, 9, 1)}
        session.add(Vacation(organisation_id=other.id, name="Ремонт", **days))
        people = [
            await make_person(session, other, f"{name} Ольга", role)
            for name, role in (("Белова", Role.MENTOR), ("Серова", Role.MENTEE))
        ]
        await make_pair(session, *people)
    await comes(world, "2026-09-15 10:00")
    assert (await wave_of(world, INTRO, other)).opened_at is None
    assert OPEN in school.anna.sees


async def test_who_is_paired_later_is_asked_too(world: World, school: School) -> None:
    await comes(world, "2026-09-15 10:00")
    async with world.sessions.begin() as session:
        vera = await make_person(session, school.school, "Зимина Дарья Олеговна", Role.MENTEE)
        await make_pair(session, school.people["anna"], vera, starts_on=date(2026, 9, 16))
    daria = await make_joined(world, vera, 300)
    await comes(world, "2026-09-16 11:00")
    assert OPEN in daria.sees
    assert (await told(world, "survey_open")).count(("Анна", "sent")) == 1


async def test_who_joins_later_is_told_once_they_have_agreed(world: World) -> None:
    made = await make_school(world, join=False)
    await comes(world, "2026-09-15 10:00")
    assert await count(world, Assignment) == 2
    assert await told(world, "survey_open") == []

    anna = await make_joined(world, made.people["anna"], 100)
    assert anna.sees.startswith("Спасибо")
    await ticks(world)
    assert OPEN in anna.sees
    assert await told(world, "survey_open") == [("Анна", "sent")]


async def test_who_wants_no_messages_is_told_when_they_want_them_again(
    world: World, school: School
) -> None:
    await school.anna.says("/settings")
    await school.anna.clicks("Не присылать")
    await comes(world, "2026-09-15 10:00")
    assert "Открылась" not in school.anna.sees

    await school.anna.says("/settings")
    await school.anna.clicks("Снова присылать")
    await ticks(world)
    assert OPEN in school.anna.sees


@pytest.mark.parametrize("back", ["/start", "Снова присылать"])
async def test_what_met_somebody_who_wanted_no_messages_is_owed_again(
    world: World, school: School, back: str
) -> None:
    await comes(world, "2026-09-17 22:00")  # planned for the morning
    assert ("Анна", "pending") in await told(world, "survey_open")
    await school.anna.says("/settings")
    await school.anna.clicks("Не присылать")
    await comes(world, "2026-09-18 09:00")
    assert "Открылась" not in school.anna.sees
    assert ("Анна", "unreachable") in await told(world, "survey_open")

    if back == "/start":
        await school.anna.says(back)
    else:
        await school.anna.clicks(back)
    await ticks(world)
    assert OPEN in school.anna.sees
    assert (await told(world, "survey_open")).count(("Анна", "sent")) == 1


async def test_what_met_a_withdrawn_consent_is_owed_when_it_is_given_again(
    world: World, school: School
) -> None:
    await comes(world, "2026-09-17 22:00")
    await school.anna.says("/settings")
    for label in ("Моё согласие", "Отозвать", "Да, отозвать"):
        await school.anna.clicks(label)
    await comes(world, "2026-09-18 09:00")
    assert "Открылась" not in school.anna.sees
    await school.anna.says("/start")
    await school.anna.clicks("Согласен")
    await ticks(world)
    assert OPEN in school.anna.sees


async def test_who_blocked_the_bot_is_told_on_coming_back(world: World, school: School) -> None:
    await school.anna.blocks()
    await comes(world, "2026-09-15 10:00")
    world.telegram.blocked_by.add(school.boris.address)
    await school.anna.blocks(back=True)
    await ticks(world)
    assert OPEN in school.anna.sees


async def test_a_push_that_met_a_block_is_owed_again(world: World, school: School) -> None:
    world.telegram.blocked_by.add(school.anna.address)  # nobody has told the bot
    await comes(world, "2026-09-15 10:00")
    assert ("Анна", "unreachable") in await told(world, "survey_open")

    await school.anna.blocks(back=True)
    await ticks(world)
    assert OPEN in school.anna.sees
    assert (await told(world, "survey_open")).count(("Анна", "sent")) == 1


async def test_a_questionnaire_begun_from_the_menu_is_not_announced(
    world: World, school: School
) -> None:
    await comes(world, "2026-09-17 22:00")
    await school.anna.says("/survey")
    await school.anna.clicks("Начать")
    await comes(world, "2026-09-18 09:00")
    assert "Открылась" not in school.anna.sees


@pytest.mark.parametrize("status", [MentorshipStatus.ENDED_EARLY, MentorshipStatus.COMPLETED])
async def test_pairs_that_are_over_are_not_asked(
    world: World, school: School, status: MentorshipStatus
) -> None:
    await ticks(world)
    async with world.sessions.begin() as session:
        await session.execute(update(Mentorship).values(status=status))
    await comes(world, "2026-09-15 10:00")
    assert await count(world, Assignment) == 0


async def test_what_could_not_leave_in_working_hours_waits_for_the_next(
    world: World, school: School
) -> None:
    world.moves_to(at("2026-09-15 17:59"))
    async with world.sessions.begin() as session:
        await lifecycle.plan_year(session, world.now)
        await lifecycle.open_due(session, world.now)
    await comes(world, "2026-09-15 18:30")  # Telegram was away for half an hour
    assert "Открылась" not in school.anna.sees
    await comes(world, "2026-09-16 09:00")
    assert OPEN in school.anna.sees


async def test_everybody_is_counted_once_by_the_reason_that_matters(
    world: World, school: School
) -> None:
    states = {
        "Белова": State.NO_ACCOUNT, "Гусева": State.BLOCKED, "Дёмина": State.MUTED,
        "Ежова": State.NO_CONSENT, "Жукова": State.NOTIFIED,
    }  # fmt: skip
    async with world.sessions.begin() as session:
        for number, surname in enumerate(states):
            mentee = await make_person(session, school.school, f"{surname} Яна", Role.MENTEE)
            await make_pair(session, school.people["anna"], mentee)
            session.add(Account(person_id=mentee.id, address=300 + number, created_at=world.now))
    users = {surname: world.user(300 + number) for number, surname in enumerate(states)}
    for surname in ("Гусева", "Дёмина", "Жукова"):
        await users[surname].says("/start")
        await users[surname].clicks("Согласен")
    async with world.sessions.begin() as session:
        belova = select(Person.id).where(Person.name_key.startswith("белова")).scalar_subquery()
        await session.execute(
            update(Account).where(Account.person_id == belova).values(person_id=None)
        )
    await users["Гусева"].blocks()
    await users["Дёмина"].says("/stop")
    await users["Дёмина"].clicks("Не присылать")
    await comes(world, "2026-09-15 10:00")
    await school.anna.clicks("Начать")
    await school.boris.clicks("Начать")
    await school.boris.clicks("Начать")
    await answer_all(school.boris, {})
    await school.boris.clicks("Отправить")

    wave = await wave_of(world)
    async with world.sessions() as session:
        counted = await response.counts(session, [wave.id])
    mentees = dict.fromkeys([*states.values(), State.SUBMITTED], 1)
    assert counted[wave.id] == {Role.MENTEE: mentees, Role.MENTOR: {State.NOTIFIED: 1}}
    assert response.total(counted[wave.id]).total() == 7
