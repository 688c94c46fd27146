"""Every word a person reads, from the Fluent files beside this module."""

import html
from datetime import date, datetime, tzinfo
from functools import cache, lru_cache
from pathlib import Path

from babel.dates import format_date
from fluent.runtime import FluentBundle, FluentResource

HERE = Path(__file__).parent
LANGUAGES = ("ru", "en")
MARK = "\N{OBJECT REPLACEMENT CHARACTER}"


class Html(str):
    """Text that is HTML already; every other argument is escaped."""

    __slots__ = ()


class MissingText(KeyError):
    """A key without words, or words whose variable was not given: a bug, never shown."""


class Translate:
    """`t(key, name=…)`: the words of a key in one language, as HTML with escaped arguments."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]

    def __call__(self, key: str, /, **args: object) -> Html:
        words = {name: _safe(arg) for name, arg in args.items() if isinstance(arg, str)}
        others = {name: arg for name, arg in args.items() if name not in words}
        parts = _parts(self.language, key, tuple(words), *others.items())
        if len(parts) == 1:
            return parts[0]
        return Html("".join(words[part] if n % 2 else part for n, part in enumerate(parts)))

    def has(self, key: str) -> bool:
        return bundle_of(self.language).has_message(key)

    def day(self, day: date) -> Html:
        """«15 сентября» / «15 September»."""
        return _dated(self.language, "d MMMM", day)

    def weekday(self, day: date) -> Html:
        """«вт, 15 сентября» / «Tue, 15 September»."""
        return _dated(self.language, "EEE, d MMMM", day)

    def month(self, day: date) -> Html:
        """«сентябрь 2026» / «September 2026»."""
        return _dated(self.language, "LLLL yyyy", day)

    def local_day(self, moment: datetime, zone: tzinfo) -> Html:
        return self.day(moment.astimezone(zone).date())


@lru_cache(maxsize=2048)
def _parts(
    language: str, key: str, words: tuple[str, ...], *others: tuple[str, object]
) -> tuple[Html, ...]:
    """The message as pieces, every second one being the name of a word to be put in.

    Fluent takes its time, and refuses long words as a defence: so it says each thing once, and
    never sees what people have typed. Only numbers and dates choose between its variants.
    """
    bundle = bundle_of(language)
    if not bundle.has_message(key):
        raise MissingText(key)
    pattern = bundle.get_message(key).value
    assert pattern is not None, key
    marks = {name: f"{MARK}{name}{MARK}" for name in words}
    text, errors = bundle.format_pattern(pattern, {**marks, **dict(others)})
    if errors:
        raise MissingText(f"{key}: {errors[0]}")
    return tuple(map(Html, str(text).split(MARK)))


@lru_cache(maxsize=512)
def _dated(language: str, pattern: str, day: date) -> Html:
    return Html(format_date(day, pattern, locale=language))


def _safe(value: str) -> str:
    return value if isinstance(value, Html) else html.escape(value, quote=False)


@cache
def bundle_of(language: str) -> FluentBundle:
    """All files of a language as one bundle; isolation marks confuse Telegram's search."""
    made = FluentBundle([language], use_isolating=False)
    for path in sorted((HERE / language).glob("*.ftl")):
        made.add_resource(FluentResource(path.read_text("utf-8")))
    return made
