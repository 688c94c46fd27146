"""How much of the year questionnaires take: measured tap by tap, summed up, kept to a limit."""

import random
import statistics
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import burden as screens
from handlers.screen import Button
from handlers.texts import Translate
from models import Assignment, Organisation, Wave
from models.enums import Role, WaveCode
from services import burden, catalogue
from services.catalogue import QuestionnaireSpec
from services.errors import UserError
from services.programme import Programme
from tests.answering import Asked, asked, begun
from tests.conftest import NOW
from tests.conversation import World
from tests.factories import make_organisation, make_person
from tests.handmade import X_AND_Y, question, scale, spec_of
from tests.polls import make_round, on_paper
from tests.surveys import answer, answer_all, choices_on, make_wave, swap

MENTOR, MENTEE = Role.MENTOR, Role.MENTEE
YEAR = 2026


async def seconds_of(everything: Asked) -> int:
    return (await everything.assignment()).seconds


async def answers_one(everything: Asked) -> None:
    await answer(everything.anna, next(iter(choices_on(everything.anna.last))))


@pytest.mark.parametrize(
    ("gaps", "counted"),
    [([7], 7), ([7, 11, 3], 21), ([120], 120), ([121], 120), ([5, 86_400, 5], 130), ([0], 0)],
)
async def test_the_time_between_taps_is_summed_up_and_a_pause_is_two_minutes_at_most(
    world: World, gaps: list[int], counted: int
) -> None:
    everything = await begun(world)
    for gap in gaps:
        world.waits(seconds=gap)
        await answers_one(everything)

    assert await seconds_of(everything) == counted


async def test_reading_the_first_page_is_not_counted(world: World) -> None:
    everything = await asked(world)
    await everything.anna.says("/survey")
    world.waits(seconds=100)
    await everything.anna.clicks("Начать")

    assert await seconds_of(everything) == 0


async def test_a_double_tap_and_an_old_button_count_nothing(world: World) -> None:
    everything = await begun(world)
    data = next(iter(choices_on(everything.anna.last).values()))
    world.waits(seconds=9)
    for _ in range(2):
        await everything.anna.presses(data)
        world.waits(seconds=30)

    assert await seconds_of(everything) == 9


async def test_a_clock_that_goes_back_takes_nothing_away(world: World) -> None:
    everything = await begun(world)
    world.waits(seconds=20)
    await answers_one(everything)
    world.waits(seconds=-15)
    await answers_one(everything)

    assert await seconds_of(everything) == 20


async def test_every_kind_of_tap_counts_and_no_minute_stays_after_sending(world: World) -> None:
    """Toggles, a text, going back and on, the list of answers, sending: six seconds each."""
    everything = await asked(world)
    spec = spec_of(
        question("MANY", "multiple", options=X_AND_Y),
        question("SAY", "text"),
        key="mentor-try",
        role="mentor",
    )
    async with world.sessions.begin() as session:
        await swap(session, everything.made.wave, spec)
    anna = everything.anna
    await anna.says("/survey")
    await anna.clicks("Начать")
    toggle = anna.last.buttons[0]
    for press in (toggle, toggle, toggle, "Готово", "Назад", "Готово"):
        world.waits(seconds=6)
        await anna.clicks(press)
    world.waits(seconds=6)
    await anna.says("Мысль")
    assert (await everything.assignment()).touched_at == world.now
    world.waits(seconds=6)
    await anna.clicks("Отправить")

    sent = await everything.assignment()
    assert (sent.seconds, sent.touched_at) == (48, None)


async def test_after_sending_people_read_what_the_year_has_taken(world: World) -> None:
    everything = await begun(world, WaveCode.INTERIM)
    world.waits(seconds=100)
    await answer_all(everything.anna, {})
    assert "минут" not in everything.anna.sees
    world.waits(seconds=45)
    await everything.anna.clicks("Отправить")

    assert "анкеты заняли у вас 2 минуты из 40" in everything.anna.sees
    assert "анкеты заняли у вас 2 минуты из 40" in await everything.anna.says("/survey")


async def test_the_list_of_questionnaires_says_it_too(world: World) -> None:
    world.programme = Programme(bot_name="nastavnik_bot", yearly_minutes=25)
    world.restart()
    everything = await begun(world)
    anna = everything.school.people["anna"]
    async with world.sessions.begin() as session:
        await make_wave(
            session, everything.school.school, WaveCode.INTERIM, people=[(anna, MENTOR)]
        )
    world.waits(seconds=61)
    await answers_one(everything)
    seen = await everything.anna.says("/survey")

    assert "С какой начнём?" in seen
    assert "анкеты заняли у вас 1 минуту из 25" in seen


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(0, 0), (1, 1), (29, 1), (89, 1), (90, 2), (3600, 60)]
)
def test_seconds_are_rounded_to_minutes_and_a_beginning_is_one(seconds: int, minutes: int) -> None:
    assert burden.minutes_of(seconds) == minutes


