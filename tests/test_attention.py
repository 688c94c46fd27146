"""What needs attention: each kind of exception, who sees it, and where its button leads."""

import pytest
from sqlalchemy import update

from handlers.attention.buttons import OPENERS, Disputes, QuietPairs
from models import Meeting
from models.enums import Role
from services import attention
from services.attention import disputes
from tests.attending import (
    MONDAY,
    add_curator,
    add_quiet,
    add_school,
    disagree,
    ends,
    make_calm,
    meet,
)
from tests.conversation import User, World
from tests.factories import School, make_coordinator
from tests.helping import Asking
from tests.surveys import make_wave
from tests.year import at, comes

CALM = "Сейчас всё спокойно"


@pytest.fixture
async def school(world: World) -> School:
    return await make_calm(world)


async def today(user: User) -> str:
    return await user.says("/today")


async def test_every_kind_has_its_button() -> None:
    assert [kind.code for kind in attention.kinds(5)] == list(OPENERS)


async def test_all_is_calm_at_first(world: World, school: School) -> None:
    assert CALM in await today(school.curator)
    assert "Что требует внимания" in (await menu(school.curator))


async def menu(user: User) -> list[str]:
    await user.says("/menu")
    return user.last.buttons


async def test_a_pair_without_a_meeting(world: World, school: School) -> None:
    world.moves_to(at("2026-09-21 12:00"))
    assert CALM in await today(school.curator), "three weeks are not over"
    world.moves_to(at("2026-09-22 12:00"))
    assert "Пары без встреч три недели и дольше: 1" in await today(school.curator)

    seen = await school.curator.clicks("Пары без встреч")
    assert "• Иванова Анна Петровна – Орлов Борис Ильич: с 1 сентября" in seen
    await meet(world, school, "2026-09-22 13:00")
    assert CALM in await today(school.curator)
    await school.curator.presses(QuietPairs(place=school.school.id).pack())
    assert "Пар без встреч сейчас нет" in school.curator.sees


async def test_a_pair_that_has_planned_to_meet_is_not_quiet(world: World, school: School) -> None:
    world.moves_to(at("2026-09-22 12:00"))
    async with world.sessions.begin() as session:
        session.add(
            Meeting(
                mentorship_id=school.pair.id,
                held_on=at("2026-09-25 12:00").date(),
                status="planned",
                logged_by=school.people["anna"].id,
                logged_at=world.now,
            )
        )
    assert CALM in await today(school.curator)


async def test_a_meeting_on_which_they_disagree(world: World, school: School) -> None:
    await disagree(school)
    assert "о которых в паре говорят разное: 1" in await today(school.curator)
    seen = await school.curator.clicks("Спорные")

    assert "Иванова Анна Петровна: встреча была, пн, 14 сентября · 45 мин · урок." in seen
    assert "Орлов Борис Ильич: не было (ответ 14 сентября)." in seen
    assert "Спросите обоих" in seen
    assert "Уже в боте" in await school.curator.clicks("Орлов")


async def test_notes_stay_between_the_two(world: World, school: School) -> None:
    """They are promised that nobody else reads them."""
    await disagree(school)
    async with world.sessions.begin() as session:
        await session.execute(update(Meeting).values(note="тайное", next_task="тоже тайное"))
    await today(school.curator)

    assert "тайное" not in await school.curator.clicks("Спорные")


async def test_a_dispute_is_over_when_they_agree_or_forget(world: World, school: School) -> None:
    await disagree(school)
    await school.boris.clicks("Всё-таки была")
    assert CALM in await today(school.curator)
    await school.curator.presses(Disputes(place=school.school.id).pack())
    assert "Спорных встреч сейчас нет" in school.curator.sees

    await school.boris.clicks("Всё-таки не было")
    async with world.sessions() as session:
        later = world.now + disputes.RECENT
        assert await disputes.find(session, [school.school.id], later) == []
        assert len(await disputes.find(session, [school.school.id], world.now)) == 1


