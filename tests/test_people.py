"""Who is in and who is not, links to forward, the sheet of a school: for those who run it."""

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditEntry, Invite, Organisation, RoleGrant
from models.enums import AccountStatus, OrganisationKind, Role
from services import invitations, membership, people
from services.errors import NotFound, UserError
from services.membership import State
from tests.conversation import User, World
from tests.factories import (
    School,
    account_of,
    count,
    make_coordinator,
    make_joined,
    make_organisation,
    make_person,
    make_school,
)

TOKEN = re.compile(r"start=([\w-]{22})")


@pytest.fixture
async def made(world: World) -> School:
    """Anna, Boris and the curator Vera are in; Galina and Ёлкина have never started."""
    made = await make_school(world)
    async with world.sessions.begin() as session:
        for key, name in (("galina", "Яшина Галина Львовна"), ("fekla", "Ёлкина Фёкла Ильинична")):
            made.people[key] = await make_person(session, made.school, name, Role.MENTEE)
    return made


@pytest.fixture
async def coordinator(world: World, made: School) -> User:
    return await make_coordinator(world, made.town)


async def another_school(world: World, made: School, people: int = 1) -> Organisation:
    async with world.sessions.begin() as session:
        school = await make_organisation(session, "МБОУ СОШ № 2", made.town)
        for number in range(people):
            await make_person(session, school, f"Дальний Иван {chr(1040 + number)}", Role.MENTOR)
    return school


def tokens(user: User) -> list[str]:
    return [found[1] for message in user.chat if (found := TOKEN.search(message.plain))]


async def opens(user: User, name: str) -> str:
    await user.says("/people")
    return await user.clicks(name)


async def test_a_curator_sees_the_people_of_the_school_by_name(made: School) -> None:
    seen = await made.curator.says("/people")

    assert "в боте 3 из 5" in seen
    assert "ещё не открыли ссылку: 2" in seen
    names = [label for label in made.curator.last.buttons if label[0] in "✅⚪"]
    assert names == [
        "⚪ Ёлкина Фёкла Ильинична",
        "✅ Иванова Анна Петровна",
        "✅ Ким Вера Олеговна",
        "✅ Орлов Борис Ильич",
        "⚪ Яшина Галина Львовна",
    ]


async def test_those_who_are_not_in_can_be_seen_alone(made: School) -> None:
    await made.curator.says("/people")
    await made.curator.clicks("Не вошли · 2")

    assert "⚪ Ёлкина Фёкла Ильинична" in made.curator.last.buttons
    assert "✅ Орлов Борис Ильич" not in made.curator.last.buttons


@pytest.mark.parametrize("name", ["anna", "boris"])
async def test_mentors_and_mentees_have_no_such_section(made: School, name: str) -> None:
    user = made.users[name]
    await made.curator.says("/people")
    buttons = [made.curator.last.data(label) for label in ("Ёлкина", "Не вошли", "Лист")]

    assert "Не понял" in await user.says("/people")
    for data in buttons:
        await user.presses(data)
        assert user.toasts[-1] == "Эта кнопка уже устарела"


async def test_every_state_says_what_can_be_done(made: School, world: World) -> None:
    async with world.sessions.begin() as session:
        anna, boris = await account_of(session, 100), await account_of(session, 101)
        anna.status, boris.muted_at = AccountStatus.BLOCKED, world.now

    assert "Разблокировать" in await opens(made.curator, "⛔ Иванова")
    assert "напоминания выключены" in await opens(made.curator, "🔕 Орлов")
    assert "Сделайте приглашение" in await opens(made.curator, "⚪ Яшина")
    assert "Уже в боте" in await opens(made.curator, "✅ Ким")
    assert "наставляемый" in await opens(made.curator, "⚪ Яшина")


