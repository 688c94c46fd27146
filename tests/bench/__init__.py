"""Benchmarks: `python -m tests.bench NAME [--size N]`; the last line printed is a JSON object.

The bot is the real one, started as `python -m bot run`; so is PostgreSQL. Telegram is the
sandbox in a process of its own, with people who press as fast as they are shown something.
Every figure that is compared with another bot was measured in the same run.
"""
