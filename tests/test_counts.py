"""Counts of closed waves that are kept: never other than what counting directly finds."""

import random
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import NullPool

from bot.schedule import tick
from models import Answer, AnswerCount, Assignment, CountedWave, Organisation, Wave
from models.enums import Missing, Role, WaveCode
from services.catalogue import QuestionnaireSpec
from services.results import figures, keeping, kept, rounds, tallies
from services.results.privacy import Waves
from services.results.tallies import At
from tests.conversation import World
from tests.factories import make_organisation, make_person
from tests.handmade import option, question, scale, spec_of
from tests.polls import AFTER, CLOSED, Said, make_poll, make_town, send
from tests.surveys import specs, swap

CODE = WaveCode.INTRO
MENTOR, MENTEE = Role.MENTOR, Role.MENTEE
HARD, SKIPPED = Missing.HARD_TO_SAY, Missing.SKIPPED
EARLY = [{"EFF": number} for number in (3, 9, 7, 7, 10)]


def version(more: int) -> QuestionnaireSpec:
    """Pairs, a chain of conditions, several choices, a text; `more` of a condition is another
    version."""
    return spec_of(
        scale("P", scope="pair"),
        question("Q", "yes_no", scope="pair", only_if={"item": "P", "any_of": [9 - more, 10]}),
        question("R", "text", scope="pair", only_if={"item": "Q", "any_of": ["yes"]}),
        question("M", "multiple", options=[option(code) for code in ("a", "b", "c")]),
        scale("F", only_if={"item": "M", "any_of": ["a", "c"][more:]}),
        question("T", "text"),
        question("H", "text", statistics=False),
        role="mentor",
        key="mentor-try",
    )


def said(rng: random.Random) -> Said | None:
    """Answers of one mentor, also to what does not apply to them; None: nothing was sent."""
    if rng.random() < 0.1:
        return None
    pairs = range(rng.randint(1, 3))
    every: dict[str, Any] = {
        "P": [_one(rng, rng.randint(6, 10), HARD) for _ in pairs],
        "Q": [_one(rng, (rng.choice(["yes", "no"]),), HARD) for _ in pairs],
        "R": [_one(rng, "слова", SKIPPED) for _ in pairs],
        "M": _one(rng, tuple(sorted(rng.sample("abc", rng.randint(1, 3)))), SKIPPED),
        "F": _one(rng, rng.randint(1, 10), HARD),
        "T": _one(rng, "слова", SKIPPED),
        "H": "личное",
    }
    return {item: value for item, value in every.items() if rng.random() < 0.9}


def _one(rng: random.Random, value: Any, missing: Missing) -> Any:
    return missing if rng.random() < 0.2 else value


async def make_random_town(session: AsyncSession, rng: random.Random) -> Sequence[Wave]:
    town = await make_town(session)
    made = []
    for number in range(6):
        school = await make_organisation(session, f"Школа № {number}", town)
        sheets = {
            MENTOR: [said(rng) for _ in range(rng.randint(0, 12))],
            MENTEE: [{"EXP": rng.randint(1, 10)} for _ in range(rng.randint(0, 8))],
        }
        asked = [version(number % 2), specs()["mentee-intro"]]
        made.append(await make_poll(session, school, sheets, questionnaires=asked))
    return made


def ids(waves: Sequence[Wave]) -> Waves:
    return Waves(wave.id for wave in waves)


async def everything(session: AsyncSession, waves: Sequence[Wave], seed: int = 0) -> list[Any]:
    """All that is read of counts, also of other waves for each question."""
    found = await tallies.tallies(session, ids(waves))
    rng = random.Random(seed)
    some = {at: Waves(w.id for w in waves if rng.random() < 0.7) for at in sorted(found)}
    asked: dict[At, Waves] = {at: here for at, here in some.items() if here}
    return [
        found,
        await tallies.people(session, ids(waves)),
        await tallies.given(session, asked),
        await tallies.given(session, asked, "tenure-0"),
        await shown(session, waves),
    ]


async def shown(session: AsyncSession, waves: Sequence[Wave]) -> Any:
    places = {wave.organisation_id for wave in waves}
    schools = await session.scalars(select(Organisation).where(Organisation.id.in_(places)))
    above = {school.parent_id for school in schools if school.parent_id}
    found = await rounds.places_in(session, frozenset(places | above), 2026, CODE, AFTER)
    made = [await figures.results(session, place, 5) for place in found]
    return [(one.rows, one.areas, one.paper) for one in made if one]


