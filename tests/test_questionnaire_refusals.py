from typing import Any

import pytest
from sqlalchemy import update

from models import Account
from models.enums import Missing
from services.catalogue import parse
from tests.answering import GONE, STALE, Asked, asked, reaching
from tests.conversation import World
from tests.surveys import (
    question_on,
    swap,
)
from tests.test_steps import FOLLOWED


async def test_a_double_tap_is_one_answer(world: World) -> None:
    everything = await reaching(world, "EFF")
    anna = everything.anna
    tap = anna.last.data("8")
    await anna.presses(tap)
    following, toasts = question_on(anna.last), len(anna.toasts)
    await anna.presses(tap)

    assert question_on(anna.last) == following
    assert anna.toasts[toasts:] == [STALE]
    assert set(await everything.given()) == {("EXPR", None), ("EFF", None)}


async def test_a_double_tap_on_back_goes_back_once(world: World) -> None:
    anna = (await reaching(world, "THE")).anna
    tap = anna.last.data("Назад")
    await anna.presses(tap)
    there = question_on(anna.last)
    await anna.presses(tap)

    assert question_on(anna.last) == there


async def test_an_old_message_shows_the_current_question_and_changes_nothing(
    world: World,
) -> None:
    everything = await reaching(world, "EFF")
    anna = everything.anna
    old = anna.last
    tap = old.data("3")
    await anna.says("/survey")
    await anna.clicks("8")
    given = await everything.given()
    await anna.presses(tap, on=old)

    assert question_on(old) == question_on(anna.last) == ("ORG", None)
    assert anna.toasts[-1] == STALE
    assert await everything.given() == given


FORGED = [
    "q:{n}:EFF::11",
    "q:{n}:EFF::0",
    "q:{n}:EFF::yes",
    "q:{n}:EFF::skip",
    "qt:{n}:EFF::8:1",
    "q:{foreign}:EFF::8",
    "s:{foreign}",
    "qs:{foreign}:begin",
    "qs:{foreign}:send",
    "qr:{foreign}:EFF:",
    "s:999999",
]


async def test_a_forged_button_is_not_found(world: World) -> None:
    everything = await reaching(world, "EFF")
    anna, given = everything.anna, await everything.given()
    cursor = (await everything.assignment()).cursor
    for data in FORGED:
        await anna.says("/survey")
        own, foreign = everything.number("anna"), everything.number("boris")
        await anna.presses(data.format(n=own, foreign=foreign))
        assert GONE in anna.sees, data
        assert await everything.given() == given, data
    assert await everything.given("boris") == {}
    assert (await everything.assignment()).cursor == cursor
    assert (await everything.assignment("boris")).started_at is None


ELSEWHERE = [
    "q:{n}:SUP::8",
    "q:{n}:EFF:{pair}:8",
    "q:{n}:COM:999:8",
    "q:{n}:COM::8",
    "qb:{n}:NOPE::back",
    "qs:{n}:send",
    "qr:{n}:EXPR:",
]


async def test_a_button_of_another_question_is_stale(world: World) -> None:
    everything = await reaching(world, "EFF")
    anna, given, shown = everything.anna, await everything.given(), everything.anna.last.text
    for number, data in enumerate(ELSEWHERE, start=1):
        pair = everything.school.pair.id
        await anna.presses(data.format(n=everything.number("anna"), pair=pair))
        assert anna.last.text == shown, data
        assert anna.toasts == [STALE] * number, data
    assert await everything.given() == given


NONSENSE = ["s:-1", "s:99999999999", "qb:1:EFF::up", "s:x"]


async def test_nonsense_in_a_button_is_an_outdated_button(world: World) -> None:
    everything = await reaching(world, "EFF")
    anna, given = everything.anna, await everything.given()
    for number, data in enumerate(NONSENSE, start=1):
        await anna.presses(data)
        assert anna.toasts == ["Эта кнопка уже устарела"] * number, data
    assert await everything.given() == given


async def test_a_text_too_long_can_be_written_again(world: World) -> None:
    everything = await reaching(world, "ROLE")
    assert "длинновато" in await everything.anna.says("я" * 2001)
    assert ("ROLE", None) not in await everything.given()

    await everything.anna.says("я" * 2000)
    assert (await everything.given())["ROLE", None] == "я" * 2000


