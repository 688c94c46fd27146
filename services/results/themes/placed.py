"""The themes of a place's results: the one place that all pages and files take them from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from models import OwnTheme
from services.catalogue import Words
from services.results import tallies
from services.results.cells import Cell, Results
from services.results.rounds import Place
from services.results.themes import kept
from services.results.themes.kinds import At, Counts, Question, Theme, Themes, question
from services.results.themes.rules import REST, rules


async def of(session: AsyncSession, place: Place) -> Themes:
    """As corrected by those who run the place; nothing is counted."""
    themes = known(await kept.own(session, place))
    corrected = {
        at: {
            answer: codes
            for answer, chosen in of_answers.items()
            if (codes := still(chosen, themes)) is not None
        }
        for at, of_answers in (await kept.corrections(session, place)).items()
    }
    return Themes(themes, corrected)


async def with_themes(session: AsyncSession, made: Results) -> Results:
    """The results with what is needed to tell the themes of an answer."""
    return replace(made, themes=await of(session, made.place))


async def with_counts(session: AsyncSession, made: Results) -> Results:
    """The results with how many answers speak of which theme; however many answers there are,
    few are in memory at a time."""
    themes = await of(session, made.place)
    wanted = {at: cell.verdict.waves for at, cell in typed(made).items()}
    counts = {at: Counts() for at in wanted}
    if wanted:
        async for at, body in tallies.texts(session, wanted):
            counts[at].update(themes.of(at, body))
    return replace(made, themes=replace(themes, counts=counts))


def typed(made: Results) -> dict[At, Cell]:
    """The open questions of which the answers may be shown."""
    return {
        (side.role, cell.item.code): cell
        for row in made.of_kind("text")
        for side, cell in row.cells.items()
        if cell.shown
    }


def questions(made: Results) -> Mapping[At, Question]:
    """Of results that were read with their texts and themes."""
    themes = made.themes
    if themes is None:
        return {}
    return {at: question(themes, at, cell.texts) for at, cell in typed(made).items()}


def known(own: Sequence[OwnTheme]) -> dict[str, Theme]:
    """All themes by code: those of the file, then those of one's own, at the end «other»."""
    given = {code: Theme(code, name) for code, name in rules().names.items()}
    rest = given.pop(REST)
    added = {one.key: Theme(one.key, Words(ru=one.name, en=one.name), True) for one in own}
    return {**given, **added, REST: rest}


def still(chosen: Sequence[str] | None, themes: Mapping[str, Theme]) -> tuple[str, ...] | None:
    """The chosen themes that there still are; None where nothing is chosen, or nothing of it is
    left: then the rules hold again."""
    if chosen is None:
        return None
    codes = tuple(code for code in chosen if code in themes)
    return codes if codes or not chosen else None
