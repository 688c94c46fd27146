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
   that answer after the total has been seen are added by the same rule, as a group of their own:
   never with the remainder of earlier ones, which a larger total may have told with others.
4. Single values, which is what "from-to" and the numbers of a scale show, need 2k people; a
   total keeps them back rather than let those of a smaller school, or of late ones, be derived.
5. Options of a choice question are counted from k people on, rare and unanimous ones too: a
   lone answer may be anybody's of k people, and leaving it out would tell it by subtraction.
   Shares are printed from PERCENT_FROM answers on. A mean is shown at the end of its scale, too:
   there it tells what each of them said. Hiding it would tell that they agree, and «9,5 or more»
   hardly less; hiding all means near an end would keep back what people are content with. What
   is promised is that nobody is told from the others, and they are k people who said the same.
6. Free text is shown from k people on, in an order that has nothing to do with people.

7. What is derived from several questions (the areas of the self-assessment) is either computed
   from what is shown of them, or counted like a choice question of its own.

8. Who answered in two rounds (change per person) is shown for k people, by the larger k of both
   rounds, and only while subtracting them from either round's shown numbers leaves nobody or k
   people: those who answered once, and as many of the others as chance leaves out with them
   (`returning`), the same for all questions and whatever they said. A total
   adds the schools that may not show it by themselves if whatever can be told apart with the two
   rounds' numbers is k people again (`matched`). A question is matched with one earlier round
   only, or the two matches would be subtracted.

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
    `batches` are `waves` as they came to be counted, `single` those whose single values are
    shown, or were until a batch came.
    """

    waves: Waves
    people: int
    left_out: int
    detail: bool
    batches: tuple[Waves, ...] = ()
    single: Waves = frozenset()

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
    of = {group: union(batches) for group, batches in groups.items()}
    for group, waves in sorted(of.items(), key=lambda pair: len(pair[1])):
        batches = groups[group]
        if len(waves) == len(batches) == 1 and shown.keys().isdisjoint(waves):
            verdict = found[group] = cell.alone(waves)
        else:
            inside = [batch for one in _distinct(shown, waves) for batch in one.batches]
            single = union(verdict.single for verdict in _distinct(detailed, waves))
            verdict = found[group] = cell.judged(batches, inside, single)
        if verdict.shown:
            shown |= dict.fromkeys(waves, verdict)
        if verdict.single:
            detailed |= dict.fromkeys(verdict.single, verdict)
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
        """`inside`: what groups inside count, in their batches, each of which is in one of
        these; `single`: what they show values of."""
        told = union(inside)
        made = [batch if self._are(batch - told, 1) else batch & told for batch in batches]
        counted = union(made)
        number, values = self._number(counted), self._values(made, single)
        left_out = self._number(union(batches)) - number
        detail = bool(values) and values == counted
        return Verdict(counted, number, left_out, detail, tuple(made), values)

    def _values(self, made: Sequence[Waves], single: Waves) -> Waves:
        """Of whom single values may be shown, up to the first batch that adds too few."""
        found = Waves()
        for batch in made:
            others = batch - single
            if self._number(others) and not self._are(others, 2):
                break
            found |= batch
        return found if self._are(found, 2) else Waves()

    def alone(self, wave: Waves) -> Verdict:
        """A single school, the same by a shorter way: there are a thousand of them."""
        (one,) = wave
        number = self.people.get(one, 0)
        k = self.k[one] if number else FLOOR
        counted = wave if number >= k else Waves()
        people = number if counted else 0
        values = wave if number >= 2 * k else Waves()
        return Verdict(counted, people, number - people, bool(values), (counted,), values)

    def _are(self, waves: Waves, times: int) -> bool:
        """There are so many times k people."""
        k = max((self.k[wave] for wave in waves if self.people.get(wave)), default=FLOOR)
        return self._number(waves) >= times * k

    def _number(self, waves: Waves) -> int:
        return sum(self.people.get(wave, 0) for wave in waves)


def union(sets: Iterable[Waves]) -> Waves:
    return Waves().union(*sets)