def asking(role: Role, minutes: int, key: str = "") -> QuestionnaireSpec:
    return spec_of(scale("A"), key=key or f"{role}-try", role=str(role), minutes=minutes)


@pytest.fixture
async def school(session: AsyncSession) -> Organisation:
    return await make_organisation(session)


async def planned(
    session: AsyncSession, school: Organisation, code: str, opens_on: date, **wave: Any
) -> Wave:
    made = Wave(
        organisation_id=school.id,
        academic_year=YEAR,
        code=code,
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=10),
        **wave,
    )
    session.add(made)
    await session.flush()
    return made


async def taking(
    session: AsyncSession, school: Organisation, spec: QuestionnaireSpec, seconds: list[int]
) -> Wave:
    """A round in which people took so long."""
    role = Role(spec.role)
    wave = await make_round(session, school, "intro", [spec], {role: [{"A": 7}] * len(seconds)})
    found = await session.scalars(select(Assignment).where(Assignment.wave_id == wave.id))
    for assignment, taken in zip(found, seconds, strict=True):
        assignment.seconds = taken
    await session.flush()
    return wave


async def test_the_year_of_a_person_by_round(session: AsyncSession, school: Organisation) -> None:
    """Both roles of a round are one line; a form on paper counts with its author's estimate."""
    anna = await make_person(session, school, "Иванова Анна Петровна")
    specs = [asking(MENTOR, 4), asking(MENTEE, 3)]
    for code, sheets in (("interim", (100, 20)), ("intro", (30, 0)), ("own-7", (90, 0))):
        wave = await make_round(session, school, code, specs, {})
        wave.title = "Про столовую" if code == "own-7" else None
        for role, seconds in zip((MENTOR, MENTEE), sheets, strict=True):
            row = Assignment(wave_id=wave.id, person_id=anna.id, role=role, created_at=NOW)
            row.seconds, row.on_paper = seconds, code == "own-7" and role == MENTEE
            session.add(row)
    await session.flush()

    found = await burden.spent(session, anna.id, YEAR)
    assert [(one.code, one.title, one.seconds) for one in found] == [
        ("intro", None, 30),
        ("interim", None, 120),
        ("own-7", "Про столовую", 90 + 180),
    ]
    assert await burden.spent_minutes(session, anna.id, YEAR) == 7
    assert await burden.spent_minutes(session, anna.id, YEAR - 1) == 0


@pytest.mark.parametrize("size", [4, 5, 6, 15])
async def test_what_people_really_took_is_the_median_of_five_at_least(
    session: AsyncSession, school: Organisation, size: int
) -> None:
    taken = [random.Random(size).randint(60, 900) for _ in range(size)]
    await taking(session, school, asking(MENTOR, 30), taken)
    found = await burden.measured(session, {"mentor-try"}, 5)

    expected = {("mentor-try", MENTOR): statistics.median_low(taken)} if size >= 5 else {}
    assert found == expected


async def test_neither_paper_nor_the_unsent_is_measured(
    session: AsyncSession, school: Organisation
) -> None:
    wave = await taking(session, school, asking(MENTOR, 30), [100] * 9)
    await on_paper(session, wave, 3)
    unsent = (await session.scalars(select(Assignment.id).order_by(Assignment.id).offset(7))).all()
    cleared = update(Assignment).where(Assignment.id.in_(unsent)).values(submitted_at=None)
    await session.execute(cleared)

    assert await burden.measured(session, {"mentor-try"}, 4) == {("mentor-try", MENTOR): 100}
    assert await burden.measured(session, {"mentor-try"}, 5) == {}


async def expected(session: AsyncSession, *schools: Organisation) -> dict[Role, int]:
    ids = [school.id for school in schools]
    return await burden.expected_year(session, ids, YEAR, 5)


async def test_the_year_is_what_is_frozen_and_what_is_still_planned(
    session: AsyncSession, school: Organisation
) -> None:
    """Planned rounds count by the catalogue, missed ones not at all."""
    await make_round(session, school, "own-3", [asking(MENTOR, 6)], {})
    before = await expected(session, school)
    await planned(session, school, "interim", date(2026, 12, 10))
    await planned(session, school, "final", date(2027, 5, 10), closed_at=NOW)
    by_key = {spec.key: spec.minutes for spec in catalogue.built_in()}

    assert before == {MENTOR: 6}
    assert await expected(session, school) == {
        MENTOR: 6 + by_key["mentor-interim"],
        MENTEE: by_key["mentee-interim"],
    }


