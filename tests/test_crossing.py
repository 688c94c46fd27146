"""Rule 11 of privacy: strata beside schools, and beside those who answered in another round."""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.results import crossing
from services.results.crossing import Counts, Divided
from services.results.matched import blocks
from services.results.privacy import Waves, verdicts

HEAD, PEER, YOUNG, OLD = "form-head_teacher", "form-teacher_teacher", "tenure-0", "tenure-4"
K = 5
TINY = 1e-9


def town(counts: Counts) -> Divided:
    """The schools 1, 2, … with all of them together; people by (school, earlier, strata)."""
    schools = sorted({wave for wave, *_ in counts})
    everywhere = frozenset(schools)
    groups = {group: [group] for group in {*(frozenset({one}) for one in schools), everywhere}}
    people = Counter[int]()
    plain = Counter[crossing.Division]()
    for (wave, _, strata), number in counts.items():
        people[wave] += number
        plain[wave, "", strata] += number
    k = dict.fromkeys(schools, K)
    return Divided(verdicts(groups, people, k), k, plain, counts)


def of(*lines: tuple[int, str, int]) -> Counts:
    """«1, form-head_teacher tenure-0, 7 people»."""
    return {(school, "", frozenset(strata.split())): n for school, strata, n in lines if n}


def told(found: Divided) -> set[str]:
    """By the whole."""
    return set(found.told[max(found.told, key=len)])


def test_a_stratum_is_shown_where_both_sides_are_k_people() -> None:
    assert told(town(of((1, HEAD, 5), (1, PEER, 7)))) == {HEAD, PEER}
    assert told(town(of((1, HEAD, 4), (1, PEER, 8)))) == set()


def test_small_schools_are_cut_together() -> None:
    """In each school two of the one and three of the other: the smaller sides are six people."""
    lines = [(school, stratum, n) for school in (1, 2, 3) for stratum, n in ((HEAD, 2), (PEER, 3))]
    found = town(of(*lines))
    assert told(found) == {HEAD, PEER}
    assert not any(strata for group, strata in found.told.items() if len(group) == 1)


def test_a_stratum_that_is_a_school_less_a_few_people_is_not_shown() -> None:
    """Heads are the whole of school 2 but for three: school 2 less the heads would be those."""
    found = town(of((1, PEER, 20), (2, HEAD, 20), (2, PEER, 3)))
    everywhere = frozenset({1, 2})
    assert found.told[everywhere] == {PEER: frozenset({1})}


def test_strata_that_are_schools_tell_what_schools_tell() -> None:
    assert told(town(of((1, PEER, 6), (2, HEAD, 7)))) == {HEAD, PEER}


def test_a_hidden_school_is_not_told_as_a_stratum() -> None:
    """School 1 is in no sum but that of both small ones."""
    found = town(of((1, HEAD, 4), (2, PEER, 4), (3, PEER, 9)))
    assert found.told[frozenset({1, 2, 3})] == {PEER: frozenset({3})}


def test_a_second_attribute_is_shown_only_beside_the_first() -> None:
    """Young are all heads but for two others: heads less the young would be one side of few."""
    narrow = of((1, f"{HEAD} {YOUNG}", 8), (1, PEER, 10), (1, f"{PEER} {YOUNG}", 2))
    wide = of((1, f"{HEAD} {YOUNG}", 8), (1, PEER, 10), (1, f"{PEER} {YOUNG}", 5))

    assert told(town(narrow)) == {HEAD, PEER}
    assert told(town(wide)) == {HEAD, PEER, YOUNG}


def test_a_town_tells_what_its_schools_cannot() -> None:
    """School 1 tells tenures, not forms; both tell heads together, school 2 no tenure."""
    first = [
        (1, f"{form} {tenure}", n)
        for form, n in ((HEAD, 2), (PEER, 10))
        for tenure in (YOUNG, OLD)
    ]
    found = town(of(*first, (2, HEAD, 4), (2, PEER, 4)))
    everywhere = frozenset({1, 2})
    assert found.told[frozenset({1})].keys() == {YOUNG, OLD}
    assert found.told[frozenset({2})] == {}
    assert found.told[everywhere] == {
        PEER: everywhere, HEAD: everywhere, YOUNG: frozenset({1}), OLD: frozenset({1})
    }  # fmt: skip


def test_a_smaller_group_never_learns_what_a_larger_one_tells() -> None:
    lines = [(school, stratum, 3) for school in (1, 2, 3) for stratum in (HEAD, PEER)]
    more = town(of(*lines, (4, HEAD, 9), (4, PEER, 9)))
    alone = town(of((1, HEAD, 3), (1, PEER, 3)))
    assert more.told[frozenset({1})] == alone.told[frozenset({1})] == {}


def test_who_answered_earlier_too_must_not_be_told_apart_by_strata() -> None:
    """Those who answered only now are three heads: heads less the matched would be they."""
    apart = {
        (1, "intro,", frozenset({PEER})): 10,
        (1, "intro,", frozenset({HEAD})): 3,
        (1, "", frozenset({HEAD})): 3,
    }
    mixed = {
        (1, earlier, frozenset({stratum})): 5
        for earlier in ("intro,", "")
        for stratum in (HEAD, PEER)
    }
    assert told(town(apart)) == set()
    assert told(town(mixed)) == {HEAD, PEER}


