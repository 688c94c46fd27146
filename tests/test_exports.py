"""What becomes of a file while it is made: progress, a cancellation, processes that die."""

import asyncio
import tempfile
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from bot.exporting import keep_exporting
from handlers.results import exporting as words
from handlers.results.exporting import Ready
from models import Export, Notification
from models.enums import ExportState, NotificationState, Role
from services import exporting
from services.exporting import Taken
from services.operations import decisions
from services.results import figures
from services.results.course import Course, Stopped
from services.results.workbook import results_book
from services.workbooks import Long, writing
from tests.conversation import Message, User, World
from tests.exporting import (
    asks,
    exports,
    files,
    make_answered,
    maker,
    makes,
    written_down,
)
from tests.factories import make_organisation
from tests.polls import AFTER, make_poll
from tests.test_results import place
from tests.test_results_files import speech

SOON = 0.001
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
async def busy(fresh_database: str, now: datetime) -> AsyncIterator[World]:
    """With real connections, for what happens at once."""
    engine = create_async_engine(fresh_database, pool_size=10)
    yield World(async_sessionmaker(engine, expire_on_commit=False), now)
    await engine.dispose()


class Slow:
    """Makes files that stand at three of seven sheets until `open` is set.

    Nothing is waited for but the program: `stopped` counts threads that were told to end.
    """

    def __init__(self) -> None:
        self.open, self.stopped, self.taken = threading.Event(), 0, list[Taken]()

    async def __call__(self, session: AsyncSession, taken: Taken, *given: Any) -> Ready:
        ready = await words.begin(session, taken, *given)
        self.taken.append(taken)
        write = ready.draft.write
        course: Course = given[1]
        return replace(ready, draft=replace(ready.draft, write=lambda: self._write(course, write)))

    def _write(self, course: Course, write: Callable[[], bytes]) -> bytes:
        try:
            course.step(3, 7)
            while not self.open.wait(SOON):
                course.go_on()
        except Stopped:
            self.stopped += 1
            raise
        return write()


async def until(world: World, condition: Callable[[], object]) -> None:
    """Delivers until the condition holds."""
    async with asyncio.timeout(20):
        while not condition():
            await world.settle()
            await asyncio.sleep(SOON)


async def begun(world: World, slow: Slow, **more: Any) -> asyncio.Task[bool]:
    """A file that has come to its third sheet."""
    step = asyncio.ensure_future(maker(world, begin=slow, every=SOON, **more).step())
    count = len(slow.taken)
    await until(world, lambda: len(slow.taken) > count)
    return step


async def asked(world: World) -> tuple[User, Message]:
    curator = (await make_answered(world))["curator"]
    return curator, await asks(curator)


async def test_progress_is_told_by_changing_one_message(busy: World) -> None:
    slow = Slow()
    curator, told = await asked(busy)
    before = len(curator.chat)
    step = await begun(busy, slow)
    await until(busy, lambda: "Готово листов: 3 из 7" in told.plain)
    assert told.buttons == ["Отменить"]
    assert len(curator.chat) == before
    again = await asks(curator)
    assert "Готово листов: 3 из 7" in again.plain

    slow.open.set()
    assert await step
    await busy.settle()
    assert told.plain == again.plain == "Файл готов."
    assert len(files(curator)) == 1
    edits = [g for m, g in busy.telegram.calls if m == "editMessageText"]
    said = [given["text"] for given in edits if given["message_id"] == told.id]
    assert len(said) == len(set(said)), "nothing is said twice"


async def test_cancelled_while_it_is_made_it_stops_soon(busy: World) -> None:
    slow = Slow()
    curator, told = await asked(busy)
    step = await begun(busy, slow)
    await until(busy, lambda: "3 из 7" in told.plain)
    await curator.clicks("Отменить")
    assert await asyncio.wait_for(step, 10)
    await until(busy, lambda: slow.stopped == 1)

    assert told.plain == "Остановлено: файла не будет."
    assert files(curator) == []
    assert await written_down(busy) == []
    assert not await makes(busy)


async def test_cancelled_at_the_last_moment_nothing_is_sent(busy: World) -> None:
    """The file is ready, and nobody has looked since whether it is still wanted."""
    slow = Slow()
    curator, told = await asked(busy)
    step = asyncio.ensure_future(maker(busy, begin=slow).step())
    await until(busy, lambda: slow.taken)
    await curator.presses(told.data("Отменить"), told)
    slow.open.set()
    assert await step
    await busy.settle()

    assert told.plain == "Остановлено: файла не будет."
    assert files(curator) == []
    assert await written_down(busy) == []


