"""What the roster and the log of meetings say of a place on a day. Facts of record: no answer
of anybody is among them, so there is nothing to hide."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Boolean,
    Date,
    Executable,
    Integer,
    Subquery,
    and_,
    cast,
    false,
    func,
    null,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession

from models import Meeting, Mentorship, Organisation, Person
from models.enums import MeetingStatus, MentorshipStatus, OrganisationKind, WorkArea
from services.calendar import academic_year, first_day
from services.results.indicators.definitions import Definitions

MONTH = 30
"""Days."""

RUN = (MentorshipStatus.ACTIVE, MentorshipStatus.COMPLETED)
"""Pairs that did work on a day of their term."""

HELD = (MeetingStatus.WAITING, MeetingStatus.CONFIRMED)
"""Meetings that nobody disputes."""


@dataclass(frozen=True)
class School:
    """`teachers` and `young` are what the school has said of itself. `unknown`: mentees of whom
    nobody can say whether they are young. `long_pairs` have run for a month, so that a rhythm
    can be seen."""

    teachers: int | None
    young: int | None
    mentors: int = 0
    mentees: int = 0
    involved: int = 0
    young_mentored: int = 0
    young_category: int = 0
    unknown: int = 0
    pairs: int = 0
    ordered: int = 0
    long_pairs: int = 0
    rhythmic: int = 0


@dataclass(frozen=True)
class Registry:
    day: date
    schools: tuple[School, ...]

    def total(self, name: str) -> int:
        return sum(getattr(school, name) or 0 for school in self.schools)

    def saying(self, name: str) -> "Registry":
        """Only the schools that have said the number."""
        said = (school for school in self.schools if getattr(school, name) is not None)
        return Registry(self.day, tuple(said))


async def registry(
    session: AsyncSession, organisations: Collection[int], day: date, d: Definitions
) -> Registry:
    """Of all the schools among the organisations."""
    schools = await session.execute(
        select(Organisation.id, Organisation.teachers_total, Organisation.young_total)
        .where(Organisation.id.in_(organisations), Organisation.kind == OrganisationKind.SCHOOL)
        .order_by(Organisation.id)
    )
    people = {row.place: row for row in await session.execute(_people(organisations, day, d))}
    pairs = {row.place: row for row in await session.execute(_pairs(organisations, day, d))}
    return Registry(
        day,
        tuple(
            School(teachers, young, **_numbers(people.get(place)), **_numbers(pairs.get(place)))
            for place, teachers, young in schools
        ),
    )


def _numbers(row: Any) -> dict[str, int]:
    found = dict(row._mapping) if row else {}
    found.pop("place", None)
    return found


def _running(day: date) -> Any:
    in_term = and_(Mentorship.starts_on <= day, Mentorship.ends_on >= day)
    return and_(in_term, Mentorship.status.in_(RUN))


def _people(organisations: Collection[int], day: date, d: Definitions) -> Executable:
    """A person counts once, in the school they are of. Who is young is told by the tenure, and
    where that is not known by what the pair is for."""
    involved = _involved(day)
    one = involved.c
    young = and_(one.mentee, func.coalesce(Person.tenure_years <= d.young_years, one.young))
    unknown = and_(one.mentee, Person.tenure_years.is_(None), one.young.is_(None))
    return (
        select(
            Person.organisation_id.label("place"),
            func.count().filter(one.mentor).label("mentors"),
            func.count().filter(one.mentee).label("mentees"),
            func.count().label("involved"),
            func.count().filter(young).label("young_mentored"),
            func.count().filter(young, Person.category.is_not(None)).label("young_category"),
            func.count().filter(unknown).label("unknown"),
        )
        .join(involved, one.person == Person.id)
        .where(Person.organisation_id.in_(organisations))
        .group_by(Person.organisation_id)
    )


def _involved(day: date) -> Subquery:
    mentors = select(
        Mentorship.mentor_id.label("person"),
        true().label("mentor"),
        false().label("mentee"),
        cast(null(), Boolean).label("young"),
    ).where(_running(day))
    is_young = Mentorship.work_area == WorkArea.YOUNG_SPECIALIST
    mentees = select(Mentorship.mentee_id, false(), true(), is_young).where(_running(day))
    sides = mentors.union_all(mentees).subquery().c
    flags = [func.bool_or(sides[name]).label(name) for name in ("mentor", "mentee", "young")]
    return select(sides.person, *flags).group_by(sides.person).subquery()


def _pairs(organisations: Collection[int], day: date, d: Definitions) -> Executable:
    one = _meetings(organisations, day).c
    months = cast(day - one.since, Integer) // MONTH
    is_long = months >= 1
    return select(
        one.place,
        func.count().label("pairs"),
        func.count().filter(one.ordered).label("ordered"),
        func.count().filter(is_long).label("long_pairs"),
        func.count().filter(is_long, one.meetings >= d.monthly * months).label("rhythmic"),
    ).group_by(one.place)


def _meetings(organisations: Collection[int], day: date) -> Subquery:
    """The pairs with their meetings of the school year; vacations are not taken off."""
    first = first_day(academic_year(day))
    since = func.greatest(Mentorship.starts_on, first, type_=Date)
    held = (
        select(func.count())
        .where(Meeting.mentorship_id == Mentorship.id, Meeting.status.in_(HELD))
        .where(Meeting.held_on.between(since, day))
        .scalar_subquery()
    )
    return (
        select(
            Mentorship.organisation_id.label("place"),
            and_(Mentorship.order_number.is_not(None), Mentorship.order_date.is_not(None)).label(
                "ordered"
            ),
            since.label("since"),
            held.label("meetings"),
        )
        .where(_running(day), Mentorship.organisation_id.in_(organisations))
        .subquery()
    )
