"""Planned meetings, and the calendar they and past days are chosen from."""

from datetime import UTC, date, datetime, timedelta

import pytest

from models.enums import MeetingStatus
from tests.conversation import World
from tests.factories import School, make_school
from tests.pair import TODAY, log_of, logs, only, set_term, states, tap

DAY = date(2026, 9, 14)
PLANNED, WAITING = MeetingStatus.PLANNED, MeetingStatus.WAITING
CANCELLED = MeetingStatus.CANCELLED


@pytest.fixture
async def made(world: World) -> School:
    return await make_school(world)


@pytest.fixture
async def planned(made: School) -> School:
    """Anna has planned the 22nd."""
    await made.anna.says("/meetings")
    await made.anna.clicks("Запланировать")
    await tap(made.anna, "22")
    return made


def on(day: int, hour: int = 5) -> datetime:
    return datetime(2026, 9, day, hour, tzinfo=UTC)


async def test_a_planned_meeting_is_seen_by_both(world: World, planned: School) -> None:
    assert "Запланировано: вт, 22 сентября" in planned.anna.sees
    assert "Анна Петровна предлагает встретиться 22 сентября" in planned.boris.sees
    for user in (planned.anna, planned.boris):
        assert "📅 вт, 22 сентября — запланирована" in await user.says("/meetings")
    assert await states(world) == [PLANNED]


async def test_the_next_meeting_is_planned_from_the_one_just_logged(
    world: World, made: School
) -> None:
    await logs(made.anna, *TODAY, "Запланировать следующую")
    world.restart()
    await tap(made.anna, "21")
    assert await states(world) == [WAITING, PLANNED]


async def test_planning_twice_is_one_meeting(world: World, planned: School) -> None:
    for user in (planned.anna, planned.boris):
        await user.presses(f"md:plan:{planned.pair.id}:{date(2026, 9, 22).toordinal()}")
        assert "Запланировано: вт, 22 сентября" in user.sees
    assert await states(world) == [PLANNED]


async def test_either_side_moves_it_and_the_other_is_told(world: World, planned: School) -> None:
    await planned.boris.clicks("Перенести")
    await tap(planned.boris, "24")

    assert (await only(world)).held_on == date(2026, 9, 24)
    assert "Борис Ильич переносит встречу с 22 сентября на 24 сентября" in planned.anna.sees
    await planned.anna.clicks("Отменить встречу")
    assert "Анна Петровна отменяет встречу, которая намечалась на 24" in planned.boris.sees
    assert await states(world) == [CANCELLED]


async def test_an_old_button_does_not_call_off_what_was_moved(
    world: World, planned: School
) -> None:
    old = planned.anna.last
    await planned.boris.clicks("Перенести")
    await tap(planned.boris, "24")
    await planned.anna.clicks("Отменить встречу", on=old)

    assert "Эта кнопка уже устарела" in planned.anna.toasts
    assert await states(world) == [PLANNED]


async def test_a_plan_is_not_moved_onto_another_meeting(world: World, planned: School) -> None:
    await logs(planned.anna, *TODAY)
    plan = (await log_of(world))[0]
    await planned.boris.presses(f"md:move:{plan.id}:{DAY.toordinal()}")
    assert "у вас уже есть встреча" in planned.boris.sees
    await planned.boris.presses(f"md:plan:{planned.pair.id}:{DAY.toordinal()}")
    assert "у вас уже есть встреча" in planned.boris.sees

    await planned.boris.presses(f"md:move:{plan.id}:{plan.held_on.toordinal()}")
    assert "Запланировано: вт, 22 сентября" in planned.boris.sees
    meeting = (await log_of(world))[1]
    await planned.boris.presses(f"md:move:{meeting.id}:{DAY.toordinal() + 3}")
    assert "Этого уже нет" in planned.boris.sees


@pytest.mark.parametrize("day", [22, 23])
@pytest.mark.parametrize("entry", ["/meeting", "/meetings"])
async def test_once_its_day_has_come_it_is_offered_first(
    world: World, planned: School, day: int, entry: str
) -> None:
    world.moves_to(on(day))

    assert "планировали встречу на вт, 22 сентября. Была?" in await planned.boris.says(entry)
    for label in ("Была", "30 мин", "Документы"):
        world.restart()
        await planned.boris.clicks(label)
    assert "Записано: вт, 22 сентября · 30 мин" in planned.boris.sees
    assert "Борис Ильич пишет" in planned.anna.sees
    meeting = await only(world)
    assert (meeting.status, meeting.logged_by) == (WAITING, planned.people["boris"].id)


