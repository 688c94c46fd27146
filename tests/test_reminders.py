"""Reminders: due and not yet said, in working hours, few, and true when they are read."""

from datetime import date

import pytest
from sqlalchemy import update

from bot.schedule import tick
from handlers.meetings.buttons import Act as MeetingAct
from models import Mentorship, Person, Vacation
from models.enums import MentorshipStatus
from tests.conversation import User, World
from tests.factories import School, make_organisation
from tests.pair import TODAY, logs, only, tap
from tests.surveys import answer, answer_all, choices_on
from tests.year import at, comes, days, make_new_pair, parts, ticks, told

WAITS = "вас ждёт «Вводная анкета"
QUIET = "давно нет отметок о встречах"


@pytest.fixture
async def school(world: World) -> School:
    return await make_new_pair(world)


@pytest.fixture
async def asked(world: World, school: School) -> School:
    """The wave of 15–30 September is open; Boris has blocked the bot and is out of the way."""
    await school.boris.blocks()
    await comes(world, "2026-09-15 10:00")
    return school


async def test_an_unfinished_questionnaire_is_recalled_three_times_at_most(
    world: World, asked: School
) -> None:
    found = await days(world, "2026-09-15", "2026-09-30")
    assert found == ["18.09", "24.09", "29.09"]  # 3 and 7 working days, the day before
    assert [p["step"] for p in await parts(world) if p["what"] == "survey"] == [1, 2, 3]
    before = await told(world, "reminder")
    await comes(world, "2026-10-01 12:00")
    assert await told(world, "reminder") == before


async def test_nobody_is_reminded_out_of_hours_and_a_tick_more_adds_nothing(
    world: World, asked: School
) -> None:
    for hour in ("2026-09-18 08:59", "2026-09-19 12:00", "2026-09-20 12:00", "2026-09-21 18:00"):
        await comes(world, hour)
    assert await told(world, "reminder") == []
    await comes(world, "2026-09-22 09:00")
    world.restart()
    await ticks(world)
    await comes(world, "2026-09-22 17:00")
    assert await told(world, "reminder") == [("Анна", "sent")]


async def test_a_pause_of_the_bot_is_one_reminder_and_not_two(world: World, asked: School) -> None:
    await comes(world, "2026-09-25 12:00")  # both the third and the seventh day have passed
    await comes(world, "2026-09-28 12:00")
    assert [p["step"] for p in await parts(world)] == [2]


async def test_the_reminder_counts_what_is_left_and_leads_to_the_very_question(
    world: World, asked: School
) -> None:
    await asked.anna.clicks("Начать")
    await asked.anna.clicks("Начать")
    await answer(asked.anna, next(iter(choices_on(asked.anna.last))))
    question = asked.anna.sees
    await comes(world, "2026-09-18 09:00")
    total = int(question.split("2 из ")[1].split()[0])
    assert f"осталось {total - 1} вопросов, это 5 минут" in asked.anna.sees
    assert "Она открыта по 30 сентября" in asked.anna.sees
    assert question == await asked.anna.clicks("Продолжить анкету")


async def test_a_filled_but_unsent_questionnaire_is_told_as_such(
    world: World, asked: School
) -> None:
    await asked.anna.clicks("Начать")
    await asked.anna.clicks("Начать")
    await answer_all(asked.anna, {})
    review = asked.anna.sees
    await comes(world, "2026-09-18 09:00")
    assert "осталось нажать «Отправить»" in asked.anna.sees
    assert await asked.anna.clicks("Продолжить") == review


async def test_who_has_sent_it_is_left_alone(world: World, asked: School) -> None:
    await asked.anna.clicks("Начать")
    await asked.anna.clicks("Начать")
    await answer_all(asked.anna, {})
    await asked.anna.clicks("Отправить")
    assert await days(world, "2026-09-16", "2026-09-21") == []


async def test_sent_between_planning_and_delivery_nothing_is_said(
    world: World, asked: School
) -> None:
    await asked.anna.clicks("Начать")
    await asked.anna.clicks("Начать")
    await answer_all(asked.anna, {})
    world.moves_to(at("2026-09-18 09:00"))
    await tick(world.sessions, world.now)
    await asked.anna.clicks("Отправить")
    assert await told(world, "reminder") == [("Анна", "cancelled")]
    assert "Спасибо, анкета отправлена" in asked.anna.sees


async def test_a_closed_wave_recalls_nothing(world: World, asked: School) -> None:
    await asked.curator.says("/waves")
    for label in ("Вводная", "Закрыть", "Да, закрыть"):
        await asked.curator.clicks(label)
    assert await days(world, "2026-09-16", "2026-09-21") == []


async def test_who_has_left_the_pair_is_not_reminded(world: World, asked: School) -> None:
    async with world.sessions.begin() as session:
        await session.execute(update(Mentorship).values(status=MentorshipStatus.ENDED_EARLY))
    await days(world, "2026-09-16", "2026-09-30")
    assert "ждёт" not in asked.anna.sees
    assert ("Анна", "sent") not in await told(world, "reminder")


async def test_who_wants_no_reminders_gets_none(world: World, asked: School) -> None:
    await asked.anna.says("/stop")
    await asked.anna.clicks("Не присылать")
    assert await days(world, "2026-09-16", "2026-09-18") == []
    await asked.anna.says("/settings")
    await asked.anna.clicks("Снова присылать")
    await ticks(world)
    assert WAITS in asked.anna.sees


