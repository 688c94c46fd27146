from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from models import Account, Answer, Assignment, HelpRequest, Organisation, Person
from models.enums import AccountStatus, OrganisationKind, Role, WaveCode
from services import answering, help_requests
from tests.conversation import User, World
from tests.factories import School, make_organisation, make_pair, make_person
from tests.surveys import answer_all, joined, make_joined_school, make_wave

AFTER = "Вашу просьбу о помощи в рабочее время прочитает "
NOBODY = "передать её пока некому"


@dataclass
class Asking:
    """Boris the mentee, and Anna his mentor, have the December questionnaire before them."""

    world: World
    school: School
    numbers: dict[str, int]

    @property
    def boris(self) -> User:
        return self.school.boris

    @property
    def curator(self) -> User:
        return self.school.curator

    async def sends(self, kind: str, name: str = "boris") -> str:
        """Answers everything, asks for this help and sends; returns the thanks."""
        user, person = self.school.users[name], self.school.people[name].id
        number = self.numbers[name]
        async with self.world.sessions.begin() as session:
            sheet = await answering.begin(session, person, number, self.world.now)
            while step := sheet.step:
                value = kind if step.item.code == "HLP" else (*step.item.values, "skip")[0]
                at = number, step.key
                sheet = await answering.choose(session, person, at, value, self.world.now)
        await user.says("/survey")
        return await user.clicks("Отправить")

    async def adds(
        self, name: str, role: Role, address: int | None, at: Organisation | None = None
    ) -> User:
        """Somebody with a role in the school, who has joined if there is an address."""
        async with self.world.sessions.begin() as session:
            where = at or self.school.school
            person = await make_person(session, where, name, role)
            if address is None:
                return self.world.user(0)
            return await joined(session, self.world, person, address)

    async def requests(self) -> list[HelpRequest]:
        async with self.world.sessions() as session:
            return list(await session.scalars(select(HelpRequest)))


@pytest.fixture
async def asking(world: World) -> Asking:
    school = await make_joined_school(world)
    people = [(school.people["anna"], Role.MENTOR), (school.people["boris"], Role.MENTEE)]
    async with world.sessions.begin() as session:
        made = await make_wave(session, school.school, WaveCode.INTERIM, people=people)
    numbers = {"anna": made.of(*people[0]), "boris": made.of(*people[1])}
    return Asking(world, school, numbers)


async def test_a_mentee_asks_the_curator_takes_it_on_and_the_mentee_is_told(
    asking: Asking,
) -> None:
    thanks = await asking.sends("curator")
    assert AFTER + "Ким Вера Олеговна" in thanks
    told = asking.curator.sees
    assert "Орлов Борис Ильич просит помощи: «Поговорить с куратором»" in told
    assert "МБОУ СОШ № 1" in told

    asking.world.restart()
    asking.world.waits(minutes=5)
    assert "Просьба за вами" in await asking.curator.clicks("Беру на связь")
    assert asking.boris.sees == "Ким Вера Олеговна знает о вашей просьбе и свяжется с вами."
    (request,) = await asking.requests()
    assert request.answered_by == asking.school.people["curator"].id
    assert request.answered_at == asking.world.now
    assert asking.school.anna.chat == []


async def test_the_request_leaves_the_answers_and_the_statistics(asking: Asking) -> None:
    await asking.sends("curator")

    async with asking.world.sessions() as session:
        items = list(await session.scalars(select(Answer.item)))
    assert items
    assert "HLP" not in items


async def test_all_is_well_asks_nobody(asking: Asking) -> None:
    thanks = await asking.sends("none")

    assert "просьб" not in thanks
    assert await asking.requests() == []
    assert asking.curator.chat == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [("boris", "change_mentor"), ("anna", "methodical"), ("anna", "step_down")],
)
async def test_other_kinds_go_to_the_curator(asking: Asking, name: str, kind: str) -> None:
    assert "Ким Вера" in await asking.sends(kind, name)

    assert [request.kind for request in await asking.requests()] == [kind]
    assert "просит помощи" in asking.curator.sees


async def test_a_psychologist_is_asked_privately(asking: Asking) -> None:
    lena = await asking.adds("Лебедева Лена Юрьевна", Role.PSYCHOLOGIST, 300)

    assert AFTER + "Лебедева Лена Юрьевна" in await asking.sends("psychologist")
    assert "«Поговорить с психологом»" in lena.sees
    assert asking.curator.chat == []


async def test_without_a_psychologist_at_school_the_town_s_is_asked(asking: Asking) -> None:
    lena = await asking.adds("Лебедева Лена", Role.PSYCHOLOGIST, 300, at=asking.school.town)
    async with asking.world.sessions.begin() as session:
        other = await make_organisation(session, "Лицей № 2", asking.school.town)
    vera = await asking.adds("Зуева Вера", Role.PSYCHOLOGIST, 301, at=other)

    assert "Лебедева Лена" in await asking.sends("psychologist")
    assert "просит помощи" in lena.sees
    assert vera.chat == []


