"""The asker's side: what can be asked for, who will read it, what has become of it."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.context import Context
from handlers.help_requests.buttons import Ask, Requests, Undo
from handlers.help_requests.taking import list_screen
from handlers.help_requests.words import named, readers, state, what
from handlers.screen import Button, Rows, Screen, column
from handlers.sections import PAIR, SUPPORT, Open, menu_button
from services import help_requests
from services.help_requests import KINDS, READERS, Asked, Offer

SHOWN = 8
"""Of one's own requests; those that are not settled come first, then the latest."""


async def support(event: object, c: Context) -> Screen:
    """/support: to ask, and for those who are only asked, what waits for them."""
    if c.who.roles & PAIR:
        return await support_screen(c)
    return await list_screen(c, 0)


async def support_screen(c: Context, note: str | None = None) -> Screen:
    own, t = await help_requests.own(c.session, c.who.me.id, c.now), c.t
    parts: list[str] = [note] if note else [t("help-title"), t("help-promise")]
    if own:
        lines = [
            t("help-own-line", what=what(t, one), state=state(t, one, c.now))
            for one in newest(own)
        ]
        parts.append("\n".join([t("help-own"), *lines]))
    to_me = await to_others(c)
    buttons = (*kinds(c, own), *undo(c, own), *to_me, menu_button(t))
    return Screen("\n\n".join(parts), column(buttons))


def kinds(c: Context, own: Sequence[Asked]) -> list[Button]:
    """What is not asked for yet; in place of what waits for nobody, what else there is."""
    standing = {one.code: one for one in own if not one.done_at}
    shown: dict[str, str] = {}
    for kind in help_requests.offered(c.who.roles):
        there = standing.get(kind.code)
        if there is None:
            shown.setdefault(kind.code, kind.code)
        elif there.is_open and not there.route.first and kind.instead:
            shown.setdefault(kind.instead, kind.code)
    new = {label: code for label, code in shown.items() if label not in standing}
    return [Button.of(named(c.t, label), Ask(kind=code)) for label, code in new.items()]


def undo(c: Context, own: Sequence[Asked]) -> list[Button]:
    waiting = [one for one in newest(own) if one.is_open]
    return [
        Button.of(c.t("help-undo", what=what(c.t, one)), Undo(request=one.id)) for one in waiting
    ]


def newest(own: Sequence[Asked]) -> list[Asked]:
    settled = sorted(own, key=lambda one: one.created_at, reverse=True)
    return sorted(settled, key=lambda one: one.done_at is not None)[:SHOWN]


async def to_others(c: Context) -> list[Button]:
    """For who is asked too."""
    waiting = await help_requests.waiting(c.session, c.who, c.now)
    if not waiting and not c.who.roles & READERS:
        return []
    return [Button.of(c.t("help-requests", count=len(waiting)), Requests())]


async def ask(query: object, callback_data: Ask, c: Context) -> Screen:
    """Who will read it, before anything is sent."""
    offer = await help_requests.before(c.session, c.who, callback_data.kind, c.now)
    if offer.open:
        return await support_screen(c)
    return offer_screen(c, offer)


def offer_screen(c: Context, offer: Offer) -> Screen:
    t, route = c.t, offer.route
    day = t.local_day(offer.answer_by, c.who.zone)
    parts: list[str] = [t("help-ask", what=named(t, offer.kind.code))]
    if offer.kind.code != offer.wished:
        parts.insert(0, t(f"help-instead-{offer.wished}"))
    if route.first:
        parts.append(readers(t, "help-ask-readers", route.first) + " " + t("help-ask-by", day=day))
    else:
        parts.append(t("help-ask-nobody"))
    if route.second:
        parts.append(readers(t, "help-ask-up", route.second, day=day))
    parts.append(t("help-ask-promise"))
    send = Ask(kind=offer.wished, act="send", mark=offer.mark)
    back = Button.of(t("button-back"), Open(section=SUPPORT.name))
    return Screen("\n\n".join(parts), column((Button.of(t("help-send"), send), back)))


async def send(query: object, callback_data: Ask, c: Context) -> Screen:
    """One tap; when what was promised has changed since, it is promised anew."""
    kind, mark = callback_data.kind, callback_data.mark
    refused = await help_requests.send(c.session, c.who, kind, mark, c.now)
    if refused is None:
        return await support_screen(c, c.t("help-sent"))
    if refused.open:
        return replace(await support_screen(c), toast=c.t("help-sent-already"))
    return replace(offer_screen(c, refused), toast=c.t("help-changed"))


async def take_back(query: object, callback_data: Undo, c: Context) -> Screen:
    me = c.who.me.id
    kept = await help_requests.withdraw(c.session, me, callback_data.request, c.now)
    if kept is None:
        return await support_screen(c, c.t("help-undone"))
    return replace(await support_screen(c), toast=c.t("help-undo-late"))


def kept(c: Context, asked: Asked) -> tuple[str, Rows]:
    """What the thanks for a questionnaire say of the request sent with it."""
    t, route = c.t, asked.route
    if not asked.is_open:
        key = "help-settled" if asked.done_at else "help-taken"
        return t(key, name=asked.taker.name if asked.taker else ""), ()
    if route.first:
        words = [readers(t, "help-goes-to", route.first)]
    else:
        words = [t(f"help-nobody-{asked.kind.to[0]}")]
    if route.second:
        day = t.day(asked.last_day)
        words.append(readers(t, "help-goes-up", route.second, day=day))
    if route.first or route.second:
        words.append(t("help-nobody-else"))
    buttons = [Button.of(t("help-undo", what=what(t, asked)), Undo(request=asked.id))]
    instead = asked.kind.instead
    if instead and not route.first and asked.code in KINDS:
        buttons.insert(0, Button.of(named(t, instead), Ask(kind=asked.code)))
    return " ".join(words), column(buttons)
