"""What was probably meant by a name that is not there."""

from collections.abc import Mapping
from typing import TypeVar

from rapidfuzz import fuzz, process

Key = TypeVar("Key")
ORGANISATION_ALIKE, PERSON_ALIKE = 75, 75


def nearest_organisation(key: str, names: Mapping[str, str]) -> str | None:
    """School № 2 is never taken for № 3: the numbers must be the same."""
    candidates = [other for other in names if digits(other) == digits(key)]
    found = process.extractOne(
        key, candidates, scorer=fuzz.token_sort_ratio, score_cutoff=ORGANISATION_ALIKE
    )
    return None if found is None else names[found[0]]


def nearest_person(key: str, names: Mapping[str, str]) -> str | None:
    """Among people of one organisation; initials and a missing patronymic are understood."""
    found = process.extractOne(
        key, list(names), scorer=fuzz.token_sort_ratio, score_cutoff=PERSON_ALIKE
    )
    if found:
        return names[found[0]]
    shortened = [other for other in names if abbreviates(key, other)]
    return names[shortened[0]] if len(shortened) == 1 else None


def abbreviates(short: str, full: str) -> bool:
    """соболева н. в. or соболева нина for соболева нина валериевна."""
    parts, whole = short.replace(".", " ").split(), full.split()
    if len(parts) < 2 or len(parts) > len(whole) or parts[0] != whole[0]:
        return False
    return all(w.startswith(p) for p, w in zip(parts, whole, strict=False))


def digits(text: str) -> list[str]:
    return ["".join(c for c in word if c.isdigit()) for word in text.split() if word[-1].isdigit()]
