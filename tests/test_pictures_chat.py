"""«Картинки»: which there are, each as a file, and in the Word documents."""

import random
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditEntry, Organisation
from models.enums import Role, WaveCode
from services.reports.note import note
from services.reports.spravka import spravka
from services.results.areas import AREAS
from tests.conversation import User, World
from tests.factories import make_joined, make_organisation, make_person
from tests.polls import AFTER, Said, make_poll, make_town
from tests.test_changes import JUNE
from tests.test_reports import material, opened, section, table
from tests.test_results_files import speech
from tests.twice import make_held, make_people
from tests.yearly import make_year, whole_year

MENTOR, MENTEE = Role.MENTOR, Role.MENTEE
CODES = ("EFF", "ORG", "ADP", "EVT", "THE", "PRA")
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
async def joined(world: World) -> dict[str, User]:
    """A coordinator, and the curators of the first two of five schools, after the first round."""
    rng = random.Random(1)
    async with world.sessions.begin() as session:
        town = await make_town(session)
        schools = []
        for number in range(1, 6):
            school = await make_organisation(session, f"МБОУ СОШ № {number}", parent=town)
            schools.append(school)
            sheets: dict[Role, list[Said]] = {
                role: [{code: rng.randint(1, 10) for code in CODES} for _ in range(size)]
                for role, size in ((MENTOR, 10), (MENTEE, 5))
            }
            await make_poll(session, school, sheets)
        first, second = schools[:2]
        coordinator = Role.MUNICIPAL_COORDINATOR
        people = {
            "curator": await make_person(session, first, "Ким Вера Олеговна", Role.CURATOR),
            "other": await make_person(session, second, "Лис Инна Олеговна", Role.CURATOR),
            "town": await make_person(session, town, "Дуб Олег Львович", coordinator),
        }
    world.moves_to(AFTER)
    return {
        name: await make_joined(world, person, 900 + number)
        for number, (name, person) in enumerate(people.items())
    }


async def pictures(user: User, place: str = "") -> str:
    await user.says("/results")
    await user.clicks("Вводная")
    if place:
        await user.clicks(place)
    return await user.clicks("📊 Картинки")


async def test_a_curator_chooses_among_the_pictures_there_are(
    world: World, joined: dict[str, User]
) -> None:
    curator = joined["curator"]
    seen = await pictures(curator)
    assert "Что нарисовать?" in seen
    choice = curator.last
    assert choice.buttons == [
        "Средние оценки", "Как отвечали", "Где видят по-разному", "Школа среди других",
        "‹ К результатам", "☰ Меню",
    ]  # fmt: skip

    names = []
    for label in choice.buttons[:4]:
        await curator.clicks(label, on=choice)
        file = curator.last.file
        assert file is not None
        assert file.content.startswith(PNG)
        names.append(file.name)
    kinds = ("means", "distributions", "gaps", "band")
    assert names == [f"2026-intro-МБОУ-СОШ-1.{kind}.png" for kind in kinds]
    assert "Что нарисовать?" in await curator.clicks("К картинкам")
    async with world.sessions() as session:
        found = await session.scalars(
            select(AuditEntry).where(AuditEntry.action == "results_exported")
        )
        assert [entry.details["format"] for entry in found] == ["png"] * 4


async def test_a_coordinator_has_no_band_of_the_town_and_one_of_each_school(
    joined: dict[str, User],
) -> None:
    town = joined["town"]
    await pictures(town, "Σ")
    assert "Школа среди других" not in town.last.buttons
    await pictures(town, "№ 3")
    assert "Школа среди других" in town.last.buttons


async def test_another_schools_pictures_are_not_there(joined: dict[str, User]) -> None:
    curator, other = joined["curator"], joined["other"]
    await pictures(curator)
    choice = curator.last
    for label in choice.buttons[:4]:
        await other.presses(choice.data(label))
        assert "Этого уже нет" in other.sees
        assert other.last.file is None


async def test_old_messages_still_have_their_picture_and_any_button_works_after_a_restart(
    world: World, joined: dict[str, User]
) -> None:
    curator = joined["curator"]
    await curator.says("/results")
    await curator.clicks("Вводная")
    old = curator.last.data("Excel").replace("workbook", "picture")
    world.restart()
    await curator.presses(old)
    assert curator.last.file is not None
    assert curator.last.file.name.endswith(".means.png")

    await curator.clicks("К картинкам")
    data = curator.last.data("Как отвечали")
    world.restart()
    for page in ("99", "-4"):
        await curator.presses(data.rsplit(":", 1)[0] + f":{page}")
        assert curator.last.file is not None


