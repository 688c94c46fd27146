"""The plan of a school year: entries, inherited down the tree and from year to year."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from models import Account, AuditEntry, CalendarEntry, Organisation, Wave
from models.enums import OrganisationKind, Role, WaveCode
from services import people
from services.calendar import WaveDays, default_waves
from services.calendars import changes, messages, plan
from services.calendars.changes import Act, Wish
from services.contact import ContactCalendar
from services.errors import UserError
from services.people import Who
from services.waves import actions, lifecycle
from tests.conversation import World
from tests.factories import make_organisation, make_pair, make_person, make_school
from tests.year import INTERIM, INTRO, days, make_new_pair

NOW = datetime(2026, 9, 14, 5, 0, tzinfo=UTC)
SAMARA, KAMCHATKA = "Europe/Samara", "Asia/Kamchatka"


@dataclass
class Tree:
    """A region, its town, and in it two schools."""

    region: Organisation
    town: Organisation
    first: Organisation
    second: Organisation

    @property
    def ids(self) -> list[int]:
        return [self.region.id, self.town.id, self.first.id, self.second.id]


async def make_tree(session: AsyncSession) -> Tree:
    region = await make_organisation(session, "Область", kind=OrganisationKind.REGION)
    town = await make_organisation(session, "Город", region, OrganisationKind.MUNICIPALITY)
    first = await make_organisation(session, "Школа № 1", town, timezone=SAMARA)
    second = await make_organisation(session, "Школа № 2", town, timezone=KAMCHATKA)
    return Tree(region, town, first, second)


@pytest.fixture
async def tree(session: AsyncSession) -> Tree:
    return await make_tree(session)


def entry(
    place: Organisation, year: int, code: str, span: tuple[date, date] | None
) -> CalendarEntry:
    opens_on, closes_on = span or (None, None)
    return CalendarEntry(
        organisation_id=place.id,
        academic_year=year,
        code=code,
        opens_on=opens_on,
        closes_on=closes_on,
    )


def december(day: int, year: int = 2026) -> tuple[date, date]:
    return date(year, 12, day), date(year, 12, day + 3)


async def held(session: AsyncSession, tree: Tree, year: int, code: str) -> list[str]:
    """«01.12» for each of the tree's places, «-» where it is not held."""
    found = await plan.of_year(session, year, tree.ids)
    by_place = {place: {one.code: one for one in several} for place, several in found.items()}
    rows = [by_place[place].get(code) for place in tree.ids]
    return [f"{one.opens_on:%d.%m}" if one else "-" for one in rows]


async def test_without_entries_the_days_are_the_programme_s(
    session: AsyncSession, tree: Tree
) -> None:
    found = await plan.of_year(session, 2026, tree.ids)
    assert found.keys() == set(tree.ids)
    in_order = sorted(default_waves(2026), key=lambda one: one.opens_on)
    assert [one.opens_on for one in found[tree.first.id]] == [one.opens_on for one in in_order]
    assert set(found[tree.first.id]) == set(in_order)


async def test_the_nearest_organisation_decides(session: AsyncSession, tree: Tree) -> None:
    session.add(entry(tree.region, 2026, INTERIM, december(1)))
    await session.flush()
    assert await held(session, tree, 2026, INTERIM) == ["01.12"] * 4
    session.add(entry(tree.town, 2025, INTERIM, december(2, 2025)))
    session.add(entry(tree.second, 2026, INTERIM, december(3)))
    await session.flush()
    assert await held(session, tree, 2026, INTERIM) == ["01.12", "02.12", "02.12", "03.12"]
    origins = (await plan.rounds(session, 2026, [tree.first.id]))[tree.first.id]
    assert origins[INTERIM].origin == plan.Origin(tree.town.id, OrganisationKind.MUNICIPALITY)
    assert origins[INTRO].origin is None


async def test_later_years_take_the_latest_entry(session: AsyncSession, tree: Tree) -> None:
    session.add(entry(tree.town, 2025, INTERIM, december(1, 2025)))
    session.add(entry(tree.town, 2027, INTERIM, december(5, 2027)))
    await session.flush()
    for year, day in ((2025, "01.12"), (2026, "01.12"), (2027, "05.12"), (2031, "05.12")):
        assert await held(session, tree, year, INTERIM) == ["10.12", day, day, day]
    assert await held(session, tree, 2024, INTERIM) == ["10.12"] * 4
    found = (await plan.of_year(session, 2031, [tree.first.id]))[tree.first.id]
    assert WaveDays(INTERIM, date(2031, 12, 5), date(2031, 12, 8)) in found


