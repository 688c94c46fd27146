"""A clock that can be moved forward, so that a school year passes in five minutes."""

from collections.abc import Callable
from datetime import UTC, datetime

Listener = Callable[[datetime], None]


def real_time() -> datetime:
    return datetime.now(UTC)


class MovableClock:
    """Callable `() -> aware UTC datetime`: real time plus an offset.

    `start` sets where it begins; with `ticking=False` it stands still between moves.
    """

    def __init__(
        self,
        start: datetime | None = None,
        *,
        ticking: bool = True,
        source: Callable[[], datetime] = real_time,
    ) -> None:
        began = source()
        self._source = source if ticking else lambda: began
        self._offset = aware(start or began) - began
        self._listeners: list[Listener] = []

    def __call__(self) -> datetime:
        return self._source() + self._offset

    def move_to(self, moment: datetime) -> None:
        """Go forward to `moment` (aware). Raises ValueError for the past and for naive times."""
        now, target = self(), aware(moment)
        if target < now:
            raise ValueError(
                f"the clock only moves forward: it is {now:%Y-%m-%d %H:%M} UTC already"
            )
        self._offset += target - now
        for listener in list(self._listeners):
            listener(target)

    def on_move(self, listener: Listener) -> None:
        """Call `listener(new_time)` after every move."""
        self._listeners.append(listener)


def aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone, for example 2026-12-10T04:00:00Z")
    return moment.astimezone(UTC)
