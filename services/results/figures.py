"""Results of a round: answers in the database -> numbers that may be shown.

Only what was sent counts, and of that only what applies and belongs to statistics. "Hard to
say" and "skipped" are counted apart and are never a zero. Items about a pair give one value a
pair, so a cell knows both its people and its answers.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditEntry
from models.enums import Role, WaveCode
from services.catalogue import Item
from services.results import areas, forms, growing, tallies
from services.results.cells import Cell, Results, Row, Side
from services.results.course import Typed
from services.results.growing import now_of
from services.results.privacy import Verdict, Waves, k_of, least, same_people, verdicts
from services.results.rounds import Place
from services.waves import response
from services.waves.response import State

Response = dict[Role, Counter[State]]

Ks = Mapping[Role, Mapping[int, int]]
"""k by role and wave: as promised to those who answered."""


async def responses(session: AsyncSession, place: Place) -> dict[int, Response]:
    """How many are in which state by wave and role; waves without people are left out."""
    return await response.counts(session, list(place.ids))


def together(found: Mapping[int, Response]) -> Response:
    """All waves as one; only the roles that were asked."""
    roles = {role for by_role in found.values() for role in by_role}
    return {
        role: sum((by_role.get(role, Counter()) for by_role in found.values()), Counter())
        for role in Role
        if role in roles
    }


async def results(
    session: AsyncSession, place: Place, min_group: int, with_texts: bool = True
) -> Results | None:
    """None while any wave of the place may still bring answers: then only the response shows.

    `with_texts`: what people typed is read too; of a region that is a lot.
    """
    if not place.is_over:
        return None
    items = await tallies.items(session, place.ids)
    sent = await tallies.sent(session, place.ids)
    paper = sum(one.on_paper for one in sent.values())
    kind = WaveCode.of(place.code)
    if kind is WaveCode.CURATOR:
        stated = await forms.forms(session, place.ids, items.get(Role.CURATOR, []))
        return Results(place, least(min_group), (), paper=paper, forms=tuple(stated))
    ks = ks_of(items, sent, place, min_group)
    k = max((least(one.promised) for one in sent.values()), default=least(min_group))
    cells = await _cells(session, items, place, ks, sent)
    if with_texts:
        cells |= await _typed(session, cells)
    rows = _rows(items, cells, kind is WaveCode.GROWTH)
    found = await areas.areas(session, place, cells, ks) if kind in areas.ROUNDS else []
    asked = {code for role, code in cells if role is Role.MENTOR}
    grows = kind is WaveCode.GROWTH and Role.MENTOR in ks
    grown = await growing.grown(session, place, asked, ks[Role.MENTOR]) if grows else None
    return Results(place, k, tuple(rows), tuple(found), paper, grown=grown)


def ks_of(
    items: Mapping[Role, list[Item]],
    sent: Mapping[tuple[int, Role], tallies.Sent],
    place: Place,
    min_group: int,
) -> Ks:
    """By role and wave, of `items` and `sent` as `tallies` has them."""
    promised = {at: one.promised for at, one in sent.items()}
    return {
        role: {wave: k_of(promised.get((wave, role), 0), min_group) for wave in place.ids}
        for role in items
    }


async def _cells(
    session: AsyncSession,
    items: Mapping[Role, list[Item]],
    place: Place,
    ks: Ks,
    sent: Mapping[tuple[int, Role], tallies.Sent],
) -> dict[tallies.At, Cell]:
    found = await tallies.people(session, place.ids)
    judged: dict[tallies.At, tuple[Item, Verdict]] = {}
    for role, asked in items.items():
        here = {item.code: found.get((role, item.code), {}) for item in asked}
        people = {wave: one.people for (wave, who), one in sent.items() if who is role}
        made = _judged(asked, here, place, ks[role])
        for item in asked:
            judged[role, item.code] = item, _leaving_out(made[item.code], people)
    wanted = {at: verdict.waves for at, (_, verdict) in judged.items() if verdict.shown}
    given = await tallies.given(session, wanted)
    return {at: _cell(*one, given.get(at)) for at, one in judged.items()}


async def _typed(
    session: AsyncSession, cells: Mapping[tallies.At, Cell]
) -> dict[tallies.At, Cell]:
    """The cells of what was typed, with it."""
    wanted = {at: cell.verdict.waves for at, cell in cells.items() if _is_typed(cell)}
    texts: dict[tallies.At, list[str]] = {at: [] for at in wanted}
    async for at, body in tallies.texts(session, wanted):
        texts[at].append(body)
    return {at: replace(cells[at], texts=tuple(bodies)) for at, bodies in texts.items()}


async def typed(session: AsyncSession, made: Results) -> Typed:
    """The same of results without it, for a file; to be closed."""
    wanted = {
        (side.role, cell.item.code): cell.verdict.waves
        for row in made.rows
        for side, cell in row.cells.items()
        if _is_typed(cell)
    }
    found = Typed()
    try:
        await found.fill(tallies.texts(session, wanted))
    except BaseException:
        found.close()
        raise
    return found


def _is_typed(cell: Cell) -> bool:
    return cell.item.kind == "text" and cell.shown


def _judged(
    asked: list[Item],
    people: Mapping[str, Mapping[int, int]],
    place: Place,
    k: Mapping[int, int],
) -> dict[str, Verdict]:
    """By question; one that hangs on another comes after it."""
    made: dict[str, dict[Waves, Verdict]] = {}
    for item in asked:
        source = made.get(item.only_if.item) if item.only_if else None
        groups = same_people(source) if source else place.groups
        made[item.code] = verdicts(groups, people[item.code], k)
    return {code: judged[place.ids] for code, judged in made.items()}


def _leaving_out(verdict: Verdict, sent: Mapping[int, int]) -> Verdict:
    """Told in people who sent it (privacy, 10)."""
    rest = sum(people for wave, people in sent.items() if wave not in verdict.waves)
    return replace(verdict, left_out=rest)


def _cell(item: Item, verdict: Verdict, given: tallies.Tally | None) -> Cell:
    """`given` where it may be shown."""
    if given is None:
        return Cell(item, verdict)
    return Cell(
        item,
        verdict,
        counts={value: given.values[value] for value in item.values},
        missing=given.missing,
        answers=given.answers,
    )


def _rows(
    items: Mapping[Role, list[Item]], cells: Mapping[tallies.At, Cell], growth: bool
) -> Iterator[Row]:
    """In the order of the roles; a question joins the row of the one it is compared with."""
    rows: list[dict[Side, Cell]] = []
    for role in (role for role in Role if role in items):
        for item in items[role]:
            then = growth and now_of(item.code) is not None
            cell, side = cells[role, item.code], Side(role, then)
            row = next((row for row in rows if _belongs(item, side, row)), None)
            if row is None:
                rows.append({side: cell})
            else:
                row[side] = cell
    return map(Row, rows)


def _belongs(item: Item, side: Side, row: Mapping[Side, Cell]) -> bool:
    """Asked of the same people about now and then, or of both sides of a pair."""
    if side in row:
        return False
    if side.then:
        now = row.get(Side(side.role))
        return now is not None and _alike(item, now.item, now_of(item.code), now.item.code)
    return any(_alike(item, o.item, item.code, o.item.mirror_code) for o in row.values())


def _alike(item: Item, other: Item, code: str | None, wanted: str) -> bool:
    return code == wanted and (item.kind, item.values) == (other.kind, other.values)


async def record_export(
    session: AsyncSession, actor: int | None, place: Place, kind: str, hidden: int, now: datetime
) -> None:
    """Every file with results is written down; `kind` is such as `xlsx` or `note.docx`, `hidden`
    how many cells it keeps back. `actor`: nobody for the command line."""
    details = {
        "format": kind,
        "organisation": place.organisation.id,
        "whole": place.whole,
        "year": place.year,
        "wave": place.code,
        "hidden": hidden,
    }
    entry = AuditEntry(at=now, actor_id=actor, action="results_exported", details=details)
    session.add(entry)
    await session.flush()
