"""Administrators are told of new trouble: once, at most once an hour, and of nothing else."""

import pytest
from sqlalchemy import select, update

from bot.schedule import tick
from models import Account, Notification
from models.enums import NotificationState
from services.programme import Programme
from tests.conversation import User, World
from tests.factories import School, make_school
from tests.trouble import ADMIN, command, dead_update, message

SECOND = 902


@pytest.fixture
def world(world: World) -> World:
    world.programme = Programme(
        bot_name="nastavnik_bot", admin_ids=frozenset({ADMIN, SECOND, 100})
    )
    world.restart()
    world.bugs_expected = True
    return world


@pytest.fixture
async def school(world: World) -> School:
    """The curator's chat is nobody's administrator; Anna's (100) is."""
    return await make_school(world)


@pytest.fixture
async def admin(world: World, school: School) -> User:
    user = world.user(ADMIN)
    await user.says("/start")
    return user


async def passes(world: World, **span: float) -> None:
    world.waits(**span)
    await tick(world.sessions, world.now, world.programme)
    await world.settle()


def alerts(user: User) -> list[str]:
    return [shown.plain for shown in user.chat if "помощь администратора" in shown.plain]


@pytest.mark.parametrize("state", ["dead", "unknown", "held"])
async def test_a_new_trouble_is_told_once(
    world: World, school: School, admin: User, state: str
) -> None:
    await passes(world, minutes=1)
    assert alerts(admin) == []
    await message(world, school.boris, state)
    for _ in range(4):
        await passes(world, minutes=50)
    assert len(alerts(admin)) == len(alerts(school.anna)) == 1
    assert alerts(school.curator) == []


async def test_a_dead_update_is_told_of_and_leads_to_the_list(
    world: World, school: School, admin: User
) -> None:
    await dead_update(world, school.boris, command("/menu"))
    await passes(world, minutes=1)
    assert "не удалось разобрать: 1" in alerts(admin)[0]
    assert "Состояние бота" in await admin.clicks("Посмотреть")


async def test_what_comes_within_the_hour_waits_for_the_next_alert(
    world: World, school: School, admin: User
) -> None:
    for _ in range(6):
        await message(world, school.boris, "dead")
        await passes(world, minutes=10)
    assert len(alerts(admin)) == 1
    await passes(world, minutes=10)
    assert len(alerts(admin)) == 2
    assert "не удалось отправить: 6" in alerts(admin)[1]
    await passes(world, minutes=120)
    assert len(alerts(admin)) == 2


async def test_an_alert_whose_reason_is_gone_is_not_sent(
    world: World, school: School, admin: User
) -> None:
    number = await message(world, school.boris, "dead")
    world.waits(minutes=1)
    await tick(world.sessions, world.now, world.programme)
    async with world.sessions.begin() as session:
        mended = update(Notification).where(Notification.id == number)
        await session.execute(mended.values(state=NotificationState.CANCELLED))
    await world.settle()
    assert alerts(admin) == []


async def test_what_fails_again_is_new(world: World, school: School, admin: User) -> None:
    number = await message(world, school.boris, "dead")
    await passes(world, minutes=1)
    await admin.clicks("Посмотреть")
    await admin.clicks("Не отправлены")
    await admin.clicks("№")
    await admin.clicks("Отправить ещё раз")
    async with world.sessions.begin() as session:
        failed = update(Notification).where(Notification.id == number)
        await session.execute(failed.values(state=NotificationState.DEAD))
    before = len(alerts(school.anna))
    await passes(world, minutes=90)
    assert len(alerts(school.anna)) == before + 1


async def test_trouble_before_there_was_anybody_to_tell_is_told_later(
    world: World, school: School
) -> None:
    world.programme = Programme(bot_name="nastavnik_bot", admin_ids=frozenset({SECOND}))
    world.restart()
    await message(world, school.boris, "dead")
    await passes(world, minutes=1)
    late = world.user(SECOND)
    await late.says("/start")
    await passes(world, minutes=1)
    assert len(alerts(late)) == 1


async def test_who_asked_for_silence_gets_none_and_status_says_so(
    world: World, school: School, admin: User
) -> None:
    await school.anna.says("/settings")
    await school.anna.clicks("Не присылать")
    await message(world, school.boris, "dead")
    await passes(world, minutes=1)
    assert (len(alerts(school.anna)), len(alerts(admin))) == (0, 1)
    assert "Оповещения к вам не приходят" in await school.anna.says("/status")


async def test_trouble_at_night_and_in_the_holidays_is_told_at_once(
    world: World, school: School, admin: User
) -> None:
    world.waits(hours=14)
    await message(world, school.boris, "dead")
    await passes(world, minutes=1)
    assert len(alerts(admin)) == len(alerts(school.anna)) == 1


async def test_an_alert_that_cannot_be_delivered_brings_no_alert(
    world: World, school: School, admin: User
) -> None:
    await message(world, school.boris, "dead")
    await passes(world, minutes=1)
    async with world.sessions.begin() as session:
        failed = update(Notification).where(Notification.kind == "alert")
        await session.execute(failed.values(state=NotificationState.DEAD))
    await passes(world, hours=2)
    assert await planned(world) == 2


async def planned(world: World) -> int:
    async with world.sessions() as session:
        rows = select(Notification).where(Notification.kind == "alert")
        return len((await session.scalars(rows)).all())


async def test_an_alert_of_a_clock_that_was_wrong_does_not_silence_the_next(
    world: World, school: School, admin: User
) -> None:
    right = world.now
    world.waits(days=400)
    await message(world, school.boris, "dead")
    await passes(world, minutes=1)
    world.moves_to(right)
    await message(world, school.boris, "dead")
    await passes(world, minutes=1)
    assert await planned(world) == 4  # Anna and the other administrator, twice


async def test_without_administrators_nothing_is_planned(world: World, school: School) -> None:
    await message(world, school.boris, "dead")
    await tick(world.sessions, world.now)
    assert await planned(world) == 0


async def test_an_administrator_who_blocked_the_bot_is_left_alone(
    world: World, school: School, admin: User
) -> None:
    await admin.blocks()
    async with world.sessions() as session:
        account = await session.scalar(select(Account).where(Account.address == ADMIN))
        assert account is not None
        assert account.status.value == "blocked"
    await message(world, school.boris, "dead")
    await passes(world, minutes=1)
    assert await planned(world) == 1  # Anna's
