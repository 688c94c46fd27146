"""A file of a place where many answered: made in the background, told of in the chat."""

from typing import Any

import pytest
from sqlalchemy import delete, update

from models import Account, Consent, RoleGrant, Wave
from models.enums import ExportState
from tests.conversation import World
from tests.exporting import (
    asks,
    exports,
    files,
    make_answered,
    makes,
    opens,
    sheets,
    written_down,
)


async def test_a_small_file_is_sent_at_once(world: World) -> None:
    curator = (await make_answered(world, at_once=11))["curator"]
    await asks(curator)

    assert len(files(curator)) == 1
    assert await exports(world) == []
    assert not await makes(world)


async def test_a_large_file_is_promised_and_arrives(world: World) -> None:
    """It says what the immediate one says, and is written down once."""
    curator = (await make_answered(world))["curator"]
    told = await asks(curator)
    assert "Готовлю файл" in told.plain
    assert "Скоро начну" in told.plain
    assert told.buttons == ["Отменить"]
    assert files(curator) == []
    assert await written_down(world) == []

    assert await makes(world)
    assert told.plain == "Файл готов."
    assert told.buttons == []
    (sent,) = files(curator)
    assert sent is curator.last
    assert "Вводная анкета" in sent.plain
    assert not await makes(world), "nothing is left to make"
    assert await written_down(world) == ["xlsx"]

    world.programme = type(world.programme)(bot_name="nastavnik_bot")
    world.restart()
    await asks(curator)
    at_once = files(curator)[-1]
    assert at_once is not sent
    assert at_once.file is not None
    assert sent.file is not None
    assert sent.file.name == at_once.file.name
    assert sheets(sent) == sheets(at_once)
    assert any("мысль 4" in row for row in sheets(sent)["Ответы своими словами"])


async def test_the_page_stays_and_the_file_leads_back_to_it(world: World) -> None:
    curator = (await make_answered(world))["curator"]
    page = await opens(curator)
    await curator.clicks("Excel")
    assert "Средние оценки" in page.plain
    await makes(world)
    await curator.clicks("К результатам")

    assert "Наставники" in curator.sees


@pytest.mark.parametrize(
    ("label", "kind", "ending"),
    [
        ("записка", "note.docx", "note.docx"),
        ("Показатели", "statistics.xlsx", "statistics.xlsx"),
        ("CSV", "results.csv", "cells.csv"),
    ],
)
async def test_documents_are_made_so_too(world: World, label: str, kind: str, ending: str) -> None:
    curator = (await make_answered(world))["curator"]
    await opens(curator)
    await curator.clicks("Документы")
    await curator.clicks(label)
    assert files(curator) == []
    assert await makes(world)

    (sent,) = files(curator)
    assert sent.file is not None
    assert sent.file.name.endswith(ending)
    assert await written_down(world) == [kind]


async def test_pressed_again_it_is_the_same_file(world: World) -> None:
    curator = (await make_answered(world))["curator"]
    first = await asks(curator)
    second = await asks(curator)
    assert second is not first
    assert "Готовлю файл" in second.plain
    assert "Сначала закончу" not in second.plain
    await opens(curator)
    await curator.clicks("Документы")
    await curator.clicks("CSV")
    assert "Сначала закончу" in curator.sees

    third = curator.last
    assert len(await exports(world)) == 1
    assert await makes(world)
    assert [m.plain for m in (first, second, third)] == ["Файл готов."] * 3
    assert len(files(curator)) == 1
    assert not await makes(world)


async def test_cancelled_before_it_began(world: World) -> None:
    curator = (await make_answered(world))["curator"]
    told = await asks(curator)
    await curator.clicks("Отменить")
    assert told.plain == "Остановлено: файла не будет."
    assert not await makes(world)
    assert files(curator) == []
    assert await written_down(world) == []

    await curator.clicks("Приготовить снова")
    assert "Готовлю файл" in curator.sees
    assert await makes(world)
    assert len(files(curator)) == 1


