"""«Темы» of /results: looking, correcting, and where what was corrected appears."""

import html
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import delete, select, update

from handlers.results.themes_buttons import Themed
from models import AuditEntry, OwnTheme, RoleGrant, ThemeCorrection, Wave
from models.enums import Role
from tests.conversation import User, World
from tests.factories import make_joined, make_organisation, make_person
from tests.polls import AFTER, make_poll, make_town

MENTOR, MENTEE = Role.MENTOR, Role.MENTEE

SAID = (
    "Не хватает времени",
    "Нет времени на отчёты",
    "Время, время и ещё раз время",
    "Кофе & печенье",
    "кофе, печенье!",
    "Кофе… печенье…",
    "Всё устраивает",
)
"""What mentors of the large school say; the fourth differs in a word that is none."""


@pytest.fixture
async def joined(world: World) -> dict[str, User]:
    """A coordinator, the curators of a school that has answered and of one with few people."""
    async with world.sessions.begin() as session:
        town = await make_town(session)
        large = await make_organisation(session, "МБОУ СОШ № 1", parent=town)
        small = await make_organisation(session, "МБОУ СОШ № 2", parent=town)
        mentors: list[Any] = [
            {"VAL": words, "ROLE": f"Поддержка {n}"} for n, words in enumerate(SAID)
        ]
        mentees: list[Any] = [{"VAL": f"Секрет {n}"} for n in range(4)]
        await make_poll(session, large, {MENTOR: mentors, MENTEE: mentees})
        await make_poll(session, small, {MENTOR: [{"VAL": "Не хватает времени"}] * 5})
        people = {
            "curator": await make_person(session, large, "Ким Вера Олеговна", Role.CURATOR),
            "other": await make_person(session, small, "Лис Инна Олеговна", Role.CURATOR),
            "mentor": await make_person(session, large, "Гай Илья Львович", Role.MENTOR),
            "town": await make_person(
                session, town, "Дуб Олег Львович", Role.MUNICIPAL_COORDINATOR
            ),
        }
    world.moves_to(AFTER)
    return {
        name: await make_joined(world, person, 900 + number)
        for number, (name, person) in enumerate(people.items())
    }


async def to_themes(
    user: User, place: str = "", question: str = "Самое ценное, наставники"
) -> str:
    await user.says("/results")
    await user.clicks("Вводная")
    if place:
        await user.clicks(place)
    await user.clicks("Своими словами")
    await user.clicks("Темы")
    return await user.clicks(question)


async def kept(world: World) -> list[list[str]]:
    async with world.sessions() as session:
        found = await session.scalars(select(ThemeCorrection.themes).order_by(ThemeCorrection.id))
        return list(found)


async def acts(world: World) -> list[str]:
    """What was written down, in order."""
    async with world.sessions() as session:
        query = select(AuditEntry).where(AuditEntry.action == "themes_corrected")
        return [one.details["act"] for one in await session.scalars(query.order_by(AuditEntry.id))]


def themes_on(user: User) -> dict[str, int]:
    """The buttons of themes with their counts."""
    pairs = (label.rsplit(" · ", 1) for label in user.last.buttons if " · " in label)
    return {name: int(number) for name, number in pairs}


async def test_the_texts_page_tells_the_themes_and_leads_to_them(joined: dict[str, User]) -> None:
    curator = joined["curator"]
    await curator.says("/results")
    await curator.clicks("Вводная")
    pages = [await curator.clicks("Своими словами")]
    while any("›" in label and label[0].isdigit() for label in curator.last.buttons):
        pages.append(await curator.clicks(f"{len(pages) + 1} ›"))
    (mine,) = [page for page in pages if "• Не хватает времени" in page]
    assert "Темы: Время и нагрузка — 3, Документы и отчётность — 1\n" in mine
    assert "Секрет" not in "".join(pages)

    await curator.clicks("Темы")
    assert [label for label in curator.last.buttons if "настав" in label] == [
        "Ожидания и своя роль, наставники",
        "Самое ценное, наставники",
    ], "nothing of the mentees, who are four"
    seen = await curator.clicks("Самое ценное")
    assert "Самое ценное, наставники" in seen
    assert themes_on(curator) == {
        "Время и нагрузка": 3,
        "Документы и отчётность": 1,
        "Другое": 3,
        "Всё устраивает или нечего добавить": 1,
    }
    seen = await curator.clicks("Другое")
    assert "Тема «Другое»: 3 ответа" in seen
    assert "(×3)" in seen
    assert [label for label in curator.last.buttons if label.isdigit()] == ["1"]


