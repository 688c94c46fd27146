"""The roster in the chat: a file is tried, shown, agreed to, imported once."""

from datetime import date

import pytest
from sqlalchemy import select

from handlers.roster_report import LISTED, ROOM, chat_text, is_whole, report_text
from handlers.texts import LANGUAGES, Translate
from models import File, Mentorship, Organisation, Person, RoleGrant
from models.enums import Role
from services.roster import ImportPlan, Issue, Severity, check, files, read_workbook
from services.roster.layout import ORGANISATIONS, PARTICIPANTS
from services.roster.template import template
from tests.conversation import User, World
from tests.factories import (
    School,
    count,
    make_coordinator,
    make_organisation,
    make_person,
    make_school,
)
from tests.roster_book import ANNA, BORIS, SCHOOL, TOWN, book, town


@pytest.fixture
async def made(world: World) -> School:
    return await make_school(world)


@pytest.fixture
async def coordinator(world: World, made: School) -> User:
    """Inna runs the town that the workbook is about; its school is not there yet."""
    return await make_coordinator(world, made.town)


def wrong() -> bytes:
    sheets = town()
    sheets[PARTICIPANTS][0][2] = "наставнег"
    return book(sheets)


async def test_the_section_explains_and_gives_a_template(coordinator: User) -> None:
    assert "тремя листами" in await coordinator.says("/roster")
    await coordinator.clicks("Шаблон таблицы")

    document = coordinator.last.file
    assert document is not None
    assert document.name == "Шаблон списка.xlsx"
    assert "(пример)" in coordinator.sees
    assert read_workbook(document.content, document.name).pairs.rows


@pytest.mark.parametrize("today", [date(2026, 9, 14), date(2027, 2, 1)])
def test_the_template_is_read_without_a_remark(today: date) -> None:
    checked = check(read_workbook(template(today), "template.xlsx"))

    assert checked.issues == []
    assert [len(rows) for rows in (checked.organisations, checked.participants)] == [2, 3]
    assert [pair.starts_on for pair in checked.pairs] == [date(2026, 9, 1)]


async def test_the_template_sent_back_as_it_is_imports_nothing(coordinator: User) -> None:
    answer = await coordinator.sends("template.xlsx", template(date(2026, 9, 14)))

    assert "может только тот, кто ведёт эту организацию" in answer
    assert "Загрузить" not in coordinator.last.buttons


async def test_a_file_is_tried_before_it_is_imported(coordinator: User, world: World) -> None:
    people = await count(world, Person)
    seen = await coordinator.sends("town.xlsx", book(town()))

    assert "Люди: новых 3, изменится 0, без изменений 0." in seen
    assert "Загружаем?" in seen
    assert await count(world, Person) == people


async def test_after_a_yes_all_is_imported_and_people_can_be_invited(
    coordinator: User, world: World
) -> None:
    people = await count(world, Person)
    await coordinator.sends("town.xlsx", book(town()))
    world.restart()

    assert "Готово, список загружен" in await coordinator.clicks("Загрузить")
    assert "Люди: добавлено 3, обновлено 0." in coordinator.sees
    assert await count(world, Person) == people + 3
    assert await count(world, Mentorship) == 2
    await coordinator.clicks("Кого пригласить")
    assert f"{SCHOOL}: в боте 0 из 3" in coordinator.sees


async def test_pressing_twice_imports_once(coordinator: User, world: World) -> None:
    await coordinator.sends("town.xlsx", book(town()))
    question = coordinator.last
    yes, no = question.data("Загрузить"), question.data("Не надо")
    await coordinator.presses(yes, question)
    people = await count(world, Person)
    world.restart()

    for data in (yes, no):
        await coordinator.presses(data, question)
        assert "уже загружен" in coordinator.sees
    assert await count(world, Person) == people


async def test_the_same_file_again_has_nothing_to_import(coordinator: User, world: World) -> None:
    await coordinator.sends("town.xlsx", book(town()))
    await coordinator.clicks("Загрузить")

    assert "загружать нечего" in await coordinator.sends("town.xlsx", book(town()))
    assert "Загрузить" not in coordinator.last.buttons
    assert await count(world, File) == 1


async def test_an_imported_file_is_not_kept_twice(coordinator: User, world: World) -> None:
    await coordinator.sends("town.xlsx", book(town()))
    await coordinator.clicks("Загрузить")

    async with world.sessions() as session:
        assert (await session.scalars(select(File.content))).all() == [b""]


async def test_a_no_forgets_the_file(coordinator: User, world: World) -> None:
    await coordinator.sends("town.xlsx", book(town()))
    question = coordinator.last
    yes = question.data("Загрузить")
    people = await count(world, Person)

    assert "ничего не загружаю" in await coordinator.clicks("Не надо")
    assert await count(world, File) == 0
    await coordinator.presses(yes, question)
    assert "Этого уже нет" in coordinator.sees
    assert await count(world, Person) == people


