"""The catalogue's advice on an own questionnaire, at the cells it is about.

The same `catalogue.lint` as for the built-in ones. Too many questions and changed words under a
code that has been asked must be mended: they would tire people out, or spoil comparisons.
What the rules on wording suspect (two questions in one, leading words, no scale) is named and
left to the curator, as these rules are wrong now and then.
"""

import hashlib
from collections.abc import Iterable, Iterator

from models.enums import Role, WaveCode
from services import catalogue
from services.catalogue import Finding, Item, QuestionnaireSpec, Words
from services.catalogue.remarks import answers_in_words, questions_in_words
from services.own_questionnaires.reading import Typed
from services.own_questionnaires.table import HEAD, LAYOUT, QUESTIONS, TITLE
from services.roster.normalise import word_key
from services.roster.rows import Issue, Severity

MUST = frozenset({"catalogue-many-closed", "catalogue-other-words"})
COLUMNS = {"catalogue-long-option": "options", "catalogue-no-way-out": "skip"}
OWN_WORDS = {"catalogue-other-words": "own-other-words"}

NOTHING = Words(ru="…", en="…")

Specs = dict[Role, QuestionnaireSpec]


def series(organisation_id: int, title: str) -> str:
    """Questionnaires of one place and one title are one: their codes keep their words."""
    digest = hashlib.sha256(word_key(title).encode()).hexdigest()[:8]
    return f"{WaveCode.OWN}-{organisation_id}-{digest}"


def specs_of(typed: Typed, name: str) -> Specs:
    """One for each role; what has not been given yet is an ellipsis, so that the rest can be
    looked at. `typed` has questions."""
    return {
        role: QuestionnaireSpec(
            key=f"{name}-{role}",
            wave=WaveCode.OWN,
            role=role.value,
            title=typed.title or NOTHING,
            purpose=typed.purpose or NOTHING,
            minutes=typed.minutes or 1,
            items=tuple(typed.items),
        )
        for role in typed.roles or (Role.MENTOR,)
    }


def advice(typed: Typed, specs: Specs, before: Iterable[QuestionnaireSpec]) -> list[Issue]:
    """What the lint remarks on, once for all roles together."""
    found = catalogue.lint({spec.key: spec for spec in specs.values()}, before)
    spec = next(iter(specs.values()))
    issues = (_issue(typed, spec, one) for one in found if not _about_borrowed(spec, one))
    unique = {
        (issue.row, issue.column, issue.key, issue.args.get("language")): issue for issue in issues
    }
    return list(unique.values())


def _issue(typed: Typed, spec: QuestionnaireSpec, found: Finding) -> Issue:
    severity = Severity.ERROR if found.message_key in MUST else Severity.WARNING
    key = OWN_WORDS.get(found.message_key, found.message_key)
    args: dict[str, object] = dict(found.args)
    if found.item is None:
        whole = found.args.get("field") in ("title", "purpose")
        sheet, column = (HEAD, TITLE) if whole else (QUESTIONS, LAYOUT.heading("text"))
        return Issue(severity, sheet, 2, column, key, args)
    if "item" in args:
        args["item"] = f"«{spec.item(found.item).label.ru}»"
    if "option" in args:
        options = {option.code: option.text.ru for option in spec.item(found.item).options}
        args["option"] = f"«{options[str(args['option'])]}»"
    if key == "own-other-words":
        args = {"question": found.item}
    column = LAYOUT.heading(COLUMNS.get(found.message_key, "text"))
    return Issue(severity, QUESTIONS, typed.rows[found.item], column, key, args)


def _about_borrowed(spec: QuestionnaireSpec, found: Finding) -> bool:
    """English that was not given is the Russian once more: one remark is enough."""
    if found.message_key == "catalogue-not-english":
        return _is_borrowed(dict(_parts(spec, found.item))[str(found.args["field"])])
    if found.args.get("language") != "en" or found.item is None:
        return False
    return _is_borrowed(spec.item(found.item).text)


def _parts(spec: QuestionnaireSpec, code: str | None) -> Iterator[tuple[str, Words]]:
    if code is None:
        yield from (("title", spec.title), ("purpose", spec.purpose))
        return
    item: Item = spec.item(code)
    yield from (questions_in_words(item) | {"label": item.label} | answers_in_words(item)).items()
    if item.hint:
        yield "hint", item.hint


def _is_borrowed(words: Words) -> bool:
    return words.ru == words.en
