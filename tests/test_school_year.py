"""A whole school year of the sample town, over HTTP, and the curator's numbers checked.

The town's 166 people join, are asked in September, December and May, some forget and are
reminded; the municipal coordinator asks for the results. What the chat and the workbook say
is compared with what people were seen to press, by plain arithmetic.
"""

import asyncio
import io
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from bot.config import load_settings
from bot.database import connect, session_maker
from bot.demo import cast, load_town
from bot.running import Running
from bot.sandbox import MovableClock, Sandbox, serving
from bot.sandbox.crowd import Crowd
from bot.sandbox.world import Message
from models import Assignment, Meeting, Notification, Wave
from models.enums import NotificationState, Role, WaveCode
from services import catalogue
from services.catalogue import QuestionnaireSpec

TOKEN = "123456:" + "A" * 35
START = datetime(2026, 9, 14, 4, 30, tzinfo=UTC)
WAVES = {
    WaveCode.INTRO: ("2026-09-15T05:00:10", "2026-09-18T05:00:10", "2026-10-01T04:30:00"),
    WaveCode.INTERIM: ("2026-12-10T05:00:10", "2026-12-15T05:00:10", "2026-12-21T05:00:00"),
    WaveCode.FINAL: ("2027-05-11T05:00:10", "2027-05-14T05:00:10", "2027-05-26T04:30:00"),
}
"""Opening (10 May 2027 is a day off), a reminder, the day after the close; UTC."""

FORGETFUL = 11
ROLE = {"Наставники": Role.MENTOR, "Наставляемые": Role.MENTEE}
LINE = re.compile(
    r"(Наставники|Наставляемые): ([\d,]+) · медиана ([\d,]+)"
    r"(?: · от (\d+) до (\d+))? · n = (\d+)(?:, пар (\d+))?"
)

Values = dict[tuple[Role, str], list[int]]


