"""Crash tests: real processes, real trouble, and a checker that trusts nobody but the log.

`python -m tests.crash --schedules N [--seed S]` plays N schedules. Each has a seed, which fixes
what goes wrong, where and when: `--schedules 1 --seed S` plays it again.
"""
