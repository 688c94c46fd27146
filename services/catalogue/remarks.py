"""Remarks on single questions: valid ones, but hard to answer or tempting.

The rules on wording are heuristics on purpose: a regular expression that a person can read, wrong
now and then, and never a reason to refuse a questionnaire.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from services.catalogue.fields import Words
from services.catalogue.item import Item
from services.catalogue.spec import QuestionnaireSpec

LONG_TEXT = 200
LONG_OPTION = 40
WAYS_OUT = frozenset({"dont_know", "none"})

# A closed question that asks two things: two question marks, "… и … ли", "and how …", or two
# words of one form after "how" («насколько полезны и интересны», "how clear and useful").
DOUBLE_BARRELLED = re.compile(
    r"\?.*\?"
    r"|\bи\s[^?.]*\bли\b"
    r"|\bи\s(?:насколько|сколько|как|что|когда|почему)\b"
    r"|\b(?:насколько|как|ли)\b[^?]*?\w(о|ны|ен|ён|на|ете|ите)\s+и\s+\w+\1\b"
    r"|\bа также\b|\bи/или\b"
    r"|\band\s(?:how|what|when|why|do|does|did|are|is|was|were|will|would|have|has)\b"
    r"|\bhow\s\w+\sand\s\w+|\bas well as\b|\band/or\b",
    re.IGNORECASE | re.DOTALL,
)
LEADING = re.compile(
    r"согласны ли вы,? что|согласитесь|не правда ли|не так ли|не кажется ли вам|разве не"
    r"|\bведь\b|как известно|очевидно|несомненно|безусловно|\bконечно\b"
    r"|do(?:n't)? you (?:not )?(?:agree|think) that|isn't it|wouldn't you say|as everyone knows"
    r"|\bsurely\b|\bobviously\b|\bof course\b",
    re.IGNORECASE,
)
ASKS_HOW_MUCH = re.compile(
    r"^(?:насколько|в какой (?:мере|степени)|оцените|по шкале)\b"
    r"|^(?:how (?:much|well|far)|to what extent|rate|on a scale)\b",
    re.IGNORECASE,
)
WARNS_OF_NAMES = re.compile(r"\bим[её]н|фамили|называ|\bnam(?:es?|ing)\b", re.IGNORECASE)
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
LATIN = re.compile("[a-z]", re.IGNORECASE)

Args = Mapping[str, str | int]


@dataclass(frozen=True)
class Finding:
    """`message_key` and `args` make the words; `item` is None when it is about the whole."""

    questionnaire: str
    item: str | None
    message_key: str
    args: Args


def about_question(spec: QuestionnaireSpec, item: Item) -> Iterator[Finding]:
    for check in CHECKS:
        yield from check(spec, item)


def about_languages(key: str, item: str | None, parts: Mapping[str, Words]) -> Iterator[Finding]:
    """`parts`: words by the field they stand in."""
    for field, words in parts.items():
        if LATIN.search(words.ru) and not CYRILLIC.search(words.ru):
            yield Finding(key, item, "catalogue-not-russian", {"field": field})
        if CYRILLIC.search(words.en):
            yield Finding(key, item, "catalogue-not-english", {"field": field})


def answers_in_words(item: Item) -> dict[str, Words]:
    """What the answers are called, by the field it stands in."""
    ends = {"low": item.low, "high": item.high}
    found = {name: words for name, words in ends.items() if words}
    found |= {f"labels.{number}": words for number, words in enumerate(item.labels, start=1)}
    return found | {f"options.{option.code}": option.text for option in item.options}


def questions_in_words(item: Item) -> dict[str, Words]:
    """How it is asked, by the field it stands in."""
    return {"text": item.text} | {f"wordings.{form}": w for form, w in item.wordings.items()}


def _about_wording(spec: QuestionnaireSpec, item: Item) -> Iterator[Finding]:
    for words in questions_in_words(item).values():
        for language, text in (("ru", words.ru), ("en", words.en)):
            if len(text) > LONG_TEXT:
                args: Args = {"language": language, "length": len(text), "most": LONG_TEXT}
                yield Finding(spec.key, item.code, "catalogue-long-text", args)
            if item.closed and DOUBLE_BARRELLED.search(text):
                args = {"language": language}
                yield Finding(spec.key, item.code, "catalogue-double-barrelled", args)
            if found := LEADING.search(text):
                args = {"language": language, "words": found.group()}
                yield Finding(spec.key, item.code, "catalogue-leading", args)


def _about_the_scale(spec: QuestionnaireSpec, item: Item) -> Iterator[Finding]:
    """«Насколько …?» has no yes, no no, and in free words no number."""
    asks_how_much = any(ASKS_HOW_MUCH.search(text) for text in (item.text.ru, item.text.en))
    if item.kind in ("yes_no", "text") and asks_how_much:
        yield Finding(spec.key, item.code, "catalogue-no-scale", {"item": item.code})


def _about_options(spec: QuestionnaireSpec, item: Item) -> Iterator[Finding]:
    for option in item.options:
        length = max(len(option.text.ru), len(option.text.en))
        if length > LONG_OPTION:
            args: Args = {"option": option.code, "length": length, "most": LONG_OPTION}
            yield Finding(spec.key, item.code, "catalogue-long-option", args)


def _about_the_way_out(spec: QuestionnaireSpec, item: Item) -> Iterator[Finding]:
    """Somebody who cannot answer honestly must not have to invent an answer.

    A comment may be asked for in earnest where an earlier answer calls for it.
    """
    forced_comment = item.kind == "text" and item.only_if
    if not (item.hard_to_say or item.skippable or WAYS_OUT & set(item.values) or forced_comment):
        yield Finding(spec.key, item.code, "catalogue-no-way-out", {"item": item.code})


def _about_the_hint(spec: QuestionnaireSpec, item: Item) -> Iterator[Finding]:
    if item.kind != "text":
        return
    hints = (item.hint.ru, item.hint.en) if item.hint else ("",)
    if not all(WARNS_OF_NAMES.search(hint) for hint in hints):
        yield Finding(spec.key, item.code, "catalogue-no-hint", {"item": item.code})


def _about_the_words(spec: QuestionnaireSpec, item: Item) -> Iterator[Finding]:
    parts = questions_in_words(item) | {"label": item.label} | answers_in_words(item)
    if item.hint:
        parts["hint"] = item.hint
    yield from about_languages(spec.key, item.code, parts)


CHECKS: tuple[Callable[[QuestionnaireSpec, Item], Iterator[Finding]], ...] = (
    _about_wording,
    _about_the_scale,
    _about_options,
    _about_the_way_out,
    _about_the_hint,
    _about_the_words,
)
