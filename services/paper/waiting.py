"""Who has not answered a wave yet, with what they would be asked."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Assignment, Person, Wave
from services.catalogue import Item
from services.errors import UserError
from services.questionnaires import Sheet, of_many
from services.waves.state import Phase, phase_at


@dataclass(frozen=True)
class Waiting:
    """One person's questionnaire, not sent yet."""

    name: str
    sheet: Sheet

    @property
    def rows(self) -> list[int | None]:
        """One for each colleague the person is asked about, or a single one."""
        colleagues = self.sheet.colleagues if self.sheet.spec.pair_items else ()
        return [*colleagues] or [None]


def require_open(wave: Wave, now: datetime) -> None:
    """UserError unless the wave can be answered now."""
    if phase_at(wave, now) is not Phase.OPEN:
        raise UserError("paper-not-open")


async def waiting(session: AsyncSession, wave: Wave, now: datetime) -> list[Waiting]:
    """By role and name."""
    rows = await session.execute(
        select(Assignment.wave_id, Assignment.person_id, Assignment.role, Person.full_name)
        .join(Person, Person.id == Assignment.person_id)
        .where(Assignment.wave_id == wave.id, Assignment.submitted_at.is_(None))
        .order_by(Assignment.role.desc(), Person.name_key, Person.id)
    )
    names = {(wave_id, person, role): name for wave_id, person, role, name in rows}
    found = await of_many(session, list(names), now)
    return [Waiting(name, found[key]) for key, name in names.items() if key in found]


def asked(sheet: Sheet) -> list[Item]:
    """What is on paper: all but private requests."""
    return [item for part in sheet.spec.parts[:3] for item in part]
