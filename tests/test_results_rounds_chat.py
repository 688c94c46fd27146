"""/results of rounds other than the three: what stands on the pages, in both languages."""

import pytest
from sqlalchemy import select

from models import Person
from models.enums import Missing, Role
from services.catalogue import QuestionnaireSpec
from tests.conversation import User, World
from tests.factories import make_joined, make_organisation, make_person
from tests.handmade import X_AND_Y, question
from tests.polls import AFTER, Sheets, make_round, make_town
from tests.test_results_rounds import (
    CODES,
    asking,
    growing,
    own_form,
    seen_from_outside,
    self_seen,
)

MENTOR, MENTEE, CURATOR = Role.MENTOR, Role.MENTEE, Role.CURATOR


async def after(
    world: World, code: str, specs: list[QuestionnaireSpec], sheets: Sheets, label: str
) -> User:
    """The curator of a school has opened the results of a round that is over."""
    async with world.sessions.begin() as session:
        school = await make_organisation(session)
        wave = await make_round(session, school, code, specs, sheets)
        wave.title = label if code.startswith("own") else None
        person = await make_person(session, school, "Ким Вера Олеговна", CURATOR)
    world.moves_to(AFTER)
    curator = await make_joined(world, person, 900)
    await curator.says("/results")
    await curator.clicks(label)
    return curator


async def test_growth_says_now_then_and_the_difference(world: World) -> None:
    said = [{"M1": n, "M1R": n - 1, "M2": 3, "M2R": 3} for n in (3, 4, 5, 4, 5)]
    curator = await after(world, "growth", [growing()], {MENTOR: said}, "Рост наставника")

    assert "Наставники: 4,2 · медиана 4 · n = 5" in curator.sees
    assert "Как было в начале года, по их мнению: 3,2 · медиана 3 · n = 5" in curator.sees
    assert "Выросло за год: +1,0" in curator.sees
    assert "Выросло за год: 0,0" in curator.sees
    assert "Наставляемые" not in curator.sees
    assert "Своими словами" not in curator.last.buttons


async def test_areas_come_first_with_both_sides_and_levels(world: World) -> None:
    mentees = [dict.fromkeys(CODES, n) for n in (1, 2, 3, 4, 5)]
    mentors = [{"METH": [n]} for n in (2, 2, 3, 3, 4, 4, 4, 5, 5, 5)]
    curator = await after(
        world,
        "deficits",
        [self_seen(), seen_from_outside()],
        {MENTOR: mentors, MENTEE: mentees},
        "Что пока трудно",
    )
    seen = curator.sees

    assert "Методика\nНаставники: 3,7 · n = 10\n" in seen
    assert "выраженный дефицит — 2 · зона развития — 2 · достаточно — 3 · ресурс — 3" in seen
    assert "Наставляемые: 3,0 · n = 5\n" in seen
    assert "выраженный дефицит — 2 · зона развития — 1 · достаточно — 1 · ресурс — 1" in seen
    await curator.clicks("Картинки")
    await curator.clicks("Средние")
    assert curator.last.file is not None


async def test_hidden_areas_say_why(world: World) -> None:
    mentees = [dict.fromkeys(CODES, 2)] * 4
    curator = await after(
        world, "deficits_again", [self_seen()], {MENTEE: mentees}, "Что ещё трудно"
    )

    assert "Наставляемые: на каждый вопрос ответило меньше 5 человек" in curator.sees
    assert "Методика" not in curator.sees
    assert "📊 Картинки" not in curator.last.buttons