async def test_what_changed_meanwhile_is_shown_and_asked_again(
    coordinator: User, world: World, made: School
) -> None:
    await coordinator.sends("town.xlsx", book(town()))
    question = coordinator.last
    async with world.sessions.begin() as session:
        school = await make_organisation(session, SCHOOL, made.town)
        await make_person(session, school, ANNA, Role.MENTOR)
    people = await count(world, Person)

    seen = await coordinator.clicks("Загрузить", question)
    assert "кое-что поменялось" in seen
    assert "Люди: новых 2, изменится 1, без изменений 0." in seen
    assert await count(world, Person) == people
    assert "Готово" in await coordinator.clicks("Загрузить", question)
    assert await count(world, Person) == people + 2


async def test_when_all_is_done_meanwhile_nothing_is_left_to_ask(
    coordinator: User, world: World
) -> None:
    await coordinator.sends("one.xlsx", book(town()))
    first = coordinator.last
    await coordinator.sends("two.xlsx", book(town()))
    await coordinator.clicks("Загрузить")

    await coordinator.clicks("Загрузить", first)
    assert "загружать нечего" in first.plain
    assert first.buttons == ["☰ Меню"]


async def test_several_files_wait_side_by_side(coordinator: User, world: World) -> None:
    """Three files chosen at once arrive as three messages."""
    other = town()
    other[ORGANISATIONS][1][0] = "Лицей № 7"
    for rows in (other[PARTICIPANTS], other["Пары"]):
        for row in rows:
            row[0] = "Лицей № 7"
    await coordinator.sends("one.xlsx", book(town()))
    first = coordinator.last
    await coordinator.sends("two.xlsx", book(other))
    second = coordinator.last

    for question in (first, second):
        await coordinator.clicks("Загрузить", question)
        assert "Готово" in question.plain


async def test_somebody_elses_file_is_not_found(
    coordinator: User, made: School, world: World
) -> None:
    await coordinator.sends("town.xlsx", book(town()))
    question = coordinator.last
    people = await count(world, Person)

    for label in ("Загрузить", "Не надо"):
        await made.curator.presses(question.data(label))
        assert "Этого уже нет" in made.curator.sees
        await made.anna.presses(question.data(label))
        assert made.anna.toasts[-1] == "Эта кнопка уже устарела"
    assert await count(world, Person) == people
    assert await count(world, File) == 1


async def test_other_files_of_the_bot_are_not_rosters(coordinator: User, world: World) -> None:
    await coordinator.says("/roster")
    await coordinator.clicks("Шаблон таблицы")
    async with world.sessions() as session:
        sent = await session.scalar(select(File.id))

    await coordinator.presses(f"fl:{sent}:00000000")
    assert "Этого уже нет" in coordinator.sees


@pytest.mark.parametrize("data", ["fl:0:x", "fl:-1:x", "fl:99999999999:x", "fd:x", "fl:7"])
async def test_a_forged_button_imports_nothing(coordinator: User, world: World, data: str) -> None:
    await coordinator.presses(data)

    assert "Этого уже нет" in coordinator.sees or "устарела" in coordinator.toasts[-1]
    assert await count(world, Organisation) == 2


async def test_a_mistake_stops_the_import_and_is_named(coordinator: User, world: World) -> None:
    seen = await coordinator.sends("town.xlsx", wrong())

    assert "Нашлась 1 ошибка" in seen
    assert "«Участники», строка 2, «Роль»: не знаю слова «наставнег»." in seen
    assert "Возможно, имелось в виду «наставник»." in seen
    assert coordinator.last.buttons == ["☰ Меню"]
    assert await count(world, File) == 0


async def test_many_mistakes_come_as_a_file_too(coordinator: User) -> None:
    sheets = town()
    for number in range(40):
        sheets[PARTICIPANTS].append([SCHOOL, f"Иванов <b>{number}", "учитель"])
    seen = await coordinator.sends("town.xlsx", book(sheets))

    assert "И ещё " in seen
    assert len(coordinator.last.text) < 3500
    document = coordinator.chat[-2].file
    assert document is not None
    report = document.content.decode("utf-8-sig")
    assert document.name == "Проверка списка.txt"
    assert "строка 44" in report
    assert "<b>39" in report
    assert "И ещё" not in report


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("photo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "не таблица Excel"),
        ("list.csv", "ФИО;Роль\nИванов;наставник".encode("cp1251"), "csv"),
        ("empty.xlsx", b"", "Файл пустой"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Excel"),
        ("huge.xlsx", b"PK" + b"x" * 5 * 2**20, "слишком большой"),
    ],
    ids=["picture", "csv", "empty", "old", "huge"],
)
async def test_other_files_get_a_clear_sentence(
    coordinator: User, name: str, content: bytes, words: str
) -> None:
    assert words in await coordinator.sends(name, content)


async def test_a_large_file_is_not_even_fetched(coordinator: User, world: World) -> None:
    document = {
        "file_id": "f",
        "file_unique_id": "f",
        "file_name": "x",
        "file_size": 5 * 2**20 + 1,
    }
    await coordinator._message({"document": document})

    assert "слишком большой" in coordinator.sees