async def test_a_dead_process_is_missed_and_its_file_taken_over(busy: World) -> None:
    slow = Slow()
    curator, _ = await asked(busy)
    step = await begun(busy, slow)
    step.cancel()
    await asyncio.wait([step])
    (export,) = await exports(busy)
    assert export.state is ExportState.RUNNING
    assert not await makes(busy), "its lease holds"

    await lapse(busy)
    assert await makes(busy)
    assert len(files(curator)) == 1
    assert await written_down(busy) == ["xlsx"]


async def test_who_was_given_up_sends_nothing_when_he_wakes_up(busy: World) -> None:
    """A process that froze: the other one has sent the file meanwhile."""
    slow = Slow()
    curator, _ = await asked(busy)
    step = asyncio.ensure_future(maker(busy, begin=slow).step())
    await until(busy, lambda: slow.taken)
    await lapse(busy)
    assert await makes(busy)
    slow.open.set()
    assert await step
    await busy.settle()

    assert len(files(curator)) == 1
    assert await written_down(busy) == ["xlsx"]
    assert [taken.epoch for taken in slow.taken] == [1]
    assert [export.epoch for export in await exports(busy)] == [2]


async def test_only_who_took_it_last_may_say_what_became_of_it(busy: World) -> None:
    """The one before is still at it, and so is the next."""
    curator, _ = await asked(busy)
    async with busy.sessions.begin() as session:
        first = await exporting.claim(session)
    await lapse(busy)
    async with busy.sessions.begin() as session:
        second = await exporting.claim(session)
    assert first is not None
    assert second is not None

    for taken, ours in ((first, False), (second, True)):
        async with busy.sessions.begin() as session:
            assert bool(await exporting.go_on(session, taken, 1, 2)) is ours
            assert await exporting.end(session, taken, ExportState.DONE, None, busy.now) is ours
    assert files(curator) == []


async def test_two_processes_do_not_make_the_same_file(busy: World) -> None:
    curator, _ = await asked(busy)
    found = await asyncio.gather(*(maker(busy).step() for _ in range(4)))
    await busy.settle()

    assert sorted(found) == [False, False, False, True]
    assert len(files(curator)) == 1


