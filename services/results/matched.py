"""What may be shown of people who answered in two rounds: rule 8 of `privacy`. No database.

Everything goes by school: a school has one wave in a round. What can be had of a round is made
of its `blocks`; the matched of some schools are the only sum that cuts through them. So of each
block an adversary can leave the matched, the others, both or nobody, and no more: see `fewest`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.results.privacy import FLOOR, Verdict, Waves, union

Schools = Waves
"""Here groups are of schools, by their organisations."""

NOWHERE = Schools()


@dataclass(frozen=True)
class Known:
    """One of two rounds that are compared, by school, for one cell.

    `people` gave a value, `single` of them at least one without a counterpart in the other round.
    """

    blocks: Sequence[Schools]
    people: Mapping[int, int]
    single: Mapping[int, int]

    def inside(self, schools: Schools, everywhere: Schools, taken: Schools) -> list[Schools]:
        """The blocks of these schools that no matched sum has touched."""
        return [
            block
            for block in self.blocks
            if block & everywhere <= schools and block & schools and not block & taken
        ]

    def fewest(self, schools: Schools, matched: Mapping[int, int]) -> int:
        """The smallest group that can be told apart once the matched of `schools` are shown: of
        every block either the matched or the others remain."""
        found = []
        for block in self.blocks:
            if pool := block & schools:
                others = sum(self.single.get(one, 0) for one in pool)
                others += sum(self.people.get(one, 0) for one in block - pool)
                found.append((sum(matched.get(one, 0) for one in pool), others))
        least_sum = sum(map(min, found))
        return least_sum or min((max(one) for one in found if any(one)), default=0)


def blocks(found: Mapping[Schools, Verdict]) -> list[Schools]:
    """What each group counts beyond the groups inside it; every shown sum is made of these."""
    seen, made = Schools(), []
    for group in sorted(found, key=len):
        for batch in found[group].batches:
            if new := batch - seen:
                made.append(new)
                seen |= new
    return made


def verdicts(
    groups: Mapping[Schools, Sequence[Schools]],
    matched: Mapping[int, int],
    known: Sequence[Known],
    k: Mapping[int, int],
    barred: Schools = NOWHERE,
) -> dict[Schools, Verdict]:
    """The verdict on people who answered in both rounds, by school and groups of schools.
    `barred`: schools where what else is shown forbids it (`crossing`)."""
    cell = _Matched(matched, known, k, union(groups) - barred, union(groups))
    found: dict[Schools, Verdict] = {}
    for group in sorted(groups, key=len):
        within = [found[one] for one in found if one < group]
        inside = union(verdict.waves for verdict in within)
        single = union(verdict.waves for verdict in within if verdict.detail)
        counted = cell.counted(groups[group], inside)
        found[group] = cell.verdict(counted, single, group)
    return found


@dataclass(frozen=True)
class _Matched:
    people: Mapping[int, int]
    known: Sequence[Known]
    k: Mapping[int, int]
    free: Schools
    everywhere: Schools

    def verdict(self, counted: Schools, single: Schools, group: Schools) -> Verdict:
        """As of any cell: `single` are the schools whose single values groups inside show."""
        others = counted - single
        detail = self._twice(counted) and (not self._number(others) or self._twice(others))
        number = self._number(counted)
        return Verdict(counted, number, self._number(group) - number, detail)

    def _twice(self, schools: Schools) -> bool:
        """There are so many that single values may be shown."""
        return self._number(schools) >= 2 * self._k(schools)

    def _number(self, schools: Schools) -> int:
        return sum(self.people.get(school, 0) for school in schools)

    def _k(self, schools: Schools) -> int:
        return max((self.k[school] for school in schools), default=FLOOR)

    def counted(self, batches: Sequence[Schools], inside: Schools) -> Schools:
        """`inside`: the schools that groups inside count."""
        counted, over = inside, Schools()
        for batch in batches:
            over |= batch
            pool = (over & self.free) - counted
            for one in self.known:
                pool &= union(one.inside(over, self.everywhere, counted))
            if self._may_be_told(pool):
                counted |= pool
        return counted

    def _may_be_told(self, pool: Schools) -> bool:
        schools = pool | union(b for one in self.known for b in one.blocks if b & pool)
        fewest = (one.fewest(pool, self.people) for one in self.known)
        return bool(pool) and min(self._number(pool), *fewest) >= self._k(schools)