async def test_what_is_not_held_stays_so_until_somebody_holds_it(
    session: AsyncSession, tree: Tree
) -> None:
    session.add(entry(tree.town, 2026, INTERIM, None))
    session.add(entry(tree.second, 2027, INTERIM, december(3, 2027)))
    await session.flush()
    assert await held(session, tree, 2026, INTERIM) == ["10.12", "-", "-", "-"]
    assert await held(session, tree, 2027, INTERIM) == ["10.12", "-", "-", "03.12"]


@pytest.mark.parametrize(
    ("year", "first", "last"),
    [
        (2027, date(2028, 2, 28), date(2028, 2, 29)),
        (2028, date(2029, 2, 28), date(2029, 2, 28)),
        (2031, date(2032, 2, 28), date(2032, 2, 29)),
    ],
)
async def test_the_leap_day_is_the_day_before_in_other_years(
    session: AsyncSession, tree: Tree, year: int, first: date, last: date
) -> None:
    session.add(entry(tree.town, 2027, INTERIM, (date(2028, 2, 28), date(2028, 2, 29))))
    await session.flush()
    found = (await plan.of_year(session, year, [tree.first.id]))[tree.first.id]
    assert WaveDays(INTERIM, first, last) in found


async def test_waves_are_planned_by_the_calendar_and_the_next_year_is_a_copy(
    world: World,
) -> None:
    made = await make_school(world, join=False)
    async with world.sessions.begin() as session:
        mentor, mentee = (made.people[name] for name in ("anna", "boris"))
        await make_pair(session, mentor, mentee, date(2027, 9, 1), date(2028, 5, 31))
        session.add(entry(made.town, 2026, INTERIM, december(14)))
        session.add(entry(made.school, 2026, INTRO, None))
    async with world.sessions.begin() as session:
        for year in (2026, 2027):
            for _ in range(2):
                await lifecycle.plan_year(session, datetime(year, 9, 1, tzinfo=UTC))
        rows = list(await session.scalars(select(Wave).order_by(Wave.academic_year)))
    interim = [(row.opens_on, row.closes_on) for row in rows if row.code == INTERIM]
    assert interim == [december(14), december(14, 2027)]
    assert INTRO not in {row.code for row in rows}
    assert len(rows) == 2 * (len(default_waves(2026)) - 1)


async def test_a_round_s_reminders_are_foreseen_as_they_come(world: World) -> None:
    made = await make_new_pair(world)
    contact = ContactCalendar(ZoneInfo(made.school.timezone))
    foreseen = messages.reminder_days(INTRO, date(2026, 9, 15), date(2026, 9, 30), contact)
    came = await days(world, "2026-09-15", "2026-10-02")
    assert [f"{day:%d.%m}" for day in foreseen] == came == ["18.09", "24.09", "29.09"]


@pytest.mark.parametrize(
    ("code", "told_on", "closes_on", "expected"),
    [
        (INTRO, "2026-09-15", "2026-09-16", []),
        (INTRO, "2026-09-15", "2026-09-18", ["17"]),
        (INTRO, "2026-09-15", "2026-09-21", ["18"]),
        (INTRO, "2026-09-15", "2026-09-23", ["18", "22"]),
        ("check-1", "2026-10-06", "2026-10-10", ["09"]),
        (WaveCode.CURATOR, "2027-05-26", "2027-06-10", ["04", "09"]),
    ],
)
def test_reminders_make_way_for_the_last(
    code: str, told_on: str, closes_on: str, expected: list[str]
) -> None:
    contact = ContactCalendar(ZoneInfo(SAMARA))
    told, closes = date.fromisoformat(told_on), date.fromisoformat(closes_on)
    found = messages.reminder_days(code, told, closes, contact)
    assert [f"{day:%d}" for day in found] == expected


class Step(NamedTuple):
    """Somebody wishes something: `who` 0 the town, 1 and 2 a school; `by_hand` moves one wave."""

    who: int
    code: str
    act: Act
    next_year: bool
    starts: int
    lasts: int
    by_hand: bool