async def test_a_withdrawn_consent_ends_reminders(world: World, asked: School) -> None:
    await asked.anna.says("/stop")
    await asked.anna.clicks("Отозвать")
    await asked.anna.clicks("Да, отозвать")
    assert await days(world, "2026-09-16", "2026-09-18") == []


async def test_who_came_back_after_a_block_is_reminded_from_their_own_push(
    world: World, asked: School
) -> None:
    world.moves_to(at("2026-09-17 12:00"))
    await asked.boris.blocks(back=True)
    assert await days(world, "2026-09-17", "2026-09-22") == ["18.09", "22.09"]
    assert await told(world, "reminder") == [("Анна", "sent"), ("Борис", "sent")]


async def test_what_could_not_be_delivered_that_day_is_due_on_the_next(
    world: World, asked: School
) -> None:
    world.moves_to(at("2026-09-18 12:00"))
    await tick(world.sessions, world.now)  # and Telegram is away until the evening
    world.moves_to(at("2026-09-18 18:00"))
    await world.settle()
    assert await told(world, "reminder") == [("Анна", "expired")]
    assert "Открылась" in asked.anna.sees
    await comes(world, "2026-09-21 09:00")
    assert WAITS in asked.anna.sees


async def test_a_vacation_of_the_town_is_respected(world: World, asked: School) -> None:
    async with world.sessions.begin() as session:
        rest = {"starts_on": date(2026, 9, 16), "ends_on": date(2026, 9, 22)}
        session.add(Vacation(organisation_id=asked.town.id, name="Отдых", **rest))
    assert await days(world, "2026-09-16", "2026-09-25") == ["25.09"]


async def test_a_prolonged_wave_gives_no_fourth_reminder(world: World, asked: School) -> None:
    await days(world, "2026-09-16", "2026-09-29")
    await asked.curator.says("/waves")
    for label in ("Вводная", "+7 дней"):
        await asked.curator.clicks(label)
    await days(world, "2026-09-30", "2026-10-08")
    assert sum(part["what"] == "survey" for part in await parts(world)) == 3


async def test_a_step_too_near_the_last_one_makes_way_for_it(world: World, school: School) -> None:
    await school.boris.blocks()
    await comes(world, "2026-09-14 12:00")
    await school.curator.says("/waves")
    for label in ("Вводная", "Изменить даты"):
        await school.curator.clicks(label)
    await school.curator.says("15.09–20.09")  # 18 September is day three and the last Friday
    assert await days(world, "2026-09-15", "2026-09-20") == ["18.09"]
    assert [part["step"] for part in await parts(world)] == [3]


async def test_what_is_due_together_is_one_message(world: World, school: School) -> None:
    await comes(world, "2026-09-15 10:00")
    await logs(school.anna, *TODAY)
    before = len(school.boris.chat)
    await comes(world, "2026-09-18 09:00")
    assert "напоминаю сразу обо всём" in school.boris.sees
    assert "• подтвердите" in school.boris.sees
    assert "• вас ждёт «Вводная анкета наставляемого»" in school.boris.sees
    assert len(school.boris.chat) == before + 1
    assert "напоминаю" not in school.anna.sees
    assert WAITS in school.anna.sees


async def test_of_several_reasons_only_those_that_hold_are_told(
    world: World, school: School
) -> None:
    await comes(world, "2026-09-15 10:00")
    await logs(school.anna, *TODAY)
    meeting = await only(world)
    world.moves_to(at("2026-09-18 09:00"))
    await tick(world.sessions, world.now)
    await school.boris.presses(MeetingAct.on(meeting, "yes").pack())
    assert [WAITS in message.plain for message in school.boris.chat[-2:]].count(True) == 1
    assert "подтвердите" not in school.boris.sees


async def test_each_reader_keeps_the_hours_of_their_own_organisation(
    world: World, school: School
) -> None:
    """Anna works in a school of Kaliningrad with Boris of Yekaterinburg."""
    async with world.sessions.begin() as session:
        away = await make_organisation(session, "Школа", timezone="Europe/Kaliningrad")
        anna = await session.get_one(Person, school.people["anna"].id)
        anna.organisation_id = away.id
    await comes(world, "2026-09-15 10:00")  # 07:00 in Kaliningrad
    assert "Открылась" in school.boris.sees
    assert "Открылась" not in school.anna.sees
    await comes(world, "2026-09-15 12:00")
    assert "Открылась" in school.anna.sees
    await comes(world, "2026-09-18 11:59")
    assert await told(world, "reminder") == [("Борис", "sent")]
    await comes(world, "2026-09-18 12:00")
    assert WAITS in school.anna.sees


async def test_reminders_are_told_in_english_too(world: World, school: School) -> None:
    for user in (school.anna, school.boris):
        await user.says("/language")
        await user.clicks("English")
    await comes(world, "2026-09-15 10:00")
    await logs_in_english(school.anna)
    await comes(world, "2026-09-18 09:00")
    assert "a few reminders at once" in school.boris.sees
    assert "please confirm the meeting (Tue, 15 September" in school.boris.sees
    assert "is waiting for you: 15 questions, about 5 min" in school.anna.sees


async def logs_in_english(user: User) -> None:
    await user.says("/meeting")
    for label in ("Today", "45 min", "Lesson"):
        await tap(user, label)
