"""Makes large files while the chat goes on: one at a time, with progress, until it is cancelled.

The reading and the writing are apart: no transaction is open while the file is put together in
a thread. `services.exporting` says what becomes of a file whose process dies.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.bell import pause
from bot.logs import report
from handlers.results import exporting as words
from handlers.results.exporting import Ready
from handlers.screen import Screen
from handlers.texts import Translate
from models import Export, File
from models.enums import ExportState
from services import exporting, people
from services.errors import NotFound, UserError
from services.exporting import Ending, Taken
from services.people import Who
from services.programme import Programme
from services.results import figures
from services.results.course import Course, Stopped

EVERY = 4.0
"""Seconds between two looks: at whether it is still wanted, and at how far it is. A message is
not changed more often."""

IDLE = 1.0

Begin = Callable[[AsyncSession, Taken, Programme, Course, datetime], Awaitable[Ready]]


class GivenUp(Exception):
    """Too many processes have died of it."""


@dataclass
class Exporting:
    """`step` makes the next file. `wake` is called when something is to be sent; `begin` reads
    what a file says."""

    sessions: async_sessionmaker[AsyncSession]
    clock: Callable[[], datetime]
    programme: Programme
    wake: Callable[[], object]
    stopping: Callable[[], bool] = bool
    every: float = EVERY
    begin: Begin = words.begin

    async def step(self) -> bool:
        """Whether there was one; it has ended by then, or another process is to make it."""
        async with self.sessions.begin() as session:
            taken = await exporting.claim(session)
        if taken is None:
            return False
        course = Course()
        try:
            async with asyncio.TaskGroup() as tasks:
                work = tasks.create_task(self._make(taken, course))
                while not (await asyncio.wait([work], timeout=self.every))[0]:
                    if self.stopping() or not await self._go_on(taken, course):
                        course.stop()
                        work.cancel()
        finally:
            course.stop()
        if self.stopping():
            async with self.sessions.begin() as session:
                await exporting.give_back(session, taken)
        return True

    async def _go_on(self, taken: Taken, course: Course) -> bool:
        """Shows how far it is, when that has changed; False when nobody wants it any more."""
        now = course.done, course.parts
        async with self.sessions.begin() as session:
            export = await exporting.go_on(session, taken, *now)
            if export is None:
                return False
            if course.told != now and await self._show(session, export):
                course.told = now
        self.wake()
        return True

    async def _show(self, session: AsyncSession, export: Export) -> bool:
        who = await people.by_id(session, export.account_id)
        screen = words.going(Translate(who.account.language), export)
        return await exporting.show(session, export, who.account, screen.stored(), self.clock())

    async def _make(self, taken: Taken, course: Course) -> None:
        try:
            if taken.attempts > exporting.TRIES:
                raise GivenUp
            async with self.sessions() as session:
                ready = await self.begin(session, taken, self.programme, course, self.clock())
            with closing(ready.draft):
                content = await asyncio.to_thread(ready.draft.write)
            await self._deliver(taken, ready, content)
        except Stopped:
            return
        except Exception as error:
            if not isinstance(error, UserError):
                report("a file could not be made", error, export=taken.id)
            await self._fail(taken, error)
        self.wake()

    async def _deliver(self, taken: Taken, ready: Ready, content: bytes) -> None:
        """The file, its entry in the audit and the end are one commit."""
        c, now = ready.asked.c, self.clock()
        done = words.ended(c.t, c.t("results-export-done"))
        file = File(name=ready.name, mime=ready.mime, content=content, created_at=now)
        ending = Ending(c.who.account, done.stored(), file, ready.sent(content).stored())
        draft = ready.draft
        async with self.sessions.begin() as session:
            if await exporting.end(session, taken, ExportState.DONE, ending, now):
                place, me = ready.asked.place, c.who.me.id
                await figures.record_export(session, me, place, draft.kind, draft.hidden, now)

    async def _fail(self, taken: Taken, error: Exception) -> None:
        """Whoever has left, or agreed no more, is told nothing."""
        now = self.clock()
        async with self.sessions.begin() as session:
            who = await _reader(session, taken)
            said = _failure(who, error, taken).stored() if who else {}
            ending = Ending(who.account, said) if who else None
            await exporting.end(session, taken, ExportState.FAILED, ending, now)


def _failure(who: Who, error: Exception, taken: Taken) -> Screen:
    return words.failure(Translate(who.account.language), error, taken.wanted)


async def _reader(session: AsyncSession, taken: Taken) -> Who | None:
    try:
        who = await people.by_id(session, taken.account_id)
    except NotFound:
        return None
    return who if who.consented else None


async def keep_exporting(exporting: Exporting, stop: asyncio.Event) -> None:
    """Makes files until told to stop."""
    while not stop.is_set():
        try:
            found = await exporting.step()
        except Exception as error:
            report("exporting paused", error)
            found = False
        if not found:
            await pause(stop, IDLE)
