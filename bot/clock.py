"""The real clock; the sandbox has one that can be moved."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)
