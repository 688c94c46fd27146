"""The outbox under any order of events, on a real PostgreSQL, watched by a small model."""

import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from models.enums import NotificationState as State
from services import pace, presence
from services.notifications import Lane, Notice
from services.outcomes import Outcome
from tests.outbox_database import OutboxDatabase
from tests.outbox_model import GONE, LIVE, SENT, TOO_MANY, Chat, Flight, Model, what_became

CHATS = st.integers(0, 2)
OWNERS = st.integers(0, 1)
"""Places for processes: one that crashes is followed by another with a number of its own."""

SECONDS = st.sampled_from((0.5, 1.05, 2, 5, 8, 18, 31, 90))

Draw = Callable[[st.SearchStrategy[Any]], Any]

EVENTS = (
    *("claim", "settle") * 5,
    *("time_passes",) * 4,
    *("intend",) * 3,
    *("notify", "reply", "freeze") * 2,
    *("claim_at_once", "settle_again", "crash", "recover"),
    *("block", "unblock", "clock_is_set_back"),
)
"""One rule for all: of many, Hypothesis leaves most out of each run, and little is sent."""


class OutboxMachine(RuleBasedStateMachine):
    """After each event `see` looks at all rows."""

    database: OutboxDatabase

    @initialize()
    def begin(self) -> None:
        """Two processes, and two pushes owed to each of three people."""
        self.database.forget()
        self.numbers = itertools.count(1)
        self.accounts = list(self.database.accounts)
        self.model = Model({number: Chat() for number in self.accounts})
        self.database.set_clock(self.model.clock)
        self.owners = [self._start(), self._start()]
        for key in "xy":
            self._notify({0, 1, 2}, Notice("push", key, lane=Lane.PUSH))

    def _start(self) -> int:
        owner = next(self.numbers)
        self.database.starts(owner)
        self.model.living.add(owner)
        return owner

    @invariant()
    def see(self) -> None:
        self.model.see(self.database.rows())

    @rule(event=st.sampled_from(EVENTS), data=st.data())
    def happens(self, event: str, data: st.DataObject) -> None:
        getattr(self, event)(data.draw)

    def notify(self, draw: Draw) -> None:
        due_at = self.model.now + timedelta(seconds=draw(st.sampled_from((0, 0, 5))))
        key, lane = (
            draw(st.sampled_from("abcd")),
            draw(st.sampled_from((Lane.PERSONAL, Lane.PUSH))),
        )
        chats = draw(st.sets(CHATS, min_size=1))
        self._notify(chats, Notice("push", key, lane=lane, due_at=due_at))

    def _notify(self, chats: set[int], notice: Notice) -> None:
        """One after the other, so that they are in the line in this order in every run."""
        known = {row.dedupe_key for row in self.model.rows.values()}
        for account_id in sorted(self.accounts[chat] for chat in chats):
            person = self.database.accounts[account_id]
            blocked = self.model.chats[account_id].blocked
            new = f"{notice.key}:{person}" not in known and not blocked
            assert self.database.plan([person], notice, self.model.now) == new
        everybody = [self.database.accounts[self.accounts[chat]] for chat in chats]
        assert self.database.plan(everybody, notice, self.model.now) == 0
        self.see()

    def reply(self, draw: Draw) -> None:
        account_id, key = self.accounts[draw(CHATS)], f"u{next(self.numbers)}:0"
        owner = draw(st.sampled_from((*self.owners, None)))
        taken = self.database.reply(account_id, key, self.model.now, owner)
        free = self.model.takes_reply(account_id)
        assert (taken is not None) == (free and owner is not None)
        if taken:
            self.model.requests(self.model.flies(owner, taken))

    def claim(self, draw: Draw) -> None:
        """Sometimes at once with the intent to send."""
        owner, limit = self.owners[draw(OWNERS)], draw(st.integers(1, 3))
        flights = self._claim(owner, limit)
        for flight in flights if draw(st.booleans()) else ():
            self._intend(flight)
            self.see()

    def _claim(self, owner: int, limit: int) -> list[Flight]:
        """All lanes, as the sender does."""
        flights = []
        for lane in Lane:
            expected = self.model.due(lane, limit)
            [taken] = self.database.claim([owner], self.model.now, lane, limit)
            assert [owed.id for owed in taken] == expected
            flights += self.model.takes(owner, taken)
            self.see()
        return flights

    def claim_at_once(self, draw: Draw) -> None:
        """Two processes: neither sees what the other takes."""
        lane, limit = draw(st.sampled_from(Lane)), 2
        taken = self.database.claim(self.owners, self.model.now, lane, limit)
        first = self.model.due(lane, limit)
        locked = {self.model.rows[number].account_id for number in first}
        second = self.model.due(lane, limit, locked)
        assert [[owed.id for owed in found] for found in taken] == [first, second]
        for owner, found in zip(self.owners, taken, strict=True):
            self.model.takes(owner, found)

    def intend(self, draw: Draw) -> None:
        """Also of one that was taken long ago: a process that froze wakes up."""
        if self.model.unsettled:
            self._intend(draw(st.sampled_from(self.model.unsettled)))

    def _intend(self, flight: Flight) -> None:
        granted = self.database.intend(flight.owed)
        assert granted == self.model.may_intend(flight)
        self._changes({flight.owed.id} if granted else set())
        if granted:
            self.model.requests(flight)

    def _changes(self, numbers: set[int]) -> None:
        """These and nothing else: who lost a lease changes nothing."""
        rows = self.database.rows()
        assert {n for n, row in rows.items() if row != self.model.rows.get(n)} <= numbers

    def settle(self, draw: Draw) -> None:
        if self.model.unsettled:
            flight = draw(st.sampled_from(self.model.unsettled))
            self._settle(flight, what_became(flight, draw(st.integers(0, 27)), self.model.now))

    def settle_again(self, draw: Draw) -> None:
        """The connection broke after the commit: the truth is told twice."""
        if self.model.settled:
            flight = draw(st.sampled_from(self.model.settled))
            self._settle(flight, flight.outcome)

    def _settle(self, flight: Flight, outcome: Outcome) -> None:
        expected = self.model.settles(flight, outcome)
        assert self.database.settle(flight.owed, outcome) == expected
        self._changes({flight.owed.id} if expected else set())
        account_id = flight.owed.account_id
        if outcome is TOO_MANY:
            self.model.refuses(account_id, outcome.pause)
            self.database.do(lambda s: pace.refused(s, account_id, outcome.pause))
        elif outcome is GONE:
            self._block(account_id)

    def crash(self, draw: Draw) -> None:
        """kill -9: what it had taken is never settled; another process starts."""
        place = draw(OWNERS)
        self.database.dies(self.owners[place])
        self.model.living.remove(self.owners[place])
        self.owners[place] = self._start()
        if draw(st.booleans()):
            self._wait(5.5)
            self.recover()

    def freeze(self, draw: Draw) -> None:
        """Both processes sleep longer than their leases, and one takes things again."""
        self._wait(31)
        self.recover()
        self._claim(self.owners[draw(OWNERS)], limit=3)

    def recover(self, draw: Draw | None = None) -> None:
        expected = self.model.recovered()
        unknown = self.database.do(presence.recover)
        assert {number: row.state for number, row in self.database.rows().items()} == expected
        held = [row.state for row in self.model.rows.values()].count(State.UNKNOWN)
        assert unknown == list(expected.values()).count(State.UNKNOWN) - held
        self.see()

    def time_passes(self, draw: Draw) -> None:
        """Mostly somebody looks for what is lost, as all do every second."""
        self._wait(draw(SECONDS))
        if draw(st.sampled_from((True, True, False))):
            self.recover()

    def _wait(self, seconds: float) -> None:
        self.model.now += timedelta(seconds=seconds)
        self.model.clock += timedelta(seconds=seconds)
        self.database.set_clock(self.model.clock)

    def clock_is_set_back(self, draw: Draw) -> None:
        self.model.clock -= timedelta(seconds=draw(st.sampled_from((10, 3600))))
        self.database.set_clock(self.model.clock)

    def block(self, draw: Draw) -> None:
        self._block(self.accounts[draw(CHATS)])

    def _block(self, account_id: int) -> None:
        self.model.chats[account_id].blocked = True
        self.database.block(account_id)

    def unblock(self, draw: Draw) -> None:
        account_id = self.accounts[draw(CHATS)]
        self.model.chats[account_id].blocked = False
        self.database.unblock(account_id, self.model.now)

    def teardown(self) -> None:
        """In the end nothing is lost: whatever is owed still leaves."""
        for _ in range(40):
            self._wait(3700)
            self.recover()
            self._wait(2)
            flights = self._claim(self.owners[0], limit=3)
            for flight in flights:
                self._intend(flight)
                self._settle(flight, SENT)
                self.see()
            if not flights:
                break
        assert not LIVE & {row.state for row in self.model.rows.values()}, self.model.rows


@pytest.fixture
def database(fresh_database: str) -> Iterator[OutboxDatabase]:
    with OutboxDatabase(fresh_database) as database:
        yield database


def test_whatever_happens_nothing_is_lost_or_doubled(database: OutboxDatabase) -> None:
    machine = type("Machine", (OutboxMachine,), {"database": database})
    run_state_machine_as_test(machine, settings=settings(max_examples=40, stateful_step_count=40))
