"""Many schedules, a few side by side, each group on a PostgreSQL of its own."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.pool import NullPool

from bot.database import migrate
from tests.crash import town
from tests.crash.checker import Verdict
from tests.crash.play import play
from tests.crash.schedule import LEASE, Schedule, Trouble
from tests.crash.server import Server, serving

TEMPLATE = "crash_template"
LONGEST = 180.0
"""Seconds for one schedule; what takes longer has failed."""

AGAINST = {
    "no-intent": (Trouble("kill", 0.2, "after_post", 5),),
    "no-fence": (Trouble("freeze", 0.0, "after_claim", 2, LEASE + 1.5),),
    "confirmed-first": (Trouble("kill", 0.0, "before_inbox_commit", 3),),
    "held-kind-resent": (Trouble("kill", 0.2, "after_post", 5),),
}
"""Where each mutant does harm."""


def against(mutant: str) -> Schedule:
    return Schedule(0, 2, AGAINST[mutant], mutant=mutant)


@dataclass
class Total:
    """What a whole run has shown; `failed` are seeds."""

    schedules: int = 0
    kills: int = 0
    kills_in_flight: int = 0
    lost: int = 0
    doubled: int = 0
    unknown: int = 0
    unknown_allowed: int = 0
    replies_doubled: int = 0
    most_in_a_second: int = 0
    missed: int = 0
    failed: list[int] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0

    @property
    def vacuous(self) -> bool:
        """Nobody was killed with a request under way: that proves nothing."""
        return not self.kills_in_flight and self.schedules > 1

    def add(self, seed: int, verdict: Verdict) -> None:
        self.schedules += 1
        for name in (
            "kills", "kills_in_flight", "lost", "doubled", "unknown", "unknown_allowed",
            "replies_doubled", "missed",
        ):  # fmt: skip
            setattr(self, name, getattr(self, name) + getattr(verdict, name))
        self.most_in_a_second = max(self.most_in_a_second, verdict.most_in_a_second)
        if verdict.failures:
            self.failed.append(seed)
            self.failures += [f"{seed}: {words}" for words in verdict.failures]

    def figures(self) -> dict[str, object]:
        return {name: value for name, value in asdict(self).items() if name != "failures"}


async def run(
    schedules: Sequence[Schedule],
    base: Path,
    logs: Path,
    at_once: int = 1,
    say: Callable[[str], object] = bool,
) -> Total:
    """Plays the schedules; servers live under `base`, what processes print under `logs`."""
    waiting, total = iter(schedules), Total()
    with ExitStack() as stack:
        lanes = range(max(1, min(at_once, len(schedules))))
        servers = [stack.enter_context(serving(base / f"pg{number}")) for number in lanes]
        for server in servers:  # one by one: migrations use a global context
            await prepare(server)
        lines = [lane(server, waiting, logs, total, say) for server in servers]
        await asyncio.gather(*lines)
    return total


async def lane(
    server: Server,
    waiting: Iterator[Schedule],
    logs: Path,
    total: Total,
    say: Callable[[str], object],
) -> None:
    for schedule in waiting:
        verdict = await judged(server, schedule, logs / f"seed{schedule.seed}{schedule.mutant}")
        total.add(schedule.seed, verdict)
        say("\n".join(told(schedule, verdict)))


async def judged(server: Server, schedule: Schedule, logs: Path) -> Verdict:
    try:
        async with asyncio.timeout(LONGEST):
            return await play(server, TEMPLATE, schedule, logs)
    except Exception as error:
        return Verdict([f"the schedule broke off: {type(error).__name__}: {error}"])


async def prepare(server: Server) -> None:
    """The database that the schedules begin with."""
    engine = create_async_engine(await server.create(TEMPLATE), poolclass=NullPool)
    await migrate(engine)
    async with async_sessionmaker(engine).begin() as session:
        await town.settle_in(session)
    await engine.dispose()


def told(schedule: Schedule, verdict: Verdict) -> Iterable[str]:
    troubles = "; ".join(map(str, schedule.troubles))
    fine = "FAILED" if verdict.failures else "ok"
    yield (
        f"seed {schedule.seed} {schedule.mutant}: {fine}, {schedule.bots} processes, {troubles}"
        f" | kills in flight {verdict.kills_in_flight}/{verdict.kills},"
        f" unknown {verdict.unknown} of {verdict.unknown_allowed},"
        f" replies doubled {verdict.replies_doubled}, most/s {verdict.most_in_a_second},"
        f" points missed {verdict.missed}"
    )
    yield from (f"    {words}" for words in verdict.failures)
