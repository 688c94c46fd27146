"""What a conversation answers: words and buttons, known to no messenger.

A handler returns screens and calls nobody. They are committed together with what the update
changed, and leave afterwards; so nothing is announced that was not saved.
"""

import html
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from aiogram.filters.callback_data import CallbackData


@dataclass(frozen=True)
class Button:
    """A press sends `data` back (64 bytes at most, ids only); `url` opens a page instead."""

    text: str
    data: str | None = None
    url: str | None = None

    @classmethod
    def of(cls, text: str, data: CallbackData) -> Self:
        return cls(text, data.pack())


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Attachment:
    """A document, or a picture when `mime` is an image."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Screen:
    """One message. `text` is HTML under 3,500 characters (1,024 with an attachment).

    `expects` says what the person's next free text will mean (see `Account.expects`).
    After a press the screen replaces the pressed message, unless it is `fresh`.
    """

    text: str
    rows: Rows = ()
    expects: dict[str, Any] | None = None
    toast: str | None = None
    attachment: Attachment | None = None
    fresh: bool = False

    def stored(self) -> dict[str, Any]:
        """As JSON for the outbox; the attachment is stored apart."""
        rows = [[_stored(button) for button in row] for row in self.rows]
        return {"text": self.text, "rows": rows}


def _stored(button: Button) -> dict[str, str]:
    kind, value = ("url", button.url) if button.url else ("callback_data", button.data or "")
    # Words come escaped for HTML, and a button's text is plain.
    return {"text": html.unescape(button.text), kind: value}


def column(buttons: Iterable[Button]) -> Rows:
    """One button a row."""
    return tuple((button,) for button in buttons)


def grid(buttons: Iterable[Button], width: int) -> Rows:
    """`width` buttons a row."""
    flat = tuple(buttons)
    return tuple(flat[start : start + width] for start in range(0, len(flat), width))


@dataclass(frozen=True)
class Answer:
    """All that one update says back: the screens in order."""

    screens: tuple[Screen, ...] = field(default_factory=tuple)

    @classmethod
    def of(cls, result: object) -> Self:
        if isinstance(result, Screen):
            return cls((result,))
        if isinstance(result, Iterable):
            return cls(tuple(screen for screen in result if isinstance(screen, Screen)))
        return cls()
