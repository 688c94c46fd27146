"""What the schedule does for requests: tells whoever does not know yet, once; forgets."""

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection

from models import Account
from models.enums import Role
from services import help_requests
from tests.conversation import World
from tests.factories import make_person
from tests.helping import MUTED, Asking, make_asking, times
from tests.surveys import joined
from tests.year import at, comes, ticks

ASKS = "просит помощи"


@pytest.fixture
async def asking(world: World) -> Asking:
    return await make_asking(world)


async def test_an_addressee_who_joins_later_is_told_once(asking: Asking) -> None:
    await asking.loses_role("curator")
    await asking.asks("Поговорить с куратором")
    lev = await asking.adds("Белов Лев", Role.CURATOR, 300)
    for _ in range(2):
        await ticks(asking.world)

    assert times(lev, ASKS) == 1


async def test_who_was_muted_over_night_is_told_when_they_can_be_written_to_again(
    asking: Asking,
) -> None:
    asking.world.moves_to(at("2026-09-14 21:00"))
    await asking.asks("Поговорить с куратором")
    await asking.sets_account(asking.curator, **MUTED)
    await comes(asking.world, "2026-09-15 09:00")
    assert times(asking.curator, ASKS) == 0

    await asking.sets_account(asking.curator, muted_at=None)
    for hour in ("10:00", "10:01", "10:02"):
        await comes(asking.world, f"2026-09-15 {hour}")
    assert times(asking.curator, ASKS) == 1


async def test_what_was_called_off_comes_to_the_phone_that_is_used_now(asking: Asking) -> None:
    asking.world.moves_to(at("2026-09-14 21:00"))
    await asking.asks("Поговорить с куратором")
    await asking.sets_account(asking.curator, **MUTED)
    await comes(asking.world, "2026-09-15 09:00")
    await asking.sets_account(asking.curator, person_id=None)
    async with asking.world.sessions.begin() as session:
        curator = asking.person("curator").id
        session.add(Account(person_id=curator, address=302, created_at=asking.world.now))
    await comes(asking.world, "2026-09-15 10:00")

    assert times(asking.world.user(302), ASKS) == 1


async def test_an_asker_who_was_muted_hears_who_has_taken_it_on(asking: Asking) -> None:
    await asking.asks("Поговорить с куратором")
    await asking.sets_account(asking.boris, **MUTED)
    await asking.curator.clicks("Беру")
    await ticks(asking.world)
    assert times(asking.boris, "знает о вашей просьбе") == 0

    await asking.sets_account(asking.boris, muted_at=None)
    for _ in range(2):
        asking.world.waits(days=1)
        await ticks(asking.world)
    assert times(asking.boris, "знает о вашей просьбе") == 1


async def test_a_request_that_was_taken_on_is_not_announced_any_more(asking: Asking) -> None:
    other = await asking.adds("Белов Лев", Role.CURATOR, 300)
    asking.world.moves_to(at("2026-09-18 19:00"))
    await asking.asks("Поговорить с куратором")
    await asking.curator.says("/support")
    await asking.curator.clicks("Орлов")
    await asking.curator.clicks("Беру")
    await comes(asking.world, "2026-09-21 09:00")

    assert times(other, ASKS) == times(asking.curator, ASKS) == 0


async def test_what_somebody_took_on_and_left_waits_again_with_time_to_answer(
    asking: Asking,
) -> None:
    other = await asking.adds("Белов Лев", Role.CURATOR, 300)
    await asking.asks("Поговорить с куратором")
    await asking.curator.clicks("Беру")
    await asking.loses_role("curator")
    await comes(asking.world, "2026-10-05 10:00")

    request = await asking.only()
    assert (request.answered_by, request.answer_by) == (None, at("2026-10-08 18:00"))
    assert times(other, ASKS) == 2
    await other.clicks("Беру", next(one for one in reversed(other.chat) if ASKS in one.plain))
    assert "Белов Лев знает о вашей просьбе" in asking.boris.sees


async def test_with_the_consent_the_requests_go(asking: Asking) -> None:
    await asking.asks("Поговорить с куратором")
    await asking.withdraws("boris")
    await asking.curator.clicks("Беру")
    assert "Этой просьбы у вас уже нет" in asking.curator.sees
    await ticks(asking.world)

    assert await asking.requests() == []


async def test_what_was_settled_a_year_ago_is_forgotten(asking: Asking) -> None:
    await asking.asks("Поговорить с куратором")
    await asking.curator.clicks("Беру")
    await asking.curator.clicks("Решено")
    asking.world.waits(days=40)
    assert "решено" not in await asking.boris.says("/support")
    await ticks(asking.world)
    assert len(await asking.requests()) == 1

    asking.world.waits(days=330)
    await ticks(asking.world)
    assert await asking.requests() == []


async def test_a_tick_asks_as_much_of_many_requests_as_of_one(
    asking: Asking, connection: AsyncConnection
) -> None:
    asked: list[str] = []
    event.listen(
        connection.sync_connection, "before_cursor_execute", lambda *args: asked.append(args[2])
    )
    await asking.asks("Поговорить с куратором")
    one = await statements(asking, asked)
    async with asking.world.sessions.begin() as session:
        for number in range(5):
            person = await make_person(
                session, asking.school.school, f"Мухин Пётр {number}", Role.MENTEE
            )
            await joined(session, asking.world, person, 400 + number)
    for number in range(5):
        await asking.asks("Сменить наставника", asking.world.user(400 + number))

    assert await statements(asking, asked) == one < 12


async def statements(asking: Asking, asked: list[str]) -> int:
    """What a tick takes when everybody knows everything; no transaction's own."""
    for _ in range(2):
        asked.clear()
        async with asking.world.sessions.begin() as session:
            await help_requests.look_after(session, asking.world.now)
    return len([one for one in asked if "SAVEPOINT" not in one])
