"""Asking for help outside questionnaires: /support, before and after a request is sent."""

import pytest

from models import Answer
from models.enums import Role
from tests.conversation import User, World
from tests.factories import count, make_coordinator, make_organisation
from tests.helping import MUTED, Asking, make_asking
from tests.year import at

MENTEE = ["Поговорить с куратором", "Поговорить с психологом", "Поговорить с наставником"]
MENTEE.append("Сменить наставника")
MENTOR = ["Получить методическую помощь", "Поговорить с куратором", "Поговорить с психологом"]
MENTOR.append("Сложить обязанности наставника")


@pytest.fixture
async def asking(world: World) -> Asking:
    return await make_asking(world)


def kinds(user: User) -> list[str]:
    return [label for label in user.last.buttons if label in {*MENTEE, *MENTOR}]


@pytest.mark.parametrize(("name", "expected"), [("boris", MENTEE), ("anna", MENTOR)])
async def test_each_role_is_offered_its_own_kinds_from_the_menu(
    asking: Asking, name: str, expected: list[str]
) -> None:
    user = asking.school.users[name]
    assert "/support — Попросить о помощи" in await user.says("/help")
    await user.says("/menu")
    await user.clicks("🤝 Нужна помощь")

    assert kinds(user) == expected


async def test_before_it_is_sent_it_says_who_reads_it_and_what_becomes_of_it(
    asking: Asking,
) -> None:
    await make_coordinator(asking.world, asking.school.town)
    await asking.boris.says("/support")
    shown = await asking.boris.clicks("Поговорить с куратором")

    assert "Просьбу прочитает Ким Вера Олеговна, в рабочее время" in shown
    assert "Ответить нужно до 17 сентября" in shown
    assert "её увидит ещё Соколова Инна Юрьевна" in shown
    assert "Больше её не увидит никто, в статистику она не попадёт" in shown
    assert "Причину я не спрашиваю, о здоровье писать не нужно" in shown
    assert asking.boris.last.buttons == ["Отправить просьбу", "‹ Назад"]
    assert await asking.requests() == []
    await asking.boris.clicks("Назад")
    assert kinds(asking.boris) == MENTEE


async def test_one_tap_sends_it_and_a_double_tap_is_one_request(asking: Asking) -> None:
    await asking.boris.says("/support")
    await asking.boris.clicks("Поговорить с куратором")
    tap, message = asking.boris.last.data("Отправить"), asking.boris.last
    await asking.boris.presses(tap, message)
    assert "Просьбу отправил" in asking.boris.sees
    assert "Поговорить с куратором — ждёт, ответят до 17 сентября" in asking.boris.sees
    assert kinds(asking.boris) == [kind for kind in MENTEE if "куратором" not in kind]

    asking.world.restart()
    await asking.boris.presses(tap, message)
    assert asking.boris.toasts[-1:] == ["Эта просьба уже отправлена"]
    request = await asking.only()
    assert (request.assignment_id, request.kind) == (None, "curator")
    assert request.answer_by == at("2026-09-17 18:00")
    assert len(asking.curator.chat) == 1
    assert "«Поговорить с куратором»" in asking.curator.sees
    assert await count(asking.world, Answer) == 0


@pytest.mark.parametrize(
    ("asked", "last"),
    [
        ("2026-09-14 10:00", "2026-09-17 18:00"),
        ("2026-09-18 17:00", "2026-09-23 18:00"),  # a Friday
        ("2026-11-02 23:00", "2026-11-06 18:00"),  # the 4th is a holiday
        ("2027-07-05 12:00", "2027-09-03 18:00"),
    ],
)
async def test_the_deadline_is_the_third_working_day(
    asking: Asking, asked: str, last: str
) -> None:
    asking.world.moves_to(at(asked))
    await asking.asks("Поговорить с куратором")

    assert (await asking.only()).answer_by == at(last)


async def test_a_request_can_be_taken_back_while_nobody_has_taken_it(asking: Asking) -> None:
    await asking.asks("Поговорить с куратором")
    tap = asking.boris.last.data("Отозвать")
    assert "Просьбу отозвал" in await asking.boris.clicks("Отозвать просьбу")
    assert await asking.requests() == []
    assert kinds(asking.boris) == MENTEE

    await asking.curator.clicks("Беру на себя")
    assert "Этой просьбы у вас уже нет" in asking.curator.sees
    await asking.boris.presses(tap)
    assert "Этой просьбы у вас уже нет" in asking.boris.sees


async def test_what_was_taken_back_at_night_never_reaches_anybody(asking: Asking) -> None:
    asking.world.moves_to(at("2026-09-14 22:00"))
    await asking.asks("Поговорить с куратором")
    await asking.boris.clicks("Отозвать")
    asking.world.moves_to(at("2026-09-15 09:00"))
    await asking.world.settle()

    assert asking.curator.chat == []


async def test_what_somebody_has_taken_on_stays(asking: Asking) -> None:
    await asking.asks("Поговорить с куратором")
    tap, message = asking.boris.last.data("Отозвать"), asking.boris.last
    await asking.curator.clicks("Беру на себя")
    await asking.boris.presses(tap, message)

    assert asking.boris.toasts[-1:] == ["Просьбой уже занимаются"]
    assert "занимается Ким Вера Олеговна" in message.plain
    assert len(await asking.requests()) == 1


