"""Advice on questionnaires that are valid but would be hard to answer or to compare."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from models.enums import WaveCode
from services.catalogue.item import Item
from services.catalogue.remarks import (
    Args,
    Finding,
    about_languages,
    about_question,
    answers_in_words,
    questions_in_words,
)
from services.catalogue.spec import QuestionnaireSpec

MANY_CLOSED = 15
MANY_PAIR_ITEMS = 7


def lint(
    specs: Mapping[str, QuestionnaireSpec], before: Iterable[QuestionnaireSpec] = ()
) -> list[Finding]:
    """What a method specialist would remark on, by role, wave and question.

    `before`: what has been asked already; a code may not be asked in other words now.
    """
    ordered, asked = by_role_and_wave(specs), list(before)
    findings: list[Finding] = []
    for spec in ordered:
        findings += _about_length(spec)
        head = {"title": spec.title, "purpose": spec.purpose}
        findings += about_languages(spec.key, None, head)
        for item in spec.items:
            findings += about_question(spec, item)
            findings += _about_mirror(spec, item, ordered)
            findings += _about_drift(spec, item, ordered)
            findings += _about_changed_words(spec, item, asked)
        asked.append(spec)
    return findings


def by_role_and_wave(specs: Mapping[str, QuestionnaireSpec]) -> list[QuestionnaireSpec]:
    waves = list(WaveCode)
    return sorted(specs.values(), key=lambda s: (s.role, waves.index(s.wave), s.key))


def _about_length(spec: QuestionnaireSpec) -> Iterator[Finding]:
    """A reason for a long one is repeated, not taken for silence."""
    closed = sum(item.closed for item in spec.main_items)
    args: Args = {"count": closed, "most": MANY_CLOSED}
    if closed > MANY_CLOSED and spec.long_because:
        args = {**args, "reason": spec.long_because}
        yield Finding(spec.key, None, "catalogue-many-closed-because", args)
    elif closed > MANY_CLOSED:
        yield Finding(spec.key, None, "catalogue-many-closed", args)
    elif spec.long_because:
        yield Finding(spec.key, None, "catalogue-needless-reason", args)
    about_pair = len(spec.main_pair_items)
    if about_pair > MANY_PAIR_ITEMS:
        args = {"count": about_pair, "most": MANY_PAIR_ITEMS}
        yield Finding(spec.key, None, "catalogue-many-pair-items", args)


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

    Within a role kind, scope and label must stay; the other role only shares the kind. What is
    private is never compared: a mentor asks for other help than a mentee, in May for other than
    in October.
    """
    first_spec, first = _first(specs, item.code, spec.role)
    args: Args = {"item": item.code, "other": first_spec.key}
    if _incomparable(first, item):
        yield Finding(spec.key, item.code, "catalogue-other-kind", args)
    if first.scope != item.scope:
        yield Finding(spec.key, item.code, "catalogue-other-scope", args)
    if first.label != item.label:
        yield Finding(spec.key, item.code, "catalogue-other-label", args)
    if first_spec is spec:
        other_spec, other = _first(specs, item.code, None)
        if _incomparable(other, item):
            args = {"item": item.code, "other": other_spec.key}
            yield Finding(spec.key, item.code, "catalogue-other-kind", args)


def _about_changed_words(
    spec: QuestionnaireSpec, item: Item, asked: Sequence[QuestionnaireSpec]
) -> Iterator[Finding]:
    """In one kind of round a code is asked in the same words: a changed question is a new one."""
    for other in asked:
        before = next((old for old in other.items if old.code == item.code), None)
        if before and _one_series(spec, other) and _changed(before, item):
            args: Args = {"item": item.code, "other": other.key}
            yield Finding(spec.key, item.code, "catalogue-other-words", args)
            return


def _one_series(spec: QuestionnaireSpec, other: QuestionnaireSpec) -> bool:
    """Own questionnaires are strangers to each other, whatever their codes."""
    alike = spec.key == other.key or spec.wave != WaveCode.OWN
    return alike and (spec.role, spec.wave) == (other.role, other.wave)


def _changed(before: Item, item: Item) -> bool:
    """By what both have: a wording for one more form changes nothing for the rest."""
    old = questions_in_words(before) | answers_in_words(before)
    new = questions_in_words(item) | answers_in_words(item)
    return any(old[field] != new[field] for field in old.keys() & new.keys())


def _first(
    specs: list[QuestionnaireSpec], code: str, role: str | None
) -> tuple[QuestionnaireSpec, Item]:
    return next(
        (spec, item)
        for spec in specs
        for item in spec.items
        if item.code == code and role in (None, spec.role)
    )


def _incomparable(first: Item, item: Item) -> bool:
    return first.statistics and item.statistics and _shape(first) != _shape(item)


def _shape(item: Item) -> tuple[object, ...]:
    return (item.kind, item.values)
