"""Who is written to without having asked, and when: in working hours, and never once muted."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.transport import NotSent
from models import Account, Notification
from models.enums import (
    AccountStatus,
    NotificationState,
    OrganisationKind,
    Role,
    WaveCode,
)
from services import help_requests, joining, meetings, notifications
from services.meetings import Entry
from services.questionnaires import get_own
from tests.conversation import User, World
from tests.factories import School, make_organisation, make_person, make_school
from tests.pair import TODAY, logs
from tests.surveys import joined, make_wave
from tests.year import at, comes, ticks

CONFIRM = "Была такая"


@pytest.fixture
async def school(world: World) -> School:
    return await make_school(world)


async def test_who_was_muted_after_the_planning_gets_no_question_in_the_morning(
    world: World, school: School
) -> None:
    world.moves_to(at("2026-09-14 21:00"))
    await logs(school.anna, *TODAY)
    await school.boris.says("/settings")
    await school.boris.clicks("Не присылать")
    await comes(world, "2026-09-15 09:00")

    assert CONFIRM not in school.boris.sees


async def test_what_telegram_took_no_more_that_day_waits_for_the_morning(
    world: World, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telegram is away from the afternoon until eight in the evening."""

    async def away(*args: object, **kwargs: object) -> None:
        raise NotSent("away")

    world.moves_to(at("2026-09-14 17:58"))
    with monkeypatch.context() as outage:
        outage.setattr(world.telegram, "call", away)
        await logs_unseen(world, school)
        for _ in range(4):
            world.waits(minutes=11)
            await ticks(world)
    await comes(world, "2026-09-14 20:00")
    assert CONFIRM not in school.boris.sees

    await comes(world, "2026-09-15 09:00")
    assert CONFIRM in school.boris.sees


async def logs_unseen(world: World, school: School) -> None:
    """Anna's meeting is in the log, though no answer reaches her."""
    async with world.sessions.begin() as session:
        today = world.now.date()
        anna = school.people["anna"].id
        entry = Entry(today, 45, "lesson")
        await meetings.log(session, anna, school.pair.id, entry, world.now, today)
    await world.settle()


async def test_who_unblocks_the_bot_at_night_is_written_to_in_the_morning(
    world: World, school: School
) -> None:
    await school.boris.blocks()
    async with world.sessions.begin() as session:
        account = await session.scalar(select(Account).where(Account.address == 101))
        assert account is not None
        session.add(
            Notification(
                account_id=account.id,
                dedupe_key="meeting_confirm:1",
                kind="meeting_confirm",
                args={"meeting": 1},
                lane=1,
                state=NotificationState.UNREACHABLE,
                created_at=world.now,
                due_at=world.now,
            )
        )
    world.moves_to(at("2026-09-14 23:00"))
    await school.boris.blocks(back=True)

    async with world.sessions() as session:
        waiting = await session.scalar(
            select(Notification).where(Notification.kind == "meeting_confirm")
        )
    assert waiting is not None
    assert waiting.state == NotificationState.PENDING
    assert waiting.due_at == at("2026-09-15 09:00")


async def test_an_addressee_in_another_zone_reads_a_request_in_hours_of_her_own(
    world: World,
) -> None:
    """Ten in Yekaterinburg is eight in Moscow."""
    async with world.sessions.begin() as session:
        region = await make_organisation(
            session, "Область", kind=OrganisationKind.REGION, timezone="Europe/Moscow"
        )
        place = await make_organisation(session, parent=region)
        lena = await make_person(session, region, "Лебедева Лена Юрьевна", Role.PSYCHOLOGIST)
        boris = await make_person(session, place, "Орлов Борис Ильич", Role.MENTEE)
        reader = await joined(session, world, lena, 300)
        await joined(session, world, boris, 101)
        people = [(boris, Role.MENTEE)]
        made = await make_wave(session, place, WaveCode.INTERIM, people=people)
        number = made.of(*people[0])
        sheet = await get_own(session, boris.id, number, world.now)
        await help_requests.ask(session, sheet, "psychologist", world.now)
    assert world.now == datetime(2026, 9, 14, 5, 0, tzinfo=UTC)
    await world.settle()
    assert reader.chat == []

    world.waits(hours=1)
    await world.settle()
    assert "просит помощи" in reader.sees


async def renewed(world: World, school: School, name: str, address: int) -> User:
    """A phone of somebody who is in already: another account, by a new link."""
    async with world.sessions.begin() as session:
        token = await joining.invite_person(session, school.people[name].id, world.now)
    user = world.user(address)
    await user.says(f"/start {token}")
    return user


async def test_what_was_owed_to_a_lost_phone_reaches_the_new_one(
    world: World, school: School
) -> None:
    world.moves_to(at("2026-09-14 21:00"))
    await logs(school.anna, *TODAY)
    phone = await renewed(world, school, "boris", 201)
    assert CONFIRM not in phone.sees

    await comes(world, "2026-09-15 09:00")
    assert CONFIRM in phone.sees
    assert CONFIRM not in school.boris.sees


async def test_what_a_deleted_account_never_got_reaches_the_new_one(
    world: World, school: School
) -> None:
    world.moves_to(at("2026-09-14 21:00"))
    await logs(school.anna, *TODAY)
    await school.boris.blocks()
    phone = await renewed(world, school, "boris", 201)
    await comes(world, "2026-09-15 09:00")

    assert CONFIRM in phone.sees


async def test_the_lost_phone_cannot_come_back_by_its_old_link(
    world: World, school: School
) -> None:
    async with world.sessions.begin() as session:
        old = await joining.invite_person(session, school.people["boris"].id, world.now)
    await school.boris.says(f"/start {old}")
    await renewed(world, school, "boris", 201)

    assert "уже вошли" in await school.boris.says(f"/start {old}")
    assert "ссылк" in await school.boris.says("/menu")


async def test_a_link_to_a_role_gives_it_once_even_after_a_new_phone(
    world: World, school: School
) -> None:
    async with world.sessions.begin() as session:
        token = await joining.invite_role(session, Role.CURATOR, school.school.id, world.now)
    lev = world.user(300)
    await lev.says(f"/start {token}")
    await lev.says("Седов Лев Ильич")
    await lev.clicks("Согласен")
    assert "чем помочь" in await lev.says(f"/start {token}")
    async with world.sessions.begin() as session:
        person_id = await session.scalar(select(Account.person_id).where(Account.address == 300))
        again = await joining.invite_person(session, person_id or 0, world.now)
    await world.user(301).says(f"/start {again}")

    assert "уже вошли" in await lev.says(f"/start {token}")


async def test_who_was_thought_gone_is_written_to_again_after_a_start(
    world: World, school: School
) -> None:
    async with world.sessions.begin() as session:
        account = await session.scalar(select(Account).where(Account.address == 101))
        assert account is not None
        await notifications.unreachable(session, account.id, AccountStatus.GONE)
    await school.boris.says("/start")
    await logs(school.anna, *TODAY)

    assert CONFIRM in school.boris.sees
