"""The one place that decides which answers may be shown. Rules only, no database.

A *cell* is one question to one role in one group of schools; what counts is distinct people
who gave a value there (not answers: a mentor of three is one person). k is
`Programme.min_group`, never below FLOOR.

1. Nothing is shown before a round is over, for several schools together before all have ended:
   otherwise the total of today minus the total of yesterday would be a school, or one person.
2. A cell of fewer than k people is not shown, by itself. A school's verdict depends on nothing
   but its own answers, so it is the same for everybody who may ask, does not change when a
   neighbour closes later, and a file that is passed on adds nothing.
3. Complementary suppression: a total counts every school, unless total minus the schools that
   are shown would leave between one and k - 1 people. Such a remainder is left out of the total,
   and the total says of how many. (Hiding the second smallest school instead would take results
   away that its curator has seen already, for an answer or four in a town.) Small schools that
   have k people between them are in the total, and can be told apart only all together. Schools
   that answer after the total has been seen are added by the same rule, as a group of their own.
4. Single values, which is what "from-to" and the numbers of a scale show, need 2k people; a
   total keeps them back rather than let those of a smaller school be derived.
5. Options of a choice question are counted from k people on, rare and unanimous ones too: a
   lone answer may be anybody's of k people, and leaving it out would tell it by subtraction.
   Shares are printed from PERCENT_FROM answers on.
6. Free text is shown from k people on, in an order that has nothing to do with people.

So the groups that can be had by adding and subtracting what is shown have k people or none:
every shown group, less the shown groups inside it, is either empty or k people (3). That takes
each person to answer in one school of a round, which the roster import sees to.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from services.waves.state import Phase

FLOOR = 3
PERCENT_FROM = 10
UNDER_WAY = frozenset({Phase.PLANNED, Phase.OPEN})

Waves = frozenset[int]
"""A group of schools, by their waves of one round."""

Group = TypeVar("Group")


def least(min_group: int) -> int:
    """k: a configuration cannot go below the floor."""
    return max(FLOOR, min_group)


def is_over(phases: Collection[Phase]) -> bool:
    """No answer can come any more in any of the waves, and at least one was held."""
    return Phase.CLOSED in phases and UNDER_WAY.isdisjoint(phases)


def shares_allowed(answers: int) -> bool:
    return answers >= PERCENT_FROM


@dataclass(frozen=True)
class Verdict:
    """What of a cell may be shown. `waves`: whose answers count, none when it is hidden.

    `people` are counted, `left_out` have answered and are not. `detail`: single values too.
    """

    waves: Waves
    people: int
    left_out: int
    detail: bool

    @property
    def shown(self) -> bool:
        return bool(self.waves)


def verdicts(
    groups: Mapping[Group, Sequence[Waves]], people: Mapping[int, int], k: int
) -> dict[Group, Verdict]:
    """The verdict on a cell for each group; `people` answered by wave.

    A group comes as its batches: the waves that were over before the next batch began. The
    groups are a tree: two of them are apart, equal, or one holds the other. All groups that
    somebody can ask for inside a group have to be given with it.
    """
    found: dict[Group, Verdict] = {}
    shown: dict[int, Verdict] = {}
    detailed: dict[int, Verdict] = {}
    for group, batches in sorted(groups.items(), key=lambda pair: len(union(pair[1]))):
        waves = union(batches)
        verdict = found[group] = _verdict(
            batches, people, k, _distinct(shown, waves), _distinct(detailed, waves)
        )
        if verdict.shown:
            shown |= dict.fromkeys(waves, verdict)
        if verdict.detail:
            detailed |= dict.fromkeys(waves, verdict)
    return found


def _distinct(largest: Mapping[int, Verdict], waves: Waves) -> list[Verdict]:
    """The largest groups inside; two of them have no wave in common."""
    return list({id(largest[w]): largest[w] for w in waves if w in largest}.values())


def _verdict(
    batches: Sequence[Waves],
    people: Mapping[int, int],
    k: int,
    inside: Iterable[Verdict],
    detailed: Iterable[Verdict],
) -> Verdict:
    counted, rest = union(verdict.waves for verdict in inside), Waves()
    for batch in batches:
        rest = (rest | batch) - counted
        if _people(rest, people) >= k:
            counted |= rest
    number = _people(counted, people)
    left_out = _people(union(batches), people) - number
    others = number - sum(verdict.people for verdict in detailed)
    detail = number >= 2 * k and (others == 0 or others >= 2 * k)
    return Verdict(counted, number, left_out, detail)


def union(sets: Iterable[Waves]) -> Waves:
    return Waves().union(*sets)


def _people(waves: Waves, people: Mapping[int, int]) -> int:
    return sum(people.get(wave, 0) for wave in waves)