async def test_a_correction_holds_for_equal_words_and_a_second_press_changes_nothing(
    world: World, joined: dict[str, User]
) -> None:
    curator = joined["curator"]
    await to_themes(curator)
    await curator.clicks("Другое")
    await curator.clicks("1")
    press = curator.last.data("Родители")
    seen = await curator.clicks("Родители")
    assert "Сейчас: Родители" in seen
    assert "✓ Родители" in curator.last.buttons
    await curator.presses(press)
    assert "✓ Родители" in curator.last.buttons
    assert await kept(world) == [["home"]]
    assert await acts(world) == ["chosen"]

    await curator.clicks("К ответам")
    await curator.clicks("К темам")
    assert themes_on(curator)["Родители"] == 3
    assert "Другое" not in themes_on(curator)


async def test_nothing_to_add_goes_with_nothing_else(joined: dict[str, User]) -> None:
    curator = joined["curator"]
    await to_themes(curator)
    await curator.clicks("Всё устраивает")
    await curator.clicks("1")
    assert "Сейчас: Методика и уроки\n" in await curator.clicks("Методика")
    seen = await curator.clicks("Всё устраивает")
    assert "Сейчас: Всё устраивает или нечего добавить\n" in seen
    assert "Сейчас: Другое\n" in await curator.clicks("✓ Всё устраивает")


async def test_back_as_it_was_for_one_answer_and_for_all(
    world: World, joined: dict[str, User]
) -> None:
    curator = joined["curator"]
    await to_themes(curator)
    before = themes_on(curator)
    assert "Вернуть все как было" not in curator.last.buttons
    await curator.clicks("Время и нагрузка")
    await curator.clicks("1")
    await curator.clicks("Оплата")
    await curator.clicks("К ответам")
    await curator.clicks("К темам")
    assert themes_on(curator) == before | {"Оплата и признание": 1}
    await curator.clicks("Другое")
    await curator.clicks("1")
    await curator.clicks("Родители")
    await curator.clicks("К ответам")
    await curator.clicks("К темам")
    await curator.clicks("Оплата")
    await curator.clicks("1")
    seen = await curator.clicks("Вернуть как было")
    assert "Сейчас: Время и нагрузка" in seen
    assert "Вернуть как было" not in curator.last.buttons
    assert await kept(world) == [["home"]], "the other answer stays as it was corrected"

    await curator.clicks("✓ Время")
    await curator.clicks("К ответам")
    await curator.clicks("К темам")
    assert themes_on(curator) != before
    await curator.clicks("Вернуть все как было")
    assert themes_on(curator) == before
    assert await kept(world) == []
    assert await acts(world) == ["chosen", "chosen", "undone", "chosen", "undone"]


async def own_theme(curator: User, name: str = "Буфет") -> str:
    """Puts it on the three answers about coffee."""
    await to_themes(curator)
    await curator.clicks("Другое")
    await curator.clicks("1")
    await curator.clicks("Новая тема")
    return await curator.says(name)


async def test_a_theme_of_ones_own_is_added_renamed_and_dropped(
    world: World, joined: dict[str, User]
) -> None:
    curator = joined["curator"]
    seen = await own_theme(curator, "  Чай  & <b>кофе</b> ")
    assert "Сейчас: Чай & <b>кофе</b>\n" in html.unescape(curator.last.text)
    assert "✓ Чай & <b>кофе</b>" in curator.last.buttons
    await to_themes(curator)
    await curator.clicks("Чай")
    await curator.clicks("Переименовать")
    seen = await curator.says("Буфет")
    assert "Тема «Буфет»: 3 ответа" in seen
    assert await kept(world) == [[await key_of(world)]]

    await curator.clicks("Удалить тему")
    assert themes_on(curator)["Другое"] == 3
    assert not any("Буфет" in label for label in curator.last.buttons)
    assert await acts(world) == ["added", "chosen", "renamed", "dropped"]


async def key_of(world: World) -> str:
    async with world.sessions() as session:
        return (await session.scalars(select(OwnTheme.key))).one()


async def test_only_ones_own_themes_can_be_renamed_or_dropped(
    world: World, joined: dict[str, User]
) -> None:
    curator = joined["curator"]
    await to_themes(curator)
    await curator.clicks("Время")
    assert not {"Переименовать", "Удалить тему"} & set(curator.last.buttons)
    at = Themed.unpack(curator.last.data("1"))
    question = Themed.unpack(curator.last.data("К темам")).at
    await curator.presses(at.to("d", at=question).pack())
    assert "Этого уже нет" in curator.toasts[-1]
    assert themes_on(curator)["Время и нагрузка"] == 3
    await curator.presses(at.to("r", at=question).pack())
    assert "Тема «Время и нагрузка»" in curator.sees


