"""One person's questionnaire as it is kept: what it is about, what is given, its wave.

All in one statement without entities, as it runs for every tap and for every message of a push.
"""

from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    ScalarSelect,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from models import (
    Answer,
    Assignment,
    Mentorship,
    Organisation,
    Person,
    QuestionnaireVersion,
    Wave,
    WaveQuestionnaire,
)
from models.enums import MentorshipStatus, Missing, Role
from services.steps import Given, Key
from services.tables import table

UNDER_WAY = (MentorshipStatus.ACTIVE, MentorshipStatus.SUSPENDED)


class FilledIn(NamedTuple):
    """A row of `filled_in`. `seen` is the assignment's row version: every change makes another.

    `pairs`: mentorships, names of those the person works with in this role during the wave, and
    the forms, by name (a curator has none); `answers` as stored. Both are None when there is
    nothing.
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
    opens_on: date
    closes_on: date
    opened_at: datetime | None
    closed_at: datetime | None
    timezone: str
    version_id: int
    fingerprint: str
    pairs: list[tuple[int, str, str]] | None
    answers: list[Any] | None

    def given(self) -> dict[Key, Given]:
        return {(item, pair): _given(*value) for item, pair, *value in self.answers or ()}


def _given(
    number: int | None, choices: list[str] | None, body: str | None, missing: str | None
) -> Given:
    chosen = None if choices is None else tuple(choices)
    return Given(number, chosen, body, Missing(missing) if missing else None)


@cache
def filled_in() -> Select[Any]:
    """Rows for FilledIn; built once. Who asks adds which, by the columns of Assignment."""
    row, wave, version = table(Assignment).c, table(Wave).c, table(QuestionnaireVersion).c
    place, asked = table(Organisation).c, table(WaveQuestionnaire).c
    mine = (row.id, row.wave_id, row.person_id, row.role, row.cursor)
    seen = cast(literal_column("assignments.xmin"), String)
    days = (wave.opens_on, wave.closes_on, wave.opened_at, wave.closed_at, place.timezone)
    sent = (row.started_at, row.submitted_at, seen, row.min_group)
    return (
        select(*mine, *sent, *days)
        .add_columns(version.id, version.fingerprint, _pairs(), _answers())
        .select_from(table(Assignment))
        .join(table(Wave), wave.id == row.wave_id)
        .join(table(Organisation), place.id == wave.organisation_id)
        .join(table(WaveQuestionnaire), and_(asked.wave_id == row.wave_id, asked.role == row.role))
        .join(table(QuestionnaireVersion), version.id == asked.version_id)
    )


def _pairs() -> ScalarSelect[Any]:
    row, wave = table(Assignment).c, table(Wave).c
    pair, person = table(Mentorship).c, table(Person).c
    as_mentee = row.role == Role.MENTEE
    mine = or_(
        and_(as_mentee, pair.mentee_id == row.person_id),
        and_(row.role == Role.MENTOR, pair.mentor_id == row.person_id),
    )
    other = case((as_mentee, pair.mentor_id), else_=pair.mentee_id)
    named = func.json_build_array(pair.id, person.full_name, pair.form)
    by_name = aggregate_order_by(named, person.name_key, pair.id)
    return (
        select(func.json_agg(by_name, type_=JSON))
        .join_from(table(Mentorship), table(Person), person.id == other)
        .where(mine, or_(*(pair.status == status for status in UNDER_WAY)))
        .where(pair.starts_on <= wave.closes_on, pair.ends_on >= wave.opens_on)
        .correlate(table(Assignment), table(Wave))
        .scalar_subquery()
    )


def _answers() -> ScalarSelect[Any]:
    answer = table(Answer).c
    value = (answer.number, answer.choices, answer.body, answer.missing)
    given = func.json_build_array(answer.item, answer.mentorship_id, *value)
    return (
        select(func.json_agg(given, type_=JSON))
        .where(answer.assignment_id == table(Assignment).c.id)
        .scalar_subquery()
    )
