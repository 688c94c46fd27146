"""Launching an own questionnaire: chosen, looked at, launched once; then a round like others."""

from datetime import date, time

import pytest
from sqlalchemy import select

from models import (
    Assignment,
    AuditEntry,
    QuestionnaireVersion,
    WaveQuestionnaire,
)
from models.enums import Role
from services.own_questionnaires.table import MINUTES, ROLES
from tests.conversation import World
from tests.factories import (
    School,
    count,
    make_coordinator,
    make_pair,
    make_person,
)
from tests.own_books import DAYS, LIKED, book, brings, kept, planned, second_school, waves
from tests.surveys import answer_all, joined, make_joined_school
from tests.year import comes, told


@pytest.fixture
async def school(world: World) -> School:
    made = await make_joined_school(world)
    await comes(world, "2026-09-14 10:00")
    return made


async def audit(world: World) -> list[dict[str, object]]:
    async with world.sessions() as session:
        done = select(AuditEntry.details).where(AuditEntry.action == "own_launched")
        return list(await session.scalars(done))


async def test_all_is_said_before_the_launch(world: World, school: School) -> None:
    seen = await planned(school.curator)

    assert "Запустить «Методическая неделя»?" in seen
    assert "Наставники: 1, из них бот может написать 1" in seen
    assert "Наставляемые: 1, из них бот может написать 1" in seen
    assert "Анкета открыта 5–10 ноября" in seen
    assert "чт, 5 ноября, в 10:00 — 1 школа" in seen
    assert "Займёт 2 мин. За весь год вместе с ней (договорились не больше 40 мин.): наст" in seen
    assert await waves(world) == []


async def test_it_is_launched_once_with_frozen_versions(world: World, school: School) -> None:
    await planned(school.curator)
    launch = school.curator.last.data("Запустить")
    seen = await school.curator.clicks("Запустить")
    assert "Методическая неделя (запущена)" in seen
    assert school.curator.toasts[-1] == "Запущена"
    await school.curator.presses(launch)
    assert "(запущена)" in school.curator.sees

    (wave,) = await waves(world)
    (row,) = await kept(world)
    assert (wave.code, wave.title, wave.own_days) == (f"own-{row.id}", "Методическая неделя", True)
    assert (wave.opens_on, wave.closes_on) == (date(2026, 11, 5), date(2026, 11, 10))
    assert (wave.opens_at, wave.academic_year, wave.opened_at) == (time(10), 2026, None)
    async with world.sessions() as session:
        frozen = select(WaveQuestionnaire.role, QuestionnaireVersion.key).join(
            QuestionnaireVersion, QuestionnaireVersion.id == WaveQuestionnaire.version_id
        )
        found = await session.execute(frozen.where(WaveQuestionnaire.wave_id == wave.id))
        keys = {role: key for role, key in found}
    assert set(keys) == {Role.MENTOR, Role.MENTEE}
    assert keys[Role.MENTOR].startswith(f"own-{school.school.id}-")
    assert await audit(world) == [
        {
            "own": row.id,
            "waves": [wave.id],
            "roles": ["mentor", "mentee"],
            "days": ["2026-11-05", "2026-11-10"],
            "hour": 10,
        }
    ]


async def test_it_goes_the_way_of_every_round(world: World, school: School) -> None:
    """Opened by the schedule, answered, closed, in /waves and in /results."""
    await planned(school.curator)
    await school.curator.clicks("Запустить")
    await comes(world, "2026-11-05 09:59")
    assert (await waves(world))[0].opened_at is None
    await comes(world, "2026-11-05 10:00")
    assert "Методическая неделя" in school.anna.sees
    for user in (school.anna, school.boris):
        await user.clicks("Начать")
        await user.clicks("Начать")
        await answer_all(user, {"USE": "9"})
        assert "Спасибо" in await user.clicks("Отправить")
    await school.curator.says("/waves")
    assert "Методическая неделя: 5–10 ноября, идёт. Ответили 2 из 2." in school.curator.sees
    await school.curator.clicks("Свои анкеты")
    await school.curator.clicks("Методическая неделя")
    await school.curator.clicks("Как идёт")
    assert "Методическая неделя" in school.curator.sees
    await comes(world, "2026-11-11 10:00")
    seen = await school.curator.says("/results")
    assert "Методическая неделя" in seen + " ".join(school.curator.last.buttons)
    await school.curator.clicks("Методическая неделя")
    assert "Методическая неделя" in school.curator.sees


async def test_hours_and_days_by_buttons(world: World, school: School) -> None:
    await brings(school.curator, book())
    assert "Дни: пока не выбраны" in await school.curator.clicks("К запуску")
    seen = await school.curator.clicks("С завтра на неделю")
    assert "Дни: 15–21 сентября" in seen
    seen = await school.curator.clicks("С сегодня на неделю")
    assert "Дни: 14–20 сентября" in seen
    await school.curator.says(DAYS)
    assert "Откроется в 14:00" in await school.curator.clicks("14:00")
    await school.curator.clicks("Наставляемые")
    assert "Кому: наставники\n" in school.curator.sees
    seen = await school.curator.clicks("Дальше")
    assert "чт, 5 ноября, в 14:00" in seen
    assert "Наставляемые" not in seen
    await school.curator.clicks("Запустить")

    (wave,) = await waves(world)
    assert wave.opens_at == time(14)
    await comes(world, "2026-11-05 13:00")
    await comes(world, "2026-11-05 14:00")
    assert [name for name, _ in await told(world, "survey_open")][-1:] == ["Анна"]
    async with world.sessions() as session:
        own = select(Assignment.role).where(Assignment.wave_id == wave.id)
        assert list(await session.scalars(own)) == [Role.MENTOR]


