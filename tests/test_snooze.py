"""Reminders put off: till which days, what is said then, and that it counts as none more."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, update

from bot.schedule import tick
from handlers.snooze import Snooze
from models import Mentorship, Notification, Person, Vacation
from services.contact import ContactCalendar
from services.reminders.snoozed import holidays_near, offers
from tests.conversation import World
from tests.factories import ZONE, School
from tests.pair import TODAY, logs
from tests.surveys import answer_all
from tests.year import at, comes, days, make_new_pair, parts, ticks, told

WAITS = "вас ждёт «Вводная анкета"
CONTACT = ContactCalendar(ZoneInfo(ZONE), ((date(2026, 10, 26), date(2026, 11, 1)),))


@pytest.mark.parametrize(
    ("today", "closes_on", "expected"),
    [
        ("2026-09-14", None, "tomorrow 15.09, three 17.09"),  # Monday
        ("2026-09-18", None, "tomorrow 21.09"),  # Friday: the day after is a Saturday
        ("2026-09-16", None, "tomorrow 17.09, three 21.09"),
        ("2026-10-09", None, "tomorrow 12.10"),
        ("2026-10-12", None, "tomorrow 13.10, three 15.10, vacation 02.11"),
        ("2026-10-28", None, "vacation 02.11"),  # the vacation is on
        ("2027-04-26", None, "tomorrow 27.04, three 29.04, holidays 04.05"),
        ("2026-09-14", "2026-09-17", "tomorrow 15.09, three 17.09"),
        ("2026-09-14", "2026-09-16", "tomorrow 15.09"),
        ("2026-09-11", "2026-09-15", "tomorrow 14.09"),
        ("2026-10-12", "2026-10-20", "tomorrow 13.10, three 15.10, eve 19.10"),
        ("2026-10-12", "2026-10-14", "tomorrow 13.10"),
        ("2026-10-15", "2026-10-17", "tomorrow 16.10"),
        ("2026-10-16", "2026-10-18", ""),  # the last working day before it is today
        ("2026-09-14", "2026-09-14", ""),
        ("2026-11-02", "2026-11-05", "tomorrow 03.11, three 05.11"),
        ("2026-11-03", "2026-11-05", "tomorrow 05.11"),
        ("2026-12-17", "2026-12-21", "tomorrow 18.12, three 21.12"),
        ("2026-12-17", "2026-12-20", "tomorrow 18.12"),
        ("2026-12-16", "2026-12-20", "tomorrow 17.12, eve 18.12"),
    ],
)
def test_reminders_may_be_put_off_till_a_working_day_that_makes_sense(
    today: str, closes_on: str | None, expected: str
) -> None:
    last = date.fromisoformat(closes_on) if closes_on else None
    found = offers(CONTACT, date.fromisoformat(today), last)
    assert ", ".join(f"{offer.when} {offer.day:%d.%m}" for offer in found) == expected


def test_the_last_day_itself_is_offered_when_no_day_before_it_is_left() -> None:
    calendar = ContactCalendar(ZoneInfo(ZONE), ((date(2026, 9, 16), date(2026, 9, 17)),))
    found = offers(calendar, date(2026, 9, 15), date(2026, 9, 18))
    assert [(offer.when, offer.day.day) for offer in found] == [("tomorrow", 18)]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-10-09", None),
        ("2026-10-10", "24.10-01.11"),  # with the weekend before
        ("2026-10-30", "24.10-01.11"),
        ("2026-11-02", None),  # a single holiday and weekends
        ("2026-12-16", None),
        ("2026-12-17", "31.12-10.01"),
        ("2027-06-17", "01.07-31.08"),
    ],
)
def test_holidays_are_three_days_at_least_now_or_soon(today: str, expected: str | None) -> None:
    found = holidays_near(CONTACT, date.fromisoformat(today))
    assert (f"{found[0]:%d.%m}-{found[1]:%d.%m}" if found else None) == expected


def test_without_any_working_day_nothing_is_offered() -> None:
    never = ContactCalendar(ZoneInfo(ZONE), ((date(2026, 1, 1), date(2028, 12, 31)),))
    assert offers(never, date(2026, 9, 14)) == []


@pytest.fixture
async def school(world: World) -> School:
    """The wave of 15–30 September; Boris has blocked the bot and is out of the way."""
    school = await make_new_pair(world)
    await school.boris.blocks()
    await comes(world, "2026-09-15 10:00")
    await comes(world, "2026-09-18 09:00")
    assert WAITS in school.anna.sees
    return school


async def test_what_was_put_off_is_said_once_when_it_ends(world: World, school: School) -> None:
    assert school.anna.last.buttons == ["Начать", "В понедельник", "☰ Меню"]
    assert await school.anna.clicks("В понедельник") == (
        "Отложено до понедельника, 21 сентября. "
        "Тогда напомню один раз обо всём, что ещё не сделано."
    )
    await comes(world, "2026-09-21 08:59")
    assert WAITS not in school.anna.sees
    await comes(world, "2026-09-21 09:00")
    await ticks(world)
    assert WAITS in school.anna.sees
    assert len(await told(world, "reminder")) == 2


async def test_it_counts_as_none_more_of_the_three(world: World, school: School) -> None:
    await school.anna.clicks("В понедельник")
    found = await days(world, "2026-09-19", "2026-09-30")
    assert found == ["21.09", "24.09", "29.09"]
    steps = [(part["step"], "again" in part) for part in await parts(world)]
    assert steps == [(1, False), (1, True), (2, False), (3, False)]


async def test_a_step_that_came_meanwhile_is_said_in_the_same_message(
    world: World, school: School
) -> None:
    await days(world, "2026-09-19", "2026-09-23")
    async with world.sessions.begin() as session:
        person = school.people["anna"].id
        await session.execute(
            update(Person).where(Person.id == person).values(snoozed_until=at("2026-09-25 09:00"))
        )
    assert await days(world, "2026-09-24", "2026-09-30") == ["25.09", "29.09"]
    assert [part["step"] for part in await parts(world)] == [1, 2, 3]


async def test_while_it_lasts_no_reminder_leaves_planned_ones_neither(
    world: World, school: School
) -> None:
    world.moves_to(at("2026-09-24 09:00"))
    await tick(world.sessions, world.now)
    reminder = school.anna.last
    await school.anna.presses(snooze("2026-09-25"), reminder)
    assert await told(world, "reminder") == [("Анна", "sent"), ("Анна", "cancelled")]
    await comes(world, "2026-09-24 12:00")
    assert len(await told(world, "reminder")) == 2
    await comes(world, "2026-09-25 09:00")
    assert [part["step"] for part in await parts(world)] == [1, 2, 2]


def snooze(day: str) -> str:
    return Snooze(day=date.fromisoformat(day).toordinal()).pack()


async def test_who_has_answered_meanwhile_is_told_nothing(world: World, school: School) -> None:
    await school.anna.clicks("В понедельник")
    await school.anna.says("/survey")
    await school.anna.clicks("Начать")
    await answer_all(school.anna, {})
    await school.anna.clicks("Отправить")
    await days(world, "2026-09-19", "2026-09-23")
    assert [state for _, state in await told(world, "reminder")] == ["sent", "cancelled"]


async def test_it_can_be_taken_back(world: World, school: School) -> None:
    await school.anna.clicks("В понедельник")
    await school.anna.clicks("Не откладывать")
    assert WAITS in school.anna.sees
    assert "Снова напоминаю как обычно" in school.anna.toasts
    assert await days(world, "2026-09-19", "2026-09-24") == ["24.09"]


async def test_the_settings_say_so_and_take_it_back(world: World, school: School) -> None:
    await school.anna.clicks("В понедельник")
    assert "Напоминания отложены до понедельника, 21 сентября" in await school.anna.says(
        "/settings"
    )
    await school.anna.clicks("Не откладывать")
    assert "отложены" not in await school.anna.says("/settings")


@pytest.mark.parametrize("day", ["2026-09-18", "2026-09-20", "2026-12-31"])
async def test_a_day_that_is_not_offered_changes_nothing(
    world: World, school: School, day: str
) -> None:
    await school.anna.presses(snooze(day))
    assert WAITS in school.anna.sees
    assert "Эта кнопка уже устарела" in school.anna.toasts
    async with world.sessions() as session:
        assert await session.scalar(select(func.max(Person.snoozed_until))) is None


async def test_without_anything_to_recall_the_old_button_leads_to_the_menu(
    world: World, school: School
) -> None:
    old = school.anna.last
    await comes(world, "2026-10-02 10:00")
    await school.anna.presses(old.data("В понедельник"), old)
    assert "чем помочь" in school.anna.sees


async def test_not_beyond_the_last_day(world: World, school: School) -> None:
    async with world.sessions.begin() as session:
        rest = {"starts_on": date(2026, 10, 2), "ends_on": date(2026, 10, 6)}
        session.add(Vacation(organisation_id=school.town.id, name="Отдых", **rest))
    await comes(world, "2026-09-24 09:00")
    assert school.anna.last.buttons[1:-1] == ["Завтра", "В понедельник", "Накануне последнего дня"]
    assert "до вторника, 29 сентября" in await school.anna.clicks("Накануне последнего дня")
    assert await days(world, "2026-09-25", "2026-10-02") == ["29.09"]


async def test_before_a_vacation_everything_may_wait_till_after_it(world: World) -> None:
    """Boris leaves it open whether the meeting took place."""
    school = await make_new_pair(world)
    async with world.sessions.begin() as session:
        rest = {"starts_on": date(2026, 9, 21), "ends_on": date(2026, 9, 23)}
        session.add(Vacation(organisation_id=school.school.id, name="Отдых", **rest))
    await logs(school.anna, *TODAY)
    await comes(world, "2026-09-16 09:00")
    assert "подтвердите" in school.boris.sees
    await school.boris.clicks("После каникул")
    await comes(world, "2026-09-18 09:00")
    assert "Отложено до четверга, 24 сентября" in school.boris.sees
    await comes(world, "2026-09-24 09:00")
    assert "подтвердите" in school.boris.sees


async def test_what_telegram_did_not_take_is_said_on_the_next_day(
    world: World, school: School
) -> None:
    await school.anna.clicks("В понедельник")
    world.moves_to(at("2026-09-21 12:00"))
    await tick(world.sessions, world.now)
    world.moves_to(at("2026-09-21 18:00"))
    await world.settle()
    assert (await told(world, "reminder"))[-1] == ("Анна", "expired")
    await comes(world, "2026-09-22 09:00")
    assert WAITS in school.anna.sees


async def test_a_quiet_pair_put_off_and_said_again_is_one_of_three(world: World) -> None:
    school = await make_new_pair(world)
    async with world.sessions.begin() as session:
        await session.execute(update(Mentorship).values(starts_on=date(2026, 10, 1)))
    await comes(world, "2026-10-22 12:00")
    await school.anna.clicks("Завтра")
    assert await days(world, "2026-10-23", "2026-12-09") == ["23.10", "13.11", "04.12"]
    assert await days(world, "2026-12-22", "2027-03-31") == []


async def test_openings_are_no_reminders_and_come_all_the_same(
    world: World, school: School
) -> None:
    async with world.sessions.begin() as session:
        await session.execute(update(Person).values(snoozed_until=at("2026-12-31 09:00")))
    await comes(world, "2026-12-10 10:00")
    async with world.sessions() as session:
        opened = select(Notification.args).where(
            Notification.kind == "survey_open", Notification.sent_at == world.now
        )
        assert len((await session.scalars(opened)).all()) >= 1
