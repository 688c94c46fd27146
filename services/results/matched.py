"""What may be shown of people who answered in two rounds: rule 8 of `privacy`. No database.

Everything goes by school: a school has one wave in a round. What can be had of a round is made
of its `blocks`; the matched of some schools are the only sum that cuts through them. So of each
block an adversary can leave the matched, the others, both or nobody, and no more: see `fewest`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from services.results.privacy import FLOOR, Verdict, Waves, union

Schools = Waves
"""Here groups are of schools, by their organisations."""

NOWHERE = Schools()


@dataclass(frozen=True)
class Known:
    """One of two rounds that are compared, by school, for one cell.

    `people` gave a value, `single` of them at least one without a counterpart in the other round.
    `groups`: all whose results can be asked for.
    """

    blocks: Sequence[Schools]
    people: Mapping[int, int]
    single: Mapping[int, int]
    groups: Collection[Schools] = ()

    def inside(self, group: Schools, schools: Schools, taken: Schools) -> list[Schools]:
        """The blocks within a group, of these schools, that no matched sum has touched."""
        whole = self._as_here(group)
        return [
            block
            for block in self.blocks
            if block <= whole and block & schools and not block & taken
        ]

    def _as_here(self, group: Schools) -> Schools:
        """The same group in this round, in which other schools may have taken part."""
        here = group & union(self.groups)
        return min((one for one in self.groups if here <= one), key=len, default=group)

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
    cell = _Matched(matched, known, k, union(groups) - barred)
    found: dict[Schools, Verdict] = {}
    for group in sorted(groups, key=len):
        within = [found[one] for one in found if one < group]
        inside = union(verdict.waves for verdict in within)
        single = union(verdict.single for verdict in within)
        found[group] = cell.verdict(group, cell.counted(group, groups[group], inside), single)
    return found


@dataclass(frozen=True)
class _Matched:
    people: Mapping[int, int]
    known: Sequence[Known]
    k: Mapping[int, int]
    free: Schools

    def verdict(self, group: Schools, made: Sequence[Schools], single: Schools) -> Verdict:
        """As of any cell: `single` are the schools whose single values groups inside show, `made`
        are those that are counted, as they came."""
        counted, values = union(made), self._values(made, single)
        number, detail = self._number(counted), bool(values) and values == counted
        left_out = self._number(group) - number
        return Verdict(counted, number, left_out, detail, tuple(made), values)

    def _values(self, made: Sequence[Schools], single: Schools) -> Schools:
        found = NOWHERE
        for batch in made:
            others = batch - single
            if self._number(others) and not self._twice(others):
                break
            found |= batch
        return found if self._twice(found) else NOWHERE

    def _twice(self, schools: Schools) -> bool:
        """There are so many that single values may be shown."""
        return self._number(schools) >= 2 * self._k(schools)

    def _number(self, schools: Schools) -> int:
        return sum(self.people.get(school, 0) for school in schools)

    def _k(self, schools: Schools) -> int:
        return max((self.k[school] for school in schools), default=FLOOR)

    def counted(
        self, group: Schools, batches: Sequence[Schools], inside: Schools
    ) -> list[Schools]:
        """By batch; `inside`: the schools that groups inside count. As of any cell no batch is
        added to what an earlier one has left out."""
        made, taken = list[Schools](), NOWHERE
        for batch in batches:
            here = inside & batch
            taken |= here
            pool = (batch & self.free) - here
            for one in self.known:
                pool &= union(one.inside(group, batch, taken))
            if self._may_be_told(pool):
                here |= pool
                taken |= pool
            made.append(here)
        return made

    def _may_be_told(self, pool: Schools) -> bool:
        schools = pool | union(b for one in self.known for b in one.blocks if b & pool)
        fewest = (one.fewest(pool, self.people) for one in self.known)
        return bool(pool) and min(self._number(pool), *fewest) >= self._k(schools)
