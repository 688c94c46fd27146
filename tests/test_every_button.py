"""Push, restart, and press every button of every age: one's own, and somebody else's.

Every button that was ever shown is pressed again later, also those that have been edited away: a
press is answered, breaks nothing, and changes nothing that belongs to others.
"""

import re
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import create_async_engine

from bot.database import session_maker
from handlers.month import Idle
from models import Notification
from services.programme import Programme
from tests.album import MANAGED, Album, Belongings, prefix_of, prefixes
from tests.autumn import Town
from tests.conversation import Message, User, World
from tests.trouble import ADMIN
from tests.year import comes

ORDER = ("l:ru", "c:agree", "", "wo:", "c:withdraw")
"""The text of the consent that was agreed to first is Russian; who has withdrawn it gets no
further, and a wave is closed for all."""

MANAGERS = {"curator", "inna"}
FORGERS = (
    *(("olga", name) for name in ("anna", "boris", "curator", "inna", "admin")),
    ("curator", "anna"),
    ("boris", "curator"),
)
"""Olga knows nobody; the others press buttons of people they know, with rights of their own."""


@pytest.fixture
async def town(fresh_database: str, now: datetime) -> AsyncIterator[Town]:
    """With real commits: in one long transaction each press is slower than the one before."""
    quick = {"server_settings": {"synchronous_commit": "off"}}
    engine = create_async_engine(fresh_database, connect_args=quick)
    programme = Programme(bot_name="nastavnik_bot", admin_ids=frozenset({ADMIN}), at_once=0)
    album = Album()
    town = Town(World(session_maker(engine), now, programme, album), album)
    await town.plays()
    yield town
    await engine.dispose()


async def test_every_button_of_every_age(town: Town) -> None:
    shown = {name: few_days(town.album.buttons_of(user)) for name, user in town.users.items()}
    assert {prefix_of(data) for buttons in shown.values() for data in buttons} == prefixes()
    town.world.restart()
    await comes(town.world, "2026-12-11 10:00")
    for name, others in FORGERS:
        await forges(town, name, shown[others])
    await all_press(town, shown, final=("boris",))
    town.world.restart()
    await comes(town.world, "2026-12-26 10:00")
    still = {name: shown[name] for name in ("anna", "boris", "curator")}
    await all_press(town, still, final=("anna", "boris"))
    assert await failures(town.world) == []


def few_days(buttons: dict[str, Message]) -> dict[str, Message]:
    """Of those that differ in the day alone, which are many, the first and the last."""
    by_shape: dict[str, list[str]] = {}
    for data in buttons:
        by_shape.setdefault(re.sub(r"\b\d{6}\b", "day", data), []).append(data)
    return {data: buttons[data] for same in by_shape.values() for data in {same[0], same[-1]}}


async def all_press(
    town: Town, shown: dict[str, dict[str, Message]], final: tuple[str, ...]
) -> None:
    """Each their own. Of `final` nothing is left to answer: old buttons change no answer."""
    for name, buttons in shown.items():
        before = await Belongings.of(town.world)
        await presses(town, town.users[name], buttons)
        after = await Belongings.of(town.world)
        unchanged(town, name, before, after)
        if name in final:
            answers = [b.only(town.numbers[name], "answer", "assignment") for b in (before, after)]
            assert answers[0] == answers[1]


async def forges(town: Town, name: str, buttons: dict[str, Message]) -> None:
    """What names a thing by its number, under a message of one's own, as a forged client does."""
    user = town.users[name]
    before = await Belongings.of(town.world)
    await presses(town, user, {data: user.last for data in buttons if re.search(r"\d", data)})
    unchanged(town, name, before, await Belongings.of(town.world))


def unchanged(town: Town, name: str, before: Belongings, after: Belongings) -> None:
    """What belongs to others; who runs a school may add to it and do what their screens offer."""
    number, managed = town.numbers[name], MANAGED if name in MANAGERS else ()
    theirs, now = before.but_of(number, managed), after.but_of(number, managed)
    assert not theirs - now, name
    assert name in MANAGERS or not now - theirs, name


async def presses(town: Town, user: User, buttons: dict[str, Message]) -> None:
    for data in sorted(buttons, key=turn):
        before = len(town.album.calls)
        await user.presses(data, buttons[data])
        calls = town.album.calls[before:]
        assert is_answered(user, data, calls), (data, calls)


def turn(data: str) -> int:
    return next((n for n, start in enumerate(ORDER) if start and data.startswith(start)), 2)


def is_answered(user: User, data: str, calls: list[tuple[str, dict[str, Any]]]) -> bool:
    """By words on the button or a screen; the dots of a calendar only stop blinking."""
    answers = [given for method, given in calls if method == "answerCallbackQuery"]
    screens = [given for method, given in calls if given.get("chat_id") == user.address]
    said = any("text" in given for given in answers) or any(
        "text" in s or "caption" in s for s in screens
    )
    return len(answers) == 1 and (said or prefix_of(data) == Idle.__prefix__)


async def failures(world: World) -> list[str]:
    """But for the dead letters that the administrator was given."""
    async with world.sessions() as session:
        rows = await session.execute(select(Notification.state, Notification.last_error))
    return [f"{state}: {error}" for state, error in rows if error]
