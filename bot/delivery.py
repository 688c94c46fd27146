"""Sends what the outbox owes: paced, in order per chat, each outcome written down.

A message is taken under a lease, gets its words and its time; then the intent is committed, the
request leaves, and the outcome is written. So after a crash anywhere it is known which messages
may have arrived: those with an intent and no outcome.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.bell import Bell
from bot.database import AWAY
from bot.logs import report
from bot.requests import Caller, Request, failed, is_new_message, status_after
from bot.together import Together
from bot.transport import Ambiguous, NotSent, TelegramError
from bot.words import Ready, Words
from models.enums import NotificationState
from services import notifications, outcomes, pace, presence, sending
from services.notifications import Lane
from services.outcomes import Outcome
from services.sending import Owed

log = structlog.get_logger()

AHEAD = 0.1
"""Seconds of sending time that a process takes in advance: what it takes is lost when it dies."""

INTENT = 0.02
"""Seconds before its time at which a message's intent is committed: a commit may take as long."""

UNPACED = 100
"""Messages a second from which on the event loop's clock is too coarse to space them."""

SOON = 0.5
"""Seconds that a reply waits for its slot in memory; a longer line stays in the database."""

MANY = 200
"""Messages under way at which no more are taken."""


@dataclass
class Delivery:
    """`begin` takes what is due and starts sending it; `send` sends what was taken elsewhere.

    `statements` are sessions without transactions, for single statements. `per_second` is
    shared by all processes. `owner` is the number of this one while it is present. The work goes
    on in what `spawn` starts; `wake` is called when a reply
    may be due.
    """

    sessions: async_sessionmaker[AsyncSession]
    statements: async_sessionmaker[AsyncSession]
    caller: Caller
    words: Words
    clock: Callable[[], datetime]
    per_second: float
    owner: Callable[[], int | None]
    spawn: Callable[[Coroutine[Any, Any, None]], object]
    wake: Callable[[], object] = bool
    stopping: Callable[[], bool] = bool
    batch: int = 0

    def __post_init__(self) -> None:
        self.batch = self.batch or max(1, int(self.per_second * AHEAD / 2))
        self._intend = Together(self._write_intents)
        self._settle = Together(self._write_outcomes)
        self._slot = Together(self._reserve_slots)
        self._turn = asyncio.Lock()
        self._gap = 0.99 / self.per_second if self.per_second < UNPACED else 0.0
        self._last = 0.0
        self._under_way = 0
        self._awaited: set[int] = set()

    async def begin(self, lane: Lane) -> float | None:
        """Starts sending at most one batch of a lane.

        Returns the seconds after which the next one may be begun, None when nothing was due.
        """
        owner = self.owner()
        if owner is None or self._under_way >= MANY:
            return None
        async with self.sessions.begin() as session:
            taken = await sending.claim(session, self.clock(), owner, lane, self.batch)
            paced = [owed.id for owed in taken if is_new_message(owed)]
            delay = 0.0
            if paced:
                delay = await pace.reserve(session, len(paced), self.per_second) or 0.0
        if not taken:
            return None
        first = moment() + delay
        slots = {number: first + n / self.per_second for n, number in enumerate(paced)}
        for owed, ready in zip(taken, await self.words.of(taken, self.clock()), strict=True):
            self._start(self._deliver, owed, ready, slots.get(owed.id))
        return max(0.0, max(slots.values(), default=0.0) - AHEAD - moment())

    def send(self, owed: Owed) -> None:
        """Starts sending a reply whose intent is committed."""
        self._start(self._reply, owed)

    def hurry(self, account_id: int) -> None:
        """A reply waits in the outbox: it is looked for now, and as soon as its chat is free."""
        self._awaited.add(account_id)
        self.wake()

    async def recover(self) -> None:
        """Frees what was taken by processes that are gone."""
        async with self.statements.begin() as session:
            unknown = await presence.recover(session)
        if unknown:
            log.warning("messages may or may not have arrived", count=unknown)

    def _start(self, work: Callable[..., Coroutine[Any, Any, None]], *given: Any) -> None:
        self._under_way += 1
        self.spawn(self._counted(work, *given))

    async def _counted(self, work: Callable[..., Coroutine[Any, Any, None]], *given: Any) -> None:
        try:
            await work(*given)
        except Exception:
            log.exception("a message is left to its lease")
        finally:
            self._under_way -= 1

    async def _deliver(self, owed: Owed, ready: Ready, slot: float | None) -> None:
        if isinstance(ready, Outcome):
            await self._written(owed, ready)
            return
        if slot is not None:
            await asyncio.sleep(slot - INTENT - moment())
        if self.stopping():
            await self._given_back(owed)
        elif not await self._intend((owed.id, owed.epoch)):
            log.warning("a lease was lost", notification=owed.id)
        else:
            if slot is not None:
                await self._in_turn(slot)
            await self._written(owed, await self._outcome(owed, ready))

    async def _reply(self, owed: Owed) -> None:
        ready = await self.words.stored(owed)
        if not is_new_message(owed) or await self._soon():
            await self._written(owed, await self._outcome(owed, ready))
        else:
            self._awaited.add(owed.account_id)
            await self._given_back(owed)

    async def _given_back(self, owed: Owed) -> None:
        await self._written(owed, Outcome(NotificationState.PENDING, counted=False))

    async def _soon(self) -> bool:
        """Waits for a slot, if there is one soon."""
        delay = await self._slot(None)
        if delay is None:
            return False
        await self._in_turn(moment() + delay)
        return True

    async def _in_turn(self, slot: float) -> None:
        """Waits for the slot. After a delay the next ones catch up without a burst."""
        await asyncio.sleep(slot - INTENT - moment())
        async with self._turn:
            await asyncio.sleep(max(slot, self._last + self._gap) - moment())
            self._last = moment()

    async def _outcome(self, owed: Owed, request: Request) -> Outcome:
        try:
            message_id = await self.caller.call(request)
        except (TelegramError, NotSent, Ambiguous) as error:
            return failed(owed, error, self.clock())
        except Exception as error:
            report("an answer was not understood", error, notification=owed.id)
            return failed(owed, Ambiguous(type(error).__name__), self.clock())
        return Outcome(NotificationState.SENT, message_id=message_id, sent_at=self.clock())

    async def _written(self, owed: Owed, outcome: Outcome) -> None:
        """Writes the outcome, also when the database is away for a while."""
        while True:
            try:
                await self._settle((owed, outcome))
                break
            except AWAY as error:
                report("an outcome waits for the database", error, notification=owed.id)
                await asyncio.sleep(1)
        if owed.account_id in self._awaited:
            self._awaited.discard(owed.account_id)
            self.wake()
        if outcome.state is NotificationState.UNREACHABLE:
            async with self.sessions.begin() as session:
                status = status_after(outcome.error)
                await notifications.unreachable(session, owed.account_id, status)
        elif outcome.pause and not outcome.counted:
            async with self.statements.begin() as session:
                await pace.refused(session, owed.account_id, outcome.pause)

    async def _reserve_slots(self, wanted: Sequence[None]) -> Sequence[float | None]:
        async with self.statements.begin() as session:
            rate, count = self.per_second, len(wanted)
            first = await pace.reserve(session, count, rate, within=SOON)
        return [None if first is None else first + n / rate for n in range(count)]

    async def _write_intents(self, taken: Sequence[tuple[int, int]]) -> Sequence[bool]:
        async with self.statements.begin() as session:
            return await outcomes.intend(session, taken)

    async def _write_outcomes(self, done: Sequence[tuple[Owed, Outcome]]) -> Sequence[bool]:
        async with self.statements.begin() as session:
            return await outcomes.settle(session, done)


def moment() -> float:
    """Seconds on the event loop's clock, which never jumps."""
    return asyncio.get_running_loop().time()


async def keep_delivering(
    delivery: Delivery, lanes: Sequence[Lane], owed: Bell, stop: asyncio.Event
) -> None:
    """Delivers until told to stop; looks again twice a second for what became due."""
    while not stop.is_set():
        try:
            begun = [await delivery.begin(lane) for lane in lanes]
        except Exception as error:
            report("delivery paused", error)
            begun = [1.0]
        waits = [seconds for seconds in begun if seconds is not None]
        if waits:
            await asyncio.sleep(max(waits))
        else:
            await owed.wait(0.5)


async def keep_recovering(delivery: Delivery, stop: asyncio.Event) -> None:
    """Every second, until told to stop."""
    while not stop.is_set():
        try:
            await delivery.recover()
        except AWAY as error:
            report("recovery paused", error)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), 1)