async def test_a_person_without_a_consent_is_not_counted_as_joined(
    made: School, world: World
) -> None:
    await made.anna.says("/settings")
    await made.anna.clicks("Моё согласие")
    await made.anna.clicks("Отозвать согласие")
    await made.anna.clicks("Да, отозвать")

    assert "в боте 2 из 5" in await made.curator.says("/people")
    assert "Соглашаться не обязательно" in await made.curator.clicks("✋ Иванова")


async def test_a_link_is_made_to_be_forwarded_and_lets_the_person_in(
    made: School, world: World
) -> None:
    await opens(made.curator, "Яшина")
    forwarded = await made.curator.clicks("Ссылка-приглашение")

    (token,) = tokens(made.curator)
    assert forwarded.startswith("Галина Львовна, здравствуйте!")
    assert made.curator.last.rows[0][0]["url"] == world.programme.link(token)
    assert "Перешлите сообщение ниже" in made.curator.chat[-2].plain
    assert "Галина Львовна" in await world.user(900).says(f"/start {token}")


async def test_a_new_link_replaces_the_unused_one_and_says_so(made: School, world: World) -> None:
    await opens(made.curator, "Яшина")
    await made.curator.clicks("Ссылка-приглашение")
    assert "Новая ссылка её заменит" in await opens(made.curator, "Яшина")
    await made.curator.clicks("Ссылка-приглашение")

    old, new = tokens(made.curator)
    assert "Прежняя ссылка больше не действует" in made.curator.chat[-2].plain
    assert "не подходит" in await world.user(900).says(f"/start {old}")
    assert "Галина Львовна" in await world.user(900).says(f"/start {new}")


async def test_a_double_press_is_one_link(made: School, world: World) -> None:
    await opens(made.curator, "Яшина")
    page = made.curator.last
    data = page.data("Ссылка-приглашение")
    await made.curator.presses(data, page)
    before = await count(world, Invite)
    world.restart()
    await made.curator.presses(data, page)

    assert await count(world, Invite) == before
    assert made.curator.toasts[-1] == "Ссылка уже сделана, она в чате ниже"
    assert "Галина" in await world.user(900).says(f"/start {tokens(made.curator)[0]}")


async def test_whoever_is_in_gets_a_link_for_a_new_phone_only_after_a_question(
    made: School, world: World
) -> None:
    before = await count(world, Invite)
    await opens(made.curator, "Иванова")
    assert "прежний чат отключится" in await made.curator.clicks("для нового телефона")
    assert await count(world, Invite) == before

    await made.curator.clicks("Да, сделать ссылку")
    assert "чем помочь?" in await world.user(900).says(f"/start {tokens(made.curator)[0]}")


async def test_a_link_is_written_down(made: School, world: World) -> None:
    await opens(made.curator, "Яшина")
    await made.curator.clicks("Ссылка-приглашение")

    async with world.sessions() as session:
        entry = (await session.scalars(select(AuditEntry))).one()
    assert (entry.action, entry.actor_id) == ("invite.link", made.people["curator"].id)
    assert entry.details == {"person": made.people["galina"].id}


@pytest.mark.parametrize("role", [Role.MUNICIPAL_COORDINATOR, Role.PSYCHOLOGIST])
async def test_no_way_leads_up_by_somebody_elses_link(
    made: School, world: World, role: Role
) -> None:
    """The town's psychologist reads what is meant for nobody at the school."""
    async with world.sessions.begin() as session:
        await make_person(session, made.school, "Аверина Ольга", Role.HEAD)
        boss = await make_person(session, made.school, "Власова Ия", Role.HEAD)
        session.add(
            RoleGrant(
                person_id=boss.id,
                role=role,
                organisation_id=made.town.id,
            )
        )
    await opens(made.curator, "Власова")

    assert "ведёт не только вашу организацию" in await made.curator.clicks("Ссылка")
    assert tokens(made.curator) == []
    await made.curator.says("/people")
    assert "для 3 человек" in await made.curator.clicks("Лист с QR")


def forgeries(made: School, school: int, person: int) -> Iterator[str]:
    yield f"pl:{school}:all:0"
    yield f"pp:{person}:all:0"
    yield f"pi:{person}:0:1"
    yield f"ps:{school}"
    yield f"pm:{school}:0"