STEPS = st.lists(
    st.builds(
        Step,
        st.integers(0, 2),
        st.sampled_from((INTERIM, "check-2")),
        st.sampled_from((Act.SET, Act.SET, Act.OFF, Act.DROP)),
        st.sampled_from((False, False, True)),
        st.integers(0, 100),
        st.integers(-1, 30),
        st.sampled_from((False, False, False, True)),
    ),
    min_size=4,
    max_size=12,
)
"""Between the rounds of October and those of May, where days are seldom refused."""


async def manager(session: AsyncSession, place: Organisation, address: int) -> Who:
    person = await make_person(session, place, f"Управляющая {address}", Role.CURATOR)
    account = Account(person_id=person.id, address=address, created_at=NOW)
    session.add(account)
    await session.flush()
    return await people.by_id(session, account.id)


def test_after_any_changes_unopened_waves_equal_the_plan(fresh_database: str) -> None:
    engine = create_async_engine(fresh_database, poolclass=NullPool)

    async def play(steps: Sequence[Step]) -> None:
        async with AsyncSession(engine) as session:
            await plays(session, steps)
            await session.rollback()

    with asyncio.Runner() as runner:

        @settings(max_examples=25)
        @given(STEPS)
        def examples(steps: list[Step]) -> None:
            runner.run(play(steps))

        examples()
        runner.run(engine.dispose())


async def plays(session: AsyncSession, steps: Sequence[Step]) -> None:
    tree = await make_tree(session)
    for school in (tree.first, tree.second):
        mentor, mentee = [
            await make_person(session, school, f"{name} Яна", role)
            for name, role in (("Белова", Role.MENTOR), ("Серова", Role.MENTEE))
        ]
        await make_pair(session, mentor, mentee)
    places = [tree.town, tree.first, tree.second]
    managers = [await manager(session, place, n) for n, place in enumerate(places, start=1)]
    await lifecycle.plan_year(session, NOW)
    for step in steps:
        before = await by_hand(session)
        await wishes(session, managers[step.who], places[step.who], step)
        await lifecycle.plan_year(session, NOW)
        await equals_the_plan(session, tree)
        assert step.who or before.items() <= (await by_hand(session)).items()


async def wishes(session: AsyncSession, who: Who, place: Organisation, step: Step) -> None:
    """Twice: the second time nothing changes."""
    year = 2027 if step.next_year else 2026
    first = date(year, 10, 26) + timedelta(days=step.starts)
    span = (first, first + timedelta(days=step.lasts))
    if step.by_hand:
        with suppress(UserError):
            await actions.move(session, who, await wave_id(session, place, step.code), span, NOW)
        return
    wish = Wish(place.id, year, step.code, step.act, span if step.act is Act.SET else None)
    with suppress(UserError):
        effect = await changes.foresee(session, who, wish, NOW)
        applied = await changes.apply(session, who, wish, effect.seen, NOW)
        assert applied is not None
        written = await session.scalar(select(func.count()).select_from(AuditEntry))
        again = await changes.apply(session, who, wish, effect.seen, NOW)
        assert again is not None
        assert again.done
        assert written == await session.scalar(select(func.count()).select_from(AuditEntry))


async def wave_id(session: AsyncSession, place: Organisation, code: str) -> int:
    found = select(Wave.id).where(Wave.organisation_id == place.id, Wave.code == code)
    return await session.scalar(found) or 2**31 - 1


async def by_hand(session: AsyncSession) -> dict[int, date]:
    """What schools have moved themselves: the town leaves it alone."""
    rows = await session.execute(select(Wave.id, Wave.opens_on).where(Wave.own_days))
    return {number: opens_on for number, opens_on in rows}


async def equals_the_plan(session: AsyncSession, tree: Tree) -> None:
    """But for waves that were moved by hand, which the calendar leaves alone."""
    plans = await plan.of_year(session, 2026, tree.ids)
    for school in (tree.first, tree.second):
        rows = await session.execute(
            select(Wave.code, Wave.opens_on, Wave.closes_on, Wave.own_days).where(
                Wave.organisation_id == school.id
            )
        )
        found = rows.all()
        moved = {code for code, *_, own in found if own}
        days = {WaveDays(code, *span) for code, *span, own in found if not own}
        assert days == {one for one in plans[school.id] if one.code not in moved}