async def test_the_nearest_curators_are_asked_and_not_the_town_s(asking: Asking) -> None:
    far = await asking.adds("Седов Лев", Role.CURATOR, 300, at=asking.school.town)
    near = await asking.adds("Белов Лев", Role.CURATOR, 301)

    assert "прочитают Белов Лев, Ким Вера Олеговна" in await asking.sends("curator")
    assert "просит помощи" in near.sees
    assert far.chat == []


async def test_a_municipal_coordinator_is_no_addressee(asking: Asking) -> None:
    chief = await asking.adds("Седов Лев", Role.MUNICIPAL_COORDINATOR, 300, at=asking.school.town)
    await asking.sends("curator")

    assert chief.chat == []


@pytest.mark.parametrize(
    "change",
    [
        {"status": AccountStatus.BLOCKED},
        {"muted_at": datetime(2026, 9, 1, tzinfo=UTC)},
        {"person_id": None},
    ],
)
async def test_when_nobody_can_be_reached_the_asker_is_told_so_and_nothing_is_lost(
    asking: Asking, change: dict[str, object]
) -> None:
    curators = update(Account).where(Account.address == 102)
    async with asking.world.sessions.begin() as session:
        await session.execute(curators.values(**change))
    thanks = await asking.sends("curator")

    assert "Спасибо, анкета отправлена" in thanks
    assert NOBODY in thanks
    assert "куратора, который мог бы её прочесть, в боте пока нет" in thanks
    assert len(await asking.requests()) == 1


async def test_without_a_psychologist_the_asker_is_told_so(asking: Asking) -> None:
    assert "психолога, который мог бы её прочесть" in await asking.sends("psychologist")


async def test_an_addressee_who_joins_later_is_told_once(asking: Asking) -> None:
    await asking.sends("psychologist")
    lena = await asking.adds("Лебедева Лена", Role.PSYCHOLOGIST, 300)
    for expected in (1, 0):
        async with asking.world.sessions.begin() as session:
            told = await help_requests.tell_newcomers(session, asking.world.now)
        assert told == expected
    await asking.world.settle()

    assert "просит помощи" in lena.sees
    assert len(lena.chat) == 1


async def test_a_wish_for_another_mentor_never_goes_to_that_mentor(world: World) -> None:
    school = await make_joined_school(world)
    async with world.sessions.begin() as session:
        vera = school.people["curator"]
        gleb = await make_person(session, school.school, "Носов Глеб", Role.MENTEE)
        await make_pair(session, vera, gleb)
        school.users["gleb"] = await joined(session, world, gleb, 300)
        school.people["gleb"] = gleb
        made = await make_wave(
            session, school.school, WaveCode.INTERIM, people=[(gleb, Role.MENTEE)]
        )
    asking = Asking(world, school, {"gleb": made.of(gleb, Role.MENTEE)})

    assert NOBODY in await asking.sends("change_mentor", "gleb")
    assert school.curator.chat == []
    (request,) = await asking.requests()
    await school.curator.says("/menu")
    await school.curator.presses(f"qh:{request.id}")
    assert "Этого уже нет" in school.curator.sees


async def test_who_asks_is_not_the_addressee(world: World) -> None:
    school = await make_joined_school(world)
    async with world.sessions.begin() as session:
        vera = await make_person(session, school.school, "Зайцева Вера", Role.MENTOR, Role.CURATOR)
        school.people["vera"] = vera
        school.users["vera"] = await joined(session, world, vera, 300)
        made = await make_wave(
            session, school.school, WaveCode.INTERIM, people=[(vera, Role.MENTOR)]
        )
    asking = Asking(world, school, {"vera": made.of(vera, Role.MENTOR)})

    assert AFTER + "Ким Вера Олеговна." in await asking.sends("curator", "vera")


async def test_taking_it_on_twice_tells_the_asker_once(asking: Asking) -> None:
    await asking.sends("curator")
    tap, message = asking.curator.last.data("Беру"), asking.curator.last
    await asking.curator.presses(tap, message)
    seen = len(asking.boris.chat)
    await asking.curator.presses(tap, message)

    assert "Просьба за вами" in asking.curator.sees
    assert len(asking.boris.chat) == seen


async def test_the_second_addressee_sees_that_somebody_is_in_touch(asking: Asking) -> None:
    other = await asking.adds("Белов Лев", Role.CURATOR, 300)
    await asking.sends("curator")
    await asking.curator.clicks("Беру")

    assert "Ким Вера Олеговна уже на связи" in await other.clicks("Беру")
    (request,) = await asking.requests()
    assert request.answered_by == asking.school.people["curator"].id


