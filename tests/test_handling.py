"""From the inbox to the committed answer: in order per person, once, whatever goes wrong."""

import asyncio
import functools
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from models import Account, InboxUpdate, Notification
from models.enums import InboxState, Role
from services import inbox
from services.errors import UserError
from services.inbox import MAX_ATTEMPTS
from tests.conversation import World
from tests.factories import make_joined, make_organisation, make_person, make_school


def message(
    update_id: int, sender: int = 100, text: str = "/start", **more: Any
) -> dict[str, Any]:
    chat = {"id": sender, "type": "private", "first_name": "N"}
    user = {"id": sender, "is_bot": False, "first_name": "N"}
    body = {"message_id": update_id, "date": 1_789_000_000, "chat": chat, "from": user}
    return {"update_id": update_id, "message": body | {"text": text} | more}


async def keep(world: World, *updates: dict[str, Any]) -> None:
    async with world.sessions.begin() as session:
        await inbox.store(session, list(updates), world.now)


async def states(world: World) -> list[InboxState]:
    async with world.sessions() as session:
        return list(await session.scalars(select(InboxUpdate.state).order_by(InboxUpdate.id)))


async def test_an_update_received_twice_is_answered_once(world: World) -> None:
    await keep(world, message(1))
    await keep(world, message(1), message(2))
    await world.settle()

    assert await states(world) == [InboxState.DONE, InboxState.DONE]
    assert len(world.user(100).chat) == 2


async def test_an_update_handled_before_changes_nothing_when_it_comes_again(world: World) -> None:
    await keep(world, message(1))
    await world.settle()
    await keep(world, message(1))
    await world.settle()

    assert len(world.user(100).chat) == 1


async def test_a_crash_before_the_commit_leaves_the_update_undone(world: World) -> None:
    await keep(world, message(1))

    class Killed(BaseException):
        pass

    async def die(*args: Any, **kwargs: Any) -> None:
        raise Killed

    feed = world.handling.dispatcher.feed_update
    world.handling.dispatcher.feed_update = die  # type: ignore[method-assign]
    with pytest.raises(Killed):
        await world.handling.step()
    world.handling.dispatcher.feed_update = feed  # type: ignore[method-assign]
    assert await states(world) == [InboxState.PENDING]
    await world.settle()

    assert len(world.user(100).chat) == 1


async def test_a_crash_after_the_commit_still_owes_the_answer(world: World) -> None:
    await keep(world, message(1))
    await world.handling.step()
    world.restart()
    await world.settle()

    assert len(world.user(100).chat) == 1


async def test_an_unreadable_update_is_set_aside_and_holds_up_nobody(world: World) -> None:
    world.bugs_expected = True
    await keep(world, message(1, date="yesterday"), message(2), message(3, sender=200))
    await world.settle()

    assert await states(world) == [InboxState.DEAD, InboxState.DONE, InboxState.DONE]
    assert world.user(100).chat


@pytest.mark.parametrize(
    "poison",
    [
        {"update_id": 1},
        {"update_id": 1, "message": None},
        {"update_id": 1, "message": {"from": {"id": "x"}}},
        {"update_id": 1, "poll": {"id": "5"}},
        {"update_id": 1, "message": {"chat": {"type": "private", "id": 1}}},
        {"update_id": 1, "callback_query": "x"},
        {"update_id": 1, "callback_query": {"from": {"id": 7}}},
        {"update_id": 1, "message": "x", "callback_query": {"id": "1", "from": "x"}},
        {"update_id": 1, "message": {"from": {"id": 2**70}, "chat": {"type": "private"}}},
        {"update_id": 1, "message": {"date": float("nan"), "edge": float("inf")}},
        {"update_id": 1, "message": functools.reduce(lambda inner, _: [inner], range(600), 0)},
        {"update_id": 1, "channel_post": {"chat": {"id": 1, "type": "channel"}}},
    ],
)
async def test_any_json_is_survived(world: World, poison: dict[str, Any]) -> None:
    world.bugs_expected = True
    await keep(world, poison, message(2, sender=200))
    await world.settle()

    assert (await states(world))[1] == InboxState.DONE
    assert InboxState.PENDING not in await states(world)


