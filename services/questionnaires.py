"""One person's questionnaire, the sheet: what is asked and what is given."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cache, cached_property
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, Integer, Select, String, and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Assignment, QuestionnaireVersion, Wave
from models.enums import MentorshipForm, Role
from services.catalogue import QuestionnaireSpec
from services.errors import NotFound
from services.filled_in import UNDER_WAY as UNDER_WAY
from services.filled_in import FilledIn, filled_in
from services.steps import Given, Key, Step, applying, every, first_unanswered
from services.tables import table
from services.versions import freeze as freeze
from services.versions import spec_of as spec_of


class Phase(StrEnum):
    """What a person sees of a questionnaire now.

    `NOBODY`: all of it is about colleagues, and there is none any more.
    """

    EARLY = "early"
    NOBODY = "nobody"
    INTRO = "intro"
    QUESTION = "question"
    REVIEW = "review"
    SENT = "sent"
    CLOSED = "closed"


class Days(NamedTuple):
    """When a wave is planned, in local days, and what has really happened."""

    opens_on: date
    closes_on: date
    opened_at: datetime | None
    closed_at: datetime | None


@dataclass
class Sheet:
    """One person's questionnaire. `colleagues`: names by mentorship, in the order of asking, and
    `forms` of these pairs.

    `answers` has also those that do not apply at present; they change by `give` only.
    `cursor` is the step on the screen. `today` is the school's, in `zone`. `seen` is what was
    read of the row: whoever writes makes sure that nobody has written since. `min_group` is the
    k that was promised.
    `stale` says that the last press belonged to another step and changed nothing.
    """

    id: int
    wave_id: int
    person_id: int
    role: Role
    cursor: str | None
    started_at: datetime | None
    submitted_at: datetime | None
    seen: str
    min_group: int
    wave: Days
    spec: QuestionnaireSpec
    colleagues: dict[int, str]
    answers: dict[Key, Given]
    zone: ZoneInfo
    today: date
    stale: bool = False
    forms: dict[int, MentorshipForm] = field(default_factory=dict)

    def give(self, key: Key, given: Given | None) -> None:
        """Answers a question, or takes the answer away."""
        if given:
            self.answers[key] = given
        else:
            self.answers.pop(key, None)
        self.__dict__.pop("steps", None)

    @cached_property
    def steps(self) -> list[Step]:
        """What is asked as things stand."""
        values = {key: given.values for key, given in self.answers.items()}
        return applying(self.spec, self._every, values)

    @property
    def step(self) -> Step | None:
        """The question on the screen; None when all is answered.

        A question that does not apply any more gives way to the first without an answer.
        """
        on_screen = (step for step in self.steps if step.name == self.cursor)
        return next(on_screen, None) or self.unanswered

    @property
    def unanswered(self) -> Step | None:
        return first_unanswered(self.steps, self.answers)

    @property
    def phase(self) -> Phase:
        if self.submitted_at:
            return Phase.SENT
        if self.wave.closed_at or self.today > self.wave.closes_on:
            return Phase.CLOSED
        if self.wave.opened_at is None:
            return Phase.EARLY
        if not self.steps:
            return Phase.NOBODY
        if self.started_at is None:
            return Phase.INTRO
        return Phase.QUESTION if self.step else Phase.REVIEW

    @property
    def closed_on(self) -> date:
        """The last day: the curator may have closed earlier, never later."""
        closed_at = self.wave.closed_at
        closed_on = closed_at.astimezone(self.zone).date() if closed_at else date.max
        return min(self.wave.closes_on, closed_on)

    @cached_property
    def _every(self) -> list[Step]:
        return every(self.spec, list(self.colleagues), self.forms)


async def get_own(
    session: AsyncSession, person_id: int, assignment_id: int, now: datetime
) -> Sheet:
    """The person's own sheet; NotFound for anybody else's."""
    which = {"assignment": assignment_id, "person": person_id}
    found = await _sheets(session, _own(), which, now)
    if not found:
        raise NotFound
    return found[0]


async def at_hand(session: AsyncSession, person_id: int, now: datetime) -> list[Sheet]:
    """The person's sheets of open waves, the sent ones too; those closing first come first."""
    sheets = await _sheets(session, _at_hand(), {"person": person_id}, now)
    return [sheet for sheet in sheets if sheet.phase not in (Phase.CLOSED, Phase.NOBODY)]


Whose = tuple[int, int, Role]
"""A wave, a person and the role in which they answer."""


async def of_many(
    session: AsyncSession, wanted: Collection[Whose], now: datetime
) -> dict[Whose, Sheet]:
    """The sheets of a whole push at once; without those that do not exist."""
    waves, people, roles = zip(*wanted, strict=True) if wanted else ((), (), ())
    which = {"waves": waves, "people": people, "roles": [role.value for role in roles]}
    found = await _sheets(session, _of_many(), which, now)
    return {(sheet.wave_id, sheet.person_id, sheet.role): sheet for sheet in found}


async def next_opening(session: AsyncSession, organisation_id: int, today: date) -> date | None:
    """The day on which the next wave of a school opens, when it is known."""
    return await session.scalar(
        select(func.min(Wave.opens_on)).where(
            Wave.organisation_id == organisation_id,
            Wave.opened_at.is_(None),
            Wave.closed_at.is_(None),
            Wave.opens_on >= today,
        )
    )


@cache
def _own() -> Select[Any]:
    """Built once, like what follows: it runs for every tap."""
    row = table(Assignment).c
    mine = row.person_id == bindparam("person")
    return filled_in().where(row.id == bindparam("assignment"), mine)


@cache
def _at_hand() -> Select[Any]:
    row, wave = table(Assignment).c, table(Wave).c
    is_open = and_(wave.opened_at.is_not(None), wave.closed_at.is_(None))
    mine = filled_in().where(row.person_id == bindparam("person"), is_open)
    return mine.order_by(wave.closes_on, row.id)


@cache
def _of_many() -> Select[Any]:
    row = table(Assignment).c
    numbers = (bindparam(name, type_=ARRAY(Integer)) for name in ("waves", "people"))
    roles = bindparam("roles", type_=ARRAY(String))
    wanted = func.unnest(*numbers, roles).table_valued("wave", "person", "role").render_derived()
    same = and_(row.wave_id == wanted.c.wave, row.person_id == wanted.c.person)
    return filled_in().join(wanted, and_(same, row.role == wanted.c.role))


async def _sheets(
    session: AsyncSession, query: Select[Any], which: dict[str, Any], now: datetime
) -> list[Sheet]:
    rows = (await session.execute(query, which)).all()
    return [await _sheet(session, FilledIn._make(row), now) for row in rows]


async def _sheet(session: AsyncSession, row: FilledIn, now: datetime) -> Sheet:
    zone = ZoneInfo(row.timezone)
    return Sheet(
        *row[:9],
        wave=Days._make(row[9:13]),
        spec=await _spec(session, row.version_id, row.fingerprint),
        colleagues={pair: name for pair, name, _ in row.pairs or ()},
        answers=row.given(),
        zone=zone,
        today=now.astimezone(zone).date(),
        forms={pair: MentorshipForm(form) for pair, _, form in row.pairs or ()},
    )


async def _spec(session: AsyncSession, version_id: int, fingerprint: str) -> QuestionnaireSpec:
    """Read once by a process: it is long, and what was frozen never changes."""
    known = _known()
    if fingerprint not in known:
        known[fingerprint] = spec_of(await session.get_one(QuestionnaireVersion, version_id))
    return known[fingerprint]


@cache
def _known() -> dict[str, QuestionnaireSpec]:
    return {}
