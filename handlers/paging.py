"""Long lists a page at a time: what is on the page, and the row that leads to its neighbours."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from aiogram.filters.callback_data import CallbackData

from handlers.screen import Button, Rows

Item = TypeVar("Item")
EARLIER, LATER = "‹ {number} / {count}", "{number} / {count} ›"


@dataclass(frozen=True)
class Page(Generic[Item]):
    """`number` from 0, of `count` pages."""

    items: Sequence[Item]
    number: int
    count: int


def cut(items: Sequence[Item], number: int, size: int) -> Page[Item]:
    """The page asked for, or the nearest there is: the list may be shorter by now."""
    count = max(1, -(-len(items) // size))
    number = within(number, count)
    return Page(items[number * size : (number + 1) * size], number, count)


def within(number: int, count: int) -> int:
    return min(max(number, 0), count - 1)


def turner(
    number: int,
    count: int,
    to: Callable[[int], CallbackData],
    earlier: str = EARLIER,
    later: str = LATER,
) -> Rows:
    """The buttons to the pages before and after, where there are any; `to` makes their data.

    `earlier` and `later` are the labels, with the `number` (from 1) and the `count` to fill in.
    """
    labels = {number - 1: earlier, number + 1: later}
    row = tuple(
        Button.of(label.format(number=page + 1, count=count), to(page))
        for page, label in labels.items()
        if 0 <= page < count
    )
    return (row,) if row else ()
