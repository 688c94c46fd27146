"""What people are told before the first question, the page that shows it, and that it is kept."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from models import Assignment, AuditEntry, Organisation
from models.enums import Role, WaveCode
from services.catalogue import QuestionnaireSpec
from services.programme import Programme
from services.questionnaires import get_own
from tests.answering import GONE, Asked, asked
from tests.conversation import User, World
from tests.factories import make_joined, make_organisation, make_person
from tests.polls import AFTER, make_poll, make_round
from tests.surveys import answer_all, make_joined_school, question_on
from tests.test_results_rounds import asking, growing, own_form, self_seen
from tests.year import comes, only

MENTOR, MENTEE, CURATOR = Role.MENTOR, Role.MENTEE, Role.CURATOR


async def promised(world: World, k: int, code: WaveCode = WaveCode.INTRO) -> Asked:
    everything = await asked(world, code)
    async with world.sessions.begin() as session:
        await session.execute(update(Assignment).values(min_group=k))
    return everything


def sets(world: World, min_group: int) -> None:
    world.programme = Programme(bot_name="nastavnik_bot", min_group=min_group)
    world.restart()


@pytest.mark.parametrize("setting", [3, 5, 20])
async def test_the_first_page_promises_what_is_stored_whatever_is_set_today(
    world: World, setting: int
) -> None:
    sets(world, setting)
    everything = await promised(world, 8)
    page = await everything.anna.says("/survey")

    assert "Это конфиденциально: кто что ответил, не увидит никто" in page
    assert "ответят хотя бы 8 человек" in page
    assert "связаны между собой" in page
    assert "Что увидит куратор" in everything.anna.last.buttons


async def test_the_promise_is_repeated_when_all_is_sent(world: World) -> None:
    everything = await promised(world, 8, WaveCode.INTERIM)
    await everything.anna.says("/survey")
    await everything.anna.clicks("Начать")
    await answer_all(everything.anna, {})
    await everything.anna.clicks("Отправить")

    assert "только вместе, от 8 человек" in everything.anna.sees
    assert "Файлы с результатами этой анкеты пока никто не скачивал" in (
        await everything.anna.clicks("Что увидит куратор")
    )
    assert "анкета отправлена" in await everything.anna.clicks("К анкете")


async def pages_of(user: User) -> list[str]:
    seen = [user.sees]
    while any(label == f"{len(seen) + 1} ›" for label in user.last.buttons):
        seen.append(await user.clicks(f"{len(seen) + 1} ›"))
    return seen


@pytest.mark.parametrize("name", ["anna", "boris"])
async def test_what_the_curator_will_see_has_the_same_questions_and_no_answers(
    world: World, name: str
) -> None:
    everything = await promised(world, 6, WaveCode.FINAL)
    user = everything.school.users[name]
    await user.says("/survey")
    await user.clicks("Что увидит куратор")
    seen = "\n".join(await pages_of(user))

    async with world.sessions() as session:
        person, number = everything.school.people[name].id, everything.number(name)
        items = (await get_own(session, person, number, world.now)).spec.items
    assert {item.statistics for item in items} == {True, False}
    for item in items:
        assert (f"\n{item.label.ru}\n" in seen) == item.statistics
        for option in item.options if item.statistics else ():
            assert f"{option.text.ru} — …" in seen
    assert "меньше 6 человек" in seen
    assert "от 12 человек" in seen
    assert "Вопроса о помощи здесь нет" in seen
    assert "картинки, средние по годам, средние по форме" in seen


async def test_it_leads_back_to_where_one_was_and_shows_nothing_of_what_was_answered(
    world: World,
) -> None:
    everything = await promised(world, 5)
    anna = everything.anna
    await anna.says("/survey")
    look = anna.last.data("Что увидит куратор")
    before = await anna.clicks("Что увидит куратор")
    assert "Это конфиденциально" in await anna.clicks("К анкете")

    await anna.clicks("Начать")
    await anna.clicks("Да")
    asked_now = question_on(anna.last)
    await anna.presses(look)
    assert anna.sees == before
    await anna.clicks("К анкете")
    assert question_on(anna.last) == asked_now


async def test_somebody_elses_questionnaire_is_not_shown(world: World) -> None:
    everything = await promised(world, 5)
    await everything.anna.says("/survey")
    await everything.boris.says("/menu")
    await everything.boris.presses(everything.anna.last.data("Что увидит куратор"))

    assert GONE in everything.boris.sees


async def test_a_page_that_does_not_exist_is_the_nearest(world: World) -> None:
    everything = await promised(world, 5)
    await everything.anna.says("/survey")
    await everything.anna.presses(f"qv:{everything.number('anna')}:99")
    assert "К анкете" in str(everything.anna.last.buttons)
    await everything.anna.presses(f"qv:{everything.number('anna')}:-5")
    assert "Что увидит куратор" in everything.anna.sees


async def curator_of(world: World, school: Organisation, address: int = 900) -> User:
    async with world.sessions.begin() as session:
        person = await make_person(session, school, "Ким Вера Олеговна", CURATOR)
    return await make_joined(world, person, address)


async def test_lowering_the_setting_afterwards_shows_the_curator_nothing_more(
    world: World,
) -> None:
    async with world.sessions.begin() as session:
        school = await make_organisation(session)
        await make_poll(session, school, {MENTOR: [{"EFF": 7}] * 6}, promised=7)
    world.moves_to(AFTER)
    sets(world, 3)
    curator = await curator_of(world, school)
    await curator.says("/results")
    seen = await curator.clicks("Вводная анкета")

    assert "на каждый вопрос ответило меньше 7 человек" in seen
    assert "7,0" not in seen


@pytest.mark.parametrize(
    ("code", "spec", "label", "who"),
    [
        ("growth_start", growing(), "Наставник о себе", "Наставники"),
        ("check-3", asking(MENTEE), "Двадцать секунд о делах, 3", "Наставляемые"),
        ("deficits", self_seen(), "Что пока трудно", "Наставляемые"),
        ("deficits_again", self_seen(), "Что ещё трудно", "Наставляемые"),
        ("growth", growing(), "Рост наставника", "Наставники"),
        ("curator", own_form(), "Анкета куратора", "Кураторы"),
        ("own-4", asking(MENTEE), "Про столовую", "Наставляемые"),
    ],
)
async def test_while_a_round_of_any_kind_goes_on_only_the_response_shows(
    world: World, code: str, spec: QuestionnaireSpec, label: str, who: str
) -> None:
    async with world.sessions.begin() as session:
        school = await make_organisation(session)
        said = {item.code: 2 for item in spec.items if item.kind == "scale"}
        wave = await make_round(session, school, code, [spec], {Role(spec.role): [said] * 6})
        wave.closed_at = None
        wave.title = label if code == "own-4" else None
    curator = await curator_of(world, school)
    world.moves_to(datetime(2026, 9, 20, 6, tzinfo=UTC))
    await curator.says("/results")
    await curator.clicks(label)

    assert f"{who}: ответили 6 из 6" in curator.sees
    assert "после завершения" in curator.sees
    assert "2,0" not in curator.sees
    assert "Сумма" not in curator.sees
    for act in ("means", "distributions", "texts", "picture", "workbook"):
        await curator.presses(f"xv:{act}:2026:{code}:{school.id}:0:0")
        assert "после завершения" in curator.sees
        assert curator.last.file is None


async def test_who_has_answered_sees_how_often_the_results_were_downloaded(world: World) -> None:
    """Every file counts, that of the town with the school in it too; other rounds' do not."""
    everything = await promised(world, 5)
    anna, town = everything.anna, everything.school.town
    await anna.says("/survey")
    look = anna.last.data("Что увидит куратор")
    await anna.presses(look)
    assert "пока никто не скачивал" in anna.sees

    school = everything.school.school
    for place, whole, code in (
        (school, False, "intro"),
        (town, True, "intro"),
        (town, False, "intro"),
        (school, False, "final"),
    ):
        details = {"organisation": place.id, "whole": whole, "year": 2026, "wave": code}
        async with world.sessions.begin() as session:
            session.add(
                AuditEntry(at=world.now, action="results_exported", details=details, actor_id=None)
            )
    await anna.presses(look)
    assert "Результаты этой анкеты скачивали 2 раза." in anna.sees

    await anna.says("/language")
    await anna.clicks("English")
    await anna.presses(look)
    assert "have been downloaded 2 times" in anna.sees


async def test_a_signed_form_is_not_announced_as_an_anonymous_one(world: World) -> None:
    """The curators' own form is shown with its author's name: nothing else is promised."""
    school = await make_joined_school(world)
    await only(world, "curator", "intro")
    await comes(world, "2026-09-15 10:00")
    await comes(world, "2027-05-26 10:00")

    asked = next(one.plain for one in school.curator.chat if "«Анкета куратора»" in one.plain)
    assert "Эту анкету вы заполняете от своего имени" in asked
    assert "не увидит никто" not in asked
    anna = next(one.plain for one in school.anna.chat if "Вводная анкета" in one.plain)
    assert "Кто что ответил, не увидит никто" in anna