async def test_a_stale_cancel_changes_nothing(world: World) -> None:
    people = await make_answered(world)
    curator = people["curator"]
    told = await asks(curator)
    stale = told.data("Отменить")
    await makes(world)
    await curator.presses(stale, told)
    assert told.plain == "Файл готов."

    other = await asks(curator)
    await curator.clicks("Отменить")
    await curator.presses(other.data("Приготовить"), other)
    await curator.presses("xc:99999", curator.last)
    assert "Этого уже нет" in curator.sees
    states = [export.state for export in await exports(world)]
    assert states == [ExportState.DONE, ExportState.CANCELLED, ExportState.WAITING]


async def test_nobody_cancels_what_is_another_persons(world: World) -> None:
    people = await make_answered(world)
    told = await asks(people["curator"])
    await people["town"].says("/menu")
    await people["town"].presses(told.data("Отменить"))

    assert "Этого уже нет" in people["town"].sees
    assert await makes(world)
    assert len(files(people["curator"])) == 1
    assert files(people["town"]) == []


async def test_two_people_get_their_files_one_after_the_other(world: World) -> None:
    people = await make_answered(world)
    await asks(people["curator"])
    await asks(people["town"])
    assert len(await exports(world)) == 2
    assert await makes(world)
    assert [len(files(user)) for user in people.values()] == [1, 0]
    assert await makes(world)
    assert [len(files(user)) for user in people.values()] == [1, 1]


async def test_a_failure_is_told_and_can_be_tried_again(world: World) -> None:
    curator = (await make_answered(world))["curator"]
    told = await asks(curator)

    async def broken(*given: Any) -> Any:
        raise ZeroDivisionError

    assert await makes(world, begin=broken)
    assert "не получилось" in told.plain
    assert files(curator) == []
    assert not await makes(world), "it is not tried again by itself"

    await curator.clicks("Приготовить снова")
    assert await makes(world)
    assert len(files(curator)) == 1
    assert await written_down(world) == ["xlsx"]


async def test_who_has_lost_the_right_meanwhile_gets_nothing(world: World) -> None:
    curator = (await make_answered(world))["curator"]
    told = await asks(curator)
    async with world.sessions.begin() as session:
        await session.execute(delete(RoleGrant).where(RoleGrant.role == "curator"))
        row = (await exports(world))[0]
        session.add(RoleGrant(person_id=await person(world, row.account_id), role="mentor",
                              organisation_id=row.organisation_id))  # fmt: skip
    assert await makes(world)

    assert "больше не доступны" in told.plain
    assert told.buttons == []
    assert files(curator) == []
    assert await written_down(world) == []


async def person(world: World, account_id: int) -> int:
    async with world.sessions() as session:
        return (await session.get_one(Account, account_id)).person_id or 0


async def test_who_agrees_no_more_is_told_nothing(world: World) -> None:
    curator = (await make_answered(world))["curator"]
    told = await asks(curator)
    before = len(curator.chat)
    async with world.sessions.begin() as session:
        await session.execute(update(Consent).values(withdrawn_at=world.now))
    assert await makes(world)

    assert "Готовлю файл" in told.plain
    assert len(curator.chat) == before
    assert [export.state for export in await exports(world)] == [ExportState.FAILED]


async def test_a_round_that_goes_on_again_tells_nothing_yet(world: World) -> None:
    curator = (await make_answered(world))["curator"]
    told = await asks(curator)
    async with world.sessions.begin() as session:
        again = {"closed_at": None, "closes_on": world.now.date()}
        await session.execute(update(Wave).values(again))
    assert await makes(world)

    assert "завер" in told.plain
    assert files(curator) == []
    assert await written_down(world) == []


async def test_a_restart_forgets_no_file(world: World) -> None:
    curator = (await make_answered(world))["curator"]
    told = await asks(curator)
    world.restart()
    assert await makes(world)

    assert told.plain == "Файл готов."
    assert len(files(curator)) == 1


async def test_it_speaks_the_readers_language(world: World) -> None:
    curator = (await make_answered(world))["curator"]
    await curator.says("/language")
    await curator.clicks("English")
    await curator.says("/results")
    await curator.presses(curator.last.rows[0][0]["callback_data"])
    await curator.clicks("Excel")
    told = curator.last
    assert "I am making the file" in told.plain
    assert await makes(world)

    assert told.plain == "The file is ready."
    assert "Summary" in sheets(files(curator)[0])
