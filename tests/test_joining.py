import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from models import Account, Consent, Invite
from models.enums import AccountStatus, Role
from services import joining, people
from services.errors import UserError
from tests.conversation import User, World
from tests.factories import (
    account_of,
    make_organisation,
    make_person,
    make_school,
)

MENU = "чем помочь?"


@pytest.fixture
async def anna(world: World) -> User:
    return world.user(100)


async def invite(world: World, who: str = "anna") -> str:
    async with world.sessions.begin() as session:
        school = (await session.scalars(select(Invite))).first()
        assert school is None
    made = await make_school(world, join=False)
    async with world.sessions.begin() as session:
        return await joining.invite_person(session, made.people[who].id, world.now)


async def test_without_a_link_the_bot_says_where_to_get_one(anna: User) -> None:
    assert "ссылку-приглашение" in await anna.says("/start")
    assert "ссылку-приглашение" in await anna.says("добрый день")


async def test_a_link_leads_to_the_consent_and_then_to_the_menu(world: World, anna: User) -> None:
    token = await invite(world)

    assert "Анна Петровна" in await anna.says(f"/start {token}")
    assert "Согласие на обработку персональных данных" in anna.sees
    assert "С чего начнём" in await anna.clicks("Согласен")
    assert "Записать встречу" in anna.last.buttons
    assert MENU in await anna.says("/menu")


async def test_nothing_is_asked_before_the_consent(world: World, anna: User) -> None:
    await anna.says(f"/start {await invite(world)}")

    for text in ("/menu", "/meeting", "/stop", "привет"):
        assert "Согласие на обработку" in await anna.says(text)


async def test_a_refusal_is_accepted_and_can_be_taken_back(world: World, anna: User) -> None:
    await anna.says(f"/start {await invite(world)}")

    assert "ничего спрашивать не буду" in await anna.clicks("Не согласен")
    async with world.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Consent)) == 0
    await anna.clicks("Прочитать согласие")
    assert "С чего начнём" in await anna.clicks("Согласен")


async def test_the_consent_keeps_its_version_and_the_hash_of_its_text(
    world: World, anna: User
) -> None:
    await anna.says(f"/start {await invite(world)}")
    shown = anna.last.text.split("\n\n", 2)[2]
    await anna.clicks("Согласен")

    async with world.sessions() as session:
        given = await session.scalar(select(Consent))
    assert given is not None
    assert given.version == joining.CONSENT_VERSION
    assert given.text_hash == joining.hashed(shown)


async def test_a_consent_to_an_older_text_is_not_a_consent(world: World, anna: User) -> None:
    await anna.says(f"/start {await invite(world)}")
    await anna.presses("c:agree:0123456789ab")

    assert "Согласие на обработку" in anna.sees


async def test_agreeing_twice_is_one_consent(world: World, anna: User) -> None:
    await anna.says(f"/start {await invite(world)}")
    data = anna.last.data("Согласен")
    await anna.presses(data)
    await anna.presses(data)

    async with world.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Consent)) == 1


async def test_a_withdrawn_consent_closes_everything_and_can_be_given_again(
    world: World,
) -> None:
    anna = (await make_school(world)).anna
    await anna.says("/settings")
    await anna.clicks("Моё согласие")
    await anna.clicks("Отозвать согласие")
    assert "Согласие отозвано" in await anna.clicks("Да, отозвать")

    assert "Согласие на обработку" in await anna.says("/menu")
    assert "С чего начнём" in await anna.clicks("Согласен")


async def test_a_used_link_works_for_nobody_else(world: World, anna: User) -> None:
    token = await invite(world)
    await anna.says(f"/start {token}")

    assert "уже вошли" in await world.user(200).says(f"/start {token}")
    assert "Согласие на обработку" in await anna.says(f"/start {token}")


async def test_an_expired_link_says_so(world: World, anna: User) -> None:
    token = await invite(world)
    world.waits(days=joining.INVITE_DAYS, seconds=1)

    assert "Срок этой ссылки вышел" in await anna.says(f"/start {token}")


async def test_a_link_made_anew_replaces_the_old_one(world: World, anna: User) -> None:
    made = await make_school(world, join=False)
    async with world.sessions.begin() as session:
        old = await joining.invite_person(session, made.people["anna"].id, world.now)
        new = await joining.invite_person(session, made.people["anna"].id, world.now)

    assert "не подходит" in await anna.says(f"/start {old}")
    assert "Анна Петровна" in await anna.says(f"/start {new}")


async def test_a_link_of_another_person_changes_nothing(world: World) -> None:
    made = await make_school(world, join=False)
    async with world.sessions.begin() as session:
        own = await joining.invite_person(session, made.people["anna"].id, world.now)
        foreign = await joining.invite_person(session, made.people["boris"].id, world.now)
    anna = world.user(100)
    await anna.says(f"/start {own}")

    assert "для другого человека" in await anna.says(f"/start {foreign}")
    assert "Борис Ильич" in await world.user(200).says(f"/start {foreign}")


async def test_nonsense_is_not_a_link(anna: User) -> None:
    assert "не подходит" in await anna.says("/start " + "x" * 22)


