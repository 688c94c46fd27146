"""Curators and coordinators manage waves; everybody else is refused."""

from datetime import date

import pytest
from sqlalchemy import select

from handlers.wave_buttons import Act, AskDays, Prolong, ShowDelivery, ShowWave
from models import AuditEntry, Organisation, Wave
from models.enums import Role
from tests.conversation import User, World
from tests.factories import (
    School,
    make_joined,
    make_organisation,
    make_pair,
    make_person,
    make_school,
)
from tests.year import FINAL, INTERIM, INTRO, comes, only, ticks, told, wave_of

GONE = "Этого уже нет"


@pytest.fixture
async def school(world: World) -> School:
    """Of a town that asks three times a year."""
    made = await make_school(world)
    await only(world, INTRO, INTERIM, FINAL)
    await ticks(world)
    return made


async def opens(user: User, wave: str = "Вводная") -> str:
    await user.says("/waves")
    return await user.clicks(wave)


async def audit(world: World) -> list[str]:
    async with world.sessions() as session:
        return list(await session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


async def other_school(world: World, made: School, number: int = 2) -> Organisation:
    """A school of the same town with a pair, Olga and Pyotr."""
    async with world.sessions.begin() as session:
        place = await make_organisation(session, f"МБОУ СОШ № {number}", made.town)
        olga = await make_person(session, place, "Белова Ольга Игоревна", Role.MENTOR)
        pyotr = await make_person(session, place, "Серов Пётр Львович", Role.MENTEE)
        await make_pair(session, olga, pyotr)
    return place


async def coordinator_of(world: World, place: Organisation, address: int = 500) -> User:
    async with world.sessions.begin() as session:
        nina = await make_person(
            session, place, "Лаптева Нина Юрьевна", Role.MUNICIPAL_COORDINATOR
        )
    return await make_joined(world, nina, address)


async def test_before_there_are_pairs_the_curator_reads_why_it_is_empty(world: World) -> None:
    curator = (await make_school(world)).curator
    assert "Сроков пока нет" in await curator.says("/waves")


async def test_a_curator_sees_the_years_waves(world: World, school: School) -> None:
    await comes(world, "2026-09-15 10:00")
    assert "Вводная анкета: 15–30 сентября, идёт. Ответили 0 из 2." in await school.curator.says(
        "/waves"
    )
    assert "Промежуточная анкета: 10–20 декабря, ещё не открыта." in school.curator.sees
    assert "Наставники: 0 из 1." in await school.curator.clicks("Вводная")


async def test_the_rounds_of_a_year_come_in_pages_the_current_one_first(world: World) -> None:
    curator = (await make_school(world)).curator
    await comes(world, "2026-09-14 10:00")
    await curator.says("/waves")
    assert [label for label in curator.last.buttons if "анкета" in label] == ["Вводная анкета"]
    assert "Двадцать секунд о делах, 2: 9–13 ноября, ещё не открыта." in curator.sees
    assert "за весь год: наставники — 23 мин," in curator.sees

    await comes(world, "2026-12-12 12:00")
    await curator.says("/waves")
    assert "Промежуточная анкета: 10–20 декабря, идёт." in curator.sees
    assert "Вводная" in await curator.clicks("‹")
    world.restart()
    assert "Промежуточная" in await curator.clicks("›")
    assert "Анкета куратора: 26 мая – 10 июня, ещё не открыта." in await curator.clicks("›")
    assert "Сколько времени занимает: кураторы — 3 мин" in await curator.clicks("Анкета куратора")


async def test_a_wave_says_whom_it_has_not_reached_and_why(world: World, school: School) -> None:
    async with world.sessions.begin() as session:
        for number in range(17):
            mentee = await make_person(
                session, school.school, f"Ёлкина{chr(1072 + number)} Яна", Role.MENTEE
            )
            await make_pair(session, school.people["anna"], mentee)
    await school.boris.blocks()
    await comes(world, "2026-09-15 10:00")

    assert "Не дошло или под вопросом: 18." in await opens(school.curator)
    assert "Ёлкинаа Яна, наставляемый — ещё не входили в бот" in await school.curator.clicks(
        "Доставка"
    )
    assert "Орлов" not in school.curator.sees
    await school.curator.clicks("›")
    assert "Орлов Борис Ильич, наставляемый — бот заблокирован" in await school.curator.clicks("›")
    await school.curator.clicks("‹")
    assert "Ёлкинаа" in await school.curator.clicks("‹")
    assert "Вводная анкета" in await school.curator.clicks("Назад")


async def test_a_wave_is_opened_before_its_day_after_a_question(
    world: World, school: School
) -> None:
    wave = await wave_of(world)
    await opens(school.curator)
    asked = await school.curator.clicks("Открыть сейчас")
    assert "Она для 2 человек. Её получат все." in asked
    assert "уйдут сразу" in asked
    assert (await wave_of(world)).opened_at is None
    world.restart()

    yes = school.curator.last.data("Да, открыть")
    assert "14–30 сентября, идёт" in await school.curator.clicks("Да, открыть")
    await school.curator.presses(yes)
    assert school.curator.toasts == ["Готово", "Эта анкета уже открыта."]
    assert "Открылась" in school.anna.sees
    assert await told(world, "survey_open") == [("Анна", "sent"), ("Борис", "sent")]
    assert await audit(world) == ["wave_open"]
    await school.curator.presses(Act(wave=wave.id, act="open").pack())
    assert "Здесь уже всё иначе" in school.curator.toasts


async def test_out_of_hours_the_question_says_when_people_will_read(
    world: World, school: School
) -> None:
    await comes(world, "2026-09-14 21:00")
    await school.anna.blocks()
    await opens(school.curator)
    asked = await school.curator.clicks("Открыть сейчас")
    assert "Получат сразу: 1, когда войдут в бот: 1." in asked
    assert "уйдут вт, 15 сентября, с 09:00" in asked
    await school.curator.clicks("Да, открыть")
    assert "Открылась" not in school.boris.sees
    await comes(world, "2026-09-15 09:00")
    assert "Открылась" in school.boris.sees


async def test_a_wave_far_ahead_gets_new_days_first(world: World, school: School) -> None:
    await opens(school.curator, "Промежуточная")
    await school.curator.clicks("Открыть сейчас")
    await school.curator.clicks("Да, открыть")
    assert "Сначала измените даты" in school.curator.toasts[-1]
    assert (await wave_of(world, INTERIM)).opened_at is None


async def test_a_wave_is_prolonged_by_a_tap_and_a_double_press_is_one(
    world: World, school: School
) -> None:
    await comes(world, "2026-09-15 10:00")
    await opens(school.curator)
    three, seven = (school.curator.last.data(label) for label in ("+3 дня", "+7 дней"))
    assert "15 сентября – 3 октября" in await school.curator.clicks("+3 дня")
    await school.curator.presses(three)
    assert (await wave_of(world)).closes_on == date(2026, 10, 3)
    await school.curator.presses(seven)
    await school.curator.presses(three)
    assert school.curator.toasts[-1] == "Анкета и так открыта дольше. Выберите день попозже."
    assert (await wave_of(world)).closes_on == date(2026, 10, 7)
    assert await audit(world) == ["wave_prolong", "wave_prolong"]
    await comes(world, "2026-10-07 20:00")
    assert (await wave_of(world)).closed_at is None


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("когда-нибудь", "Не разобрал день"),
        ("31.11", "не бывает"),
        ("20.09", "и так открыта дольше"),
        ("25.12", "не больше 60 дней"),
        ("1.10.2027", "не больше 60 дней"),
    ],
)
async def test_a_wrong_day_is_explained_and_can_be_typed_again(
    world: World, school: School, typed: str, answer: str
) -> None:
    await comes(world, "2026-09-15 10:00")
    await opens(school.curator)
    assert "по 30 сентября" in await school.curator.clicks("другого дня")
    assert answer in await school.curator.says(typed)
    world.restart()
    assert "15 сентября – 9 октября" in await school.curator.says("9 октября")