async def test_the_loop_goes_on_after_a_failure_and_ends_when_told(
    busy: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.exporting.IDLE", SOON)
    curator, _ = await asked(busy)
    claim, failures = exporting.claim, iter([OSError("away")])

    async def away(session: AsyncSession) -> Taken | None:
        for error in failures:
            raise error
        return await claim(session)

    monkeypatch.setattr(exporting, "claim", away)
    stop = asyncio.Event()
    loop = asyncio.ensure_future(keep_exporting(maker(busy), stop))
    await until(busy, lambda: files(curator))
    stop.set()
    await asyncio.wait_for(loop, 10)

    assert "exporting paused" in capsys.readouterr().out
    assert len(files(curator)) == 1


async def test_a_process_that_stops_gives_its_file_back(busy: World) -> None:
    slow, stop = Slow(), asyncio.Event()
    curator, _ = await asked(busy)
    step = await begun(busy, slow, stopping=stop.is_set)
    stop.set()
    assert await asyncio.wait_for(step, 10)
    await until(busy, lambda: slow.stopped == 1)
    (export,) = await exports(busy)
    assert (export.state, export.attempts, export.epoch) == (ExportState.WAITING, 0, 1)

    await busy.settle()
    assert await makes(busy)
    assert len(files(curator)) == 1


async def test_a_file_that_ends_every_process_is_given_up(
    busy: World, capsys: pytest.CaptureFixture[str]
) -> None:
    curator, told = await asked(busy)
    for _ in range(exporting.TRIES):
        async with busy.sessions.begin() as session:
            assert await exporting.claim(session)
        await lapse(busy)
    assert await makes(busy)

    assert "не получилось" in told.plain
    assert files(curator) == []
    assert [export.state for export in await exports(busy)] == [ExportState.FAILED]
    assert "GivenUp" in capsys.readouterr().out


async def test_a_file_waits_for_the_message_that_shows_it(busy: World) -> None:
    """Or it would not be known which one to change."""
    curator, _ = await asked(busy)
    async with busy.sessions.begin() as session:
        (export,) = await exports(busy)
        mine = Notification.dedupe_key == export.messages[0]
        owed = {"state": NotificationState.PENDING, "args": {"text": "Готовлю файл", "rows": []}}
        await session.execute(update(Notification).where(mine).values(owed))
    assert not await maker(busy).step()
    await busy.settle()
    assert await makes(busy)
    assert len(files(curator)) == 1


async def test_after_a_restore_no_file_is_made(busy: World) -> None:
    curator, _ = await asked(busy)
    async with busy.sessions.begin() as session:
        await decisions.hold(session)

    assert not await makes(busy)
    assert files(curator) == []


async def lapse(world: World) -> None:
    """A lease's time passes."""
    async with world.sessions.begin() as session:
        running = Export.state == ExportState.RUNNING
        await session.execute(update(Export).where(running).values(lease_until=LONG_AGO))


def test_a_long_sheet_goes_on_in_a_further_one() -> None:
    with writing(AFTER) as book:
        sheet = Long(book, "Ответы", ["Номер", "Слово"], (8, 20), most=4)
        for number in range(7):
            sheet.row([number, f"слово {number}"])
    found = load_workbook(BytesIO(book.content))

    assert found.sheetnames == ["Ответы", "Ответы 2", "Ответы 3"]
    rows = [list(one.iter_rows(values_only=True)) for one in found]
    assert [one[0] for one in rows] == [("Номер", "Слово")] * 3
    assert [row[0] for one in rows for row in one[1:]] == list(range(7))
    assert [len(one) for one in rows] == [4, 4, 2]


def test_a_sheet_that_is_just_full_begins_no_other() -> None:
    with writing(AFTER) as book:
        sheet = Long(book, "Ответы", ["Номер"], (8,), most=4)
        for number in range(3):
            sheet.row([number])

    assert load_workbook(BytesIO(book.content)).sheetnames == ["Ответы"]


def test_a_book_that_is_given_up_leaves_nothing_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    begun: list[Path] = []

    def give_up() -> None:
        with writing(AFTER) as book:
            Long(book, "Ответы", ["Слово"], (8,)).row(["слово"])
            begun.extend(tmp_path.iterdir())
            raise Stopped

    with pytest.raises(Stopped):
        give_up()
    assert len(begun) == 1
    assert list(tmp_path.iterdir()) == []


async def test_texts_read_apart_are_those_of_the_cells(session: AsyncSession) -> None:
    """In the same order, with signs of every kind, over several sheets; and in pieces."""
    school = await make_organisation(session)
    said = ["=1+1", "две\nстроки", '«ёлки» \\ "x"', "да", "да", *(f"мысль {n}" for n in range(9))]
    sides = {Role.MENTOR: [{"VAL": one} for one in said], Role.MENTEE: [{"GLD": ("yes",)}] * 5}
    wave = await make_poll(session, school, sides)
    await session.refresh(wave, ["organisation"])
    whole = await figures.results(session, place(wave), 5)
    bare = await figures.results(session, place(wave), 5, with_texts=False)
    assert whole is not None
    assert bare is not None
    typed = await figures.typed(session, bare)
    made = results_book(bare, {}, speech(), AFTER, typed, Course(most_rows=6))
    typed.close()

    of_cells = load_workbook(BytesIO(results_book(whole, {}, speech(), AFTER)))
    name = "Ответы своими словами"
    given = [row[2] for row in of_cells[name].iter_rows(min_row=2, values_only=True)]
    parts = [sheet for sheet in load_workbook(BytesIO(made)) if sheet.title.startswith(name)]
    found = [row[2] for one in parts for row in one.iter_rows(min_row=2, values_only=True)]
    assert found == given
    assert set(said) <= set(found)
    assert [one.title for one in parts] == [name, f"{name} 2", f"{name} 3", f"{name} 4"][
        : len(parts)
    ]
    assert len(parts) > 2


async def test_a_hidden_question_has_no_text_to_read(session: AsyncSession) -> None:
    school = await make_organisation(session)
    wave = await make_poll(session, school, {Role.MENTOR: [{"EFF": 5, "VAL": "тайна"}] * 4})
    await session.refresh(wave, ["organisation"])
    bare = await figures.results(session, place(wave), 5, with_texts=False)
    assert bare is not None
    typed = await figures.typed(session, bare)

    assert list(typed.of(Role.MENTOR, "VAL")) == []
    typed.close()


def test_a_book_tells_how_far_it_is_and_stops_when_told() -> None:
    course = Course()
    course.step(1, 4)
    assert (course.done, course.parts) == (1, 4)
    course.stop()
    with pytest.raises(Stopped):
        course.step(2, 4)
