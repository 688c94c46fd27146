"""Own questionnaires in the chat: the list, the workbook there and back, a look and a try."""

from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select

from handlers.own_questionnaires.buttons import Preview, ShowOwn, Try
from models import Answer, Assignment, AuditEntry
from models.enums import Role
from services.own_questionnaires.table import EXAMPLE, ROLES, TITLE
from tests.conversation import User, World
from tests.factories import (
    School,
    count,
    make_coordinator,
    make_joined,
    make_organisation,
    make_person,
)
from tests.own_books import LIKED, NAME, asked, book, brings, kept
from tests.papers import sent
from tests.roster_book import book as roster_book
from tests.roster_book import town
from tests.surveys import make_joined_school


@pytest.fixture
async def school(world: World) -> School:
    return await make_joined_school(world)


async def test_the_list_gives_a_template_and_says_how(world: World, school: School) -> None:
    await school.curator.says("/waves")
    seen = await school.curator.clicks("Свои анкеты")
    assert "Пока нет ни одной" in seen
    assert "пришлите таблицу сюда" in seen
    await school.curator.clicks("Шаблон Excel")

    assert EXAMPLE in openpyxl.load_workbook(BytesIO(sent(school.curator))).sheetnames
    seen = await school.curator.sends(NAME, book())
    assert "Готово, это черновик" in seen


async def test_a_good_workbook_becomes_a_draft(world: World, school: School) -> None:
    seen = await brings(school.curator, book())

    assert "Методическая неделя (черновик)" in seen
    assert "5 вопросов, 2 мин. Для кого: наставники, наставляемые." in seen
    assert "замечани" not in seen
    (row,) = await kept(world)
    assert (row.title, row.organisation_id) == ("Методическая неделя", school.school.id)
    await school.curator.clicks("Назад")
    assert "Методическая неделя · черновик" in school.curator.last.buttons


async def test_a_workbook_is_known_wherever_it_is_sent(world: World, school: School) -> None:
    await school.curator.says("/menu")
    assert "Готово, это черновик" in await school.curator.sends(NAME, book())


async def test_a_roster_is_still_a_roster(world: World, school: School) -> None:
    coordinator = await make_coordinator(world, school.town)
    seen = await coordinator.sends("список.xlsx", roster_book(town()))
    assert "Своя анкета" not in seen
    assert "Организации" in seen


async def test_every_mistake_is_named_and_nothing_is_kept(world: World, school: School) -> None:
    questions = [
        {"text": "Удобно ли вам и хватает ли времени?", "kind": "да/нет"},
        {"text": "Насколько полезно?", "kind": "шкала 1–10", "low": "нет"},
        {"text": "Что дальше?", "kind": "выбор"},
        {**asked(1), "only_if": "GO = нет"},
    ]
    seen = await brings(school.curator, book(questions, {TITLE: None}))

    assert "Нашлось 4 ошибки" in seen
    assert "«Анкета», строка 2, «Заполните»: здесь пусто" in seen
    assert "«Вопросы», строка 3, «Шкала: 5 или 10 — это»: здесь пусто" in seen
    assert (
        "«Вопросы», строка 4, «Вид ответа»: не понимаю «выбор». Выберите из списка: «шкала 1–10»"
        in seen
    )
    assert "«Вопросы», строка 5, «Только если»: вопроса с кодом GO нет" in seen
    assert "1 замечание" in seen
    assert "«Вопросы», строка 2, «Вопрос»: Похоже, здесь два вопроса в одном (ru)" in seen
    assert await kept(world) == []

    seen = await school.curator.sends(NAME, book([LIKED]))
    assert "Готово, это черновик" in seen


async def test_advice_does_not_stop_a_draft(world: World, school: School) -> None:
    seen = await brings(school.curator, book([{**LIKED, "text": "Не правда ли, понравилось?"}]))

    assert "Готово, это черновик" in seen
    assert "Слова «Не правда ли» (ru) подталкивают к ответу" in seen


