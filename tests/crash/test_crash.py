"""Real processes in real trouble: twenty schedules, and mutants that the checker has to find."""

from pathlib import Path

import pytest

from tests.crash.mutants import MUTANTS
from tests.crash.run import AGAINST, Total, run
from tests.crash.schedule import KINDS, Schedule, planned, seeds

SCHEDULES = 20
AT_ONCE = 3


async def played(schedules: list[Schedule], base: Path) -> Total:
    return await run(schedules, base, base / "logs", AT_ONCE, print)


@pytest.mark.crash
async def test_twenty_schedules_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    total = await played([planned(seed) for seed in seeds(1, SCHEDULES)], tmp_path)

    assert total.failures == []
    assert (total.schedules, total.lost, total.doubled) == (SCHEDULES, 0, 0)
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