async def test_a_file_of_unknown_size_and_name_is_still_measured(
    coordinator: User, world: World
) -> None:
    world.telegram.files["f"] = b"PK" + b"x" * 6 * 2**20
    await coordinator._message({"document": {"file_id": "f", "file_unique_id": "f"}})

    assert "слишком большой" in coordinator.sees


@pytest.mark.parametrize("name", ["anna", "boris"])
async def test_others_are_told_that_they_cannot_send_files(
    made: School, world: World, name: str
) -> None:
    user = made.users[name]

    assert "только от кураторов" in await user.sends("town.xlsx", book(town()))
    assert "Не понял" in await user.says("/roster")
    assert await count(world, File) == 0


async def test_a_stranger_is_asked_in_whatever_is_sent(world: World) -> None:
    assert "ссылку-приглашение" in await world.user(999).sends("town.xlsx", book(town()))


async def test_a_curator_cannot_import_another_school(made: School, world: World) -> None:
    organisations = await count(world, Organisation)
    seen = await made.curator.sends("town.xlsx", book(town()))

    assert "может только тот, кто ведёт эту организацию" in seen
    assert await count(world, Organisation) == organisations


async def test_a_curator_imports_the_own_school(made: School, world: World) -> None:
    sheets = town()
    sheets[ORGANISATIONS] = [["МБОУ СОШ № 1", "школа", TOWN]]
    for rows in (sheets[PARTICIPANTS], sheets["Пары"]):
        for row in rows:
            row[0] = "МБОУ СОШ № 1"
    seen = await made.curator.sends("school.xlsx", book(sheets))
    assert "Люди: новых 3" in seen
    assert "Ещё 3 человека есть в базе, но не в файле" in seen
    await made.curator.clicks("Загрузить")

    assert "в боте 3 из 6" in await made.curator.clicks("Кого пригласить")
    assert any(BORIS in label for label in made.curator.last.buttons)


async def test_whoever_has_lost_the_role_meanwhile_imports_nothing(
    coordinator: User, world: World
) -> None:
    await coordinator.sends("town.xlsx", book(town()))
    async with world.sessions.begin() as session:
        coordinating = RoleGrant.role == Role.MUNICIPAL_COORDINATOR
        (grant,) = await session.scalars(select(RoleGrant).where(coordinating))
        grant.role = Role.HEAD
    people = await count(world, Person)

    await coordinator.clicks("Загрузить")
    assert coordinator.toasts[-1] == "Эта кнопка уже устарела"
    assert await count(world, Person) == people


async def test_whoever_runs_another_place_now_is_refused(
    coordinator: User, world: World, made: School
) -> None:
    await coordinator.sends("town.xlsx", book(town()))
    async with world.sessions.begin() as session:
        coordinating = RoleGrant.role == Role.MUNICIPAL_COORDINATOR
        (grant,) = await session.scalars(select(RoleGrant).where(coordinating))
        grant.organisation_id = made.school.id

    assert "может только тот, кто ведёт эту организацию" in await coordinator.clicks("Загрузить")
    assert coordinator.last.buttons == ["☰ Меню"]


async def test_files_nobody_decided_about_are_forgotten(coordinator: User, world: World) -> None:
    await coordinator.sends("one.xlsx", book(town()))
    world.waits(days=files.KEPT.days, seconds=1)
    await coordinator.sends("two.xlsx", book(town()))

    async with world.sessions() as session:
        assert (await session.scalars(select(File.name))).all() == ["two.xlsx"]


async def test_the_chat_speaks_english(coordinator: User) -> None:
    await coordinator.says("/language")
    await coordinator.clicks("English")
    assert "three sheets" in await coordinator.says("/roster")
    assert "Shall I import it?" in await coordinator.sends("town.xlsx", book(town()))
    assert "the roster is imported" in await coordinator.clicks("Import")


def plan_with(issues: int, value: str = "x") -> ImportPlan:
    return ImportPlan(
        issues=[
            Issue(
                Severity.ERROR, PARTICIPANTS, row, "Роль", "roster-word-unknown", {"value": value}
            )
            for row in range(issues)
        ]
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("issues", "value", "whole"),
    [(0, "", True), (LISTED, "x", True), (LISTED + 1, "x", False), (4, "<" * 300, False)],
)
def test_the_chat_shows_what_fits(language: str, issues: int, value: str, whole: bool) -> None:
    t, plan = Translate(language), plan_with(issues, value)

    assert len(chat_text(t, plan)) <= ROOM
    assert is_whole(t, plan) is whole
    assert report_text(t, plan).count(f"«{value}»") == issues * bool(value)


def test_a_report_for_the_command_line_is_plain_text() -> None:
    assert "«<&>»" in report_text(Translate("ru"), plan_with(1, "<&>"))
    assert "загружать нечего" in report_text(Translate("ru"), ImportPlan())