async def test_a_wave_is_closed_after_a_question(world: World, school: School) -> None:
    await comes(world, "2026-09-15 10:00")
    await opens(school.curator)
    page = school.curator.last
    old = [page.data(label) for label in ("+3 дня", "Закрыть", "другого дня")]
    assert "Ответили 0 из 2" in await school.curator.clicks("Закрыть")
    assert (await wave_of(world)).closed_at is None
    yes = school.curator.last.data("Да, закрыть")
    assert "закрыта" in await school.curator.clicks("Да, закрыть")
    assert (await wave_of(world)).closed_at == world.now

    for data in (yes, *old):
        await school.curator.presses(data)
        assert "закрыта" in school.curator.sees
    assert set(school.curator.toasts[1:]) == {
        "Эта анкета уже закрыта.", "Здесь уже всё иначе",
    }  # fmt: skip
    assert (await wave_of(world)).closes_on == date(2026, 9, 30)
    assert await audit(world) == ["wave_close"]
    assert "закрылась" in await school.anna.clicks("Начать")


async def test_dates_are_changed_before_the_opening(world: World, school: School) -> None:
    await opens(school.curator)
    await school.curator.clicks("Изменить даты")
    world.restart()
    assert "21–25 сентября, ещё не открыта" in await school.curator.says("21.09–25.09")
    await comes(world, "2026-09-15 10:00")
    assert (await wave_of(world)).opened_at is None
    await comes(world, "2026-09-21 10:00")
    assert "по 25 сентября" in school.anna.sees
    assert await audit(world) == ["wave_move"]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("21.09", "Нужны два дня"),
        ("25.09–21.09", "раньше первого"),
        ("1.09–20.09", "уже прошёл"),
        ("20.09–30.12", "не больше 60 дней"),
        ("20.09.2027–25.09.2027", "другого учебного года"),
        ("19.09–20.09", "ни одного рабочего"),
        ("29.02–3.03", "не бывает"),
    ],
)
async def test_wrong_dates_are_explained(
    world: World, school: School, typed: str, answer: str
) -> None:
    await opens(school.curator)
    await school.curator.clicks("Изменить даты")
    assert answer in await school.curator.says(typed)
    kept = await wave_of(world)
    assert (kept.opens_on, kept.closes_on) == (date(2026, 9, 15), date(2026, 9, 30))
    assert "16–18 сентября" in await school.curator.says("16.09 - 18.09")


