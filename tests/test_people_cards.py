"""Cards of people: the last message; schools in the order of their numbers."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from models import Account
from models.enums import AccountStatus, NotificationState
from services.notifications import Lane
from services.roster.normalise import natural_order
from tests.conversation import User, World
from tests.deliveries import (
    MENTEE,
    MENTOR,
    MORNING,
    SENT_AT,
    S,
    coordinator,
    make_told,
    pushed,
    put,
)
from tests.factories import School, make_organisation, make_pair, make_person
from tests.surveys import MadeWave, make_joined_school


@pytest.fixture
async def school(world: World) -> School:
    return await make_joined_school(world)


@pytest.fixture
async def wave(world: World, school: School) -> MadeWave:
    return await make_told(world, school)


@pytest.fixture
async def nina(world: World, school: School) -> User:
    return await coordinator(world, school)


LAST_MESSAGES = [
    (S.SENT, {}, {}, "Последнее сообщение: доставлено 14 сентября."),
    (S.LEASED, {}, {}, "Последнее сообщение: ждёт отправки."),
    (S.PENDING, {"due_at": MORNING}, {}, "Последнее сообщение: уйдёт вт, 15 сентября, 09:00."),
    (S.UNKNOWN, {}, {}, "Последнее сообщение: Telegram не подтвердил доставку, могло и дойти."),
    (S.HELD, {}, {}, "Последнее сообщение: ждёт решения администратора."),
    (S.DEAD, {}, {}, "Последнее сообщение не доставлено: Telegram не принял"),
    (S.EXPIRED, {}, {}, "Последнее сообщение не доставлено: не успело уйти в рабочее время."),
    (S.UNREACHABLE, {}, {}, "Последнее сообщение не доставлено: чат был закрыт"),
    (
        S.UNREACHABLE,
        {},
        {"status": AccountStatus.BLOCKED},
        "Последнее сообщение не доставлено: бот заблокирован.",
    ),
    (
        S.UNREACHABLE,
        {},
        {"status": AccountStatus.GONE},
        "Последнее сообщение не доставлено: аккаунт в Telegram удалён.",
    ),
]


@pytest.mark.parametrize(("state", "row", "account", "said"), LAST_MESSAGES)
async def test_a_card_says_what_became_of_the_last_message(
    world: World,
    school: School,
    wave: MadeWave,
    state: NotificationState,
    row: dict[str, Any],
    account: dict[str, Any],
    said: str,
) -> None:
    boris = school.people["boris"]
    await put(world, boris, "older", S.DEAD, due_at=SENT_AT - timedelta(days=1))
    await pushed(world, wave, boris, MENTEE, state, **row)
    await put(world, boris, "needless", S.CANCELLED, due_at=SENT_AT + timedelta(minutes=1))
    if account:
        async with world.sessions.begin() as session:
            of_boris = update(Account).where(Account.person_id == boris.id)
            await session.execute(of_boris.values(**account))
    await school.curator.says("/people")
    assert said in await school.curator.clicks("Орлов")


async def test_a_card_is_silent_of_what_concerns_the_person_alone(
    world: World, school: School
) -> None:
    boris = school.people["boris"]
    await put(world, boris, "help", S.SENT, kind="help_answer", lane=Lane.PERSONAL)
    await school.curator.says("/people")
    assert "Последнее сообщение" not in await school.curator.clicks("Орлов")


async def test_schools_stand_by_their_numbers_and_a_long_name_ends_in_an_ellipsis(
    world: World, school: School, nina: User
) -> None:
    long = "Муниципальное автономное общеобразовательное учреждение «Лицей имени Пушкина»"
    async with world.sessions.begin() as session:
        for name in ("МБОУ СОШ № 12", "МБОУ СОШ № 3", long):
            place = await make_organisation(session, name, school.town)
            people = [await make_person(session, place, f"Дальний {n}", MENTOR) for n in "АБ"]
            await make_pair(session, people[0], people[1])
    await nina.says("/people")

    schools = [label.split(" · ")[1] for label in nina.last.buttons if " · " in label]
    assert schools == [
        "МБОУ СОШ № 1", "МБОУ СОШ № 3", "МБОУ СОШ № 12",
        "Муниципальное автономно…", "Управление образования",
    ]  # fmt: skip


def test_numbers_count_as_numbers_wherever_they_stand() -> None:
    keys = ["гимназия", "сош № 2", "сош № 2 корпус 9", "сош № 2 корпус 10", "сош № 12", "школа"]
    assert sorted(reversed(keys), key=natural_order) == keys