async def test_an_own_questionnaire_without_ratings_leads_to_what_there_is(world: World) -> None:
    spec = asking(MENTEE, question("FOOD", "multiple", options=X_AND_Y), question("OK", "yes_no"))
    said = [{"FOOD": ("x", "y"), "OK": ("yes",)}] * 6
    curator = await after(world, "own-4", [spec], {MENTEE: said}, "Про столовую")

    assert "Про столовую" in curator.sees
    assert "Своими словами" not in curator.last.buttons
    assert "Наставляемые (n = 6)" in await curator.clicks("Распределения")
    assert "Отдельные оценки" not in curator.sees
    await curator.clicks("К результатам")
    await curator.clicks("Картинки")
    assert curator.last.buttons == ["Как отвечали", "‹ К результатам", "☰ Меню"]


POINTS = {f"C{n}": 2 for n in range(1, 10)}
STATED = {
    "МБОУ СОШ № 2": POINTS | {"C10": "Мало <времени>"},
    "МБОУ СОШ № 1": POINTS | {"C7": 0, "C8": 0, "C9": Missing.HARD_TO_SAY},
}


@pytest.fixture
async def stated(world: World) -> dict[str, User]:
    """Two curators have filled in the form of their school; Oleg runs the town."""
    people = {}
    async with world.sessions.begin() as session:
        town = await make_town(session)
        role = Role.MUNICIPAL_COORDINATOR
        people["oleg"] = await make_person(session, town, "Дуб Олег Львович", role)
        for name, points in STATED.items():
            school = await make_organisation(session, name, parent=town)
            await make_round(session, school, "curator", [own_form()], {CURATOR: [points]})
            own = select(Person).where(Person.organisation_id == school.id)
            people[name] = (await session.scalars(own)).one()
            people[name].full_name = f"Ким Вера {name[-1]}"
    world.moves_to(AFTER)
    users = {}
    for address, (name, person) in enumerate(people.items(), start=900):
        users[name] = await make_joined(world, person, address)
        await users[name].says("/results")
        await users[name].clicks("Анкета куратора")
    return users


async def test_a_curator_reads_what_he_stated(stated: dict[str, User]) -> None:
    curator = stated["МБОУ СОШ № 2"]

    assert "Кураторы: ответили 1 из 1" in curator.sees
    assert "Ким Вера 2: 18 из 18, оптимальный уровень" in curator.sees
    assert curator.sees.count(" — 2") == 9
    assert "«Мало <времени>»" in curator.sees
    await curator.clicks("Excel")
    assert curator.last.file is not None


async def test_a_point_left_open_makes_no_level(stated: dict[str, User]) -> None:
    curator = stated["МБОУ СОШ № 1"]

    assert "Ким Вера 1: 12 из 18, отвечено не на всё (8)" in curator.sees
    assert "вопрос — без ответа" in curator.sees


async def test_the_coordinator_reads_the_sums_in_the_order_of_names(
    stated: dict[str, User],
) -> None:
    oleg = stated["oleg"]
    seen = await oleg.clicks("Σ")

    assert "МБОУ СОШ № 1 (Ким Вера 1): 12 из 18, отвечено не на всё (8)\nМБОУ СОШ № 2" in seen
    assert "Мало" not in seen
    await oleg.clicks("Назад")
    assert "«Мало <времени>»" in await oleg.clicks("№ 2")


async def test_another_school_does_not_read_it(stated: dict[str, User]) -> None:
    first, second = stated["МБОУ СОШ № 1"], stated["МБОУ СОШ № 2"]
    for act in ("means", "workbook"):
        await first.presses(second.last.data("Excel").replace("workbook", act))
        assert "Этого уже нет" in first.sees


async def test_there_are_no_other_views_of_the_form(stated: dict[str, User]) -> None:
    curator = stated["МБОУ СОШ № 2"]
    data = curator.last.data("Excel")
    for act in ("texts", "distributions", "picture"):
        await curator.presses(data.replace("workbook", act))
        assert "18 из 18" in curator.sees


async def test_in_english(world: World, stated: dict[str, User]) -> None:
    curator = stated["МБОУ СОШ № 2"]
    await curator.says("/language")
    await curator.clicks("English")
    await curator.says("/results")

    assert "18 of 18, optimal level" in await curator.clicks("finished")
