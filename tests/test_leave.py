"""A leave: nobody is written to, nothing is lost, and what matters comes on the return."""

from datetime import date

import pytest
from sqlalchemy import select

from bot.schedule import tick
from handlers.leave_buttons import Leave, LeaveMonth, LeaveOver, LeaveTill
from handlers.people import OnePerson
from models import Absence, AuditEntry, Person
from models.enums import Role
from services import reach
from services.waves import delivery, response
from tests.conversation import User, World
from tests.factories import School, make_organisation, make_person
from tests.pair import TODAY, logs
from tests.surveys import answer_all, joined
from tests.year import at, comes, days, make_new_pair, ticks, told, wave_of

OPENED, WAITS, CONFIRM = "Открылась", "вас ждёт «Вводная анкета", "Была такая"


@pytest.fixture
async def school(world: World) -> School:
    return await make_new_pair(world)


async def leaves(user: User, till: str = "Пока неизвестно") -> str:
    """From today on, by the settings; `till`: a label or a text to type."""
    await user.says("/settings")
    await user.clicks("Я в отпуске")
    if till in user.last.buttons:
        return await user.clicks(till)
    return await user.says(till)


async def returns(user: User) -> str:
    await user.says("/settings")
    await user.clicks("Я в отпуске")
    return await user.clicks("Я снова на работе")


async def noted(world: World) -> list[tuple[str, str | None]]:
    async with world.sessions() as session:
        rows = await session.scalars(select(Absence).order_by(Absence.starts_on))
        return [(f"{a.starts_on}", a.ends_on and f"{a.ends_on}") for a in rows]


async def test_a_leave_is_noted_with_a_tap_on_its_last_day(world: World, school: School) -> None:
    await school.anna.says("/settings")
    assert "по какой день" in await school.anna.clicks("Я в отпуске")
    assert "по 25 сентября включительно" in await school.anna.clicks("25")
    assert await noted(world) == [("2026-09-14", "2026-09-25")]
    assert "по 25 сентября" in await school.anna.says("/settings")


@pytest.mark.parametrize(
    ("text", "ends_on"),
    [
        ("25 сентября", "2026-09-25"),
        ("25.09", "2026-09-25"),
        ("до 10 января", "2027-01-10"),
        ("14.09", "2026-09-14"),
        ("13.09", "2027-09-13"),
        ("1 сентября 2026", None),
        ("скоро", None),
        ("31.02", None),
        ("25.09.2028", None),
    ],
)
async def test_the_last_day_may_be_typed(
    world: World, school: School, text: str, ends_on: str | None
) -> None:
    said = await leaves(school.anna, text)
    assert await noted(world) == ([("2026-09-14", ends_on)] if ends_on else [])
    assert ("первым не пишу" in said) == bool(ends_on)
    if not ends_on:
        assert "25" in await school.anna.says("25.09")


async def test_a_command_amid_the_question_is_a_command(world: World, school: School) -> None:
    await school.anna.says("/settings")
    await school.anna.clicks("Я в отпуске")
    assert "чем помочь" in await school.anna.says("/menu")
    assert await noted(world) == []


async def test_a_calendar_can_be_leafed_and_the_day_changed(world: World, school: School) -> None:
    await leaves(school.anna, "25.09")
    await school.anna.clicks("Другой день")
    await school.anna.clicks("›")
    await school.anna.clicks("5")
    assert await noted(world) == [("2026-09-14", "2026-10-05")]


async def test_while_away_nothing_is_said_and_on_the_return_what_matters_comes(
    world: World, school: School
) -> None:
    await leaves(school.anna, "18 сентября")
    before = len(school.anna.chat)
    await days(world, "2026-09-15", "2026-09-20")
    assert len(school.anna.chat) == before
    assert any(OPENED in message.plain for message in school.boris.chat)

    await comes(world, "2026-09-21 08:59")
    assert len(school.anna.chat) == before
    await comes(world, "2026-09-21 09:00")
    assert OPENED in school.anna.sees
    assert len(school.anna.chat) == before + 1


async def test_a_push_planned_before_the_leave_waits_for_its_end(
    world: World, school: School
) -> None:
    world.moves_to(at("2026-09-15 10:00"))
    await tick(world.sessions, world.now)
    async with world.sessions.begin() as session:
        person = school.people["anna"].id
        rest = {"starts_on": date(2026, 9, 15), "ends_on": date(2026, 9, 18)}
        session.add(Absence(person_id=person, **rest))
    await days(world, "2026-09-15", "2026-09-20")
    assert OPENED not in school.anna.sees
    await comes(world, "2026-09-21 09:00")
    assert OPENED in school.anna.sees


async def test_after_the_end_of_the_wave_it_is_not_told_any_more(
    world: World, school: School
) -> None:
    world.moves_to(at("2026-09-15 10:00"))
    await tick(world.sessions, world.now)
    async with world.sessions.begin() as session:
        person = school.people["anna"].id
        session.add(Absence(person_id=person, starts_on=date(2026, 9, 15)))
    await days(world, "2026-09-15", "2026-10-02")
    assert ("Анна", "expired") in await told(world, "survey_open")
    assert OPENED not in school.anna.sees


async def test_a_reminder_due_meanwhile_comes_on_the_return(world: World, school: School) -> None:
    await comes(world, "2026-09-15 10:00")
    await leaves(school.anna)
    assert await days(world, "2026-09-16", "2026-09-21") == ["18.09"]
    assert {name for name, _ in await told(world, "reminder")} == {"Борис"}
    world.moves_to(at("2026-09-21 20:00"))
    assert "С возвращением" in await returns(school.anna)
    await ticks(world)
    assert "С возвращением" in school.anna.sees
    await comes(world, "2026-09-22 09:00")
    assert WAITS in school.anna.sees