async def test_real_minutes_take_the_place_of_the_estimate(
    session: AsyncSession, school: Organisation
) -> None:
    await taking(session, school, asking(MENTOR, 30), [240] * 5)

    assert await expected(session, school) == {MENTOR: 4}


async def test_of_several_schools_the_one_that_asks_most_counts(
    session: AsyncSession, school: Organisation
) -> None:
    other = await make_organisation(session, "МБОУ СОШ № 2")
    await make_round(session, school, "own-1", [asking(MENTOR, 6), asking(MENTEE, 2)], {})
    await make_round(session, other, "own-1", [asking(MENTOR, 4), asking(MENTEE, 9)], {})

    assert await expected(session, school, other) == {MENTOR: 6, MENTEE: 9}


@pytest.mark.parametrize(
    ("days", "minutes"),
    [
        ([date(2026, 10, 1)], 1),
        ([date(2026, 10, 1), date(2026, 11, 10), date(2026, 12, 1)], 3),
        ([date(2026, 10, 1), date(2026, 11, 10), date(2026, 12, 1), date(2027, 1, 20)], 3),
        ([date(2026, 10, 1), date(2027, 1, 20), date(2027, 3, 20)], 2),
    ],
)
async def test_of_the_short_checks_only_those_of_a_newcomers_first_days_count(
    session: AsyncSession, school: Organisation, days: list[date], minutes: int
) -> None:
    for number, day in enumerate(days, start=1):
        wave = await make_round(session, school, f"check-{number}", [asking(MENTEE, 1)], {})
        wave.opens_on, wave.closes_on = day, day + timedelta(days=6)
    await session.flush()

    assert await expected(session, school) == {MENTEE: minutes}


@pytest.mark.parametrize(
    ("roles", "minutes", "over"),
    [
        ([MENTOR, MENTEE], 4, {}),
        ([MENTOR, MENTEE], 5, {MENTOR: 41}),
        ([MENTEE], 5, {}),
        ([MENTOR, MENTEE], 30, {MENTOR: 66, MENTEE: 50}),
        ([Role.CURATOR], 40, {}),
        ([Role.CURATOR], 41, {Role.CURATOR: 41}),
    ],
)
async def test_one_more_questionnaire_may_pass_the_limit(
    session: AsyncSession,
    school: Organisation,
    roles: list[Role],
    minutes: int,
    over: dict[Role, int],
) -> None:
    await make_round(session, school, "own-1", [asking(MENTOR, 36), asking(MENTEE, 20)], {})

    assert await burden.over_limit(session, [school.id], roles, minutes, YEAR, 40) == over


def looking(session: AsyncSession) -> Any:
    """As much of a handler's context as the lines for curators need."""
    return SimpleNamespace(session=session, t=Translate("ru"), programme=Programme())


async def test_the_curator_reads_what_the_year_takes(
    session: AsyncSession, school: Organisation
) -> None:
    await make_round(session, school, "own-1", [asking(MENTOR, 36), asking(MENTEE, 20)], {})
    seen = await screens.of_year(looking(session), [school.id], YEAR)

    assert seen is not None
    assert "наставники — 36 мин, наставляемые — 20 мин." in seen
    assert "не больше 40 минут." in seen
    assert await screens.of_year(looking(session), [school.id], YEAR + 1) is None


async def test_the_curator_reads_what_a_round_takes_and_really_took(
    session: AsyncSession, school: Organisation
) -> None:
    held = await taking(session, school, asking(MENTOR, 5), [200] * 5)
    coming = await planned(session, school, "interim", date(2026, 12, 10))

    assert "наставники — 5 мин (на деле 3)." in str(await screens.of_wave(looking(session), held))
    assert "наставляемые — " in str(await screens.of_wave(looking(session), coming))


def test_the_curator_is_asked_why_in_words() -> None:
    back = Button("Назад", "o:menu")
    expects = {"what": "own-reason", "own": 7}
    screen = screens.reason_wanted(Translate("ru"), {MENTEE: 47}, 40, expects, back)

    assert "больше 40 минут на человека: наставляемые — 47 мин" in screen.text
    assert (screen.expects, screen.rows) == (expects, ((back,),))


def test_the_reason_is_kept_with_what_was_passed() -> None:
    found = burden.explained({MENTEE: 47}, 40, "  Новый\nзакон,  нужно мнение всех ")

    assert found == {
        "limit": 40,
        "minutes": {"mentee": 47},
        "reason": "Новый закон, нужно мнение всех",
    }


@pytest.mark.parametrize(
    ("reason", "key"), [("", "short"), ("надо", "short"), (" " * 50, "short"), ("о" * 301, "long")]
)
def test_a_reason_says_something_and_not_everything(reason: str, key: str) -> None:
    with pytest.raises(UserError) as refused:
        burden.explained({MENTEE: 47}, 40, reason)

    assert refused.value.key == f"burden-reason-{key}"
