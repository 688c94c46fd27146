"""The indicators against arithmetic of the test's own."""

import random
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from models import Meeting, Mentorship, Organisation, Person
from models.enums import MeetingStatus, MentorshipStatus, Missing, Role, WorkArea
from services.people import organisations_below
from services.results import figures
from services.results.indicators import opinions
from services.results.indicators.definitions import USUAL, Definitions
from services.results.indicators.measures import (
    Facts,
    Indicator,
    Kind,
    Threshold,
    card,
    indicators,
)
from services.results.indicators.opinions import Reason, Value
from services.results.indicators.registry import Registry, School, registry
from tests.factories import make_organisation, make_pair, make_person
from tests.polls import Said, make_poll, make_town
from tests.test_reports import material
from tests.test_results import of_wave, place
from tests.yearly import MENTEE, MENTOR, make_year, whole_year

DAY = date(2027, 5, 25)
HARD = Missing.HARD_TO_SAY


async def counted(
    session: AsyncSession, *schools: Organisation, day: date = DAY, d: Definitions = USUAL
) -> Registry:
    ids = await organisations_below(session, [school.id for school in schools])
    return await registry(session, ids, day, d)


def by_code(found: list[Indicator]) -> dict[Any, Indicator]:
    return {one.code if one.role is None else (one.code, one.role): one for one in found}


def of_registry(found: Registry, d: Definitions = USUAL) -> dict[Any, Indicator]:
    return by_code(indicators(Facts(found), Facts(), d))


async def met(
    session: AsyncSession,
    pair: Mentorship,
    mentor: Person,
    days: list[date],
    status: MeetingStatus,
) -> None:
    for day in days:
        meeting = Meeting(mentorship_id=pair.id, held_on=day, status=status)
        meeting.logged_by, meeting.logged_at = mentor.id, datetime.combine(day, time(12), UTC)
        session.add(meeting)
    await session.flush()


