import pytest

from models.enums import Role, WaveCode
from services import answering
from services.answering import Overtaken
from services.questionnaires import Sheet, get_own
from tests.answering import GONE, STALE, answered, asked, begun, reaching
from tests.conversation import World
from tests.factories import (
    make_pair,
    make_person,
)
from tests.surveys import (
    answer_all,
    question_on,
)


async def test_back_shows_the_answer_given_and_going_on_finds_the_first_unanswered(
    world: World,
) -> None:
    everything = await reaching(world, "THE")
    anna = everything.anna
    for _ in range(3):
        await anna.clicks("Назад")
    assert question_on(anna.last) == ("EFF", None)
    assert "✓ 1" in anna.last.buttons

    await anna.clicks("8")
    assert question_on(anna.last) == ("THE", None)
    assert (await everything.given())["EFF", None] == 8
    await anna.clicks("Назад")
    await anna.clicks("Затрудняюсь")
    await anna.clicks("Назад")
    assert "✓ Затрудняюсь ответить" in anna.last.buttons


async def test_the_first_question_has_no_way_back(world: World) -> None:
    everything = await begun(world)
    anna = everything.anna
    assert "‹ Назад" not in anna.last.buttons

    await anna.presses(f"qb:{everything.number('anna')}:EXPR::back")
    assert question_on(anna.last) == ("EXPR", None)


async def test_a_text_given_before_can_be_kept_or_written_anew(world: World) -> None:
    everything = await reaching(world, "ROLE")
    anna = everything.anna
    assert "Оставить так ›" not in anna.last.buttons
    await anna.says("Первая мысль")
    await anna.clicks("Назад")
    assert "Ваш ответ: «Первая мысль»" in anna.sees
    await anna.clicks("Оставить так")
    assert question_on(anna.last) == ("VAL", None)

    await anna.clicks("Назад")
    await anna.says("Вторая & лучшая <мысль>")
    assert (await everything.given())["ROLE", None] == "Вторая & лучшая <мысль>"
    await anna.clicks("Назад")
    assert "«Вторая & лучшая <мысль>»" in anna.sees


async def test_an_unanswered_question_cannot_be_kept(world: World) -> None:
    everything = await reaching(world, "ROLE")
    await everything.anna.presses(f"qb:{everything.number('anna')}:ROLE::on")

    assert question_on(everything.anna.last) == ("ROLE", None)
    assert ("ROLE", None) not in await everything.given()


async def test_the_review_lists_the_answers_and_lets_one_be_changed(world: World) -> None:
    long = "Очень " * 40
    everything = await reaching(world, None, EFF="8", COM="hard_to_say", ROLE=long)
    anna = everything.anna
    assert "2. Польза наставничества — 8" in anna.sees
    assert "Комфорт в паре — затрудняюсь ответить" in anna.sees
    assert "«Очень Очень" in anna.sees
    assert long not in anna.sees
    assert "— пропущено" in anna.sees

    world.restart()
    await anna.clicks("2")
    assert question_on(anna.last) == ("EFF", None)
    assert "✓ 8" in anna.last.buttons
    await anna.clicks("9")
    assert "2. Польза наставничества — 9" in anna.sees


async def test_a_change_that_opens_a_follow_up_asks_it_before_the_review(world: World) -> None:
    anna = (await reaching(world, None)).anna
    await anna.clicks("1")
    await anna.clicks("Да")
    assert question_on(anna.last) == ("EXPR_MORE", None)

    assert "Проверьте ответы" in await anna.says("Вёл кружок наставников")
    assert "16. " in anna.sees


async def test_numbers_of_the_review_are_stale_while_a_question_is_on_the_screen(
    world: World,
) -> None:
    everything = await reaching(world, None)
    anna = everything.anna
    tap, send = anna.last.data("3"), anna.last.data("Отправить")
    await anna.clicks("2")
    here = question_on(anna.last)
    for data in (tap, send):
        await anna.presses(data)
        assert question_on(anna.last) == here
        assert anna.toasts[-1] == STALE
    assert (await everything.assignment()).submitted_at is None


async def test_a_long_review_comes_in_parts_that_all_work(world: World) -> None:
    everything = await asked(world, WaveCode.FINAL)
    async with world.sessions.begin() as session:
        school = everything.school
        for n in range(9):
            mentee = await make_person(session, school.school, f"Ильин Ян {'и' * n}", Role.MENTEE)
            await make_pair(session, school.people["anna"], mentee)
    anna = everything.anna
    await answered(everything, None, VAL="<&>" * 400)
    await anna.says("/survey")
    parts = list(anna.chat)

    assert len(parts) > 1
    assert all(len(part.text) < 3500 for part in parts)
    numbers = [label for part in parts for label in part.buttons if label.isdigit()]
    assert numbers == [str(n) for n in range(1, len(await everything.given()) + 1)]
    assert [("Отправить" in part.buttons) for part in parts] == [False] * (len(parts) - 1) + [True]
    await anna.clicks("1", on=parts[0])
    assert question_on(parts[0]) is not None


async def test_sending_twice_is_one_sending_and_nothing_changes_afterwards(world: World) -> None:
    everything = await reaching(world, "EFF")
    anna = everything.anna
    old = anna.last.data("3")
    await answer_all(anna, {})
    send, number = anna.last.data("Отправить"), anna.last.data("2")
    await anna.presses(send)
    given, sent_at = await everything.given(), world.now
    world.waits(minutes=1)

    for data in (send, number, old, f"qb:{everything.number('anna')}:EFF::back"):
        await anna.presses(data)
        assert "Изменить ответы уже нельзя" in anna.sees
    assert (await everything.assignment()).submitted_at == sent_at
    assert await everything.given() == given
    assert "Вы уже на всё ответили" in await anna.says("/survey")


async def test_the_thanks_say_how_long_the_answers_stay_confidential(world: World) -> None:
    anna = (await reaching(world, None)).anna
    thanks = await anna.clicks("Отправить")

    assert "не увидит никто и потом" in thanks
    assert "от 5 человек" in thanks
    assert anna.last.buttons == ["Что увидит куратор", "☰ Меню"]


NOT_ASKED = ["qr:{n}:SUP:", "qr:{n}:COM:999", "qr:{n}:EXPR_MORE:"]


async def test_only_what_is_asked_can_be_changed_from_the_review(world: World) -> None:
    everything = await reaching(world, None)
    anna = everything.anna
    for data in NOT_ASKED:
        await anna.presses(data.format(n=everything.number("anna")))
        assert GONE in anna.sees, data
        assert "Проверьте ответы" in await anna.says("/survey")


async def test_what_was_saved_after_the_sheet_was_read_is_never_overwritten(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another account of the same person: the update is tried again, with the sheet as it is."""
    everything = await begun(world)
    anna, number = everything.school.people["anna"].id, everything.number("anna")
    async with world.sessions() as session:
        read = await get_own(session, anna, number, world.now)
    await everything.anna.clicks("Да")
    saved, cursor = await everything.given(), (await everything.assignment()).cursor

    async def as_read(*_: object) -> Sheet:
        return read

    monkeypatch.setattr(answering, "get_own", as_read)
    async with world.sessions() as session:
        with pytest.raises(Overtaken):
            await answering.choose(session, anna, (number, read.steps[0].key), "no", world.now)
        await session.rollback()
    assert await everything.given() == saved
    assert (await everything.assignment()).cursor == cursor
