"""The instruments beside the three reviews of the year, and what several of them share."""

import re

import pytest

from models.enums import MentorshipForm
from services.catalogue import QuestionnaireSpec
from tests.surveys import specs as loaded

AREAS = ["SUBJ", "METH", "PSYP", "COMM", "ICT", "NORM"]
STATEMENTS = [f"{area}{number}" for area in AREAS for number in range(1, 5)]
COMPETENCES = [f"M{number}" for number in range(1, 11)]
POINTS = [f"C{number}" for number in range(1, 10)]
ROLES = ("mentee", "mentor")


@pytest.fixture
def specs() -> dict[str, QuestionnaireSpec]:
    return loaded()


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("mentor-growth-start", COMPETENCES),
        ("mentor-growth", [code + then for code in COMPETENCES for then in ("", "R")]),
        ("mentee-deficits", STATEMENTS),
        ("mentee-deficits-again", STATEMENTS),
        ("mentor-deficits", AREAS),
        ("mentee-check", ["MOOD", "HARD", "HLP"]),
        ("curator-form", POINTS),
    ],
)
def test_an_instrument_asks_its_questions_in_order(
    specs: dict[str, QuestionnaireSpec], key: str, expected: list[str]
) -> None:
    assert [item.code for item in specs[key].main_items] == expected


def test_a_year_of_questionnaires_stays_below_forty_minutes(
    specs: dict[str, QuestionnaireSpec],
) -> None:
    rounds = {"mentee-check": 6}
    for role in ("mentor", "mentee", "curator"):
        minutes = (s.minutes * rounds.get(s.key, 1) for s in specs.values() if s.role == role)
        assert sum(minutes) <= 30


@pytest.mark.parametrize(
    ("keys", "sources", "low", "enough"),
    [
        (["mentee-interim", "mentee-final", "mentor-interim", "mentor-final"],
         ["COM", "SAT"], "1 2 3 4", "5"),
        (["curator-form"], POINTS, "0", "1"),
    ],
)  # fmt: skip
def test_a_low_mark_is_explained(
    specs: dict[str, QuestionnaireSpec],
    keys: list[str],
    sources: list[str],
    low: str,
    enough: str,
) -> None:
    for item in (specs[key].item(f"{code}_WHY") for key in keys for code in sources):
        assert item.only_if
        assert item.code == f"{item.only_if.item}_WHY"
        assert all(item.only_if.met_by([mark]) for mark in low.split())
        assert not item.only_if.met_by([enough])


def test_a_scale_of_five_points_or_fewer_has_words_on_its_buttons(
    specs: dict[str, QuestionnaireSpec],
) -> None:
    for item in (item for spec in specs.values() for item in spec.items if item.kind == "scale"):
        assert bool(item.labels) is (len(item.values) <= 5)
        assert len(item.values) in (3, 5, 10)


def test_a_head_who_mentors_is_called_so(specs: dict[str, QuestionnaireSpec]) -> None:
    """A mentee of the head is never asked about «the mentor»; nor is the head one about a boss."""
    for item in (item for spec in specs.values() for item in spec.pair_items):
        words = item.wording(MentorshipForm.HEAD_TEACHER).ru
        assert "с наставником" not in words
        assert "этим наставником" not in words
        if item.wordings:
            assert re.search("руководител|этого учителя|этим учителем", words)
    assert sum(len(item.wordings) for spec in specs.values() for item in spec.items) == 14 + 7


@pytest.mark.parametrize("wave", ["interim", "final"])
def test_whether_changes_were_noticed_is_asked_alike_of_both(
    specs: dict[str, QuestionnaireSpec], wave: str
) -> None:
    mine, theirs = (specs[f"{role}-{wave}"].item("NTC") for role in ROLES)
    assert mine == theirs
    assert mine.decisions
    found = [i.code for spec in specs.values() for i in spec.items if i.decisions]
    assert found == ["NTC"] * 4


def test_september_is_looked_back_at_under_a_code_of_its_own(
    specs: dict[str, QuestionnaireSpec],
) -> None:
    start, end = specs["mentor-growth-start"], specs["mentor-growth"]
    for code in COMPETENCES:
        assert end.item(code) == start.item(code)
        then = end.item(f"{code}R")
        assert (then.values, then.labels) == (end.item(code).values, end.item(code).labels)
        assert "в начале года" in then.text.ru


def test_the_deficits_of_may_are_those_of_the_autumn(
    specs: dict[str, QuestionnaireSpec],
) -> None:
    autumn, may = specs["mentee-deficits"], specs["mentee-deficits-again"]
    assert may.items == autumn.items
    assert [str(label.ru) for label in may.items[0].labels][::4] == ["Очень трудно", "Свободно"]
    outside = specs["mentor-deficits"]
    assert [item.labels for item in outside.items] == [may.items[0].labels] * 6
    assert outside.pair_items == outside.items


def test_the_check_takes_three_screens_and_one_tap_when_all_is_well(
    specs: dict[str, QuestionnaireSpec],
) -> None:
    mood, hard, private = specs["mentee-check"].items
    assert (len(mood.values), hard.kind, private.statistics) == (5, "multiple", False)
    assert hard.alone == {"fine"}
    assert len(hard.values) == 1 + 6
    assert private.values == ("none", "mentor", "curator", "psychologist")
