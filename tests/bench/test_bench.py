"""The benchmarks run, small: what they find is correct and complete. How fast is not tested."""

import asyncio
import json
import os
import sys
from typing import Any

import pytest

from bot.database import normalised
from tests.bench.figures import busiest_second, milliseconds, per_second
from tests.bench.stage import ROOT

SECONDS = 120


async def bench(server: str, *words: str) -> dict[str, Any]:
    """The last line of a benchmark."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench", *words),
        cwd=ROOT,
        env=os.environ | {"TEST_DATABASE_URL": normalised(server)},
        stdout=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(SECONDS):
        written, _ = await process.communicate()
    assert process.returncode == 0
    found: dict[str, Any] = json.loads(written.splitlines()[-1])
    return found


async def test_a_push_reaches_everybody_once(server: str) -> None:
    found = await bench(server, "delivery", "--size", "20")

    assert found.keys() >= {"rate_share", "max_in_one_second", "lost", "doubled"}
    assert (found["lost"], found["doubled"], found["unknown"]) == (0, 0, 0)
    assert 0 < found["max_in_one_second"] <= 20


async def test_every_click_is_an_answer_in_the_database(server: str) -> None:
    found = await bench(server, "inbound", "--size", "24")

    assert found.keys() >= {"per_second", "bare_per_second", "ratio"}
    assert (found["clicks"], found["lost"]) == (32, 0)
    assert found["per_second"] > 0


async def test_planning_again_adds_nothing(server: str) -> None:
    found = await bench(server, "plan", "--size", "20")

    assert found["seconds"] > 0
    assert (found["planned"], found["added_again"]) == (20, 0)


async def test_a_region_is_summarised(server: str) -> None:
    found = await bench(server, "summary", "--size", "400")

    assert found.keys() >= {"seconds", "bare_seconds", "ratio"}
    assert found["people"] == 400
    assert 18 * 400 < found["answers"] < 24 * 400
    assert found["ratio"] > 0


async def test_the_exports_of_a_region_hold_what_was_typed(server: str) -> None:
    found = await bench(server, "export", "--size", "400")

    assert found.keys() >= {"peak_mb", "rows_per_second"}
    assert found["rows"] > 200
    assert found["rows_per_second"] > 0


@pytest.mark.parametrize(
    ("moments", "most"),
    [([], 0), ([5.0], 1), ([0.0, 0.999], 2), ([0.0, 1.0], 1), ([0.0, 0.6, 1.2, 1.5], 3)],
)
def test_the_busiest_second_begins_anywhere(moments: list[float], most: int) -> None:
    assert busiest_second(moments) == most


def test_figures_of_moments_and_durations() -> None:
    assert per_second([1.0, 2.0, 3.0]) == 1.0
    assert per_second([1.0]) == 0.0
    assert milliseconds([number / 1000 for number in range(200)]) == {"p50_ms": 100, "p99_ms": 198}
