"""When the other side is written to, and what is not sent any more."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from models import Mentorship, Notification
from models.enums import MeetingStatus, NotificationState
from tests.conversation import World
from tests.factories import School, make_school
from tests.pair import TODAY, logs, states

WAITING = MeetingStatus.WAITING


@pytest.fixture
async def made(world: World) -> School:
    return await make_school(world)


async def test_a_taken_back_meeting_is_not_asked_about(world: World, made: School) -> None:
    world.moves_to(datetime(2026, 9, 14, 16, 0, tzinfo=UTC))  # 21:00 in Yekaterinburg
    before = len(made.boris.chat)
    await logs(made.anna, *TODAY, "Отменить запись")
    world.moves_to(datetime(2026, 9, 15, 4, 0, tzinfo=UTC))
    await world.settle()

    assert len(made.boris.chat) == before


@pytest.mark.parametrize(
    ("logged", "asked_at"),
    [
        (datetime(2026, 9, 14, 4, 0, tzinfo=UTC), datetime(2026, 9, 14, 4, 0, tzinfo=UTC)),
        (datetime(2026, 9, 14, 16, 0, tzinfo=UTC), datetime(2026, 9, 15, 4, 0, tzinfo=UTC)),
        (datetime(2026, 9, 18, 14, 0, tzinfo=UTC), datetime(2026, 9, 21, 4, 0, tzinfo=UTC)),
    ],
    ids=["in hours", "in the evening", "on Friday night"],
)
async def test_the_question_waits_for_contact_hours(
    world: World, made: School, logged: datetime, asked_at: datetime
) -> None:
    world.moves_to(logged)
    await logs(made.anna, *TODAY)
    world.moves_to(asked_at - timedelta(seconds=1))
    await world.settle()
    assert ("Была такая" in made.boris.sees) == (logged == asked_at)
    world.moves_to(asked_at)
    await world.settle()
    assert "Была такая" in made.boris.sees


async def test_a_meeting_corrected_at_night_is_asked_about_once(
    world: World, made: School
) -> None:
    world.moves_to(datetime(2026, 9, 14, 16, 0, tzinfo=UTC))
    await logs(made.anna, *TODAY)
    for day in ("Вчера", "Сегодня"):
        world.waits(minutes=1)
        for label in ("Исправить", "День", day):
            await made.anna.clicks(label)
    before = len(made.boris.chat)
    world.moves_to(datetime(2026, 9, 15, 4, 0, tzinfo=UTC))
    await world.settle()

    assert len(made.boris.chat) == before + 1
    assert "пн, 14 сентября" in made.boris.sees
    async with world.sessions() as session:
        dropped = await session.scalar(
            select(func.count())
            .select_from(Notification)
            .where(Notification.state == NotificationState.CANCELLED)
        )
    assert dropped == 2


async def test_a_mentee_who_has_not_joined_is_not_written_to(world: World, made: School) -> None:
    await made.boris.blocks()
    await logs(made.anna, *TODAY)

    assert "ждёт подтверждения" in made.anna.sees
    assert await states(world) == [WAITING]


async def test_a_notice_about_a_pair_that_is_another_persons_now_is_dropped(
    world: World, made: School
) -> None:
    """The mentee is replaced at night, after the meeting was logged."""
    world.moves_to(datetime(2026, 9, 14, 16, 0, tzinfo=UTC))
    await logs(made.anna, *TODAY)
    async with world.sessions.begin() as session:
        pair = await session.get_one(Mentorship, made.pair.id)
        pair.mentee_id = made.people["curator"].id
    before = len(made.boris.chat)
    world.moves_to(datetime(2026, 9, 15, 4, 0, tzinfo=UTC))
    await world.settle()

    assert len(made.boris.chat) == before


async def test_a_plan_told_too_late_is_not_told(world: World, made: School) -> None:
    """Planned on Saturday for Sunday; contact hours begin on Monday."""
    world.moves_to(datetime(2026, 9, 19, 5, tzinfo=UTC))
    before = len(made.boris.chat)
    await made.anna.presses(f"md:plan:{made.pair.id}:{date(2026, 9, 20).toordinal()}")
    world.moves_to(datetime(2026, 9, 21, 5, tzinfo=UTC))
    await world.settle()
    assert len(made.boris.chat) == before