async def test_a_request_that_was_taken_on_is_not_announced_any_more(asking: Asking) -> None:
    asking.world.moves_to(datetime(2026, 9, 18, 14, tzinfo=UTC))  # Friday, 19:00 in the school
    await asking.sends("curator")
    assert asking.curator.chat == [], "after hours"

    async with asking.world.sessions.begin() as session:
        await session.execute(
            update(HelpRequest).values(
                answered_by=asking.school.people["curator"].id, answered_at=asking.world.now
            )
        )
    asking.world.moves_to(datetime(2026, 9, 21, 4, tzinfo=UTC))
    await asking.world.settle()
    assert asking.curator.chat == []


async def test_addressees_are_written_to_in_their_working_hours(asking: Asking) -> None:
    asking.world.moves_to(datetime(2026, 9, 18, 14, tzinfo=UTC))  # Friday, 19:00 in the school
    await asking.sends("curator")
    assert asking.curator.chat == []

    asking.world.moves_to(datetime(2026, 9, 21, 4, tzinfo=UTC))  # Monday, 09:00
    await asking.world.settle()
    assert "просит помощи" in asking.curator.sees


@pytest.mark.parametrize("address", [100, 101, 300])
async def test_nobody_else_can_take_it_on(asking: Asking, address: int) -> None:
    async with asking.world.sessions.begin() as session:
        other = await make_organisation(session, "Лицей № 2", asking.school.town)
    await asking.adds("Седова Зоя", Role.CURATOR, 300, at=other)
    await asking.sends("curator")
    (request,) = await asking.requests()
    stranger = asking.world.user(address)
    await stranger.says("/menu")
    await stranger.presses(f"qh:{request.id}")

    assert "Этого уже нет" in stranger.sees
    assert (await asking.requests())[0].answered_by is None


async def test_a_forged_number_is_not_found(asking: Asking) -> None:
    await asking.curator.says("/menu")
    await asking.curator.presses("qh:999999")

    assert "Этого уже нет" in asking.curator.sees


async def test_the_phone_is_shown_to_who_has_taken_it_on(asking: Asking) -> None:
    async with asking.world.sessions.begin() as session:
        await session.execute(
            update(Person).where(Person.full_name.contains("Борис")).values(phone="+79120000001")
        )
    await asking.sends("curator")
    assert "+7912" not in asking.curator.sees

    assert "Телефон: +79120000001" in await asking.curator.clicks("Беру")


async def test_sending_twice_is_one_request(asking: Asking) -> None:
    await asking.sends("curator")
    send = f"qs:{asking.numbers['boris']}:send"
    await asking.boris.presses(send)

    assert "Ким Вера" in asking.boris.sees
    assert len(await asking.requests()) == 1
    assert len(asking.curator.chat) == 1


async def test_after_it_was_taken_on_the_sent_questionnaire_says_so(asking: Asking) -> None:
    await asking.sends("curator")
    await asking.curator.clicks("Беру")
    await asking.boris.presses(f"s:{asking.numbers['boris']}")

    assert "Ким Вера Олеговна знает о вашей просьбе" in asking.boris.sees


async def test_a_request_changed_before_sending_is_not_made(asking: Asking) -> None:
    boris = asking.boris
    await boris.says("/survey")
    await boris.clicks("Начать")
    await answer_all(boris, {"HLP": "psychologist", "LCK": "skip"})
    assert "Поговорить с психологом" in boris.sees
    await boris.clicks("11")
    await boris.clicks("Нет, всё в порядке")
    await boris.clicks("Отправить")

    assert await asking.requests() == []


async def test_it_is_told_in_the_reader_s_language(asking: Asking) -> None:
    async with asking.world.sessions.begin() as session:
        await session.execute(update(Account).where(Account.address == 102).values(language="en"))
    await asking.sends("curator")

    assert "asks for help: “Talk to the curator”" in asking.curator.sees
    assert "The request is yours" in await asking.curator.clicks("I will get in touch")


async def test_a_region_above_is_found_too(asking: Asking) -> None:
    async with asking.world.sessions.begin() as session:
        region = await make_organisation(session, "Область", kind=OrganisationKind.REGION)
        asking.school.town.parent_id = region.id
        await session.merge(asking.school.town)
    lena = await asking.adds("Лебедева Лена", Role.PSYCHOLOGIST, 300, at=region)
    await asking.sends("psychologist")

    assert "просит помощи" in lena.sees
    async with asking.world.sessions() as session:
        sent = await session.get_one(Assignment, asking.numbers["boris"])
    assert sent.submitted_at == asking.world.now
