"""Sends what the outbox owes: paced, in order per chat, each outcome written down.

A message is taken under a lease, gets its words and its time; then the intent is committed, the
request leaves, and the outcome is written. So after a crash anywhere it is known which messages
may have arrived: those with an intent and no outcome.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.bell import Bell, pause
from bot.database import AWAY
from bot.logs import report
from bot.outage import Outage
from bot.requests import Caller, Request, failed, is_new_message, status_after
from bot.together import Together
from bot.transport import Ambiguous, NotSent, TelegramError
from bot.turns import Turns
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

GATHER = 0.005
"""Seconds that an outcome waits for others: nobody waits for it, but for the next message."""

MANY_SECONDS = 3
"""A sender has at most as many pushes under way as leave in that time."""

GIVEN_BACK = Outcome(NotificationState.PENDING, counted=False)
"""Of what was taken and did not leave."""

Work = Callable[[], Coroutine[Any, Any, Outcome | None]]


@dataclass
class Delivery:
    """`begin` takes what is due and starts sending it; `send` sends what was taken elsewhere.

    `statements` are sessions without transactions, for single statements. `per_second` is
    shared by all processes. `owner` is the number of this one while it is present. The work goes
    on in what `spawn` starts; `wake` is called when a reply may be due. `monotonic` never jumps,
    whatever happens to `clock`.
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
    monotonic: Callable[[], float] = time.monotonic
    batch: int = 0

    def __post_init__(self) -> None:
        self.batch = self.batch or max(1, int(self.per_second * AHEAD / 2))
        self._intend = Together(self._write_intents)
        self._settle = Together(self._write_outcomes, GATHER)
        self._turns = Turns(self.statements, self.per_second, self.monotonic)
        self._under_way = 0
        self._awaited = Counter[int]()
        self._outage = Outage()

    async def begin(self, lane: Lane) -> float | None:
        """Starts sending at most one batch of a lane.

        Returns the seconds after which the next one may be begun, None when nothing was due.
        """
        owner = self.owner()
        if owner is None or not self._may_begin(lane):
            return None
        async with self.sessions.begin() as session:
            taken = await sending.claim(session, self.clock(), owner, lane, self.batch)
            paced = [owed.id for owed in taken if is_new_message(owed)]
            delay = 0.0
            if paced:
                delay = await pace.reserve(session, len(paced), self.per_second) or 0.0
        if not taken:
            return None
        first = self.monotonic() + delay
        slots = {number: first + n / self.per_second for n, number in enumerate(paced)}
        for owed, ready in zip(taken, await self.words.of(taken, self.clock()), strict=True):
            self._start(owed, partial(self._deliver, owed, ready, slots.get(owed.id)))
        return max(0.0, max(slots.values(), default=0.0) - AHEAD - self.monotonic())

    def _may_begin(self, lane: Lane) -> bool:
        """While Telegram is away one message at a time tries whether it is back."""
        if self._outage.lasts:
            return not self._under_way and self._outage.may_try(self.monotonic())
        return lane is Lane.REPLY or self._under_way < max(30, self.per_second * MANY_SECONDS)

    def send(self, owed: Owed) -> None:
        """Starts sending a reply whose intent is committed."""
        self._start(owed, partial(self._reply, owed))

    def hurry(self, account_id: int, count: int) -> None:
        """Replies wait in the outbox: they are looked for now, and when their chat is free."""
        self._awaited[account_id] += count
        self.wake()

    async def recover(self) -> None:
        """Frees what was taken by processes that are gone."""
        async with self.statements.begin() as session:
            unknown = await presence.recover(session)
        if unknown:
            log.warning("messages may or may not have arrived", count=unknown)

    def _start(self, owed: Owed, work: Work) -> None:
        self._under_way += 1
        self.spawn(self._finished(owed, work))

    async def _finished(self, owed: Owed, work: Work) -> None:
        try:
            outcome = await work()
        except Exception as error:
            # Whatever fails here fails before the request left.
            report("a message is given back", error, notification=owed.id)
            outcome = GIVEN_BACK
        try:
            if outcome:
                await self._written(owed, outcome)
        finally:
            self._under_way -= 1

    async def _deliver(self, owed: Owed, ready: Ready, slot: float | None) -> Outcome | None:
        """What became of it; None when it is no longer ours."""
        if isinstance(ready, Outcome):
            return ready
        if slot is not None:
            await self._nearly(slot)
        if self.stopping():
            return GIVEN_BACK
        if not await self._intend((owed.id, owed.epoch)):
            log.warning("a lease was lost", notification=owed.id)
            return None
        if slot is not None:
            await self._turns.wait(slot)
        return await self._outcome(owed, ready)

    async def _reply(self, owed: Owed) -> Outcome:
        ready = await self.words.stored(owed, self.clock())
        if isinstance(ready, Outcome):
            return ready
        if is_new_message(owed):
            slot = await self._turns.soon()
            if slot is None:
                self._awaited[owed.account_id] += 1
                return GIVEN_BACK
            # Not in the line yet: pushes with earlier slots would have to stand behind it.
            await self._nearly(slot)
            await self._turns.wait(slot)
        return await self._outcome(owed, ready)

    async def _nearly(self, slot: float) -> None:
        await asyncio.sleep(slot - INTENT - self.monotonic())

    async def _outcome(self, owed: Owed, request: Request) -> Outcome:
        try:
            message_id = await self.caller.call(request)
        except (TelegramError, NotSent, Ambiguous) as error:
            self._outage.note(error, self.monotonic())
            return failed(owed, error, self.clock())
        except Exception as error:
            report("an answer was not understood", error, notification=owed.id)
            return failed(owed, Ambiguous(type(error).__name__), self.clock())
        self._outage.over()
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
            self._awaited -= Counter([owed.account_id])
            self.wake()
        if outcome.state is NotificationState.UNREACHABLE and outcome.error != outcomes.UNWANTED:
            async with self.sessions.begin() as session:
                status = status_after(outcome.error)
                await notifications.unreachable(session, owed.account_id, status)
        elif outcome.asked_to_wait:
            async with self.statements.begin() as session:
                await pace.refused(session, owed.account_id, outcome.pause)

    async def _write_intents(self, taken: Sequence[tuple[int, int]]) -> Sequence[bool]:
        async with self.statements.begin() as session:
            return await outcomes.intend(session, taken)

    async def _write_outcomes(self, done: Sequence[tuple[Owed, Outcome]]) -> Sequence[bool]:
        async with self.statements.begin() as session:
            return await outcomes.settle(session, done)


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
            await pause(stop, max(waits))
        else:
            await owed.wait(0.5)


async def keep_recovering(delivery: Delivery, stop: asyncio.Event) -> None:
    """Every second, until told to stop."""
    while not stop.is_set():
        try:
            await delivery.recover()
        except Exception as error:
            report("recovery paused", error)
        await pause(stop, 1)
