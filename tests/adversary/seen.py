"""What whoever opens a place knows of it, to tell whom a number on a page is about."""

from collections.abc import Iterator
from dataclasses import dataclass

from models.enums import Role
from services.results.cells import Cell, Results, Side, Speech
from services.results.change import Change
from services.results.privacy import Verdict, Waves
from tests.adversary.schools import Found


@dataclass(frozen=True)
class Read:
    """A number of people of these schools, in a stratum or in two rounds where one is given.

    `number` is None where only its being there was read. `step`: how it is rounded.
    """

    role: Role
    item: str
    round: str
    kind: str
    number: float | None
    schools: frozenset[int]
    stratum: str = ""
    earlier: str = ""
    step: float = 1e-3


@dataclass(frozen=True)
class Seen:
    """`made` with all that is computed beside it; `others`: the place in other rounds, by code."""

    made: Results
    others: dict[str, Results]
    speech: Speech

    @property
    def code(self) -> str:
        return self.made.place.code

    def side(self, name: str) -> Side | None:
        """«Наставники»."""
        every = (Side(role) for role in Role)
        return next((side for side in every if self.speech.side(side) == name), None)

    def item(self, label: str, role: Role) -> str:
        """The code of a question by what its row or itself is called; KeyError for none."""
        language = self.speech.language
        for row in self.made.rows:
            cell = row.cells.get(Side(role))
            if cell and label in (row.label(language), cell.item.label.of(language)):
                return cell.item.code
        raise KeyError(label)

    def cell(self, role: Role, item: str, code: str = "") -> Cell:
        made = self.others[code] if code else self.made
        cells = (
            cell for row in made.rows for side, cell in row.cells.items() if side.role is role
        )
        return next(cell for cell in cells if cell.item.code == item)

    def change(self, role: Role, item: str) -> Change:
        return next(o for o in self.made.changes if (o.role, o.item.code) == (role, item))

    def of(
        self, role: Role, item: str, kind: str, number: float | None, code: str = "",
        step: float = 1e-3,
    ) -> Read:  # fmt: skip
        """About all whom the cell of a round counts."""
        made = self.others[code] if code else self.made
        schools = _schools(made, self.cell(role, item, code).verdict)
        return Read(role, item, code or self.code, kind, number, schools, step=step)

    def told(self, found: Found) -> Iterator[Read]:
        """Of the pages and files of the round itself; those who gave no value are left to
        `schools`."""
        for side, item, (kind, value), number in found:
            if kind == "sum":
                people = self.cell(side.role, item).verdict.people
                rough = 0.1 + 1 / max(people, 1)
                yield self.of(side.role, item, "sum", number / max(people, 1), step=rough)
            elif kind != "missing":
                yield self.of(side.role, item, f"{kind} {value}".strip(), number)

    def cut(self, role: Role, item: str, stratum: str, kind: str, number: float | None) -> Read:
        """About a stratum; of all of it where nothing of it should be shown."""
        cell = self.made.cuts.get((role, item), {}).get(stratum)
        verdict = cell.verdict if cell else Verdict(Waves(), 0, 0, False)
        schools = _schools(self.made, verdict)
        return Read(role, item, self.code, kind, number, schools, stratum, step=0.1001)

    def both(self, role: Role, item: str, kind: str, number: float, step: float) -> Iterator[Read]:
        """About those who answered twice: `kind` is people, before, after or a direction."""
        one = self.change(role, item)
        every = frozenset(wave.organisation_id for wave in self.made.place.waves)
        schools, earlier = one.verdict.waves or every, str(one.earlier)
        rounds = {"before": [earlier], "after": [self.code], "people": [earlier, self.code]}
        for code in rounds.get(kind, [f"{earlier}>{self.code}"]):
            other = earlier if code == self.code else self.code
            name = "sum" if kind in ("before", "after") else kind
            yield Read(role, item, code, name, number, schools, "", other, step)


def _schools(made: Results, verdict: Verdict) -> frozenset[int]:
    """A number of what is hidden would be of everybody."""
    waves = verdict.waves or made.place.ids
    return frozenset(wave.organisation_id for wave in made.place.waves if wave.id in waves)
