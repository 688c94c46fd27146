"""Themes as those who run the place see them: chosen for an answer, added, renamed, taken back.

Each change is written down with who made it, without the words of the answer.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditEntry, Organisation, OwnTheme, ThemeCorrection
from services.errors import NotFound, UserError
from services.people import Who
from services.results.rounds import Place
from services.results.themes import kept
from services.results.themes.kinds import Answered, Question, Theme
from services.results.themes.placed import known, still
from services.results.themes.rules import OK, REST, brief, digest, found

LONGEST = 40
"""Characters of the name of a theme."""

MOST = 12
"""Themes of one's own in a round: all have to stand on one screen."""

GONE = "themes-gone"


async def choose(
    session: AsyncSession,
    who: Who,
    place: Place,
    answer: Answered,
    code: str,
    wanted: bool,
    now: datetime,
) -> None:
    """The theme holds for the answer and its equals, or does not; chosen again it changes
    nothing. UserError for a theme that is not there any more."""
    await _held(session, place)
    themes = known(await kept.own(session, place))
    if code not in themes or code == REST:
        raise UserError(GONE)
    before = await _codes(session, place, answer, themes)
    after = _with(before, code) if wanted else tuple(one for one in before if one != code)
    if after != before:
        await _keep(session, place, answer, after)
        _note(session, who, place, answer, "chosen", now)
        await session.flush()


async def add(
    session: AsyncSession, who: Who, place: Place, answer: Answered, name: str, now: datetime
) -> None:
    """A theme of one's own, which the answer speaks of; one of that name there is already is
    taken instead."""
    await _held(session, place)
    name, themes = _checked(name), known(await kept.own(session, place))
    code = next((one.code for one in themes.values() if _is_called(one, name)), None)
    if code is None:
        if sum(one.own for one in themes.values()) >= MOST:
            raise UserError("themes-enough", most=MOST)
        code = _free(name, themes)
        session.add(OwnTheme(**kept.columns(place), key=code, name=name))
        _note(session, who, place, answer, "added", now)
        await session.flush()
    await choose(session, who, place, answer, code, True, now)


async def rename(
    session: AsyncSession, who: Who, place: Place, code: str, name: str, now: datetime
) -> None:
    """UserError for a theme that is not there, or not one's own, and for a name that is taken."""
    await _held(session, place)
    name, own = _checked(name), await kept.own(session, place)
    theme = _mine(own, code)
    if any(_is_called(one, name) for one in known(own).values() if one.code != code):
        raise UserError("themes-taken", name=name)
    theme.name = name
    _note(session, who, place, None, "renamed", now)
    await session.flush()


async def drop(session: AsyncSession, who: Who, place: Place, code: str, now: datetime) -> None:
    """Takes a theme of one's own away; for answers of which it was the only theme the rules hold
    again."""
    await _held(session, place)
    await session.delete(_mine(await kept.own(session, place), code))
    _note(session, who, place, None, "dropped", now)
    await session.flush()


async def undo(
    session: AsyncSession, who: Who, place: Place, what: Answered | Question, now: datetime
) -> None:
    """The rules hold again for an answer, or for all answers to a question."""
    query = delete(ThemeCorrection).filter_by(**kept.columns(place), **_asked(what))
    if isinstance(what, Answered):
        query = query.where(ThemeCorrection.answer == digest(what.text))
    await session.execute(query)
    _note(session, who, place, what, "undone", now)
    await session.flush()


async def _held(session: AsyncSession, place: Place) -> None:
    """One correction of a place at a time, till the commit."""
    query = select(Organisation.id).where(Organisation.id == place.organisation.id)
    await session.execute(query.with_for_update())


async def _codes(
    session: AsyncSession, place: Place, answer: Answered, themes: dict[str, Theme]
) -> tuple[str, ...]:
    """As they stand now; none for «other»."""
    query = select(ThemeCorrection.themes).filter_by(
        **kept.columns(place), **_asked(answer), answer=digest(answer.text)
    )
    codes = still(await session.scalar(query), themes)
    return tuple(one for one in (found(answer.text) if codes is None else codes) if one != REST)


def _with(codes: tuple[str, ...], code: str) -> tuple[str, ...]:
    """Nothing to add goes with no other theme."""
    if code in codes:
        return codes
    return (OK,) if code == OK else (*(one for one in codes if one != OK), code)


async def _keep(
    session: AsyncSession, place: Place, answer: Answered, codes: tuple[str, ...]
) -> None:
    at = {**kept.columns(place), **_asked(answer), "answer": digest(answer.text)}
    query = insert(ThemeCorrection).values(**at, themes=list(codes))
    await session.execute(
        query.on_conflict_do_update(
            constraint="uq_theme_corrections_answer", set_={"themes": query.excluded.themes}
        )
    )


def _asked(what: Answered | Question) -> dict[str, str]:
    role, item = what.at
    return {"role": role, "item": item}


def _checked(name: str) -> str:
    """On one line."""
    name = " ".join(name.split())
    if not name:
        raise UserError("themes-empty")
    if len(name) > LONGEST:
        raise UserError("themes-long", length=len(name), most=LONGEST)
    return name


def _is_called(theme: Theme, name: str) -> bool:
    return name.casefold() in {theme.name.ru.casefold(), theme.name.en.casefold()}


def _mine(own: Iterable[OwnTheme], code: str) -> OwnTheme:
    theme = next((one for one in own if one.key == code), None)
    if theme is None:
        raise NotFound(GONE)
    return theme


def _free(name: str, themes: dict[str, Theme]) -> str:
    """From the name, so that a button of a theme that was dropped never means another one."""
    tries = (f"_{brief(name, str(number))[:3]}" for number in range(1000))
    return next(code for code in tries if code not in themes)


def _note(
    session: AsyncSession,
    who: Who,
    place: Place,
    what: Answered | Question | None,
    act: str,
    now: datetime,
) -> None:
    details = {
        "act": act,
        "organisation": place.organisation.id,
        "whole": place.whole,
        "year": place.year,
        "wave": place.code,
        **(_asked(what) if what else {}),
    }
    entry = AuditEntry(at=now, actor_id=who.me.id, action="themes_corrected", details=details)
    session.add(entry)