@pytest.mark.parametrize("update_id", [True, 1.0, "1", None, 2**70])
async def test_what_has_no_number_is_not_kept_and_spoils_nothing(
    world: World, update_id: Any
) -> None:
    await keep(world, message(2) | {"update_id": update_id}, ["x"], message(3))  # type: ignore[arg-type]

    assert await states(world) == [InboxState.PENDING]


async def test_a_failure_that_cannot_even_be_told_ends(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.bugs_expected = True
    await world.user(100).says("/start")

    async def broken(*args: Any, **kwargs: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(world.handling, "_handle", broken)
    monkeypatch.setattr(world.handling, "_say", broken)
    await keep(world, message(1))
    for _ in range(MAX_ATTEMPTS):
        await world.settle()
        world.waits(seconds=10)
    monkeypatch.undo()
    await world.user(200).says("/start")

    assert await states(world) == [InboxState.DONE, InboxState.DEAD, InboxState.DONE]


async def test_signs_that_the_database_refuses_do_not_stop_the_batch(world: World) -> None:
    await keep(world, message(1, text="a\0b \ud800"), message(2))
    await world.settle()

    assert await states(world) == [InboxState.DONE, InboxState.DONE]


async def test_a_bug_is_retried_with_patience_then_told_and_set_aside(world: World) -> None:
    world.bugs_expected = True
    feed = world.handling.dispatcher.feed_update

    async def broken(bot: Any, update: Any, **kwargs: Any) -> Any:
        if update.update_id == 1:
            raise ZeroDivisionError
        return await feed(bot, update, **kwargs)

    world.handling.dispatcher.feed_update = broken  # type: ignore[method-assign]
    await keep(world, message(1), message(2), message(3, sender=200))
    await world.settle()
    assert await states(world) == [InboxState.PENDING, InboxState.PENDING, InboxState.DONE]
    for _ in range(MAX_ATTEMPTS):
        world.waits(seconds=10)
        await world.settle()

    assert await states(world) == [InboxState.DEAD, InboxState.DONE, InboxState.DONE]
    told = [shown.plain for shown in world.user(100).chat]
    assert "Что-то у меня сломалось" in told[0]
    assert "ссылку-приглашение" in told[1]


async def test_what_a_person_typed_stays_out_of_logs_and_error_columns(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.bugs_expected = True
    feed = world.handling.dispatcher.feed_update

    async def broken(bot: Any, update: Any, **kwargs: Any) -> Any:
        statement = text("select cast(:answer as integer)")
        await kwargs["session"].execute(statement, {"answer": update.message.text})
        return await feed(bot, update, **kwargs)

    world.handling.dispatcher.feed_update = broken  # type: ignore[method-assign]
    await keep(world, message(1, text="secret"), message(2, sender=200, date="secret"))
    await world.settle()

    async with world.sessions() as session:
        kept = list(await session.scalars(select(InboxUpdate.last_error)))
    assert len([error for error in kept if error]) == 2
    assert "secret" not in capsys.readouterr().out + str(kept)


async def test_a_refusal_leaves_nothing_half_done_and_the_question_stands(world: World) -> None:
    await make_school(world)
    async with world.sessions() as session:
        before = await session.scalar(select(func.count()).select_from(Notification))
    boris = world.user(101)
    await boris.presses("pp:1:x:99999")

    async with world.sessions() as session:
        after = await session.scalar(select(func.count()).select_from(Notification))
    assert (after or 0) - (before or 0) == 1


@pytest.fixture
async def busy(fresh_database: str, now: datetime) -> AsyncIterator[World]:
    """With real connections, for what happens at once."""
    engine = create_async_engine(fresh_database, pool_size=10)
    yield World(async_sessionmaker(engine, expire_on_commit=False), now)
    await engine.dispose()


@pytest.mark.parametrize("most", [1, 8])
async def test_people_are_handled_at_once_and_each_in_order(busy: World, most: int) -> None:
    """Eight handlers; thirty people write five times each."""
    order: dict[int, list[int]] = {}
    feed = busy.handling.dispatcher.feed_update

    async def noted(bot: Any, update: Any, **kwargs: Any) -> Any:
        result = await feed(bot, update, **kwargs)
        order.setdefault(update.message.from_user.id, []).append(update.update_id)
        return result

    busy.handling.dispatcher.feed_update = noted  # type: ignore[method-assign]
    await keep(busy, *(message(n, sender=1 + n % 30) for n in range(150)))

    async def work() -> None:
        idle = 0
        while idle < 3:
            idle = 0 if await busy.handling.step(most) else idle + 1

    await asyncio.gather(*(work() for _ in range(8)))
    while await busy.handling.step(most):
        pass
    async with busy.sessions() as session:
        accounts = await session.scalar(select(func.count()).select_from(Account))

    assert order == {sender: sorted(order[sender]) for sender in range(1, 31)}
    assert sum(map(len, order.values())) == 150
    assert accounts == 30


async def test_updates_of_several_people_share_a_transaction(busy: World) -> None:
    """The oldest of each person only."""
    seen: list[int] = []
    feed = busy.handling.dispatcher.feed_update

    async def noted(bot: Any, update: Any, **kwargs: Any) -> Any:
        seen.append(await kwargs["session"].scalar(text("select txid_current()")))
        return await feed(bot, update, **kwargs)

    busy.handling.dispatcher.feed_update = noted  # type: ignore[method-assign]
    await keep(busy, message(1), message(2), message(3, sender=200), message(4, sender=300))
    assert await busy.handling.step(8) == 3
    await busy.finish()

    assert len(set(seen)) == 1
    done, pending = InboxState.DONE, InboxState.PENDING
    assert await states(busy) == [done, pending, done, done]
    assert [len(busy.user(number).chat) for number in (100, 200, 300)] == [1, 1, 1]


@pytest.mark.parametrize("error", [UserError("waves-not-later"), ZeroDivisionError()])
async def test_one_that_fails_is_undone_alone(busy: World, error: Exception) -> None:
    busy.bugs_expected = True
    feed = busy.handling.dispatcher.feed_update

    async def broken(bot: Any, update: Any, **kwargs: Any) -> Any:
        result = await feed(bot, update, **kwargs)
        if update.update_id == 2:
            raise error
        return result

    busy.handling.dispatcher.feed_update = broken  # type: ignore[method-assign]
    await keep(busy, *(message(number, sender=100 * number) for number in (1, 2, 3)))
    assert await busy.handling.step(8) == 3
    await busy.finish()

    bug = isinstance(error, ZeroDivisionError)
    second = InboxState.PENDING if bug else InboxState.DONE
    assert await states(busy) == [InboxState.DONE, second, InboxState.DONE]
    assert [len(busy.user(number).chat) for number in (100, 200, 300)] == [1, int(not bug), 1]


async def slowly(world: World, *slow: int) -> list[tuple[str, int]]:
    """These updates take their time; what begins, in its order, with how many are done by then."""
    seen: list[tuple[str, int]] = []
    feed = world.handling.dispatcher.feed_update

    async def noted(bot: Any, update: Any, **kwargs: Any) -> Any:
        if update.update_id in slow:
            kwargs["c"].alone()
            done = (await states(world)).count(InboxState.DONE)
            seen.append((f"slow {update.update_id}", done))
        return await feed(bot, update, **kwargs)

    world.handling.dispatcher.feed_update = noted  # type: ignore[method-assign]
    return seen


@pytest.mark.parametrize("slow", [1, 2, 3])
async def test_a_slow_update_begins_when_the_others_are_committed(busy: World, slow: int) -> None:
    seen = await slowly(busy, slow)
    await keep(busy, *(message(number, sender=100 * number) for number in (1, 2, 3)))
    assert await busy.handling.step(8) == 3
    await busy.finish()

    assert seen == [(f"slow {slow}", 2)]
    assert await states(busy) == [InboxState.DONE] * 3
    assert [len(busy.user(number).chat) for number in (100, 200, 300)] == [1, 1, 1]


async def test_several_slow_ones_wait_for_the_quick_and_not_together(busy: World) -> None:
    seen = await slowly(busy, 1, 2)
    await keep(busy, *(message(number, sender=100 * number) for number in (1, 2, 3)))
    assert await busy.handling.step(8) == 3
    await busy.finish()

    assert seen == [("slow 2", 1), ("slow 1", 2)]
    assert await states(busy) == [InboxState.DONE] * 3


async def test_a_bug_beside_a_slow_one_does_not_let_it_go_first(busy: World) -> None:
    busy.bugs_expected = True
    seen = await slowly(busy, 2)
    feed = busy.handling.dispatcher.feed_update

    async def broken(bot: Any, update: Any, **kwargs: Any) -> Any:
        if update.update_id == 1:
            raise ZeroDivisionError
        return await feed(bot, update, **kwargs)

    busy.handling.dispatcher.feed_update = broken  # type: ignore[method-assign]
    await keep(busy, *(message(number, sender=100 * number) for number in (1, 2, 3)))
    assert await busy.handling.step(8) == 3
    await busy.finish()

    assert seen == [("slow 2", 1)]
    assert await states(busy) == [InboxState.PENDING, InboxState.DONE, InboxState.DONE]


async def test_what_follows_a_slow_update_of_the_same_person_waits_for_it(busy: World) -> None:
    order: list[int] = []
    await slowly(busy, 1)
    feed = busy.handling.dispatcher.feed_update

    async def noted(bot: Any, update: Any, **kwargs: Any) -> Any:
        result = await feed(bot, update, **kwargs)
        order.append(update.update_id)
        return result

    busy.handling.dispatcher.feed_update = noted  # type: ignore[method-assign]
    await keep(busy, message(1), message(2), message(3, sender=200), message(4, sender=200))
    while await busy.handling.step(8):
        await busy.finish()

    assert order.index(3) < order.index(1) < order.index(2)
    assert len(order) == len(set(order)) == 4
    assert await states(busy) == [InboxState.DONE] * 4


async def test_a_slow_update_by_itself_is_handled_at_once(world: World) -> None:
    seen = await slowly(world, 1)
    await keep(world, message(1))
    await world.settle()

    assert seen == [("slow 1", 1)], "in its own transaction, where it is marked as done"


async def test_what_is_sent_as_a_document_is_fetched_without_company(
    busy: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A roster: the quick one is answered before the download begins."""
    async with busy.sessions.begin() as session:
        school = await make_organisation(session)
        inna = await make_person(session, school, "Ким Инна Олеговна", Role.CURATOR)
    user = await make_joined(busy, inna, 100)
    before = len(user.chat)
    fetched: list[list[InboxState]] = []

    async def download(file_id: str, limit: int) -> bytes:
        fetched.append((await states(busy))[-2:])
        return b"no workbook"

    monkeypatch.setattr(busy.telegram, "download", download)
    file = {"file_id": "f", "file_unique_id": "f", "file_name": "a.xlsx", "file_size": 11}
    await keep(busy, message(1, text="", document=file), message(2, sender=200))
    assert await busy.handling.step(8) == 2
    await busy.finish()

    assert fetched
    assert all(seen == [InboxState.PENDING, InboxState.DONE] for seen in fetched)
    assert len(user.chat) == before + 1