def test_who_answers_later_is_barred_where_strata_were_shown() -> None:
    found = town(of((1, HEAD, 6), (1, PEER, 6), (2, HEAD, 8), (2, PEER, 8)))
    later = {
        (1, "final,", frozenset({HEAD})): 6,
        (1, "", frozenset({PEER})): 5,
        (1, "final,", frozenset({PEER})): 1,
        **{(2, "final,", frozenset({stratum})): 8 for stratum in (HEAD, PEER)},
    }
    assert found.barred(later) == {1}


def test_a_school_where_nobody_answered_bars_nothing() -> None:
    plain = of((1, HEAD, 6), (1, PEER, 6))
    groups = {one: [one] for one in map(frozenset[int], ({1}, {2}, {1, 2}))}
    k = {1: K, 2: K}
    found = Divided(verdicts(groups, {1: 12}, k), k, plain, plain)
    later = {(1, "final,", at[2]): number for at, number in plain.items()}
    assert found.barred(later) == frozenset()


def test_a_person_of_two_lines_counts_once() -> None:
    """A mentor who rated one colleague earlier and another not stands in both lines."""
    plain = of((1, HEAD, 5), (1, PEER, 5))
    groups = town(plain)
    twice = {(1, earlier, at[2]): 3 for at in plain for earlier in ("", "intro,")}
    assert told(Divided(groups.groups, groups.k, plain, plain)) == {HEAD, PEER}
    assert told(Divided(groups.groups, groups.k, plain, twice)) == set()


def test_too_many_combinations_are_left_uncut() -> None:
    areas = [f"area-{n}" for n in ("young_specialist", "new_position", "exchange")]
    lines = [
        (1, f"{form} {tenure} {area}", 50)
        for form in (HEAD, PEER)
        for tenure in (YOUNG, OLD)
        for area in areas
    ]
    assert told(town(of(*lines))) == {HEAD, PEER, YOUNG, OLD, areas[0]}


SIZES = st.sampled_from([0, 0, 1, 2, 3, 5, 6, 9])
STRATA = [frozenset(one) for one in ((HEAD,), (PEER,), (HEAD, YOUNG), (PEER, YOUNG))]
TOWNS = st.fixed_dictionaries(
    {
        (school, earlier, strata): SIZES
        for school in (1, 2, 3)
        for earlier in ("", "intro,")
        for strata in STRATA
    }
)


@settings(max_examples=300, deadline=None)
@given(TOWNS)
@example({(1, "", STRATA[0]): 5, (1, "", STRATA[1]): 5, (2, "", STRATA[0]): 5})
def test_nobody_can_be_told_apart(counts: Mapping[crossing.Division, int]) -> None:
    assert narrowed(town({at: n for at, n in counts.items() if n})) == []


def test_the_attack_finds_what_no_rule_keeps_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Divided, "_allow", lambda self, step: True)
    found = town(of((1, HEAD, 20), (1, PEER, 3), (2, HEAD, 20), (2, PEER, 20)))
    assert narrowed(found)


def narrowed(found: Divided) -> list[set[crossing.Division]]:
    """Sets of fewer than k people about whom alone something follows from the sums shown.

    Brute force: everybody of one school, round and stratum is a column. Something follows of a
    set alone when a combination of the sums is zero everywhere else, and not in the set.
    """
    columns = sorted(found.finest, key=str)
    if not columns:
        return []
    sums = np.array(list(_sums(found, columns)), dtype=float).reshape(-1, len(columns))
    few = []
    for size in range(1, K):
        for chosen in itertools.combinations(range(len(columns)), size):
            if sum(found.finest[columns[one]] for one in chosen) < K:
                rest = np.delete(sums, chosen, axis=1)
                if _rank(sums) > _rank(rest):
                    few.append({columns[one] for one in chosen})
    return few


def _sums(found: Divided, columns: list[crossing.Division]) -> Iterator[list[bool]]:
    for group in found.groups.values():
        yield [at[0] in group.waves for at in columns]
    for told_of in found.told.values():
        for stratum, waves in told_of.items():
            yield [at[0] in waves and stratum in at[2] for at in columns]
    for waves in _matched(found):
        yield [at[0] in waves and bool(at[1]) for at in columns]


def _matched(found: Divided) -> Iterator[Waves]:
    """Blocks whose matched and whose others are k people or none: rule 8 shows no others."""
    for block in blocks(found.groups):
        for earlier in (True, False):
            here = (n for at, n in found.finest.items() if at[0] in block)
            those = (
                n for at, n in found.finest.items() if at[0] in block and bool(at[1]) is earlier
            )
            if sum(those) not in (0, sum(here)) and sum(those) < K:
                break
        else:
            yield block


def _rank(matrix: np.ndarray) -> int:
    return int(np.linalg.matrix_rank(matrix, tol=TINY)) if matrix.size else 0
