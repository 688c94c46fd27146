"""Three school years at speed for a town in four time zones: nobody is pestered, nothing is lost.

`YEARS_SEED` plays other years.
"""

import os
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time
from random import Random

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.database import session_maker
from tests.three_years.complete import Complete
from tests.three_years.mutants import MUTANTS, Mutant
from tests.three_years.records import Record
from tests.three_years.rules import broken
from tests.three_years.town import Town
from tests.three_years.years import TROUBLES, Years

SEED = int(os.environ.get("YEARS_SEED", "1"))
FAST = {"server_settings": {"synchronous_commit": "off"}, "prepared_statement_cache_size": 1000}


@pytest.fixture
async def engine(fresh_database: str) -> AsyncIterator[AsyncEngine]:
    made = create_async_engine(fresh_database, connect_args=FAST, pool_use_lifo=True)
    yield made
    await made.dispose()


@pytest.fixture(autouse=True)
def no_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    """The schedule goes on when a part of it fails: not here."""

    def refuse(what: str, error: Exception, **details: object) -> None:
        raise AssertionError(f"{what}: {details}") from error

    monkeypatch.setattr("bot.schedule.report", refuse)


async def whole(engine: AsyncEngine) -> Record:
    years = await made(engine, date(2026, 9, 1), date(2029, 6, 20), schools=4)
    years.plan(troubles=2)
    await years.run()
    return years.record


async def autumn(engine: AsyncEngine, *scene: str) -> Record:
    """A vacation, a holiday, a round of everybody's, a short check; many come late."""
    years = await made(engine, date(2026, 10, 25), date(2026, 11, 16), schools=1, newcomers=6)
    years.plan(troubles=1)
    years.plan_scene(*scene)
    await years.run()
    return years.record


async def made(
    engine: AsyncEngine, first: date, last: date, schools: int, newcomers: int = 1
) -> Years:
    print(f"YEARS_SEED={SEED}")
    town = Town(session_maker(engine), datetime.combine(first, time(), UTC))
    await town.founded(schools, last.year - first.year + 1)
    return Years(town, Random(SEED), first, last, newcomers)


def found(record: Record) -> dict[str, list[str]]:
    """Broken rules, with how they were broken."""
    every: dict[str, list[str]] = {}
    for rule, how in (*broken(record), *Complete(record).lacking()):
        every.setdefault(rule, []).append(how)
    return every


async def test_three_school_years(engine: AsyncEngine) -> None:
    record = await whole(engine)
    complete = Complete(record)
    assert list(broken(record)) == []
    assert list(complete.lacking()) == []
    print(f"{len(record.ticks)} ticks, {Counter(record.own.values())}, {complete.reasons}")
    befallen = Counter(span.why for who in record.residents.values() for span in who.spans)
    assert befallen.keys() == {"absent", "muted", "blocked", "blocked unawares", "no_consent"}
    assert len(record.answers) > 80
    assert complete.silent > 40
    assert record.prolonged
    assert any(who.snoozes for who in record.residents.values())


async def test_an_autumn_by_the_rules(engine: AsyncEngine) -> None:
    assert found(await autumn(engine, *TROUBLES, "part")) == {}


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
async def test_a_broken_rule_is_noticed(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch, mutant: Mutant
) -> None:
    mutant.breaks(monkeypatch, engine)
    assert mutant.found in found(await autumn(engine, *[mutant.scene] * 4 * bool(mutant.scene)))
