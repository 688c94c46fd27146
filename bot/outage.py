"""Whether Telegram is away, and when to try again."""

from bot.transport import Ambiguous, NotSent, TelegramError

LONGEST = 10
"""Seconds between tries, at most."""


class Outage:
    """Notes how calls end. `now` is the seconds of a clock that never jumps.

    While Telegram is away only one call at a time should try whether it is back: each of the
    others would end as a message of which nobody knows whether it arrived.
    """

    def __init__(self) -> None:
        self._failures = 0
        self._next_try = 0.0

    @property
    def lasts(self) -> bool:
        return self._failures > 0

    def over(self) -> None:
        self._failures = 0

    def note(self, error: Exception, now: float) -> None:
        """A refusal is an answer too, but for that of a revoked token."""
        revoked = isinstance(error, TelegramError) and error.code == 401
        if not revoked and not isinstance(error, NotSent | Ambiguous):
            self.over()
            return
        self._next_try = now + min(LONGEST, 2 ** min(self._failures, 9))
        self._failures += 1

    def may_try(self, now: float) -> bool:
        return now >= self._next_try
