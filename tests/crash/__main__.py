"""`python -m tests.crash --schedules N [--seed S]`, or `--mutant NAME`."""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from tests.crash.mutants import MUTANTS
from tests.crash.run import against, run
from tests.crash.schedule import planned, seeds


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--schedules", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1, help="of the first schedule")
    parser.add_argument("--step", type=int, default=1, help="between two seeds")
    parser.add_argument("--mutant", choices=sorted(MUTANTS), help="a mistake that must be found")
    parser.add_argument("--at-once", type=int, default=2, help="schedules that run side by side")
    parser.add_argument("--logs", type=Path, help="keep what the processes print here")
    return parser.parse_args()


def main() -> int:
    given = arguments()
    began = time.monotonic()
    if given.mutant:
        chosen = [against(given.mutant)]
    else:
        chosen = [planned(seed) for seed in seeds(given.seed, given.schedules, given.step)]
    with tempfile.TemporaryDirectory(prefix="crash") as directory:
        base = Path(directory)
        total = asyncio.run(run(chosen, base, given.logs or base / "logs", given.at_once, say))
    total = replace(total, seconds=round(time.monotonic() - began, 1))
    print(json.dumps(total.figures()), flush=True)
    return 1 if total.failed or total.vacuous else 0


def say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main())
