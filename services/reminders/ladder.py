"""When reminders come, all of them: before, on and after the day of what they are about.

Hours are local, days are working days unless another span is named. Every reminder also keeps
to the contact hours, and none leaves while the reader is on leave or has put reminders off.
"""

from dataclasses import dataclass
from datetime import time, timedelta

from models.enums import WaveCode

PAUSE = 2
"""Two reminders of one round: a whole working day lies between them."""


@dataclass(frozen=True)
class Rounds:
    """Reminders of a questionnaire: so many days `after` the person was told of it (two at
    most), and one on the day before its last day. A step keeps its number: 1, 2 and LAST."""

    after: tuple[int, ...] = (3, 7)

    @property
    def most(self) -> int:
        """Messages to one person about one round, in all roles together."""
        return len(self.after) + 1


LAST = 3

ROUNDS = {WaveCode.CHECK: Rounds(after=()), WaveCode.CURATOR: Rounds(after=(7,))}
"""Twenty seconds are recalled once, the curator's own form twice, all others three times."""


def of_round(code: str) -> Rounds:
    """The ladder of a wave by its code."""
    return ROUNDS.get(WaveCode.of(code), Rounds())


AFTERNOON = time(14)
"""A planned meeting is recalled to both once: from this hour of the last day before it; who was
not told then is told on its own day, before this hour."""

HELD_WITHIN = 5
HELD_AT_MOST = timedelta(days=14)
"""Its day over, whoever planned it is asked once whether it took place, on the next day; not
any more after so many days or that time."""

UNCONFIRMED_AFTER = 2
UNCONFIRMED_AT_MOST = timedelta(days=7)
"""A logged meeting is recalled once to the side that has not answered, after so many days; not
any more after that time."""

QUIET = timedelta(days=21)
QUIET_SCHOOL_DAYS = 15
QUIET_IN_A_ROW = 3
"""A pair without a meeting for three weeks, of which vacations and holidays do not count, is
recalled to the mentor once in three weeks, so many times; then not before there was a meeting."""

SNOOZED_AT_MOST = timedelta(days=7)
"""What was put off is told when that time has come, as long as it can be told so soon after."""
