"""The calendar in the chat: looked at, changed after a preview, refused."""

from datetime import date

import pytest
from sqlalchemy import select, update

from handlers.calendar_buttons import (
    AddVacation,
    Change,
    Outlook,
    RemoveVacation,
    ShowCalendar,
    ShowRound,
    ShowVacations,
)
from models import (
    CalendarEntry,
    QuestionnaireVersion,
    RoleGrant,
    Vacation,
    Wave,
    WaveQuestionnaire,
)
from models.enums import Role
from tests.calendars import GONE, KAMCHATKA, audit, far_school, opens
from tests.conversation import User, World
from tests.factories import (
    School,
    count,
    make_coordinator,
    make_organisation,
    make_school,
)
from tests.year import FINAL, INTERIM, INTRO, comes, ticks, wave_of


@pytest.fixture
async def school(world: World) -> School:
    made = await make_school(world)
    await ticks(world)
    return made


async def types(user: User, text: str, name: str = "Промежуточная") -> str:
    await opens(user, name, "Назначить дни")
    return await user.says(text)


async def spans(world: World, code: str = INTERIM) -> list[str]:
    """«14.12–25.12» of each school's wave of this year, in their order."""
    async with world.sessions() as session:
        found = await session.scalars(
            select(Wave).where(Wave.code == code).order_by(Wave.organisation_id)
        )
        return [f"{wave.opens_on:%d.%m}–{wave.closes_on:%d.%m}" for wave in found]


async def test_the_year_and_the_next_are_shown_with_whose_days_they_are(
    world: World, school: School
) -> None:
    async with world.sessions.begin() as session:
        session.add(CalendarEntry(
            organisation_id=school.town.id, academic_year=2025, code=INTERIM,
            opens_on=date(2025, 12, 8), closes_on=date(2025, 12, 12),
        ))  # fmt: skip
        session.add(
            CalendarEntry(organisation_id=school.school.id, academic_year=2026, code=FINAL)
        )
    assert "Календарь 2026/27\nМБОУ СОШ № 1" in await opens(school.curator)
    assert "Вводная анкета: 15–30 сентября\n" in school.curator.sees
    assert "Промежуточная анкета: 8–12 декабря · город" in school.curator.sees
    assert "Итоговая анкета: не проводится · школа" in await school.curator.clicks("2 / 2")
    assert "Промежуточная анкета: 8–12 декабря · город" in await school.curator.clicks("2027/28")
    assert "Промежуточная анкета, 2027/28" in await school.curator.clicks("Промежуточная")
    assert "Вернуть общие дни" not in school.curator.last.buttons
    assert "Календарь 2027/28" in await school.curator.clicks("Назад")


async def test_new_days_are_shown_first_and_applied_once(world: World, school: School) -> None:
    asked = await types(school.curator, "14.12–25.12")
    assert "Сейчас: 10–20 декабря · по умолчанию\nСтанет: 14–25 декабря · школа" in asked
    assert "Анкету получат: наставники — 1, наставляемые — 1." in asked
    assert "Придёт пн, 14 декабря, 10:00 по местному времени." in asked
    assert "напомним: 17, 24 декабря." in asked
    assert "Последний день — 25 декабря." in asked
    assert await spans(world) == ["10.12–20.12"]
    world.restart()

    apply = school.curator.last.data("Применить")
    assert "14–25 декабря · школа" in await school.curator.clicks("Применить")
    assert await spans(world) == ["14.12–25.12"]
    await school.curator.presses(apply)
    assert "14–25 декабря · школа" in school.curator.sees
    assert await audit(world) == ["calendar"]
    assert await count(world, CalendarEntry) == 1
    assert "Так уже и есть" not in school.curator.toasts
    assert "14–25 декабря" in await types(school.curator, "14.12–25.12")
    assert "Применить" not in " ".join(school.curator.last.buttons)

    await comes(world, "2026-12-11 10:00")
    assert (await wave_of(world, INTERIM)).opened_at is None
    await comes(world, "2026-12-14 10:00")
    assert "по 25 декабря" in school.anna.sees


