"""`python -m bot`, on the day the benchmark plays: a working day, when people are written to."""

import os
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from bot import clock


def run() -> None:
    ahead = timedelta(seconds=float(os.environ["BENCH_AHEAD"]))
    with patch.object(clock, "utc_now", lambda: datetime.now(UTC) + ahead):
        from bot.__main__ import main

        main()


if __name__ == "__main__":
    run()
