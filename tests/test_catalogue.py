"""The questionnaires: complete, comparable, in two languages, worth a tired person's time."""

import re
from collections.abc import Iterator

import pytest

from services import catalogue
from services.catalogue import QuestionnaireSpec, Words


def codes(line: str) -> list[str]:
    return line.split()


INTRO = codes("EXPR EFF COM ORG ADP EVT THE PRA PLN SUP SAT FRQ ROLE VAL GLD STAY")
INTERIM = codes("COM ADP PRA PLN SUP SAT FRQ REG LOAD LCK HLP")
FINAL = codes("EFF COM ORG ADP EVT THE PRA PLN SUP SAT MET FRQ VAL LCK GLD CNT STAY FUT HLP")
EXPECTED_AND_FACT = codes("EFF COM ORG ADP EVT THE PRA PLN SUP SAT FRQ GLD STAY")
MIDWAY_AND_FINAL = codes("COM ADP PRA PLN SUP SAT")
PAIR = {
    "mentee": {"COM", "PLN", "SUP", "SAT", "REG", "CNT"},
    "mentor": {"COM", "ADP", "PRA", "PLN", "ENG", "SAT", "REG", "CNT"},
}
WHY = {"COM_WHY", "SAT_WHY"}
REVIEWS = [f"{role}-{wave}" for role in PAIR for wave in ("intro", "interim", "final")]


@pytest.fixture(scope="module")
def specs() -> dict[str, QuestionnaireSpec]:
    return catalogue.load()


def as_mentor(of_mentee: list[str]) -> list[str]:
    mirrored = {"SUP": "ENG", "FUT": "MORE"}
    return [mirrored.get(code, code) for code in of_mentee if code != "STAY"]


def every_words(spec: QuestionnaireSpec) -> Iterator[Words]:
    yield from (spec.title, spec.purpose)
    for item in spec.items:
        yield from (item.text, item.label, *(option.text for option in item.options))
        yield from (words for words in (item.hint, item.low, item.high) if words)
        yield from (*item.labels, *item.wordings.values())


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("mentee-intro", INTRO),
        ("mentee-interim", INTERIM),
        ("mentee-final", FINAL),
        ("mentor-intro", as_mentor(INTRO)),
        ("mentor-interim", as_mentor(INTERIM)),
        ("mentor-final", as_mentor(FINAL)),
    ],
)
def test_every_wave_asks_its_questions_in_order(
    specs: dict[str, QuestionnaireSpec], key: str, expected: list[str]
) -> None:
    assert [item.code for item in specs[key].main_items] == expected


def test_the_summary_goes_by_role_and_wave(specs: dict[str, QuestionnaireSpec]) -> None:
    lines = catalogue.summary(specs)
    assert [(s.key, s.items, s.conditional, s.pair_items, s.minutes) for s in lines] == [
        ("curator-form", 9, 9, 0, 3),
        ("mentee-intro", 16, 1, 4, 5),
        ("mentee-check", 3, 0, 0, 1),
        ("mentee-deficits", 24, 0, 0, 4),
        ("mentee-interim", 11, 3, 7, 4),
        ("mentee-final", 19, 3, 7, 6),
        ("mentee-deficits-again", 24, 0, 0, 4),
        ("mentor-intro", 15, 1, 6, 5),
        ("mentor-growth-start", 10, 0, 0, 2),
        ("mentor-deficits", 6, 0, 6, 2),
        ("mentor-interim", 11, 3, 9, 4),
        ("mentor-final", 18, 3, 9, 6),
        ("mentor-growth", 20, 0, 0, 4),
    ]


@pytest.mark.parametrize("role", ["mentee", "mentor"])
@pytest.mark.parametrize(
    ("before", "after", "compared"),
    [("intro", "final", EXPECTED_AND_FACT), ("interim", "final", MIDWAY_AND_FINAL)],
)
def test_what_is_compared_between_waves_is_asked_alike_in_both(
    specs: dict[str, QuestionnaireSpec], role: str, before: str, after: str, compared: list[str]
) -> None:
    for code in compared if role == "mentee" else as_mentor(compared):
        first, last = specs[f"{role}-{before}"].item(code), specs[f"{role}-{after}"].item(code)
        assert (first.kind, first.values, first.scope) == (last.kind, last.values, last.scope)
        assert first.label == last.label


