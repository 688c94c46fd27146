"""/status: what an administrator sees of the machine room, and what one press does."""

import pytest
from sqlalchemy import select

from handlers.operation_screens import Look, status_screen
from handlers.texts import Translate
from models import AuditEntry
from services import people
from services.operations import decisions
from services.operations.decisions import Act, Which
from services.operations.overview import Trouble, overview
from services.people import Met
from services.programme import Programme
from tests.conversation import User, World
from tests.factories import School, make_school
from tests.trouble import (
    ADMIN,
    ago,
    command,
    dead_update,
    message,
    state_of,
    update_state,
)

TEXTS = ("Иванова", "Анна", "Орлов", "СЕКРЕТ")


@pytest.fixture
def world(world: World) -> World:
    world.programme = Programme(bot_name="nastavnik_bot", admin_ids=frozenset({ADMIN}))
    world.restart()
    world.bugs_expected = True
    return world


@pytest.fixture
async def school(world: World) -> School:
    return await make_school(world)


@pytest.fixture
def admin(world: World) -> User:
    return world.user(ADMIN)


async def test_an_administrator_needs_no_invitation(admin: User, school: School) -> None:
    assert "решать нечего" in await admin.says("/status")
    assert "ссылку-приглашение" in await admin.says("/menu")


@pytest.mark.parametrize("name", ["anna", "curator"])
async def test_nobody_else_is_let_in(school: School, name: str, world: World) -> None:
    user = school.users[name]
    number = await message(world, school.boris, "dead")
    assert "Не понял" in await user.says("/status")
    for forged in ("op", "ol:dead:0", f"or:dead:{number}", f"oa:dead:again:{number}:{number}:0"):
        await user.presses(forged)
        assert "чем помочь" in user.sees
    assert await state_of(world, number) == "dead"


async def test_a_stranger_gets_the_usual_answer(world: World, school: School) -> None:
    stranger = world.user(901)
    assert "ссылку-приглашение" in await stranger.says("/status")
    await stranger.presses("ol:dead:0")
    assert "ссылку-приглашение" in stranger.sees


async def test_the_whole_is_told_in_numbers(world: World, school: School, admin: User) -> None:
    later = ago(world, hours=-2)
    lease = {"lease_until": later, "epoch": 1}
    await admin.says("/status")
    await message(world, school.anna, due_at=later)
    await message(world, school.boris, "leased", due_at=later, **lease)
    await message(world, school.curator, "dispatching", due_at=later, **lease)
    for state in ("dead", "unknown", "unknown", "held"):
        await message(world, school.anna, state)
    await dead_update(world, school.anna, command("/menu"))
    seen = await admin.says("/status")
    assert "Время ещё не пришло: 1" in seen
    assert "Взяты к отправке: 1, отправляются: 1" in seen
    assert "не удалось разобрать: 1" in seen
    assert "не удалось отправить: 1" in seen
    assert "дошли ли: 2" in seen
    assert "после восстановления: 1" in seen
    assert "решать нечего" not in seen


async def test_what_waits_is_told_with_its_age(world: World, school: School) -> None:
    for lane, minutes in ((1, 7), (2, 5), (2, 5)):
        await message(world, school.anna, lane=lane, due_at=ago(world, minutes=minutes))
    async with world.sessions.begin() as session:
        who = (await people.meet(session, [Met(ADMIN, "ru")], world.now))[ADMIN]
        seen = await overview(session, world.now)
    text = status_screen(Look(Translate("ru"), world.now), seen, who, None).text
    assert "в очереди 3, дольше всех — 7 мин" in text
    assert "личные: 1" in text
    assert "рассылки: 2" in text


async def test_contents_and_names_are_never_shown(
    world: World, school: School, admin: User
) -> None:
    await message(world, school.anna, "dead", "reply", args={"text": "СЕКРЕТ", "rows": []})
    await message(world, school.anna, "held", args={"request": "СЕКРЕТ"})
    await dead_update(world, school.anna, {"text": "СЕКРЕТ"})
    await admin.says("/status")
    for label in ("Не отправлены", "Не разобраны", "Придержаны"):
        await admin.clicks(label)
        seen = admin.sees
        await admin.clicks("№")
        seen += admin.sees
        assert "мину" in seen
        assert not any(text in seen for text in TEXTS)
        await admin.says("/status")