async def test_a_long_list_of_mistakes_comes_as_a_file_too(world: World, school: School) -> None:
    wrong = {"text": "Что?", "kind": "тест", "skip": "может быть", "scope": "о погоде"}
    await brings(school.curator, book([{**wrong, "code": f"Q{n}"} for n in range(25)]))

    assert "И ещё" in school.curator.sees
    file = school.curator.chat[-2].file
    assert file
    assert file.name == "Что поправить.txt"
    assert file.content.decode("utf-8-sig").count("не понимаю") == 75


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (roster_book(town()), "Это не таблица анкеты"),
        (b"hello", "текстовый файл"),
        (b"\0" * 6 * 2**20, "слишком большой"),
    ],
)
async def test_another_file_is_refused_kindly(
    world: World, school: School, content: bytes, words: str
) -> None:
    assert words in await brings(school.curator, content)
    assert await kept(world) == []


async def test_the_next_workbook_of_the_same_title_takes_the_drafts_place(
    world: World, school: School
) -> None:
    await brings(school.curator, book())
    await brings(school.curator, book([LIKED]))
    (row,) = await kept(world)
    assert len(row.spec["mentor"]["items"]) == 1

    await brings(school.curator, book(about={TITLE: "Другая"}))
    assert len(await kept(world)) == 2


async def test_a_draft_is_withdrawn_once(world: World, school: School) -> None:
    await brings(school.curator, book())
    assert "Отозвать черновик «Методическая неделя»?" in await school.curator.clicks("Отозвать")
    sure = school.curator.last.data("Да, отозвать")
    assert "(отозвана)" in await school.curator.clicks("Да, отозвать")
    await school.curator.presses(sure)

    assert "(отозвана)" in school.curator.sees
    assert "Отозвать" not in school.curator.last.buttons
    async with world.sessions() as session:
        done = select(AuditEntry.details).where(AuditEntry.action == "own_withdrawn")
        assert [details["own"] for details in await session.scalars(done)]
        assert len((await session.scalars(done)).all()) == 1


async def test_the_preview_is_what_each_role_sees(world: World, school: School) -> None:
    await brings(school.curator, book())
    seen = await school.curator.clicks("Глазами наставляемого")
    assert "Чтобы следующая прошла лучше." in seen
    assert "Это конфиденциально" in seen
    seen = await school.curator.clicks("2 / 6 ›")
    assert "1 из 5\n\nНасколько полезной была для вас методическая неделя?" in seen
    assert "10" in school.curator.last.buttons
    pressed = school.curator.sees
    await school.curator.clicks("10")
    assert school.curator.sees == pressed
    seen = await school.curator.clicks("3 / 6 ›")
    assert seen.startswith("Спросим, только если «Польза недели» — 1, 2, 3, 4, 5.")
    await school.curator.clicks("4 / 6 ›")
    await school.curator.clicks("5 / 6 ›")
    seen = await school.curator.clicks("6 / 6 ›")
    assert "Наставник: Иванова Анна Петровна (пример)" in seen
    assert "Методическая неделя (черновик)" in await school.curator.clicks("К анкете")


async def trying(user: User) -> None:
    await brings(user, book())
    await user.clicks("Пройти самому")


async def test_a_try_goes_like_the_real_one_and_leaves_no_trace(
    world: World, school: School
) -> None:
    before = [await count(world, table) for table in (Answer, Assignment)]
    await trying(school.curator)
    assert "1 из 4" in school.curator.sees
    world.waits(seconds=5)
    await school.curator.clicks("4")
    assert "Чего не хватило?" in school.curator.sees
    world.waits(hours=5)
    await school.curator.says("Времени")
    world.waits(seconds=10)
    assert "На каких встречах" in school.curator.sees
    await school.curator.clicks("мастер-класс")
    await school.curator.clicks("открытый урок")
    assert "✓ мастер-класс" in school.curator.last.buttons
    await school.curator.clicks("✓ открытый урок")
    assert "✓ открытый урок" not in school.curator.last.buttons
    await school.curator.clicks("Готово")
    assert "следующий раз" in school.curator.sees
    await school.curator.clicks("Назад")
    assert "На каких встречах" in school.curator.sees
    world.restart()
    await school.curator.clicks("Готово")
    await school.curator.clicks("Да")
    assert "Коллега: Иванова Анна Петровна (пример)" in school.curator.sees
    seen = await school.curator.clicks("Затрудняюсь")

    assert "У вас ушло 2 мин 15 с." in seen
    assert "обещано 2 мин." in seen
    assert before == [await count(world, table) for table in (Answer, Assignment)]
    await school.curator.clicks("Как наставляемый")
    assert "1 из 4" in school.curator.sees