@pytest.mark.parametrize("wave", ["intro", "interim", "final"])
def test_every_mentor_question_has_its_counterpart(
    specs: dict[str, QuestionnaireSpec], wave: str
) -> None:
    mentee = specs[f"mentee-{wave}"]
    for item in specs[f"mentor-{wave}"].items:
        other = mentee.item(item.mirror_code)
        assert other.mirror_code == item.code
        if item.statistics:
            assert (other.kind, other.values) == (item.kind, item.values)


def test_a_code_is_about_the_pair_or_about_the_person_always(
    specs: dict[str, QuestionnaireSpec],
) -> None:
    for spec in (specs[key] for key in REVIEWS):
        in_pair = {item.code for item in spec.pair_items}
        assert in_pair == (PAIR[spec.role] | WHY) & {item.code for item in spec.items}
        assert len(spec.main_pair_items) <= 7


def test_russian_and_english_are_both_there_and_fit(specs: dict[str, QuestionnaireSpec]) -> None:
    for spec in specs.values():
        for words in every_words(spec):
            assert re.search("[а-яё]", words.ru, re.I)
            assert not re.search("[a-z]", words.ru, re.I)
            assert not re.search("[а-яё]", words.en, re.I)
        for item in spec.items:
            assert max(len(item.text.ru), len(item.text.en)) <= 200
            assert len(f"{item.code}:hard_to_say") <= 24


def test_every_question_ends_with_one_question_mark(specs: dict[str, QuestionnaireSpec]) -> None:
    items = [item for spec in specs.values() for item in spec.items if item.code != "HLP"]
    for item in items:
        for words in (item.text, *item.wordings.values()):
            for text in (words.ru, words.en):
                assert text.index("?") == len(text) - 1


def test_free_text_asks_for_no_names_and_may_be_skipped_unless_a_low_mark_calls_for_it(
    specs: dict[str, QuestionnaireSpec],
) -> None:
    texts = [item for spec in specs.values() for item in spec.items if item.kind == "text"]
    for item in texts:
        assert item.skippable is not item.code.endswith("_WHY")
        assert item.hint
        assert "без имён и сведений об учениках" in item.hint.ru.lower()
        assert re.search("no names,? (and )?nothing about particular pupils", item.hint.en, re.I)
    assert {item.code for item in texts if item.skippable} == {"EXPR_MORE", "ROLE", "VAL", "LCK"}


def test_more_about_the_experience_is_asked_after_a_yes(
    specs: dict[str, QuestionnaireSpec],
) -> None:
    for role in ("mentee", "mentor"):
        condition = specs[f"{role}-intro"].item("EXPR_MORE").only_if
        assert condition
        assert condition.item == "EXPR"
        assert condition.met_by(["yes"])
        assert not condition.met_by(["no"])
        assert not condition.met_by([])


@pytest.mark.parametrize(
    ("role", "values"),
    [
        ("mentee", ("none", "curator", "psychologist", "change_mentor")),
        ("mentor", ("none", "methodical", "curator", "psychologist", "lay_down")),
    ],
)
def test_a_request_for_help_is_private_and_says_so(
    specs: dict[str, QuestionnaireSpec], role: str, values: tuple[str, ...]
) -> None:
    for wave in ("interim", "final"):
        item = specs[f"{role}-{wave}"].item("HLP")
        assert (item.values, item.statistics, item.hard_to_say) == (values, False, False)
        assert "в статистику он не войдёт" in item.text.ru
        assert item.hint
        assert "о здоровье не нужно" in item.hint.ru


def test_the_only_remark_on_our_own_files_is_a_length_that_has_its_reason(
    specs: dict[str, QuestionnaireSpec],
) -> None:
    found = [(f.questionnaire, f.message_key) for f in catalogue.lint(specs)]
    long = ["mentee-deficits", "mentee-final", "mentee-deficits-again"]
    long += ["mentor-final", "mentor-growth"]
    assert found == [(key, "catalogue-many-closed-because") for key in long]


def test_a_mentor_of_three_is_told_a_longer_time(specs: dict[str, QuestionnaireSpec]) -> None:
    spec = specs["mentor-interim"]
    assert [spec.minutes_for(pairs) for pairs in (0, 1, 2, 3)] == [4, 4, 5, 6]