async def test_a_list_says_kind_age_and_reason(world: World, school: School, admin: User) -> None:
    created = ago(world, hours=3)
    error = "Bad Request: can't parse <entities>"
    number = await message(world, school.anna, "dead", created_at=created, last_error=error)
    await admin.says("/status")
    seen = await admin.clicks("Не отправлены")
    assert f"№ {number} · help_request · 3 ч · {error}" in seen


@pytest.mark.parametrize(
    ("state", "label", "button", "after"),
    [
        ("dead", "Не отправлены", "Отправить ещё раз", "cancelled"),
        ("dead", "Не отправлены", "Убрать", "cancelled"),
        ("unknown", "Неизвестно", "Отправить ещё раз", "cancelled"),
        ("unknown", "Неизвестно", "Считать, что дошло", "sent"),
        ("held", "Придержаны", "Отправить", "cancelled"),
        ("held", "Придержаны", "Не отправлять", "cancelled"),
    ],
)
async def test_one_message_is_decided_by_a_press(
    world: World, school: School, admin: User, state: str, label: str, button: str, after: str
) -> None:
    """A kind whose reason is gone: what is sent again ends as cancelled by itself."""
    number = await message(world, school.anna, state, "reminder", args={"parts": []}, attempts=8)
    other = await message(world, school.boris, state, "reminder", args={"parts": []})
    await admin.says("/status")
    await admin.clicks(label)
    await admin.clicks(f"№ {number}")
    pressed = admin.last.data(button)
    await admin.clicks(button)
    assert admin.toasts[-1] == "Сделано: 1"
    assert (await state_of(world, number), await state_of(world, other)) == (after, state)
    await admin.presses(pressed)
    assert admin.toasts[-1] == "Здесь уже всё иначе"
    assert await actions(world) == 1


async def actions(world: World) -> int:
    async with world.sessions() as session:
        rows = await session.scalars(
            select(AuditEntry).where(AuditEntry.action.like("operations%"))
        )
        return len(rows.all())


async def test_a_reply_sent_again_arrives(world: World, school: School, admin: User) -> None:
    args = {"text": "Вот ваш ответ", "rows": []}
    await message(world, school.anna, "dead", "reply", args=args, lane=0, attempts=8)
    await admin.says("/status")
    await admin.clicks("Не отправлены")
    await admin.clicks("№")
    await admin.clicks("Отправить ещё раз")
    assert school.anna.sees == "Вот ваш ответ"


async def test_all_of_a_list_are_asked_for_first(
    world: World, school: School, admin: User
) -> None:
    numbers = [await held(world, user) for user in (school.anna, school.anna, school.boris)]
    await admin.says("/status")
    await admin.clicks("Придержаны")
    assert "Отправить: 3, людей: 2" in await admin.clicks("Отправить: все 3")
    assert {await state_of(world, number) for number in numbers} == {"held"}
    confirmed = admin.last.data("Да")
    await admin.clicks("Да")
    assert admin.toasts[-1] == "Сделано: 3"
    assert "решать нечего" in admin.sees
    newer = await held(world, school.anna)
    await admin.presses(confirmed)
    assert await state_of(world, newer) == "held"


async def held(world: World, user: User) -> int:
    return await message(world, user, "held", "reminder", args={"parts": []})


async def test_what_came_since_the_list_was_seen_is_not_acted_upon(
    world: World, school: School, admin: User
) -> None:
    seen = [await held(world, school.anna) for _ in range(2)]
    await admin.says("/status")
    await admin.clicks("Придержаны")
    newer = await held(world, school.boris)
    await admin.clicks("Не отправлять: все 2")
    await admin.clicks("Да")
    assert [await state_of(world, number) for number in seen] == ["cancelled"] * 2
    assert await state_of(world, newer) == "held"


async def test_a_confirmation_for_another_number_is_asked_again(
    world: World, school: School, admin: User
) -> None:
    first, *rest = [await held(world, school.anna) for _ in range(3)]
    await admin.says("/status")
    await admin.clicks("Придержаны")
    await admin.clicks("Отправить: все")
    await admin.presses(f"oa:held:drop:{first}:{first}:0", on=admin.chat[0])
    question = admin.last
    await admin.presses(f"oa:held:again:0:{rest[-1]}:3", on=question)
    assert "Отправить: 2, людей: 1" in admin.sees
    assert await state_of(world, rest[0]) == "held"


