"""Anna and Boris with a questionnaire each, taken to any point of it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from models import Answer, Assignment
from models.enums import Role, WaveCode
from services import answering
from services.steps import Key
from tests.conftest import NOW
from tests.conversation import User, World
from tests.factories import (
    School,
)
from tests.surveys import (
    MadeWave,
    asked_in,
    make_joined_school,
    make_wave,
)

STALE = "Этот вопрос уже позади"


GONE = "Этого уже нет"
ROLE_OF = {"anna": Role.MENTOR, "boris": Role.MENTEE, "curator": Role.CURATOR}


@dataclass
class Asked:
    """Anna the mentor and Boris the mentee of one school, each with a questionnaire."""

    world: World
    school: School
    made: MadeWave
    anna: User
    boris: User

    def number(self, name: str) -> int:
        return self.made.of(self.school.people[name], ROLE_OF[name])

    async def given(self, name: str = "anna") -> dict[Key, Any]:
        """What is saved: number, choices, text or the reason why there is none."""
        async with self.world.sessions() as session:
            rows = await session.scalars(
                select(Answer).where(Answer.assignment_id == self.number(name))
            )
            return {
                (row.item, row.mentorship_id): next(
                    v for v in (row.number, row.choices, row.body, row.missing) if v is not None
                )
                for row in rows
            }

    async def assignment(self, name: str = "anna") -> Assignment:
        async with self.world.sessions() as session:
            return await session.get_one(Assignment, self.number(name))


async def asked(world: World, code: WaveCode = WaveCode.INTRO, **wave: Any) -> Asked:
    school = await make_joined_school(world)
    people = [(school.people["anna"], Role.MENTOR), (school.people["boris"], Role.MENTEE)]
    roles = {spec.role for spec in asked_in(code)}
    people = [(person, role) for person, role in people if role in roles]
    async with world.sessions.begin() as session:
        made = await make_wave(session, school.school, code, people=people, **wave)
    return Asked(world, school, made, school.anna, school.boris)


async def begun(world: World, code: WaveCode = WaveCode.INTRO) -> Asked:
    everything = await asked(world, code)
    await everything.anna.says("/survey")
    await everything.anna.clicks("Начать")
    return everything


async def reaching(
    world: World, item: str | None, code: WaveCode = WaveCode.INTRO, **values: str
) -> Asked:
    """Anna has answered everything before the item, which is on her screen."""
    everything = await asked(world, code)
    await answered(everything, item, **values)
    await everything.anna.says("/survey")
    return everything


async def answered(everything: Asked, item: str | None, **values: str) -> None:
    """Anna's answers up to the item: as given, else "no", the lowest, the first, or nothing."""
    person, number = everything.school.people["anna"].id, everything.number("anna")
    async with everything.world.sessions.begin() as session:
        sheet = await answering.begin(session, person, number, NOW)
        while sheet.step and sheet.step.item.code != item:
            asks, at = sheet.step.item, (number, sheet.step.key)
            if asks.kind == "text" and (asks.code in values or not asks.skippable):
                words = values.get(asks.code, "Не хватает времени")
                sheet = await answering.write(session, person, at, words, NOW)
            else:
                value = values.get(asks.code) or {"yes_no": "no", "text": "skip"}.get(asks.kind)
                value = value or asks.values[0]
                sheet = await answering.choose(session, person, at, value, NOW)
