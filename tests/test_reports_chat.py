"""«Документы» on a page of results."""

from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import select

from models import AuditEntry, Organisation
from models.enums import Role
from tests.conversation import User, World
from tests.factories import make_joined, make_organisation, make_person
from tests.polls import make_town
from tests.test_reports import table
from tests.yearly import MENTOR, june, make_year, whole_year


@pytest.fixture
async def joined(world: World) -> dict[str, User]:
    """In June: a coordinator, the curator of a school with a whole year, one of another."""
    async with world.sessions.begin() as session:
        town = await make_town(session)
        school = await make_organisation(session, "МБОУ СОШ № 1", parent=town)
        other = await make_organisation(session, "МБОУ СОШ № 2", parent=town)
        await make_year(session, school)
        await make_year(session, other, rounds={"final": {MENTOR: [{"SAT": [5]}] * 4}})
        people = {
            "curator": await make_person(session, school, "Ким Вера Олеговна", Role.CURATOR),
            "other": await make_person(session, other, "Лис Инна Олеговна", Role.CURATOR),
            "town": await make_person(
                session, town, "Дуб Олег Львович", Role.MUNICIPAL_COORDINATOR
            ),
        }
    world.moves_to(june())
    return {
        name: await make_joined(world, person, 900 + number)
        for number, (name, person) in enumerate(people.items())
    }


async def documents(user: User, round_: str = "Итоговая", place: str = "") -> str:
    await user.says("/results")
    await user.clicks(round_)
    if place:
        await user.clicks(place)
    return await user.clicks("Документы")


async def exports(world: World) -> list[AuditEntry]:
    async with world.sessions() as session:
        found = select(AuditEntry).where(AuditEntry.action == "results_exported")
        return list(await session.scalars(found.order_by(AuditEntry.id)))


async def test_the_report_of_the_year_arrives_as_word(
    world: World, joined: dict[str, User]
) -> None:
    curator = joined["curator"]
    seen = await documents(curator)
    assert "меньше 5 человек" in seen
    await curator.clicks("Справка об итогах")

    file = curator.last.file
    assert file is not None
    assert file.name == "2026-final-МБОУ-СОШ-1.spravka.docx"
    rows = {(row[0], row[1]): row for row in table(Document(BytesIO(file.content)), "Вопрос")}
    await curator.clicks("К результатам")
    await curator.clicks("К результатам")
    mean = rows["Польза наставничества", "Наставники"][2]
    assert f"Польза наставничества\nНаставники: {mean} " in curator.sees
    (entry,) = await exports(world)
    assert entry.details["format"] == "spravka.docx"
    assert entry.details["wave"] == "final"
    assert entry.actor_id is not None


async def test_every_document_is_sent_and_written_down(
    world: World, joined: dict[str, User]
) -> None:
    curator = joined["curator"]
    await documents(curator)
    for label, ending in (
        ("Аналитическая записка", "note.docx"),
        ("Показатели", "statistics.xlsx"),
        ("CSV", "cells.csv"),
    ):
        await curator.clicks(label)
        file = curator.last.file
        assert file is not None
        assert file.name.endswith(ending)
        await curator.clicks("К результатам")
    kinds = [entry.details["format"] for entry in await exports(world)]
    assert kinds == ["note.docx", "statistics.xlsx", "results.csv"]


async def test_the_town_has_one_for_all_schools(joined: dict[str, User]) -> None:
    town = joined["town"]
    await documents(town, place="Σ")
    await town.clicks("Справка")

    file = town.last.file
    assert file is not None
    paper = Document(BytesIO(file.content))
    assert [row[0] for row in table(paper, "Ответили по школам")[1:]] == [
        "МБОУ СОШ № 1", "МБОУ СОШ № 2",
    ]  # fmt: skip
    rows = {(row[0], row[1]): row for row in table(paper, "Вопрос")}
    assert rows["Удовлетворённость работой", "Наставники"][5] == "12", "four are left out"


