"""Being asked for help: what one may read, taking it on, settling it, and who may not."""

from datetime import date

import pytest
from sqlalchemy import update

from models import Mentorship, Person
from models.enums import MentorshipStatus, Role
from tests.conversation import User, World
from tests.factories import make_organisation, make_person
from tests.helping import MUTED, Asking, make_asking, times
from tests.surveys import joined

GONE = "Этой просьбы у вас уже нет"


@pytest.fixture
async def asking(world: World) -> Asking:
    made = await make_asking(world)
    await made.asks("Поговорить с куратором")
    return made


async def test_it_is_taken_on_and_settled_and_the_asker_sees_each_step(asking: Asking) -> None:
    curator, boris = asking.curator, asking.boris
    assert "Просьба за вами: Орлов Борис Ильич" in await curator.clicks("Беру на себя")
    assert "занимается Ким Вера Олеговна" in await boris.says("/support")

    asking.world.restart()
    assert "Решено: Орлов Борис Ильич" in await curator.clicks("Решено")
    assert (await asking.only()).done_at == asking.world.now
    shown = await boris.says("/support")
    assert "Поговорить с куратором — решено 14 сентября" in shown
    assert "Поговорить с куратором" in boris.last.buttons
    assert "сейчас нет" in await curator.says("/support")


async def test_taking_it_on_twice_tells_the_asker_once(asking: Asking) -> None:
    tap, message = asking.curator.last.data("Беру"), asking.curator.last
    await asking.curator.presses(tap, message)
    seen = len(asking.boris.chat)
    await asking.curator.presses(tap, message)

    assert "Просьба за вами" in asking.curator.sees
    assert len(asking.boris.chat) == seen


async def test_settling_it_twice_changes_nothing_more(asking: Asking) -> None:
    await asking.curator.clicks("Беру")
    tap, message = asking.curator.last.data("Решено"), asking.curator.last
    await asking.curator.presses(tap, message)
    done_at = (await asking.only()).done_at
    asking.world.waits(hours=1)
    for data in (tap, f"qh:{(await asking.only()).id}"):
        await asking.curator.presses(data, message)
        assert "Решено: Орлов Борис Ильич" in asking.curator.sees
    assert (await asking.only()).done_at == done_at


async def test_the_second_addressee_sees_that_somebody_is_in_touch(asking: Asking) -> None:
    other = await asking.adds("Белов Лев", Role.CURATOR, 300)
    await asking.curator.clicks("Беру")
    request = await asking.only()
    await other.says("/menu")
    for data in (f"qh:{request.id}", f"hd:{request.id}", f"hr:{request.id}"):
        await other.presses(data)
        assert "Ким Вера Олеговна уже на связи" in other.sees
    request = await asking.only()
    assert (request.answered_by, request.done_at) == (asking.person("curator").id, None)
    assert "сейчас нет" in await other.says("/support")


@pytest.mark.parametrize("who", ["boris", "anna", "stranger", "coordinator", "psychologist"])
async def test_nobody_else_reads_it_or_takes_it_on(asking: Asking, who: str) -> None:
    """Not even who runs the town, as long as there is time to answer."""
    async with asking.world.sessions.begin() as session:
        other = await make_organisation(session, "Лицей № 2", asking.school.town)
    users = {
        "stranger": await asking.adds("Седова Зоя", Role.CURATOR, 300, at=other),
        "coordinator": await asking.adds(
            "Седов Лев", Role.MUNICIPAL_COORDINATOR, 301, at=asking.school.town
        ),
        "psychologist": await asking.adds("Лебедева Лена", Role.PSYCHOLOGIST, 302),
    }
    user = (asking.school.users | users)[who]
    number = (await asking.only()).id
    await user.says("/support")
    assert "Орлов" not in user.sees
    for data in (f"qh:{number}", f"hd:{number}", f"hr:{number}", "qh:999999"):
        await user.presses(data)
        assert GONE in user.sees
    request = await asking.only()
    assert (request.answered_by, request.done_at) == (None, None)


async def test_the_phone_is_shown_to_who_has_taken_it_on(asking: Asking) -> None:
    async with asking.world.sessions.begin() as session:
        which = update(Person).where(Person.id == asking.person("boris").id)
        await session.execute(which.values(phone="+79120000001"))
    assert "+7912" not in await asking.curator.says("/support")
    assert "+7912" not in await asking.curator.clicks("Орлов")

    assert "Телефон: +79120000001" in await asking.curator.clicks("Беру")


