"""How requests are named, to those who ask and to those who are asked."""

from collections.abc import Sequence
from datetime import datetime

from handlers.texts import Html, Translate
from handlers.wording import clipped, said
from services.help_requests import KINDS, Asked, Holder

NAME, WORDS, MOST = 60, 150, 20
"""How much of a long name and of long words is shown, and how many people are named."""


def named(t: Translate, code: str) -> Html:
    return t(f"help-kind-{code}")


def what(t: Translate, asked: Asked) -> str:
    """The kind's words; of a code that only an older questionnaire has, that one's."""
    if asked.code in KINDS:
        return named(t, asked.code)
    return clipped(said(t, asked.words), WORDS) if asked.words else t("help-kind-other")


def names(t: Translate, holders: Sequence[Holder]) -> str:
    found = ", ".join(clipped(one.name, NAME) for one in holders[:MOST])
    left = len(holders) - MOST
    return t("help-more", names=found, count=left) if left > 0 else found


def told(t: Translate, key: str, asked: Asked) -> Html:
    """`key` with whose request it is, what is asked for, and until when."""
    name, place = clipped(asked.asker.name, NAME), clipped(asked.asker.place, WORDS)
    return t(key, name=name, place=place, what=what(t, asked), day=t.day(asked.last_day))


def readers(t: Translate, key: str, holders: Sequence[Holder], **args: Html) -> Html:
    """`key` with who reads it."""
    return t(key, names=names(t, holders), count=len(holders), **args)


def state(t: Translate, asked: Asked, now: datetime) -> Html:
    """To the asker, in a few words."""
    if asked.done_at:
        return t("help-state-done", day=t.local_day(asked.done_at, asked.zone))
    if asked.taker:
        return t("help-state-taken", name=asked.taker.name)
    day = t.day(asked.last_day)
    if asked.overdue(now) and asked.route.second:
        return t("help-state-up", day=day, names=names(t, asked.route.second))
    if asked.overdue(now):
        return t("help-state-late", day=day)
    if not asked.route.first:
        return t("help-state-nobody")
    return t("help-state-waits", day=day)
