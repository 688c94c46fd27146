"""Advice on questionnaires that are valid but would be hard to answer or to compare.

The rules on wording are heuristics on purpose: a regular expression that a person can read, wrong
now and then, and never a reason to refuse a questionnaire.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from services.catalogue.fields import Words
from services.catalogue.spec import Item, QuestionnaireSpec

WAVES = ("intro", "interim", "final")
LONG_TEXT = 200
LONG_OPTION = 40
MANY_CLOSED = 15
MANY_PAIR_ITEMS = 7
WAYS_OUT = frozenset({"dont_know", "none"})

# A closed question that asks two things: two question marks, "… и … ли", "and how …".
DOUBLE_BARRELLED = re.compile(
    r"\?.*\?"
    r"|\bи\s[^?.]*\bли\b"
    r"|\bи\s(?:насколько|сколько|как|что|когда|почему)\b"
    r"|\band\s(?:how|what|when|why|do|does|did|are|is|was|were|will|would|have|has)\b",
    re.IGNORECASE | re.DOTALL,
)
LEADING = re.compile(
    r"согласны ли вы,? что|не правда ли|не так ли|разве не|вы ведь|как известно"
    r"|do(?:n't)? you (?:not )?agree that|isn't it|wouldn't you say|as everyone knows",
    re.IGNORECASE,
)
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


def lint(specs: Mapping[str, QuestionnaireSpec]) -> list[Finding]:
    """What a method specialist would remark on, by role, wave and question."""
    ordered = by_role_and_wave(specs)
    findings: list[Finding] = []
    for spec in ordered:
        findings += _about_length(spec)
        head = {"title": spec.title, "purpose": spec.purpose}
        findings += _about_languages(spec.key, None, head)
        for item in spec.items:
            for check in ITEM_CHECKS:
                findings += check(spec, item)
            findings += _about_mirror(spec, item, ordered)
            findings += _about_drift(spec, item, ordered)
    return findings


def by_role_and_wave(specs: Mapping[str, QuestionnaireSpec]) -> list[QuestionnaireSpec]:
    return sorted(specs.values(), key=lambda s: (s.role, WAVES.index(s.wave), s.key))


def _about_length(spec: QuestionnaireSpec) -> Iterator[Finding]:
    closed = sum(item.closed for item in spec.main_items)
    if closed > MANY_CLOSED:
        args: Args = {"count": closed, "most": MANY_CLOSED}
        yield Finding(spec.key, None, "catalogue-many-closed", args)
    if len(spec.pair_items) > MANY_PAIR_ITEMS:
        args = {"count": len(spec.pair_items), "most": MANY_PAIR_ITEMS}
        yield Finding(spec.key, None, "catalogue-many-pair-items", args)


def _about_wording(spec: QuestionnaireSpec, item: Item) -> Iterator[Finding]:
    for language, text in (("ru", item.text.ru), ("en", item.text.en)):
        if len(text) > LONG_TEXT:
            args: Args = {"language": language, "length": len(text), "most": LONG_TEXT}
            yield Finding(spec.key, item.code, "catalogue-long-text", args)
        if item.closed and DOUBLE_BARRELLED.search(text):
            args = {"language": language}
            yield Finding(spec.key, item.code, "catalogue-double-barrelled", args)
        if found := LEADING.search(text):
            args = {"language": language, "words": found.group()}
            yield Finding(spec.key, item.code, "catalogue-leading", args)


def _about_options(spec: QuestionnaireSpec, item: Item) -> Iterator[Finding]:
    for option in item.options:
        length = max(len(option.text.ru), len(option.text.en))
        if length > LONG_OPTION:
            args: Args = {"option": option.code, "length": length, "most": LONG_OPTION}
            yield Finding(spec.key, item.code, "catalogue-long-option", args)


def _about_the_way_out(spec: QuestionnaireSpec, item: Item) -> Iterator[Finding]:
    """Somebody who cannot answer honestly must not have to invent an answer."""
    if not (item.hard_to_say or item.skippable or WAYS_OUT.intersection(item.values)):
        yield Finding(spec.key, item.code, "catalogue-no-way-out", {"item": item.code})


def _about_the_hint(spec: QuestionnaireSpec, item: Item) -> Iterator[Finding]:
    if item.kind == "text" and item.hint is None:
        yield Finding(spec.key, item.code, "catalogue-no-hint", {"item": item.code})


def _about_the_words(spec: QuestionnaireSpec, item: Item) -> Iterator[Finding]:
    parts = {"text": item.text, "label": item.label}
    parts |= {f"options.{option.code}": option.text for option in item.options}
    optional = {"hint": item.hint, "low": item.low, "high": item.high}
    parts |= {name: words for name, words in optional.items() if words}
    yield from _about_languages(spec.key, item.code, parts)


ITEM_CHECKS: tuple[Callable[[QuestionnaireSpec, Item], Iterator[Finding]], ...] = (
    _about_wording,
    _about_options,
    _about_the_way_out,
    _about_the_hint,
    _about_the_words,
)


def _about_languages(key: str, item: str | None, parts: Mapping[str, Words]) -> Iterator[Finding]:
    for field, words in parts.items():
        if LATIN.search(words.ru) and not CYRILLIC.search(words.ru):
            yield Finding(key, item, "catalogue-not-russian", {"field": field})
        if CYRILLIC.search(words.en):
            yield Finding(key, item, "catalogue-not-english", {"field": field})


def _about_mirror(
    spec: QuestionnaireSpec, item: Item, specs: list[QuestionnaireSpec]
) -> Iterator[Finding]:
    if item.mirror is None:
        return
    others = [s for s in specs if s.role != spec.role and s.wave == spec.wave]
    found = [other for s in others for other in s.items if other.code == item.mirror]
    if not found:
        yield Finding(spec.key, item.code, "catalogue-no-mirror", {"mirror": item.mirror})
    elif _shape(found[0]) != _shape(item):
        yield Finding(spec.key, item.code, "catalogue-other-mirror", {"mirror": item.mirror})


def _about_drift(
    spec: QuestionnaireSpec, item: Item, specs: list[QuestionnaireSpec]
) -> Iterator[Finding]:
    """A code means one thing: the first questionnaire that has it is the measure for the rest.

    Within a role kind, scope and label must stay; the other role only shares the kind, and not
    of what is private (a mentor asks for other help than a mentee).
    """
    first_spec, first = _first(specs, item.code, spec.role)
    args: Args = {"item": item.code, "other": first_spec.key}
    if _shape(first) != _shape(item):
        yield Finding(spec.key, item.code, "catalogue-other-kind", args)
    if first.scope != item.scope:
        yield Finding(spec.key, item.code, "catalogue-other-scope", args)
    if first.label != item.label:
        yield Finding(spec.key, item.code, "catalogue-other-label", args)
    if first_spec is spec:
        yield from _about_drift_between_roles(spec, item, specs)


def _about_drift_between_roles(
    spec: QuestionnaireSpec, item: Item, specs: list[QuestionnaireSpec]
) -> Iterator[Finding]:
    other_spec, other = _first(specs, item.code, None)
    if item.statistics and other.statistics and _shape(other) != _shape(item):
        args: Args = {"item": item.code, "other": other_spec.key}
        yield Finding(spec.key, item.code, "catalogue-other-kind", args)


def _first(
    specs: list[QuestionnaireSpec], code: str, role: str | None
) -> tuple[QuestionnaireSpec, Item]:
    return next(
        (spec, item)
        for spec in specs
        for item in spec.items
        if item.code == code and role in (None, spec.role)
    )


def _shape(item: Item) -> tuple[object, ...]:
    return (item.kind, item.values)