async def counted_directly(
    session: AsyncSession, waves: Sequence[Wave], seed: int = 0
) -> list[Any]:
    """The same with nothing kept, which stays so."""
    async with session.begin_nested() as undone:
        await session.execute(delete(CountedWave))
        found = await everything(session, waves, seed)
        await undone.rollback()
    return found


async def keep(session: AsyncSession) -> None:
    """All that is to be counted."""
    before = -1
    while before != (before := await how_many(session)):
        await keeping.keep(session, AFTER)


async def how_many(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(CountedWave)) or 0


async def held(session: AsyncSession, *waves: Wave) -> Waves:
    return (await kept.split(session, ids(waves))).kept


@pytest.fixture
async def wave(session: AsyncSession) -> Wave:
    """Five mentors have answered it, and it is counted."""
    school = await make_organisation(session)
    made = await make_poll(session, school, {MENTOR: EARLY}, promised=3)
    await keep(session)
    return made


async def answered_late(session: AsyncSession, wave: Wave, said: Said) -> Assignment:
    school = await session.get_one(Organisation, wave.organisation_id)
    person = await make_person(session, school, "Поздняя Вера", MENTOR)
    late = Assignment(wave_id=wave.id, person_id=person.id, role=MENTOR, created_at=CLOSED)
    session.add(late)
    await session.flush()
    await send(session, late, person, said)
    return late


async def eff(session: AsyncSession, wave: Wave) -> list[int]:
    found = await tallies.given(session, {(MENTOR, "EFF"): ids([wave])})
    return sorted(int(value) for value in found[MENTOR, "EFF"].values.elements())


