"""The curator's truth: what became of the messages of a wave, in numbers and by name."""

from typing import Any

import pytest
from sqlalchemy import update

from models import Account, Assignment, Consent, Organisation
from models.enums import AccountStatus, NotificationState
from tests.conversation import World
from tests.deliveries import (
    BORIS,
    FINE,
    MENTEE,
    MORNING,
    SENT_AT,
    S,
    make_told,
    opens,
    pushed,
    reminded,
)
from tests.factories import School
from tests.surveys import MadeWave, make_joined_school


@pytest.fixture
async def school(world: World) -> School:
    return await make_joined_school(world)


@pytest.fixture
async def wave(world: World, school: School) -> MadeWave:
    return await make_told(world, school)


WHAT_BECAME_OF_IT = [
    (S.LEASED, {}, "ждёт отправки 1", "ждёт отправки"),
    (S.DISPATCHING, {}, "ждёт отправки 1", "ждёт отправки"),
    (S.PENDING, {"due_at": MORNING}, "ждёт отправки 1", "уйдёт вт, 15 сентября, 09:00"),
    (S.HELD, {}, "ждёт администратора 1", "ждёт решения администратора"),
    (S.UNKNOWN, {}, "не подтверждено 1", "Telegram не подтвердил доставку, могло и дойти"),
    (S.DEAD, {}, "не доставлено 1", "Telegram не принял сообщение, покажите администратору"),
    (S.EXPIRED, {}, "не доставлено 1", "не успело уйти в рабочее время"),
    (S.UNREACHABLE, {}, "не доставлено 1", "чат был закрыт, сейчас связь есть"),
    (S.CANCELLED, {}, "уже не понадобилось 1", "сообщения не было"),
]


@pytest.mark.parametrize(("state", "row", "counted", "said"), WHAT_BECAME_OF_IT)
async def test_every_state_of_a_message_is_said_in_plain_words(
    world: World,
    school: School,
    wave: MadeWave,
    state: NotificationState,
    row: dict[str, Any],
    counted: str,
    said: str,
) -> None:
    await pushed(world, wave, school.people["boris"], MENTEE, state, **row)
    seen = await opens(school.curator)

    assert seen.startswith("Доставка: Вводная анкета\nМБОУ СОШ № 1\n")
    assert f"Первое сообщение: доставлено 1, {counted}.\n" in seen
    assert "✅ дошло: 1\n" in seen
    assert seen.endswith(f"{BORIS}{said}")
    assert "Иванова" not in seen
    assert ("Ближайшая отправка: вт, 15 сентября, 09:00." in seen) == bool(row)


async def test_when_all_have_it_the_page_says_so(
    world: World, school: School, wave: MadeWave
) -> None:
    await pushed(world, wave, school.people["boris"], MENTEE, S.SENT)
    seen = await opens(school.curator)

    assert "Первое сообщение: доставлено 2." in seen
    assert "✅ дошло: 2" in seen
    assert FINE in seen
    assert "По именам" not in seen
    assert school.curator.last.buttons == ["‹ Назад", "☰ Меню"]
    assert "под вопросом" not in await school.curator.clicks("Назад")


async def test_somebody_to_whom_nothing_was_written_is_named_too(
    school: School, wave: MadeWave
) -> None:
    assert f"{BORIS}сообщения не было" in await opens(school.curator)
    assert "Не дошло или под вопросом: 1." in await school.curator.clicks("Назад")


@pytest.mark.parametrize("state", [S.CANCELLED, S.PENDING, S.UNKNOWN, None])
async def test_whoever_has_answered_is_no_trouble_whatever_became_of_the_message(
    world: World, school: School, wave: MadeWave, state: NotificationState | None
) -> None:
    if state:
        await pushed(world, wave, school.people["boris"], MENTEE, state, due_at=MORNING)
    async with world.sessions.begin() as session:
        await session.execute(
            update(Assignment)
            .where(Assignment.role == MENTEE)
            .values(started_at=world.now, submitted_at=world.now)
        )
    seen = await opens(school.curator)

    assert "✅ анкета уже отправлена: 1" in seen
    assert FINE in seen


async def test_whoever_has_begun_needs_no_message(
    world: World, school: School, wave: MadeWave
) -> None:
    async with world.sessions.begin() as session:
        begun = update(Assignment).where(Assignment.role == MENTEE)
        await session.execute(begun.values(started_at=world.now))
    assert FINE in await opens(school.curator)


