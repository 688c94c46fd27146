"""Who of those who have answered two rounds counts where the rounds are compared.

A round shows the sum of all who answered, the comparison that of those who answered twice. With
one or two who answered once the difference would be these, and hardly any school could compare
anything. So as many are left out of the comparison as make a group of k with them: chosen by
chance, once for all questions, whatever they said. Where too few would remain, all count, and
`matched` keeps the school's own comparison back.
"""

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    case,
    cast,
    func,
    or_,
    select,
)

from models import Assignment, Wave
from services.results.privacy import FLOOR

SPARE = 2
"""So many more are left out where there are enough: not everybody answers every question."""

KEY = ("school", "role", "person_id")


def returning(one: ColumnElement[bool], other: ColumnElement[bool]) -> Subquery:
    """`school`, `role` and `person_id` of those who sent both, and whether they are `told`.

    `one` and `other` are conditions on waves: those of either round, of one school year.
    """
    first, second = _sent(one).subquery(), _sent(other).subquery()
    same = and_(*(first.c[name] == second.c[name] for name in KEY))
    row = select(
        *(func.coalesce(first.c[name], second.c[name]).label(name) for name in KEY),
        and_(first.c.person_id.is_not(None), second.c.person_id.is_not(None)).label("both"),
        first.c.person_id.is_(None).label("only_second"),
        second.c.person_id.is_(None).label("only_first"),
        func.greatest(first.c.min_group, second.c.min_group, FLOOR).label("k"),
    ).select_from(first.join(second, same, full=True))
    return _told(row.subquery())


def _sent(which: ColumnElement[bool]) -> Select[int, object, int, int]:
    sent = Assignment.submitted_at.is_not(None)
    whose = (Wave.organisation_id.label("school"), Assignment.role, Assignment.person_id)
    rows = select(*whose, Assignment.min_group).join(Wave, Wave.id == Assignment.wave_id)
    return rows.where(which, sent)


def _told(person: Subquery) -> Subquery:
    """The first by an order that has nothing to do with them are left out."""
    row = person.c
    group = (row.school, row.role)

    def number(of: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count().filter(of).over(partition_by=group)

    chance = func.md5(cast(row.person_id, String))
    place = func.row_number().over(
        partition_by=(*group, row.both), order_by=(chance, row.person_id)
    )
    counted = select(
        *(row[name] for name in KEY),
        row.both,
        place.label("place"),
        number(row.both).label("all"),
        number(row.only_first).label("first"),
        number(row.only_second).label("second"),
        func.max(row.k).over(partition_by=group).label("k"),
    ).subquery()
    c = counted.c
    told = (c.place > _left_out(counted)).label("told")
    return select(*(c[name] for name in KEY), told).where(c.both).subquery()


def _left_out(counted: FromClause) -> ColumnElement[int]:
    """How many of a school's: the least that make k people with those who answered once, in
    either round, and SPARE more as long as k people stay."""
    c = counted.c
    alone = or_(c.first.between(1, c.k - 1), c.second.between(1, c.k - 1))
    least = c.k - func.least(c.first, c.second)
    most = c["all"] - c.k
    found = case((and_(alone, least <= most), func.least(least + SPARE, most)), else_=0)
    return cast(found, Integer)
