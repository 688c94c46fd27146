"""Every word a person reads, from the Fluent files beside this module."""

import html
from datetime import date, datetime, tzinfo
from functools import cache
from pathlib import Path

from babel.dates import format_date
from fluent.runtime import FluentBundle, FluentResource

HERE = Path(__file__).parent
LANGUAGES = ("ru", "en")
MARK = "\N{OBJECT REPLACEMENT CHARACTER}{}\N{OBJECT REPLACEMENT CHARACTER}"


class Html(str):
    """Text that is HTML already; every other argument is escaped."""

    __slots__ = ()


class MissingText(KeyError):
    """A key without words, or words whose variable was not given: a bug, never shown."""


class Translate:
    """`t(key, name=…)`: the words of a key in one language, as HTML with escaped arguments."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self._bundle = bundle(self.language)

    def __call__(self, key: str, /, **args: object) -> Html:
        if not self._bundle.has_message(key):
            raise MissingText(key)
        pattern = self._bundle.get_message(key).value
        assert pattern is not None, key
        safe = {name: _safe(value) for name, value in args.items()}
        long = {MARK.format(name): value for name, value in safe.items() if _is_long(value)}
        marks = {name: MARK.format(name) for name in safe if MARK.format(name) in long}
        text, errors = self._bundle.format_pattern(pattern, safe | marks)
        if errors:
            raise MissingText(f"{key}: {errors[0]}")
        for mark, value in long.items():
            text = str(text).replace(mark, str(value))
        return Html(text)

    def has(self, key: str) -> bool:
        return self._bundle.has_message(key)

    def day(self, day: date) -> Html:
        """«15 сентября» / «15 September»."""
        return Html(format_date(day, "d MMMM", locale=self.language))

    def weekday(self, day: date) -> Html:
        """«вт, 15 сентября» / «Tue, 15 September»."""
        return Html(format_date(day, "EEE, d MMMM", locale=self.language))

    def month(self, day: date) -> Html:
        """«сентябрь 2026» / «September 2026»."""
        return Html(format_date(day, "LLLL yyyy", locale=self.language))

    def local_day(self, moment: datetime, zone: tzinfo) -> Html:
        return self.day(moment.astimezone(zone).date())


def _is_long(value: object) -> bool:
    """Fluent refuses such an argument, as a defence; it is put in after the formatting."""
    return isinstance(value, str) and len(value) > 1000


def _safe(value: object) -> object:
    if isinstance(value, Html) or not isinstance(value, str):
        return value
    return html.escape(value, quote=False)


@cache
def bundle(language: str) -> FluentBundle:
    """All files of a language as one bundle; isolation marks confuse Telegram's search."""
    made = FluentBundle([language], use_isolating=False)
    for path in sorted((HERE / language).glob("*.ftl")):
        made.add_resource(FluentResource(path.read_text("utf-8")))
    return made