UNREACHABLE = [
    ({"status": AccountStatus.BLOCKED}, "⛔", "бот заблокирован"),
    ({"status": AccountStatus.GONE}, "👻", "аккаунт в Telegram удалён"),
    ({"muted_at": SENT_AT}, "🔕", "напоминания выключены"),
    ({"person_id": None}, "⚪", "ещё не входили в бот"),
    ({}, "✋", "нет согласия на обработку данных"),
]


@pytest.mark.parametrize("message", [S.SENT, S.UNREACHABLE, S.CANCELLED, None])
@pytest.mark.parametrize(("account", "icon", "said"), UNREACHABLE)
async def test_the_reason_is_what_keeps_the_person_from_being_written_to(
    world: World,
    school: School,
    wave: MadeWave,
    account: dict[str, Any],
    icon: str,
    said: str,
    message: NotificationState | None,
) -> None:
    boris = school.people["boris"]
    if message:
        await pushed(world, wave, boris, MENTEE, message)
    async with world.sessions.begin() as session:
        if account:
            of_boris = update(Account).where(Account.person_id == boris.id)
            await session.execute(of_boris.values(**account))
        else:
            consents = update(Consent).where(Consent.person_id == boris.id)
            await session.execute(consents.values(withdrawn_at=world.now))
    seen = await opens(school.curator)

    told = " (сообщение от 14 сентября дошло)" if message == S.SENT else ""
    assert seen.endswith(f"{icon} {BORIS}{said}{told}")
    assert f"{icon} {said}: 1" in seen
    assert "Не дошло или под вопросом: 1." in await school.curator.clicks("Назад")


@pytest.mark.parametrize(
    ("state", "counted", "said"),
    [
        (S.SENT, "доставлено 1", None),
        (S.DISPATCHING, "ждёт отправки 1", None),
        (S.CANCELLED, "уже не понадобилось 1", None),
        (S.UNKNOWN, "не подтверждено 1", "Telegram не подтвердил доставку, могло и дойти"),
        (S.EXPIRED, "не доставлено 1", "не успело уйти в рабочее время"),
        (S.DEAD, "не доставлено 1", "Telegram не принял сообщение, покажите администратору"),
    ],
)
async def test_reminders_are_counted_apart_and_the_last_message_matters(
    world: World,
    school: School,
    wave: MadeWave,
    state: NotificationState,
    counted: str,
    said: str | None,
) -> None:
    boris = school.people["boris"]
    await pushed(world, wave, boris, MENTEE, S.SENT)
    await reminded(world, wave, boris, state)
    seen = await opens(school.curator)

    assert "Первое сообщение: доставлено 2." in seen
    assert f"Напоминания: {counted}." in seen
    told = f"{BORIS}{said} (сообщение от 14 сентября дошло)"
    assert seen.endswith(told if said else FINE)


async def test_a_reminder_that_arrived_mends_a_first_message_in_doubt(
    world: World, school: School, wave: MadeWave
) -> None:
    boris = school.people["boris"]
    await pushed(world, wave, boris, MENTEE, S.UNKNOWN)
    await reminded(world, wave, boris, S.SENT)
    assert FINE in await opens(school.curator)


async def test_other_reminders_are_not_of_this_wave(
    world: World, school: School, wave: MadeWave
) -> None:
    boris = school.people["boris"]
    await pushed(world, wave, boris, MENTEE, S.SENT)
    for part in ({"wave": wave.wave.id + 1}, {"role": "mentor"}, {"what": "confirm"}):
        await reminded(world, wave, boris, S.DEAD, **part)
    seen = await opens(school.curator)

    assert "Напоминания" not in seen
    assert FINE in seen


async def test_the_truth_is_told_in_english_too(
    world: World, school: School, wave: MadeWave
) -> None:
    await pushed(world, wave, school.people["boris"], MENTEE, S.UNKNOWN)
    async with world.sessions.begin() as session:
        await session.execute(update(Account).values(language="en"))
        await session.execute(update(Organisation).values(timezone="Europe/Kaliningrad"))
    await school.curator.says("/waves")
    await school.curator.clicks("Opening")
    assert "Not delivered or in doubt: 1." in school.curator.sees
    seen = await school.curator.clicks("Delivery")
    assert "First message: 1 delivered, 1 not confirmed." in seen
    assert seen.endswith(
        "Орлов Борис Ильич, mentee — Telegram did not confirm, it may have arrived"
    )
    card = await school.curator.clicks("Орлов")
    assert "Last message: Telegram did not confirm" in card
