"""The one place that decides which answers may be shown. Rules only, no database.

A *cell* is one question to one role in one group of schools; what counts is distinct people
who gave a value there (not answers: a mentor of three is one person). k is what was promised
to those who answered in the group (`Assignment.min_group`, the largest), never below FLOOR.
`Programme.min_group` is what is promised from now on; changed later it changes no results.

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

7. What is derived from several questions (the areas of the self-assessment) is either computed
   from what is shown of them, or counted like a choice question of its own.

8. Who answered in two rounds (change per person) is shown for k people, by the larger k of both
   rounds, and only while subtracting them from either round's shown numbers leaves nobody or k
   people: those who answered once. A total adds the schools that may not show it by themselves
   if whatever can be told apart with the two rounds' numbers is k people again (`matched`). A
   question is matched with one earlier round only, or the two matches would be subtracted.

9. How many answered a question that hangs on another is how many gave a certain answer there: it
   counts nobody in a group whom the other question does not count in it (`same_people`).
10. Whom a cell leaves out is told in people who sent their questionnaire, whatever they said.

11. Strata (form, tenure, area of work) cut through schools and through each other. They are shown
    while, however strata and schools are added and subtracted, k people remain or none
    (`crossing`): numbers and means only, never typed answers, which could be recognised in both
    lists, nor single values, and of no question that hangs on another.

So the groups that can be had by adding and subtracting what is shown have k people or none:
every shown group, less the shown groups inside it, is either empty or k people (3), by the k of
those who are in it. That takes each person to answer in one school of a round, which the roster
import sees to.
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


def k_of(promised: int, min_group: int) -> int:
    """k where so many were `promised`; 0: nobody has answered.

    A setting lowered later loosens nothing. One that is raised does not count either: schools
    would be grouped anew, and the old total less the new one would be a small school.
    """
    return least(promised or min_group)


def is_over(phases: Collection[Phase]) -> bool:
    """No answer can come any more in any of the waves, and at least one was held."""
    return Phase.CLOSED in phases and UNDER_WAY.isdisjoint(phases)


def shares_allowed(answers: int) -> bool:
    return answers >= PERCENT_FROM


@dataclass(frozen=True)
class Verdict:
    """What of a cell may be shown. `waves`: whose answers count, none when it is hidden.

    `people` are counted, `left_out` have answered and are not. `detail`: single values too.
    `batches` are `waves` as they came to be counted.
    """

    waves: Waves
    people: int
    left_out: int
    detail: bool
    batches: tuple[Waves, ...] = ()

    @property
    def shown(self) -> bool:
        return bool(self.waves)


def verdicts(
    groups: Mapping[Group, Sequence[Waves]], people: Mapping[int, int], k: Mapping[int, int]
) -> dict[Group, Verdict]:
    """The verdict on a cell for each group; `people` answered by wave, `k` was promised there.

    A group comes as its batches: the waves that were over before the next batch began. The
    groups are a tree: two of them are apart, equal, or one holds the other. All groups that
    somebody can ask for inside a group have to be given with it.
    """
    cell = _Cell(people, k)
    found: dict[Group, Verdict] = {}
    shown: dict[int, Verdict] = {}
    detailed: dict[int, Verdict] = {}
    for group, batches in sorted(groups.items(), key=lambda pair: len(union(pair[1]))):
        waves = union(batches)
        inside = [batch for one in _distinct(shown, waves) for batch in one.batches]
        single = union(verdict.waves for verdict in _distinct(detailed, waves))
        verdict = found[group] = cell.judged(batches, inside, single)
        if verdict.shown:
            shown |= dict.fromkeys(waves, verdict)
        if verdict.detail:
            detailed |= dict.fromkeys(waves, verdict)
    return found


def same_people(found: Mapping[Group, Verdict]) -> dict[Group, Sequence[Waves]]:
    """The groups for a cell that must not count anybody whom the cell of `found` does not."""
    return {group: verdict.batches for group, verdict in found.items()}


def _distinct(largest: Mapping[int, Verdict], waves: Waves) -> list[Verdict]:
    """The largest groups inside; two of them have no wave in common."""
    return list({id(largest[w]): largest[w] for w in waves if w in largest}.values())


@dataclass(frozen=True)
class _Cell:
    people: Mapping[int, int]
    k: Mapping[int, int]

    def judged(self, batches: Sequence[Waves], inside: Sequence[Waves], single: Waves) -> Verdict:
        """`inside`: what groups inside count, in their batches, `single` what they show values
        of. A batch of a group inside is counted when it is over as a whole."""
        if len(batches) == 1 and len(batches[0]) == 1 and not inside:
            return self._alone(batches[0])
        counted, seen, rest, made = union(inside), Waves(), Waves(), list[Waves]()
        for batch in batches:
            seen |= batch
            rest = (rest | batch) - counted
            if self._are(rest, 1):
                counted |= rest
            later = union(one for one in inside if not one <= seen)
            made.append((counted & seen) - later - union(made))
        number = self._number(counted)
        others = counted - single
        detail = self._are(counted, 2) and (not self._number(others) or self._are(others, 2))
        left_out = self._number(union(batches)) - number
        return Verdict(counted, number, left_out, detail, tuple(made))

    def _alone(self, wave: Waves) -> Verdict:
        """A single school, the same by a shorter way: there are a thousand of them."""
        number, shown = self._number(wave), self._are(wave, 1)
        counted = wave if shown else Waves()
        people = number if shown else 0
        return Verdict(counted, people, number - people, self._are(wave, 2), (counted,))

    def _are(self, waves: Waves, times: int) -> bool:
        """There are so many times k people."""
        k = max((self.k[wave] for wave in waves if self.people.get(wave)), default=FLOOR)
        return self._number(waves) >= times * k

    def _number(self, waves: Waves) -> int:
        return sum(self.people.get(wave, 0) for wave in waves)


def union(sets: Iterable[Waves]) -> Waves:
    return Waves().union(*sets)
