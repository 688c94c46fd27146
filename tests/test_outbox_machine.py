"""The outbox under any order of events, on a real PostgreSQL, watched by a small model."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account
from models.enums import AccountStatus
from models.enums import NotificationState as State
from services import notifications, outcomes, pace, presence, sending
from services.notifications import Lane, Notice
from services.replies import reply
from services.sending import Owed
from tests.outbox_database import OutboxDatabase
from tests.outbox_model import GONE, LIVE, TOO_MANY, Chat, Flight, Model, what_became

CHATS = st.integers(0, 2)
OWNERS = st.integers(0, 1)
"""Places for processes: one that crashes is followed by another with a number of its own."""


class OutboxMachine(RuleBasedStateMachine):
    """Each rule is something that happens; `see` then looks at all rows."""

    flights = Bundle("flights")

    database: OutboxDatabase

    def __init__(self) -> None:
        super().__init__()
        self.numbers = iter(range(1, 1000))

    @initialize()
    def begin(self) -> None:
        self.database.forget()
        self.accounts = list(self.database.accounts)
        self.model = Model({number: Chat() for number in self.accounts})
        self.database.set_clock(self.model.clock)
        self.owners = [self._start(), self._start()]

    def _start(self) -> int:
        owner = next(self.numbers)
        self.database.starts(owner)
        self.model.living.add(owner)
        return owner

    @invariant()
    def see(self) -> None:
        self.model.see(self.database.rows())

    @rule(
        chats=st.sets(CHATS, min_size=1),
        key=st.sampled_from("abcd"),
        lane=st.sampled_from((Lane.PERSONAL, Lane.PUSH)),
        later=st.sampled_from((0, 0, 5)),
    )
    def notify(self, chats: set[int], key: str, lane: Lane, later: int) -> None:
        """One after the other, so that they are in the line in this order in every run."""
        notice = Notice("push", key, lane=lane, due_at=self.model.now + timedelta(seconds=later))
        known = {row.dedupe_key for row in self.model.rows.values()}
        for account_id in sorted(self.accounts[chat] for chat in chats):
            person = self.database.accounts[account_id]
            blocked = self.model.chats[account_id].blocked
            new = f"{key}:{person}" not in known and not blocked
            assert self._notify([person], notice) == new
        everybody = [self.database.accounts[self.accounts[chat]] for chat in chats]
        assert self._notify(everybody, notice) == 0

    def _notify(self, people: list[int], notice: Notice) -> int:
        now = self.model.now
        return self.database.do(lambda s: notifications.notify(s, people, notice, now))

    @rule(target=flights, chat=CHATS, at=st.one_of(st.none(), OWNERS))
    def reply(self, chat: int, at: int | None) -> Any:
        account_id, key = self.accounts[chat], f"u{next(self.numbers)}:0"
        owner = None if at is None else self.owners[at]

        async def answer(session: AsyncSession) -> Owed | None:
            account: Any = await session.get_one(Account, account_id)
            return await reply(session, account, key, {"text": "…"}, self.model.now, owner)

        taken = self.database.do(answer)
        free = self.model.takes_reply(account_id)
        assert (taken is not None) == (free and owner is not None)
        if taken is None or owner is None:
            return multiple()
        flight = Flight(taken, owner)
        self.model.requests(flight)
        self.model.flights.append(flight)
        return flight

    @rule(target=flights, at=OWNERS, lane=st.sampled_from(Lane), limit=st.integers(1, 3))
    def claim(self, at: int, lane: Lane, limit: int) -> Any:
        owner, expected = self.owners[at], self.model.due(lane, limit)
        taken = self.database.do(
            lambda session: sending.claim(session, self.model.now, owner, lane, limit)
        )
        assert [owed.id for owed in taken] == expected
        return multiple(*self.model.takes(owner, taken))

    @rule(target=flights, lane=st.sampled_from(Lane))
    def claim_at_once(self, lane: Lane) -> Any:
        """Two processes: neither sees what the other takes."""
        now, limit = self.model.now, 2
        taken = self.database.together(
            *(
                lambda session, owner=owner: sending.claim(session, now, owner, lane, limit)
                for owner in self.owners
            )
        )
        first = self.model.due(lane, limit)
        locked = {self.model.rows[number].account_id for number in first}
        second = self.model.due(lane, limit, locked)
        assert [[owed.id for owed in found] for found in taken] == [first, second]
        flights = zip(self.owners, taken, strict=True)
        return multiple(*(f for owner, found in flights for f in self.model.takes(owner, found)))

    @rule(flight=flights)
    def intend(self, flight: Flight) -> None:
        """Also of one that was taken long ago: a process that froze wakes up."""
        if flight.owner not in self.model.living or flight.outcome:
            return
        taken = [(flight.owed.id, flight.owed.epoch)]
        [granted] = self.database.do(lambda session: outcomes.intend(session, taken))
        assert granted == self.model.may_intend(flight)
        if granted:
            self.model.requests(flight)

    @rule(flight=flights, choice=st.integers(0, 41))
    def settle(self, flight: Flight, choice: int) -> None:
        """Also twice, as when the connection breaks after the commit: the truth stays."""
        if flight.owner not in self.model.living:
            return
        outcome = flight.outcome or what_became(flight, choice, self.model.now)
        expected = self.model.settles(flight, outcome)
        done = [(flight.owed, outcome)]
        [written] = self.database.do(lambda session: outcomes.settle(session, done))
        assert written == expected
        account_id = flight.owed.account_id
        if outcome is TOO_MANY:
            self.model.refuses(account_id, outcome.pause)
            self.database.do(lambda s: pace.refused(s, account_id, outcome.pause))
        elif outcome is GONE:
            self._block(account_id)

    @rule(at=OWNERS)
    def crash(self, at: int) -> None:
        """kill -9: what it had taken is never settled; another process starts."""
        self.database.dies(self.owners[at])
        self.model.living.discard(self.owners[at])
        self.owners[at] = self._start()

    @rule()
    def recover(self) -> None:
        expected = self.model.recovered()
        unknown = self.database.do(presence.recover)
        rows = self.database.rows()
        assert {number: row.state for number, row in rows.items()} == expected
        before = sum(row.state is State.UNKNOWN for row in self.model.rows.values())
        after = sum(row.state is State.UNKNOWN for row in rows.values())
        assert unknown == after - before

    @rule(seconds=st.sampled_from((0.5, 1.05, 2, 5, 17, 18, 31, 90)))
    def time_passes(self, seconds: float) -> None:
        span = timedelta(seconds=seconds)
        self.model.now += span
        self.model.clock += span
        self.database.set_clock(self.model.clock)

    @rule(seconds=st.sampled_from((10, 3600)))
    def the_clock_is_set_back(self, seconds: int) -> None:
        self.model.clock -= timedelta(seconds=seconds)
        self.database.set_clock(self.model.clock)

    @rule(chat=CHATS)
    def block(self, chat: int) -> None:
        self._block(self.accounts[chat])

    def _block(self, account_id: int) -> None:
        self.model.chats[account_id].blocked = True
        status = AccountStatus.BLOCKED
        self.database.do(lambda s: notifications.unreachable(s, account_id, status))

    @rule(chat=CHATS)
    def unblock(self, chat: int) -> None:
        account_id, now = self.accounts[chat], self.model.now
        self.model.chats[account_id].blocked = False

        async def back(session: AsyncSession) -> None:
            account = await session.get_one(Account, account_id)
            account.status = AccountStatus.ACTIVE
            await notifications.reachable_again(session, account_id, now)

        self.database.do(back)

    def teardown(self) -> None:
        """In the end nothing is lost: whatever is owed still leaves."""
        if not hasattr(self, "model"):
            return
        for _ in range(40):
            self.time_passes(3700)
            self.recover()
            self.see()
            flights = [f for lane in Lane for f in self._claimed(lane)]
            for flight in flights:
                self.intend(flight)
                self.settle(flight, 0)
                self.see()
            if not flights:
                break
        left = {row.state for row in self.model.rows.values()}
        assert not left & LIVE, self.model.rows

    def _claimed(self, lane: Lane) -> list[Flight]:
        owner = self.owners[0]
        taken = self.database.do(
            lambda session: sending.claim(session, self.model.now, owner, lane, 3)
        )
        flights = self.model.takes(owner, taken)
        self.see()
        return flights


@pytest.fixture
def database(fresh_database: str) -> Iterator[OutboxDatabase]:
    with OutboxDatabase(fresh_database) as database:
        yield database


def test_whatever_happens_nothing_is_lost_or_doubled(database: OutboxDatabase) -> None:
    machine = type("Machine", (OutboxMachine,), {"database": database})
    few = settings(max_examples=50, stateful_step_count=40)
    run_state_machine_as_test(machine, settings=few)