async def test_only_the_hash_of_a_link_is_kept(world: World) -> None:
    token = await invite(world)

    async with world.sessions() as session:
        row = await session.scalar(select(Invite))
    assert row is not None
    assert len(token) == 22
    assert token not in str(vars(row))
    assert row.token_hash == joining.hashed(token)


async def test_a_new_phone_takes_over_from_the_lost_one(world: World) -> None:
    made = await make_school(world)
    async with world.sessions.begin() as session:
        token = await joining.invite_person(session, made.people["anna"].id, world.now)
    phone = world.user(300)

    assert MENU in await phone.says(f"/start {token}")
    assert "ссылку-приглашение" in await made.anna.says("/menu")


async def test_a_role_can_be_offered_to_somebody_who_is_not_in_the_roster(world: World) -> None:
    made = await make_school(world)
    async with world.sessions.begin() as session:
        token = await joining.invite_role(session, Role.CURATOR, made.school.id, world.now)
    vera = world.user(200)

    assert "фамилию, имя" in await vera.says(f"/start {token}")
    assert "хотя бы фамилия и имя" in await vera.says("Вера")
    world.restart()
    assert "Вера Игоревна" in await vera.says("зайцева вера игоревна")
    await vera.clicks("Согласен")
    assert "Результаты анкет" in vera.last.buttons


async def test_a_name_of_the_roster_is_not_taken_by_a_link_to_a_role(world: World) -> None:
    made = await make_school(world)
    async with world.sessions.begin() as session:
        token = await joining.invite_role(session, Role.MENTOR, made.school.id, world.now)
    stranger = world.user(200)
    await stranger.says(f"/start {token}")

    assert "уже есть в списке" in await stranger.says("ИВАНОВА  Анна Петровна")


async def test_the_language_follows_the_phone_and_can_be_changed(world: World) -> None:
    john = world.user(400, language="en")
    assert "invitation link" in await john.says("/start")

    await john.says("/language")
    assert "ссылку-приглашение" in await john.clicks("Русский")


async def test_reminders_can_be_switched_off_and_on(world: World) -> None:
    anna = (await make_school(world)).anna
    await anna.says("/stop")
    assert "выключены" in await anna.clicks("Не присылать")
    async with world.sessions() as session:
        assert (await account_of(session, 100)).muted_at == world.now

    await anna.clicks("Снова присылать")
    async with world.sessions() as session:
        assert (await account_of(session, 100)).muted_at is None


async def test_blocking_and_coming_back_is_noticed(world: World) -> None:
    anna = (await make_school(world)).anna
    await anna.blocks()
    async with world.sessions() as session:
        assert (await account_of(session, 100)).status == AccountStatus.BLOCKED

    await anna.blocks(back=True)
    async with world.sessions() as session:
        assert (await account_of(session, 100)).status == AccountStatus.ACTIVE


async def test_a_blocked_person_is_seen_when_a_message_is_refused(world: World) -> None:
    made = await make_school(world)
    world.telegram.blocked_by.add(100)
    await world.receive(
        {
            "message": {
                "message_id": 1,
                "date": 0,
                "chat": {"id": 100, "type": "private"},
                "from": {"id": 100, "is_bot": False, "first_name": "A"},
                "text": "?",
            }
        }
    )

    async with world.sessions() as session:
        assert (await account_of(session, 100)).status == AccountStatus.BLOCKED
    assert made.boris.sees


async def test_groups_get_no_answer(world: World) -> None:
    await world.receive(
        {
            "message": {
                "message_id": 1,
                "date": 0,
                "chat": {"id": -5, "type": "group", "title": "x"},
                "from": {"id": 100, "is_bot": False, "first_name": "A"},
                "text": "/start",
            }
        }
    )

    assert world.telegram.chats == {}


async def test_a_link_tapped_fifty_times_at_once_lets_in_one(fresh_database: str) -> None:
    engine = create_async_engine(fresh_database, pool_size=10)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    world = World(sessions, now=__import__("tests.conftest", fromlist=["NOW"]).NOW)
    async with sessions.begin() as session:
        school = await make_organisation(session)
        person = await make_person(session, school, "Иванова Анна", Role.MENTOR)
        token = await joining.invite_person(session, person.id, world.now)

    async def tap(address: int) -> bool:
        async with sessions.begin() as session:
            who = (await people.meet(session, [people.Met(address)], world.now))[address]
            try:
                account = await people.account(session, who)
                await joining.accept(session, account, token, world.now)
            except UserError:
                return False
            return True

    let_in = await asyncio.gather(*(tap(address) for address in range(50)))
    async with sessions() as session:
        bound = await session.scalar(
            select(func.count()).select_from(Account).where(Account.person_id == person.id)
        )
    await engine.dispose()

    assert sum(let_in) == 1
    assert bound == 1


async def test_an_invitation_into_an_unknown_organisation_is_refused(
    session: AsyncSession, world: World
) -> None:
    with pytest.raises(UserError, match="invite-no-organisation"):
        await joining.invite_role(session, Role.CURATOR, 999, world.now + timedelta(days=1))
