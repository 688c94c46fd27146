"""The outbox and its sender: each outcome of a request, written down once."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.requests import COPIES
from bot.transport import Ambiguous, NotSent, TelegramError
from handlers.screen import Screen
from models import Account, File, Notification, Pace
from models.enums import AccountStatus, NotificationState
from services import notifications, sending
from services.notifications import Lane, Notice
from services.sending import Owed
from tests.conversation import World
from tests.factories import make_organisation, make_person, owe_one

ANNA, BORIS, CLARA = 100, 200, 300
NAMES = ((ANNA, "Иванова Анна"), (BORIS, "Орлов Борис"), (CLARA, "Котова Клара"))


@pytest.fixture
async def people(world: World) -> dict[int, int]:
    """Address -> person, for Anna, Boris and Clara, who have accounts."""
    made = {}
    async with world.sessions.begin() as session:
        school = await make_organisation(session)
        for address, name in NAMES:
            person = await make_person(session, school, name)
            session.add(Account(person_id=person.id, address=address, created_at=world.now))
            made[address] = person.id
    return made


@pytest.fixture(autouse=True)
async def _words(world: World) -> None:
    """Notices say their own argument; `gone` has lost its reason, `bug` fails."""

    async def compose(session: object, told: Sequence[Owed], *given: object) -> list[Any]:
        if any(owed.args.get("bug") for owed in told):
            raise RuntimeError("no words")
        said = (owed.args for owed in told)
        return [None if a.get("gone") else Screen(a.get("say", "hello")) for a in said]

    world.words.compose = compose


Owe = Callable[..., Any]


@pytest.fixture
async def owe(world: World, people: dict[int, int]) -> Owe:
    async def owe(address: int = ANNA, key: str = "k", kind: str = "push", **given: Any) -> int:
        args = given.pop("args", {"say": key})
        notice = Notice(kind, key, args, **given)
        async with world.sessions.begin() as session:
            return await notifications.notify(session, [people[address]], notice, world.now)

    return owe


async def owe_reply(
    world: World, address: int = ANNA, key: str = "u1:0", **args: Any
) -> Owed | None:
    """Owes a reply as an update's transaction does, but sent by nobody from memory."""
    async with world.sessions.begin() as session:
        account = await session.scalar(select(Account).where(Account.address == address))
        assert account is not None
        args = Screen("reply").stored() | args
        return await owe_one(session, account, key, args, world.now)


async def rows(world: World) -> list[Notification]:
    async with world.sessions() as session:
        return list(await session.scalars(select(Notification).order_by(Notification.id)))


async def state(world: World) -> NotificationState:
    [row] = await rows(world)
    return row.state


async def states(world: World) -> list[str]:
    return [row.state.value for row in await rows(world)]


def failing(world: World, *errors: Exception | None) -> None:
    """The next calls fail in this order (None: goes through)."""
    queue, call = list(errors), world.telegram.call

    async def flaky(method: str, *args: Any, **kwargs: Any) -> Any:
        error = queue.pop(0) if queue else None
        if error:
            raise error
        return await call(method, *args, **kwargs)

    world.telegram.call = flaky  # type: ignore[method-assign]


def said(world: World, address: int = ANNA) -> list[str]:
    return [message.text for message in world.telegram.chats.get(address, [])]


async def test_the_same_message_is_planned_once(world: World, owe: Owe) -> None:
    assert [await owe(), await owe()] == [1, 0]
    await world.settle()
    assert await owe() == 0
    await world.settle()

    assert said(world) == ["k"]


async def test_who_has_no_account_is_left_out(world: World, people: dict[int, int]) -> None:
    async with world.sessions.begin() as session:
        owed = await notifications.notify(session, [999_999], Notice("push", "k"), world.now)

    assert owed == 0


async def test_replies_leave_before_pushes(world: World, owe: Owe) -> None:
    await owe(key="push", lane=Lane.PUSH)
    await owe(key="personal")
    await owe_reply(world)
    await world.settle()

    assert said(world) == ["reply", "personal", "push"]


async def test_nothing_leaves_before_its_time_or_after_it(world: World, owe: Owe) -> None:
    hour = timedelta(hours=1)
    await owe(key="later", due_at=world.now + hour, expires_at=world.now + 2 * hour)
    await world.settle()
    assert said(world) == []

    world.waits(hours=3)
    await world.settle()
    assert said(world) == []
    assert await state(world) == NotificationState.EXPIRED


async def test_a_message_without_its_reason_is_cancelled(world: World, owe: Owe) -> None:
    await owe(args={"gone": True})
    await world.settle()

    assert await state(world) == NotificationState.CANCELLED


