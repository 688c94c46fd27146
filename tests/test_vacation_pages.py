"""Vacations in the chat, and what people will be sent, month by month."""

from datetime import date

import pytest

from models import Vacation
from models.enums import Role
from tests.calendars import GONE, KAMCHATKA, audit, far_school, opens
from tests.conversation import World
from tests.factories import (
    School,
    count,
    make_coordinator,
    make_joined,
    make_person,
    make_school,
)
from tests.year import INTERIM, INTRO, comes, ticks, wave_of


@pytest.fixture
async def school(world: World) -> School:
    made = await make_school(world)
    await ticks(world)
    return made


async def test_a_vacation_is_added_after_what_it_moves_was_shown(
    world: World, school: School
) -> None:
    await opens(school.curator, "Каникулы")
    assert "Пока не записаны" in school.curator.sees
    await school.curator.clicks("Добавить")
    asked = await school.curator.says("10.12–14.12 Карантин")
    assert "10–14 декабря: Карантин" in asked
    assert "Промежуточная анкета: чт, 10 декабря, 10:00 → вт, 15 декабря, 10:00" in asked
    world.restart()
    assert "10–14 декабря: Карантин" in await school.curator.clicks("Добавить")
    assert await audit(world) == ["vacation"]
    await comes(world, "2026-12-10 10:00")
    assert (await wave_of(world, INTERIM)).opened_at is None
    await comes(world, "2026-12-15 10:00")
    assert (await wave_of(world, INTERIM)).opened_at == world.now


async def test_a_vacation_is_added_once_and_only_as_it_was_shown(
    world: World, school: School
) -> None:
    await opens(school.curator, "Каникулы", "Добавить")
    await school.curator.says("2.11–8.11 Осень")
    first, page = school.curator.last.data("✅"), school.curator.last
    await school.curator.says("3.11–9.11 – Осенние  каникулы.")
    await school.curator.presses(first, page)
    assert school.curator.toasts[-1] == "Эта кнопка уже устарела"
    assert await count(world, Vacation) == 0

    await opens(school.curator, "Каникулы", "Добавить")
    await school.curator.says("3.11–9.11 – Осенние  каникулы.")
    second = school.curator.last.data("✅")
    assert "3–9 ноября: Осенние каникулы" in await school.curator.clicks("✅")
    await school.curator.presses(second)
    assert await count(world, Vacation) == 1
    assert await audit(world) == ["vacation"]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("каникулы", "Нужны два дня"),
        ("25.10 Каникулы", "Нужны два дня"),
        ("30.02–3.03 Каникулы", "не бывает"),
        ("25.10–2.11", "и название"),
        ("25.10–2.11 " + "к" * 61, "до 60 знаков"),
        ("2.11–25.10 Каникулы", "раньше первого"),
        ("1.09–20.09 Каникулы", "уже прошёл"),
        ("1.10–1.12 Каникулы", "не больше 60 дней"),
        ("1.10.2028–5.10.2028 Каникулы", "до конца следующего учебного года"),
        ("5.11–12.11 Каникулы", "уже записано «Отдых»: 2 ноября 2026"),
    ],
)
async def test_a_wrong_vacation_is_explained(
    world: World, school: School, typed: str, answer: str
) -> None:
    async with world.sessions.begin() as session:
        for place in (school.town, school.school):
            days = {"starts_on": date(2026, 11, 2), "ends_on": date(2026, 11, 8)}
            session.add(Vacation(organisation_id=place.id, name="Отдых", **days))
    await opens(school.curator, "Каникулы", "Добавить")
    assert answer in await school.curator.says(typed)
    assert await count(world, Vacation) == 2
    assert "1–5 апреля: Весна" in await school.curator.says("1.04–5.04 Весна")


async def test_a_town_s_vacation_is_seen_in_its_schools_and_removed_after_a_question(
    world: World, school: School
) -> None:
    inna = await make_coordinator(world, school.town)
    await opens(inna, "Каникулы", "Добавить")
    await inna.says("10.12–14.12 Мороз")
    await inna.clicks("✅")
    assert "10–14 декабря: Мороз · город" in await opens(school.curator, "Каникулы")
    assert "Мороз" not in " ".join(school.curator.last.buttons)

    await opens(inna, "Каникулы")
    asked = await inna.clicks("✕ Мороз")
    assert "Промежуточная анкета: вт, 15 декабря, 10:00 → чт, 10 декабря, 10:00" in asked
    assert await count(world, Vacation) == 1
    sure = inna.last.data("Да, убрать")
    assert "Пока не записаны" in await inna.clicks("Да, убрать")
    await inna.presses(sure)
    assert GONE in inna.sees
    assert await audit(world) == ["vacation", "vacation_removed"]


async def test_a_vacation_of_the_next_year_says_so(world: World, school: School) -> None:
    await comes(world, "2027-06-01 10:00")
    await opens(school.curator, "Каникулы", "Добавить")
    assert "25–31 октября 2027: Осень" in await school.curator.says("25.10–31.10 Осень")
    assert "не сдвинутся" in school.curator.sees


async def test_what_will_be_sent_is_shown_month_by_month(world: World, school: School) -> None:
    await far_school(world, school)
    inna = await make_coordinator(world, school.town)
    seen = await opens(inna, "Что кому")
    assert "сентябрь 2026" in seen
    assert "вт, 15 сентября, 10:00 · Вводная анкета, 2 школы" in seen
    assert "Кому: наставники — 2, наставляемые — 3. Последний день — 30 сентября." in seen
    assert "напомним: 18, 24, 29 сентября." in seen
    seen = await inna.clicks("2 / 9")
    assert "чт, 1 октября, 10:00 · Наставник о себе" in seen
    assert "пн, 12 октября, 10:00 · Что пока трудно" in seen
    assert "Календарь 2026/27" in await inna.clicks("Назад")
    await comes(world, "2027-06-15 10:00")
    assert "Впереди пока ничего нет" in await opens(inna, "Что кому")


async def test_a_day_that_is_shown_is_the_day_on_which_it_comes(
    world: World, school: School
) -> None:
    far = await far_school(world, school)
    async with world.sessions.begin() as session:
        curator = await make_person(session, far, "Рогова Инга Ильинична", Role.CURATOR)
    inga = await make_joined(world, curator, 700)
    assert "вт, 15 сентября, 10:00" in await opens(inga, "Что кому")
    await comes(world, "2026-09-15 09:59", KAMCHATKA)
    assert (await wave_of(world, INTRO, far)).opened_at is None
    await comes(world, "2026-09-15 10:00", KAMCHATKA)
    assert (await wave_of(world, INTRO, far)).opened_at == world.now
    assert (await wave_of(world, INTRO, school.school)).opened_at is None
