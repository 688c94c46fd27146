"""«Что изменилось» and «Где видят по-разному»: in the chat, the workbook, Word and the sample."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Assignment, Wave
from models.enums import Role
from services.reports import gathering
from services.reports.gathering import Asking
from services.reports.spravka import spravka
from services.results import rounds
from services.results.workbook import results_book
from tests.conversation import User, World
from tests.factories import make_joined, make_organisation, make_person
from tests.surveys import make_joined_school, make_wave
from tests.test_changes import JUNE, MENTOR, K, marks, seen
from tests.test_reports import headings, opened, words
from tests.test_results_files import speech
from tests.twice import make_held, make_people, make_two

MENTEE = Role.MENTEE


async def curator_of(world: World, before: list[Any], after: list[Any]) -> User:
    """The curator of a school has opened the closing round: mentors answered twice, mentees
    once; six of them see what is shared."""
    async with world.sessions.begin() as session:
        school = await make_organisation(session, "МБОУ СОШ № 1")
        mentors = await make_people(session, school, MENTOR, len(before))
        mentees = await make_people(session, school, MENTEE, 6)
        old = [(one, MENTOR, {"EFF": mark}) for one, mark in zip(mentors, before, strict=True)]
        await make_held(session, school, "intro", old)
        new: list[Any] = [
            (one, MENTOR, {"EFF": mark, "ORG": 9})
            for one, mark in zip(mentors, after, strict=True)
        ]
        new += [(one, MENTEE, {"EFF": 4, "ORG": 8}) for one in mentees]
        await make_held(session, school, "final", new)
        person = await make_person(session, school, "Ким Вера Олеговна", Role.CURATOR)
    world.moves_to(JUNE)
    curator = await make_joined(world, person, 900)
    await curator.says("/results")
    await curator.clicks("Итоговая")
    return curator


async def test_the_change_with_its_directions_and_how_sure_it_is(world: World) -> None:
    curator = await curator_of(world, [5] * 18 + [8, 8], [7] * 18 + [8, 7])
    text = await curator.clicks("Что изменилось")

    assert "Ждали → получилось. Раньше: Вводная анкета. Это разные вопросы" in text
    assert "Наставники: 5,3 → 7,1 (+1,8) · n = 20\n" in text
    assert "выше 18 (90 %), так же 1 (5 %), ниже 1 (5 %)\n" in text
    assert "скорее всего, от +1,4 до +2,1; изменение заметно (p < 0,001)" in text
    assert "Не показываю строк: 19." in text
    assert len(text) < 900
    assert "Наставники: 7,1" in await curator.clicks("К результатам")


async def test_what_may_be_chance_is_called_so(world: World) -> None:
    curator = await curator_of(world, [5, 6] * 10, [6, 5] * 9 + [6, 6])

    assert "в пределах случайного (p = 0,8" in await curator.clicks("Что изменилось")


@pytest.mark.parametrize(("number", "interval"), [(5, False), (9, False), (10, True), (19, True)])
async def test_small_samples_have_no_test(world: World, number: int, interval: bool) -> None:
    curator = await curator_of(world, marks(number, 3), marks(number, 4))
    text = await curator.clicks("Что изменилось")

    assert f"n = {number}" in text
    assert ("скорее всего" in text, "%" in text) == (interval, number >= 10)
    assert "заметно" not in text
    assert "случайного" not in text


async def test_nothing_of_what_may_not_be_shown(world: World) -> None:
    curator = await curator_of(world, [5] * 4, [7] * 4)
    text = await curator.clicks("Что изменилось")

    assert "Не показываю строк: 20. Оба раза ответило меньше 5 человек" in text
    assert "→" not in text


async def test_both_sides_furthest_apart_come_first(world: World) -> None:
    curator = await curator_of(world, [5] * 6, [7] * 6)
    text = await curator.clicks("Где видят по-разному")

    first, second = text.index("расходятся на 3,0"), text.index("расходятся на 1,0")
    assert first < second
    assert "Наставники: 7,0 (n = 6)\nНаставляемые: 4,0 (n = 6)" in text


async def test_there_is_no_map_with_one_side_and_no_change_in_september(world: World) -> None:
    async with world.sessions.begin() as session:
        school = await make_organisation(session)
        people = await make_people(session, school, MENTOR, 6)
        await make_held(session, school, "intro", [(one, MENTOR, {"EFF": 5}) for one in people])
        person = await make_person(session, school, "Ким Вера Олеговна", Role.CURATOR)
    world.moves_to(JUNE)
    curator = await make_joined(world, person, 900)
    await curator.says("/results")
    await curator.clicks("Вводная")

    assert not {"Что изменилось", "Где видят по-разному"} & set(curator.last.buttons)
    data = curator.last.data("Распределения")
    await curator.presses(data.replace("distributions", "gaps"))
    assert "Пока нечего сравнивать" in curator.sees
    await curator.presses(data.replace("distributions", "changes"))
    assert "Сравнить не с чем" in curator.sees


async def test_another_schools_changes_are_not_there(world: World) -> None:
    curator = await curator_of(world, [5] * 6, [7] * 6)
    async with world.sessions.begin() as session:
        school = await make_organisation(session, "МБОУ СОШ № 2")
        person = await make_person(session, school, "Лис Инна Олеговна", Role.CURATOR)
    other = await make_joined(world, person, 901)
    for label in ("Что изменилось", "Где видят"):
        await other.presses(curator.last.data(label))
        assert "Этого уже нет" in other.sees


async def test_in_english(world: World) -> None:
    curator = await curator_of(world, [5] * 19 + [6], [7] * 20)
    await curator.says("/language")
    await curator.clicks("English")
    await curator.says("/results")
    await curator.clicks("Closing")
    text = await curator.clicks("What has changed")

    assert "Mentors: 5.1 → 7.0 (+2.0) · n = 20\nhigher 20 (100%), the same 0 (0%)" in text
    assert "a notable change (p < 0.001)" in text
    await curator.clicks("results")
    assert "3.0 apart" in await curator.clicks("Where they see differently")


async def test_the_workbook_has_real_numbers_and_reasons(session: AsyncSession) -> None:
    school = await make_organisation(session)
    await make_two(session, school, [5] * 18 + [8, 8], [7] * 18 + [8, 7])
    book = load_workbook(BytesIO(results_book(await seen(session, school), {}, speech(), JUNE)))
    lines = list(book["Изменения"].iter_rows(min_row=2, values_only=True))
    shown = next(line for line in lines if line[3])

    assert shown[1:5] == ("Наставники", "Вводная анкета", 20, 20)
    assert shown[5:8] == pytest.approx((5.3, 7.05, 1.75))
    assert shown[8:10] == pytest.approx((1.4056, 2.0944), abs=0.1)
    assert shown[10:13] == (18, 1, 1)
    assert shown[14] == "изменение заметно"
    hidden = [line for line in lines if line is not shown]
    assert hidden
    assert all(not any(line[3:14]) and "не показываю" in line[14] for line in hidden)
    assert "Изменения" in [row[0].value for row in book["Метод"]]


async def test_the_files_of_the_chat_have_the_changes_the_strata_and_the_differences(
    world: World,
) -> None:
    curator = await curator_of(world, [5] * 12, [7] * 12)
    async with world.sessions.begin() as session:
        final = select(Wave.id).where(Wave.code == "final").scalar_subquery()
        sent = await session.scalars(select(Assignment).where(Assignment.wave_id == final))
        for number, one in enumerate(sent):
            one.strata = [("form-teacher_teacher", "form-head_teacher")[number % 2]]
    pressed = curator.last.data("Excel")
    await curator.clicks("Excel")
    book = load_workbook(BytesIO(received(curator)))

    lines = {name: list(book[name].iter_rows(min_row=2, values_only=True)) for name in FOUND}
    assert lines["Изменения"][0][3:8] == (12, 12, 5, 7, 2)
    assert lines["Различия"][0][:3] == ("Польза наставничества", 7, 12)
    assert ("Польза наставничества", "Наставники", 6) in {
        (line[0], line[1], line[3]) for line in lines["По форме и стажу"]
    }
    await curator.clicks("К результатам")
    await curator.clicks("Документы")
    world.restart()
    await curator.clicks("CSV")
    said = received(curator).decode("utf-8-sig")
    assert {line.split(";")[7] for line in said.splitlines()} >= {
        "change",
        "difference",
        "stratum",
    }

    async with world.sessions.begin() as session:
        school = await make_organisation(session, "МБОУ СОШ № 2")
        person = await make_person(session, school, "Лис Инна Олеговна", Role.CURATOR)
    other = await make_joined(world, person, 901)
    await other.presses(pressed)
    assert "Этого уже нет" in other.sees


FOUND = ("Изменения", "Различия", "По форме и стажу")


def received(user: User) -> bytes:
    """The last file."""
    files = [message.file for message in user.chat if message.file]
    return files[-1].content


async def test_the_june_report_shows_the_change_in_place_of_the_caption(
    session: AsyncSession,
) -> None:
    school = await make_organisation(session)
    _, wave = await make_two(session, school, [5] * 12, [7] * 12)
    await session.refresh(wave, ["organisation"])
    scope = frozenset([school.id])
    found = await rounds.places_in(session, scope, 2026, "final", JUNE)
    material = await gathering.material(Asking(session, scope, K, JUNE), found[0])
    paper = opened(spravka(material, speech()))

    assert any(heading.endswith("Что изменилось") for heading in headings(paper))
    rows = [row for one in paper.tables for row in one.rows]
    line = next(said for row in rows if "→" in "".join(said := [cell.text for cell in row.cells]))
    assert line[1:] == [
        "Наставники",
        "Вводная анкета",
        "5,0 → 7,0 (+2,0); для всех таких людей, скорее всего, от +2,0 до +2,0",
        "выше 12 (100 %), так же 0 (0 %), ниже 0 (0 %)",
        "12",
    ]
    assert "Состав ответивших мог измениться" not in words(paper)


@pytest.mark.parametrize(("code", "change"), [("intro", False), ("final", True)])
async def test_who_is_asked_sees_beforehand_what_will_be_compared(
    world: World, code: str, change: bool
) -> None:
    made = await make_joined_school(world)
    async with world.sessions.begin() as session:
        people = [(made.people["anna"], MENTOR)]
        await make_wave(session, made.school, code, people=people)
    anna = made.users["anna"]
    await anna.says("/survey")
    text = await anna.clicks("Что увидит куратор")

    assert "«Где видят по-разному»" in text
    assert ("Наставники: … → … · n = …, выше …" in text) == change
