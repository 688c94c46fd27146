"""What an installation sets of the indicators: where the documents of the programme differ."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Definitions:
    """`all_teachers`: coverage is counted of all teachers, not of the young ones. `young_years`:
    the longest tenure of a young teacher. `satisfied_from`: the mark that counts as satisfied.
    `monthly`: the meetings a month that are a rhythm.

    Thresholds, in per cent: `coverage` of I1 and I2, `satisfied` of I3 and I4 (domain, 3.5).
    """

    all_teachers: bool = False
    young_years: int = 3
    satisfied_from: int = 7
    monthly: int = 2
    coverage: int = 70
    satisfied: int = 85


USUAL = Definitions()
