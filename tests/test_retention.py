"""What is forgotten after three days, what never is, and a number that Telegram uses again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.schedule import tick
from models import File, InboxUpdate, Notification
from services import inbox
from services.operations import retention
from tests.conversation import World
from tests.exporting import asks, exports, make_answered, makes
from tests.factories import School, make_school
from tests.test_handling import keep
from tests.test_handling import message as update
from tests.trouble import ago, command, counted, dead_update, message, state_of, update_state

LATER = {"hours": 73}


@pytest.fixture
async def school(world: World) -> School:
    return await make_school(world)


async def forgets(world: World, **span: float) -> None:
    world.waits(**span)
    async with world.sessions.begin() as session:
        await retention.forget(session, world.now)


async def test_handled_updates_and_replies_are_forgotten_after_three_days(
    world: World, school: School
) -> None:
    assert await counted(world, InboxUpdate) > 0
    await forgets(world, hours=71)
    assert await counted(world, InboxUpdate) > 0
    assert await counted(world, Notification) > 0
    await tick(world.sessions, world.now + timedelta(hours=2))
    assert await counted(world, InboxUpdate) == 0
    async with world.sessions() as session:
        kinds = set(await session.scalars(select(Notification.kind)))
    assert "reply" not in kinds


@pytest.mark.parametrize(
    ("kind", "state", "kept"),
    [
        ("reply", "sent", False),
        ("reply", "unreachable", False),
        ("reply", "cancelled", False),
        ("reply", "expired", False),
        ("reply", "pending", True),
        ("reply", "dead", True),
        ("reply", "unknown", True),
        ("reply", "held", True),
        ("survey_open", "sent", True),
        ("survey_open", "cancelled", True),
    ],
)
async def test_which_messages_are_forgotten(
    world: World, school: School, kind: str, state: str, kept: bool
) -> None:
    number = await message(world, school.anna, state, kind)
    await forgets(world, **LATER)
    async with world.sessions() as session:
        assert (await session.get(Notification, number) is not None) == kept


async def test_a_dead_update_stays_until_it_is_dismissed(world: World, school: School) -> None:
    number = await dead_update(world, school.anna, command("/menu"))
    await forgets(world, days=30)
    assert await update_state(world, number) == "dead"


async def test_an_update_that_still_waits_stays(world: World) -> None:
    await keep(world, update(1), update(2))
    await forgets(world, days=30)
    assert await counted(world, InboxUpdate) == 2


async def test_a_clock_that_was_wrong_does_not_stop_the_forgetting(
    world: World, school: School
) -> None:
    right, before = world.now, await counted(world, InboxUpdate)
    world.moves_to(right - timedelta(days=30))
    await keep(world, update(1))
    world.moves_to(right + timedelta(days=400))
    await keep(world, update(2))
    world.moves_to(right)
    await keep(world, update(3))
    await world.settle()
    assert await counted(world, InboxUpdate) == before + 3
    await forgets(world, **LATER)
    async with world.sessions() as session:
        assert list(await session.scalars(select(InboxUpdate.update_id))) == [2]


async def test_a_large_rest_is_forgotten_by_and_by(
    world: World, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    before = await counted(world, InboxUpdate)
    await forgets(world, **LATER)
    assert await counted(world, InboxUpdate) == before - 2


@pytest.mark.parametrize("tidied", [True, False])
async def test_a_number_used_again_is_another_update(
    world: World, school: School, tidied: bool
) -> None:
    """Also when the bot was off for long and receives before it has tidied up."""
    number = await dead_update(world, school.anna, command("/menu"), number=77)
    before = len(school.boris.chat)
    world.waits(days=9)
    if tidied:
        await forgets(world)
    world.bugs_expected = True
    await keep(world, update(77, sender=school.boris.address, text="/start"))
    await world.settle()
    assert len(school.boris.chat) == before + 1
    assert await update_state(world, number) == "dead"


async def test_a_number_of_a_handled_update_is_used_again(world: World, school: School) -> None:
    await keep(world, update(1))
    await world.settle()
    rows = await counted(world, InboxUpdate)
    world.waits(days=9)
    await keep(world, update(1), update(2))
    assert await counted(world, InboxUpdate) == rows + 2


async def test_a_repetition_within_the_day_is_no_other_update(
    world: World, school: School
) -> None:
    await dead_update(world, school.anna, command("/menu"), number=77)
    rows = await counted(world, InboxUpdate)
    await forgets(world, hours=30)
    async with world.sessions.begin() as session:
        await inbox.store(session, [update(77), update(78)], world.now)
    assert await counted(world, InboxUpdate) == rows + 1


@pytest.mark.parametrize(
    ("state", "kept"), [("pending", True), ("held", True), ("dead", True), ("sent", False)]
)
async def test_a_file_stays_as_long_as_it_may_be_sent(
    world: World, school: School, state: str, kept: bool
) -> None:
    number = await file_of_age(world, hours=80)
    await file_of_age(world, hours=80)
    fresh = await file_of_age(world, hours=1)
    args = {"text": "", "rows": [], "file": number}
    await message(world, school.anna, state, "reply", args=args)
    await forgets(world)
    async with world.sessions() as session:
        left = set(await session.scalars(select(File.id)))
    assert left == ({number, fresh} if kept else {fresh})


async def file_of_age(world: World, **span: float) -> int:
    async with world.sessions.begin() as session:
        file = File(
            name="a.pdf", mime="application/pdf", content=b"1", created_at=ago(world, **span)
        )
        session.add(file)
        await session.flush()
        return file.id


async def test_files_that_were_made_are_forgotten_one_that_waits_is_not(world: World) -> None:
    curator = (await make_answered(world))["curator"]
    for ends in (True, False):
        await asks(curator)
        if ends:
            await makes(world)
    _, waits = await exports(world)
    await forgets(world, hours=71)
    assert len(await exports(world)) == 2
    await forgets(world, hours=2)
    assert [one.id for one in await exports(world)] == [waits.id]


async def test_what_is_held_too_long_expires(world: World, school: School) -> None:
    soon, never = world.now + timedelta(hours=2), None
    numbers = [
        await message(world, school.anna, "held", expires_at=moment) for moment in (soon, never)
    ]
    await forgets(world, hours=3)
    assert [await state_of(world, number) for number in numbers] == ["expired", "held"]