async def make_pairs(
    session: AsyncSession, school: Organisation, rng: random.Random, size: int
) -> list[dict[str, Any]]:
    """Pairs of all kinds, and what the test knows about each."""
    made = []
    mentors = [
        await make_person(session, school, f"Наставник {school.id} {n}", MENTOR)
        for n in range(max(1, size // 2))
    ]
    for number in range(size):
        mentee = await make_person(session, school, f"Молодой {school.id} {number}", MENTEE)
        mentee.tenure_years = rng.choice([None, 0, 2, 3, 4, 12])
        mentee.category = rng.choice([None, "первая"])
        mentor = rng.choice(mentors)
        pair = await make_pair(session, mentor, mentee)
        pair.work_area = rng.choice([None, WorkArea.YOUNG_SPECIALIST, WorkArea.EXCHANGE])
        pair.status = rng.choice([MentorshipStatus.ACTIVE] * 3 + [MentorshipStatus.ENDED_EARLY])
        pair.order_number = rng.choice([None, "12-о"])
        pair.order_date = rng.choice([None, date(2026, 9, 1)])
        meetings = rng.choice([0, 5, 16, 20])
        days = [date(2026, 9, 2) + timedelta(days=13 * n) for n in range(meetings)]
        await met(session, pair, mentor, days, MeetingStatus.CONFIRMED)
        made.append(
            {
                "mentor": mentor.id, "mentee": mentee.id, "tenure": mentee.tenure_years,
                "area": pair.work_area, "category": mentee.category, "status": pair.status,
                "ordered": bool(pair.order_number and pair.order_date), "meetings": meetings,
            }
        )  # fmt: skip
    await session.flush()
    return [one for one in made if one["status"] == MentorshipStatus.ACTIVE]


def is_young(pair: dict[str, Any]) -> bool:
    if pair["tenure"] is not None:
        return bool(pair["tenure"] <= 3)
    return bool(pair["area"] == WorkArea.YOUNG_SPECIALIST)


@pytest.mark.parametrize(("seed", "size"), [(1, 1), (2, 4), (3, 5), (4, 30), (5, 31)])
async def test_counts_of_the_roster_are_those_of_a_list(
    session: AsyncSession, seed: int, size: int
) -> None:
    school = await make_organisation(session)
    school.teachers_total, school.young_total = 50, 40
    pairs = await make_pairs(session, school, random.Random(seed), size)
    found = of_registry(await counted(session, school))

    young = [pair for pair in pairs if is_young(pair)]
    people = {pair["mentor"] for pair in pairs} | {pair["mentee"] for pair in pairs}
    unknown = [p for p in pairs if p["tenure"] is None and p["area"] is None]
    if len(unknown) < len(pairs):
        assert found["i1"].now == Value(Fraction(len(young)), 40)
    assert found["i2"].now == Value(Fraction(len(people)), 50)
    if young:
        with_category = sum(bool(pair["category"]) for pair in young)
        assert found["i5"].now == Value(Fraction(with_category), len(young))
    assert found["i8"].now == opinions.counted(sum(p["ordered"] for p in pairs), len(pairs))
    months = (DAY - date(2026, 9, 1)).days // 30
    regular = sum(pair["meetings"] >= 2 * months for pair in pairs)
    assert found["i9"].now == opinions.counted(regular, len(pairs))
    mentors = len({pair["mentor"] for pair in pairs})
    assert found["i16"].now == opinions.counted(len(pairs), mentors)


async def test_without_pairs_and_numbers_there_is_no_data(session: AsyncSession) -> None:
    school = await make_organisation(session)
    found = of_registry(await counted(session, school))

    assert {code: found[code].now for code in ("i1", "i2", "i5", "i8", "i9", "i16")} == {
        "i1": Reason.MISSING, "i2": Reason.MISSING, "i5": Reason.NOBODY, "i8": Reason.NOBODY,
        "i9": Reason.NOBODY, "i16": Reason.NOBODY,
    }  # fmt: skip
    assert found["i7"].now == Value(Fraction(0), 1)
    assert card(await counted(session, school))[:4] == (None, 0, 0, 0)
    assert of_registry(Registry(DAY, ()))["i7"].now == Reason.NOBODY


async def test_a_stated_zero_is_nobody_and_not_no_data(session: AsyncSession) -> None:
    school = await make_organisation(session)
    school.young_total = 0
    await session.flush()

    assert of_registry(await counted(session, school))["i1"].now == Reason.NOBODY
    assert card(await counted(session, school)).young == 0


async def test_only_schools_that_said_it_are_counted_against_it(session: AsyncSession) -> None:
    town = await make_town(session)
    for number, young in ((1, 4), (2, None)):
        school = await make_organisation(session, f"МБОУ СОШ № {number}", parent=town)
        school.young_total = young
        for one in range(2):
            mentor = await make_person(session, school, f"Наставник {number} {one}", MENTOR)
            mentee = await make_person(session, school, f"Молодой {number} {one}", MENTEE)
            mentee.tenure_years = 1
            await make_pair(session, mentor, mentee)
    found = await counted(session, town)

    assert of_registry(found)["i1"].now == Value(Fraction(2), 4)
    assert of_registry(found)["i1"].of_all == (1, 2)
    assert of_registry(found)["i7"].now == Value(Fraction(2), 2)
    assert card(found) == (4, 4, 4, 0, 1, 2, 0)


EASY = Definitions(all_teachers=True, coverage=5)


async def test_the_denominator_may_be_all_teachers(session: AsyncSession) -> None:
    school = await make_organisation(session)
    school.teachers_total, school.young_total = 20, 3
    mentor = await make_person(session, school, "Иванова Анна Петровна", MENTOR)
    mentee = await make_person(session, school, "Орлов Борис Ильич", MENTEE)
    mentee.tenure_years = 15
    await make_pair(session, mentor, mentee)
    found = await counted(session, school)

    assert of_registry(found)["i1"].now == Value(Fraction(0), 3)
    everybody = Definitions(all_teachers=True)
    assert of_registry(found, everybody)["i1"].now == Value(Fraction(1), 20)
    assert [of_registry(found, one)["i1"].met for one in (everybody, EASY)] == [False, True]
    longer = await counted(session, school, d=Definitions(young_years=15))
    assert of_registry(longer)["i1"].now == Value(Fraction(1), 3)


async def test_nobody_is_young_for_want_of_a_tenure(session: AsyncSession) -> None:
    school = await make_organisation(session)
    school.young_total = 3
    mentor = await make_person(session, school, "Иванова Анна Петровна", MENTOR)
    mentee = await make_person(session, school, "Орлов Борис Ильич", MENTEE)
    pair = await make_pair(session, mentor, mentee)
    found = await counted(session, school)
    assert of_registry(found)["i1"].now == Reason.MISSING
    assert card(found)[1:4] == (1, None, None)

    pair.work_area = WorkArea.YOUNG_SPECIALIST
    await session.flush()
    assert of_registry(await counted(session, school))["i1"].now == Value(Fraction(1), 3)


async def test_one_who_mentors_two_and_is_mentored_is_one_person(session: AsyncSession) -> None:
    school = await make_organisation(session)
    school.teachers_total = 10
    people = [await make_person(session, school, f"Учитель {n}") for n in range(4)]
    await make_pair(session, people[0], people[1])
    await make_pair(session, people[0], people[2])
    await make_pair(session, people[1], people[3])
    found = of_registry(await counted(session, school))

    assert found["i2"].now == Value(Fraction(4), 10)
    assert found["i16"].now == Value(Fraction(3), 2)


async def test_meetings_in_dispute_make_no_rhythm_and_a_new_pair_has_none(
    session: AsyncSession,
) -> None:
    school = await make_organisation(session)
    days = [date(2027, 4, 10) + timedelta(days=7 * n) for n in range(3)]
    for number, status in enumerate((MeetingStatus.DISPUTED, MeetingStatus.WAITING)):
        mentor = await make_person(session, school, f"Наставник {number}", MENTOR)
        mentee = await make_person(session, school, f"Молодой {number}", MENTEE)
        pair = await make_pair(session, mentor, mentee, starts_on=date(2027, 4, 5))
        await met(session, pair, mentor, days, status)
    new = await make_person(session, school, "Новый", MENTEE)
    await make_pair(session, mentor, new, starts_on=date(2027, 5, 15))

    assert of_registry(await counted(session, school))["i9"].now == Value(Fraction(1), 2)


@pytest.mark.parametrize(
    ("marks", "seen"),
    [
        ([], Reason.FEW),
        ([9], Reason.FEW),
        ([9] * 4, Reason.FEW),
        ([9] * 5, Reason.FEW),
        ([9] * 9, Reason.FEW),
        ([9] * 10, Value(Fraction(10), 10)),
        ([6] * 10, Value(Fraction(0), 10)),
        ([7, 6, 8, 1, 10, 7, 6, 5, 9, 7, 2], Value(Fraction(6), 11)),
        ([HARD] * 12, Reason.FEW),
        ([8] * 10 + [HARD] * 3, Value(Fraction(10), 10)),
    ],
)
async def test_satisfied_are_marks_from_seven_on_once_single_marks_may_be_seen(
    session: AsyncSession, marks: list[Any], seen: object
) -> None:
    school = await make_organisation(session)
    said: list[Said] = [{"SAT": [mark]} for mark in marks]
    waves = await make_year(session, school, rounds={"final": {MENTEE: said, MENTOR: []}})
    found = await of_wave(session, waves["final"])

    assert opinions.satisfied(found, MENTEE, 7) == seen
    expected = [mark for mark in marks if isinstance(mark, int)]
    if isinstance(seen, Value):
        assert seen.part == len([mark for mark in expected if mark >= 7])
        assert opinions.satisfied(found, MENTEE, 6) == Value(
            Fraction(sum(mark >= 6 for mark in expected)), len(expected)
        )


@pytest.mark.parametrize(("size", "seen"), [(0, Reason.FEW), (4, Reason.FEW), (5, 2), (12, 9)])
async def test_who_would_go_on_is_counted_from_k_on(
    session: AsyncSession, size: int, seen: Any
) -> None:
    school = await make_organisation(session)
    said: list[Said] = [{"CNT": [("no",) if n < 3 else ("yes",)]} for n in range(size)]
    waves = await make_year(session, school, rounds={"final": {MENTOR: said, MENTEE: []}})
    found = opinions.agreeing(await of_wave(session, waves["final"]), MENTOR, "CNT")

    assert found == (seen if isinstance(seen, Reason) else Value(Fraction(seen), size))


async def test_september_asks_what_people_expect_not_whether_they_are_content(
    session: AsyncSession,
) -> None:
    school = await make_organisation(session)
    wave = await make_poll(session, school, {MENTOR: [{"SAT": 9}] * 12})

    assert opinions.satisfied(await of_wave(session, wave), MENTOR, 7) == Reason.ABSENT


async def test_a_whole_year_and_the_year_before(session: AsyncSession) -> None:
    school = await make_organisation(session)
    last = whole_year()
    last["final"][MENTOR] = [*last["final"][MENTOR][:11], {"SAT": [1]}]
    await make_year(session, school, 2025, {"final": last["final"]})
    waves = await make_year(session, school)
    found = by_code((await material(session, school, waves["final"])).statistics.indicators)

    assert "i7" not in found, "it is about several schools"
    assert found["i4"].now == Value(Fraction(11), 12)
    assert found["i4"].before == Value(Fraction(10), 12)
    assert found["i3"].now == Reason.FEW
    assert found["i11", MENTOR].now == Value(Fraction(12), 12)
    assert found["i13", MENTOR].now == Value(Fraction(12), 12)
    assert found["i14"].now == Value(Fraction(6), 6)
    assert found["i14-mean"].now == Value(Fraction(2), 2)
    assert found["i14-mean"].now.ratio == (Fraction(4 - 2) + Fraction(3 - 3)) / 2
    assert found["i17"].now == Value(Fraction(5 * 2 + 4), 1)
    assert found["i17"].before == Reason.ABSENT
    assert found["i16"].before == Reason.MISSING, "no pair of last year is known"


@pytest.mark.parametrize(
    ("value", "threshold", "met_"),
    [
        (Value(Fraction(7), 10), Threshold(Fraction(7, 10)), True),
        (Value(Fraction(69), 100), Threshold(Fraction(7, 10)), False),
        (Value(Fraction(3), 1), Threshold(Fraction(3), most=True), True),
        (Value(Fraction(10), 3), Threshold(Fraction(3), most=True), False),
        (Reason.FEW, Threshold(Fraction(1)), None),
        (Value(Fraction(1), 2), None, None),
    ],
)
def test_a_threshold_is_exact(value: Any, threshold: Any, met_: bool | None) -> None:
    one = Indicator("i1", None, Kind.SHARE, value, Reason.MISSING, threshold)

    assert one.met is met_


def test_schools_add_up() -> None:
    schools = (School(10, 2, mentors=1, pairs=1), School(None, 3, mentors=2, pairs=0))
    found = of_registry(Registry(DAY, schools))

    assert found["i7"].now == Value(Fraction(1), 2)
    assert found["i2"].of_all == (1, 2)
    assert Role.MENTOR in {one.role for one in found.values()}


@pytest.mark.parametrize("seed", range(4))
async def test_who_has_grown_is_counted_by_the_sums_of_each_person(
    session: AsyncSession, seed: int
) -> None:
    rng = random.Random(seed)
    school = await make_organisation(session)
    codes = [f"M{n}{then}" for n in range(1, 11) for then in ("", "R")]
    said = [{code: rng.choice([1, 2, 3, 4, 5, HARD]) for code in codes} for _ in range(11)]
    said.append(dict.fromkeys(codes, 3))
    said.append({code: HARD if code.endswith("R") else 5 for code in codes})
    waves = await make_year(session, school, rounds={"growth": {MENTOR: [*said, None]}})
    found = await of_wave(session, waves["growth"])

    changes = []
    for one in said:
        both = [(one[f"M{n}"], one[f"M{n}R"]) for n in range(1, 11)]
        marks = [(now, then) for now, then in both if HARD not in (now, then)]
        if marks:
            changes.append(sum(now for now, _ in marks) - sum(then for _, then in marks))
    assert found.grown == {
        "up": sum(change > 0 for change in changes),
        "same": sum(change == 0 for change in changes),
        "down": sum(change < 0 for change in changes),
    }
    assert opinions.grown(found) == Value(Fraction(found.grown["up"]), len(changes))


@pytest.mark.parametrize(
    ("size", "told"), [(0, None), (4, None), (5, {"up": 5, "same": 0, "down": 0})]
)
async def test_growth_of_a_few_is_not_told(session: AsyncSession, size: int, told: object) -> None:
    school = await make_organisation(session)
    said: list[Said] = [{"M1": 4, "M1R": 2}] * size
    waves = await make_year(session, school, rounds={"growth": {MENTOR: said}})
    found = await of_wave(session, waves["growth"])

    assert found.grown == told
    assert opinions.grown(found) == (Value(Fraction(5), 5) if told else Reason.FEW)


async def test_growth_of_a_town_never_tells_that_of_a_small_school(session: AsyncSession) -> None:
    town = await make_town(session)
    waves = []
    for number, size in ((1, 6), (2, 4)):
        school = await make_organisation(session, f"МБОУ СОШ № {number}", parent=town)
        said: list[Said] = [{"M1": 4 if number == 1 else 1, "M1R": 2}] * size
        made = await make_year(session, school, rounds={"growth": {MENTOR: said}})
        waves.append(made["growth"])
        await session.refresh(made["growth"], ["organisation"])
    found = await figures.results(session, place(*waves), 5)

    assert found is not None
    assert found.grown == {"up": 6, "same": 0, "down": 0}