async def test_a_missed_wave_gets_new_dates_and_is_held(world: World, school: School) -> None:
    await comes(world, "2026-10-02 12:00")
    assert "не проводилась" in await opens(school.curator)
    assert "Открыть сейчас" not in school.curator.last.buttons
    wave = await wave_of(world)
    await school.curator.presses(Act(wave=wave.id, act="open", sure=True).pack())
    assert "Сначала измените даты" in school.curator.toasts[-1]
    await school.curator.clicks("Изменить даты")
    assert "5–16 октября, ещё не открыта" in await school.curator.says("5.10–16.10")
    await comes(world, "2026-10-05 10:00")
    assert "Открылась" in school.anna.sees


async def test_a_question_left_alone_means_nothing_later(world: World, school: School) -> None:
    await opens(school.curator)
    await school.curator.clicks("Изменить даты")
    await school.curator.clicks("Назад")
    assert "Не понял" in await school.curator.says("21.09–25.09")


def presses_of(wave: Wave) -> list[str]:
    every = (
        ShowWave(wave=wave.id),
        ShowDelivery(wave=wave.id),
        Act(wave=wave.id, act="open"),
        Act(wave=wave.id, act="open", sure=True),
        Act(wave=wave.id, act="close", sure=True),
        Act(wave=wave.id, act="close"),
        AskDays(wave=wave.id, what="move"),
        Prolong(wave=wave.id, to=date(2026, 10, 5).toordinal()),
    )
    return [data.pack() for data in every]