async def test_another_school_is_not_found(made: School, world: World) -> None:
    school = await another_school(world, made)
    async with world.sessions() as session:
        (stranger,) = await membership.people_in(session, [school.id])
    invites, entries = await count(world, Invite), await count(world, AuditEntry)

    for data in forgeries(made, school.id, stranger.person_id):
        await made.curator.presses(data)
        assert "Этого уже нет" in made.curator.sees, data
    assert (await count(world, Invite), await count(world, AuditEntry)) == (invites, entries)


@pytest.mark.parametrize("data", ["pl:1:nobody:0", "pp:99999999999:all:0", "pm:-1:0", "pi:x:0:0"])
async def test_a_forged_button_is_a_stale_one(made: School, data: str) -> None:
    await made.curator.presses(data)

    assert made.curator.toasts[-1] == "Эта кнопка уже устарела"


async def test_a_coordinator_sees_all_schools_and_may_invite(
    made: School, world: World, coordinator: User
) -> None:
    await another_school(world, made)

    seen = await coordinator.says("/people")
    assert "Люди: в боте 4 из 7" in seen
    assert "МБОУ СОШ № 1: в боте 3 из 5" in seen
    assert [label for label in coordinator.last.buttons if "·" in label] == [
        "3/5 · МБОУ СОШ № 1",
        "0/1 · МБОУ СОШ № 2",
        "1/1 · Управление образования",
    ]
    await coordinator.clicks("СОШ № 2")
    await coordinator.clicks("Дальний")
    await coordinator.clicks("Ссылка-приглашение")
    assert len(tokens(coordinator)) == 1


async def test_long_lists_come_in_pages(made: School, world: World, coordinator: User) -> None:
    school = await another_school(world, made, people=23)
    await coordinator.says("/people")
    await coordinator.clicks("СОШ № 2")
    assert "⚪ Дальний Иван К" not in coordinator.last.buttons
    await coordinator.clicks("2 / 3 ›")
    assert "⚪ Дальний Иван К" in coordinator.last.buttons
    await coordinator.clicks("3 / 3 ›")
    await coordinator.clicks("Дальний Иван Ц")
    await coordinator.clicks("Назад")
    assert "‹ 2 / 3" in coordinator.last.buttons

    await coordinator.presses(f"pl:{school.id}:out:900")
    assert "‹ 2 / 3" in coordinator.last.buttons


async def test_many_schools_come_in_pages(made: School, world: World, coordinator: User) -> None:
    async with world.sessions.begin() as session:
        for number in range(11):
            school = await make_organisation(
                session, f"Гимназия № {number}", made.town, OrganisationKind.SCHOOL
            )
            await make_person(session, school, "Дальний Иван", Role.MENTOR)
    await coordinator.says("/people")
    await coordinator.clicks("2 / 2 ›")

    assert "3/5 · МБОУ СОШ № 1" in coordinator.last.buttons
    await coordinator.clicks("СОШ № 1")
    await coordinator.clicks("Все организации")
    assert "2 / 2 ›" in coordinator.last.buttons


async def test_the_sheet_is_asked_about_made_and_sent(made: School, world: World) -> None:
    await made.curator.says("/people")
    assert "для 2 человек" in await made.curator.clicks("Лист с QR-кодами")
    assert "перестанут действовать" in made.curator.sees
    world.restart()
    caption = await made.curator.clicks("Сделать лист")

    assert caption.startswith("2 карточки")
    document = made.curator.last.file
    assert document is not None
    assert document.name == "Приглашения.pdf"
    assert document.content.startswith(b"%PDF")
    async with world.sessions() as session:
        entry = (await session.scalars(select(AuditEntry))).one()
    assert entry.action == "invite.sheet"
    assert entry.details["people"] == [made.people["fekla"].id, made.people["galina"].id]


