from datetime import timedelta

import pytest

from handlers.questionnaires import OpenSurvey
from models.enums import Missing, Role, WaveCode
from services import joining
from tests.answering import Asked, asked, begun, reaching
from tests.conversation import User, World
from tests.factories import (
    make_pair,
    make_person,
)
from tests.surveys import (
    answer,
    answer_all,
    choices_on,
    question_on,
    specs,
)


async def test_the_title_page_says_what_for_how_long_until_when_and_who_will_see(
    world: World,
) -> None:
    everything = await asked(world, WaveCode.INTERIM)

    page = await everything.anna.says("/survey")
    assert "Промежуточная анкета наставника" in page
    assert "11 вопросов, примерно 4 минуты" in page
    assert "по 30 сентября включительно" in page
    assert "Это конфиденциально" in page
    assert "ответят хотя бы 5 человек" in page
    assert "прочитает только тот, к кому вы обратитесь" in page
    assert (await everything.assignment()).started_at is None
    await everything.anna.clicks("Начать")
    assert (await everything.assignment()).started_at == world.now


async def test_without_a_private_question_the_title_page_promises_no_addressee(
    world: World,
) -> None:
    assert "к кому вы обратитесь" not in await (await asked(world)).anna.says("/survey")


async def test_a_tap_edits_the_message_and_a_typed_answer_is_followed_by_a_new_one(
    world: World,
) -> None:
    anna = (await reaching(world, "SAT")).anna
    message = anna.last
    await anna.clicks("8")
    assert anna.last is message
    assert question_on(message) == ("ROLE", None)

    await anna.says("Помогать с уроками")
    assert question_on(anna.last) == ("VAL", None)
    assert anna.last is not message


async def test_a_scale_is_two_rows_of_five_with_its_ends_in_the_text(world: World) -> None:
    anna = (await reaching(world, "EFF")).anna

    assert [[button["text"] for button in row] for row in anna.last.rows[:2]] == [
        ["1", "2", "3", "4", "5"],
        ["6", "7", "8", "9", "10"],
    ]
    assert anna.last.buttons[10:] == ["Затрудняюсь ответить", "‹ Назад"]
    ends = specs()["mentor-intro"].item("EFF")
    assert ends.low
    assert f"1 — {ends.low.ru}, 10 — " in anna.sees


async def test_a_scale_with_words_is_a_button_for_each_of_them(world: World) -> None:
    everything = await begun(world, WaveCode.GROWTH_START)
    anna = everything.anna

    assert anna.last.rows[0] == [anna.last.rows[0][0]]
    assert anna.last.buttons == [
        *("Совсем никак", "С подсказкой", "В простых случаях", "Уверенно", "Впору учить других"),
        "Затрудняюсь ответить",
    ]
    assert "1 —" not in anna.sees
    await anna.clicks("Уверенно")
    assert (await everything.given())["M1", None] == 4
    await anna.clicks("Назад")
    assert "✓ Уверенно" in anna.last.buttons


async def test_a_low_mark_asks_for_a_word_that_cannot_be_skipped(world: World) -> None:
    everything = await reaching(world, "SAT", WaveCode.INTERIM, COM="9")
    anna = everything.anna
    await anna.clicks("4")
    pair = everything.school.pair.id
    assert question_on(anna.last) == ("SAT_WHY", pair)
    assert anna.last.buttons == ["‹ Назад"]
    assert "без имён и сведений об учениках" in anna.sees.lower()

    await anna.says("Не совпадают уроки")
    assert (await everything.given())["SAT_WHY", pair] == "Не совпадают уроки"
    await anna.clicks("Назад")
    await anna.clicks("Назад")
    await anna.clicks("5")
    assert question_on(anna.last) == ("REG", pair)


async def test_all_is_well_is_one_tap_and_goes_with_nothing_else(world: World) -> None:
    everything = await asked(world, WaveCode.CHECK)
    boris = everything.boris
    await boris.says("/survey")
    await boris.clicks("Начать")
    await boris.clicks("Хорошо")
    await boris.clicks("Документы")
    await boris.clicks("Родители")
    await boris.clicks("Всё в порядке")
    assert question_on(boris.last) == ("HLP", None)
    assert (await everything.given("boris"))["HARD", None] == ["fine"]

    await boris.clicks("Назад")
    await boris.clicks("Нагрузка")
    assert (await everything.given("boris"))["HARD", None] == ["load"]


async def test_hard_to_say_and_a_skip_are_missing_and_never_a_zero(world: World) -> None:
    everything = await reaching(world, "EFF")
    await everything.anna.clicks("Затрудняюсь")
    assert (await everything.given())["EFF", None] is Missing.HARD_TO_SAY

    await answer_all(everything.anna, {"ROLE": "skip"})
    assert (await everything.given())["ROLE", None] is Missing.SKIPPED


