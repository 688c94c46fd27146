"""The addressees' side: what waits for them, one request, taking it on, settling it."""

from handlers.context import Context
from handlers.help_requests.buttons import Done, OneRequest, Requests, TakeHelp
from handlers.help_requests.words import told, what
from handlers.paging import cut, turner
from handlers.people import OnePerson
from handlers.screen import Button, Screen, column
from handlers.sections import menu_button
from handlers.wording import clipped
from models.enums import Role
from services import access, help_requests
from services.help_requests import Asked
from services.help_requests.kinds import CHANGE_MENTOR

PER_PAGE = 6
LABEL = 60
PAIR_WORK = {CHANGE_MENTOR: Role.MENTEE, "lay_down": Role.MENTOR}
"""What the curator has to act upon: nothing changes by itself."""


async def show_list(query: object, callback_data: Requests, c: Context) -> Screen:
    return await list_screen(c, callback_data.page)


async def list_screen(c: Context, page: int) -> Screen:
    """What waits for the person; the earliest deadline first."""
    waiting = await help_requests.waiting(c.session, c.who, c.now)
    here = cut(waiting, page, PER_PAGE)
    head = c.t("help-list" if waiting else "help-list-empty")
    lines = [line(c, one) for one in here.items]
    buttons = (
        Button.of(clipped(label(c, one), LABEL), OneRequest(request=one.id)) for one in here.items
    )
    turn = turner(here.number, here.count, lambda other: Requests(page=other))
    private = [c.t("help-list-private")] if lines else []
    rows = (*column(buttons), *turn, (menu_button(c.t),))
    return Screen("\n\n".join([head, *lines, *private]), rows)


def line(c: Context, asked: Asked) -> str:
    if asked.taker:
        return told(c.t, "help-list-mine", asked)
    return told(c.t, "help-list-late" if asked.overdue(c.now) else "help-list-line", asked)


def label(c: Context, asked: Asked) -> str:
    return f"{asked.asker.name} · {what(c.t, asked)}"


async def show(query: object, callback_data: OneRequest, c: Context) -> Screen:
    me = c.who.me.id
    return await card(c, await help_requests.look(c.session, me, callback_data.request, c.now))


async def take(query: object, callback_data: TakeHelp, c: Context) -> Screen:
    me = c.who.me.id
    return await card(c, await help_requests.take(c.session, me, callback_data.request, c.now))


async def done(query: object, callback_data: Done, c: Context) -> Screen:
    me = c.who.me.id
    return await card(c, await help_requests.settle(c.session, me, callback_data.request, c.now))


async def card(c: Context, asked: Asked) -> Screen:
    """The request as it stands, with what can be done about it."""
    words: list[str] = [told(c.t, key_of(c, asked), asked)]
    if asked.taker and asked.taker.id != c.who.me.id:
        words = [c.t("help-others", name=asked.taker.name)]
        return Screen("\n\n".join(words), column(ways_back(c)))
    buttons = [Button.of(c.t("help-take"), TakeHelp(request=asked.id))] if asked.is_open else []
    if asked.taker and not asked.done_at:
        if asked.asker.phone:
            words.append(c.t("help-phone", phone=asked.asker.phone))
        if asked.code in PAIR_WORK:
            words.append(c.t(f"help-next-{asked.code}"))
        buttons.append(Button.of(c.t("help-done"), Done(request=asked.id)))
    buttons += await person_button(c, asked)
    return Screen("\n\n".join(words), column((*buttons, *ways_back(c))))


def key_of(c: Context, asked: Asked) -> str:
    if asked.done_at:
        return "help-closed"
    if asked.taker:
        return "help-yours"
    return "help-late" if asked.overdue(c.now) else "help-request"


async def person_button(c: Context, asked: Asked) -> list[Button]:
    """To the person's card, for who runs the school."""
    if asked.asker.organisation_id not in await access.scope(c.session, c.who):
        return []
    text = clipped(c.t("help-person", name=asked.asker.name), LABEL)
    return [Button.of(text, OnePerson(person=asked.asker.id))]


def ways_back(c: Context) -> tuple[Button, ...]:
    return (Button.of(c.t("help-to-list"), Requests()), menu_button(c.t))