async def test_a_plan_that_came_to_nothing_is_dropped_without_a_word(
    world: World, planned: School
) -> None:
    world.moves_to(on(22))
    before = len(planned.boris.chat)
    await planned.anna.says("/meeting")
    assert "Убрал из планов" in await planned.anna.clicks("Не было")

    assert await states(world) == [CANCELLED]
    assert len(planned.boris.chat) == before
    assert "Когда вы встречались" in await planned.anna.says("/meeting")


async def test_one_may_pass_by_the_question(planned: School, world: World) -> None:
    world.moves_to(on(23))
    await planned.anna.says("/meeting")
    await planned.anna.clicks("Записать другую")
    assert "Записано" in [await tap(planned.anna, label) for label in TODAY][-1]
    await planned.anna.says("/meetings")
    assert "📅 вт, 22 сентября — запланирована" in await planned.anna.clicks("К встречам")
    await planned.anna.clicks("вт, 22 сентября")
    await planned.anna.clicks("Перенести")
    await tap(planned.anna, "29")
    assert await states(world) == [PLANNED, WAITING]


async def test_a_correction_onto_a_planned_day_fulfils_the_plan(
    world: World, planned: School
) -> None:
    world.moves_to(on(22))
    await planned.boris.says("/meeting")
    await planned.boris.clicks("Записать другую")
    for label in ("Вчера", "45 мин", "Урок", "Исправить", "День", "Сегодня"):
        await tap(planned.boris, label)
    assert "Исправлено: вт, 22 сентября" in planned.boris.sees
    assert await states(world) == [CANCELLED, WAITING]


@pytest.mark.parametrize(
    ("use", "day", "fits"),
    [
        ("log", DAY, True),
        ("log", DAY + timedelta(days=1), False),
        ("log", date(2026, 9, 1), True),
        ("log", date(2026, 8, 31), False),
        ("plan", DAY, True),
        ("plan", DAY - timedelta(days=1), False),
        ("plan", DAY + timedelta(days=60), True),
        ("plan", DAY + timedelta(days=61), False),
    ],
)
async def test_the_days_that_may_be_chosen(made: School, use: str, day: date, fits: bool) -> None:
    await made.anna.says("/menu")
    await made.anna.presses(f"md:{use}:{made.pair.id}:{day.toordinal()}")
    assert ("Этот день не подходит" not in made.anna.sees) == fits


async def test_nothing_is_planned_beyond_the_term(world: World, made: School) -> None:
    await set_term(world, made, date(2026, 9, 1), date(2026, 9, 16))
    await made.anna.says("/meetings")
    await made.anna.clicks("Запланировать")

    assert [b for b in made.anna.last.buttons if b.isdigit()] == ["14", "15", "16"]


async def test_the_first_day_of_a_term_has_no_yesterday(world: World, made: School) -> None:
    await set_term(world, made, DAY, date(2027, 5, 31))
    await made.anna.says("/meeting")
    assert made.anna.last.buttons == ["Сегодня, 14 сентября", "Другой день", "☰ Меню"]


async def test_the_calendar_leafs_and_its_dots_do_nothing(world: World, made: School) -> None:
    world.moves_to(datetime(2026, 11, 2, 5, tzinfo=UTC))
    await logs(made.anna, "Другой день")
    assert "ноябрь 2026" in made.anna.last.buttons
    shown = made.anna.last.buttons
    await tap(made.anna, "·")
    assert made.anna.last.buttons == shown
    await made.anna.clicks("‹")
    world.restart()
    await made.anna.clicks("‹")
    assert "сентябрь 2026" in made.anna.last.buttons
    await made.anna.presses(f"mm:log:{made.pair.id}:1")
    assert "сентябрь 2026" in made.anna.last.buttons
    assert "Когда вы встречались" in await made.anna.clicks("Назад")


async def test_the_calendar_of_a_day_of_summer_is_of_the_schools_zone(
    world: World, made: School
) -> None:
    """20:00 UTC on the 14th is the 15th in Yekaterinburg."""
    world.moves_to(on(14, hour=20))
    await made.anna.says("/meeting")
    assert "Сегодня, 15 сентября" in made.anna.last.buttons