async def test_too_many_requests_are_obeyed_to_the_second(world: World, owe: Owe) -> None:
    failing(world, TelegramError(429, "Too Many Requests: retry after 30", 30))
    await owe()
    await owe(key="second")
    await world.settle()
    assert said(world) == []

    world.waits(seconds=29)
    await world.settle()
    assert said(world) == []
    world.waits(seconds=1)
    await world.settle()
    assert said(world) == ["k", "second"]
    assert [row.attempts for row in await rows(world)] == [1, 1]


async def test_two_chats_refused_in_a_moment_stop_everybody(world: World, owe: Owe) -> None:
    busy = TelegramError(429, "Too Many Requests: retry after 30", 30)
    failing(world, busy, busy)
    for address in (ANNA, BORIS):
        await owe(address)
    await world.settle()
    await owe_reply(world, CLARA)
    await world.settle()
    assert said(world, CLARA) == []

    async with world.sessions.begin() as session:
        await session.execute(update(Pace).values(paused_until=None))
    await world.settle()
    assert said(world, CLARA) == ["reply"]


async def test_one_persons_trouble_holds_up_nobody_else(world: World, owe: Owe) -> None:
    failing(world, TelegramError(429, "Too Many Requests: retry after 900", 900))
    await owe(ANNA)
    await owe(BORIS)
    await world.settle()

    assert (said(world, ANNA), said(world, BORIS)) == ([], ["k"])


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (TelegramError(403, "Forbidden: bot was blocked by the user"), AccountStatus.BLOCKED),
        (TelegramError(403, "Forbidden: user is deactivated"), AccountStatus.GONE),
        (TelegramError(400, "Bad Request: chat not found"), AccountStatus.GONE),
    ],
)
async def test_who_cannot_be_reached_is_written_down(
    world: World, owe: Owe, error: TelegramError, status: AccountStatus
) -> None:
    failing(world, error)
    await owe()
    await owe(key="second")
    await world.settle()

    async with world.sessions() as session:
        found = await session.scalar(select(Account.status).where(Account.address == ANNA))
    assert found == status
    assert {row.state for row in await rows(world)} == {NotificationState.UNREACHABLE}
    assert await owe(key="third") == 0


async def test_an_unknown_403_is_not_taken_for_a_block(world: World, owe: Owe) -> None:
    failing(world, TelegramError(403, "Forbidden: something new"))
    await owe()
    await world.settle()

    assert await state(world) == NotificationState.PENDING


async def test_what_has_not_expired_is_owed_again_after_an_unblock(world: World, owe: Owe) -> None:
    anna = world.user(ANNA)
    await owe(key="stale", expires_at=world.now + timedelta(hours=1))
    await owe(key="fresh", expires_at=world.now + timedelta(hours=5))
    world.telegram.blocked_by.add(ANNA)
    await world.settle()
    world.waits(hours=2)
    await anna.blocks(back=True)

    assert said(world) == ["fresh"]


@pytest.mark.parametrize(
    ("error", "known"),
    [
        (TelegramError(400, "Bad Request: message is not modified: …"), "shown"),
        (TelegramError(400, "Bad Request: message to edit not found"), "new"),
        (TelegramError(400, "Bad Request: message can't be edited"), "new"),
    ],
)
async def test_an_edit_that_cannot_be_made_becomes_a_new_message(
    world: World, people: dict[int, int], error: TelegramError, known: str
) -> None:
    failing(world, error)
    await owe_reply(world, edit=77)
    await world.settle()

    [row] = await rows(world)
    assert row.state == NotificationState.SENT
    assert (row.message_id == 77, said(world)) == (
        (True, []) if known == "shown" else (False, ["reply"])
    )


async def test_a_lost_answer_repeats_a_reply(world: World, people: dict[int, int]) -> None:
    failing(world, Ambiguous("TimeoutError"))
    await owe_reply(world)
    await world.settle()
    assert await states(world) == ["pending"]
    world.waits(seconds=5)
    await world.settle()

    assert said(world) == ["reply"]


async def test_a_lost_answer_holds_a_push(world: World, owe: Owe) -> None:
    failing(world, Ambiguous("ServerDisconnectedError"))
    await owe()
    await world.settle()
    world.waits(hours=5)
    await world.settle()

    assert await states(world) == ["unknown"]
    assert said(world) == []


async def test_what_never_left_waits_as_long_as_telegram_is_away(world: World, owe: Owe) -> None:
    failing(world, *[NotSent("ClientConnectorError")] * 3 * sending.MAX_ATTEMPTS)
    await owe()
    for _ in range(3 * sending.MAX_ATTEMPTS):
        await world.settle()
        assert await state(world) == NotificationState.PENDING
        world.waits(minutes=1)
    await world.settle()

    [row] = await rows(world)
    assert (row.state, row.attempts) == (NotificationState.SENT, 1)


