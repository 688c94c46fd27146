"""Private requests for help: to those they are addressed to and to nobody else, never into
statistics, without reasons.

`kinds` is the table of what can be asked for; `routes` says whom a request reaches; `state`
reads requests as they stand; `asking` is the asker's side, `taking` the addressees'; `telling`
owes both what they are to know, reminds, and hands on what was not taken on in time.
"""

from services.help_requests.asking import (
    Offer,
    ask,
    before,
    of_assignment,
    own,
    send,
    withdraw,
)
from services.help_requests.kinds import KINDS, READERS, Kind, offered
from services.help_requests.routes import Holder, Route
from services.help_requests.state import Asked
from services.help_requests.taking import last_calls, look, settle, take, waiting
from services.help_requests.telling import LATE, REMINDER, REQUEST, TAKEN, look_after

__all__ = [
    "KINDS",
    "LATE",
    "READERS",
    "REMINDER",
    "REQUEST",
    "TAKEN",
    "Asked",
    "Holder",
    "Kind",
    "Offer",
    "Route",
    "ask",
    "before",
    "last_calls",
    "look",
    "look_after",
    "of_assignment",
    "offered",
    "own",
    "send",
    "settle",
    "take",
    "waiting",
    "withdraw",
]
