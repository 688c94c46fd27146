"""Real processes in real trouble: twenty schedules, and mutants that the checker has to find."""

from pathlib import Path

import pytest

from tests.crash.mutants import MUTANTS
from tests.crash.run import AGAINST, Total, run
from tests.crash.schedule import KINDS, Schedule, planned, seeds

# Connections are cut in the middle of everything: what is left of one is nobody's to close.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

SCHEDULES = 20
AT_ONCE = 2


async def played(schedules: list[Schedule], base: Path) -> Total:
    return await run(schedules, base, base / "logs", AT_ONCE, print)


@pytest.mark.crash
async def test_twenty_schedules_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    """One that fails is played once more by itself: on a busy machine somebody may have waited
    for longer than the players do. What is wrong fails again, or others fail as well."""
    total = await played([planned(seed) for seed in seeds(1, SCHEDULES)], tmp_path)
    alone = [await played([planned(seed)], tmp_path / str(seed)) for seed in total.failed[:2]]

    assert [failure for again in alone for failure in again.failures] == [], total.failures
    assert len(total.failed) < 2, total.failures
    assert total.schedules == SCHEDULES
    assert total.kills_in_flight > 0
    assert total.unknown <= total.unknown_allowed


@pytest.mark.crash
async def test_every_mutant_is_found_where_the_product_passes(tmp_path: Path) -> None:
    harmful = {name: Schedule(0, 2, AGAINST[name], mutant=name) for name in MUTANTS}
    found = {name: await played([schedule], tmp_path / name) for name, schedule in harmful.items()}
    sound = await played([Schedule(0, 2, AGAINST[name]) for name in MUTANTS], tmp_path / "sound")

    assert [name for name, total in found.items() if not total.failures] == []
    assert found["confirmed-first"].lost > 0
    assert min(found[name].doubled for name in MUTANTS if name != "confirmed-first") > 0
    assert sound.failures == []


def test_a_seed_is_a_schedule() -> None:
    chosen = [planned(seed) for seed in seeds(1, SCHEDULES)]

    assert chosen == [planned(seed) for seed in seeds(1, SCHEDULES)]
    assert {schedule.troubles[0].kind for schedule in chosen} == set(KINDS)
    assert {schedule.bots for schedule in chosen} == {1, 2}
