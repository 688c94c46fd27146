"""The buttons under a reminder that put all reminders off, and how such days are named."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.screen import Button, Rows, column
from handlers.texts import Html, Translate
from services.reminders.snoozed import Offer, When

NEAR = timedelta(days=6)
"""A day so near is called by its weekday."""


class Snooze(CallbackData, prefix="rz"):
    """No reminders before this day (its ordinal); 0: they come as usual."""

    day: Annotated[int, Field(ge=0, le=date.max.toordinal())] = 0


def snooze_rows(t: Translate, today: date, offers: Sequence[Offer]) -> Rows:
    """The longest label has a row of its own."""
    short = tuple(button(t, today, offer) for offer in offers if offer.when is not When.EVE)
    eve = column(button(t, today, offer) for offer in offers if offer.when is When.EVE)
    return ((short,) if short else ()) + eve


def button(t: Translate, today: date, offer: Offer) -> Button:
    return Button.of(label(t, today, offer), Snooze(day=offer.day.toordinal()))


def label(t: Translate, today: date, offer: Offer) -> str:
    """«Завтра», «Через 3 дня», «После каникул»; where that is a day off, the day itself."""
    if offer.exact:
        return t(f"snooze-{offer.when}")
    if offer.day - today <= NEAR:
        return t("snooze-weekday", weekday=offer.day.weekday())
    return t("snooze-day", day=t.day(offer.day))


def undo_button(t: Translate) -> Button:
    return Button.of(t("snooze-undo"), Snooze())


def till(t: Translate, day: date) -> Html:
    """«вторника, 15 декабря»"""
    return t("snooze-till", weekday=day.weekday(), day=t.day(day))