class Town:
    """The sandbox, its people and what the test waits for."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.sandbox = Sandbox(MovableClock(START), rate=0, chat_rate=0)
        self.crowd = Crowd(self.sandbox)

    @property
    def everybody(self) -> list[int]:
        return [player.user_id for player in self.sandbox.cast]

    def one(self, words: str) -> int:
        return next(p.user_id for p in self.sandbox.cast if words in p.subtitle)

    def newest(self, user: int) -> Message:
        return self.said_to(user)[-1]

    def said_to(self, user: int) -> list[Message]:
        """By the bot, without requests for help that come when they come."""
        chat = [message for message in self.sandbox.chat(user) if message.from_bot]
        return [message for message in chat if "Беру на себя" not in str(message.markup)]

    async def until(self, condition: Callable[[], object], seconds: float = 60) -> None:
        async with asyncio.timeout(seconds):
            while not condition():
                await asyncio.sleep(0.01)

    async def moves_to(self, moment: str) -> None:
        self.sandbox.clock.move_to(datetime.fromisoformat(moment).replace(tzinfo=UTC))

    async def does(self, user: int, act: Callable[[], object]) -> Message:
        """Acts and waits for what the bot shows next."""
        before = self.shown(user)
        act()
        await self.until(lambda: self.shown(user) != before)
        return self.newest(user)

    def shown(self, user: int) -> list[tuple[int, str, object]]:
        return [(m.id, m.source, m.markup) for m in self.said_to(user)]

    async def says(self, user: int, text: str) -> Message:
        return await self.does(user, lambda: self.sandbox.text(user, text))

    async def taps(self, user: int, label: str) -> Message:
        return await self.does(user, lambda: self.sandbox.tap(user, label))

    async def asked(self, code: WaveCode) -> dict[int, Assignment]:
        async with async_sessionmaker(self.engine)() as session:
            rows = await session.scalars(select(Assignment).join(Wave).where(Wave.code == code))
            return {row.id: row for row in rows}

    async def pushed(self, kinds: set[str]) -> Counter[NotificationState]:
        async with async_sessionmaker(self.engine)() as session:
            rows = await session.scalars(
                select(Notification.state).where(Notification.kind.in_(kinds))
            )
            return Counter(rows)


@pytest.fixture
async def town(
    fresh_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Town]:
    monkeypatch.chdir(tmp_path)
    engine = connect(fresh_database)
    made = Town(engine)
    async with session_maker(engine).begin() as session:
        await load_town(session, START)
        for player in await cast(session, START):
            made.sandbox.add_player(player)
    async with serving(made.sandbox) as address:
        settings = load_settings(
            bot_token=TOKEN, http_port=0, telegram_api_url=address, messages_per_second=1000
        )
        running = Running(settings, engine, made.sandbox.clock, tick_seconds=0.5)
        work = asyncio.ensure_future(running.run())
        yield made
        running.stop.set()
        await asyncio.wait_for(work, 15)
    await engine.dispose()


@pytest.mark.e2e
async def test_a_school_year_of_the_town(town: Town) -> None:
    assert await town.crowd.all(town.everybody, town.crowd.join) == 166
    await meets(town)
    for code, (opening, reminder, after) in WAVES.items():
        expected = await one_wave(town, code, opening, reminder)
        await town.moves_to(after)
        coordinator = town.one("муниципальный координатор")
        await check_results(town, coordinator, code, expected)


async def meets(town: Town) -> None:
    """A mentor logs a meeting in four taps at most; the mentee confirms in one."""
    mentor = town.one("наставник · МБОУ СОШ № 1")
    await town.says(mentor, "/meeting")
    for tap in ("егодня", "45", "рок"):
        await town.taps(mentor, tap)
    async with async_sessionmaker(town.engine)() as session:
        meeting = await session.scalar(select(Meeting))
    assert meeting is not None
    asked: list[int] = []

    def somebody_is_asked() -> bool:
        asked[:] = [u for u in town.everybody if "Была такая встреча" in town.newest(u).plain]
        return bool(asked)

    await town.until(somebody_is_asked)
    [mentee] = asked
    await town.taps(mentee, "Была")
    async with async_sessionmaker(town.engine)() as session:
        assert await session.scalar(select(Meeting.status)) == "confirmed"


async def one_wave(town: Town, code: WaveCode, opening: str, reminder: str) -> Values:
    """Everybody is asked once; who forgets is reminded and answers then, but for a few."""
    await town.moves_to(opening)
    for _ in range(600):
        asked = await town.asked(code)
        pushed = await town.pushed({"survey_open"})
        if asked and pushed[NotificationState.SENT] >= sum(pushed.values()) >= len(asked):
            break
        await asyncio.sleep(0.1)
    assert set(pushed) == {NotificationState.SENT}
    slow = {user for user in town.everybody if user % FORGETFUL == 0}
    prompt = [user for user in town.everybody if user not in slow]
    answered = await town.crowd.all(prompt, town.crowd.answer)
    before = {user: len(town.sandbox.chat(user)) for user in town.everybody}
    await town.moves_to(reminder)
    owed = {user for user in slow if any(map(town.crowd.offers, town.sandbox.chat(user)))}
    await town.until(lambda: all(len(town.sandbox.chat(u)) > before[u] for u in owed))
    for user in prompt:
        late = [m for m in town.sandbox.chat(user)[before[user] :] if town.crowd.offers(m)]
        assert not late, [message.plain for message in late]
    late = sorted(owed)[1:]
    answered += await town.crowd.all(late, town.crowd.answer)
    sent = [row for row in (await town.asked(code)).values() if row.submitted_at]
    assert answered == len({row.person_id for row in sent})
    return truth(town, code, {row.id: row for row in sent})


def truth(town: Town, code: WaveCode, sent: dict[int, Assignment]) -> Values:
    """What people were seen to choose on scales, of the questionnaires that were sent.

    Schools where fewer than five answered are in the town's numbers only if they are five
    people together: otherwise the difference to the other schools would tell on them.
    """
    spec = specs(code)
    seen: dict[tuple[Role, str], dict[int, list[tuple[int, int]]]]
    seen = defaultdict(lambda: defaultdict(list))
    for (assignment, item, _), value in town.crowd.given.items():
        row = sent.get(assignment)
        if row and value.isdigit() and spec[row.role].item(item).kind == "scale":
            seen[row.role, item][row.wave_id].append((row.person_id, int(value)))
    return {key: told(by_school) for key, by_school in seen.items()}


def told(by_school: dict[int, list[tuple[int, int]]]) -> list[int]:
    people = {school: {person for person, _ in found} for school, found in by_school.items()}
    small = {school for school, found in people.items() if len(found) < 5}
    left_out = small if sum(len(people[school]) for school in small) < 5 else set()
    return [n for school, found in by_school.items() if school not in left_out for _, n in found]


def specs(code: WaveCode) -> dict[Role, QuestionnaireSpec]:
    loaded = catalogue.load()
    return {role: loaded[f"{role}-{code}"] for role in (Role.MENTOR, Role.MENTEE)}


async def check_results(town: Town, user: int, code: WaveCode, expected: Values) -> None:
    names = {"intro": "Вводная", "interim": "Промежуточная", "final": "Итоговая"}
    await town.says(user, "/results")
    await town.taps(user, names[code])
    first = await town.taps(user, "Σ")
    assert "Завершена" in first.plain, first.plain
    shown = {key: found for key, found in [entry async for entry in pages(town, user, code)]}
    assert set(shown) == set(expected)
    for key, (mean, median, low, high, _, answers) in shown.items():
        values = expected[key]
        assert mean == round(statistics.fmean(values) + 1e-9, 1), key
        assert median == statistics.median(values), key
        assert (low, high) in ((min(values), max(values)), (None, None)), key
        assert answers == len(values), key
    await check_workbook(town, user, expected, code)


Shown = tuple[float, float, int | None, int | None, int, int]


async def pages(
    town: Town, user: int, code: WaveCode
) -> AsyncIterator[tuple[tuple[Role, str], Shown]]:
    """Every line of means on all pages, by role and item."""
    labels = {
        (role, item.label.ru): item.code
        for role, spec in specs(code).items()
        for item in spec.items
    }
    while True:
        screen = town.newest(user)
        for key, numbers in lines(screen.plain, labels):
            yield key, numbers
        buttons = [b["text"] for row in (screen.markup or {})["inline_keyboard"] for b in row]
        following = next((text for text in buttons if text.endswith(" ›")), None)
        if following is None:
            return
        await town.taps(user, following)


def lines(
    text: str, labels: dict[tuple[Role, str], str]
) -> Iterator[tuple[tuple[Role, str], Shown]]:
    label: list[str] = []
    for line in text.splitlines():
        if match := LINE.match(line):
            role = ROLE[match[1]]
            code = next(labels[role, name] for name in label if (role, name) in labels)
            people = int(match[6])
            numbers = [float(match[n].replace(",", ".")) for n in (2, 3)]
            ends = [int(match[n]) if match[n] else None for n in (4, 5)]
            answers = int(match[7] or people)
            yield (role, code), (numbers[0], numbers[1], ends[0], ends[1], people, answers)
        else:
            label = line.split(" / ")


async def check_workbook(town: Town, user: int, expected: Values, code: WaveCode) -> None:
    """The same means in the file, unrounded."""
    await town.taps(user, "Excel")
    await town.until(lambda: town.newest(user).file)
    file = town.newest(user).file
    assert file is not None
    sheet = openpyxl.load_workbook(io.BytesIO(file.content))["Средние"]
    found = {
        cell.value
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, float | int)
    }
    for values in expected.values():
        mean = statistics.fmean(values)
        assert any(abs(mean - number) < 0.051 for number in found)
