"""Student's t for whole degrees of freedom, by its finite series (Abramowitz and Stegun 26.7).

Own code, as scipy is 100 MB for one curve and the standard library has only the normal one.
"""

import math
from collections.abc import Sequence
from functools import cache
from statistics import NormalDist

NORMAL_FROM = 1000
"""Degrees of freedom from which on the normal curve differs by less than a thousandth."""


def p_value(t: float, freedom: int) -> float:
    """How likely chance alone brings a value as far from zero, to either side."""
    return max(0.0, 1 - _between(abs(t), freedom))


def holm(ps: Sequence[float]) -> list[float]:
    """What each p is among them all: twenty tests of pure chance are notable once in twenty as
    one (Holm, 1979)."""
    found, least = [0.0] * len(ps), 0.0
    for place, number in enumerate(sorted(range(len(ps)), key=lambda one: ps[one])):
        least = found[number] = max(least, min(1.0, ps[number] * (len(ps) - place)))
    return found


@cache
def quantile(share: float, freedom: int) -> float:
    """The value that so large a share lies within, on both sides of zero."""
    low, high = 0.0, 1e3
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _between(middle, freedom) < share else (low, middle)
    return high


def _between(t: float, freedom: int) -> float:
    """The share between -t and t."""
    if freedom >= NORMAL_FROM:
        return 2 * NormalDist().cdf(t) - 1
    angle = math.atan(t / math.sqrt(freedom))
    odd = freedom % 2
    term = math.cos(angle) if odd else 1.0
    total = 0.0
    for step in range(1 + odd, freedom, 2):
        total += term
        term *= step / (step + 1) * math.cos(angle) ** 2
    total *= math.sin(angle)
    return 2 / math.pi * (angle + total) if odd else total
