"""A region with people known to the test, who answer up to three rounds of a year."""

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from hashlib import md5
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from models import Answer, Assignment, Organisation, Person, Wave
from models.enums import Missing, OrganisationKind, Role
from services.catalogue import QuestionnaireSpec
from services.strata import ATTRIBUTES
from tests.factories import make_organisation
from tests.polls import NUMBERS, column
from tests.surveys import ask, specs

MENTOR, MENTEE = Role.MENTOR, Role.MENTEE
ROLES = (MENTOR, MENTEE)
ROUNDS = ("intro", "interim", "final")
ITEMS = ("EFF", "ORG", "FRQ")
OPENS = {"intro": date(2026, 9, 15), "interim": date(2026, 12, 10), "final": date(2027, 5, 10)}
LATE, DAYS = timedelta(days=27), timedelta(days=15)

SIZES = (0, 1, 4, 5, 6, 9, 10, 20)
ONCE = (0, 0, 0, 1, 4, 5, 6)
FORMS, TENURES, AREAS = (ATTRIBUTES[name][:3] for name in ("form", "tenure", "area"))

Said = Mapping[str, Any]


@dataclass
class Human:
    """`said` and `strata` by round; nothing where nothing was sent."""

    id: int
    school: int
    role: Role
    said: dict[str, Said] = field(default_factory=dict)
    strata: dict[str, frozenset[str]] = field(default_factory=dict)

    def value(self, code: str, item: str) -> Any:
        """None for nothing of value."""
        found = self.said.get(code, {}).get(item)
        return None if isinstance(found, Missing) else found


def asked(code: str) -> list[QuestionnaireSpec]:
    """The same three questions each time: two ratings and a choice."""
    found = []
    for role in ROLES:
        items = [item for item in specs()[f"{role}-intro"].items if item.code in ITEMS]
        found.append(specs()[f"{role}-{code}"].model_copy(update={"items": tuple(items)}))
    return found


@dataclass
class Region:
    """`schools` by id, `waves` by school and round; `promised` by round."""

    session: AsyncSession
    top: Organisation
    towns: list[Organisation]
    promised: Mapping[str, int]
    schools: dict[int, Organisation] = field(default_factory=dict)
    people: dict[int, Human] = field(default_factory=dict)
    waves: dict[tuple[int, str], Wave] = field(default_factory=dict)

    async def school(self, town: Organisation, number: Mapping[Role, int]) -> int:
        name = f"МБОУ СОШ № {len(self.schools) + 1}"
        school = await make_organisation(self.session, name, parent=town)
        self.schools[school.id] = school
        made = [
            (role, Person(organisation_id=school.id, full_name=name, name_key=name.lower()))
            for role, n in number.items()
            for name in (f"Участник Номер{next(NUMBERS)}" for _ in range(n))
        ]
        self.session.add_all([person for _, person in made])
        await self.session.flush()
        self.people |= {p.id: Human(p.id, school.id, role) for role, p in made}
        return school.id

    def of(self, school: int, role: Role) -> list[Human]:
        return [one for one in self.people.values() if (one.school, one.role) == (school, role)]

    def returning(self, school: int, role: Role, codes: Collection[str]) -> set[int]:
        """Who is told of where these two rounds are compared: worked out anew."""
        first, second = ({h.id for h in self.of(school, role) if c in h.said} for c in codes)
        both, once = first & second, (len(first - second), len(second - first))
        k = max(self.promised[code] for code in codes)
        least, most = k - min(once), len(both) - k
        few = any(0 < number < k for number in once)
        left_out = min(least + 2, most) if few and least <= most else 0
        drawn = sorted(both, key=lambda id_: (md5(str(id_).encode()).hexdigest(), id_))
        return set(drawn[left_out:])

    async def held(self, code: str, schools: Iterable[int], late: bool = False) -> None:
        """The round of these schools, with what their people say in it."""
        for school in schools:
            wave = self._wave(school, code, late)
            self.session.add(wave)
            await self.session.flush()
            await ask(self.session, wave, asked(code))
            self.waves[school, code] = wave
            await self._sent(wave, code, [p for p in self.people.values() if p.school == school])

    def _wave(self, school: int, code: str, late: bool) -> Wave:
        opens = OPENS[code] + LATE * late
        closes = opens + DAYS
        wave = Wave(
            organisation_id=school, academic_year=2026, code=code, opens_on=opens, closes_on=closes
        )
        wave.opened_at = datetime.combine(opens, time(5), UTC)
        wave.closed_at = datetime.combine(closes, time(19), UTC)
        return wave

    async def _sent(self, wave: Wave, code: str, people: Sequence[Human]) -> None:
        sheets = {
            one.id: Assignment(
                wave_id=wave.id,
                person_id=one.id,
                role=one.role,
                min_group=self.promised[code],
                created_at=wave.opened_at,
                submitted_at=wave.opened_at if code in one.said else None,
                strata=sorted(one.strata.get(code, ())),
            )
            for one in people
        }
        self.session.add_all(sheets.values())
        await self.session.flush()
        self.session.add_all(
            Answer(assignment_id=sheets[one.id].id, item=item, **column(value))
            for one in people
            for item, value in one.said.get(code, {}).items()
        )
        await self.session.flush()


async def make_region(session: AsyncSession, promised: Mapping[str, int]) -> Region:
    """With two towns."""
    kind = OrganisationKind.REGION
    top = await make_organisation(session, f"Область {next(NUMBERS)}", kind=kind)
    kind = OrganisationKind.MUNICIPALITY
    towns = [await make_organisation(session, f"Город {n}", top, kind) for n in (1, 2)]
    return Region(session, top, towns, promised)


def over(code: str, late: bool = False) -> datetime:
    """The morning after the round."""
    return datetime.combine(OPENS[code] + LATE * late + DAYS + timedelta(days=1), time(6), UTC)


def mark(rng: random.Random) -> Said:
    """What somebody says in a round."""
    return {
        "EFF": rng.randint(1, 10),
        "ORG": rng.randint(1, 10) if rng.random() < 0.85 else Missing.HARD_TO_SAY,
        "FRQ": (rng.choice(["often", "seldom", "never"]),),
    }