async def test_nobody_takes_back_anothers(asking: Asking) -> None:
    await asking.asks("Поговорить с куратором")
    request = await asking.only()
    for user in (asking.anna, asking.curator):
        await user.says("/menu")
        await user.presses(f"hu:{request.id}")
        assert "Этой просьбы у вас уже нет" in user.sees
    assert len(await asking.requests()) == 1


@pytest.mark.parametrize("kind", ["methodical", "lay_down", "find_psychologist", "nonsense"])
async def test_what_is_not_offered_in_ones_role_cannot_be_asked_for(
    asking: Asking, kind: str
) -> None:
    await asking.boris.says("/menu")
    for act in ("show", "send"):
        await asking.boris.presses(f"hk:{kind}:{act}:")
        assert "Этого уже нет" in asking.boris.sees
    assert await asking.requests() == []


async def test_a_curator_without_a_pair_has_nothing_to_ask_for(asking: Asking) -> None:
    await asking.curator.says("/menu")
    assert "🤝 Просьбы о помощи" in asking.curator.last.buttons
    await asking.curator.presses("hk:psychologist:show:")
    assert "Этого уже нет" in asking.curator.sees


async def test_when_the_reader_has_changed_it_is_promised_anew(asking: Asking) -> None:
    """What was shown is what is agreed to: another curator is another reader."""
    await asking.boris.says("/support")
    await asking.boris.clicks("Поговорить с куратором")
    await asking.loses_role("curator")
    lev = await asking.adds("Белов Лев Ильич", Role.CURATOR, 300)

    shown = await asking.boris.clicks("Отправить")
    assert "Просьбу прочитает Белов Лев Ильич" in shown
    assert "с тех пор это изменилось" in asking.boris.toasts[-1]
    assert await asking.requests() == []
    await asking.boris.clicks("Отправить")
    assert "просит помощи" in lev.sees
    assert asking.curator.chat == []


async def test_a_mentee_turns_to_the_mentor(asking: Asking) -> None:
    await asking.boris.says("/support")
    shown = await asking.boris.clicks("Поговорить с наставником")
    assert "Просьбу прочитает Иванова Анна Петровна" in shown
    assert "её увидит ещё Ким Вера Олеговна" in shown
    await asking.boris.clicks("Отправить")
    assert "Орлов Борис Ильич просит помощи: «Поговорить с наставником»" in asking.anna.sees

    await asking.anna.clicks("Беру на себя")
    assert asking.boris.sees == "Иванова Анна Петровна знает о вашей просьбе и свяжется с вами."
    assert asking.curator.chat == []


async def test_without_a_mentor_to_read_it_the_curator_is_offered(asking: Asking) -> None:
    await asking.sets_account(asking.anna, **MUTED)
    await asking.boris.says("/support")
    shown = await asking.boris.clicks("Поговорить с наставником")

    assert "наставник пока не может прочесть" in shown
    assert "Просьбу прочитает Ким Вера Олеговна" in shown
    await asking.boris.clicks("Отправить")
    assert "«Поговорить с куратором»" in asking.curator.sees


async def test_without_a_psychologist_the_curator_is_offered_and_it_says_so(
    asking: Asking,
) -> None:
    await asking.boris.says("/support")
    shown = await asking.boris.clicks("Поговорить с психологом")
    assert "Психолога, который мог бы прочесть просьбу, в боте пока нет" in shown
    assert "Попросить куратора найти психолога" in shown
    await asking.boris.clicks("Отправить")

    assert "«Попросить куратора найти психолога»" in asking.curator.sees
    assert "ждёт, ответят до" in asking.boris.sees


async def test_without_anybody_it_is_kept_and_nothing_is_promised(asking: Asking) -> None:
    await asking.loses_role("curator")
    await asking.boris.says("/support")
    shown = await asking.boris.clicks("Сменить наставника")
    assert "Прочитать просьбу пока некому" in shown
    assert "Ким" not in shown
    await asking.boris.clicks("Отправить")

    assert "Сменить наставника — ждёт: прочитать её пока некому" in asking.boris.sees


async def test_methods_are_a_matter_of_the_council_too(asking: Asking) -> None:
    lev = await asking.adds("Белов Лев", Role.COUNCIL_MEMBER, 300)
    await asking.asks("Получить методическую помощь", asking.anna)

    for user in (asking.curator, lev):
        assert "Иванова Анна Петровна просит помощи" in user.sees


async def test_the_one_who_asks_is_never_the_one_who_reads(asking: Asking) -> None:
    """Zoya is a mentor and the only curator of her school."""
    async with asking.world.sessions.begin() as session:
        place = await make_organisation(session, "Лицей № 2", asking.school.town)
    zoya = await asking.adds("Зуева Зоя", Role.CURATOR, 300, at=place)
    await asking.grants("Зуева Зоя", Role.MENTOR)
    lev = await asking.adds("Седов Лев", Role.CURATOR, 301, at=asking.school.town)
    await zoya.says("/support")
    assert "Просьбу прочитает Седов Лев" in await zoya.clicks("Сложить обязанности")
    await zoya.clicks("Отправить")

    assert "«Сложить обязанности наставника»" in lev.sees
    request = await asking.only()
    await zoya.presses(f"qh:{request.id}")
    assert "Этой просьбы у вас уже нет" in zoya.sees
