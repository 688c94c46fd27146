"""What may be said about an outbox at any time: a small model that watches one from outside."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from models.enums import NotificationState as State
from services.notifications import RESENT_KINDS, Lane
from services.outcomes import REQUEST, SPACING, Outcome
from services.pace import LONGEST, TOGETHER
from services.presence import GRACE
from services.sending import AT_MOST, LEASE, Owed
from tests.outbox_database import MONDAY, Row

NEVER = datetime(2000, 1, 1, tzinfo=UTC)
UNDER_WAY = frozenset({State.LEASED, State.DISPATCHING})
LIVE = UNDER_WAY | {State.PENDING}
OVER = frozenset({State.SENT, State.DEAD, State.CANCELLED, State.EXPIRED})
NOT_ARRIVED = frozenset({State.PENDING, State.UNREACHABLE, State.DEAD})


@dataclass(eq=False)
class Flight:
    """A message as one process took it. `outcome` is the truth, whoever it is told to."""

    owed: Owed
    owner: int
    requested: bool = False
    outcome: Outcome | None = None

    @property
    def may_have_arrived(self) -> bool:
        return self.requested and (not self.outcome or self.outcome.state not in NOT_ARRIVED)


BEFORE_THE_REQUEST = (
    Outcome(State.PENDING, counted=False),
    Outcome(State.CANCELLED),
    Outcome(State.EXPIRED),
    Outcome(State.DEAD, "no words"),
)
TOO_MANY = Outcome(State.PENDING, "Too Many Requests", pause=20, counted=False)
GONE = Outcome(State.UNREACHABLE, "bot was blocked by the user")
SENT = Outcome(State.SENT, message_id=7)
AFTER_THE_REQUEST = (
    SENT,
    SENT._replace(message_id=8),
    Outcome(State.DEAD, "can't parse entities"),
    Outcome(State.PENDING, "Internal Server Error", pause=2),
    Outcome(State.UNKNOWN, "no answer"),
    TOO_MANY,
    GONE,
)


def what_became(flight: Flight, choice: int, now: datetime) -> Outcome:
    """One of the outcomes that are possible at this point, by the `choice` of the test."""
    may_be = AFTER_THE_REQUEST if flight.requested else BEFORE_THE_REQUEST
    outcome = may_be[choice % len(may_be)]
    if outcome.state is State.UNKNOWN and flight.owed.kind in RESENT_KINDS:
        return Outcome(State.PENDING, "no answer", pause=1)
    if outcome.state is State.EXPIRED and choice > 3 * len(may_be):
        morning = now + timedelta(seconds=5)
        return Outcome(State.PENDING, due_at=morning, counted=False)
    return outcome


@dataclass
class Chat:
    """`quiet_until` (Telegram asked for a pause) and `push_at` are the database's time."""

    quiet_until: datetime = NEVER
    push_at: datetime = NEVER
    blocked: bool = False


