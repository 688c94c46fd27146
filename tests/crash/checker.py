"""Judges a schedule by what the sandbox accepted, what the database says and what people did.

It knows nothing of how the product works, only what it promises: nothing is lost, nothing that
is not to be repeated is doubled, and what nobody can know is listed as unknown.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.crash.players import Player
from tests.crash.town import KIND, words

Row = Mapping[str, Any]

OVER = frozenset({"sent", "unknown", "unreachable"})
"""States in which a push may end here: nobody cancels it, and nothing else is wrong with it."""

LEEWAY = 1.25
"""Requests that were delayed on their way may arrive closer together than they left."""


@dataclass
class Evidence:
    """See `World` for `doubtful` and `broken`; `owed` pushes were committed."""

    log: Sequence[Row]
    rows: Sequence[Row]
    inbox: Sequence[Row]
    answers: Mapping[tuple[int, str], str]
    players: Sequence[Player]
    presses: Counter[int]
    texts: Counter[int]
    owed: int
    pending: int
    doubtful: set[int]
    broken: int
    rate: float
    gone: int
    kills: int = 0
    kills_in_flight: int = 0
    missed: int = 0
    remarks: Sequence[str] = ()

    @property
    def pushes(self) -> list[Row]:
        return [row for row in self.rows if row["kind"] == KIND]

    @property
    def accepted(self) -> Counter[tuple[int, str]]:
        """New messages by chat and words."""
        sent = (entry for entry in self.log if entry["method"] == "sendmessage")
        return Counter((entry["chat_id"], entry["text"]) for entry in sent)


@dataclass
class Verdict:
    """`failures` say what is wrong; the numbers are for the summary."""

    failures: list[str] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    unknown: int = 0
    unknown_allowed: int = 0
    replies_doubled: int = 0
    most_in_a_second: int = 0
    kills: int = 0
    kills_in_flight: int = 0
    missed: int = 0

    def blame(self, count: int, what: str) -> int:
        if count:
            self.failures.append(f"{count} {what}")
        return count


def judge(seen: Evidence) -> Verdict:
    verdict = Verdict(list(seen.remarks))
    verdict.kills, verdict.kills_in_flight = seen.kills, seen.kills_in_flight
    verdict.missed = seen.missed
    for check in (updates, answers, pushes, copies, unknowns, replies, order, rate):
        check(seen, verdict)
    return verdict


def updates(seen: Evidence, verdict: Verdict) -> None:
    """Everything that people did has arrived, once, and was handled."""
    did = seen.presses.total() + seen.texts.total()
    missing = abs(did - len(seen.inbox))
    undone = [row for row in seen.inbox if row["state"] != "done"]
    verdict.lost += verdict.blame(missing, f"of {did} updates are not in the inbox")
    verdict.lost += verdict.blame(len(undone), "updates are not handled")
    verdict.blame(seen.pending, "updates are not confirmed")


def answers(seen: Evidence, verdict: Verdict) -> None:
    """What was pressed and typed is what was saved, under the question it was meant for."""
    given = {
        (player.user, item): value
        for player in seen.players
        for item, value in player.given.items()
    }
    wrong = [key for key in given.keys() | seen.answers.keys()
             if given.get(key) != seen.answers.get(key)]  # fmt: skip
    verdict.lost += verdict.blame(len(wrong), f"answers are not as given: {sorted(wrong)[:5]}")
    again = 0
    for player in seen.players:
        again += player.again
        if not player.done:
            verdict.failures.append(f"{player.user} still waits for {player.waits}")
    over = again - len(seen.doubtful) - seen.broken
    verdict.blame(max(0, over), "presses had to be repeated")


def pushes(seen: Evidence, verdict: Verdict) -> None:
    """Each was accepted, or says that it was not."""
    verdict.lost += verdict.blame(seen.owed - len(seen.pushes), "pushes have no row")
    accepted = seen.accepted
    for row in seen.pushes:
        here = row["address"], words(row["args"]["n"])
        if row["state"] not in OVER:
            verdict.lost += verdict.blame(1, f"push is {row['state']}: {row['last_error']}")
        elif row["state"] == "sent" and not accepted[here]:
            verdict.lost += verdict.blame(1, f"push {here} was never accepted")
        elif row["state"] != "unknown" and (
            (row["state"] == "unreachable") != (row["address"] == seen.gone)
        ):
            verdict.lost += verdict.blame(1, f"push {here} is {row['state']}")


def copies(seen: Evidence, verdict: Verdict) -> None:
    """A push is never accepted twice."""
    for row in seen.pushes:
        here = row["address"], words(row["args"]["n"])
        more = seen.accepted[here] - 1
        if more > 0:
            verdict.doubled += verdict.blame(more, f"more of push {here}")


def unknowns(seen: Evidence, verdict: Verdict) -> None:
    """Only what was under way when something happened may be unknown."""
    unknown = [row["id"] for row in seen.rows if row["state"] == "unknown"]
    innocent = set(unknown) - seen.doubtful
    verdict.unknown = len(unknown)
    verdict.unknown_allowed = len(seen.doubtful) + seen.broken
    if len(innocent) > seen.broken:
        why = {
            row["id"]: (row["last_error"], row["epoch"], row["attempts"])
            for row in seen.rows
            if row["id"] in innocent
        }
        verdict.blame(len(innocent) - seen.broken, f"unknown without a reason: {why}")


def replies(seen: Evidence, verdict: Verdict) -> None:
    """Each text is answered by one new message; a second copy only of what was under way."""
    said: Counter[int] = Counter()
    for (chat, text), count in seen.accepted.items():
        said[chat] += 0 if text.startswith(words(0)[:-1]) else count
    for user, wrote in seen.texts.items():
        more = said[user] - wrote
        verdict.replies_doubled += max(0, more)
        verdict.lost += verdict.blame(max(0, -more), f"replies to {user} are missing")
    over = verdict.replies_doubled - len(seen.doubtful) - seen.broken
    verdict.doubled += verdict.blame(max(0, over), "replies more than were under way")
    open_ = [row for row in seen.rows if row["kind"] == "reply" and row["state"] != "sent"]
    why = [{**row, "args": ""} for row in open_[:5]]
    verdict.lost += verdict.blame(len(open_), f"replies are not sent: {why}")


def order(seen: Evidence, verdict: Verdict) -> None:
    """Pushes reach a chat in their order, but for those that were under way."""
    doubtful = {
        (row["address"], words(row["args"]["n"]))
        for row in seen.pushes
        if row["id"] in seen.doubtful or row["state"] == "unknown"
    }
    chats: defaultdict[int, list[str]] = defaultdict(list)
    for entry in seen.log:
        here = entry["chat_id"], entry["text"]
        if entry["text"].startswith(words(0)[:-1]) and here not in doubtful:
            chats[entry["chat_id"]].append(entry["text"])
    mixed = [chat for chat, texts in chats.items() if texts != sorted(texts)]
    verdict.blame(len(mixed), f"chats have pushes out of order: {mixed[:5]}")


def rate(seen: Evidence, verdict: Verdict) -> None:
    moments = [e["monotonic"] for e in seen.log if e["method"] == "sendmessage"]
    verdict.most_in_a_second = max(windows(moments), default=0)
    over = verdict.most_in_a_second - seen.rate * LEEWAY
    verdict.blame(max(0, int(over)), f"over {seen.rate} messages in a second")


def windows(moments: Sequence[float]) -> Iterator[int]:
    """How many follow within a second of each."""
    last = 0
    for first, moment in enumerate(moments):
        while last < len(moments) and moments[last] < moment + 1:
            last += 1
        yield last - first
