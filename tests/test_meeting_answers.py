"""Was it? The other side's word about a meeting, and who is told what when."""

from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from models.enums import MeetingStatus
from services import meetings
from services.meetings import Entry, Outcome
from tests.conftest import NOW
from tests.conversation import User, World
from tests.factories import School, make_school
from tests.pair import TODAY, log_of, logs, only, states, tap

WAITING, CONFIRMED = MeetingStatus.WAITING, MeetingStatus.CONFIRMED
DISPUTED, CANCELLED = MeetingStatus.DISPUTED, MeetingStatus.CANCELLED
DAY = date(2026, 9, 14)


@pytest.fixture
async def made(world: World) -> School:
    return await make_school(world)


@pytest.fixture
async def asked(made: School) -> School:
    """Anna has logged today's meeting, Boris reads the question."""
    await logs(made.anna, *TODAY)
    return made


async def opens(user: User, day: str) -> str:
    await user.says("/meetings")
    return await user.clicks(day)


async def test_the_question_says_who_when_and_what(asked: School) -> None:
    assert asked.boris.sees == (
        "Анна Петровна пишет, что вы встречались: пн, 14 сентября · 45 мин · урок. "
        "Была такая встреча?"
    )
    assert asked.boris.last.buttons == ["Была", "Не было", "Была в другой день"]


async def test_a_yes_is_one_tap_and_pesters_nobody(world: World, asked: School) -> None:
    before = len(asked.anna.chat)

    assert "встреча подтверждена" in await asked.boris.clicks("Была")
    meeting = await only(world)
    assert meeting.status == CONFIRMED
    assert (meeting.answered_by, meeting.answered_at) == (asked.people["boris"].id, NOW)
    assert len(asked.anna.chat) == before


async def test_a_no_is_told_to_the_one_who_logged(world: World, asked: School) -> None:
    assert "Анна Петровна узнает" in await asked.boris.clicks("Не было")

    assert "Борис Ильич отвечает, что встречи 14 сентября не было" in asked.anna.sees
    assert {"Исправить", "Отменить запись"} <= set(asked.anna.last.buttons)
    assert await states(world) == [DISPUTED]


async def test_the_question_can_be_answered_after_a_restart(world: World, asked: School) -> None:
    world.restart()
    world.waits(days=20)
    await asked.boris.clicks("Была")
    assert await states(world) == [CONFIRMED]


async def test_a_second_tap_on_an_old_question_changes_nothing(
    world: World, asked: School
) -> None:
    yes, no = asked.boris.last.data("Была"), asked.boris.last.data("Не было")
    await asked.boris.presses(yes)
    for data in (yes, no):
        await asked.boris.presses(data)
        assert "встреча подтверждена" in asked.boris.sees

    assert asked.boris.toasts.count("Эта кнопка уже устарела") == 2
    assert await states(world) == [CONFIRMED]


async def test_one_may_think_better_of_an_answer(world: World, asked: School) -> None:
    await asked.boris.clicks("Была")
    assert "подтверждена" in await opens(asked.boris, "14 сентября")
    await asked.boris.clicks("Всё-таки не было")
    assert await states(world) == [DISPUTED]
    assert "не было" in asked.anna.sees

    await asked.boris.clicks("Всё-таки была")
    assert await states(world) == [CONFIRMED]


async def test_nobody_answers_a_question_of_their_own(world: World, asked: School) -> None:
    await asked.anna.presses(asked.boris.last.data("Была"))

    assert "Эта кнопка уже устарела" in asked.anna.toasts
    assert await states(world) == [WAITING]


async def test_an_answer_to_a_day_that_was_corrected_meanwhile_does_not_count(
    world: World, asked: School
) -> None:
    question = asked.boris.last
    world.waits(minutes=1)
    for label in ("Исправить", "День", "Вчера"):
        await asked.anna.clicks(label)
    await asked.boris.clicks("Была", on=question)

    assert await states(world) == [WAITING]
    assert "вс, 13 сентября" in question.plain
    await asked.boris.clicks("Была")
    assert await states(world) == [CONFIRMED]


