"""A checker that cannot fail proves nothing: each promise is broken once."""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any, cast

import pytest

from tests.crash.checker import Evidence, judge
from tests.crash.players import Controls, Player
from tests.crash.town import KIND

ANNA, BORIS, GONE = 1, 2, 3


def row(number: int, address: int, state: str = "sent", kind: str = KIND) -> dict[str, Any]:
    told = {"id": number, "address": address, "state": state, "kind": kind, "epoch": 1}
    return told | {"args": {"n": 0}, "last_error": None, "attempts": 1}


def entry(second: float, chat: int, text: str) -> dict[str, Any]:
    return {"monotonic": second, "chat_id": chat, "text": text, "method": "sendmessage"}


def fine() -> Evidence:
    """Anna answered one question and typed one text; three pushes, one to a deleted account."""
    anna = Player(cast(Controls, None), ANNA, Random(1), 0, {"S1": "7", "T1": "words"})
    anna.done = True
    return Evidence(
        log=[entry(1, ANNA, "push 0"), entry(2, BORIS, "push 0"), entry(3, ANNA, "thanks")],
        rows=[
            row(1, ANNA), row(2, BORIS), row(3, GONE, "unreachable"),
            row(4, ANNA, kind="reply") | {"args": {}},
        ],
        inbox=[{"state": "done"}, {"state": "done"}],
        answers={(ANNA, "S1"): "7", (ANNA, "T1"): "words"},
        players=[anna],
        presses=Counter({ANNA: 1}),
        texts=Counter({ANNA: 1}),
        owed=3,
        pending=0,
        doubtful=set(),
        broken=0,
        rate=30,
        gone=GONE,
    )  # fmt: skip


Spoil = Callable[[Evidence], object]

LOST: dict[str, Spoil] = {
    "an update is not in the inbox": lambda e: e.presses.update({ANNA: 1}),
    "an update is not handled": lambda e: cast(Any, e.inbox[0]).update(state="pending"),
    "an answer is lost": lambda e: cast(Any, e.answers).pop((ANNA, "S1")),
    "a text answers another question": lambda e: cast(Any, e.answers).update(
        {(ANNA, "T2"): "words"}
    ),
    "a push has no row": lambda e: cast(Any, e.rows).pop(1),
    "a push still waits": lambda e: cast(Any, e.rows[0]).update(state="pending"),
    "a push is said to be sent": lambda e: cast(Any, e.log).pop(0),
    "a reply has not come": lambda e: cast(Any, e.log).pop(2),
    "a reply is owed": lambda e: cast(Any, e.rows[3]).update(state="dead"),
}

OTHER: dict[str, Spoil] = {
    "unknown without a reason": lambda e: cast(Any, e.rows[0]).update(state="unknown"),
    "somebody still waits": lambda e: setattr(e.players[0], "done", False),
    "an answer was not shown": lambda e: setattr(e.players[0], "again", 1),
    "an update is not confirmed": lambda e: setattr(e, "pending", 1),
    "too many in a second": lambda e: setattr(
        e, "log", [*e.log, *(entry(9, n, "hello") for n in range(100, 140))]
    ),
    "out of order": lambda e: setattr(
        e, "log", [entry(0, ANNA, "push 1"), *e.log]
    ),
}  # fmt: skip


def test_all_is_fine() -> None:
    assert judge(fine()).failures == []


@pytest.mark.parametrize("what", LOST)
def test_a_loss_is_found(what: str) -> None:
    seen = fine()
    LOST[what](seen)

    verdict = judge(seen)

    assert verdict.lost > 0
    assert verdict.failures


@pytest.mark.parametrize("what", OTHER)
def test_a_broken_promise_is_found(what: str) -> None:
    seen = fine()
    OTHER[what](seen)

    assert len(judge(seen).failures) == 1


def test_a_second_copy_of_a_push_is_never_fine() -> None:
    seen = fine()
    seen.log = [*seen.log, entry(4, BORIS, "push 0")]
    seen.doubtful, seen.broken = {2}, 1

    assert judge(seen).doubled == 1


def test_a_second_copy_of_a_reply_is_fine_only_when_it_was_under_way() -> None:
    seen = fine()
    seen.log = [*seen.log, entry(4, ANNA, "thanks")]
    blamed = judge(seen)
    seen.doubtful = {4}

    assert (blamed.doubled, judge(seen).doubled) == (1, 0)


def test_what_was_under_way_may_be_unknown() -> None:
    seen = fine()
    cast(Any, seen.rows[0]).update(state="unknown")
    seen.doubtful = {1}

    verdict = judge(seen)

    assert verdict.failures == []
    assert (verdict.unknown, verdict.unknown_allowed) == (1, 1)