async def test_while_telegram_is_away_one_message_tries(world: World, owe: Owe) -> None:
    failing(world, Ambiguous("TimeoutError"), Ambiguous("TimeoutError"))
    for address in (ANNA, BORIS, CLARA):
        await owe(address)
    await world.settle()
    assert await states(world) == ["unknown", "pending", "pending"]
    world.waits(seconds=1)
    await world.settle()
    assert await states(world) == ["unknown", "unknown", "pending"]
    world.waits(seconds=1)
    await world.settle()
    assert await states(world) == ["unknown", "unknown", "pending"]
    world.waits(seconds=1)
    await world.settle()
    assert await states(world) == ["unknown", "unknown", "sent"]


async def test_what_is_refused_again_and_again_is_a_dead_letter(world: World, owe: Owe) -> None:
    failing(world, *[TelegramError(403, "Forbidden: something new")] * sending.MAX_ATTEMPTS)
    await owe()
    for _ in range(sending.MAX_ATTEMPTS - 1):
        await world.settle()
        assert await state(world) == NotificationState.PENDING
        world.waits(minutes=10)
    await world.settle()

    [row] = await rows(world)
    assert (row.state, row.last_error) == (NotificationState.DEAD, "Forbidden: something new")


async def test_a_revoked_token_is_nobodys_fault(world: World, owe: Owe) -> None:
    failing(world, *[TelegramError(401, "Unauthorized")] * 2 * sending.MAX_ATTEMPTS)
    await owe()
    for _ in range(2 * sending.MAX_ATTEMPTS):
        await world.settle()
        world.waits(minutes=1)

    assert await state(world) == NotificationState.PENDING


async def test_a_reply_has_few_copies_and_an_edit_many(
    world: World, people: dict[int, int]
) -> None:
    failing(world, *[Ambiguous("TimeoutError")] * (COPIES + sending.MAX_ATTEMPTS))
    await owe_reply(world)
    await owe_reply(world, BORIS, "u2:0", edit=7)
    for _ in range(20):
        await world.settle()
        world.waits(minutes=15)

    attempts = {row.dedupe_key: row.attempts for row in await rows(world)}
    assert (attempts["u1:0"], attempts["u2:0"]) == (COPIES, sending.MAX_ATTEMPTS)
    assert await states(world) == ["unknown", "unknown"]


async def test_a_poison_reply_ends_and_takes_nobody_with_it(
    world: World, people: dict[int, int]
) -> None:
    async with world.sessions.begin() as session:
        account = await session.scalar(select(Account).where(Account.address == ANNA))
        assert account is not None
        await owe_one(session, account, "u1:0", {"rows": []}, world.now)
    await owe_reply(world, ANNA, "u2:0")
    for _ in range(sending.MAX_ATTEMPTS):
        await world.settle()
        world.waits(minutes=15)

    assert await states(world) == ["dead", "sent"]


async def test_a_message_without_words_is_a_dead_letter_and_others_go_on(
    world: World, owe: Owe
) -> None:
    await owe(ANNA, args={"bug": True})
    await owe(BORIS)
    for _ in range(sending.MAX_ATTEMPTS):
        await world.settle()
        world.waits(minutes=10)

    assert said(world, BORIS) == ["k"]
    poison = (await rows(world))[0]
    assert poison.state == NotificationState.DEAD
    assert (poison.last_error or "").startswith("RuntimeError at test_delivery.py")


async def test_our_own_mistake_is_a_dead_letter_at_once(world: World, owe: Owe) -> None:
    failing(world, TelegramError(400, "Bad Request: can't parse entities: …"))
    await owe()
    await world.settle()

    assert await state(world) == NotificationState.DEAD


async def test_a_file_is_uploaded_once(world: World, people: dict[int, int]) -> None:
    uploads = []
    call = world.telegram.call

    async def recording(method: str, params: Any = None, upload: Any = None, **more: Any) -> Any:
        uploads.append((method, params.get("document"), upload is not None))
        return await call(method, params, upload) | {"document": {"file_id": "F1"}}

    world.telegram.call = recording  # type: ignore[method-assign]
    async with world.sessions.begin() as session:
        file = File(name="a.txt", mime="text/plain", content=b"a", created_at=world.now)
        session.add(file)
        await session.flush()
    for number, address in enumerate((ANNA, BORIS)):
        await owe_reply(world, address, f"u{number}:0", file=file.id)
    await world.settle()

    assert uploads == [("sendDocument", None, True), ("sendDocument", "F1", False)]