async def test_other_days_can_be_typed_while_the_preview_stands(
    world: World, school: School
) -> None:
    await types(school.curator, "14.12–25.12")
    assert "Станет: 15–24 декабря" in await school.curator.says("15 декабря – 24 декабря")
    await school.curator.clicks("Применить")
    assert await spans(world) == ["15.12–24.12"]
    assert "Не понял" in await school.curator.says("16.12–24.12")


async def test_a_round_is_not_held_and_is_held_again(world: World, school: School) -> None:
    await opens(school.curator, "Промежуточная")
    assert "Анкета никому не придёт." in await school.curator.clicks("Не проводить")
    apply = school.curator.last.data("Применить")
    assert "не проводится · школа" in await school.curator.clicks("Применить")
    assert await spans(world) == []
    assert "Не проводить" not in school.curator.last.buttons
    await school.curator.presses(apply)
    await ticks(world)
    assert await spans(world) == []
    assert await audit(world) == ["calendar"]

    await opens(school.curator, "Промежуточная")
    assert "Станет: 10–20 декабря · по умолчанию" in await school.curator.clicks("Снова проводить")
    assert "10–20 декабря · по умолчанию" in await school.curator.clicks("Применить")
    await ticks(world)
    assert await spans(world) == ["10.12–20.12"]
    assert await count(world, CalendarEntry) == 0


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("когда-нибудь", "Нужны два дня"),
        ("14.12", "Нужны два дня"),
        ("14.12–20.12–25.12", "Нужны два дня"),
        ("29.02–3.03", "не бывает"),
        ("25.12–14.12", "раньше первого"),
        ("1.09–20.09", "уже прошёл"),
        ("14.12.2027–25.12.2027", "другого учебного года"),
        ("11.01–14.03", "не больше 60 дней"),
        ("19.12–20.12", "ни одного рабочего"),
        ("1.01–8.01", "ни одного рабочего"),
        ("28.09–2.10", "уже спрашивает «Вводная анкета» (15–30 сентября"),
        ("20.05–24.05", "уже спрашивает «Итоговая анкета» (10–25 мая"),
    ],
)
async def test_wrong_days_are_explained_and_change_nothing(
    world: World, school: School, typed: str, answer: str
) -> None:
    assert answer in await types(school.curator, typed)
    assert await spans(world) == ["10.12–20.12"]
    assert await audit(world) == []
    world.restart()
    assert "Станет: 14–25 декабря" in await school.curator.says("14.12–25.12")


async def test_the_short_check_is_in_nobodys_way(world: World, school: School) -> None:
    await types(school.curator, "1.12–11.12")
    await school.curator.clicks("Применить")
    assert await spans(world) == ["01.12–11.12"]


async def test_what_begins_today_comes_in_the_next_working_hour(
    world: World, school: School
) -> None:
    assert "пн, 14 сентября, 10:00" in await types(school.curator, "14.09–18.09", "Двадцать")
    await comes(world, "2026-09-14 21:00")
    assert "вт, 15 сентября, 09:00" in await school.curator.says("14.09–18.09")
    await school.curator.clicks("Применить")
    await comes(world, "2026-09-15 09:00")
    assert "по 18 сентября" in school.boris.sees