async def test_a_name_that_is_no_name(world: World, joined: dict[str, User]) -> None:
    curator = joined["curator"]
    await own_theme(curator, "Буфет")
    await to_themes(curator)
    await curator.clicks("Документы")
    await curator.clicks("1")
    await curator.clicks("Новая тема")
    assert "хоть одно слово" in await curator.says(" \n ")
    assert "41 знак, а поместится 40" in await curator.says("я" * 41)
    seen = await curator.says("я" * 40)
    assert f"✓ {'я' * 40}" in curator.last.buttons
    assert f"{'я' * 40}" in seen

    await to_themes(curator)
    await curator.clicks("Буфет")
    await curator.clicks("Переименовать")
    assert "уже есть" in await curator.says("родители")
    assert "Тема «БУФЕТ»" in await curator.says("БУФЕТ")


async def test_a_new_theme_with_a_name_that_there_is_already_is_that_one(
    world: World, joined: dict[str, User]
) -> None:
    curator = joined["curator"]
    assert "Сейчас: Родители" in await own_theme(curator, "родители")
    async with world.sessions() as session:
        assert (await session.scalars(select(OwnTheme))).all() == []


async def test_so_many_of_ones_own_fit(world: World, joined: dict[str, User]) -> None:
    curator = joined["curator"]
    for number in range(12):
        await curator_adds(curator, f"Тема {number}")
    assert "Своих тем уже 12" in await curator_adds(curator, "Тема 13")
    async with world.sessions() as session:
        keys = (await session.scalars(select(OwnTheme.key))).all()
    assert len(set(keys)) == 12


async def curator_adds(curator: User, name: str) -> str:
    await to_themes(curator)
    await curator.clicks("Документы")
    await curator.clicks("1")
    await curator.clicks("Новая тема")
    return await curator.says(name)


async def test_a_restart_in_the_middle_forgets_nothing(
    world: World, joined: dict[str, User]
) -> None:
    curator = joined["curator"]
    await to_themes(curator)
    await curator.clicks("Другое")
    world.restart()
    await curator.clicks("1")
    await curator.clicks("Новая тема")
    world.restart()
    assert "Сейчас: Буфет" in await curator.says("Буфет")
    world.restart()
    assert "Сейчас: Буфет, Родители" in await curator.clicks("Родители")


async def test_a_command_instead_of_a_name_is_the_command(joined: dict[str, User]) -> None:
    curator = joined["curator"]
    await to_themes(curator)
    await curator.clicks("Другое")
    await curator.clicks("1")
    await curator.clicks("Новая тема")
    assert "Результаты какой анкеты" in await curator.says("/results")
    assert "Сейчас:" not in await curator.says("Буфет")


async def test_buttons_of_what_is_gone_change_nothing(
    world: World, joined: dict[str, User]
) -> None:
    """A theme that was dropped, a theme of an earlier release, an answer of other words."""
    curator = joined["curator"]
    await own_theme(curator)
    take = Themed.unpack(curator.last.data("✓ Буфет"))
    put = Themed.unpack(curator.last.data("Родители"))
    async with world.sessions.begin() as session:
        await session.execute(delete(OwnTheme))
    await curator.presses(take.pack())
    assert "Этого уже нет" in curator.toasts[-1]
    assert "Сейчас: Другое" in curator.sees
    for stale in (put.to("y", theme="zzz"), put.to("y", theme="rest"), put.to("y")):
        await curator.presses(stale.pack())
        assert "Этого уже нет" in curator.toasts[-1]
    for act in ("y", "n", "u", "b"):
        await curator.presses(put.to(act, at="------", theme="home").pack())
        assert "Этого уже нет" in curator.toasts[-1]
        assert "Темы какого вопроса показать?" in curator.sees
    assert len(await kept(world)) == 1
    assert await acts(world) == ["added", "chosen"]


async def test_somebody_elses_answers_are_not_there(world: World, joined: dict[str, User]) -> None:
    curator, other, mentor = joined["curator"], joined["other"], joined["mentor"]
    await to_themes(curator)
    await curator.clicks("Другое")
    await curator.clicks("1")
    put = curator.last.data("Родители")
    for stranger in (other, mentor):
        await stranger.says("/menu")
        await stranger.presses(put)
        assert "Этого уже нет" in stranger.sees
    whole = Themed.unpack(put).model_copy(update={"whole": True})
    await curator.presses(whole.pack())
    assert "Этого уже нет" in curator.sees
    assert await kept(world) == []


