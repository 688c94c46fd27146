"""The deadline of a request: reminders before it, and one step up after it."""

import pytest

from models.enums import Role
from tests.conversation import World
from tests.factories import make_coordinator, make_organisation
from tests.helping import Asking, make_asking, times
from tests.year import at, comes

ASKS, STILL, LATE = "просит помощи", "ещё ждёт ответа", "осталась без ответа"
THURSDAY = "2026-09-17"
"""The last day for what is asked for on Monday the 14th."""


@pytest.fixture
async def asking(world: World) -> Asking:
    return await make_asking(world)


async def test_addressees_are_reminded_on_the_day_before_and_on_the_last_day(
    asking: Asking,
) -> None:
    await asking.asks("Поговорить с куратором")
    await comes(asking.world, "2026-09-15 12:00")
    assert times(asking.curator, STILL) == 0
    await comes(asking.world, "2026-09-16 08:30")
    assert times(asking.curator, STILL) == 0, "before hours"

    for hour in ("09:00", "09:01", "16:00"):
        await comes(asking.world, f"2026-09-16 {hour}")
    assert times(asking.curator, STILL) == 1
    assert "Орлов Борис Ильич, «Поговорить с куратором» — до 17 сентября" in asking.curator.sees
    await comes(asking.world, f"{THURSDAY} 09:00")
    assert times(asking.curator, STILL) == 2
    await asking.curator.clicks("Беру на себя")
    assert "Просьба за вами" in asking.curator.sees


async def test_nobody_is_reminded_of_what_was_taken_on(asking: Asking) -> None:
    await asking.asks("Поговорить с куратором")
    await asking.curator.clicks("Беру")
    for day in ("2026-09-16", THURSDAY, "2026-09-18"):
        await comes(asking.world, f"{day} 12:00")

    assert times(asking.curator, STILL) == times(asking.curator, LATE) == 0


async def test_several_requests_are_one_reminder(asking: Asking) -> None:
    await asking.asks("Поговорить с куратором")
    await asking.asks("Сменить наставника")
    await comes(asking.world, "2026-09-16 12:00")

    assert times(asking.curator, "эти просьбы ещё ждут ответа") == 1
    assert len(asking.curator.last.buttons) == 2
    await asking.curator.clicks("Сменить")
    assert "«Сменить наставника»" in asking.curator.sees


async def test_who_heard_of_it_on_the_last_day_only_is_not_reminded_on_that_day(
    asking: Asking,
) -> None:
    await asking.loses_role("curator")
    await asking.asks("Поговорить с куратором")
    asking.world.moves_to(at(f"{THURSDAY} 11:00"))
    lev = await asking.adds("Белов Лев", Role.CURATOR, 300)
    for hour in ("11:00", "12:00"):
        await comes(asking.world, f"{THURSDAY} {hour}")

    assert (times(lev, ASKS), times(lev, STILL)) == (1, 0)


async def test_what_is_late_goes_up_once_to_the_next_level(asking: Asking) -> None:
    chief = await make_coordinator(asking.world, asking.school.town)
    async with asking.world.sessions.begin() as session:
        region = await make_organisation(session, "Область")
        asking.school.town.parent_id = region.id
        await session.merge(asking.school.town)
    far = await asking.adds("Седов Лев", Role.MUNICIPAL_COORDINATOR, 301, at=region)
    await asking.asks("Поговорить с куратором")
    await comes(asking.world, f"{THURSDAY} 17:59")
    assert times(chief, LATE) == 0
    await comes(asking.world, f"{THURSDAY} 18:30")
    assert times(chief, LATE) == 0, "after hours"

    for day in ("2026-09-18", "2026-09-21", "2026-10-01"):
        await comes(asking.world, f"{day} 09:00")
    assert times(chief, LATE) == 1
    assert times(far, LATE) == 0
    late = next(one for one in chief.chat if LATE in one.plain)
    assert "Орлов Борис Ильич, «Поговорить с куратором»" in late.plain
    assert "передал и дальше (Соколова Инна Юрьевна)" in await asking.boris.says("/support")
    await chief.clicks("Беру", late)
    assert "Соколова Инна Юрьевна знает о вашей просьбе" in asking.boris.sees


async def test_a_late_request_still_waits_for_the_first_addressee(asking: Asking) -> None:
    await make_coordinator(asking.world, asking.school.town)
    await asking.asks("Поговорить с куратором")
    await comes(asking.world, "2026-09-18 09:00")
    assert "ответить нужно было до 17 сентября" in await asking.curator.says("/support")
    await asking.curator.clicks("Орлов")

    assert "Просьба за вами" in await asking.curator.clicks("Беру")


async def test_the_wish_to_see_a_psychologist_goes_up_to_psychologists_only(
    asking: Asking,
) -> None:
    chief = await make_coordinator(asking.world, asking.school.town)
    await asking.adds("Лебедева Лена", Role.PSYCHOLOGIST, 301)
    far = await asking.adds("Зуева Вера", Role.PSYCHOLOGIST, 302, at=asking.school.town)
    await asking.asks("Поговорить с психологом")
    await comes(asking.world, "2026-09-18 09:00")

    assert times(far, LATE) == 1
    assert times(asking.curator, LATE) == times(chief, LATE) == 0


async def test_what_a_mentor_does_not_answer_goes_to_the_curator(asking: Asking) -> None:
    await asking.asks("Поговорить с наставником")
    await comes(asking.world, "2026-09-18 09:00")

    assert times(asking.curator, LATE) == 1
    assert "«Поговорить с наставником»" in asking.curator.sees
