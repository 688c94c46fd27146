"""The log of a pair's meetings: planned or logged by one side, confirmed by the other.

A meeting belongs to its pair and day, whoever wrote it down. Every change is made under the
pair's lock (`pairs.lock`), so two phones, or both sides at once, never make two of one.
Days are local to the school: callers pass `today` beside `now` (aware UTC).
"""

from services.meetings.answers import answer, answer_day, may_answer
from services.meetings.changes import (
    TEXT_LIMIT,
    TextField,
    annotate,
    cancel,
    correct,
    correct_day,
    may_change,
)
from services.meetings.entries import MINUTES, TOPICS, Entry, Outcome, log
from services.meetings.plans import may_plan, move, plan
from services.meetings.rows import LOGGED, Seen, due_plan, get_own, on_day, page

__all__ = [
    "LOGGED",
    "MINUTES",
    "TEXT_LIMIT",
    "TOPICS",
    "Entry",
    "Outcome",
    "Seen",
    "TextField",
    "annotate",
    "answer",
    "answer_day",
    "cancel",
    "correct",
    "correct_day",
    "due_plan",
    "get_own",
    "log",
    "may_answer",
    "may_change",
    "may_plan",
    "move",
    "on_day",
    "page",
    "plan",
]