async def test_it_is_told_in_the_reader_s_language(asking: Asking) -> None:
    lena = await asking.adds("Лебедева Лена", Role.PSYCHOLOGIST, 300)
    await asking.sets_account(lena, language="en")
    await asking.asks("Поговорить с психологом")

    assert "asks for help: “Talk to the psychologist”" in lena.sees
    assert "The request is yours" in await lena.clicks("I will take it on")
    assert "Requests that wait for you" in await lena.says("/support")


@pytest.mark.parametrize("taken", [False, True])
async def test_a_replaced_curator_reads_nothing_and_the_new_one_gets_it(
    asking: Asking, taken: bool
) -> None:
    old = asking.curator.last
    if taken:
        await asking.curator.clicks("Беру")
    await asking.loses_role("curator")
    await asking.grants("curator", Role.MENTOR)
    lev = await asking.adds("Белов Лев", Role.CURATOR, 300)
    request = await asking.only()
    for data in (f"qh:{request.id}", f"hd:{request.id}"):
        await asking.curator.presses(data, old)
        assert GONE in asking.curator.sees
    assert (await asking.only()).done_at is None

    assert "Поговорить с куратором — ждёт" in await asking.boris.says("/support")
    await lev.says("/support")
    await lev.clicks("Орлов")
    assert "Просьба за вами" in await lev.clicks("Беру")
    assert "Белов Лев знает о вашей просьбе" in asking.boris.sees


async def test_who_is_muted_still_finds_it_in_the_list(asking: Asking) -> None:
    await asking.sets_account(asking.curator, **MUTED)
    await asking.curator.says("/support")
    await asking.curator.clicks("Орлов")

    assert "Просьба за вами" in await asking.curator.clicks("Беру")


@pytest.mark.parametrize(
    ("label", "name", "next_step"),
    [
        ("Сменить наставника", "boris", "Кто станет наставником дальше, решаете вы"),
        ("Сложить обязанности", "anna", "Кто примет пару, решаете вы"),
    ],
)
async def test_what_follows_is_the_curator_s_act(
    asking: Asking, label: str, name: str, next_step: str
) -> None:
    await asking.asks(label, asking.school.users[name])
    assert next_step in await asking.curator.clicks("Беру")
    async with asking.world.sessions() as session:
        pair = await session.get_one(Mentorship, asking.school.pair.id)
    assert (pair.status, pair.ends_on) == (MentorshipStatus.ACTIVE, date(2027, 5, 31))

    shown = await asking.curator.clicks("Карточка")
    assert shown.startswith(asking.person(name).full_name)


async def test_who_runs_no_school_has_no_button_to_the_card(asking: Asking) -> None:
    lena = await asking.adds("Лебедева Лена", Role.PSYCHOLOGIST, 300)
    await asking.asks("Поговорить с психологом")
    await lena.clicks("Беру")

    assert lena.last.buttons == ["Решено", "‹ Все просьбы", "☰ Меню"]


async def test_a_mentor_who_is_asked_too_has_both_in_one_place(asking: Asking) -> None:
    await asking.asks("Поговорить с наставником")
    shown = await asking.anna.says("/support")
    assert "Прежде чем отправить" in shown
    await asking.anna.clicks("Просьбы ко мне · 1")
    assert "Орлов Борис Ильич: Поговорить с наставником" in asking.anna.sees
    assert "Поговорить с куратором" not in asking.anna.sees


async def many(asking: Asking, count: int) -> None:
    """More mentees ask the curator, each a day later."""
    async with asking.world.sessions.begin() as session:
        for number in range(count):
            person = await make_person(
                session, asking.school.school, f"Мухин Пётр {number}", Role.MENTEE
            )
            await joined(session, asking.world, person, 400 + number)
    for number in reversed(range(count)):
        asking.world.waits(days=1)
        await asking.asks("Поговорить с куратором", asking.world.user(400 + number))


async def test_a_long_list_is_paged_the_earliest_deadline_first(asking: Asking) -> None:
    await many(asking, 8)
    first = await asking.curator.says("/support")
    assert len(shown(asking.curator)) == 6
    second = await asking.curator.clicks("2 / 2 ›")
    assert len(shown(asking.curator)) == 3
    assert first.index("Орлов") < first.index("Мухин Пётр 7") < first.index("Мухин Пётр 6")
    assert "Мухин Пётр 0" in second
    await asking.curator.presses("hl:99")
    assert asking.curator.sees == second
    assert times(asking.curator, "просит помощи") == 9


def shown(user: User) -> list[str]:
    return [label for label in user.last.buttons if " · " in label]