@pytest.mark.parametrize("item", ["ROLE", "EFF"])
@pytest.mark.parametrize(
    "content",
    [
        {"photo": [{"file_id": "f", "file_unique_id": "f", "width": 1, "height": 1}]},
        {"voice": {"file_id": "f", "file_unique_id": "f", "duration": 1}},
        {"document": {"file_id": "f", "file_unique_id": "f", "file_name": "a.docx"}},
    ],
)
async def test_a_picture_or_a_voice_is_no_answer_and_the_question_stays(
    world: World, item: str, content: dict[str, Any]
) -> None:
    everything = await reaching(world, item)
    await everything.anna._message(content)
    assert "только текст и кнопки" in everything.anna.sees
    assert (item, None) not in await everything.given()

    await everything.anna.says("/survey")
    assert question_on(everything.anna.last) == (item, None)


async def test_after_a_picture_the_text_can_still_be_typed(world: World) -> None:
    everything = await reaching(world, "ROLE")
    await everything.anna._message(
        {"voice": {"file_id": "f", "file_unique_id": "f", "duration": 1}}
    )
    await everything.anna.says("Словами")

    assert (await everything.given())["ROLE", None] == "Словами"


async def test_a_number_typed_under_a_scale_is_not_an_answer(world: World) -> None:
    everything = await reaching(world, "EFF")
    assert "нажать одну из кнопок" in await everything.anna.says("8")

    assert ("EFF", None) not in await everything.given()


async def test_a_text_written_after_leaving_for_the_menu_is_not_an_answer(world: World) -> None:
    everything = await reaching(world, "ROLE")
    await everything.anna.says("/menu")
    await everything.anna.says("Просто сообщение")

    assert ("ROLE", None) not in await everything.given()


async def test_a_text_for_a_question_that_is_not_on_the_screen_is_not_taken(world: World) -> None:
    everything = await reaching(world, "ROLE")
    async with world.sessions.begin() as session:
        await session.execute(
            update(Account)
            .where(Account.address == 100)
            .values(
                expects={
                    "what": "survey",
                    "assignment": everything.number("anna"),
                    "step": ["VAL", None],
                }
            )
        )
    shown = await everything.anna.says("Опоздавший ответ")

    assert "ответом не посчитал" in shown
    assert question_on(everything.anna.last) == ("ROLE", None)
    assert not {("ROLE", None), ("VAL", None)} & set(await everything.given())


async def several(world: World) -> Asked:
    everything = await asked(world)
    async with world.sessions.begin() as session:
        await swap(session, everything.made.wave, parse(FOLLOWED, "followed-up"))
    await everything.anna.says("/survey")
    await everything.anna.clicks("Начать")
    await everything.anna.clicks("Нет")
    return everything


async def test_several_choices_are_toggled_survive_a_restart_and_go_on_by_done(
    world: World,
) -> None:
    everything = await several(world)
    anna = everything.anna
    assert "Готово ›" not in anna.last.buttons
    rows = [row[0]["callback_data"] for row in anna.last.rows]
    await anna.presses(rows[2])
    await anna.presses(rows[0])
    await anna.presses(rows[0])
    world.restart()
    await anna.says("/survey")

    assert [b.startswith("✓") for b in anna.last.buttons[:3]] == [True, False, True]
    assert (await everything.given())["BAR", None] == ["a", "c"]
    done = anna.last.data("Готово")
    await anna.presses(done)
    assert question_on(anna.last) == ("LAST", None)
    await anna.presses(done)
    assert question_on(anna.last) == ("LAST", None)


async def test_choices_taken_back_leave_the_question_unanswered(world: World) -> None:
    everything = await several(world)
    anna = everything.anna
    await anna.presses(anna.last.rows[0][0]["callback_data"])
    await anna.presses(anna.last.rows[0][0]["callback_data"])
    assert ("BAR", None) not in await everything.given()

    await anna.clicks("Пропустить")
    assert (await everything.given())["BAR", None] is Missing.SKIPPED


@pytest.mark.parametrize("data", ["qt:{n}:BAR::z:1", "q:{n}:BAR::a"])
async def test_a_choice_that_is_not_offered_is_not_found(world: World, data: str) -> None:
    everything = await several(world)
    await everything.anna.presses(data.format(n=everything.number("anna")))

    assert GONE in everything.anna.sees
    assert ("BAR", None) not in await everything.given()
