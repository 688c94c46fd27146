"""The workbook of an own questionnaire: the template, what comes back, every mistake."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.texts import LANGUAGES, Translate
from models.enums import Role
from services.errors import UserError
from services.own_questionnaires.checks import advice, series, specs_of
from services.own_questionnaires.reading import Typed, read
from services.own_questionnaires.table import (
    ABOUT,
    ANSWERS,
    EXAMPLE,
    HEAD,
    LAYOUT,
    MINUTES,
    QUESTIONS,
    ROLES,
    TITLE,
    YES_NO,
    template,
)
from services.roster.report import issue_lines
from services.roster.rows import Severity
from tests.conftest import NOW
from tests.own_books import LIKED, NAME, Question, asked, book


def found(*questions: Question, **about: object) -> list[tuple[int, str, str]]:
    """Row, heading and kind of each mistake and remark; they have words in both languages."""
    typed = typed_of(*questions, **about)
    for language in LANGUAGES:
        assert issue_lines(typed.issues, Translate(language)) or not typed.issues
    return [(issue.row, issue.column, issue.key) for issue in typed.issues]


def typed_of(*questions: Question, **about: object) -> Typed:
    typed = read(book(questions, about), NAME)
    if typed.items:
        typed.issues += advice(typed, specs_of(typed, "own-1-x"), [])
    return typed


def test_the_template_has_lists_and_examples_and_no_formulas() -> None:
    made = openpyxl.load_workbook(BytesIO(template(NOW)))

    assert made.sheetnames == [HEAD, QUESTIONS, EXAMPLE]
    assert made[QUESTIONS].freeze_panes
    lists = [str(rule.formula1) for rule in made[QUESTIONS].data_validations.dataValidation]
    assert any("шкала 1–10" in source and "несколько из" in source for source in lists)
    assert "f" not in {cell.data_type for sheet in made for row in sheet for cell in row}


def test_the_examples_of_the_template_are_without_blame() -> None:
    typed = read(book(), NAME)
    specs = specs_of(typed, series(3, "Методическая неделя"))

    assert typed.issues == []
    assert advice(typed, specs, []) == []
    assert list(specs) == [Role.MENTOR, Role.MENTEE]
    spec = specs[Role.MENTEE]
    assert spec.key.startswith("own-3-")
    assert [item.kind for item in spec.items] == ["scale", "text", "multiple", "scale", "yes_no"]
    useful, lacking, where, easy, _ = spec.items
    assert (useful.maximum, easy.maximum, easy.scope) == (10, 5, "pair")
    assert useful.text.en == "How useful was the methods week for you?"
    assert lacking.only_if
    assert lacking.only_if.any_of == ("1", "2", "3", "4", "5")
    assert [option.text.ru for option in where.options][1] == "мастер-класс"
    assert where.text.en == where.text.ru


def test_an_empty_template_lacks_everything_at_once() -> None:
    typed = read(template(NOW), NAME)

    assert {(issue.sheet, issue.row) for issue in typed.errors} == {
        (HEAD, 2), (HEAD, 3), (HEAD, 4), (HEAD, 5), (QUESTIONS, 2),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("question", "column", "key"),
    [
        ({"text": None}, "Вопрос", "roster-cell-missing"),
        ({"kind": None}, "Вид ответа", "roster-cell-missing"),
        ({"kind": "шкла 1-10"}, "Вид ответа", "own-word-unknown"),
        ({"kind": "шкала 1–5", "low": "мало"}, "Шкала: 5 или 10 — это", "roster-cell-missing"),
        ({"kind": "один из"}, "Варианты", "own-options-few"),
        ({"kind": "один из", "options": "да"}, "Варианты", "own-options-few"),
        ({"kind": "несколько из", "options": "да; нет; Да"}, "Варианты", "own-options-twice"),
        (
            {"kind": "один из", "options": "\n".join(map(str, range(13)))},
            "Варианты",
            "own-options-many",
        ),
        (
            {"kind": "один из", "options": "да;нет", "options_en": "yes"},
            "Варианты по-английски",
            "own-options-unequal",
        ),
        ({"options": "да;нет"}, "Варианты", "own-not-needed"),
        ({"low": "мало"}, "Шкала: 1 — это", "own-not-needed"),
        ({"code": "вопрос первый"}, "Код", "own-code-form"),
        ({"code": "=1+1"}, "Код", "roster-cell-formula"),
        ({"scope": "о погоде"}, "О ком", "own-word-unknown"),
        ({"skip": "наверное"}, "Можно пропустить", "own-word-unknown"),
        ({"skip": "нет"}, "Можно пропустить", "catalogue-no-way-out"),
        ({"label": "д" * 33}, "Коротко, для результатов", "roster-cell-long"),
        ({"text": "Удобно ли вам и хватает ли времени?"}, "Вопрос", "catalogue-double-barrelled"),
        ({"text": "Согласны ли вы, что стало лучше?"}, "Вопрос", "catalogue-leading"),
        ({"text": "Насколько вам понравилось?"}, "Вопрос", "catalogue-no-scale"),
        ({"text_en": "Понравилось?"}, "Вопрос", "catalogue-not-english"),
        ({"only_if": "если да"}, "Только если", "own-condition-form"),
        ({"only_if": "GO = нет"}, "Только если", "own-condition-unknown"),
        ({"code": "ME", "only_if": "ME = нет"}, "Только если", "own-condition-later"),
        ({"only_if": "LAST = нет"}, "Только если", "own-condition-later"),
        ({"only_if": "LIKE = может быть"}, "Только если", "own-condition-answer"),
        ({"only_if": "LIKE = ;"}, "Только если", "own-condition-form"),
    ],
)
def test_a_mistake_is_named_at_its_cell(question: Question, column: str, key: str) -> None:
    last = asked(9, code="LAST")

    assert found(LIKED, {**asked(1), **question}, last) == [(3, column, key)]


def test_conditions_on_free_words_and_on_colleagues_are_no_conditions() -> None:
    said = {"code": "SAY", "text": "Чего не хватило?", "kind": "свободный ответ"}
    pair = asked(1, code="EACH", scope="о каждом коллеге")

    assert found(said, pair, asked(2, only_if="SAY = да"), asked(3, only_if="EACH = да")) == [
        (4, "Только если", "own-condition-text"),
        (5, "Только если", "own-condition-scope"),
    ]


def test_a_code_stands_once_and_a_question_without_one_too() -> None:
    assert found(LIKED, {**asked(1), "code": "like"}, asked(2), asked(2)) == [
        (3, "Код", "own-code-twice"),
        (5, "Вопрос", "own-question-twice"),
    ]


def test_a_code_is_made_of_the_words_and_stays_when_rows_move() -> None:
    first, second = (
        typed_of(*questions).items
        for questions in ((asked(1), asked(2)), (asked(2), asked(3), asked(1)))
    )

    assert [item.code for item in first] == [second[2].code, second[0].code]
    assert second[1].code not in {item.code for item in first}


def test_a_condition_takes_answers_by_words_numbers_and_ranges() -> None:
    kind = {
        "code": "КОТ",
        "text": "Что это было?",
        "kind": "один из",
        "options": "урок, свой\nбеседа",
    }
    mark = {
        "code": "MARK",
        "text": "Насколько полезно?",
        "kind": "шкала 1–5",
        "low": "нет",
        "high": "да",
    }
    items = typed_of(
        kind,
        mark,
        asked(1, only_if="кот = Урок, свой"),
        asked(2, only_if="KOT: беседа"),
        asked(3, only_if="MARK = 1–2, 5"),
    ).items

    values = [item.only_if.any_of for item in items if item.only_if]
    assert values == [("o1",), ("o2",), ("1", "2", "5")]


def test_sixteen_closed_questions_are_too_many_and_twenty_six_anyway() -> None:
    assert found(*map(asked, range(15))) == []
    assert found(*map(asked, range(16))) == [(2, "Вопрос", "catalogue-many-closed")]
    typed = typed_of(*map(asked, range(26)))
    assert {issue.key for issue in typed.errors} == {"own-many-questions", "catalogue-many-closed"}


@pytest.mark.parametrize(
    ("field", "value", "row", "key"),
    [
        (TITLE, None, 2, "roster-cell-missing"),
        (TITLE, "д" * 101, 2, "roster-cell-long"),
        (ROLES, "наставники и директора", 4, "own-role-unknown"),
        (ROLES, None, 4, "roster-cell-missing"),
        (MINUTES, "много", 5, "roster-number-wrong"),
        (MINUTES, 0, 5, "roster-number-range"),
        (MINUTES, 61, 5, "roster-number-range"),
    ],
)
def test_what_is_said_of_the_whole_is_looked_at_too(
    field: str, value: object, row: int, key: str
) -> None:
    assert found(LIKED, **{field: value}) == [(row, "Заполните", key)]


def test_curators_have_no_colleagues_to_be_asked_about() -> None:
    pair = asked(1, scope="о каждом коллеге")

    assert found(pair, **{ROLES: "наставники, кураторы"}) == [(2, "О ком", "own-curator-pair")]
    assert typed_of(LIKED, **{ROLES: "кураторы, наставники"}).roles == (Role.MENTOR, Role.CURATOR)


def test_all_mistakes_come_at_once_and_advice_with_them() -> None:
    wrong = {**asked(1), "kind": "тест"}
    leading = {"text": "Не правда ли, стало лучше?", "kind": "да/нет"}
    typed = typed_of(wrong, leading, **{TITLE: None})

    severities = [issue.severity for issue in typed.issues]
    assert severities == [Severity.ERROR, Severity.ERROR, Severity.WARNING]


def test_words_under_an_old_code_may_not_change() -> None:
    name = series(1, "Методическая  неделя")
    assert name == series(1, "методическая неделя")
    before = specs_of(typed_of(LIKED), name).values()
    changed = typed_of({**LIKED, "text": "Понравилась ли вам осень?"})

    found = advice(changed, specs_of(changed, name), before)
    assert [(issue.row, issue.key, issue.severity) for issue in found] == [
        (2, "own-other-words", Severity.ERROR)
    ]
    assert advice(changed, specs_of(changed, series(2, "Методическая неделя")), before) == []


CELLS = st.one_of(
    st.none(),
    st.integers(-5, 200),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.sampled_from([name for words in (ANSWERS, ABOUT, YES_NO) for name in words.codes]),
    st.sampled_from(
        ["A", "а", "A = 1", "A = да", "B = 1–3; нет", "да;нет", "one\ntwo", "=A1", "'"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40),
)
ROWS = st.lists(
    st.fixed_dictionaries({column.code: CELLS for column in LAYOUT.columns}), max_size=4
)


@settings(max_examples=60)
@given(ROWS, st.fixed_dictionaries({name: CELLS for name in (TITLE, ROLES, MINUTES)}))
def test_whatever_is_typed_is_a_questionnaire_or_a_mistake(
    rows: list[Question], about: dict[str, object]
) -> None:
    found(*rows, **about)


def test_another_workbook_is_not_the_template() -> None:
    target = BytesIO()
    openpyxl.Workbook().save(target)
    with pytest.raises(UserError) as raised:
        read(target.getvalue(), NAME)
    assert raised.value.key == "own-other-file"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "roster-file-empty"),
        (b"hello", "roster-file-text"),
        (b"PK broken", "roster-file-broken"),
    ],
)
def test_what_is_no_workbook_is_refused_in_its_own_words(content: bytes, key: str) -> None:
    with pytest.raises(UserError) as raised:
        read(content, NAME)
    assert raised.value.key == key