async def test_another_day_is_kept_and_told(world: World, asked: School) -> None:
    await asked.boris.clicks("Была в другой день")
    world.restart()
    assert "Сегодня" not in str(asked.boris.last.buttons)
    assert "Спасибо, подтверждено: пт, 11 сентября" in await tap(asked.boris, "пт 11")

    meeting = await only(world)
    assert (meeting.held_on, meeting.status) == (date(2026, 9, 11), CONFIRMED)
    assert "в другой день: 11 сентября, а не 14 сентября" in asked.anna.sees
    for label in ("Исправить", "День", "Вчера"):
        world.waits(minutes=1)
        await asked.anna.clicks(label)
    assert "вс, 13 сентября" in asked.boris.sees
    assert await states(world) == [WAITING]


async def test_another_day_can_be_found_in_the_calendar(world: World, asked: School) -> None:
    for label in ("Была в другой день", "Другой день", "3"):
        await tap(asked.boris, label)
    assert (await only(world)).held_on == date(2026, 9, 3)


async def test_another_day_that_is_the_same_day_is_a_yes(world: World, asked: School) -> None:
    meeting = await only(world)
    await asked.boris.presses(f"md:answer:{meeting.id}:{DAY.toordinal()}")
    assert await states(world) == [CONFIRMED]


@pytest.mark.parametrize("day", [DAY + timedelta(days=1), date(2026, 8, 31)])
async def test_another_day_lies_in_the_term_and_not_in_the_future(
    world: World, asked: School, day: date
) -> None:
    meeting = await only(world)
    await asked.boris.presses(f"md:answer:{meeting.id}:{day.toordinal()}")

    assert "Этот день не подходит" in asked.boris.sees
    assert await states(world) == [WAITING]


@pytest.mark.parametrize("first", ["anna", "boris"])
async def test_another_day_that_has_a_meeting_makes_one_of_the_two(
    world: World, made: School, first: str
) -> None:
    await logs(made.users[first], "Вчера", "30 мин", "Методика")
    await logs(made.anna, *TODAY)
    await made.boris.clicks("Была в другой день")
    await made.boris.clicks("Вчера")

    assert await states(world) == [CONFIRMED, CANCELLED]
    kept = (await log_of(world))[0]
    assert (kept.minutes, kept.logged_by == kept.answered_by) == (30, False)
    assert "13 сентября, а не 14 сентября" in made.anna.sees


async def test_the_other_side_logging_the_day_is_asked_instead(
    world: World, asked: School
) -> None:
    await logs(asked.boris, "Сегодня")
    assert "Анна Петровна пишет" in asked.boris.sees
    await asked.boris.clicks("Была")
    assert await states(world) == [CONFIRMED]


async def test_both_having_logged_is_a_confirmation(world: World, made: School) -> None:
    """Boris was choosing the topic when Anna finished."""
    await logs(made.boris, "Сегодня", "60 мин")
    choosing = made.boris.last
    await logs(made.anna, *TODAY)
    await made.boris.clicks("Методика", on=choosing)

    assert "Вы оба отметили эту встречу" in choosing.plain
    meeting = await only(world)
    assert (meeting.status, meeting.minutes) == (CONFIRMED, 45)


async def test_services_say_what_came_of_it(session: AsyncSession, world: World) -> None:
    made = await make_school(world, join=False)
    anna, boris = made.people["anna"].id, made.people["boris"].id
    entry = Entry(DAY, 45, "lesson")
    meeting, outcome = await meetings.log(session, anna, made.pair.id, entry, NOW, DAY)

    assert outcome == Outcome.LOGGED
    assert not await meetings.answer(session, anna, meeting.id, True, NOW)
    assert await meetings.answer(session, boris, meeting.id, False, NOW)
    assert not await meetings.answer(session, boris, meeting.id, False, NOW)
    _, outcome = await meetings.log(session, boris, made.pair.id, entry, NOW, DAY)
    assert outcome == Outcome.CONFIRMED
    _, outcome = await meetings.log(session, boris, made.pair.id, entry, NOW, DAY)
    assert outcome == Outcome.EXISTS


async def test_a_question_is_answered_in_english(world: World, made: School) -> None:
    await made.boris.says("/language")
    await made.boris.clicks("English")
    await logs(made.anna, *TODAY)
    assert "Mon, 14 September · 45 min · lesson. Did you?" in made.boris.sees
    assert "no meeting" in await made.boris.clicks("No, we did not")