async def test_a_double_press_is_one_sheet(made: School, world: World) -> None:
    await made.curator.says("/people")
    await made.curator.clicks("Лист с QR-кодами")
    question = made.curator.last
    data = question.data("Сделать лист")
    await made.curator.presses(data, question)
    before = await count(world, Invite)
    await made.curator.presses(data, question)

    assert await count(world, Invite) == before
    assert "Я ничего не менял" in question.plain
    assert sum(message.file is not None for message in made.curator.chat) == 1


async def test_when_all_are_in_no_sheet_is_made(world: World) -> None:
    made = await make_school(world)
    await made.curator.says("/people")

    assert not any("Лист" in label for label in made.curator.last.buttons)
    await made.curator.presses(f"ps:{made.school.id}")
    assert "лист не нужен" in made.curator.sees


async def test_the_tokens_of_a_sheet_work_and_replace_older_ones(
    made: School, world: World
) -> None:
    await opens(made.curator, "Яшина")
    await made.curator.clicks("Ссылка-приглашение")
    async with world.sessions.begin() as session:
        curator = await people.by_id(session, (await account_of(session, 102)).id)
        place = await membership.place(session, curator, made.school.id)
        last = await invitations.last_of(
            session, await invitations.waiting(session, curator, place)
        )
        assert (
            await invitations.sheet(session, curator, place.organisation_id, 0, world.now) is None
        )
        sheet = await invitations.sheet(session, curator, place.organisation_id, last, world.now)

    assert sheet is not None
    assert [guest.name for guest in sheet.guests] == [
        "Ёлкина Фёкла Ильинична",
        "Яшина Галина Львовна",
    ]
    assert "не подходит" in await world.user(900).says(f"/start {tokens(made.curator)[0]}")
    assert "Галина" in await world.user(900).says(f"/start {sheet.guests[1].token}")


async def test_members_have_their_roles_and_states(made: School, world: World) -> None:
    async with world.sessions() as session:
        found = await membership.people_in(session, [made.school.id])

    assert [(member.name.split()[0], member.roles, member.state) for member in found] == [
        ("Ёлкина", (Role.MENTEE,), State.NEVER_STARTED),
        ("Иванова", (Role.MENTOR,), State.JOINED),
        ("Ким", (Role.CURATOR,), State.JOINED),
        ("Орлов", (Role.MENTEE,), State.JOINED),
        ("Яшина", (Role.MENTEE,), State.NEVER_STARTED),
    ]


async def test_services_refuse_whoever_runs_nothing(
    made: School, world: World, session: AsyncSession, now: datetime
) -> None:
    anna = await people.by_id(session, (await account_of(session, 100)).id)

    assert await membership.places(session, anna) == []
    with pytest.raises(NotFound):
        await membership.place(session, anna, made.school.id)
    with pytest.raises(UserError):
        await invitations.invite(session, anna, made.people["galina"].id, 0, now)
    with pytest.raises(NotFound):
        await invitations.sheet(session, anna, made.school.id, 0, now)


async def test_an_empty_list_leads_to_the_roster(world: World, made: School) -> None:
    async with world.sessions.begin() as session:
        empty = await make_organisation(session, "Лицей № 9", made.town)
        person = await make_person(session, made.town, "Новая Майя", Role.MENTOR)
        session.add(RoleGrant(person_id=person.id, role=Role.CURATOR, organisation_id=empty.id))
    maya = await make_joined(world, person, 700)

    assert "В списке пока никого" in await maya.says("/people")
    await maya.clicks("Загрузить список")
    assert "тремя листами" in maya.sees


async def test_all_of_it_speaks_english(made: School, world: World) -> None:
    await made.curator.says("/language")
    await made.curator.clicks("English")
    assert "3 of 5 have joined" in await made.curator.says("/people")
    await made.curator.clicks("Яшина")
    assert "Hello, Галина Львовна" in await made.curator.clicks("Invitation link")
    await made.curator.says("/people")
    await made.curator.clicks("Sheet of QR codes")
    assert "cut along the dashes" in await made.curator.clicks("Make the sheet")