async def test_people_whom_messages_do_not_reach_and_why(world: World, school: School) -> None:
    asking = Asking(world, school)
    async with world.sessions.begin() as session:
        await add_quiet(session, school.school, "Белова Ольга Игоревна", "Уваров Пётр Львович")
    assert "не доходят сообщения: 2 (ещё не открыли ссылку: 2)" in await today(school.curator)

    await asking.sets_account(school.anna, muted_at=world.now)
    await asking.withdraws("boris")
    seen = await today(school.curator)
    assert "сообщения: 4 (ещё не открыли ссылку: 2, " in seen
    assert "ещё не дали согласие: 1" in seen
    assert "в боте, без напоминаний: 1" in seen
    await asking.blocked(school.anna)
    assert "заблокировали бота: 1" in await today(school.curator)
    assert "Белова" in await clicked_labels(school.curator, "Кто не на связи")


async def clicked_labels(user: User, label: str) -> str:
    await user.clicks(label)
    return " ".join(user.last.buttons)


async def test_who_has_left_their_pair_is_not_missed(world: World, school: School) -> None:
    await Asking(world, school).blocked(school.anna)
    assert "заблокировали бота: 1" in await today(school.curator)
    await ends(world, school)
    assert CALM in await today(school.curator)


async def test_who_has_not_answered_the_round_that_is_open(world: World, school: School) -> None:
    people = [(school.people["anna"], Role.MENTOR), (school.people["boris"], Role.MENTEE)]
    async with world.sessions.begin() as session:
        await make_wave(session, school.school, people=people)
    world.moves_to(at("2026-09-16 18:00"))
    assert CALM in await today(school.curator), "many are silent in the first days"
    world.moves_to(at("2026-09-17 09:00"))
    seen = await today(school.curator)

    assert "Вводная анкета: не ответили 2 из 2, открыта по 30 сентября" in seen
    assert "Доставка: Вводная анкета" in await school.curator.clicks("📝 Вводная")


async def test_a_request_for_help_whose_day_is_over(world: World, school: School) -> None:
    """Only those it reaches hear of it: the psychologist's request is not the curator's."""
    asking = Asking(world, school)
    await asking.adds("Юрьева Нина Львовна", Role.PSYCHOLOGIST, 300)
    inna = await make_coordinator(world, school.town)
    await asking.asks("Поговорить с психологом")
    await asking.asks("Сменить наставника")
    world.moves_to(at("2026-09-17 12:00"))
    assert CALM in await today(school.curator), "the deadline is still to come"
    world.moves_to(at("2026-09-18 12:00"))

    assert "не ответили в срок: 1" in await today(school.curator)
    assert "Сменить наставника" in await school.curator.clicks("Ответить на просьбы")
    assert "психолог" not in school.curator.sees
    assert "не ответили в срок: 1" in await today(inna)
    assert "Сменить наставника" in await inna.clicks("Ответить на просьбы")


async def test_the_most_urgent_comes_first(world: World, school: School) -> None:
    await disagree(school)
    await Asking(world, school).asks("Сменить наставника")
    async with world.sessions.begin() as session:
        await add_quiet(session, school.school, "Белова Ольга Игоревна", "Уваров Пётр Львович")
    world.moves_to(at("2026-09-28 12:00"))
    await today(school.curator)

    icons = [label[0] for label in school.curator.last.buttons]
    assert icons == ["🤝", "❗", "💤", "📵", "☰"]


@pytest.mark.parametrize("kind", [QuietPairs, Disputes])
async def test_pages_are_for_those_who_run_the_school(
    world: World, school: School, kind: type[QuietPairs] | type[Disputes]
) -> None:
    other = await add_curator(world, await add_school(world, school, "МБОУ СОШ № 2", 0))
    await disagree(school)
    world.moves_to(at(MONDAY))
    for user in (other, school.anna):
        await user.says("/menu")
        await user.presses(kind(place=school.school.id).pack())
        assert "Иванова" not in user.sees
    assert CALM in await today(other)
    assert "Не понял" in await today(school.anna)


async def test_english_words(world: World, school: School) -> None:
    asking = Asking(world, school)
    await asking.sets_account(school.curator, language="en")
    await disagree(school)
    await asking.blocked(school.boris)
    world.moves_to(at(MONDAY))
    seen = await today(school.curator)

    assert "Meetings on which a pair disagrees: 1" in seen
    assert "we met" in await school.curator.clicks("Disputed")
    await comes(world, MONDAY)
    assert "What needs attention this week" in school.curator.sees
