"""What the lint remarks on, what it leaves alone, and its words in both languages."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from fluent.runtime import FluentBundle, FluentResource

from services import catalogue
from services.catalogue import QuestionnaireSpec
from tests.handmade import X_AND_Y, Document, document, option, question, scale, words

TEXTS = Path(__file__).parent.parent / "handlers" / "texts"
LONG = "Насколько " + "очень " * 40 + "?"
TWO_IN_ONE = "Удобно ли вам с наставником и хватает ли времени?"


NO_NAMES = {"ru": "Без имён, пожалуйста.", "en": "No names, please."}


def of_mentor(*items: Document, wave: str = "intro") -> Document:
    return document(*items, key=f"mentor-{wave}", role="mentor", wave=wave)


@pytest.mark.parametrize(
    ("documents", "item", "message_key"),
    [
        ([document(*(scale(f"Q{n}") for n in range(16)))], None, "catalogue-many-closed"),
        (
            [document(*(scale(f"Q{n}", scope="pair") for n in range(8)))],
            None,
            "catalogue-many-pair-items",
        ),
        ([document(scale("A", text=words(LONG)))], "A", "catalogue-long-text"),
        ([document(scale("A", text=words(TWO_IN_ONE)))], "A", "catalogue-double-barrelled"),
        (
            [document(scale("A", text=words("Понятен план? Удобен?")))],
            "A",
            "catalogue-double-barrelled",
        ),
        (
            [document(scale("A", text={"ru": "Как?", "en": "Is it clear and is it of use?"}))],
            "A",
            "catalogue-double-barrelled",
        ),
        (
            [document(question("A", "yes_no", text=words("Согласны ли вы, что он прав?")))],
            "A",
            "catalogue-leading",
        ),
        (
            [document(scale("A", text={"ru": "Как?", "en": "Don't you agree that it helps?"}))],
            "A",
            "catalogue-leading",
        ),
        (
            [
                document(
                    question(
                        "A",
                        "single",
                        options=[option("x"), {**option("y"), "text": words("д" * 41)}],
                    )
                )
            ],
            "A",
            "catalogue-long-option",
        ),
        ([document(scale("A", hard_to_say=False))], "A", "catalogue-no-way-out"),
        ([document(question("A", "text", hint=words("Коротко")))], "A", "catalogue-no-hint"),
        ([document(question("A", "text", hint=None))], "A", "catalogue-no-hint"),
        ([document(question("A", "text", skippable=False))], "A", "catalogue-no-way-out"),
        (
            [document(question("A", "yes_no", text=words("Насколько это полезно?")))],
            "A",
            "catalogue-no-scale",
        ),
        (
            [document(question("A", "text", text={"ru": "Ну?", "en": "How much does it help?"}))],
            "A",
            "catalogue-no-scale",
        ),
        (
            [document(*(scale(f"Q{n}") for n in range(16)), long_because="six areas")],
            None,
            "catalogue-many-closed-because",
        ),
        ([document(scale("A"), long_because="six areas")], None, "catalogue-needless-reason"),
        (
            [document(scale("A", scope="pair", wordings={"head_teacher": words("Ясно? Да?")}))],
            "A",
            "catalogue-double-barrelled",
        ),
        (
            [document(scale("A")), document(scale("A", text=words("Иначе?")), key="later")],
            "A",
            "catalogue-other-words",
        ),
        (
            [document(scale("A")), document(scale("A", low=words("капля")), key="later")],
            "A",
            "catalogue-other-words",
        ),
        ([document(scale("A", low=words("none")))], "A", "catalogue-not-russian"),
        ([document(scale("A"), title={"ru": "я", "en": "я"})], None, "catalogue-not-english"),
        ([document(scale("A", mirror="B"))], "A", "catalogue-no-mirror"),
        (
            [document(scale("A", mirror="B")), of_mentor(scale("B"), wave="final")],
            "A",
            "catalogue-no-mirror",
        ),
        (
            [document(scale("A", mirror="B")), of_mentor(scale("B", maximum=5))],
            "A",
            "catalogue-other-mirror",
        ),
        (
            [document(scale("A")), document(scale("A", maximum=5), wave="final", key="later")],
            "A",
            "catalogue-other-kind",
        ),
        ([document(scale("A")), of_mentor(question("A", "yes_no"))], "A", "catalogue-other-kind"),
        (
            [document(scale("A")), document(scale("A", scope="pair"), wave="final", key="later")],
            "A",
            "catalogue-other-scope",
        ),
        (
            [
                document(scale("A")),
                document(scale("A", label=words("я")), wave="final", key="later"),
            ],
            "A",
            "catalogue-other-label",
        ),
    ],
)
def test_the_lint_remarks_on_one_thing(
    documents: list[Document], item: str | None, message_key: str, say: Callable[..., str]
) -> None:
    (finding,) = lint_of(*documents)
    assert (finding.item, finding.message_key) == (item, message_key)
    for language in ("ru", "en"):
        assert "{" not in say(language, finding)


@pytest.mark.parametrize(
    "documents",
    [
        [document(scale("A", text=words("Довольны ли вы уроками и кружками?")))],
        [document(question("A", "text", text=words("Что мешает? Что изменить?"), hint=NO_NAMES))],
        [document(question("A", "text"))],
        [
            document(
                scale("A"),
                question("B", "text", skippable=False, only_if={"item": "A", "any_of": [1]}),
            )
        ],
        [
            document(scale("A", scope="pair")),
            document(
                scale("A", scope="pair", wordings={"head_teacher": words("Легко с ним?")}),
                key="later",
            ),
        ],
        [
            document(scale("A")),
            document(scale("A", text=words("Иначе?")), key="later", wave="final"),
        ],
        [
            document(scale("A"), wave="own", key="own-1"),
            document(scale("A", text=words("Иначе?")), wave="own", key="own-2"),
        ],
        [document(scale("A", text=words("Насколько удобны кабинет и время встреч?")))],
        [
            document(
                question(
                    "A", "single", hard_to_say=False, options=[option("dont_know"), option("x")]
                )
            )
        ],
        [document(scale("A", hard_to_say=False, skippable=True))],
        [document(scale("A", mirror="B")), of_mentor(scale("B", mirror="A"))],
        [document(scale("A")), of_mentor(scale("A", scope="pair", label=words("я")))],
        [
            document(question("A", "single", statistics=False, options=X_AND_Y)),
            of_mentor(question("A", "yes_no", statistics=False)),
            document(question("A", "yes_no", statistics=False), wave="final", key="later"),
        ],
    ],
)
def test_the_lint_keeps_silent_about_what_is_meant(documents: list[Document]) -> None:
    assert lint_of(*documents) == []


@pytest.mark.parametrize(
    "text",
    [
        "Насколько полезны и интересны были встречи?",
        "Насколько вам удобно и понятно?",
        "Понятен ли план, а также цели?",
        "Хватает ли вам времени и/или сил?",
        "Посещаете и обсуждаете ли вы уроки?",
        "Довольны ли вы планом и как часто видитесь?",
    ],
)
def test_two_questions_in_one_are_seen(text: str) -> None:
    assert keys_of(document(scale("A", text=words(text)))) == ["catalogue-double-barrelled"]


@pytest.mark.parametrize(
    "text",
    [
        "Согласитесь, это полезно?",
        "Не кажется ли вам, что встреч мало?",
        "Безусловно, вы довольны?",
        "Вы ведь довольны?",
    ],
)
def test_a_leading_question_is_seen(text: str) -> None:
    assert keys_of(document(question("A", "yes_no", text=words(text)))) == ["catalogue-leading"]


def test_what_was_asked_before_is_the_measure_for_what_is_asked_now() -> None:
    before = [QuestionnaireSpec.model_validate(document(scale("A")))]
    changed = QuestionnaireSpec.model_validate(document(scale("A", text=words("Иначе?"))))
    again = {"mentee-try": before[0]}

    (finding,) = catalogue.lint({"mentee-try": changed}, before)
    assert finding.message_key == "catalogue-other-words"
    assert finding.args == {"item": "A", "other": "mentee-try"}
    assert catalogue.lint(again, before) == []


def test_every_remark_has_its_words_in_both_languages_and_none_is_unused() -> None:
    code = "".join((catalogue.FOLDER / name).read_text() for name in ("lint.py", "remarks.py"))
    used = set(re.findall(r'"(catalogue-[a-z-]+)"', code))
    for language in ("ru", "en"):
        text = (TEXTS / language / "catalogue.ftl").read_text(encoding="utf-8")
        assert set(re.findall(r"^([a-z-]+) =", text, re.M)) == used


def keys_of(*documents: Document) -> list[str]:
    return [finding.message_key for finding in lint_of(*documents)]


def lint_of(*documents: Document) -> list[catalogue.Finding]:
    specs = [QuestionnaireSpec.model_validate(document) for document in documents]
    return catalogue.lint({spec.key: spec for spec in specs})


@pytest.fixture(scope="module")
def say() -> Callable[..., str]:
    bundles = {}
    for language in ("ru", "en"):
        text = (TEXTS / language / "catalogue.ftl").read_text(encoding="utf-8")
        bundles[language] = FluentBundle([language], use_isolating=False)
        bundles[language].add_resource(FluentResource(text))

    def words_of(language: str, finding: catalogue.Finding) -> str:
        message = bundles[language].get_message(finding.message_key)
        assert message.value
        text, errors = bundles[language].format_pattern(message.value, dict(finding.args))
        assert not errors
        return str(text)

    return words_of