async def test_a_question_of_the_other_side_waits_for_the_return(
    world: World, school: School
) -> None:
    await leaves(school.boris)
    await logs(school.anna, *TODAY)
    await days(world, "2026-09-15", "2026-09-16")
    assert CONFIRM not in school.boris.sees
    world.moves_to(at("2026-09-17 08:00"))
    await returns(school.boris)
    assert CONFIRM not in school.boris.sees
    await comes(world, "2026-09-17 09:00")
    assert [CONFIRM in message.plain for message in school.boris.chat].count(True) == 1


async def test_who_is_away_may_answer_and_ask_all_the_same(world: World, school: School) -> None:
    await leaves(school.boris)
    await comes(world, "2026-12-10 10:00")
    await school.boris.says("/survey")
    await school.boris.clicks("Начать")
    await answer_all(school.boris, {"HLP": "curator"})
    await school.boris.clicks("Отправить")
    assert "просит помощи" in school.curator.sees
    await school.curator.clicks("Беру")
    await world.settle()
    assert "Ким Вера" in school.boris.sees


async def test_back_on_the_day_of_leaving_there_was_no_leave(world: World, school: School) -> None:
    await leaves(school.anna)
    await returns(school.anna)
    assert await noted(world) == []
    await leaves(school.anna)
    world.moves_to(at("2026-09-15 08:00"))
    await returns(school.anna)
    await leaves(school.anna, "20.09")
    assert await noted(world) == [("2026-09-14", "2026-09-14"), ("2026-09-15", "2026-09-20")]


async def test_old_buttons_change_nothing(world: World, school: School) -> None:
    await school.anna.says("/settings")
    await school.anna.clicks("Я в отпуске")
    month = school.anna.last.data("21")
    await school.anna.clicks("Пока неизвестно")
    over = school.anna.last.data("Я снова на работе")
    await returns(school.anna)
    world.moves_to(at("2026-09-15 08:00"))
    for old in (month, over):
        await school.anna.presses(old)
        assert school.anna.toasts[-1] == "Эта кнопка уже устарела"
        assert "по какой день" in school.anna.sees
    assert await noted(world) == []


async def test_a_curator_notes_it_on_a_card_without_a_reason(world: World, school: School) -> None:
    boris = school.people["boris"].id
    await school.curator.presses(OnePerson(person=boris).pack())
    assert "Орлов Борис Ильич: по какой день" in await school.curator.clicks("В отпуске")
    assert "бот сам не пишет" in await school.curator.says("25 сентября")
    assert "В отпуске или на больничном по 25 сентября" in await school.curator.clicks("Назад")
    await comes(world, "2026-09-15 10:00")
    assert OPENED not in school.boris.sees
    await school.curator.clicks("Отпуск: изменить")
    assert "отметка снята" in await school.curator.clicks("Снова на работе")
    await ticks(world)
    assert OPENED in school.boris.sees
    async with world.sessions() as session:
        entries = await session.execute(select(AuditEntry.action, AuditEntry.details))
    assert list(entries) == [("absence", {"person": boris}), ("absence_over", {"person": boris})]


async def test_nobody_else_may_note_or_see_it(world: World, school: School) -> None:
    anna, boris = (school.people[name].id for name in ("anna", "boris"))
    today = world.now.date().toordinal()
    async with world.sessions.begin() as session:
        session.add(Absence(person_id=boris, starts_on=date(2026, 9, 14)))
        place = await make_organisation(session, "Лицей", school.town)
        stranger = await make_person(session, place, "Серова Зоя Львовна", Role.CURATOR)
        zoya = await joined(session, world, stranger, 700)
    await zoya.says("/menu")
    for user, whose in ((school.anna, boris), (zoya, boris), (zoya, anna)):
        for data in (
            Leave(person=whose),
            Leave(person=whose, act="ask"),
            LeaveMonth(person=whose, month=today),
            LeaveTill(person=whose, today=today),
            LeaveOver(person=whose, began=today),
        ):
            await user.presses(data.pack())
            assert "Этого уже нет" in user.sees
    assert await noted(world) == [("2026-09-14", None)]


async def test_the_day_is_that_of_the_persons_own_organisation(
    world: World, school: School
) -> None:
    """On Kamchatka it is tomorrow already."""
    async with world.sessions.begin() as session:
        east = await make_organisation(session, "Школа", timezone="Asia/Kamchatka")
        anna = await session.get_one(Person, school.people["anna"].id)
        anna.organisation_id = east.id
    world.moves_to(at("2026-09-14 20:00"))
    await leaves(school.anna, "18.09")
    assert await noted(world) == [("2026-09-15", "2026-09-18")]
    async with world.sessions() as session:
        for moment, expected in (("2026-09-18 16:59", True), ("2026-09-18 17:01", False)):
            found = await reach.leave_of(session, school.people["anna"].id, at(moment))
            assert bool(found) is expected


async def test_curators_see_who_is_away(world: World, school: School) -> None:
    await leaves(school.anna, "25.09")
    await comes(world, "2026-09-15 10:00")
    wave = await wave_of(world)
    async with world.sessions() as session:
        counted = await response.counts(session, [wave.id], world.now)
        fates = await delivery.sums(session, [wave.id], world.now)
    assert response.total(counted[wave.id]) == {"absent": 1, "notified": 1}
    assert fates[wave.id] == {"absent": 1, "sent": 1}
    await school.curator.says("/waves")
    await school.curator.clicks("Вводная")
    assert "под вопросом" not in school.curator.sees
    said = await school.curator.clicks("Доставка")
    assert "Иванова Анна Петровна, наставник — в отпуске или на больничном по 25 сент" in said
