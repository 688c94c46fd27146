"""What is computed from moments and durations."""

from collections.abc import Sequence


def milliseconds(durations: Sequence[float]) -> dict[str, float]:
    """Median and 99th percentile of seconds."""
    ordered = sorted(durations)
    return {
        f"p{share}_ms": round(
            1000 * ordered[min(len(ordered) - 1, len(ordered) * share // 100)], 1
        )
        for share in (50, 99)
    }


def busiest_second(moments: Sequence[float]) -> int:
    """The most that happened in any second, wherever it begins."""
    ordered, first, most = sorted(moments), 0, 0
    for last, moment in enumerate(ordered):
        while moment - ordered[first] >= 1:
            first += 1
        most = max(most, last - first + 1)
    return most


def per_second(moments: Sequence[float]) -> float:
    """Between the first and the last."""
    if len(moments) < 2:
        return 0.0
    return (len(moments) - 1) / (max(moments) - min(moments))
