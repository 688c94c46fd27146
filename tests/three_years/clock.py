"""When the schedule ticks: few times, at hours that are working ones here and night there."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from random import Random

from tests.three_years.records import DAY

EARLY, NOON, EVENING, NIGHT = time(5, 30), time(8, 20), time(14, 30), time(22, 10)
"""In UTC. At 5:30 it is 17:30 in Kamchatka and 7:30 in Kaliningrad; at noon all schools but the
eastmost work; in the evening only the westmost does; at 22:10 it is the next morning in the
east."""


def ticks(day: date, is_busy: Callable[[date], bool], dice: Random) -> Iterator[datetime]:
    """The ticks of a day in UTC, in order. While a round is on each school has at least one in
    its hours on every day from Monday to Friday."""
    west, east = chance(day, is_busy), chance(day + DAY, is_busy)
    often = (EARLY, west * 0.15), (NOON, west), (EVENING, west * 0.15), (NIGHT, east)
    for hour, likely in often:
        if dice.random() < likely:
            yield datetime.combine(day, hour, UTC)


def chance(day: date, is_busy: Callable[[date], bool]) -> float:
    weekend = day.isoweekday() > 5
    if is_busy(day):
        return 0.3 if weekend else 1.0
    if weekend or day.month in (7, 8):
        return 0.05
    return 0.15
