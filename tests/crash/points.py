"""Where the product can be halted, and how it is spoilt: only in the processes of a crash test.

All that knows the insides of the product is here and in `mutants`.
"""

import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial, wraps
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import running
from bot.clock import utc_now
from bot.delivery import Delivery
from bot.handling import Handling
from bot.receiving import Receiving
from bot.transport import Telegram
from bot.words import Words
from handlers.screen import Screen
from services import inbox, outcomes, schedule, sending
from services.notifications import Lane
from services.sending import Owed
from tests.crash import mutants
from tests.crash.line import Line
from tests.crash.town import KIND, MOMENT, words

SENDS = frozenset({"sendMessage", "editMessageText"})


def prepare(line: Line, lease: float, mutant: str = "") -> None:
    """Makes the points, shortens the lease to `lease` seconds, and lets the mutant in."""
    shorten(timedelta(seconds=lease))
    watch_transport(line, lease * 0.6)
    watch(line)
    tell_pushes()
    schedule.PARTS.clear()  # nothing comes up by itself
    running.Running.__init__ = with_clock(running.Running.__init__)  # type: ignore[method-assign]
    if mutant:
        mutants.MUTANTS[mutant]()


def with_clock(made: Callable[..., None]) -> Callable[..., None]:
    """The same hour in every run: messages leave in working hours only."""
    ahead = MOMENT - datetime.fromisoformat(os.environ["CRASH_BEGAN"])

    @wraps(made)
    def begun(*args: Any, **more: Any) -> None:
        made(*args, clock=lambda: utc_now() + ahead, **more)

    return begun


def shorten(lease: timedelta) -> None:
    """Modules import the names, so each has its own."""
    for module in list(sys.modules.values()):
        if getattr(module, "LEASE", None) is sending.LEASE and module is not sending:
            module.LEASE = lease  # type: ignore[attr-defined]
    sending.LEASE = lease
    outcomes.REQUEST = lease * 0.7


def watch_transport(line: Line, longest: float) -> None:
    """Requests end before their lease does, as they do with the real lengths."""
    original = Telegram.call
    confirmed = 0

    @wraps(original)
    async def call(self: Telegram, method: str, *given: Any, **more: Any) -> Any:
        nonlocal confirmed
        params = (given or (more.get("params"),))[0] or {}
        if method not in SENDS:
            if method == "getUpdates" and params.get("offset", 0) > confirmed:
                confirmed = params["offset"]
                line.reach("before_offset")
            return await original(self, method, *given, **more)
        push = str(params.get("text", "")).startswith(words(0)[:-1])
        line.reach("after_intent" if push else "")
        result = await original(self, method, *given, **{**more, "seconds": longest})
        line.reach("after_post" if push else "after_reply_post")
        return result

    Telegram.call = call  # type: ignore[method-assign]


def watch(line: Line) -> None:
    """The points that are beginnings or ends of the product's own functions."""
    around(Delivery, "_write_intents", lambda: line.reach("before_intent"))
    settled = partial(line.reach, "after_settle")
    around(Delivery, "_write_outcomes", lambda: line.reach("before_settle"), settled)
    around(Words, "of", lambda: line.reach("after_claim"), given=has_push)
    around(inbox, "store", lambda: line.reach("before_inbox_commit"))
    around(Receiving, "keep", after=lambda: line.reach("after_inbox_commit"))
    around(Handling, "_handle", after=lambda: line.reach("before_handle_commit"))
    original = Delivery.send

    def send(self: Delivery, *given: Any, **more: Any) -> None:
        line.reach("after_handle_commit")
        original(self, *given, **more)

    Delivery.send = send  # type: ignore[method-assign]


def has_push(_: Words, taken: Sequence[Owed], *rest: Any) -> bool:
    return any(owed.lane != Lane.REPLY for owed in taken)


def around(
    owner: Any,
    name: str,
    before: Callable[[], object] = bool,
    after: Callable[[], object] = bool,
    given: Callable[..., bool] = lambda *args: True,
) -> None:
    """Calls `before` and `after` around an asynchronous function."""
    original = getattr(owner, name)

    @wraps(original)
    async def watched(*args: Any, **more: Any) -> Any:
        if not given(*args):
            return await original(*args, **more)
        before()
        result = await original(*args, **more)
        after()
        return result

    setattr(owner, name, watched)


def tell_pushes() -> None:
    """The words of the test's own kind of message; other kinds are the product's."""
    original = vars(running)["compose"]

    async def compose(
        session: AsyncSession, told: Sequence[Owed], *rest: Any
    ) -> list[Screen | None]:
        others = [owed for owed in told if owed.kind != KIND]
        composed = iter(await original(session, others, *rest) if others else [])
        return [
            Screen(words(owed.args["n"])) if owed.kind == KIND else next(composed) for owed in told
        ]

    vars(running)["compose"] = compose  # the name that the module has imported