async def test_progress_counts_what_applies_now(world: World) -> None:
    anna = (await begun(world)).anna
    assert "1 из 15" in anna.sees

    await anna.clicks("Да")
    assert "2 из 16" in anna.sees
    await anna.clicks("Назад")
    await anna.clicks("Нет")
    assert "2 из 15" in anna.sees


async def test_a_changed_condition_hides_the_follow_up_whose_answer_does_not_count(
    world: World,
) -> None:
    everything = await begun(world)
    anna = everything.anna
    await anna.clicks("Да")
    await anna.says("Три года в школе № 5")
    await anna.clicks("Назад")
    assert "Ваш ответ: «Три года" in anna.sees
    await anna.clicks("Назад")
    await anna.clicks("Нет")
    assert question_on(anna.last) == ("EFF", None)
    assert (await everything.given())["EXPR_MORE", None] == "Три года в школе № 5"

    await anna.clicks("Назад")
    await anna.clicks("Да")
    assert question_on(anna.last) == ("EFF", None), "the kept answer counts again"
    await anna.clicks("Назад")
    await anna.clicks("Назад")
    await anna.clicks("Нет")
    await answer_all(anna, {})
    assert "подробнее" not in anna.sees
    await anna.clicks("Отправить")
    assert ("EXPR_MORE", None) not in await everything.given()


async def test_a_mentor_of_two_is_asked_about_each_by_name_and_once_about_herself(
    world: World,
) -> None:
    everything = await asked(world, WaveCode.INTERIM)
    async with world.sessions.begin() as session:
        school = everything.school
        vera = await make_person(session, school.school, "Белова Вера Ильинична", Role.MENTEE)
        second = (await make_pair(session, school.people["anna"], vera)).id
    anna, first = everything.anna, everything.school.pair.id

    assert "18 вопросов, примерно 5 минут" in await anna.says("/survey")
    await anna.clicks("Начать")
    names = []
    for _ in range(16):
        names.append(anna.sees.split("\n")[1])
        await answer(anna, list(choices_on(anna.last))[-2])
    own, belova, orlov = "", "Коллега: Белова Вера Ильинична", "Коллега: Орлов Борис Ильич"
    assert names == [own] * 2 + [belova] * 7 + [orlov] * 7
    await answer_all(anna, {"LCK": "skip"})
    assert anna.sees.index("Белова Вера") < anna.sees.index("Орлов Борис")
    pairs = [pair for _, pair in await everything.given()]
    assert (pairs.count(first), pairs.count(second), pairs.count(None)) == (7, 7, 4)


@pytest.mark.parametrize("days", [0, 7])
async def test_a_pause_a_restart_and_a_second_phone_find_the_very_question(
    world: World, days: int
) -> None:
    everything = await reaching(world, "PRA")
    shown, given = everything.anna.last, await everything.given()
    world.waits(days=days)
    world.restart()
    await everything.anna.says("/menu")
    await everything.anna.clicks("Анкета")
    assert everything.anna.last.rows == shown.rows

    phone = await make_joined_again(everything, 300)
    await phone.says("/survey")
    assert (phone.last.text, phone.last.rows) == (shown.text, shown.rows)
    await phone.presses(OpenSurvey(assignment=everything.number("anna")).pack())
    assert (phone.last.text, phone.last.rows) == (shown.text, shown.rows)
    assert await everything.given() == given


async def make_joined_again(everything: Asked, address: int) -> User:
    """Anna comes by a new link from another phone; her consent stands."""
    async with everything.world.sessions.begin() as session:
        token = await joining.invite_person(
            session, everything.school.people["anna"].id, everything.world.now
        )
    phone = everything.world.user(address)
    await phone.says(f"/start {token}")
    return phone


async def test_the_button_of_a_push_leads_to_the_title_page_or_to_the_question(
    world: World,
) -> None:
    everything = await asked(world)
    push = OpenSurvey(assignment=everything.number("anna")).pack()
    await everything.anna.says("/menu")
    await everything.anna.presses(push)
    assert "Вводная анкета наставника" in everything.anna.sees

    await everything.anna.clicks("Начать")
    await everything.anna.clicks("Нет")
    await everything.anna.says("/menu")
    await everything.anna.presses(push)
    assert question_on(everything.anna.last) == ("EFF", None)


async def test_beginning_twice_is_beginning_once(world: World) -> None:
    everything = await asked(world)
    await everything.anna.says("/survey")
    tap = everything.anna.last.data("Начать")
    await everything.anna.presses(tap)
    await everything.anna.clicks("Нет")
    world.waits(hours=1)
    await everything.anna.presses(tap)

    assert question_on(everything.anna.last) == ("EFF", None)
    assert (await everything.assignment()).started_at == world.now - timedelta(hours=1)


async def test_the_language_can_be_changed_in_the_middle(world: World) -> None:
    everything = await reaching(world, "EFF")
    await everything.anna.says("/language")
    await everything.anna.clicks("English")

    assert "2 of 15" in await everything.anna.says("/survey")
    assert "Hard to say" in everything.anna.last.buttons
