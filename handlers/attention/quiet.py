"""Pairs without a meeting: who they are, and the mentors' reminder, shown before it is sent."""

from handlers import reminders
from handlers.attention.buttons import NudgeMentors, QuietPairs
from handlers.attention.pages import back
from handlers.context import Context
from handlers.paging import cut, turner
from handlers.screen import Button, Screen, column
from handlers.sections import menu_button
from handlers.texts import Html, Translate
from handlers.wording import clipped, first_names
from services.attention import nudging
from services.attention.nudging import Nudge
from services.attention.quiet import QuietPair

PAIRS = 8
"""On one page."""

LONGEST = 80
"""Of a name in a line."""


async def show(query: object, callback_data: QuietPairs, c: Context) -> Screen:
    return await pairs_screen(c, callback_data)


async def pairs_screen(c: Context, at: QuietPairs, toast: str | None = None) -> Screen:
    t = c.t
    pairs = await nudging.of_place(c.session, c.who, at.place, c.now)
    if not pairs:
        return Screen(t("attention-quiet-none"), ((back(t), menu_button(t)),), toast=toast)
    page = cut(pairs, at.page, PAIRS)
    lines = [pair_line(t, pair) for pair in page.items]
    turn = turner(page.number, page.count, lambda n: QuietPairs(place=at.place, page=n))
    nudge = Button.of(t("attention-nudge"), NudgeMentors(place=at.place))
    text = "\n".join([t("attention-quiet-title", count=len(pairs)), "", *lines])
    return Screen(text, ((nudge,), *turn, (back(t), menu_button(t))), toast=toast)


def pair_line(t: Translate, pair: QuietPair) -> Html:
    mentor, mentee = clipped(pair.mentor, LONGEST), clipped(pair.mentee, LONGEST)
    return t("attention-quiet-pair", mentor=mentor, mentee=mentee, day=t.day(pair.since))


async def nudge(query: object, callback_data: NudgeMentors, c: Context) -> Screen:
    """Shows what would be sent; under its mark, sends it. A stale button shows it anew."""
    place, mark = callback_data.place, callback_data.mark
    if not mark:
        return preview(c, place, await nudging.prepare(c.session, c.who, place, c.now))
    sent = await nudging.send(c.session, c.who, place, mark, c.now)
    if sent is None:
        now = await nudging.prepare(c.session, c.who, place, c.now)
        return preview(c, place, now, c.t("attention-nudge-changed"))
    toast = c.t("attention-nudge-sent", count=sent)
    return await pairs_screen(c, QuietPairs(place=place), toast)


def preview(c: Context, place: int, found: Nudge, toast: str | None = None) -> Screen:
    t = c.t
    rows = [Button.of(t("button-back"), QuietPairs(place=place)), menu_button(t)]
    left = [
        t(key, count=count)
        for key, count in (
            ("attention-nudge-told", found.told),
            ("attention-nudge-out", found.out),
        )
        if count
    ]
    if not found.mentors:
        text = "\n\n".join([t("attention-nudge-nobody"), *left])
        return Screen(text, column(rows), toast=toast)
    head = t("attention-nudge-ask", count=len(found.mentors), when=when(c, found))
    sure = Button.of(t("attention-nudge-sure"), NudgeMentors(place=place, mark=found.mark))
    text = "\n\n".join([head, t("attention-nudge-sample", text=sample(t, found)), *left])
    return Screen(text, column((sure, *rows)), toast=toast)


def when(c: Context, found: Nudge) -> Html:
    """Now, or the working day on which the first of them leave."""
    first = min(found.due.values())
    if first <= c.now:
        return c.t("attention-nudge-now")
    return c.t("attention-nudge-later", day=c.t.weekday(first.astimezone(c.who.zone).date()))


def sample(t: Translate, found: Nudge) -> Html:
    """The very words, as the first mentor gets them."""
    pairs = next(iter(found.mentors.values()))
    lines = [reminders.quiet_line(t, pair.mentee) for pair in pairs[: reminders.MOST]]
    return reminders.words(t, first_names(pairs[0].mentor), lines)
