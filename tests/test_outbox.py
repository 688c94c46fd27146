"""The statements of the outbox: leases, fences, one message of a chat, one pace."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.screen import Screen
from models import Account, Notification, Pace
from models.enums import NotificationState
from services import notifications, outcomes, pace, presence, sending
from services.notifications import Lane, Notice
from services.outcomes import Outcome
from services.sending import Owed
from tests.factories import make_organisation, make_person, owe_one

ANNA, BORIS = 100, 200
ME, OTHER = 11, 22
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
async def people(session: AsyncSession, now: datetime) -> dict[int, int]:
    made = {}
    school = await make_organisation(session)
    for address, name in ((ANNA, "Иванова Анна"), (BORIS, "Орлов Борис")):
        person = await make_person(session, school, name)
        session.add(Account(person_id=person.id, address=address, created_at=now))
        made[address] = person.id
    await session.flush()
    await presence.announce(await session.connection(), ME)
    return made


@pytest.fixture
async def owed(session: AsyncSession, people: dict[int, int], now: datetime) -> None:
    """A push to Anna and one to Boris."""
    for key in ("a", "b"):
        notice = Notice("push", key, {"say": key}, lane=Lane.PUSH)
        await notifications.notify(session, list(people.values()), notice, now)


async def claim(session: AsyncSession, now: datetime, owner: int = ME) -> list[Owed]:
    return await sending.claim(session, now, owner, Lane.PUSH, 10)


async def states(session: AsyncSession) -> list[str]:
    rows = await session.scalars(select(Notification.state).order_by(Notification.id))
    return [state.value for state in rows]


async def intend(session: AsyncSession, taken: list[Owed]) -> list[bool]:
    return await outcomes.intend(session, [(owed.id, owed.epoch) for owed in taken])


async def long_after(session: AsyncSession) -> None:
    """The grace is over for a process that is not seen."""
    earlier = Notification.lease_until - presence.GRACE
    await session.execute(update(Notification).values(lease_until=earlier).where(LEASED))


async def settle(session: AsyncSession, owed: Owed, outcome: Outcome) -> bool:
    [written] = await outcomes.settle(session, [(owed, outcome)])
    return written


LEASED = Notification.lease_until.is_not(None)
SENT = Outcome(NotificationState.SENT, message_id=7)


@pytest.mark.usefixtures("owed")
async def test_one_message_of_a_chat_is_under_way(session: AsyncSession, now: datetime) -> None:
    first = await claim(session, now)
    assert [row.args["say"] for row in first] == ["a", "a"]
    assert await claim(session, now) == []


@pytest.mark.usefixtures("owed")
async def test_pushes_to_one_chat_keep_their_distance(
    session: AsyncSession, now: datetime
) -> None:
    taken = await claim(session, now)
    await intend(session, taken)
    assert await settle(session, taken[0], SENT)
    assert await claim(session, now) == []

    nearly = Account.push_at - outcomes.SPACING
    await session.execute(update(Account).values(push_at=nearly))
    [second] = await claim(session, now)
    assert (second.address, second.args["say"]) == (taken[0].address, "b")


@pytest.mark.usefixtures("owed")
async def test_a_reply_does_not_wait_for_the_distance(
    session: AsyncSession, now: datetime
) -> None:
    [anna, _] = await claim(session, now)
    account = await session.get_one(Account, anna.account_id)
    assert await owe_one(session, account, "u1:0", Screen("x").stored(), now, ME) is None
    await intend(session, [anna])
    await settle(session, anna, SENT)

    assert await owe_one(session, account, "u2:0", Screen("y").stored(), now, ME) is None
    [waiting] = await sending.claim(session, now, ME, Lane.REPLY, 10)
    assert waiting.args["text"] == "x"


async def test_a_reply_to_a_free_chat_is_taken_at_once(
    session: AsyncSession, people: dict[int, int], now: datetime
) -> None:
    account = await session.scalar(select(Account).where(Account.address == ANNA))
    assert account is not None
    first = await owe_one(session, account, "u1:0", Screen("x").stored(), now, ME)
    second = await owe_one(session, account, "u1:1", Screen("y").stored(), now, ME)

    assert first is not None
    assert (first.address, first.epoch, second) == (ANNA, 1, None)
    assert await states(session) == ["dispatching", "pending"]
    assert await settle(session, first, SENT)
    assert len(await sending.claim(session, now, ME, Lane.REPLY, 10)) == 1


async def test_an_absent_process_takes_no_replies(
    session: AsyncSession, people: dict[int, int], now: datetime
) -> None:
    account = await session.scalar(select(Account).where(Account.address == ANNA))
    assert account is not None
    assert await owe_one(session, account, "u1:0", {}, now, None) is None
    assert await states(session) == ["pending"]


@pytest.mark.usefixtures("owed")
async def test_nothing_is_intended_that_was_not_taken(
    session: AsyncSession, now: datetime
) -> None:
    taken = await claim(session, now)
    assert await intend(session, taken) == [True, True]
    assert await intend(session, taken) == [False, False]
    assert await states(session) == ["dispatching", "dispatching", "pending", "pending"]


@pytest.mark.usefixtures("owed")
async def test_a_process_that_froze_sends_nothing_when_it_wakes(
    session: AsyncSession, now: datetime
) -> None:
    [zombie, _] = await claim(session, now)
    soon_over = Notification.lease_until - sending.LEASE + outcomes.REQUEST
    await session.execute(update(Notification).values(lease_until=soon_over).where(LEASED))

    assert await intend(session, [zombie]) == [False]


@pytest.mark.usefixtures("owed")
async def test_who_lost_the_lease_writes_nothing(session: AsyncSession, now: datetime) -> None:
    zombie = (await claim(session, now))[0]
    await session.execute(update(Notification).values(lease_until=LONG_AGO).where(LEASED))
    assert await presence.recover(session) == 0
    heir = (await claim(session, now))[0]

    assert (heir.id, heir.epoch) == (zombie.id, zombie.epoch + 1)
    assert await intend(session, [zombie, heir]) == [False, True]
    assert not await settle(session, zombie, Outcome(NotificationState.DEAD))
    assert await settle(session, heir, SENT)


@pytest.mark.usefixtures("owed")
async def test_who_lives_keeps_what_it_took(session: AsyncSession, now: datetime) -> None:
    await intend(session, (await claim(session, now))[:1])
    await long_after(session)
    assert await presence.recover(session) == 0
    assert await states(session) == ["dispatching", "leased", "pending", "pending"]


@pytest.mark.usefixtures("owed")
async def test_what_the_dead_took_is_soon_free(session: AsyncSession, now: datetime) -> None:
    taken = await claim(session, now, owner=OTHER)
    account = await session.scalar(select(Account).where(Account.address == BORIS))
    assert account is not None
    await intend(session, taken[:1])
    assert await presence.recover(session) == 0
    await long_after(session)
    assert await presence.recover(session) == 1
    assert await states(session) == ["unknown", "pending", "pending", "pending"]

    [again] = await claim(session, now)
    assert again.address == BORIS, "Anna's may have arrived a moment ago"


async def test_a_reply_of_the_dead_is_sent_again(
    session: AsyncSession, people: dict[int, int], now: datetime
) -> None:
    account = await session.scalar(select(Account).where(Account.address == ANNA))
    assert account is not None
    lost = await owe_one(session, account, "u1:0", Screen("x").stored(), now, OTHER)
    assert lost is not None
    await long_after(session)
    assert await presence.recover(session) == 0
    [again] = await sending.claim(session, now, ME, Lane.REPLY, 10)
    assert (again.id, again.epoch) == (lost.id, lost.epoch + 1)


@pytest.mark.usefixtures("owed")
async def test_the_truth_about_an_unknown_message_is_still_taken(
    session: AsyncSession, now: datetime
) -> None:
    [late, early] = await claim(session, now, owner=OTHER)
    await intend(session, [late, early])
    await long_after(session)
    assert await presence.recover(session) == 2
    assert not await settle(session, early, Outcome(NotificationState.PENDING))
    assert await settle(session, late, SENT)
    assert await states(session) == ["sent", "unknown", "pending", "pending"]


@pytest.mark.usefixtures("owed")
async def test_a_clock_set_back_does_not_make_leases_longer(
    session: AsyncSession, now: datetime
) -> None:
    await claim(session, now)
    an_hour_on = Notification.lease_until + timedelta(hours=1)
    await session.execute(update(Notification).values(lease_until=an_hour_on).where(LEASED))
    await presence.recover(session)
    assert set(await states(session)) == {"pending"}


async def test_all_processes_share_one_pace(session: AsyncSession) -> None:
    delays = [await pace.reserve(session, 5, per_second=10) for _ in range(3)]

    assert delays == [0, pytest.approx(0.5, abs=0.1), pytest.approx(1.0, abs=0.1)]
    assert await pace.reserve(session, 1, per_second=10, within=0.5) is None


async def test_a_clock_set_back_does_not_stop_the_pace(session: AsyncSession) -> None:
    await pace.reserve(session, 1, per_second=10)
    await session.execute(update(Pace).values(next_at=Pace.next_at + timedelta(hours=1)))
    delay = await pace.reserve(session, 1, per_second=10)
    assert delay is not None
    assert delay <= pace.FAR.total_seconds()