async def test_today_opens_at_the_next_tick_when_the_hour_is_over(
    world: World, school: School
) -> None:
    await comes(world, "2026-11-05 15:20")
    await brings(school.curator, book())
    await school.curator.clicks("К запуску")
    await school.curator.clicks("9:00")
    await school.curator.says("05.11–06.11")
    assert "чт, 5 ноября, в 15:20" in await school.curator.clicks("Дальше")
    await school.curator.clicks("Запустить")
    await comes(world, "2026-11-05 15:21")

    assert "Методическая неделя" in school.anna.sees


async def test_a_coordinator_chooses_schools(world: World, school: School) -> None:
    place = await second_school(world, school)
    coordinator = await make_coordinator(world, school.town)
    seen = await planned(coordinator)
    assert "Наставники: 2, из них бот может написать 1" in seen
    await coordinator.clicks("Назад")
    await coordinator.clicks("Выбрать школы")
    assert "Выбрано 2 из 2" in coordinator.sees
    assert "Выбрано 0 из 2" in await coordinator.clicks("Ни одной")
    assert "Выбрано 1 из 2" in await coordinator.clicks("СОШ № 2")
    assert "Школы: МБОУ СОШ № 2" in await coordinator.clicks("Готово")
    await coordinator.clicks("Дальше")
    await coordinator.clicks("Запустить")

    assert [wave.organisation_id for wave in await waves(world)] == [place.id]
    await coordinator.says("/waves")
    assert "Методическая неделя" in coordinator.sees


async def test_a_year_that_becomes_too_long_wants_a_reason(world: World, school: School) -> None:
    seen = await planned(school.curator, **{MINUTES: 40})
    assert "С этой анкетой за год выйдет больше 40 минут" in seen
    assert "чуть подробнее" in await school.curator.says("надо")
    seen = await school.curator.says("Её просит департамент,\nдо зимы")
    assert "Зачем: «Её просит департамент, до зимы»" in seen
    await school.curator.clicks("Запустить")

    (details,) = await audit(world)
    assert isinstance(details["burden"], dict)
    assert details["burden"]["reason"] == "Её просит департамент, до зимы"
    assert details["burden"]["limit"] == 40
    assert set(details["burden"]["minutes"]) == {"mentor", "mentee"}


async def test_another_workbook_after_the_launch_is_a_new_draft_under_the_old_codes(
    world: World, school: School
) -> None:
    await planned(school.curator)
    await school.curator.clicks("Запустить")
    changed = {"code": "USE", "text": "Понравилось ли вам?", "kind": "да/нет"}
    seen = await brings(school.curator, book([changed]))
    assert "под кодом USE анкета с этим названием уже спрашивала другими словами" in seen
    assert len(await kept(world)) == 1
    await brings(school.curator, book())
    assert len(await kept(world)) == 2
    await school.curator.clicks("К запуску")
    await school.curator.says("12.11–20.11")
    await school.curator.clicks("Дальше")
    await school.curator.clicks("Запустить")

    versions = await count(world, QuestionnaireVersion)
    assert len(await waves(world)) == 2
    async with world.sessions() as session:
        own = select(QuestionnaireVersion.key).where(QuestionnaireVersion.key.startswith("own-"))
        assert len((await session.scalars(own)).all()) == 2
    assert versions >= 2


async def test_curators_are_asked_too(world: World, school: School) -> None:
    await brings(school.curator, book([LIKED], {ROLES: "кураторы"}))
    await school.curator.clicks("К запуску")
    await school.curator.says(DAYS)
    await school.curator.clicks("Дальше")
    await school.curator.clicks("Запустить")
    await comes(world, "2026-11-05 10:00")
    await school.curator.clicks("Начать")
    await school.curator.clicks("Начать")
    await answer_all(school.curator, {})
    assert "Спасибо" in await school.curator.clicks("Отправить")
    await comes(world, "2026-11-11 10:00")
    await school.curator.says("/results")
    seen = await school.curator.clicks("Методическая неделя")

    assert "Методическая неделя" in seen
    await school.curator.says("/waves")
    await school.curator.clicks("Свои анкеты")
    await school.curator.clicks("Методическая неделя")
    await school.curator.clicks("Как идёт")
    assert "Кураторы: 1 из 1" in await school.curator.clicks("СОШ № 1")


async def test_five_answers_make_results(world: World, school: School) -> None:
    async with world.sessions.begin() as session:
        mentors = []
        for number, name in enumerate(("Белова", "Власова", "Гусева", "Дёмина")):
            person = await make_person(
                session, school.school, f"{name} Ольга Ильинична", Role.MENTOR
            )
            await make_pair(session, person, school.people["boris"])
            mentors.append(await joined(session, world, person, 300 + number))
    await planned(school.curator, **{ROLES: "наставники"})
    await school.curator.clicks("Запустить")
    await comes(world, "2026-11-05 10:00")
    for user in (school.anna, *mentors):
        await user.says("/survey")
        await user.clicks("Начать")
        await answer_all(user, {"USE": "9"})
        await user.clicks("Отправить")
    await comes(world, "2026-11-11 10:00")
    await school.curator.says("/results")
    await school.curator.clicks("Методическая неделя")

    assert "Польза недели" in school.curator.sees
    assert "9" in school.curator.sees
