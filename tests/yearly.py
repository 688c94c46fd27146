"""A school whose year is over: every round with answers known to the test."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from models import Organisation, Wave
from models.enums import Role, WaveCode
from tests.polls import Said, make_round
from tests.surveys import specs

MENTOR, MENTEE = Role.MENTOR, Role.MENTEE
SAT = {MENTOR: [9, 8, 10, 7, 9, 8, 6, 10, 9, 8, 7, 9], MENTEE: [10, 9, 5, 8, 7, 3, 9]}
EXPECTED = {MENTOR: [8] * 6, MENTEE: [9, 9, 10, 8, 9]}
STATEMENTS = [f"{area}{n}" for area in ("SUBJ", "METH") for n in range(1, 5)]


def finals() -> dict[Role, list[Said]]:
    """Both roles content, EVT weak, ORG seen differently; four mentees say whether they stay."""
    mentors: list[Said] = [
        {"SAT": [mark], "EFF": 9, "EVT": 6, "ORG": 9, "CNT": [("yes",)], "MORE": ("no",)}
        for mark in SAT[MENTOR]
    ]
    mentees: list[Said] = [
        {"SAT": [mark], "EFF": 8, "EVT": 7, "ORG": 7, "FUT": ("yes",), "VAL": f"=мысль {mark}"}
        for mark in SAT[MENTEE]
    ]
    staying = [{**said, "STAY": ("no",)} if n < 4 else said for n, said in enumerate(mentees)]
    return {MENTOR: mentors, MENTEE: staying}


def whole_year() -> dict[str, dict[Role, list[Said]]]:
    hard: list[Said] = [dict.fromkeys(STATEMENTS, mark) for mark in (1, 2, 3, 4, 5)]
    eased: list[Said] = [dict.fromkeys(STATEMENTS, mark) for mark in (3, 3, 4, 4, 5)]
    grown: list[Said] = [{"M1": 4, "M1R": 2, "M2": 3, "M2R": 3} for _ in range(6)]
    low: list[Said] = [{"LOAD": 5, "REG": [7]} for _ in range(5)]
    return {
        "intro": {role: [{"SAT": m, "EFF": 9} for m in EXPECTED[role]] for role in EXPECTED},
        "interim": {MENTOR: low, MENTEE: []},
        "deficits": {MENTEE: hard},
        "deficits_again": {MENTEE: eased},
        "growth": {MENTOR: grown},
        "curator": {Role.CURATOR: [{f"C{n}": 2 if n < 6 else 1 for n in range(1, 10)}]},
        "final": finals(),
    }


async def make_year(
    session: AsyncSession,
    school: Organisation,
    year: int = 2026,
    rounds: Mapping[str, Mapping[Role, Sequence[Said | None]]] | None = None,
) -> dict[str, Wave]:
    """By code; all rounds of the year are over by June."""
    found = {}
    for code, sheets in (rounds or whole_year()).items():
        asked = [s for s in specs().values() if s.wave == WaveCode.of(code) and s.role in sheets]
        found[code] = wave = await make_round(session, school, code, asked, sheets)
        wave.academic_year = year
        wave.opens_on, wave.closes_on = date(year + 1, 5, 10), date(year + 1, 5, 25)
        wave.opened_at = datetime(year + 1, 5, 10, 5, tzinfo=UTC)
        wave.closed_at = datetime(year + 1, 5, 25, 19, tzinfo=UTC)
    await session.flush()
    return found


def june(year: int = 2026) -> datetime:
    return datetime(year + 1, 6, 15, 6, tzinfo=UTC)
