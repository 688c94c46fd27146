"""Waves with their frozen questionnaires, for tests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Assignment, Organisation, Person, Wave, WaveQuestionnaire
from models.enums import Role, WaveCode
from services import catalogue, joining
from services.calendar import academic_year
from services.catalogue import QuestionnaireSpec
from services.questionnaires import freeze
from services.steps import Key
from tests.conftest import NOW
from tests.conversation import Message, User, World
from tests.factories import School, make_school

ROLES = (Role.MENTOR, Role.MENTEE)


@cache
def specs() -> dict[str, QuestionnaireSpec]:
    return catalogue.load()


async def make_joined_school(world: World) -> School:
    """As `make_school`, with the joining written down instead of talked through: it is fast."""
    made = await make_school(world, join=False)
    async with world.sessions.begin() as session:
        for address, (name, person) in enumerate(made.people.items(), start=100):
            made.users[name] = await joined(session, world, person, address)
    return made


async def joined(session: AsyncSession, world: World, person: Person, address: int) -> User:
    """The person has an account and has agreed."""
    session.add(Account(person_id=person.id, address=address, created_at=world.now))
    await joining.consent(session, person.id, "agreed", world.now)
    return world.user(address)


@dataclass
class MadeWave:
    """`assignments` by the person's id and the role."""

    wave: Wave
    assignments: dict[tuple[int, Role], Assignment]

    def of(self, person: Person, role: Role) -> int:
        return self.assignments[person.id, role].id


async def make_wave(
    session: AsyncSession,
    school: Organisation,
    code: str = WaveCode.INTRO,
    opens_on: date = date(2026, 9, 14),
    closes_on: date = date(2026, 9, 30),
    opened_at: datetime | None = NOW,
    people: Iterable[tuple[Person, Role]] = (),
) -> MadeWave:
    """A wave of the catalogue's questionnaires, with an assignment for each of `people`.

    Nothing has been decided, so nobody is asked whether they have noticed it.
    """
    wave = Wave(
        organisation_id=school.id,
        academic_year=academic_year(opens_on),
        code=code,
        opens_on=opens_on,
        closes_on=closes_on,
        opened_at=opened_at,
    )
    session.add(wave)
    await session.flush()
    await ask(session, wave, asked_in(code))
    made = {
        (person.id, role): Assignment(
            wave_id=wave.id, person_id=person.id, role=role, created_at=opened_at or NOW
        )
        for person, role in people
    }
    session.add_all(made.values())
    await session.flush()
    return MadeWave(wave, made)


def asked_in(code: str) -> list[QuestionnaireSpec]:
    """The catalogue's questionnaires of a round after which nothing was decided."""
    return [_undecided(spec) for spec in specs().values() if spec.wave == WaveCode.of(code)]


def _undecided(spec: QuestionnaireSpec) -> QuestionnaireSpec:
    items = tuple(item for item in spec.items if not item.decisions)
    return spec.model_copy(update={"items": items})


async def swap(session: AsyncSession, wave: Wave, spec: QuestionnaireSpec) -> None:
    """Another questionnaire for one role of the wave."""
    version = await freeze(session, spec, NOW)
    asked = await session.get_one(WaveQuestionnaire, (wave.id, Role(spec.role)))
    asked.version_id = version.id
    await session.flush()


async def ask(session: AsyncSession, wave: Wave, asked: Iterable[QuestionnaireSpec]) -> None:
    """These questionnaires are the wave's."""
    for spec in asked:
        version = await freeze(session, spec, NOW)
        session.add(
            WaveQuestionnaire(wave_id=wave.id, role=Role(spec.role), version_id=version.id)
        )
    await session.flush()


def question_on(message: Message) -> Key | None:
    """The question a message asks, read from its buttons; None for any other screen."""
    for button in (button for row in message.rows for button in row):
        data = button.get("callback_data", "")
        if data.startswith(("q:", "qt:", "qb:")):
            item, pair = data.split(":")[2:4]
            return item, int(pair) if pair else None
    return None


async def answer(user: User, value: str) -> Key:
    """Answers the question on the screen: by its button, or by typing where there is none."""
    asked = question_on(user.last)
    assert asked is not None, user.sees
    offered = choices_on(user.last)
    if value in offered:
        await user.presses(offered[value])
    else:
        await user.says(value)
    return asked


async def answer_all(user: User, values: Mapping[str, str]) -> list[Key]:
    """Answers to the last question by item, elsewhere the best mark or the first answer."""
    asked = []
    while key := question_on(user.last):
        offered = list(choices_on(user.last)) or ["Не хватает времени"]
        marks = [value for value in offered if value.isdigit()]
        asked.append(await answer(user, values.get(key[0]) or [*offered[:1], *marks][-1]))
    return asked


def choices_on(message: Message) -> dict[str, str]:
    """The buttons that answer the question: callback data by value."""
    return _by_value(message, "q:")


def toggles_on(message: Message) -> dict[str, str]:
    """The buttons that switch one of several choices, by value."""
    return _by_value(message, "qt:")


def _by_value(message: Message, prefix: str) -> dict[str, str]:
    every = (button["callback_data"] for row in message.rows for button in row)
    return {data.split(":")[4]: data for data in every if data.startswith(prefix)}
