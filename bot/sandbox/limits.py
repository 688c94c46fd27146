"""Telegram's flood limits, on the real (monotonic) clock."""

import math
from collections import deque
from collections.abc import Callable

from bot.sandbox.errors import ApiError


class FloodLimits:
    """`rate` sends in any second overall, `chat_rate` a second and chat after `burst`; 0 = off."""

    def __init__(
        self, rate: int, chat_rate: float, burst: int, monotonic: Callable[[], float]
    ) -> None:
        self.rate = rate
        self.chat_rate = chat_rate
        self.burst = burst
        self._monotonic = monotonic
        self._recent: deque[float] = deque(maxlen=rate or None)
        self._chats: dict[int, tuple[float, float]] = {}

    def spend(self, chat_id: int) -> None:
        """Count one send; raises 429 with `retry_after` and counts nothing when it is too many."""
        now = self._monotonic()
        tokens = self._chat_tokens(chat_id, now)
        if tokens < 1:
            raise too_many((1 - tokens) / self.chat_rate)
        if self.rate and len(self._recent) == self.rate and now - self._recent[0] < 1:
            raise too_many(1 - (now - self._recent[0]))
        if self.chat_rate:
            self._chats[chat_id] = (tokens - 1, now)
        if self.rate:
            self._recent.append(now)

    def _chat_tokens(self, chat_id: int, now: float) -> float:
        if not self.chat_rate:
            return 1.0
        tokens, since = self._chats.get(chat_id, (float(self.burst), now))
        # Adding up tenths must not refuse the send that comes exactly on time.
        return min(float(self.burst), tokens + (now - since) * self.chat_rate + 1e-9)


def too_many(seconds: float) -> ApiError:
    retry_after = max(1, math.ceil(seconds))
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after)
