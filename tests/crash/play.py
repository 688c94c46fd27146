"""Plays one schedule: people answer, pushes leave, trouble strikes, and all must end well."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from signal import SIGCONT, SIGSTOP

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import async_sessionmaker

from tests.crash import town
from tests.crash.checker import Evidence, Verdict, judge
from tests.crash.players import Player
from tests.crash.processes import within
from tests.crash.schedule import FAULTS, Schedule, Trouble
from tests.crash.server import Server
from tests.crash.world import RATE, World, made

PLAYERS = 6
STARTED = 20.0
AT_POINT = 3.0
"""Seconds that are waited for a process to come to a point; then it is any time."""

QUIET = 75.0
"""Seconds in which all must be done after the last trouble, besides the leases."""


async def play(server: Server, template: str, schedule: Schedule, logs: Path) -> Verdict:
    """What the checker says of one schedule."""
    name = f"crash_{schedule.seed}_{schedule.mutant or 'plain'}".replace("-", "_")
    async with made(server, template, name, logs, schedule.mutant) as world:
        for number in range(PLAYERS, town.PEOPLE - 1):
            await world.controls.write(town.FIRST_ADDRESS + number, "/menu")
        await world.controls.post(f"/sandbox/users/{town.GONE}/deactivate")
        async with async_sessionmaker(world.engine).begin() as session:
            owed = await town.push(session)
        players = [
            Player(world.controls, user, Random(f"{schedule.seed}:{user}"), schedule.pause)
            for user in range(town.FIRST_ADDRESS, town.FIRST_ADDRESS + PLAYERS)
        ]
        await go_through(world, schedule, players)
        return judge(await gathered(world, players, owed))


async def go_through(world: World, schedule: Schedule, players: list[Player]) -> None:
    for number in range(schedule.bots):
        world.start(number)
    watching = asyncio.ensure_future(world.controls.watch())
    playing = [asyncio.ensure_future(player.play()) for player in players]
    try:
        await within(STARTED, lambda: bool(world.controls.log))
        for trouble in schedule.troubles:
            await strike(world, trouble)
        await quiet(world, players)
        for number in range(schedule.bots):
            await world.terminate(number)
        await world.controls.read()
    finally:
        for task in (watching, *playing):
            task.cancel()
        await asyncio.gather(watching, *playing, return_exceptions=True)


async def strike(world: World, trouble: Trouble) -> None:
    """Waits for the moment, and lets it happen."""
    await asyncio.sleep(trouble.after)
    victim = await at_point(world, trouble) if trouble.point else None
    number = victim if victim is not None else trouble.times % len(world.bots)
    await TROUBLES[trouble.kind](world, trouble, number)
    for bot in world.bots:
        bot.tell("go")


async def at_point(world: World, trouble: Trouble) -> int | None:
    """The number of the process that stands at the point; None when none came there."""
    for bot in world.bots:
        bot.reached()  # what it said before is over
        bot.tell("arm", trouble.point, trouble.times)
    found: list[int] = []

    def come() -> bool:
        found.extend(n for n, bot in enumerate(world.bots) if bot.reached())
        return bool(found)

    await within(AT_POINT, come)
    for number, bot in enumerate(world.bots):
        if number not in found[:1]:
            bot.tell("arm", "", 1)
            bot.tell("go")
    world.missed += not found
    return found[0] if found else None


async def kill(world: World, trouble: Trouble, number: int) -> None:
    await killed(world, trouble, [number])


async def kill_all(world: World, trouble: Trouble, number: int) -> None:
    await killed(world, trouble, list(range(len(world.bots))))


async def killed(world: World, trouble: Trouble, numbers: list[int]) -> None:
    for number in numbers:
        await world.kill(number)
    await asyncio.sleep(trouble.lasts)
    for number in numbers:
        world.start(number)


async def term(world: World, trouble: Trouble, number: int) -> None:
    await world.terminate(number)
    await asyncio.sleep(trouble.lasts)
    world.start(number)


async def freeze(world: World, trouble: Trouble, number: int) -> None:
    world.bots[number].send(SIGSTOP)
    await asyncio.sleep(0.1)
    await world.look()
    await asyncio.sleep(trouble.lasts)
    world.bots[number].tell("go")
    world.bots[number].send(SIGCONT)


async def database_crash(world: World, trouble: Trouble, number: int) -> None:
    await world.crash_database(trouble.lasts)


async def database_cut(world: World, trouble: Trouble, number: int) -> None:
    world.database.refuse()
    await asyncio.sleep(0.1)
    await world.look()
    await asyncio.sleep(trouble.lasts)
    await world.database.listen()


async def database_hangs(world: World, trouble: Trouble, number: int) -> None:
    world.database.open.clear()
    await asyncio.sleep(0.1)
    await world.look()
    world.bots[number].tell("go")
    await asyncio.sleep(trouble.lasts)
    world.database.open.set()


async def telegram_cut(world: World, trouble: Trouble, number: int) -> None:
    await world.look()
    world.broken += world.telegram.refuse()
    world.bots[number].tell("go")
    await asyncio.sleep(trouble.lasts)
    await world.telegram.listen()


async def fault(world: World, trouble: Trouble, number: int) -> None:
    fault = {"method": "sendMessage", "times": 4, **FAULTS[trouble.kind]}
    world.broken += 4
    await world.controls.post("/sandbox/faults", **fault)


TROUBLES: dict[str, Callable[[World, Trouble, int], Awaitable[None]]] = {
    "kill": kill,
    "kill-all": kill_all,
    "term": term,
    "freeze": freeze,
    "database-crash": database_crash,
    "database-cut": database_cut,
    "database-hangs": database_hangs,
    "telegram-cut": telegram_cut,
    **dict.fromkeys(FAULTS, fault),
}


LIVE = """select (select count(*) from notifications
                  where state in ('pending', 'leased', 'dispatching'))
               + (select count(*) from inbox where state = 'pending') as live"""


async def quiet(world: World, players: list[Player]) -> bool:
    """Waits until everybody is done and nothing is owed any more; not for ever."""
    clock = asyncio.get_running_loop().time
    end = clock() + QUIET
    while clock() < end:
        world.supervise()
        with suppress(DBAPIError, OSError):
            if all(player.done for player in players):
                live = (await world.rows(LIVE))[0]["live"]
                if not live + await world.controls.pending():
                    return True
        await asyncio.sleep(0.1)
    return False


ANSWERS = """select accounts.address, answers.item,
                    coalesce(answers.body, answers.choices ->> 0, answers.number::text,
                             answers.missing) as given
             from answers join assignments on assignments.id = answers.assignment_id
             join accounts on accounts.person_id = assignments.person_id"""
ROWS = """select notifications.*, accounts.address from notifications
          join accounts on accounts.id = notifications.account_id order by notifications.id"""


async def gathered(world: World, players: list[Player], owed: int) -> Evidence:
    """All that the checker looks at."""
    answers = await world.rows(ANSWERS)
    return Evidence(
        log=world.controls.log,
        rows=await world.rows(ROWS),
        inbox=await world.rows("select * from inbox"),
        answers={(row["address"], row["item"]): row["given"] for row in answers},
        players=players,
        presses=world.controls.presses,
        texts=world.controls.texts,
        owed=owed,
        pending=await world.controls.pending(),
        doubtful=world.doubtful,
        broken=world.broken + world.telegram.given_up,
        rate=RATE,
        gone=town.GONE,
        kills=world.kills,
        kills_in_flight=world.kills_in_flight,
        missed=world.missed,
        remarks=world.remarks,
    )