async def test_a_long_list_is_turned(world: World, school: School, admin: User) -> None:
    for _ in range(10):
        await held(world, school.anna)
    await admin.says("/status")
    await admin.clicks("Придержаны")
    assert len([label for label in admin.last.buttons if label.startswith("№")]) == 8
    await admin.clicks("2 / 2")
    assert len([label for label in admin.last.buttons if label.startswith("№")]) == 2
    await admin.presses("ol:held:999")
    assert "1 / 2 " in " ".join(admin.last.buttons)


async def test_a_dead_update_is_handled_again(world: World, school: School, admin: User) -> None:
    number = await dead_update(world, school.anna, command("/meetings"))
    before = len(school.anna.chat)
    await admin.says("/status")
    await admin.clicks("Не разобраны")
    await admin.clicks(f"№ {number}")
    await admin.clicks("Попробовать ещё раз")
    await world.settle()
    assert len(school.anna.chat) == before + 1
    assert "решать нечего" in await admin.says("/status")


async def test_a_dead_update_is_dismissed(world: World, school: School, admin: User) -> None:
    number = await dead_update(world, school.anna, {"text": "привет"})
    await admin.says("/status")
    await admin.clicks("Не разобраны")
    await admin.clicks(f"№ {number}")
    await admin.clicks("Убрать")
    assert await update_state(world, number) == "done"


async def test_an_update_that_dies_twice_is_apologised_for_twice(
    world: World, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first apology stands in the way neither of the second nor of the answer."""
    with monkeypatch.context() as bug:
        bug.delattr("handlers.menu.first_names")
        await school.anna.says("/menu")
        await dies(world)
        await again(world)
        await dies(world)
    assert ["сломалось" in message.plain for message in school.anna.chat[-2:]] == [True, True]
    await again(world)
    assert "чем помочь" in school.anna.sees


async def dies(world: World) -> None:
    """All its tries are used up."""
    for _ in range(5):
        world.waits(minutes=1)
        await world.settle()


async def again(world: World) -> None:
    async with world.sessions.begin() as session:
        which = Which(Trouble.UPDATES)
        assert await decisions.do(session, which, Act.AGAIN, None, world.now) == 1
    await world.settle()


async def test_a_text_is_not_repeated_once_its_writer_has_gone_on(
    world: World, school: School, admin: User
) -> None:
    number = await dead_update(world, school.anna, {"text": "3"})
    pressed = await dead_update(world, school.boris, command("/menu"), number=78)
    await school.anna.says("/menu")
    await school.boris.says("/menu")
    await admin.says("/status")
    await admin.clicks("Не разобраны")
    await admin.clicks(f"№ {number}")
    assert "Повторить нельзя" in admin.sees
    assert "Попробовать ещё раз" not in admin.last.buttons
    await admin.presses(f"oa:updates:again:{number}:{number}:0")
    assert "Повторить нельзя" in admin.toasts[-1]
    await admin.clicks("Попробовать ещё раз: все 2")
    assert "Попробовать ещё раз: 1, людей: 1" in admin.sees
    assert "Ещё 1 повторить нельзя" in admin.sees
    await admin.clicks("Да")
    assert await update_state(world, number) == "dead"
    async with world.sessions() as session:
        left = await decisions.listed(session, Which(Trouble.UPDATES), 0, 9)
    assert [row.id for row in left] == [number] != [pressed]


async def test_a_restart_changes_no_button(world: World, school: School, admin: User) -> None:
    number = await held(world, school.anna)
    await admin.says("/status")
    await admin.clicks("Придержаны")
    world.restart()
    await admin.clicks("№")
    world.restart()
    await admin.clicks("Не отправлять")
    assert await state_of(world, number) == "cancelled"


async def test_english_is_spoken_too(world: World, school: School) -> None:
    admin = world.user(ADMIN, "en")
    await held(world, school.anna)
    assert "How the bot is doing" in await admin.says("/status")
    await admin.clicks("Held")
    assert "Do not send" in str((await admin.clicks("No."), admin.last.buttons))


async def test_an_act_from_the_command_line_has_no_actor(world: World, school: School) -> None:
    await held(world, school.anna)
    async with world.sessions.begin() as session:
        await decisions.do(session, Which(Trouble.HELD), Act.DROP, None, world.now)
        entry = await session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))
    assert entry is not None
    assert (entry.actor_id, entry.details["rows"]) == (None, 1)
