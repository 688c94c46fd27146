"""`python -m bot.sandbox`: the sandbox as a process of its own, until SIGTERM."""

import argparse
import asyncio
import signal

from bot.sandbox.sandbox import Sandbox
from bot.sandbox.server import serving


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--rate", type=int, default=30, help="sends per second, 0 = no limit")
    parser.add_argument(
        "--chat-rate", type=float, default=1, help="sends per second and chat, 0 = no limit"
    )
    parser.add_argument("--seed", type=int, default=0, help="of faults that strike at random")
    return parser.parse_args()


async def serve(options: argparse.Namespace) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    sandbox = Sandbox(rate=options.rate, chat_rate=options.chat_rate, seed=options.seed)
    async with serving(sandbox, options.host, options.port) as address:
        print(address, flush=True)
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(serve(arguments()))