@dataclass
class Model:
    """`now` is the programme's time, `clock` the database's; `rows` as they were seen last."""

    chats: dict[int, Chat]
    now: datetime = MONDAY
    clock: datetime = MONDAY
    paused_until: datetime = NEVER
    refused: tuple[int, datetime] = (0, NEVER)
    rows: dict[int, Row] = field(default_factory=dict)
    living: set[int] = field(default_factory=set)
    flights: list[Flight] = field(default_factory=list)
    resent: Counter[int] = field(default_factory=Counter)

    def see(self, rows: dict[int, Row]) -> None:
        """What holds between any two moments."""
        assert len({row.dedupe_key for row in rows.values()}) == len(rows)
        assert set(self.rows) <= set(rows)
        for row in rows.values():
            held = row.owner is not None and row.lease_until is not None
            free = row.owner is None and row.lease_until is None
            assert held if row.state in UNDER_WAY else free, row
            assert 0 <= row.attempts <= row.epoch, row
            before = self.rows.get(row.id, row)
            assert row.epoch >= before.epoch, (before, row)
            assert before.state not in OVER or row == before, (before, row)
        self.rows = rows

    @property
    def unsettled(self) -> list[Flight]:
        """Of processes that live, or wake up. The first is the newest."""
        mine = [f for f in self.flights if f.owner in self.living and not f.outcome]
        return mine[::-1]

    @property
    def settled(self) -> list[Flight]:
        mine = [f for f in self.flights if f.owner in self.living and f.outcome]
        return mine[:-4:-1]

    def under_way(self, account_id: int) -> list[Row]:
        mine = (row for row in self.rows.values() if row.account_id == account_id)
        return [row for row in mine if row.state in UNDER_WAY]

    def due(self, lane: Lane, limit: int, locked: Collection[int] = ()) -> list[int]:
        """What a claim is to find: nothing of a busy chat, and no chat is left out."""
        if self.clock < self.paused_until <= self.clock + LONGEST:
            return []
        first: dict[int, Row] = {}
        for row in sorted(self.rows.values(), key=lambda row: (row.lane, row.due_at, row.id)):
            if row.state is State.PENDING and row.due_at <= self.now:
                first.setdefault(row.account_id, row)
        found = [
            row
            for account, row in first.items()
            if row.lane == lane and account not in locked and self.is_free(account, lane)
        ]
        return [row.id for row in sorted(found, key=lambda r: (r.due_at, r.id))[:limit]]

    def is_free(self, account_id: int, lane: Lane) -> bool:
        chat = self.chats[account_id]
        if self.under_way(account_id) or self.clock < chat.quiet_until:
            return False
        put_off = chat.push_at - self.clock if lane > Lane.REPLY else timedelta()
        return put_off <= timedelta() or put_off > AT_MOST

    def takes_reply(self, account_id: int) -> bool:
        """Whether a reply is taken at once: after the earlier ones, and while no lease holds
        its chat; one that is over does not keep a person waiting for its recovery."""
        mine = [row for row in self.rows.values() if row.account_id == account_id]
        held = [row.state in UNDER_WAY and not self.is_over(row) for row in mine]
        first = not any(row.lane == Lane.REPLY and row.state in LIVE for row in mine)
        return first and not any(held) and self.clock >= self.chats[account_id].quiet_until

    def is_over(self, row: Row) -> bool:
        return (row.lease_until or NEVER) <= self.clock

    def takes(self, owner: int, taken: list[Owed]) -> list[Flight]:
        """After a claim, before its rows are seen: what was asked of the chat before is over."""
        for owed in taken:
            assert owed.epoch == self.rows[owed.id].epoch + 1
        return [self.flies(owner, owed) for owed in taken]

    def flies(self, owner: int, owed: Owed) -> Flight:
        self.chats[owed.account_id].quiet_until = NEVER
        self.flights.append(Flight(owed, owner))
        return self.flights[-1]

    def may_intend(self, flight: Flight) -> bool:
        row = self.rows[flight.owed.id]
        ours = row.state is State.LEASED and row.epoch == flight.owed.epoch
        return ours and (row.lease_until or NEVER) > self.clock + REQUEST

    def requests(self, flight: Flight) -> None:
        """The request leaves now: it must be the only one of its chat, and the first."""
        owed = flight.owed
        before = sum(f.may_have_arrived for f in self.flights if f.owed.id == owed.id)
        assert before <= (self.resent[owed.id] if owed.kind in RESENT_KINDS else 0), owed
        for row in self.under_way(owed.account_id):
            alive = row.owner in self.living and not self.is_over(row)
            assert row.id == owed.id or not alive, (owed, row)
        chat = self.chats[owed.account_id]
        if owed.lane > Lane.REPLY:
            assert not chat.push_at - SPACING <= self.clock < chat.push_at, (owed, chat)
            chat.push_at = self.clock + SPACING
        flight.requested = True

    def settles(self, flight: Flight, outcome: Outcome) -> bool:
        """Says whether the outcome is to be written."""
        flight.outcome = outcome
        row, chat = self.rows[flight.owed.id], self.chats[flight.owed.account_id]
        if row.epoch != flight.owed.epoch or row.state not in UNDER_WAY:
            late = row.state in (State.UNKNOWN, State.PENDING)
            return (
                late
                and row.epoch == flight.owed.epoch
                and outcome.state in (State.SENT, State.UNREACHABLE)
            )
        pause = timedelta(seconds=outcome.pause)
        chat.quiet_until = self.clock + pause if pause else NEVER
        if flight.owed.lane > Lane.REPLY and flight.requested:
            chat.push_at = NEVER if outcome.state in NOT_ARRIVED else self.clock + SPACING
        return True

    def refuses(self, account_id: int, seconds: float) -> None:
        """A 429: the second chat within a second pauses all."""
        other, moment = self.refused
        if other not in (0, account_id) and moment > self.clock - TOGETHER:
            until = max(self.paused_until, self.clock + timedelta(seconds=seconds))
            self.paused_until = min(until, self.clock + LONGEST)
        self.refused = (account_id, self.clock)

    def recovered(self) -> dict[int, State]:
        """The states after a recovery."""
        found = {}
        for row in self.rows.values():
            found[row.id] = row.state
            if row.state in UNDER_WAY and self.is_lost(row):
                held = row.state is State.DISPATCHING and row.kind not in RESENT_KINDS
                found[row.id] = State.UNKNOWN if held else State.PENDING
                self.resent[row.id] += row.state is State.DISPATCHING
                chat = self.chats[row.account_id]
                chat.quiet_until = NEVER
                chat.push_at = self.clock + SPACING if held else chat.push_at
        return found

    def is_lost(self, row: Row) -> bool:
        until = row.lease_until or NEVER
        too_far = until > self.clock + 2 * LEASE
        gone = row.owner not in self.living and until < self.clock + LEASE - GRACE
        return gone or until < self.clock or too_far
