"""Reminders of meetings: to come, unconfirmed, or none for a long time."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, update

from bot.schedule import tick
from handlers.meetings.buttons import Act as MeetingAct
from handlers.meetings.buttons import Day
from models import Meeting, Mentorship, Wave
from models.enums import MeetingStatus, MentorshipStatus
from services.contact import ContactCalendar
from services.reminders.meetings import is_quiet
from tests.conversation import World
from tests.factories import ZONE, School
from tests.pair import TODAY, join_mentee, logs, only, set_term
from tests.year import at, comes, days, make_new_pair, parts, ticks, told

WAITS = "вас ждёт «Вводная анкета"
QUIET = "давно нет отметок о встречах"


@pytest.fixture
async def school(world: World) -> School:
    return await make_new_pair(world)


async def test_an_unanswered_meeting_is_recalled_once_to_the_other_side(
    world: World, school: School
) -> None:
    await logs(school.anna, *TODAY)
    await comes(world, "2026-09-15 09:00")
    assert await told(world, "reminder") == []
    await comes(world, "2026-09-16 09:00")
    assert "подтвердите, пожалуйста, встречу (пн, 14 сентября, Анна Петровна)" in school.boris.sees
    recalled = school.boris.last
    await comes(world, "2026-09-17 09:00")
    assert await told(world, "reminder") == [("Борис", "sent")]

    yes = recalled.data("Да, была 14 сентября")
    await school.boris.presses(yes, recalled)
    await school.boris.presses(yes, recalled)
    assert (await only(world)).status == MeetingStatus.CONFIRMED


async def test_a_confirmed_meeting_is_not_recalled(world: World, school: School) -> None:
    await logs(school.anna, *TODAY)
    await school.boris.clicks("Была")
    assert await days(world, "2026-09-14", "2026-09-17") == []


async def test_after_a_week_an_unanswered_meeting_is_let_be(world: World, school: School) -> None:
    await school.boris.blocks()
    await logs(school.anna, *TODAY)
    world.moves_to(at("2026-09-21 10:01"))
    await school.boris.blocks(back=True)
    await ticks(world)
    assert all(part["what"] != "confirm" for part in await parts(world))


async def test_three_quiet_weeks_are_told_to_the_mentor_once_in_three_weeks(
    world: World, school: School
) -> None:
    async with world.sessions.begin() as session:
        await session.execute(update(Mentorship).values(starts_on=date(2026, 10, 1)))
    world.moves_to(at("2026-10-01 12:00"))
    found = await days(world, "2026-10-01", "2026-11-12")
    assert found == ["22.10", "12.11"]
    assert QUIET in school.anna.sees
    assert {name for name, _ in await told(world, "reminder")} == {"Анна"}
    await school.anna.clicks("Записать: Борис Ильич")
    assert "Когда" in school.anna.sees


async def test_a_meeting_ends_the_quiet(world: World, school: School) -> None:
    await days(world, "2026-10-01", "2026-10-02")
    await logs(school.anna, *TODAY)
    await school.boris.clicks("Была")
    assert await days(world, "2026-10-05", "2026-10-22") == []
    assert await days(world, "2026-10-23", "2026-10-23") == ["23.10"]


@pytest.mark.parametrize(
    ("last", "today", "quiet"),
    [
        ("2026-09-01", "2026-09-21", False),
        ("2026-09-01", "2026-09-22", True),
        ("2026-12-18", "2027-01-15", False),  # the winter holidays do not count
        ("2026-12-18", "2027-01-20", True),
    ],
)
def test_quiet_weeks_are_weeks_of_school(last: str, today: str, quiet: bool) -> None:
    calendar = ContactCalendar(ZoneInfo(ZONE))
    assert is_quiet(date.fromisoformat(last), calendar, at(f"{today} 12:00")) is quiet


async def plans(world: World, school: School, day: date, made_at: str) -> Meeting:
    """Anna plans a meeting; Boris reads of it at once."""
    world.moves_to(at(made_at))
    await school.anna.presses(Day(use="plan", id=school.pair.id, day=day.toordinal()).pack())
    return await only(world)


@pytest.mark.parametrize(
    ("day", "before", "hour"),
    [
        ("2026-09-24", "2026-09-23 13:59", "2026-09-23 14:00"),
        ("2026-09-28", "2026-09-25 13:59", "2026-09-25 14:00"),  # Monday: on Friday
        ("2026-11-05", "2026-11-03 13:59", "2026-11-03 14:00"),  # after a holiday
    ],
)
async def test_a_meeting_to_come_is_told_to_both_on_the_last_working_afternoon(
    world: World, school: School, day: str, before: str, hour: str
) -> None:
    await plans(world, school, date.fromisoformat(day), "2026-09-17 12:00")
    async with world.sessions.begin() as session:
        await session.execute(delete(Wave))
    await comes(world, before)
    assert all(part["what"] != "soon" for part in await parts(world))
    await comes(world, hour)
    for user, name in ((school.anna, "Борис Ильич"), (school.boris, "Анна Петровна")):
        assert "запланирована встреча" in user.sees
        assert name in user.sees
    await comes(world, f"{day} 12:00")
    soon = [part for part in await parts(world) if part["what"] == "soon"]
    assert len(soon) == 2


async def test_a_moved_meeting_is_told_for_its_new_day_only(world: World, school: School) -> None:
    meeting = await plans(world, school, date(2026, 9, 24), "2026-09-17 12:00")
    world.moves_to(at("2026-09-23 14:00"))
    await tick(world.sessions, world.now)
    new_day = date(2026, 9, 25).toordinal()
    await school.anna.presses(Day(use="move", id=meeting.id, day=new_day).pack())
    assert {state for _, state in await told(world, "reminder")} == {"cancelled"}
    await comes(world, "2026-09-24 14:00")
    assert "пт, 25 сентября" in school.boris.sees


async def test_a_cancelled_meeting_is_not_recalled(world: World, school: School) -> None:
    meeting = await plans(world, school, date(2026, 9, 24), "2026-09-17 12:00")
    await school.anna.presses(MeetingAct.on(meeting, "cancel").pack())
    await comes(world, "2026-09-23 14:00")
    assert all(part["what"] != "soon" for part in await parts(world))


async def test_a_meeting_planned_today_for_tomorrow_is_recalled_in_the_morning(
    world: World, school: School
) -> None:
    await plans(world, school, date(2026, 9, 15), "2026-09-14 15:00")
    await comes(world, "2026-09-14 16:00")
    assert await told(world, "reminder") == []
    await comes(world, "2026-09-15 09:00")
    assert {name for name, _ in await told(world, "reminder")} == {"Анна", "Борис"}
    await comes(world, "2026-09-15 13:59")
    assert len(await told(world, "reminder")) == 2


async def test_a_meeting_planned_for_the_same_day_needs_no_reminder(
    world: World, school: School
) -> None:
    await plans(world, school, date(2026, 9, 15), "2026-09-15 09:05")
    await comes(world, "2026-09-15 09:10")
    assert await told(world, "reminder") == []


async def test_who_was_told_the_day_before_is_not_told_in_the_morning(
    world: World, school: School
) -> None:
    await plans(world, school, date(2026, 9, 24), "2026-09-14 12:00")
    async with world.sessions.begin() as session:
        await session.execute(delete(Wave))
    await comes(world, "2026-09-23 14:00")
    await comes(world, "2026-09-24 09:00")
    assert [part["what"] for part in await parts(world)] == ["soon", "soon"]


async def test_a_meeting_over_without_a_word_is_asked_about_once(
    world: World, school: School
) -> None:
    """Of whoever planned it, with one tap to say that it was."""
    await plans(world, school, date(2026, 9, 18), "2026-09-14 12:00")
    await comes(world, "2026-09-18 17:59")
    assert all(part["what"] != "held" for part in await parts(world))
    await comes(world, "2026-09-21 09:00")  # Monday
    assert "состоялась ли встреча (пт, 18 сентября, Борис Ильич)?" in school.anna.sees
    await comes(world, "2026-09-22 09:00")
    held = [part for part in await parts(world) if part["what"] == "held"]
    assert len(held) == 1
    assert "Сколько" in await school.anna.clicks("Да, была 18 сентября")


@pytest.mark.parametrize("label", ["Не было", "Перенести"])
async def test_it_may_have_been_otherwise(world: World, school: School, label: str) -> None:
    await plans(world, school, date(2026, 9, 14), "2026-09-14 12:00")
    await comes(world, "2026-09-15 09:00")
    await school.anna.clicks("Не так")
    await school.anna.clicks(label)
    assert "Этого уже нет" not in school.anna.sees


async def test_a_plan_of_long_ago_is_let_be(world: World, school: School) -> None:
    await plans(world, school, date(2026, 9, 14), "2026-09-14 12:00")
    await school.anna.blocks()
    world.moves_to(at("2026-09-22 09:00"))
    await school.anna.blocks(back=True)
    await ticks(world)
    assert all(part["what"] != "held" for part in await parts(world))


async def test_a_meeting_called_off_before_the_question_leaves_is_not_asked_about(
    world: World, school: School
) -> None:
    meeting = await plans(world, school, date(2026, 9, 14), "2026-09-14 12:00")
    world.moves_to(at("2026-09-15 09:00"))
    await tick(world.sessions, world.now)
    await school.anna.presses(MeetingAct.on(meeting, "cancel").pack())
    assert ("Анна", "cancelled") in await told(world, "reminder")


async def test_a_quiet_pair_is_recalled_three_times_in_a_row_at_most(
    world: World, school: School
) -> None:
    async with world.sessions.begin() as session:
        await session.execute(update(Mentorship).values(starts_on=date(2026, 9, 14)))
        await session.execute(update(Wave).values(closed_at=world.now))
    await school.boris.blocks()
    assert await quiet_days(world, "2026-10-01", "2026-12-09") == ["05.10", "26.10", "16.11"]
    await logs(school.anna, *TODAY)
    assert await quiet_days(world, "2026-12-10", "2027-01-22") == ["30.12", "20.01"]


async def quiet_days(world: World, first: str, last: str) -> list[str]:
    async with world.sessions.begin() as session:
        await session.execute(update(Wave).values(closed_at=world.now))
    return await days(world, first, last)


async def test_quiet_pairs_of_one_mentor_are_one_message(world: World, school: School) -> None:
    await join_mentee(world, school, "Юдин Глеб Олегович", 300)
    async with world.sessions.begin() as session:
        await session.execute(update(Mentorship).values(starts_on=date(2026, 10, 1)))
    await comes(world, "2026-10-22 12:00")
    assert "Борис Ильич" in school.anna.sees
    assert "Глеб Олегович" in school.anna.sees
    assert len(await told(world, "reminder")) == 1


@pytest.mark.parametrize("status", [MentorshipStatus.SUSPENDED, MentorshipStatus.COMPLETED])
async def test_only_pairs_under_way_are_told_that_they_are_quiet(
    world: World, school: School, status: MentorshipStatus
) -> None:
    async with world.sessions.begin() as session:
        days = {"starts_on": date(2026, 10, 1), "status": status}
        await session.execute(update(Mentorship).values(**days))
    assert await days_of_quiet(world) == 0


async def test_a_planned_meeting_is_no_quiet(world: World, school: School) -> None:
    await plans(world, school, date(2026, 10, 30), "2026-10-02 12:00")
    assert await days_of_quiet(world) == 0


async def days_of_quiet(world: World) -> int:
    await comes(world, "2026-10-26 12:00")
    return sum(part["what"] == "quiet" for part in await parts(world))


async def test_a_pair_that_ended_yesterday_by_its_own_calendar_is_let_be(
    world: World, school: School
) -> None:
    """In Kamchatka it is morning while the day before goes on in UTC."""
    async with world.sessions.begin() as session:
        (await session.merge(school.school)).timezone = "Asia/Kamchatka"
    await set_term(world, school, date(2026, 9, 14), date(2026, 10, 5))
    await comes(world, "2026-10-06 09:00", "Asia/Kamchatka")

    assert QUIET not in school.anna.sees
