"""What runs in the processes of a crash test: the bot as its command starts it, the sandbox."""

import argparse
import asyncio
import os
import sys
from collections.abc import Mapping
from multiprocessing.connection import Connection
from typing import Any

from bot import __main__ as command
from bot import running as running  # imported once, in the process that all are forked from
from bot.sandbox import __main__ as sandbox_command
from tests.crash import points
from tests.crash.line import Line


def run_bot(
    pipe: "Connection[Any, Any]", log: str, environment: Mapping[str, str], mutant: str
) -> None:
    """`python -m bot run`, with named points, and perhaps spoilt by a mutant."""
    write_to(log)
    os.environ.update(environment)
    line = Line(pipe)
    points.prepare(line, float(environment["CRASH_LEASE"]), mutant)
    line.open()
    sys.argv = ["nastavnik", "run"]
    command.main()


def run_sandbox(pipe: "Connection[Any, Any]", log: str, port: int) -> None:
    """`python -m bot.sandbox` without limits: the checker counts for itself."""
    write_to(log)
    Line(pipe).open()
    options = argparse.Namespace(host="127.0.0.1", port=port, rate=0, chat_rate=0.0, seed=0)
    asyncio.run(sandbox_command.serve(options))


def write_to(log: str) -> None:
    """What the process prints goes to a file."""
    number = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(number, stream)
    os.close(number)