async def test_stale_and_strange_presses_change_nothing_in_a_try(
    world: World, school: School
) -> None:
    await trying(school.curator)
    user, first = school.curator, school.curator.last.data("9")
    await user.clicks("9")
    asked_now = user.sees
    await user.presses(first)
    assert user.sees == asked_now
    assert user.toasts[-1] == "Этот вопрос уже позади"
    assert "нажать одну из кнопок" in await user.says("Привет")
    await user.presses(first.rpartition(":")[0] + ":11")
    await user.says("/menu")
    await user.presses(first)
    assert "Методическая неделя (черновик)" in user.sees
    assert user.toasts[-1] == "Проба уже закончилась"


async def test_a_long_text_is_not_taken(world: World, school: School) -> None:
    await brings(school.curator, book([{"text": "Что ещё?", "kind": "свободный ответ"}]))
    await school.curator.clicks("Пройти самому")
    assert "длинновато" in await school.curator.says("д" * 2001)
    assert "У вас ушло" in await school.curator.says("Всё хорошо")


async def test_nobody_else_gets_at_a_questionnaire(world: World, school: School) -> None:
    await brings(school.curator, book())
    (row,) = await kept(world)
    async with world.sessions.begin() as session:
        other = await make_organisation(session, "МБОУ СОШ № 2", school.town)
        person = await make_person(session, other, "Зимина Ольга Львовна", Role.CURATOR)
    stranger = await make_joined(world, person, 700)
    for data in (
        ShowOwn(own=row.id),
        ShowOwn(own=row.id, act="withdraw", sure=True),
        Preview(own=row.id, role="mentor"),
        Try(own=row.id, role="mentor"),
    ):
        for user in (stranger, school.anna):
            await user.says("/menu")
            await user.presses(data.pack())
            assert "Методическая" not in user.sees
    assert not (await kept(world))[0].withdrawn_at
    await stranger.says("/waves")
    assert "Пока нет ни одной" in await stranger.clicks("Свои анкеты")
    coordinator = await make_coordinator(world, school.town)
    await coordinator.presses(ShowOwn(own=row.id).pack())
    assert "Методическая неделя (черновик)" in coordinator.sees
    await coordinator.presses(Preview(own=row.id, role="curator").pack())
    assert "Методическая" not in coordinator.sees


async def test_an_english_phone_speaks_english(world: World, school: School) -> None:
    await school.curator.says("/language")
    await school.curator.clicks("English")
    await school.curator.says("/waves")
    await school.curator.clicks("Own questionnaires")
    seen = await school.curator.sends(NAME, book(about={ROLES: "наставники"}))
    assert "this is a draft now" in seen
    await school.curator.clicks("Look at it")
    await school.curator.clicks("2 / 6")
    assert "How useful was the methods week for you?" in school.curator.sees
    await school.curator.clicks("To the questionnaire")
    await school.curator.clicks("To the launch")
    await school.curator.says("5 November – 10 November")
    seen = await school.curator.clicks("Go on")
    assert "Mentors: 1, of whom the bot can write to 1" in seen
    assert "Thu, 5 November, at 10:00: 1 school" in seen
    await school.curator.clicks("Launch")
    assert "(launched)" in school.curator.sees
    await school.curator.clicks("How it goes")
    assert "Методическая неделя" in school.curator.sees
