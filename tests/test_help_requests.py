"""Requests for help from a questionnaire: whom they reach, and that nothing stays in it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from models import Answer, Assignment, Wave
from models.enums import AccountStatus, OrganisationKind, Role
from tests.conversation import World
from tests.factories import make_organisation, make_pair, make_person
from tests.handmade import option, question, scale, spec_of, words
from tests.helping import MUTED, Asking, make_asking, with_surveys
from tests.surveys import answer_all, joined, swap

AFTER = "Вашу просьбу о помощи в рабочее время прочитает "
NOBODY = "передать её пока некому"


@pytest.fixture
async def asking(world: World) -> Asking:
    made = await make_asking(world)
    async with world.sessions.begin() as session:
        await with_surveys(made, session, [("anna", Role.MENTOR), ("boris", Role.MENTEE)])
    return made


async def test_a_mentee_asks_the_curator_takes_it_on_and_the_mentee_is_told(
    asking: Asking,
) -> None:
    thanks = await asking.sends("curator")
    assert AFTER + "Ким Вера Олеговна. Больше её не видит никто" in thanks
    told = asking.curator.sees
    assert "Орлов Борис Ильич просит помощи: «Поговорить с куратором»" in told
    assert "МБОУ СОШ № 1" in told
    assert "Ответить нужно до 17 сентября" in told

    asking.world.restart()
    asking.world.waits(minutes=5)
    assert "Просьба за вами" in await asking.curator.clicks("Беру на себя")
    assert asking.boris.sees == "Ким Вера Олеговна знает о вашей просьбе и свяжется с вами."
    request = await asking.only()
    assert request.answered_by == asking.person("curator").id
    assert request.answered_at == asking.world.now
    assert asking.anna.chat == []


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


@pytest.mark.parametrize(("name", "kind"), [("boris", "change_mentor"), ("anna", "methodical")])
async def test_other_kinds_go_to_the_curator(asking: Asking, name: str, kind: str) -> None:
    assert "Ким Вера" in await asking.sends(kind, name)

    assert (await asking.only()).kind == kind
    assert "просит помощи" in asking.curator.sees


async def test_a_kind_that_only_an_older_version_has_goes_by_its_own_words(
    asking: Asking,
) -> None:
    older = {"code": "step_down", "text": words("Больше не быть наставником")}
    private = {"statistics": False, "hard_to_say": False}
    spec = spec_of(
        scale("EFF"),
        question("HLP", "single", options=[option("none"), older], **private),
        key="mentor-interim-old",
        wave="interim",
        role="mentor",
    )
    async with asking.world.sessions.begin() as session:
        sheet = await session.get_one(Assignment, asking.numbers["anna"])
        await swap(session, await session.get_one(Wave, sheet.wave_id), spec)
    assert "Ким Вера" in await asking.sends("step_down", "anna")

    assert "Иванова Анна Петровна просит помощи: «Больше не быть наставником»" in (
        asking.curator.sees
    )
    assert "Больше не быть наставником — ждёт" in await asking.anna.says("/support")


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


async def test_a_region_above_is_found_too(asking: Asking) -> None:
    async with asking.world.sessions.begin() as session:
        region = await make_organisation(session, "Область", kind=OrganisationKind.REGION)
        asking.school.town.parent_id = region.id
        await session.merge(asking.school.town)
    lena = await asking.adds("Лебедева Лена", Role.PSYCHOLOGIST, 300, at=region)
    await asking.sends("psychologist")

    assert "просит помощи" in lena.sees


async def test_the_nearest_curators_are_asked_and_the_next_level_is_named(
    asking: Asking,
) -> None:
    far = await asking.adds("Седов Лев", Role.CURATOR, 300, at=asking.school.town)
    near = await asking.adds("Белов Лев", Role.CURATOR, 301)

    thanks = await asking.sends("curator")
    assert "прочитают Белов Лев, Ким Вера Олеговна" in thanks
    assert "Если до 17 сентября никто не возьмёт её на себя, её увидит ещё Седов Лев" in thanks
    assert "просит помощи" in near.sees
    assert far.chat == []


async def test_a_municipal_coordinator_is_not_asked_at_once(asking: Asking) -> None:
    chief = await asking.adds("Седов Лев", Role.MUNICIPAL_COORDINATOR, 300, at=asking.school.town)
    await asking.sends("curator")

    assert chief.chat == []


@pytest.mark.parametrize("change", [{"status": AccountStatus.BLOCKED}, MUTED, {"person_id": None}])
async def test_when_nobody_can_be_reached_the_asker_is_told_so_and_nothing_is_lost(
    asking: Asking, change: dict[str, object]
) -> None:
    await asking.sets_account(asking.curator, **change)
    thanks = await asking.sends("curator")

    assert "Спасибо, анкета отправлена" in thanks
    assert NOBODY in thanks
    assert "куратора, который мог бы её прочесть, в боте пока нет" in thanks
    assert len(await asking.requests()) == 1


async def test_without_a_psychologist_the_asker_may_have_the_curator_find_one(
    asking: Asking,
) -> None:
    """The question promised that nobody but a psychologist reads it: so nobody else does,
    without being asked for."""
    assert "психолога, который мог бы её прочесть" in await asking.sends("psychologist")
    assert asking.curator.chat == []

    shown = await asking.boris.clicks("найти психолога")
    assert "Просьбу прочитает Ким Вера Олеговна" in shown
    await asking.boris.clicks("Отправить")
    assert "«Попросить куратора найти психолога»" in asking.curator.sees


async def test_a_wish_for_another_mentor_never_goes_to_that_mentor(world: World) -> None:
    asking = await make_asking(world)
    async with world.sessions.begin() as session:
        gleb = await make_person(session, asking.school.school, "Носов Глеб", Role.MENTEE)
        await make_pair(session, asking.person("curator"), gleb)
        asking.school.users["gleb"] = await joined(session, world, gleb, 300)
        asking.school.people["gleb"] = gleb
        await with_surveys(asking, session, [("gleb", Role.MENTEE)])

    assert NOBODY in await asking.sends("change_mentor", "gleb")
    assert asking.curator.chat == []
    request = await asking.only()
    assert "Носов" not in await asking.curator.says("/support")
    await asking.curator.presses(f"qh:{request.id}")
    assert "Этой просьбы у вас уже нет" in asking.curator.sees


async def test_addressees_are_written_to_in_their_working_hours(asking: Asking) -> None:
    asking.world.moves_to(datetime(2026, 9, 18, 14, tzinfo=UTC))  # Friday, 19:00 in the school
    await asking.sends("curator")
    assert asking.curator.chat == []

    asking.world.moves_to(datetime(2026, 9, 21, 4, tzinfo=UTC))  # Monday, 09:00
    await asking.world.settle()
    assert "просит помощи" in asking.curator.sees
    assert "до 23 сентября" in asking.curator.sees


async def test_sending_twice_is_one_request(asking: Asking) -> None:
    await asking.sends("curator")
    await asking.boris.presses(f"qs:{asking.numbers['boris']}:send")

    assert "Ким Вера" in asking.boris.sees
    assert len(await asking.requests()) == 1
    assert len(asking.curator.chat) == 1


async def test_what_was_asked_for_in_support_is_not_asked_for_twice(asking: Asking) -> None:
    await asking.asks("Поговорить с куратором")
    assert AFTER + "Ким Вера" in await asking.sends("curator")

    assert (await asking.only()).assignment_id == asking.numbers["boris"]
    assert len(asking.curator.chat) == 1


async def test_after_it_was_taken_on_the_sent_questionnaire_says_so(asking: Asking) -> None:
    await asking.sends("curator")
    await asking.curator.clicks("Беру")
    await asking.boris.presses(f"s:{asking.numbers['boris']}")
    assert "Ким Вера Олеговна знает о вашей просьбе" in asking.boris.sees

    await asking.curator.clicks("Решено")
    await asking.boris.presses(f"s:{asking.numbers['boris']}")
    assert "просьба о помощи решена" in asking.boris.sees


async def test_it_can_be_taken_back_from_the_thanks(asking: Asking) -> None:
    await asking.sends("curator")

    assert "Просьбу отозвал" in await asking.boris.clicks("Отозвать просьбу")
    assert await asking.requests() == []
    await asking.boris.presses(f"s:{asking.numbers['boris']}")
    assert asking.boris.last.buttons == ["Что увидит куратор", "☰ Меню"]


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
