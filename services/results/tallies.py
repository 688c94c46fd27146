"""Counts of the answers of some waves, by the database: the input of `figures`.

What comes from here is not yet fit to be shown: `privacy` decides. Of closed waves the counts
are kept; whether they still hold is decided in `kept`, and here nobody can tell the difference.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from models import Answer, Assignment
from models.enums import Role
from services.catalogue import Item, QuestionnaireSpec
from services.results import kept
from services.results.counting import always, among, counted, sent_answers, under_conditions
from services.results.counting import counted_answers as counted_answers
from services.results.counting import used_versions as used_versions
from services.results.privacy import Waves, union
from services.results.tally import At as At
from services.results.tally import Tally as Tally

AT_A_TIME = 1_000
"""Typed answers that are read from the database at once."""


@dataclass(frozen=True)
class Sent:
    """The questionnaires of one role in one wave, of so many people. `promised`: the largest k
    that they were told; `on_paper`: how many were handed in so."""

    promised: int
    on_paper: int
    people: int


async def sent(session: AsyncSession, waves: Waves) -> dict[tuple[int, Role], Sent]:
    """By wave and role; where nobody has answered there is nothing."""
    asked = (Assignment.wave_id, Assignment.role)
    on_paper = func.count().filter(Assignment.on_paper)
    rows = await session.execute(
        select(*asked, func.max(Assignment.min_group), on_paper, func.count())
        .where(among(waves), Assignment.submitted_at.is_not(None))
        .group_by(*asked)
    )
    return {(wave, role): Sent(*found) for wave, role, *found in rows}


async def items(session: AsyncSession, waves: Waves) -> dict[Role, list[Item]]:
    """What the roles were asked for statistics; of several versions the latest words count."""
    found: dict[Role, dict[str, Item]] = {}
    versions = await used_versions(session, waves)
    for spec in (versions[version_id] for version_id in sorted(versions, reverse=True)):
        asked = found.setdefault(Role(spec.role), {})
        for item in counted(spec):
            asked.setdefault(item.code, item)
    return {role: list(asked.values()) for role, asked in found.items()}


async def tallies(session: AsyncSession, waves: Waves) -> dict[At, dict[int, Tally]]:
    """Every question's tally by wave; what nobody answered is left out."""
    held = await kept.split(session, waves)
    found = await kept.tallies(session, held.kept)
    for at, by_wave in (await _tallies(session, held.direct)).items():
        found.setdefault(at, {}).update(by_wave)
    return found


async def _tallies(session: AsyncSession, waves: Waves) -> dict[At, dict[int, Tally]]:
    """Counted directly."""
    if not waves:
        return {}
    versions = await used_versions(session, waves)
    found: dict[At, dict[int, Tally]] = {}
    for row in await session.execute(_by_value(versions, waves)):
        by_wave = found.setdefault((row.role, row.item), {})
        _add(by_wave.setdefault(row.wave_id, Tally()), row)
    for at, numbers in (await _people(session, waves)).items():
        for wave, number in numbers.items():
            found[at][wave].people = number
    return found


async def people(session: AsyncSession, waves: Waves) -> dict[At, dict[int, int]]:
    """How many gave a value to each question, by wave."""
    held = await kept.split(session, waves)
    found = await kept.people(session, held.kept)
    for at, by_wave in (await _people(session, held.direct)).items():
        found.setdefault(at, {}).update(by_wave)
    return found


async def _people(session: AsyncSession, waves: Waves) -> dict[At, dict[int, int]]:
    """Counted directly."""
    if not waves:
        return {}
    versions = await used_versions(session, waves)
    found: dict[At, dict[int, int]] = {}
    for row in await session.execute(_answered(waves, always(versions), func.count())):
        found[row.role, row.item] = dict(zip(row.waves, row.people, strict=True))
    for wave, role, item, repeated in await session.execute(_repeated(waves)):
        by_wave = found.get((role, item), {})
        if wave in by_wave:
            by_wave[wave] -= int(repeated)
    once = func.count(Answer.assignment_id.distinct())
    for row in await session.execute(_answered(waves, under_conditions(versions), once)):
        by_wave = found.setdefault((row.role, row.item), {})
        by_wave.update(zip(row.waves, row.people, strict=True))
    return found


async def given(
    session: AsyncSession, wanted: Mapping[At, Waves], stratum: str | None = None
) -> dict[At, Tally]:
    """The tally of each question over the waves given with it; its people are not counted.
    `stratum`: of those only who belong to it; that is not kept."""
    found = {at: Tally() for at in wanted}
    waves = union(wanted.values())
    held = kept.Split(Waves(), waves) if stratum else await kept.split(session, waves)
    await kept.add_given(session, found, _only(wanted, held.kept))
    await _add_given(session, found, _only(wanted, held.direct), stratum)
    return found