async def test_an_own_questionnaire_of_a_school_is_in_the_way(
    world: World, school: School
) -> None:
    days = {"opens_on": date(2026, 11, 2), "closes_on": date(2026, 11, 6)}
    async with world.sessions.begin() as session:
        version = QuestionnaireVersion(
            key="own-1", fingerprint="1", spec={"minutes": 1}, created_at=world.now
        )
        place = {"organisation_id": school.school.id, "academic_year": 2026}
        wave = Wave(**place, **days, code="own-1", title="О столовой")
        session.add_all([version, wave])
        await session.flush()
        asked = {"role": Role.MENTEE, "version_id": version.id}
        session.add(WaveQuestionnaire(wave_id=wave.id, **asked))
    inna = await make_coordinator(world, school.town)
    assert "«О столовой» (2–6 ноября" in await types(inna, "5.11–20.11")
    assert "Станет: 9–20 ноября" in await inna.says("9.11–20.11")


async def test_what_is_open_already_stays(world: World, school: School) -> None:
    await comes(world, "2026-09-15 10:00")
    await opens(school.curator, "Вводная", "Не проводить")
    assert "уже открыта" in school.curator.toasts[-1]
    await school.curator.clicks("Назначить дни")
    assert "уже открыта" in await school.curator.says("1.10–5.10")
    assert await count(world, Wave) == 15


async def test_a_town_changes_all_its_schools_but_those_with_days_of_their_own(
    world: World, school: School
) -> None:
    far = await far_school(world, school)
    async with world.sessions.begin() as session:
        days = {"starts_on": date(2026, 12, 14), "ends_on": date(2026, 12, 15)}
        session.add(Vacation(organisation_id=far.id, name="Ремонт", **days))
    inna = await make_coordinator(world, school.town)
    asked = await types(inna, "14.12–25.12")
    assert "наставники — 2, наставляемые — 3 (2 школы)." in asked
    assert "1 школа: пн, 14 декабря, 10:00 по местному времени." in asked
    assert "1 школа: ср, 16 декабря, 10:00 по местному времени." in asked
    await inna.clicks("Применить")
    assert await spans(world) == ["14.12–25.12"] * 2

    await types(school.curator, "7.12–11.12")
    await school.curator.clicks("Применить")
    asked = await types(inna, "21.12–25.12")
    assert "наставники — 1, наставляемые — 2." in asked
    assert "Останется как есть: 1 школа со своими днями." in asked
    await inna.clicks("Применить")
    assert await spans(world) == ["07.12–11.12", "21.12–25.12"]

    await opens(school.curator, "Промежуточная")
    assert "Станет: 21–25 декабря · город" in await school.curator.clicks("Вернуть общие")
    await school.curator.clicks("Применить")
    assert await spans(world) == ["21.12–25.12"] * 2


async def test_a_town_leaves_alone_what_is_open_in_a_school(world: World, school: School) -> None:
    far = await far_school(world, school)
    inna = await make_coordinator(world, school.town)
    await comes(world, "2026-09-15 10:00", KAMCHATKA)
    assert (await wave_of(world, INTRO, far)).opened_at
    await opens(inna, "Вводная", "Назначить дни")
    asked = await inna.says("16.09–30.09")
    assert "Уже открыта и не изменится: 1 школа." in asked
    await inna.clicks("Применить")
    assert await spans(world, INTRO) == ["16.09–30.09", "15.09–30.09"]


async def test_a_wave_that_the_school_has_moved_itself_stays(world: World, school: School) -> None:
    await school.curator.says("/waves")
    await school.curator.clicks("Вводная")
    await school.curator.clicks("Изменить даты")
    await school.curator.says("21.09–25.09")
    assert "Вводная анкета: 21–25 сентября · школа" in await opens(school.curator)
    inna = await make_coordinator(world, school.town)
    await opens(inna, "Вводная", "Назначить дни")
    assert "Останется как есть: 1 школа" in await inna.says("16.09–30.09")
    await inna.clicks("Применить")
    assert await spans(world, INTRO) == ["21.09–25.09"]

    await opens(school.curator, "Вводная", "Вернуть общие")
    await school.curator.clicks("Применить")
    assert await spans(world, INTRO) == ["16.09–30.09"]
    assert "Вернуть общие дни" not in school.curator.last.buttons