async def test_who_has_lost_the_right_types_in_vain(world: World, joined: dict[str, User]) -> None:
    curator = joined["curator"]
    await to_themes(curator)
    await curator.clicks("Другое")
    await curator.clicks("1")
    await curator.clicks("Новая тема")
    async with world.sessions.begin() as session:
        await session.execute(delete(RoleGrant).where(RoleGrant.role == Role.CURATOR))
    assert "Сейчас" not in await curator.says("Буфет")
    async with world.sessions() as session:
        assert (await session.scalars(select(OwnTheme))).all() == []


async def test_a_correction_belongs_to_the_place_it_was_made_in(
    world: World, joined: dict[str, User]
) -> None:
    curator, town, other = joined["curator"], joined["town"], joined["other"]
    await to_themes(curator)
    at = Themed.unpack(curator.last.data("Время"))
    await to_themes(town, "Σ")
    assert themes_on(town)["Время и нагрузка"] == 8
    await town.clicks("Время и нагрузка")
    number = next(
        number for number in "123" if "(×6)" in town.sees.split(f"{number}. ")[1].split("\n")[0]
    )
    await town.clicks(number)
    await town.clicks("Оплата")
    await town.clicks("✓ Время")
    await to_themes(town, "Σ")
    assert themes_on(town) == {
        "Оплата и признание": 6,
        "Время и нагрузка": 2,
        "Документы и отчётность": 1,
        "Другое": 3,
        "Всё устраивает или нечего добавить": 1,
    }
    await to_themes(curator)
    assert themes_on(curator)["Время и нагрузка"] == 3
    async with world.sessions.begin() as session:
        await session.execute(update(ThemeCorrection).values(organisation_id=at.organisation))
    await to_themes(curator)
    assert themes_on(curator)["Время и нагрузка"] == 3, "a whole of the same organisation"
    await other.says("/results")
    await other.clicks("Вводная")
    await other.clicks("Своими словами")
    await other.clicks("Темы")
    assert themes_on(other) == {"Время и нагрузка": 5}, "the only question is shown at once"


async def test_while_answers_may_come_there_are_no_themes(
    world: World, joined: dict[str, User]
) -> None:
    curator = joined["curator"]
    await to_themes(curator)
    themes = curator.last.data("Время")
    async with world.sessions.begin() as session:
        day = world.now.date()
        await session.execute(update(Wave).values(closed_at=None, closes_on=day))
    await curator.presses(themes)
    assert "Этого уже нет" in curator.sees


async def test_the_workbook_has_the_themes_as_corrected(joined: dict[str, User]) -> None:
    curator = joined["curator"]
    await own_theme(curator)
    await curator.says("/results")
    await curator.clicks("Вводная")
    await curator.clicks("Excel")
    await curator.world.settle()
    file = next(m.file for m in reversed(curator.chat) if m.file)
    book = load_workbook(BytesIO(file.content))
    rows = list(book["Ответы своими словами"].iter_rows(values_only=True))
    found = {row[2]: row[3] for row in rows if row[:2] == ("Самое ценное", "Наставники")}
    assert rows[0][3] == "Темы"
    assert len(found) == 7
    assert {found[words] for words in SAID[3:6]} == {"Буфет"}
    assert found["Нет времени на отчёты"] == "Время и нагрузка, Документы и отчётность"

    lines = list(book["Темы ответов"].iter_rows(min_row=2, values_only=True))
    assert [row[2:] for row in lines if row[:2] == ("Самое ценное", "Наставники")] == [
        ("Буфет", 3, 7, None),
        ("Время и нагрузка", 3, 7, None),
        ("Документы и отчётность", 1, 7, None),
        ("Всё устраивает или нечего добавить", 1, 7, None),
    ]
    assert not any("Секрет" in str(row) for row in rows)
    assert not any(row[1] == "Наставляемые" for row in lines)


async def test_the_note_has_the_themes_as_corrected_and_no_words(joined: dict[str, User]) -> None:
    curator = joined["curator"]
    await own_theme(curator)
    await curator.says("/results")
    await curator.clicks("Вводная")
    await curator.clicks("Документы")
    await curator.clicks("записка")
    await curator.world.settle()
    file = next(m.file for m in reversed(curator.chat) if m.file)
    paper = Document(BytesIO(file.content))
    rows = {
        (row.cells[0].text, row.cells[1].text): [cell.text for cell in row.cells[2:]]
        for table in paper.tables
        for row in table.rows
        if len(row.cells) == 4
    }
    assert rows["Самое ценное", "Наставники"] == [
        "7",
        "Буфет — 3; Время и нагрузка — 3; Документы и отчётность — 1; "
        "Всё устраивает или нечего добавить — 1",
    ]
    said = " ".join(cell for row in rows.values() for cell in row)
    assert not any(words in said for words in SAID[:-1])