def _only(wanted: Mapping[At, Waves], waves: Waves) -> dict[At, Waves]:
    """Of what is wanted that in these waves."""
    return {at: here for at, all_waves in wanted.items() if (here := all_waves & waves)}


async def _add_given(
    session: AsyncSession,
    found: Mapping[At, Tally],
    wanted: Mapping[At, Waves],
    stratum: str | None,
) -> None:
    """Counted directly."""
    if not wanted:
        return
    versions = await used_versions(session, union(wanted.values()))
    value = (Assignment.role, Answer.item, Answer.number, Answer.choices, Answer.missing)
    for applying in (always(versions), under_conditions(versions)):
        answers = _wanted(wanted, applying, *value, func.count().label("answers"))
        if stratum:
            answers = answers.where(Assignment.strata.contains([stratum]))
        for row in await session.execute(answers.group_by(*value)):
            _add(found[row.role, row.item], row)


def _add(tally: Tally, row: Any) -> None:
    """How often one answer was given."""
    if row.missing:
        tally.missing[row.missing] += row.answers
        return
    tally.answers += row.answers
    for value in row.choices or ([] if row.number is None else [str(row.number)]):
        tally.values[value] += row.answers


async def texts(
    session: AsyncSession, wanted: Mapping[At, Waves]
) -> AsyncIterator[tuple[At, str]]:
    """The typed answers to each question in the waves given with it, question by question.

    Shuffled by the words themselves, so that no order of people shines through. However many
    they are, few are in memory at a time.
    """
    versions = await used_versions(session, union(wanted.values()))
    columns = (Assignment.role, Answer.item, Answer.body.label("body"))
    typed = union_all(
        *(
            _wanted(wanted, applying, *columns).where(Answer.body.is_not(None))
            for applying in (always(versions), under_conditions(versions))
        )
    ).subquery()
    shuffled = func.sha256(func.convert_to(typed.c.body, "UTF8"))
    ordered = select(typed).order_by(typed.c.role, typed.c.item, shuffled)
    found = await session.stream(ordered, execution_options={"yield_per": AT_A_TIME})
    async for role, item, body in found:
        yield (role, item), body


def _wanted(
    wanted: Mapping[At, Waves], applying: list[ColumnElement[bool]], *columns: Any
) -> Select[Any]:
    """Answers to each question in its own waves; most have the same ones."""
    where = kept.asked_in(wanted, Assignment.wave_id, Assignment.role, Answer.item)
    answers = sent_answers(union(wanted.values()), *columns)
    return answers.where(or_(false(), *applying), where)


def _by_value(versions: Mapping[int, QuestionnaireSpec], waves: Waves) -> Select[Any]:
    """How often each answer was given; several choices of one person are one answer."""
    question = (Assignment.wave_id, Assignment.role, Answer.item)
    answer = (Answer.number, Answer.choices, Answer.missing)
    answers = counted_answers(versions, waves, *question, *answer, func.count().label("answers"))
    return answers.group_by(*question, *answer)


def _answered(
    waves: Waves, applying: list[ColumnElement[bool]], people: ColumnElement[int]
) -> Select[Any]:
    """How many gave a value to each question in which waves, as arrays: of a thousand schools a
    row each takes long to read."""
    question = (Assignment.wave_id, Assignment.role, Answer.item)
    one = (
        sent_answers(waves, *question, people.label("people"))
        .where(or_(false(), *applying), Answer.missing.is_(None))
        .group_by(*question)
        .subquery()
    ).c
    found = (
        func.array_agg(one.wave_id).label("waves"),
        func.array_agg(one.people).label("people"),
    )
    return select(one.role, one.item, *found).group_by(one.role, one.item)


def _repeated(waves: Waves) -> Select[Any]:
    """By how much there are more values than people who gave them, where somebody was asked
    about several pairs. An assignment is one person: once per wave and role."""
    person = (Assignment.id, Assignment.wave_id, Assignment.role, Answer.item)
    several = (
        sent_answers(waves, *person[1:], (func.count() - 1).label("repeated"))
        .where(Answer.mentorship_id.is_not(None), Answer.missing.is_(None))
        .group_by(*person)
        .having(func.count() > 1)
        .subquery()
    ).c
    asked = (several.wave_id, several.role, several.item)
    return select(*asked, func.sum(several.repeated)).group_by(*asked)
