"""What needs attention: the list, the message of Monday, one kind school by school."""

from collections.abc import Sequence
from typing import Any

from handlers.attention.buttons import OPENERS, BySchool, opener
from handlers.context import Context
from handlers.notices import Telling
from handlers.paging import cut, turner
from handlers.screen import Button, Screen, column
from handlers.sections import TODAY, Open, menu_button
from handlers.texts import Html, Translate
from handlers.wording import clipped, first_names, round_name
from services import access, attention
from services.attention.lines import Line, Matter
from services.results.cells import tenths

SCHOOLS = 8
"""On one page."""


async def show(event: object, c: Context) -> Screen:
    matters = await attention.look(c.session, c.who, c.programme.min_group, c.now)
    several = len(await access.scope(c.session, c.who)) > 1
    if not matters:
        return Screen(c.t("attention-nothing"), ((menu_button(c.t),),))
    return listed(c.t, c.t("attention-title"), matters, several)


async def monday(n: Telling) -> Screen | None:
    """To those who run schools, once a week; nobody is told that there is nothing."""
    matters = await attention.look(n.session, n.who, n.programme.min_group, n.now)
    several = len(await access.scope(n.session, n.who)) > 1
    if not matters:
        return None
    head = n.t("attention-monday", name=first_names(n.who.me.full_name))
    return listed(n.t, head, matters, several)


def listed(t: Translate, head: Html, matters: Sequence[Matter], several: bool) -> Screen:
    """A line and a button for each matter, the most urgent first."""
    lines = [line(t, matter, several) for matter in matters]
    buttons = [Button.of(label(t, matter), opener(matter, several)) for matter in matters]
    return Screen("\n".join([head, "", *lines]), column((*buttons, menu_button(t))))


def line(t: Translate, matter: Matter, several: bool) -> Html:
    key = f"attention-all-{matter.kind.code}" if several else f"attention-{matter.kind.code}"
    return t(key, **_args(t, matter.together))


def label(t: Translate, matter: Matter) -> str:
    """Of two rounds each has its own button, so it is named after the round."""
    kind, wave = matter.kind.code, matter.lines[0].wave
    name = round_name(t, wave.code, wave.title) if wave else ""
    return clipped(t(f"attention-button-{kind}", round=name), 60)


def _args(t: Translate, one: Line) -> dict[str, Any]:
    """All that the words of any kind may name."""
    wave = one.wave
    why = (f"{t(f'people-count-{reason}')}: {n}" for reason, n in one.reasons.most_common())
    return {
        "count": one.count,
        "of": one.of,
        "done": one.of - one.count,
        "round": round_name(t, wave.code, wave.title) if wave else "",
        "day": t.day(wave.closes_on) if wave else "",
        "mean": t("results-number", value=tenths(one.mean)) if one.mean is not None else "",
        "why": Html(", ".join(why)),
    }


async def by_school(query: object, callback_data: BySchool, c: Context) -> Screen:
    """The schools with a kind of exception, the worst first, each leading to what can be done."""
    kind, t = callback_data.kind, c.t
    found = await attention.look(c.session, c.who, c.programme.min_group, c.now, only=kind)
    matter = next((one for one in found if one.code == callback_data.code), None)
    if matter is None or matter.kind.private:
        return Screen(**vars(await show(query, c)) | {"toast": t("attention-settled")})
    page = cut(await attention.by_place(c.session, matter), callback_data.page, SCHOOLS)
    buttons = [Button.of(school(t, name, one), OPENERS[kind](one)) for name, one in page.items]
    turn = turner(page.number, page.count, lambda n: callback_data.model_copy(update={"page": n}))
    text = f"{line(t, matter, several=True)}\n\n{t('attention-worst-first')}"
    return Screen(text, (*column(buttons), *turn, (back(t), menu_button(t))))


def school(t: Translate, name: str, one: Line) -> str:
    """«МБОУ СОШ № 1 · 3»; of a round «12 из 30»."""
    if one.mean is not None:
        value: str = t("results-number", value=tenths(one.mean))
    else:
        value = t("waves-of", sent=one.of - one.count, all=one.of) if one.of else str(one.count)
    return f"{clipped(name, 24)} · {value}"


def back(t: Translate) -> Button:
    return Button.of(t("button-back"), Open(section=TODAY.name))