async def test_a_preview_that_is_out_of_date_is_shown_anew(world: World, school: School) -> None:
    inna = await make_coordinator(world, school.town)
    await types(inna, "14.12–25.12")
    seen = inna.last.data("Применить")
    await far_school(world, school)
    await inna.presses(seen)
    assert inna.toasts[-1] == "Здесь уже всё иначе"
    assert "(2 школы)" in inna.sees
    assert await spans(world) == ["10.12–20.12"] * 2
    await inna.clicks("Применить")
    assert await spans(world) == ["14.12–25.12"] * 2

    await inna.presses(seen)
    assert inna.toasts[-1] == "Готово"
    assert await audit(world) == ["calendar"]
    await comes(world, "2026-12-14 10:00")
    await inna.presses(seen)
    assert (await wave_of(world, INTERIM)).opened_at == world.now


async def test_common_days_that_are_over_do_not_come_back(world: World, school: School) -> None:
    await opens(school.curator, "Вводная", "Назначить дни")
    await school.curator.says("16.11–20.11")
    await school.curator.clicks("Применить")
    await comes(world, "2026-10-26 10:00")
    await opens(school.curator, "Вводная", "Вернуть общие")
    assert "Общие дни уже прошли" in school.curator.toasts[-1]
    assert await spans(world, INTRO) == ["16.11–20.11"]


async def test_a_missed_round_is_held_on_new_days(world: World, school: School) -> None:
    await comes(world, "2026-10-01 12:00")
    assert (await wave_of(world)).closed_at
    await opens(school.curator, "Вводная", "Назначить дни")
    await school.curator.says("26.10–30.10")
    await school.curator.clicks("Применить")
    await comes(world, "2026-10-26 10:00")
    assert (await wave_of(world)).opened_at == world.now


async def test_the_next_year_is_changed_without_this_one(world: World, school: School) -> None:
    await types(school.curator, "7.12–11.12")
    await school.curator.clicks("Применить")
    await opens(school.curator, "2027/28", "Промежуточная", "Назначить дни")
    asked = await school.curator.says("13.12–24.12")
    assert "Сейчас: 7–11 декабря · школа" in asked
    assert "пар на этот год ещё нет" in asked
    assert "13–24 декабря · школа" in await school.curator.clicks("Применить")
    assert await spans(world) == ["07.12–11.12"]
    assert "7–11 декабря · школа" in await opens(school.curator, "Промежуточная")

    await opens(school.curator, "2027/28", "Промежуточная", "Вернуть общие")
    assert "7–11 декабря · школа" in await school.curator.clicks("Применить")
    assert "Вернуть общие дни" not in school.curator.last.buttons
    assert await count(world, CalendarEntry) == 1
    assert await spans(world) == ["07.12–11.12"]


async def test_where_a_round_has_been_moved_away_another_can_be(
    world: World, school: School
) -> None:
    async with world.sessions.begin() as session:
        days = {"opens_on": date(2026, 11, 16), "closes_on": date(2026, 11, 20), "own_days": True}
        await session.execute(update(Wave).where(Wave.code == INTERIM).values(**days))
    assert "Станет: 10–18 декабря" in await types(school.curator, "10.12–18.12", "Что пока")
    await types(school.curator, "18.11–27.11", "Что пока")
    assert "«Промежуточная анкета» (16–20 ноября" in school.curator.sees


async def test_last_year_s_buttons_show_this_year(world: World, school: School) -> None:
    at = {"place": school.school.id, "year": 2025, "code": INTERIM}
    await opens(school.curator)
    for data in (
        ShowRound(**at),
        ShowRound(**at, act="days"),
        Change(**at, act="off"),
        Change(**at, act="off", seen="00000000"),
        ShowCalendar(place=school.school.id, year=2025),
    ):
        await school.curator.presses(data.pack())
        assert "Календарь 2026/27" in school.curator.sees
    assert await count(world, CalendarEntry) == 0


