"""«Картинки»: which there are of a round, and each as a PNG in the chat."""

import asyncio

from handlers.paging import within
from handlers.results import comparing
from handlers.results.asked import Asked, file_name
from handlers.results.screens import title, turning, view_of
from handlers.screen import Attachment, Button, Rows, Screen, column
from handlers.sections import menu_button
from services.errors import UserError
from services.results import figures
from services.results.band import Bands, bands
from services.results.cells import Results
from services.results.pictures.kinds import Picture, there

PICTURES = {f"pic-{kind}": kind for kind in Picture}
"""By the view that a button asks for."""

OLD = "picture"
"""The view of messages from before there were several: the means."""


async def choose(asked: Asked, made: Results) -> Screen:
    """Buttons to the pictures that this round has."""
    t, place = asked.c.t, asked.place
    found = there(await comparing.known(asked, made), await _bands(asked))
    if not found:
        raise UserError("results-no-picture", k=made.k)
    buttons = [
        Button.of(t(f"results-pictures-{kind}"), view_of(place, f"pic-{kind}")) for kind in found
    ]
    back = Button.of(t("results-back"), view_of(place))
    text = t("results-pictures-choose", title=title(t, place))
    return Screen(text, column((*buttons, back, menu_button(t))))


async def send(asked: Asked, made: Results) -> Screen:
    """One part as a file, written down as an export, with the way to the other parts."""
    # Here, as it brings a library of drawing that takes a second and 25 MB.
    from services.results.pictures import album

    c, kind = asked.c, PICTURES.get(asked.view.act, Picture.MEANS)
    if kind is Picture.CHANGES:
        made = await comparing.known(asked, made)
    others = await _bands(asked) if kind is Picture.BAND else None
    files = await asyncio.to_thread(album.files, kind, made, asked.speech, others)
    if not files:
        raise UserError("results-pictures-none")
    await figures.record_export(c.session, c.who.me.id, made.place, "png", made.hidden, c.now)
    return _sent(asked, kind, files)


async def _bands(asked: Asked) -> Bands | None:
    c = asked.c
    return await bands(c.session, asked.place, c.programme.min_group, c.now)


def _sent(asked: Asked, kind: Picture, files: list[bytes]) -> Screen:
    t, page = asked.c.t, within(asked.view.page, len(files))
    name = file_name(asked, f"{kind}.png" if len(files) == 1 else f"{kind}-{page + 1}.png")
    part = [t("results-pictures-page", page=page + 1, pages=len(files))] if len(files) > 1 else []
    return Screen(
        "\n".join([title(t, asked.place), *part]),
        _ways(asked, page, len(files)),
        attachment=Attachment(name, "image/png", files[page]),
        fresh=True,
    )


def _ways(asked: Asked, page: int, pages: int) -> Rows:
    t, place = asked.c.t, asked.place
    choice = Button.of(t("results-pictures-back"), view_of(place, "pictures"))
    back = Button.of(t("results-back"), view_of(place))
    return (*turning(asked.view, page, pages), *column((choice, back)))


VIEWS = {"pictures": choose, **dict.fromkeys((OLD, *PICTURES), send)}
