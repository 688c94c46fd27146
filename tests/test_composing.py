"""What the bot says by itself: many messages put into words at once, each as things stand."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection

from handlers.conversations import compose
from handlers.notices import NotNow
from handlers.screen import Screen
from models import InboxUpdate, Person
from models.enums import InboxState, Role
from services import joining
from tests.conversation import World
from tests.factories import School, account_of, make_pair, make_person
from tests.surveys import MadeWave, joined, make_joined_school, make_wave

ANNA, BORIS, VERA = 100, 101, 102


@dataclass
class Message:
    account_id: int
    kind: str = "survey_open"
    args: dict[str, Any] = field(default_factory=dict)


@dataclass
class Town:
    """Anna and Boris are asked in the wave; Vera runs the school."""

    world: World
    school: School
    made: MadeWave

    async def opened(self, address: int, role: Role = Role.MENTOR) -> Message:
        args = {"wave": self.made.wave.id, "role": role.value}
        return Message(await self.number(address), args=args)

    async def reminds(self, address: int, *parts: dict[str, Any]) -> Message:
        return Message(await self.number(address), "reminder", {"parts": list(parts)})

    async def number(self, address: int) -> int:
        async with self.world.sessions() as session:
            return (await account_of(session, address)).id

    async def said(self, *told: Message) -> list[str | NotNow | None]:
        """The words of each."""
        async with self.world.sessions() as session:
            found = await compose(session, told, self.world.programme, self.world.now)
            assert not session.dirty
            return [one.text if isinstance(one, Screen) else one for one in found]


@pytest.fixture
async def town(world: World) -> Town:
    school = await make_joined_school(world)
    asked = [(school.people["anna"], Role.MENTOR), (school.people["boris"], Role.MENTEE)]
    async with world.sessions.begin() as session:
        made = await make_wave(session, school.school, people=asked)
    return Town(world, school, made)


async def test_many_are_told_in_their_order_each_in_their_own_words(town: Town) -> None:
    survey = {"what": "survey", "wave": town.made.wave.id, "role": "mentor", "step": 1}
    quiet = {"what": "quiet", "pair": town.school.pair.id}
    said = await town.said(
        await town.opened(BORIS, Role.MENTEE),
        await town.reminds(ANNA, survey, quiet),
        await town.opened(ANNA),
        await town.reminds(BORIS, survey),
    )
    assert [str(text).split(",")[0] for text in said[:3]] == [
        "Борис Ильич",
        "Анна Петровна",
        "Анна Петровна",
    ]
    assert "вас ждёт «Вводная анкета" in str(said[1])
    assert said[3] is None  # he is no mentor


async def test_whoever_is_not_asked_has_begun_or_has_sent_is_told_nothing(town: Town) -> None:
    everybody = [await town.opened(ANNA), await town.opened(BORIS), await town.opened(VERA)]
    assert [bool(text) for text in await town.said(*everybody)] == [True, False, False]

    number = town.made.of(town.school.people["anna"], Role.MENTOR)
    await town.school.anna.says("/survey")
    await town.school.anna.presses(f"qs:{number}:begin")
    assert await town.said(*everybody) == [None, None, None]


async def test_without_a_consent_after_a_stop_and_without_an_account_nothing_is_told(
    town: Town,
) -> None:
    told = [await town.opened(ANNA), await town.opened(BORIS, Role.MENTEE), Message(999_999)]
    async with town.world.sessions.begin() as session:
        await joining.withdraw(session, town.school.people["anna"].id, town.world.now)
        (await account_of(session, BORIS)).muted_at = town.world.now
    assert await town.said(*told) == [NotNow.UNWANTED, NotNow.UNWANTED, None]


async def test_out_of_hours_a_push_waits_for_the_morning(town: Town) -> None:
    town.world.waits(hours=12)
    assert await town.said(await town.opened(ANNA)) == [NotNow.NOT_NOW]


async def test_an_alert_reaches_whoever_runs_the_bot_without_a_role_or_a_consent(
    town: Town,
) -> None:
    stranger = town.world.user(777)
    await stranger.says("/start")
    alert = Message(await town.number(777), "alert")
    assert await town.said(alert) == [None]  # there is no trouble to tell of

    async with town.world.sessions.begin() as session:
        now, dead = town.world.now, InboxState.DEAD
        session.add(InboxUpdate(update_id=1, sender=1, raw={}, received_at=now, state=dead))
    assert await town.said(alert) not in ([None], [""])


async def test_more_people_take_no_more_statements(
    town: Town, connection: AsyncConnection
) -> None:
    async with town.world.sessions.begin() as session:
        more = [await _mentor(town, session, n) for n in range(20)]
        made = await make_wave(
            session, town.school.town, people=[(person, Role.MENTOR) for person in more]
        )
    args = {"wave": made.wave.id, "role": "mentor"}
    told = [Message(await town.number(200 + n), args=args) for n in range(20)]
    await town.said(told[0])
    one = await _statements(connection, town, told[:1])
    assert await _statements(connection, town, told) == one


async def _mentor(town: Town, session: Any, number: int) -> Person:
    name = f"Петрова Вера {'а' * number}на"
    person = await make_person(session, town.school.school, name, Role.MENTOR)
    await make_pair(session, person, town.school.people["boris"])
    await joined(session, town.world, person, 200 + number)
    return person


async def _statements(connection: AsyncConnection, town: Town, told: list[Message]) -> int:
    seen: list[str] = []

    def note(_: Any, cursor: Any, statement: str, *more: Any) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(connection.sync_connection, "before_cursor_execute", note)
    assert all(await town.said(*told))
    event.remove(connection.sync_connection, "before_cursor_execute", note)
    return len(seen)
