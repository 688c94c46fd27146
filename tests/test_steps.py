from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.enums import MentorshipForm, Missing
from services.catalogue import Item, QuestionnaireSpec, parse
from services.steps import Given, Key, Step, before, first_unanswered, steps, taken, toggled
from tests.surveys import specs

FOLLOWED = """
key: followed-up
wave: intro
role: mentor
title: {ru: Анкета, en: Questionnaire}
purpose: {ru: Для проверки, en: For a test}
minutes: 3
items:
  - {code: OWN, kind: yes_no, scope: person, label: &l {ru: Вопрос, en: Question}, text: *l}
  - {code: WHY, kind: text, scope: person, label: *l, text: *l,
     only_if: {item: OWN, any_of: ["yes"]}}
  - {code: COM, kind: scale, scope: pair, label: *l, text: *l, low: *l, high: *l}
  - {code: HARD, kind: single, scope: pair, label: *l, text: *l,
     only_if: {item: COM, any_of: ["1", "2"]}, options: [
       {code: time, text: *l}, {code: other, text: *l}]}
  - {code: MORE, kind: text, scope: pair, label: *l, text: *l,
     only_if: {item: HARD, any_of: [other]}}
  - {code: BAR, kind: multiple, scope: person, label: *l, text: *l, options: [
       {code: a, text: *l}, {code: b, text: *l}, {code: c, text: *l},
       {code: fine, alone: true, text: *l}]}
  - {code: SAY, kind: text, scope: person, label: *l, text: *l}
  - {code: HLP, kind: single, scope: person, statistics: false, hard_to_say: false,
     label: *l, text: *l, options: [{code: none, text: *l}, {code: curator, text: *l}]}
  - {code: LAST, kind: yes_no, scope: person, label: *l, text: *l}
"""


@cache
def followed_up() -> QuestionnaireSpec:
    return parse(FOLLOWED, "followed-up")


@pytest.fixture
def spec() -> QuestionnaireSpec:
    return followed_up()


def names(found: list[Step]) -> list[str]:
    return [step.name for step in found]


def test_what_is_asked_once_comes_first_then_each_colleague_then_the_open_and_the_private(
    spec: QuestionnaireSpec,
) -> None:
    assert names(steps(spec, [7, 5], {})) == [
        *("OWN", "BAR", "LAST", "COM:7", "COM:5", "SAY", "HLP")
    ]


def test_all_about_one_colleague_comes_together() -> None:
    found = steps(specs()["mentor-interim"], [7, 5], {})
    pairs = [step.pair for step in found]

    assert pairs == [None] * 3 + [7] * 7 + [5] * 7 + [None] * 2
    assert names(found)[-2:] == ["LCK", "HLP"]


def test_without_a_colleague_only_what_is_asked_once_remains(spec: QuestionnaireSpec) -> None:
    assert names(steps(spec, [], {})) == ["OWN", "BAR", "LAST", "SAY", "HLP"]


@pytest.mark.parametrize(
    ("answers", "there", "missing"),
    [
        ({("OWN", None): ["yes"]}, {"WHY"}, {"HARD:7"}),
        ({("OWN", None): ["no"], ("WHY", None): []}, set(), {"WHY"}),
        ({("OWN", None): [], ("WHY", None): []}, set(), {"WHY"}),
        ({("COM", 7): ["2"]}, {"HARD:7"}, {"HARD:5", "MORE:7"}),
        ({("COM", 7): ["2"], ("HARD", 7): ["other"]}, {"HARD:7", "MORE:7"}, {"MORE:5"}),
        ({("COM", 7): ["9"], ("HARD", 7): ["other"]}, set(), {"HARD:7", "MORE:7"}),
    ],
)
def test_a_follow_up_is_asked_only_while_its_condition_holds(
    spec: QuestionnaireSpec,
    answers: dict[Key, list[str]],
    there: set[str],
    missing: set[str],
) -> None:
    found = set(names(steps(spec, [7, 5], answers)))

    assert there <= found
    assert not missing & found


def test_a_follow_up_comes_straight_after_its_question(spec: QuestionnaireSpec) -> None:
    assert names(steps(spec, [], {("OWN", None): ["yes"]}))[:2] == ["OWN", "WHY"]


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        ("COM", "8", Given(number=8)),
        ("COM", "11", None),
        ("COM", "0", None),
        ("COM", "hard_to_say", Given(missing=Missing.HARD_TO_SAY)),
        ("COM", "skip", None),
        ("OWN", "yes", Given(choices=("yes",))),
        ("OWN", "perhaps", None),
        ("BAR", "a", None),
        ("BAR", "fine", Given(choices=("fine",))),
        ("BAR", "skip", Given(missing=Missing.SKIPPED)),
        ("SAY", "skip", Given(missing=Missing.SKIPPED)),
        ("SAY", "hard_to_say", None),
        ("SAY", "", None),
        ("HLP", "hard_to_say", None),
        ("HLP", "curator", Given(choices=("curator",))),
    ],
)
def test_a_tap_is_an_answer_only_if_the_question_has_that_button(
    spec: QuestionnaireSpec, code: str, value: str, expected: Given | None
) -> None:
    assert taken(spec.item(code), value) == expected