async def test_a_curator_of_another_school_is_refused(world: World, school: School) -> None:
    place = await other_school(world, school)
    await comes(world, "2026-09-15 10:00")
    wave = await wave_of(world, INTRO, place)
    await opens(school.curator)
    for data in presses_of(wave):
        await school.curator.presses(data)
        assert GONE in school.curator.sees
    untouched = await wave_of(world, INTRO, place)
    assert (untouched.closes_on, untouched.closed_at) == (date(2026, 9, 30), None)


async def test_mentors_and_mentees_are_refused(world: World, school: School) -> None:
    wave = await wave_of(world)
    for user in (school.anna, school.boris):
        assert "Не понял" in await user.says("/waves")
        for data in presses_of(wave):
            await user.presses(data)
            assert user.toasts[-1] == "Эта кнопка уже устарела"
    assert (await wave_of(world)).opened_at is None


@pytest.mark.parametrize(
    "data", ["w:0", "w:99999999999", "wo:1:burn:1", "wp:1:99999999", "wc:none:0", "wa:1:x"]
)
async def test_a_forged_button_changes_nothing(world: World, school: School, data: str) -> None:
    await opens(school.curator)
    await school.curator.presses(data)
    assert GONE in school.curator.sees or "устарела" in school.curator.toasts[-1]


async def test_a_coordinator_sees_all_schools_and_acts_on_each(
    world: World, school: School
) -> None:
    for number in range(2, 11):
        await other_school(world, school, number)
    nina = await coordinator_of(world, school.town)
    await comes(world, "2026-09-15 10:00")

    assert "Вводная анкета: 10 школ. 15–30 сентября, идёт. Ответили 0 из 20." in await nina.says(
        "/waves"
    )
    assert "Промежуточная анкета: 10 школ. 10–20 декабря, ещё не открыта." in nina.sees
    await nina.clicks("Вводная")
    assert "МБОУ СОШ № 1 · 0 из 2" in nina.last.buttons
    await nina.clicks("›")
    assert "МБОУ СОШ № 9 · 0 из 2" in nina.last.buttons
    await nina.clicks("СОШ № 9")
    await nina.clicks("Закрыть")
    assert "МБОУ СОШ № 9" in await nina.clicks("Да, закрыть")
    await nina.says("/waves")
    assert "10 школ. 15–30 сентября, сейчас идёт в 9. Ответили" in nina.sees
    await nina.clicks("Промежуточная")
    assert "МБОУ СОШ № 1 · с 10 декабря" in nina.last.buttons
    assert "Доставка" not in " ".join(nina.last.buttons)


async def test_another_towns_coordinator_is_refused(world: World, school: School) -> None:
    async with world.sessions.begin() as session:
        elsewhere = await make_organisation(session, "Другой город")
    nina = await coordinator_of(world, elsewhere)
    wave = await wave_of(world)
    assert "Сроков пока нет" in await nina.says("/waves")
    for data in presses_of(wave):
        await nina.presses(data)
        assert GONE in nina.sees


async def test_waves_are_told_in_english_too(world: World, school: School) -> None:
    for user in (school.curator, school.anna):
        await user.says("/language")
        await user.clicks("English")
    await comes(world, "2026-09-15 10:00")
    assert "“Mentor's opening questionnaire” is open: 15 questions" in school.anna.sees
    await school.curator.says("/waves")
    assert "Opening questionnaire: 15–30 September, open. Answered: 0 of 2." in school.curator.sees
    assert "Mentors: 0 of 1." in await school.curator.clicks("Opening")
    assert "15 September – 3 October" in await school.curator.clicks("+3 days")
