"""Presses: how many a second are handled and committed, and how long one takes."""

import asyncio
import statistics
from asyncio.subprocess import Process
from typing import Any

from sqlalchemy import func, select

from models import Answer, Wave
from services.waves import pushes
from tests.bench.figures import milliseconds
from tests.bench.people import FIRST, make_people, make_wave, told_already
from tests.bench.push import FREE_RATE
from tests.bench.stage import Stage, Town, cpu_seconds, stage

TOGETHER = 200
PER_PERSON = 12
"""Questions that everybody is asked at least."""

ROUNDS = 3
UPDATES_PER_SECOND = 200
Json = dict[str, Any]


async def inbound(size: int) -> Json:
    """Questionnaire clicks a second of the bot, and of a bare one with the same two calls."""
    presses = size // ROUNDS
    warm_up = min(TOGETHER, presses)
    people = warm_up + size // PER_PERSON
    async with stage() as on:
        ours, theirs = await on.town(), await on.town()
        await populate(on, people)
        bot, bare = await on.bot(ours), await on.bare(theirs)
        await on.ready([bot])
        for town in (theirs, ours):
            await open_questionnaires(town, people)
            await click(town, people, warm_up)
        rounds = []
        for number in range(1, ROUNDS + 1):
            pair = [await busy(*who, people, presses) for who in ((theirs, bare), (ours, bot))]
            print(f"round {number}: bare {pair[0][0]:.0f}/s, bot {pair[1][0]:.0f}/s", flush=True)
            rounds.append((*pair[0], *pair[1]))
        clicks = ROUNDS * presses + warm_up
        their_speed, their_cpu, speed, cpu = map(statistics.median, zip(*rounds, strict=True))
        return {
            "per_second": round(speed, 1),
            "bare_per_second": round(their_speed, 1),
            "ratio": round(statistics.median(one[2] / one[0] for one in rounds), 3),
            "cpu_ms": round(cpu, 2),
            "bare_cpu_ms": round(their_cpu, 2),
            "clicks": clicks,
            "lost": clicks - await answers(on),
        }


async def busy(town: Town, process: Process, people: int, presses: int) -> tuple[float, float]:
    """Presses a second, and milliseconds that the bot's process worked for each."""
    before = cpu_seconds(process)
    result = await click(town, people, presses)
    worked = cpu_seconds(process) - before
    return result["pressed"] / result["seconds"], 1000 * worked / presses


async def latency(size: int) -> Json:
    """Milliseconds from the press to the answer and to the next question, idle and in a push.

    `idle_…` and `push_…` are the answer (the button stops waiting), `…_question_…` the edit.
    """
    people = min(TOGETHER, size) + 2 * size // PER_PERSON
    async with stage() as on:
        town = await on.town()
        wave = await populate(on, people)
        await on.bot(town, rate=FREE_RATE)
        await open_questionnaires(town, people)
        await click(town, people, min(TOGETHER, size))
        await town.ask("limits", rate=30, chat_rate=1)
        idle = await click(town, people, size, UPDATES_PER_SECOND)
        # A push that is still under way when the last press was made.
        await push_to_others(on, town, wave, FIRST + people, size)
        pushed = await click(town, people, size, UPDATES_PER_SECOND)
        return {
            **{f"idle_{name}": value for name, value in times(idle).items()},
            **{f"push_{name}": value for name, value in times(pushed).items()},
            "updates_per_second": round(idle["pressed"] / idle["pressing"], 1),
        }


def times(result: Json) -> dict[str, float]:
    shown = {f"question_{name}": value for name, value in milliseconds(result["edits"]).items()}
    return milliseconds(result["answers"]) | shown


async def push_to_others(on: Stage, town: Town, wave: Wave, first: int, presses: int) -> None:
    count = int(FREE_RATE * (presses / UPDATES_PER_SECOND * 2 + 5))
    await town.ask("people", first=first, count=count)
    async with on.sessions.begin() as session:
        await make_people(session, wave, count, on.now(), first)
        await pushes.tell(session, on.now())
    await asyncio.sleep(1)


async def populate(on: Stage, people: int) -> Wave:
    """People who know that a questionnaire is open, and have not begun it."""
    async with on.sessions.begin() as session:
        wave = await make_wave(session, on.now())
        await make_people(session, wave, people, on.now())
        await pushes.tell(session, on.now())
        await told_already(session, on.now())
    return wave


async def open_questionnaires(town: Town, people: int) -> None:
    """Everybody has the first question on the screen."""
    await town.ask("write", text="/survey", together=50, first=FIRST, count=people)
    began = await town.ask("click", starts="qs:", presses=people, first=FIRST, count=people)
    complete(began)


async def click(town: Town, people: int, presses: int, per_second: float = 0) -> Json:
    """Presses answers; fails when one was left without a reaction."""
    result: Json = await town.ask(
        "click",
        starts="q:",
        presses=presses,
        first=FIRST,
        count=people,
        together=TOGETHER,
        per_second=per_second,
    )
    complete(result)
    if result["pressed"] < presses:
        raise RuntimeError(f"only {result['pressed']} of {presses} presses found a button")
    return result


def complete(result: Json) -> None:
    if result["unanswered"] or result["unshown"]:
        raise RuntimeError(
            f"of {result['pressed']} presses {result['unanswered']} were never answered "
            f"and {result['unshown']} led to nothing"
        )


async def answers(on: Stage) -> int:
    """Answers in the database."""
    async with on.sessions() as session:
        return await session.scalar(select(func.count()).select_from(Answer)) or 0
