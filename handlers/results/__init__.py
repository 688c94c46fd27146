"""/results: who has answered and, when a round is over, what people think; no names, no ranks."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import closing

from aiogram import Router

from handlers.context import Context
from handlers.questionnaire_ends import Glance
from handlers.results import (
    comparing,
    cutting,
    documents,
    exporting,
    forms,
    pages,
    pictures,
    sample,
    screens,
    themes,
    trending,
)
from handlers.results.asked import MANY_SCHOOLS, XLSX, Asked, file_name, sent
from handlers.results.screens import OfYear, Round, View
from handlers.screen import Attachment, Screen
from handlers.sections import RESULTS, register
from services.errors import NotFound
from services.results import figures, rounds
from services.results.cells import Results
from services.results.themes import placed


def router() -> Router:
    r = Router()
    register(r, RESULTS, show_rounds)
    r.callback_query.register(show_year, OfYear.filter())
    r.callback_query.register(show_places, Round.filter())
    r.callback_query.register(show, View.filter())
    r.callback_query.register(exporting.cancel, exporting.Cancel.filter())
    r.callback_query.register(sample.show, Glance.filter())
    r.include_router(themes.router())
    return r


async def show_rounds(event: object, c: Context) -> Screen:
    return await _rounds_of(c, rounds.this_year(c.who, c.now))


async def show_year(query: object, callback_data: OfYear, c: Context) -> Screen:
    return await _rounds_of(c, callback_data.year)


async def _rounds_of(c: Context, year: int) -> Screen:
    found = await rounds.rounds(c.session, c.who, year, c.now)
    held = {*await rounds.years(c.session, c.who), rounds.this_year(c.who, c.now)}
    return screens.rounds(c.t, year, found, sorted(held))


async def show_places(query: object, callback_data: Round, c: Context) -> Screen:
    """Straight to the school when there is no choice."""
    year, code = callback_data.year, callback_data.code
    found = await rounds.places(c.session, c.who, year, code, c.now)
    if not found:
        raise NotFound
    if len(found) == 1:
        return await show(query, screens.view_of(found[0]), c)
    return screens.places(c.t, found, callback_data)


async def show(query: object, callback_data: View, c: Context) -> Screen:
    """One place: while the round goes on every button leads to the response."""
    year, code = callback_data.year, callback_data.code
    found = await rounds.places(c.session, c.who, year, code, c.now)
    place = rounds.pick(found, callback_data.organisation, callback_data.whole)
    if callback_data.act in SLOW or len(place.waves) > MANY_SCHOOLS:
        c.alone()
    if await exporting.takes_long(c, callback_data, place):
        return await exporting.ask(c, callback_data)
    typed = callback_data.act in TYPED
    made = await figures.results(c.session, place, c.programme.min_group, with_texts=typed)
    asked = Asked(c, callback_data, place, rounds.above(found, place), made)
    if made is None or callback_data.act == "response":
        return await show_response(asked)
    views = FORMS if made.forms is not None else VIEWS
    return await views.get(callback_data.act, views["means"])(asked, made)


async def show_response(asked: Asked) -> Screen:
    found = await figures.responses(asked.c.session, asked.place)
    return screens.response(asked.c.t, asked.place, figures.together(found))


async def means(asked: Asked, made: Results) -> Screen:
    found = figures.together(await figures.responses(asked.c.session, asked.place))
    return pages.means(asked.c.t, asked.view, made, found, asked.larger)


async def stated(asked: Asked, made: Results) -> Screen:
    found = figures.together(await figures.responses(asked.c.session, asked.place))
    return forms.forms(asked.c.t, asked.view, made, found)


async def distributions(asked: Asked, made: Results) -> Screen:
    return pages.distributions(asked.c.t, asked.view, made)


async def texts(asked: Asked, made: Results) -> Screen:
    return pages.texts(asked.c.t, asked.view, await placed.with_themes(asked.c.session, made))


async def workbook(asked: Asked, made: Results) -> Screen:
    with closing(await exporting.book(asked, made)) as draft:
        content = await asyncio.to_thread(draft.write)
    return await send(asked, made, Attachment(file_name(asked, "xlsx"), XLSX, content))


async def send(asked: Asked, made: Results, file: Attachment) -> Screen:
    c, kind = asked.c, file.name.rsplit(".", 1)[-1]
    await figures.record_export(c.session, c.who.me.id, made.place, kind, made.hidden, c.now)
    return sent(asked, file)


TYPED = ("texts",)
"""The views with what people have typed."""

SLOW = frozenset({*exporting.ACTS, *pictures.VIEWS})
"""The views that make a file."""

DOCUMENTED = ("documents", *documents.DOCUMENTS)

Views = dict[str, Callable[[Asked, Results], Awaitable[Screen]]]

VIEWS: Views = {
    "means": means,
    "changes": comparing.changes,
    "gaps": comparing.gaps,
    "trend": trending.over_years,
    "cuts": cutting.choose,
    **dict.fromkeys(cutting.CUTS, cutting.cut),
    "distributions": distributions,
    "texts": texts,
    **pictures.VIEWS,
    "workbook": workbook,
    "documents": documents.choose,
    **dict.fromkeys(documents.DOCUMENTS, documents.send),
}
FORMS: Views = {"means": stated, **{act: VIEWS[act] for act in ("workbook", *DOCUMENTED)}}
"""The views of a round of the curators' own form."""
