"""Launches of own questionnaires that cannot be: a clear sentence, and nothing half done."""

from datetime import date

import pytest
from sqlalchemy import update

from handlers.own_questionnaires.buttons import Launch, SetPlan
from models import (
    Mentorship,
    OwnQuestionnaire,
    Vacation,
)
from models.enums import Role
from services.own_questionnaires.table import ROLES, TITLE
from tests.conversation import World
from tests.factories import (
    School,
    make_coordinator,
    make_joined,
    make_pair,
    make_person,
)
from tests.own_books import DAYS, LIKED, book, brings, kept, planned, second_school, waves
from tests.surveys import make_joined_school
from tests.year import comes


@pytest.fixture
async def school(world: World) -> School:
    made = await make_joined_school(world)
    await comes(world, "2026-09-14 10:00")
    return made


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("10.11–05.11", "Последний день раньше первого"),
        ("01.09–05.09", "Этот день уже прошёл"),
        ("01.11–31.12", "Слишком долго"),
        ("25.07.2027–05.08.2027", "другого учебного года"),
        ("05.09.2027–10.09.2027", "другого учебного года"),
        ("завтра", "Нужны два дня"),
        ("30.02–05.03", "не бывает"),
    ],
)
async def test_days_that_cannot_be_are_refused_when_typed(
    world: World, school: School, typed: str, words: str
) -> None:
    await brings(school.curator, book())
    await school.curator.clicks("К запуску")
    assert words in await school.curator.says(typed)
    assert "Дни: 5–10 ноября" in await school.curator.says(DAYS)


async def test_nothing_chosen_is_no_launch(world: World, school: School) -> None:
    await second_school(world, school)
    coordinator = await make_coordinator(world, school.town)
    await brings(coordinator, book())
    await coordinator.clicks("К запуску")
    assert "Выберите дни" in await coordinator.clicks("Дальше")
    await coordinator.says(DAYS)
    await coordinator.clicks("Наставники")
    await coordinator.clicks("Наставляемые")
    assert "Кому: пока никому" in coordinator.sees
    assert "Выберите, кому" in await coordinator.clicks("Дальше")
    page = coordinator.chat[-2]
    await coordinator.clicks("Наставники", page)
    await coordinator.clicks("Выбрать школы", page)
    await coordinator.clicks("Ни одной", page)
    await coordinator.clicks("Готово", page)
    assert "хотя бы одну школу" in await coordinator.clicks("Дальше", page)
    assert await waves(world) == []


async def test_nobody_to_ask(world: World, school: School) -> None:
    async with world.sessions.begin() as session:
        await session.execute(update(Mentorship).values(ends_on=date(2026, 10, 1)))
    assert "Отвечать некому" in await planned(school.curator)


async def test_days_off_only(world: World, school: School) -> None:
    assert "не остаётся ни одного рабочего часа" in await planned(school.curator, "07.11–08.11")
    async with world.sessions.begin() as session:
        off = {"starts_on": date(2026, 11, 1), "ends_on": date(2026, 11, 15)}
        session.add(Vacation(organisation_id=school.town.id, name="Осенние каникулы", **off))
    assert "не остаётся ни одного рабочего часа" in await planned(school.curator)
    assert await waves(world) == []


async def test_two_rounds_of_the_same_people_do_not_share_a_day(
    world: World, school: School
) -> None:
    seen = await planned(school.curator, "18.12–25.12")
    assert "В эти дни тех же людей уже спрашивает «Промежуточная анкета» (10–20 декабря" in seen

    await planned(school.curator)
    await school.curator.clicks("Запустить")
    seen = await planned(school.curator, "10.11–12.11", **{TITLE: "Другая"})
    assert "уже спрашивает «Методическая неделя» (5–10 ноября, МБОУ СОШ № 1)" in seen
    curators = {TITLE: "Кураторам", ROLES: "кураторы"}
    await brings(school.curator, book([LIKED], curators))
    await school.curator.clicks("К запуску")
    await school.curator.says(DAYS)
    assert "Кураторы: 1" in await school.curator.clicks("Дальше")


async def test_what_has_changed_since_is_shown_first(world: World, school: School) -> None:
    await planned(school.curator)
    launch, shown = school.curator.last.data("Запустить"), school.curator.last
    async with world.sessions.begin() as session:
        ivan = await make_person(session, school.school, "Ершов Иван Ильич", Role.MENTEE)
        await make_pair(session, school.people["anna"], ivan)
    await school.curator.presses(launch, shown)
    assert school.curator.toasts[-1] == "Здесь уже всё иначе"
    assert "Наставляемые: 2" in school.curator.sees
    assert await waves(world) == []
    await school.curator.clicks("Запустить")
    assert len(await waves(world)) == 1


async def test_a_replaced_or_withdrawn_draft_is_not_launched(world: World, school: School) -> None:
    await planned(school.curator)
    coordinator = await make_coordinator(world, school.town)
    (row,) = await kept(world)
    async with world.sessions.begin() as session:
        own = await session.get_one(OwnQuestionnaire, row.id)
        items = own.spec["mentor"]["items"][:1]
        own.spec = {"mentor": own.spec["mentor"] | {"items": items}}
    launch, page = school.curator.last.data("Запустить"), school.curator.last
    await school.curator.presses(launch, page)
    assert school.curator.toasts[-1] == "Здесь уже всё иначе"
    assert "Наставляемые" not in school.curator.sees
    async with world.sessions.begin() as session:
        own = await session.get_one(OwnQuestionnaire, row.id)
        own.withdrawn_at = world.now
    await school.curator.clicks("Запустить")
    assert "Эта анкета отозвана" in school.curator.sees
    assert await waves(world) == []
    await coordinator.presses(SetPlan(own=row.id).pack())
    assert "(отозвана)" in coordinator.sees
    await coordinator.presses(Launch(own=row.id).pack())
    assert "(отозвана)" in coordinator.sees


async def test_a_launched_one_cannot_be_withdrawn(world: World, school: School) -> None:
    await brings(school.curator, book())
    await school.curator.clicks("Отозвать")
    sure, page = school.curator.last.data("Да, отозвать"), school.curator.last
    await planned(school.curator)
    await school.curator.clicks("Запустить")
    await school.curator.presses(sure, page)
    assert "Эта анкета уже запущена" in school.curator.sees
    (row,) = await kept(world)
    assert row.withdrawn_at is None


async def test_a_stranger_launches_nothing(world: World, school: School) -> None:
    await planned(school.curator)
    launch = school.curator.last.data("Запустить")
    (row,) = await kept(world)
    place = await second_school(world, school)
    async with world.sessions.begin() as session:
        person = await make_person(session, place, "Зимина Ольга Львовна", Role.CURATOR)
    stranger = await make_joined(world, person, 700)
    await stranger.says("/menu")
    for data in (launch, SetPlan(own=row.id).pack(), Launch(own=row.id).pack()):
        await stranger.presses(data)
        assert "Методическая" not in stranger.sees
    foreign = SetPlan(own=row.id, what="school", value=str(place.id)).pack()
    await school.curator.presses(foreign)
    assert await waves(world) == []
