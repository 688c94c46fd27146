"""A town of three schools that has answered a whole year, as people do: by seeded dice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

from sqlalchemy.ext.asyncio import AsyncSession

from models import Answer, Assignment, Mentorship, Organisation, Person, Wave
from models.enums import MentorshipForm, Missing, Role, WorkArea
from services import strata
from services.catalogue import Item
from tests.factories import make_organisation, make_pair, make_person
from tests.polls import column, make_town
from tests.surveys import ask, asked_in

DAYS = {
    "intro": date(2026, 9, 15), "deficits": date(2026, 11, 1), "interim": date(2026, 12, 10),
    "check-1": date(2027, 2, 1), "deficits_again": date(2027, 5, 3), "final": date(2027, 5, 10),
    "growth": date(2027, 5, 26), "curator": date(2027, 5, 28),
}  # fmt: skip
BETTER = {"interim": 0.4, "deficits_again": 0.7, "final": 0.9}
"""How much higher marks are than at the beginning of the year, of a scale of ten."""

SCHOOLS = (
    "МБОУ СОШ № 3 с углублённым изучением отдельных предметов",
    "МАОУ гимназия № 18",
    "МБОУ «Центр образования № 1»",
)
MENTORS = 13
SURNAMES = (
    "Абрамова", "Белова", "Власова", "Громова", "Демидова", "Ершова", "Жукова", "Зимина", "Ильина",
    "Котова", "Лаптева", "Мухина", "Носова", "Орлова", "Панина", "Рябова", "Седова", "Титова",
    "Уварова", "Фомина", "Харина", "Цветова", "Чернова", "Шубина",
)  # fmt: skip

SAID = (
    "Не хватает времени, большая нагрузка",
    "Поддержка и доброе отношение наставника",
    "Взаимное посещение уроков и разбор после них",
    "Методическая помощь, готовые материалы к урокам",
    "Трудно с документами и электронным журналом",
    "Помощь в работе с родителями",
    "Опыт старших коллег",
    "Всё устраивает",
    "Хотелось бы больше общих мероприятий с другими школами",
    "Дисциплина в классе, трудные дети",
)

Pairs = Mapping[int, Sequence[Mentorship]]


@dataclass
class Simulated:
    """`waves` by code, of each school."""

    town: Organisation
    schools: list[Organisation]
    waves: dict[str, list[Wave]] = field(default_factory=dict)


async def make_simulated(session: AsyncSession) -> Simulated:
    dice = Random(7)
    town = await make_town(session, "Управление образования города Лесногорска")
    schools = [await make_organisation(session, name, parent=town) for name in SCHOOLS]
    made = Simulated(town, schools)
    for school in schools:
        school.teachers_total, school.young_total = dice.randint(40, 70), dice.randint(12, 16)
        people, pairs = await _people(session, school, dice)
        for code in DAYS:
            wave = await _round(session, school, code, people, pairs, dice)
            made.waves.setdefault(code, []).append(wave)
    return made


async def _people(
    session: AsyncSession, school: Organisation, dice: Random
) -> tuple[list[tuple[Person, Role]], Pairs]:
    """Every third mentor has two mentees."""
    found: list[tuple[Person, Role]] = []
    pairs: dict[int, list[Mentorship]] = {}
    for number in range(MENTORS):
        mentor = await make_person(session, school, f"{_name(number)} Анна", Role.MENTOR)
        mentor.tenure_years = dice.choice([6, 14, 17, 25, 30])
        found.append((mentor, Role.MENTOR))
        for second in range(1 + (number % 3 == 0)):
            name = f"{_name(number + 11 * (second + 1))} Вера {number}"
            mentee = await make_person(session, school, name, Role.MENTEE)
            mentee.tenure_years = dice.choice([0, 1, 2, 5])
            mentee.category = dice.choice([None, None, "первая"])
            found.append((mentee, Role.MENTEE))
            pair = await make_pair(session, mentor, mentee)
            pair.form = list(MentorshipForm)[number % 2]
            pair.work_area = list(WorkArea)[number % 3]
            pair.order_number, pair.order_date = f"{40 + number}-о", date(2026, 9, 3)
            for one in (mentor, mentee):
                pairs.setdefault(one.id, []).append(pair)
    curator = await make_person(session, school, "Кураторова Инна Олеговна", Role.CURATOR)
    return [*found, (curator, Role.CURATOR)], pairs


def _name(number: int) -> str:
    return SURNAMES[number % len(SURNAMES)]


async def _round(
    session: AsyncSession,
    school: Organisation,
    code: str,
    people: Sequence[tuple[Person, Role]],
    pairs: Pairs,
    dice: Random,
) -> Wave:
    opens = DAYS[code]
    wave = Wave(organisation_id=school.id, academic_year=2026, code=code, opens_on=opens)
    wave.closes_on = opens + timedelta(days=12)
    wave.opened_at = datetime(opens.year, opens.month, opens.day, 5, tzinfo=UTC)
    wave.closed_at = wave.opened_at + timedelta(days=12, hours=13)
    session.add(wave)
    await session.flush()
    specs = {Role(spec.role): spec for spec in asked_in(code)}
    await ask(session, wave, specs.values())
    for person, role in people:
        if role in specs:
            one = Assignment(wave_id=wave.id, person_id=person.id, role=role, min_group=5)
            one.created_at = wave.opened_at
            if dice.random() < 0.9:
                one.started_at = one.submitted_at = wave.opened_at
                one.strata = await strata.of(session, person.id, role)
            session.add(one)
            await session.flush()
            if one.submitted_at:
                mine = pairs.get(person.id, ())
                session.add_all(_answers(specs[role].items, one, mine, code, dice))
    await session.flush()
    return wave


def _answers(
    items: Sequence[Item], one: Assignment, pairs: Sequence[Mentorship], code: str, dice: Random
) -> Iterator[Answer]:
    for item in items:
        if item.only_if is None:
            about = [pair.id for pair in pairs] if item.scope == "pair" else [None]
            for pair in about:
                told = column(_value(item, one, code, dice))
                yield Answer(assignment_id=one.id, item=item.code, mentorship_id=pair, **told)


def _value(item: Item, one: Assignment, code: str, dice: Random) -> object:
    if item.hard_to_say and dice.random() < 0.05:
        return Missing.HARD_TO_SAY
    if item.kind == "text":
        return dice.choice(SAID)
    if item.kind != "scale":
        chosen = dice.choices(item.values, [5, 3, *[1] * 10][: len(item.values)])
        return tuple(chosen)
    return _mark(item, one, code, dice)


def _mark(item: Item, one: Assignment, code: str, dice: Random) -> int:
    """People differ, so do questions, and mentors see more of what they did."""
    own, of_item = one.person_id % 5 - 2, sum(map(ord, item.code.rstrip("R"))) % 7 - 3
    usual = 7.2 + 0.5 * own + 0.35 * of_item + 0.6 * (one.role is Role.MENTOR)
    usual += BETTER.get(code, 0) - 1.5 * item.code.endswith("R")
    mark = dice.gauss(usual, 1.2) / 10 * (item.maximum - item.minimum) + item.minimum
    return min(item.maximum, max(item.minimum, round(mark)))