@pytest.mark.parametrize("seed", range(8))
async def test_what_is_kept_is_what_counting_finds(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """With nothing kept, half of it, all, and after late questionnaires."""
    rng = random.Random(seed)
    waves = await make_random_town(session, rng)
    some = update(Assignment).where(Assignment.id % 3 == 0).values(strata=["tenure-0"])
    await session.execute(some)
    directly = await everything(session, waves, seed)
    assert any(tally.people for tally in directly[0][MENTOR, "F"].values())

    monkeypatch.setattr(keeping, "AT_A_TIME", 3)
    await keeping.keep(session, AFTER)
    assert await how_many(session) == 3
    assert await everything(session, waves, seed) == directly
    await keep(session)
    assert (await kept.split(session, ids(waves))).direct == frozenset()
    assert await everything(session, waves, seed) == directly

    for late in rng.sample(waves, 2):
        await answered_late(session, late, {"P": [9, HARD], "M": ("a", "b"), "F": 2, "T": "да"})
    assert len((await kept.split(session, ids(waves))).direct) == 2
    now = await everything(session, waves, seed)
    assert now == await counted_directly(session, waves, seed) != directly


async def test_what_is_kept_is_what_is_read(session: AsyncSession, wave: Wave) -> None:
    """Not the answers, as long as nothing was sent since."""
    await session.execute(update(AnswerCount).values(people=41, answers=42, given={"8": 42}))
    at = (MENTOR, "EFF")

    assert (await tallies.people(session, ids([wave])))[at] == {wave.id: 41}
    assert (await tallies.given(session, {at: ids([wave])}))[at].answers == 42
    assert (await tallies.tallies(session, ids([wave])))[at][wave.id].values == {"8": 42}


async def test_a_late_questionnaire_is_seen_at_once(session: AsyncSession, wave: Wave) -> None:
    await answered_late(session, wave, {"EFF": 1})

    assert await held(session, wave) == frozenset()
    assert await eff(session, wave) == [1, 3, 7, 7, 9, 10]


async def test_a_wave_that_was_prolonged_is_counted_again_when_it_closes(
    session: AsyncSession, wave: Wave
) -> None:
    wave.closed_at, wave.closes_on = None, date(2026, 10, 5)
    await answered_late(session, wave, {"EFF": 1})
    await keep(session)
    assert await held(session, wave) == frozenset()

    wave.closed_at = datetime(2026, 10, 6, 5, 0, tzinfo=UTC)
    await keep(session)
    assert await held(session, wave) == {wave.id}
    assert await eff(session, wave) == [1, 3, 7, 7, 9, 10]


async def test_whoever_is_taken_out_is_missed_at_once(session: AsyncSession, wave: Wave) -> None:
    """Also when another takes the place: as many people, at the same time."""
    of_wave = select(Assignment.id).where(Assignment.wave_id == wave.id)
    gone = await session.scalar(of_wave.order_by(Assignment.id).limit(1))
    await session.execute(delete(Answer).where(Answer.assignment_id == gone))
    await session.execute(delete(Assignment).where(Assignment.id == gone))
    assert await held(session, wave) == frozenset()
    assert await eff(session, wave) == [7, 7, 9, 10]

    await answered_late(session, wave, {"EFF": 1})
    assert await held(session, wave) == frozenset()
    assert await eff(session, wave) == [1, 7, 7, 9, 10]


async def test_another_questionnaire_makes_other_counts(session: AsyncSession, wave: Wave) -> None:
    await swap(session, wave, version(0))

    assert await held(session, wave) == frozenset()
    assert await tallies.people(session, ids([wave])) == {}


async def test_new_rules_make_everything_be_counted_again(
    session: AsyncSession, wave: Wave, monkeypatch: pytest.MonkeyPatch
) -> None:
    await session.execute(update(AnswerCount).values(given={"8": 42}))
    monkeypatch.setattr(kept, "RULES", kept.RULES + 1)
    monkeypatch.setattr(keeping, "RULES", kept.RULES)
    assert await held(session, wave) == frozenset()
    assert await eff(session, wave) == [3, 7, 7, 9, 10]

    await keep(session)
    assert await held(session, wave) == {wave.id}
    assert await eff(session, wave) == [3, 7, 7, 9, 10]


async def test_only_waves_that_were_held_and_closed_are_counted_the_latest_first(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "AT_A_TIME", 1)
    made = []
    for days in range(4):
        school = await make_organisation(session, f"Школа № {days}")
        closed_at = CLOSED + timedelta(days=days)
        made.append(await make_poll(session, school, {MENTOR: EARLY}, closed_at=closed_at))
    made[0].closed_at, made[1].opened_at = None, None

    for expected in ([3], [3, 2], [3, 2]):
        await keeping.keep(session, AFTER)
        assert await held(session, *made) == {made[number].id for number in expected}


async def test_what_is_counted_stands_in_nobodys_way(session: AsyncSession) -> None:
    """A calendar takes away a wave that nobody was asked in."""
    school = await make_organisation(session)
    days = {"opens_on": date(2026, 9, 15), "closes_on": date(2026, 9, 30)}
    empty = Wave(organisation_id=school.id, academic_year=2026, code=CODE, **days)
    empty.opened_at, empty.closed_at = CLOSED - timedelta(days=9), CLOSED
    session.add(empty)
    await session.flush()
    await keep(session)
    assert await how_many(session) == 1

    await session.execute(delete(Wave).where(Wave.id == empty.id))
    assert await how_many(session) == 0


async def test_the_tick_that_closes_a_wave_counts_it(world: World) -> None:
    async with world.sessions.begin() as session:
        school = await make_organisation(session)
        wave = await make_poll(session, school, {MENTOR: EARLY}, closed_at=None)
    world.moves_to(AFTER - timedelta(days=1))
    await tick(world.sessions, world.now)
    async with world.sessions() as session:
        assert await held(session, wave) == frozenset()

    world.moves_to(AFTER)
    for _ in range(2):
        await tick(world.sessions, world.now)
        async with world.sessions() as session:
            assert await held(session, wave) == {wave.id}
            assert await eff(session, wave) == [3, 7, 7, 9, 10]


@pytest.fixture
async def sessions(fresh_database: str) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    engine = create_async_engine(fresh_database, poolclass=NullPool)
    yield async_sessionmaker(engine, expire_on_commit=False)
    await engine.dispose()


async def test_a_wave_that_somebody_is_handing_in_to_is_left_for_the_next_tick(
    sessions: async_sessionmaker[AsyncSession],
) -> None:
    async with sessions.begin() as session:
        schools = [await make_organisation(session, f"Школа № {n}") for n in range(2)]
        busy, quiet = [await make_poll(session, one, {MENTOR: EARLY}) for one in schools]

    async with sessions.begin() as somebody:
        await somebody.scalar(select(Wave.id).where(Wave.id == busy.id).with_for_update(read=True))
        await answered_late(somebody, busy, {"EFF": 1})
        async with sessions.begin() as session:
            await keeping.keep(session, AFTER)
            assert await held(session, busy, quiet) == {quiet.id}

    async with sessions.begin() as session:
        await keeping.keep(session, AFTER)
        assert await held(session, busy, quiet) == {busy.id, quiet.id}
        assert await eff(session, busy) == [1, 3, 7, 7, 9, 10]