def test_toggles_keep_the_order_of_the_catalogue_and_a_double_tap_is_one(
    spec: QuestionnaireSpec,
) -> None:
    item = spec.item("BAR")
    first = toggled(item, Given(missing=Missing.SKIPPED), "c", True)
    assert first == toggled(item, first, "c", True) == Given(choices=("c",))
    assert toggled(item, first, "a", True) == Given(choices=("a", "c"))
    assert toggled(item, first, "c", False) is None


def test_what_goes_with_nothing_else_takes_the_place_of_all_and_gives_way_to_any(
    spec: QuestionnaireSpec,
) -> None:
    item, fine = spec.item("BAR"), Given(choices=("fine",))
    assert toggled(item, Given(choices=("a", "c")), "fine", True) == fine
    assert toggled(item, fine, "b", True) == Given(choices=("b",))
    assert toggled(item, fine, "b", False) is None


def test_a_pair_is_asked_what_its_form_is_asked_in_the_words_of_its_form() -> None:
    head = MentorshipForm.HEAD_TEACHER
    spec = parse(
        FOLLOWED.replace("{code: COM,", "{code: COM, forms: [head_teacher],")
        .replace("{code: HARD,", "{code: HARD, forms: [head_teacher],")
        .replace("{code: MORE,", "{code: MORE, forms: [head_teacher],"),
        "by-form",
    )
    low = {("COM", pair): ["1"] for pair in (5, 7)}
    assert names(steps(spec, [7, 5], low, {5: head})) == [
        *("OWN", "BAR", "LAST", "COM:5", "HARD:5", "SAY", "HLP")
    ]
    interim = specs()["mentee-interim"]
    found = {step.name: step.text.ru for step in steps(interim, [7, 5], {}, {5: head})}
    assert "с руководителем школы" in found["COM:5"]
    assert "с наставником" in found["COM:7"]


def possible(item: Item) -> list[tuple[str, ...]]:
    return [(value,) for value in item.values] + [()]


@given(data=st.data(), pairs=st.lists(st.integers(1, 9), max_size=3, unique=True))
def test_whatever_is_answered_and_taken_back_nothing_is_lost_or_wrongly_asked(
    data: st.DataObject, pairs: list[int]
) -> None:
    every = [followed_up(), *specs().values()]
    spec = data.draw(st.sampled_from(every))
    answers: dict[Key, tuple[str, ...]] = {}
    asked = steps(spec, pairs, answers)
    step: Step | None = asked[0] if asked else None
    for _ in range(data.draw(st.integers(0, 40 if asked else 0))):
        if step is None:
            step = data.draw(st.sampled_from(asked))
        kept = dict(answers)
        if data.draw(st.booleans()):
            answers[step.key] = data.draw(st.sampled_from(possible(step.item)))
            following = first_unanswered(steps(spec, pairs, answers), answers)
        else:
            following = before(asked, step) or step
        asked = steps(spec, pairs, answers)
        assert all(answers[key] == kept[key] for key in kept if key != step.key)
        assert following is None or following in asked
        assert step in asked
        assert len(set(names(asked))) == len(asked)
        assert all(_holds(spec, found, answers) for found in asked)
        step = following


def _holds(spec: QuestionnaireSpec, step: Step, answers: dict[Key, tuple[str, ...]]) -> bool:
    condition = step.item.only_if
    if condition is None:
        return True
    pair = step.pair if spec.item(condition.item).scope == "pair" else None
    return bool(set(answers.get((condition.item, pair), ())) & set(condition.any_of))


@given(pairs=st.lists(st.integers(1, 9), max_size=4, unique=True))
def test_answering_in_order_reaches_the_end_with_every_question_once(pairs: list[int]) -> None:
    for spec in specs().values():
        answers: dict[Key, tuple[str, ...]] = {}
        shown = 0
        while step := first_unanswered(steps(spec, pairs, answers), answers):
            shown += 1
            asked = steps(spec, pairs, answers)
            assert asked.index(step) + 1 == shown <= len(asked)
            answers[step.key] = step.item.values[:1]
        assert shown == len(steps(spec, pairs, answers))