async def test_many_questions_come_in_parts(world: World) -> None:
    codes = [f"{area}{n}" for area in AREAS for n in range(1, 5)]
    async with world.sessions.begin() as session:
        school = await make_organisation(session, "МБОУ СОШ № 9")
        sheets = {MENTEE: [dict.fromkeys(codes, 4)] * 10, MENTOR: []}
        await make_poll(session, school, sheets, WaveCode.DEFICITS)
        person = await make_person(session, school, "Ким Вера Олеговна", Role.CURATOR)
    world.moves_to(AFTER)
    curator = await make_joined(world, person, 900)
    await curator.says("/results")
    await curator.clicks("Что пока трудно")
    await curator.clicks("Картинки")
    assert curator.last.buttons[:3] == ["Средние оценки", "Области по кругу", "Как отвечали"]
    await curator.clicks("Как отвечали")
    first = curator.last.file
    assert "Часть 1 из 2" in curator.sees
    await curator.clicks("2 ›")
    second = curator.last.file

    assert "Часть 2 из 2" in curator.sees
    assert first is not None
    assert second is not None
    assert (first.name, second.name) == tuple(
        f"2026-deficits-МБОУ-СОШ-9.distributions-{n}.png" for n in (1, 2)
    )
    assert first.content != second.content


async def test_changes_are_offered_where_the_same_people_answered_twice(world: World) -> None:
    async with world.sessions.begin() as session:
        school = await make_organisation(session, "МБОУ СОШ № 1")
        mentors = await make_people(session, school, MENTOR, 6)
        for code, mark in (("intro", 5), ("final", 7)):
            said = [(one, MENTOR, {"EFF": mark}) for one in mentors]
            await make_held(session, school, code, said)
        person = await make_person(session, school, "Ким Вера Олеговна", Role.CURATOR)
    world.moves_to(JUNE)
    curator = await make_joined(world, person, 900)
    await curator.says("/results")
    await curator.clicks("Итоговая")
    await curator.clicks("Картинки")
    assert curator.last.buttons[:2] == ["Средние оценки", "Что изменилось"]
    await curator.clicks("Что изменилось")

    assert curator.last.file is not None
    assert curator.last.file.content.startswith(PNG)


async def test_in_english(joined: dict[str, User]) -> None:
    curator = joined["curator"]
    await curator.says("/language")
    await curator.clicks("English")
    await curator.says("/results")
    await curator.clicks("Opening")
    assert "What shall I draw?" in await curator.clicks("Pictures")
    await curator.clicks("The school among others")
    assert curator.last.file is not None


def pictured(content: bytes) -> dict[str, str]:
    """The caption below each picture of a document, and what stands for the picture."""
    paper = Document(BytesIO(content))
    shapes = iter(paper.inline_shapes)
    found = {}
    for before, after in zip(paper.paragraphs, paper.paragraphs[1:], strict=False):
        if before._p.xpath(".//pic:pic"):
            found[after.text] = next(shapes)._inline.docPr.get("descr") or ""
    return found


async def test_the_word_documents_have_the_pictures_with_captions(session: AsyncSession) -> None:
    school = await make_organisation(session, "МБОУ СОШ № 1")
    areas = [f"{area}{n}" for area in ("SUBJ", "METH", "PSYP") for n in range(1, 5)]
    hard: list[Said] = [dict.fromkeys(areas, mark) for mark in (1, 2, 3, 4, 5)]
    waves = await make_year(session, school, rounds=whole_year() | {"deficits": {MENTEE: hard}})
    of_deficits = pictured(note(await material(session, school, waves["deficits"]), speech()))
    assert list(of_deficits) == [
        f"Рисунок {n}. {what}, n = 5. Меньше 5 человек не показываем."
        for n, what in enumerate(("Средние оценки", "Области по кругу"), 1)
    ]
    assert set(of_deficits.values()) == {
        f"{what}. Что пока трудно, 2026/27, МБОУ СОШ № 1. Числа есть в таблицах этого документа."
        for what in ("Средние оценки", "Области по кругу")
    }

    content = spravka(await material(session, school, waves["final"]), speech())
    names = [caption.split(". ")[1] for caption in pictured(content)]
    assert names == [
        "Средние оценки, n = 7–12", "Как отвечали, n = 7–12", "Где видят по-разному, n = 7–12",
        "Средние оценки, n = 5",
    ]  # fmt: skip
    paper = opened(content)
    assert section(paper, "Где видят по-разному")
    rows = [one for n in range(4) for one in table_rows(paper, n) if len(one) == 4]
    gaps = [one for one in rows if one[3] == "2,0"]
    assert ["Вхождение в школу", "9,0 (n = 12)", "7,0 (n = 7)", "2,0"] in gaps


def table_rows(paper: Any, number: int) -> list[list[str]]:
    try:
        return table(paper, "Вопрос", number)
    except IndexError:
        return []


async def test_a_document_of_too_few_has_no_picture(session: AsyncSession) -> None:
    school: Organisation = await make_organisation(session, "МБОУ СОШ № 1")
    few: dict[Role, list[Said]] = {MENTOR: [{"EFF": 7}] * 4, MENTEE: [{"EFF": 7}] * 4}
    waves = await make_year(session, school, rounds={"final": few})
    content = note(await material(session, school, waves["final"]), speech())

    assert pictured(content) == {}
    assert "Где видят по-разному" not in "\n".join(p.text for p in opened(content).paragraphs)
