"""What the bot says of requests by itself: to addressees, and to those who have asked."""

from collections.abc import Sequence

from handlers.help_requests.buttons import OneRequest, Requests, TakeHelp
from handlers.help_requests.words import told, what
from handlers.notices import Notice, Telling
from handlers.screen import Button, Screen, column
from handlers.texts import Html
from handlers.wording import clipped, first_names
from services import help_requests
from services.errors import NotFound
from services.help_requests import LATE, REMINDER, REQUEST, TAKEN, Asked

MOST = 6
"""Requests named in one reminder; the list has all."""

LABEL = 60


def notices() -> dict[str, Notice]:
    return {REQUEST: request, LATE: request, REMINDER: reminder, TAKEN: taken}


async def request(n: Telling) -> Screen | None:
    """To an addressee; nobody is called to what another has taken on, or was taken back."""
    try:
        number = int(n.args["request"])
        asked = await help_requests.look(n.session, n.who.me.id, number, n.now)
    except NotFound:
        return None
    if not asked.is_open:
        return None
    key = "help-late" if asked.overdue(n.now) else "help-request"
    take = Button.of(n.t("help-take"), TakeHelp(request=asked.id))
    return Screen(told(n.t, key, asked), column((take,)))


async def reminder(n: Telling) -> Screen | None:
    """To an addressee: all whose last day is near, in one message."""
    due = await help_requests.last_calls(n.session, n.who, n.now)
    if not due:
        return None
    name = first_names(n.who.me.full_name)
    lines = "\n".join(told(n.t, "help-remind-line", one) for one in due[:MOST])
    text = n.t("help-remind", name=name, lines=Html(lines), count=len(due))
    return Screen(text, column(openers(n, due)))


def openers(n: Telling, due: Sequence[Asked]) -> list[Button]:
    if len(due) > MOST:
        return [Button.of(n.t("help-requests", count=len(due)), Requests())]
    if len(due) == 1:
        return [Button.of(n.t("help-take"), TakeHelp(request=due[0].id))]
    return [
        Button.of(
            clipped(f"{one.asker.name} · {what(n.t, one)}", LABEL), OneRequest(request=one.id)
        )
        for one in due
    ]


async def taken(n: Telling) -> Screen | None:
    """To the one who asked."""
    mine = await help_requests.own(n.session, n.who.me.id, n.now)
    number = int(n.args["request"])
    asked = next((one for one in mine if one.id == number), None)
    if asked is None or asked.taker is None or asked.done_at:
        return None
    return Screen(n.t("help-taken", name=asked.taker.name))