async def test_only_the_closing_round_has_the_report_of_the_year(
    joined: dict[str, User],
) -> None:
    curator = joined["curator"]
    await documents(curator, "Вводная")
    assert not any("Справка" in label for label in curator.last.buttons)
    stale = curator.last.data("записка").replace(":note:", ":spravka:")
    await curator.presses(stale)
    assert "по итоговой анкете" in curator.sees


async def test_the_curators_form_has_no_note(joined: dict[str, User]) -> None:
    curator = joined["curator"]
    await documents(curator, "Анкета куратора")
    assert not any("записка" in label for label in curator.last.buttons)
    await curator.presses(curator.last.data("Показатели").replace("statistics", "note"))
    assert "записки по ней не бывает" in curator.sees
    await documents(curator, "Анкета куратора")
    await curator.clicks("Показатели")

    file = curator.last.file
    assert file is not None
    sheet = load_workbook(BytesIO(file.content))["Показатели"]
    values = {row[0].value: row[4].value for row in sheet.iter_rows(min_row=2)}
    assert values["I17. Баллы анкеты куратора"] == "14,0 из 18 (анкет: 1)"


async def test_somebody_elses_document_is_not_there(world: World, joined: dict[str, User]) -> None:
    curator, other = joined["curator"], joined["other"]
    await documents(curator)
    data = curator.last.data("записка")
    await other.says("/results")
    await other.presses(data)
    assert "Этого уже нет" in other.sees
    whole = data.replace(":0:0", ":1:0")
    assert whole != data
    await curator.presses(whole)
    assert "Этого уже нет" in curator.sees
    assert await exports(world) == []


async def test_a_small_school_gets_the_response_and_no_numbers(joined: dict[str, User]) -> None:
    other = joined["other"]
    await documents(other)
    await other.clicks("записка")

    file = other.last.file
    assert file is not None
    paper = Document(BytesIO(file.content))
    said = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "Средних оценок, которые можно показать, нет." in said
    assert ["Ответили", "4"] in table(paper, "Отклик")


async def test_a_round_that_nobody_answered_has_no_document(world: World) -> None:
    async with world.sessions.begin() as session:
        school: Organisation = await make_organisation(session, "МБОУ СОШ № 9")
        await make_year(session, school, rounds={"final": {MENTOR: [None]}})
        person = await make_person(session, school, "Ким Вера Олеговна", Role.CURATOR)
    world.moves_to(june())
    curator = await make_joined(world, person, 950)
    await documents(curator)
    await curator.clicks("Справка")

    assert "никто не ответил" in curator.sees
    assert await exports(world) == []


async def test_a_round_that_goes_on_again_shows_the_response_instead(
    world: World, joined: dict[str, User]
) -> None:
    curator = joined["curator"]
    await documents(curator)
    async with world.sessions.begin() as session:
        later = await make_organisation(session, "МБОУ СОШ № 7")
        waves = await make_year(session, later, rounds={"final": whole_year()["final"]})
        waves["final"].closed_at, waves["final"].closes_on = None, june().date()
        person = await make_person(session, later, "Рак Яна Олеговна", Role.CURATOR)
    yana = await make_joined(world, person, 951)
    await yana.says("/results")
    await yana.clicks("Итоговая")
    assert not any("Документы" in label for label in yana.last.buttons)
    opened = f"{later.id}:0:0"
    stale = curator.last.data("Справка").rsplit(":", 3)[0] + f":{opened}"
    await yana.presses(stale)
    assert "Ответы станут видны после завершения" in yana.sees
    assert await exports(world) == []


async def test_how_many_have_grown_is_on_the_page_and_in_the_note(
    joined: dict[str, User],
) -> None:
    curator = joined["curator"]
    await curator.says("/results")
    seen = await curator.clicks("Рост наставника")
    line = "Выросли, по их мнению: 6 из 6, без изменений 0, стало хуже у 0."
    assert line in seen
    await curator.clicks("Документы")
    await curator.clicks("записка")

    file = curator.last.file
    assert file is not None
    assert line in [paragraph.text for paragraph in Document(BytesIO(file.content)).paragraphs]
