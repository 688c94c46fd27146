"""/results: who has answered and, when a round is over, what people think; no names, no ranks."""

import asyncio
from collections.abc import Awaitable, Callable

from aiogram import Router

from handlers.context import Context
from handlers.questionnaire_ends import Glance
from handlers.results import comparing, documents, forms, pages, sample, screens
from handlers.results.asked import XLSX, Asked, file_name, sent
from handlers.results.screens import Round, View
from handlers.screen import Attachment, Screen
from handlers.sections import RESULTS, register
from services.errors import NotFound, UserError
from services.results import figures, rounds
from services.results.cells import Results
from services.results.workbook import results_book


def router() -> Router:
    r = Router()
    register(r, RESULTS, show_rounds)
    r.callback_query.register(show_places, Round.filter())
    r.callback_query.register(show, View.filter())
    r.callback_query.register(sample.show, Glance.filter())
    return r


async def show_rounds(event: object, c: Context) -> Screen:
    found = await rounds.rounds(c.session, c.who, c.now)
    return screens.rounds(c.t, rounds.this_year(c.who, c.now), found)


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
    return pages.texts(asked.c.t, asked.view, made)


async def picture(asked: Asked, made: Results) -> Screen:
    # Here, as it brings a library of drawing that takes a second and 25 MB.
    from services.results import pictures

    content = await asyncio.to_thread(pictures.means, made, asked.speech)
    if content is None:
        raise UserError("results-no-picture", k=made.k)
    return await send(asked, made, Attachment(file_name(asked, "png"), "image/png", content))


async def workbook(asked: Asked, made: Results) -> Screen:
    found = await figures.responses(asked.c.session, asked.place)
    local = asked.c.now.astimezone(asked.c.who.zone)
    made = await comparing.known(asked, made)
    content = await asyncio.to_thread(results_book, made, found, asked.speech, local)
    return await send(asked, made, Attachment(file_name(asked, "xlsx"), XLSX, content))


async def send(asked: Asked, made: Results, file: Attachment) -> Screen:
    c, kind = asked.c, file.name.rsplit(".", 1)[-1]
    await figures.record_export(c.session, c.who.me.id, made.place, kind, made.hidden, c.now)
    return sent(asked, file)


TYPED = ("texts", "workbook")
"""The views with what people have typed."""

DOCUMENTED = ("documents", *documents.DOCUMENTS)

Views = dict[str, Callable[[Asked, Results], Awaitable[Screen]]]

VIEWS: Views = {
    "means": means,
    "changes": comparing.changes,
    "gaps": comparing.gaps,
    "distributions": distributions,
    "texts": texts,
    "picture": picture,
    "workbook": workbook,
    "documents": documents.choose,
    **dict.fromkeys(documents.DOCUMENTS, documents.send),
}
FORMS: Views = {"means": stated, **{act: VIEWS[act] for act in ("workbook", *DOCUMENTED)}}
"""The views of a round of the curators' own form."""