async def test_whoever_runs_several_places_chooses_one(world: World, school: School) -> None:
    inna = await make_coordinator(world, school.town)
    async with world.sessions.begin() as session:
        other = await make_organisation(session, "Другой город")
        person = await session.scalar(
            select(RoleGrant.person_id).where(RoleGrant.organisation_id == school.town.id)
        )
        role = Role.MUNICIPAL_COORDINATOR
        session.add(RoleGrant(person_id=person, role=role, organisation_id=other.id))
    assert "Чей календарь" in await opens(inna)
    assert "Другой город" in await inna.clicks("Другой город")
    await inna.clicks("Промежуточная")
    await inna.clicks("Назначить дни")
    assert "Пока никому ничего не уйдёт" in await inna.says("14.12–25.12")
    await inna.clicks("Применить")
    assert await spans(world) == ["10.12–20.12"]


def presses_of(place: int, vacation: int) -> list[str]:
    at = {"place": place, "year": 2026, "code": INTERIM}
    span = {"opens": date(2026, 12, 14).toordinal(), "closes": date(2026, 12, 25).toordinal()}
    every = (
        ShowCalendar(place=place, year=2026),
        ShowRound(**at),
        ShowRound(**at, act="days"),
        Change(**at, act="off"),
        Change(**at, act="set", **span, seen="00000000"),
        Change(**at, act="drop", seen="00000000"),
        Outlook(place=place),
        ShowVacations(place=place),
        ShowVacations(place=place, act="add"),
        AddVacation(place=place, starts=span["opens"], ends=span["closes"]),
        RemoveVacation(vacation=vacation),
        RemoveVacation(vacation=vacation, sure=True),
    )
    return [data.pack() for data in every]


async def test_what_others_run_is_refused(world: World, school: School) -> None:
    far = await far_school(world, school)
    async with world.sessions.begin() as session:
        days = {"starts_on": date(2026, 11, 2), "ends_on": date(2026, 11, 8)}
        vacation = Vacation(organisation_id=far.id, name="Отдых", **days)
        session.add(vacation)
    await opens(school.curator)
    for data in presses_of(far.id, vacation.id):
        await school.curator.presses(data)
        assert GONE in school.curator.sees
    for data in presses_of(school.town.id, vacation.id):
        await school.curator.presses(data)
        assert GONE in school.curator.sees
    for data in presses_of(school.school.id, vacation.id):
        await school.anna.presses(data)
        assert school.anna.toasts[-1] == "Эта кнопка уже устарела"
    assert await count(world, CalendarEntry) == 0
    assert await count(world, Vacation) == 1


@pytest.mark.parametrize(
    "data",
    [
        "kc:0:2026:0",
        "kr:1:2026:none:show",
        "kr:{place}:2026:check-99:show",
        "kd:{place}:2026:interim:burn:0:0:",
        "kd:{place}:2026:own-5:off:0:0:",
        "kd:{place}:2026:interim:set:0:0:",
        "kd:{place}:2026:interim:set:1:2:0",
        "kx:99999:1",
        "ko:{place}:9999",
    ],
)
async def test_a_forged_button_changes_nothing(world: World, school: School, data: str) -> None:
    await opens(school.curator)
    await school.curator.presses(data.format(place=school.school.id))
    assert await count(world, CalendarEntry) == 0
    assert await count(world, Wave) == 15


async def test_the_calendar_is_told_in_english_too(world: World, school: School) -> None:
    await school.curator.says("/language")
    await school.curator.clicks("English")
    await school.curator.says("/waves")
    assert "Opening questionnaire: 15–30 September\n" in await school.curator.clicks("Calendar")
    await school.curator.clicks("Opening")
    await school.curator.clicks("Set the days")
    assert "Then: 16–25 September · school" in await school.curator.says("16.09–25.09")
    assert "16–25 September" in await school.curator.clicks("Apply")
