"""«Напомнить наставникам»: shown before it is sent, once a week, and to nobody who is away."""

import pytest
from sqlalchemy import select

from handlers.attention.buttons import NudgeMentors
from models import Absence, AuditEntry
from models.enums import NotificationState, Role
from tests.attending import add_curator, add_quiet, add_school, make_calm, meet, planned
from tests.conversation import User, World
from tests.factories import School, make_pair, make_person
from tests.helping import Asking, times
from tests.pair import TODAY, logs
from tests.surveys import joined
from tests.year import at, comes, told

NOON = "2026-09-30 12:00"
WORDS = "Анна Петровна, давно нет отметок о встречах (Борис Ильич)."


@pytest.fixture
async def school(world: World) -> School:
    """It is noon of a Wednesday, and the schedule has not said anything yet."""
    made = await make_calm(world)
    world.moves_to(at(NOON))
    return made


async def asks(user: User) -> str:
    """Up to the preview."""
    await user.says("/today")
    await user.clicks("Пары без встреч")
    return await user.clicks("Напомнить наставникам")


async def test_what_is_shown_is_what_is_sent(world: World, school: School) -> None:
    seen = await asks(school.curator)
    assert "Напоминание получит 1 наставник, прямо сейчас." in seen
    assert WORDS in seen
    assert times(school.anna, WORDS) == 0, "nothing is sent yet"

    await school.curator.clicks("Да, отправить")
    assert school.curator.toasts[-1] == "Отправляю напоминаний: 1"
    assert school.anna.sees in seen
    assert school.anna.sees.startswith(WORDS)
    assert "Когда" in await school.anna.clicks("Записать")
    async with world.sessions() as session:
        rows = select(AuditEntry.details).where(AuditEntry.action == "mentors_nudged")
        assert [one["mentors"] for one in await session.scalars(rows)] == [1]


async def test_a_double_press_sends_once(world: World, school: School) -> None:
    await asks(school.curator)
    sure = school.curator.last.data("Да, отправить")
    for _ in range(3):
        await school.curator.presses(sure)

    assert times(school.anna, WORDS) == 1
    assert "Сейчас напоминать некому" in school.curator.sees
    assert school.curator.toasts[-1] == "С тех пор всё изменилось, посмотрите ещё раз"


async def test_once_a_week_whoever_presses(world: World, school: School) -> None:
    other = await add_curator(world, school.school)
    await asks(school.curator)
    await school.curator.clicks("Да")
    for day in ("2026-10-01 12:00", "2026-10-05 12:00", "2026-10-07 11:59"):
        world.moves_to(at(day))
        seen = await asks(other)
        assert "За последние семь дней уже напоминали: 1" in seen
        assert not any("Да" in label for label in other.last.buttons)

    world.moves_to(at("2026-10-07 12:00"))
    await asks(other)
    await other.clicks("Да")
    assert times(school.anna, WORDS) == 2


async def test_the_schedule_does_not_repeat_it_nor_the_curator_the_schedule(
    world: World, school: School
) -> None:
    await asks(school.curator)
    await school.curator.clicks("Да")
    for day in ("2026-09-30 13:00", "2026-10-08 12:00", "2026-10-20 12:00"):
        await comes(world, day)
    assert times(school.anna, WORDS) == 1
    await comes(world, "2026-10-21 12:30")
    assert times(school.anna, WORDS) == 2
    assert "уже напоминали: 1" in await asks(school.curator)


async def test_in_the_evening_it_waits_for_the_morning(world: World, school: School) -> None:
    world.moves_to(at("2026-10-02 19:00"))
    assert "пн, 5 октября, с утра" in await asks(school.curator)
    await school.curator.clicks("Да")
    assert times(school.anna, WORDS) == 0
    await comes(world, "2026-10-05 09:00")
    assert times(school.anna, WORDS) == 1


async def test_it_is_cancelled_when_they_meet_before_it_leaves(
    world: World, school: School
) -> None:
    world.moves_to(at("2026-10-02 19:00"))
    await asks(school.curator)
    await school.curator.clicks("Да")
    await logs(school.anna, *TODAY)
    await comes(world, "2026-10-05 09:00")

    (message,) = await planned(world, "nudge:")
    assert message.state is NotificationState.CANCELLED
    assert times(school.anna, WORDS) == 0


async def test_a_button_that_promised_something_else_sends_nothing(
    world: World, school: School
) -> None:
    await asks(school.curator)
    sure = school.curator.last.data("Да")
    async with world.sessions.begin() as session:
        mentor, _ = await add_quiet(session, school.school, "Белова Ольга Ю", "Уваров Пётр Ю")
        olga = await joined(session, world, mentor, 300)
    await school.curator.presses(sure)
    assert "получат 2 наставника" in school.curator.sees
    assert await told(world, "reminder") == []
    await school.curator.clicks("Да")
    assert times(school.anna, WORDS) == times(olga, "давно нет отметок") == 1

    await meet(world, school, "2026-09-30 15:00")
    await school.curator.presses(sure)
    assert "всё изменилось" in school.curator.toasts[-1]


async def test_not_to_those_who_are_away_muted_or_not_in(world: World, school: School) -> None:
    async with world.sessions.begin() as session:
        await add_quiet(session, school.school, "Белова Ольга Ю", "Уваров Пётр Ю")
    assert "Не получат: 1." in await asks(school.curator)
    async with world.sessions.begin() as session:
        anna, first = school.people["anna"].id, at(NOON).date()
        session.add(Absence(person_id=anna, starts_on=first, ends_on=None))
    seen = await asks(school.curator)
    assert "Сейчас напоминать некому" in seen
    assert "Не получат: 2." in seen


async def test_nor_to_who_said_stop_after_it_was_shown(world: World, school: School) -> None:
    await asks(school.curator)
    await Asking(world, school).sets_account(school.anna, muted_at=world.now)
    await school.curator.clicks("Да")

    assert "Сейчас напоминать некому" in school.curator.sees
    assert await planned(world, "nudge:") == []


async def test_a_mentor_of_two_gets_one_message(world: World, school: School) -> None:
    async with world.sessions.begin() as session:
        pyotr = await make_person(session, school.school, "Уваров Пётр Львович", Role.MENTEE)
        await make_pair(session, school.people["anna"], pyotr)
    seen = await asks(school.curator)
    assert "получит 1 наставник" in seen
    await school.curator.clicks("Да")

    assert len(await planned(world, "nudge:")) == 1
    assert "(Борис Ильич)" in school.anna.sees
    assert "(Пётр Львович)" in school.anna.sees
    assert school.anna.sees in seen


@pytest.mark.parametrize("mark", ["", "12345678"])
async def test_nobody_else_may(world: World, school: School, mark: str) -> None:
    other = await add_curator(world, await add_school(world, school, "МБОУ СОШ № 2", 0))
    for user in (other, school.anna, school.boris):
        await user.says("/menu")
        await user.presses(NudgeMentors(place=school.school.id, mark=mark).pack())
        assert "Борис" not in user.sees or user is school.boris
    assert await planned(world, "nudge:") == []
