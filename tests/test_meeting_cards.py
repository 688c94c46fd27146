"""A meeting's card (note, task, corrections, taking back) and the list of a pair's meetings."""

from datetime import date, timedelta

import pytest

from models.enums import MeetingStatus
from services import meetings
from services.meetings import Entry
from tests.conftest import NOW
from tests.conversation import World
from tests.factories import School, make_school
from tests.pair import TODAY, log_of, logs, only, states

DAY = date(2026, 9, 14)


@pytest.fixture
async def made(world: World) -> School:
    return await make_school(world)


@pytest.mark.parametrize("field", ["Заметка", "Задание"])
async def test_a_note_with_markup_is_kept_as_typed(world: World, made: School, field: str) -> None:
    text = "План & <b>итог</b>: 5 > 3"
    await logs(made.anna, *TODAY)
    await made.anna.clicks(field)
    world.restart()

    assert text in await made.anna.says(text)
    meeting = await only(world)
    assert text in (meeting.note, meeting.next_task)
    await made.boris.says("/meetings")
    assert text in await made.boris.clicks("14 сентября")


async def test_a_text_of_1001_characters_can_be_sent_again_shorter(
    world: World, made: School
) -> None:
    text = ("<&>" + "ы" * 7) * 100
    await logs(made.anna, *TODAY, "Заметка")

    assert "знаков 1 001" in (await made.anna.says(text + "ы")).replace("\xa0", " ")
    assert text in await made.anna.says(text)
    assert (await only(world)).note == text
    assert text in await made.anna.clicks("Заметка")


async def test_a_note_can_be_replaced_and_taken_away(world: World, made: School) -> None:
    await logs(made.anna, *TODAY, "Заметка")
    await made.anna.says("первая")
    assert "Сейчас там: первая" in await made.anna.clicks("Заметка")
    await made.anna.says("вторая")
    await made.anna.clicks("Заметка")

    assert "вторая" not in await made.anna.clicks("Убрать")
    assert (await only(world)).note is None


async def test_another_button_cancels_the_note(world: World, made: School) -> None:
    await logs(made.anna, *TODAY, "Заметка", "Назад")
    await made.anna.says("это уже не заметка")
    assert (await only(world)).note is None


async def test_length_and_topic_are_corrected_and_the_confirmation_stands(
    world: World, made: School
) -> None:
    await logs(made.anna, *TODAY)
    await made.boris.clicks("Была")
    await made.anna.clicks("Исправить")
    await made.anna.clicks("Длительность")
    assert "120 мин · урок" in await made.anna.clicks("120 мин")
    await made.anna.clicks("Исправить")
    await made.anna.clicks("Тему")
    assert "120 мин · другое" in await made.anna.clicks("Другое")

    assert await states(world) == [MeetingStatus.CONFIRMED]


async def test_another_day_asks_the_other_side_again(world: World, made: School) -> None:
    await logs(made.anna, *TODAY)
    await made.boris.clicks("Была")
    world.waits(minutes=5)
    await made.anna.clicks("Исправить")
    await made.anna.clicks("День")
    assert "Сегодня" not in str(made.anna.last.buttons)
    assert "Исправлено: вс, 13 сентября" in await made.anna.clicks("Вчера")

    assert "вс, 13 сентября" in made.boris.sees
    assert "Была такая встреча?" in made.boris.sees
    assert await states(world) == [MeetingStatus.WAITING]


async def test_a_day_one_has_logged_is_not_logged_by_a_correction(
    world: World, made: School
) -> None:
    await logs(made.anna, "Вчера", "30 мин", "Другое")
    await logs(made.anna, *TODAY, "Исправить", "День", "Вчера")

    assert "у вас уже есть встреча" in made.anna.sees
    assert {m.held_on.day for m in await log_of(world)} == {13, 14}


async def test_a_correction_onto_the_day_the_other_side_logged_joins_the_two(
    world: World, made: School
) -> None:
    await logs(made.boris, "Вчера", "30 мин", "Другое")
    await logs(made.anna, *TODAY, "Исправить", "День", "Вчера")

    assert "вс, 13 сентября · 30 мин" in made.anna.sees
    assert await states(world) == [MeetingStatus.CONFIRMED, MeetingStatus.CANCELLED]


async def test_a_log_is_taken_back_and_restored_with_its_note(world: World, made: School) -> None:
    await logs(made.anna, *TODAY, "Заметка")
    await made.anna.says("важное")
    before = len(made.boris.chat)
    assert "Запись отменена" in await made.anna.clicks("Отменить запись")
    assert "Этой встречи" not in made.boris.sees
    assert "встреча отменена" in await made.boris.clicks("Была")

    assert "Записано" in await made.anna.clicks("Вернуть запись")
    assert "важное" in made.anna.sees
    assert await states(world) == [MeetingStatus.WAITING]
    assert len(made.boris.chat) == before


async def test_taking_back_what_was_confirmed_is_told(world: World, made: School) -> None:
    await logs(made.anna, *TODAY)
    await made.boris.clicks("Была")
    await made.anna.says("/meetings")
    await made.anna.clicks("14 сентября")
    await made.anna.clicks("Отменить запись")

    assert "Анна Петровна отменяет запись о встрече 14 сентября" in made.boris.sees
    assert await states(world) == [MeetingStatus.CANCELLED]


async def test_a_button_shown_before_the_confirmation_does_not_take_it_back(
    world: World, made: School
) -> None:
    await logs(made.anna, *TODAY)
    await made.boris.clicks("Была")
    await made.anna.clicks("Отменить запись")

    assert "Эта кнопка уже устарела" in made.anna.toasts
    assert "встреча подтверждена" in made.anna.sees
    assert await states(world) == [MeetingStatus.CONFIRMED]


async def test_meetings_are_listed_by_fives_with_their_states(world: World, made: School) -> None:
    anna, boris = made.people["anna"].id, made.people["boris"].id
    async with world.sessions.begin() as session:
        for ago in range(11):
            entry = Entry(DAY - timedelta(days=ago), 45, "lesson")
            meeting, _ = await meetings.log(session, anna, made.pair.id, entry, NOW, DAY)
            if ago in (0, 1):
                await meetings.answer(session, boris, meeting.id, ago == 0, NOW)
    await world.settle()
    await made.anna.says("/meetings")

    assert "✅ пн, 14 сентября · 45 мин · урок — подтверждена" in made.anna.sees
    assert "❗ вс, 13 сентября · 45 мин · урок — оспорена" in made.anna.sees
    assert "⏳ сб, 12 сентября · 45 мин · урок — ждёт подтверждения" in made.anna.sees
    assert made.anna.sees.count("урок") == 5
    await made.anna.clicks("›")
    world.restart()
    assert "4 сентября" in await made.anna.clicks("›")
    assert made.anna.sees.count("урок") == 1
    assert "3/3" in made.anna.last.buttons
    await made.anna.presses(f"mp:{made.pair.id}:99")
    assert "3/3" in made.anna.last.buttons
    await made.anna.clicks("‹")
    assert "2/3" in made.anna.last.buttons
